"""An e-mail that is sent to the lead: opened by some, clicked by some of those."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Delay, ExponentialDelay, FixedDelay, Share
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import After, Behaviour, Chance, Emit, Operation, Output, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, rule_points, share_text

_RATES = "Autoresponder e-mails: 33 % opened, 7 % clicked, GetResponse H2 2018 (marketingcharts 107846)"
_LOSSES = "Hard and soft bounces 0.40 + 0.61 %, unsubscribed 0.25 %, Mailchimp Oct 2019"
_TIMES = "Half of opens in 6 hours, half of clicks in 3 hours, GetResponse 2019-20 (v12data)"


class EmailProps(Props):
    """What an e-mail needs to know."""

    subject: str = spec(
        "", title="Subject", max_length=10_000, help="May put in data too: {{first_name | friend}}."
    )
    text: str = spec(
        "",
        title="Text",
        editor="text",
        max_length=100_000,
        help="{{first_name}} puts in what is known; {{first_name | friend}} has a word for the rest.",
    )
    open_share: Share = spec(
        0.33, title="Opened by", unit=Unit.SHARE, help="Of those whom it reaches.", source=_RATES
    )
    click_share: Share = spec(
        0.21, title="Clicked by", unit=Unit.SHARE, help="Of those who open it.", source=_RATES
    )
    bounce_share: Share = spec(
        0.0101,
        title="Bounced",
        unit=Unit.SHARE,
        help="Of those it is sent to.",
        group="Losses",
        source=_LOSSES,
    )
    unsubscribe_share: Share = spec(
        0.0025,
        title="Unsubscribed",
        unit=Unit.SHARE,
        help="Of those whom it reaches.",
        group="Losses",
        source=_LOSSES,
    )
    open_delay: Delay = spec(
        lambda: ExponentialDelay(mean=0.36), title="Time to open", group="Times", source=_TIMES
    )
    click_delay: Delay = spec(
        lambda: ExponentialDelay(mean=0.02),
        title="Time from open to click",
        group="Times",
        source="Assumption: some half an hour",
    )
    ignored_after: Delay = spec(
        lambda: FixedDelay(days=3.0),
        title="Counts as not opened after",
        group="Times",
        source=ASSUMPTION,
        help="How long the way “Not opened” waits.",
    )


def outputs(_props: EmailProps) -> tuple[Output, ...]:
    """Return the ways out: by what the lead does with the e-mail."""
    return (
        Output("sent", "Sent"),
        Output("opened", "Opened"),
        Output("clicked", "Clicked"),
        Output("ignored", "Not opened"),
        Output("bounced", "Bounced"),
        Output("unsubscribed", "Unsubscribed"),
    )


def delivered(props: EmailProps) -> tuple[Operation, ...]:
    """Return what happens with an e-mail that reaches the lead."""
    clicked = (Raise(EventType.EMAIL_CLICKED), Emit("clicked"))
    opened = (
        Raise(EventType.EMAIL_OPENED),
        Emit("opened"),
        Chance(props.click_share, then=clicked, delay=props.click_delay),
    )
    ignored = After(props.ignored_after, (Emit("ignored"),))
    reading = Chance(props.open_share, then=opened, otherwise=(ignored,), delay=props.open_delay)
    if props.unsubscribe_share == 0:
        return (reading,)
    return (reading, Chance(props.unsubscribe_share, then=(Emit("unsubscribed"),), delay=props.open_delay))


def behaviour(props: EmailProps, context: StepContext) -> Behaviour:
    """Return what happens when a lead gets the e-mail. Only a known person has an address."""
    reached = delivered(props)
    if props.bounce_share > 0:
        reached = (Chance(props.bounce_share, then=(Emit("bounced"),), otherwise=reached),)
    return Behaviour(
        on_arrival=(Emit("sent"), *reached),
        needs_identity=True,
        sends_once=context.sender.removes_duplicates,
    )


def summary(props: EmailProps, context: StepContext) -> str:
    """Return the shares that matter, or what this very e-mail earns."""
    points = rule_points(context, EventType.EMAIL_OPENED, EventType.EMAIL_CLICKED, own=True)
    return joined(f"open {share_text(props.open_share)}", points or f"click {share_text(props.click_share)}")


KIND = Kind(
    name="email",
    title="E-mail",
    icon="mail",
    group=PaletteGroup.MESSAGES,
    help="Sends an e-mail to a known person. Links can follow everybody, those who open it, those who "
    "click, or those who do not open it.",
    props=EmailProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=1,
    observed=(
        Observed(EventType.EMAIL_OPENED, "open_share", "open_delay", output="opened"),
        Observed(EventType.EMAIL_CLICKED, "click_share", "click_delay", EventType.EMAIL_OPENED, "clicked"),
    ),
)

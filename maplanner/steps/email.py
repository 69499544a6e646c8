"""An e-mail that is sent to the lead: opened by some, clicked by some of those."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Delay, ExponentialDelay, Share
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Chance, Emit, Output, Raise
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext

_RATES = "Autoresponder e-mails, GetResponse H2 2018 (marketingcharts 107846)"
_TIMES = "Half of opens in 6 hours, half of clicks in 3 hours (GetResponse 2019-20)"


class EmailProps(Props):
    """What an e-mail needs to know."""

    subject: str = spec("", title="Subject", max_length=10_000)
    open_share: Share = spec(0.33, title="Opened by", unit=Unit.SHARE, help="Of those it is sent to.", source=_RATES)
    click_share: Share = spec(0.21, title="Clicked by", unit=Unit.SHARE, help="Of those who open it.", source=_RATES)
    open_delay: Delay = spec(
        lambda: ExponentialDelay(mean=0.36), title="Time to open", group="Times", source=_TIMES
    )
    click_delay: Delay = spec(
        lambda: ExponentialDelay(mean=0.02), title="Time from open to click", group="Times", source=_TIMES
    )


def outputs(_props: EmailProps) -> tuple[Output, ...]:
    """Return the ways out: by what the lead does with the e-mail."""
    return (Output("sent", "Sent"), Output("opened", "Opened"), Output("clicked", "Clicked"), Output("ignored", "Not opened"))


def behaviour(props: EmailProps, _context: StepContext) -> Behaviour:
    """Return what happens when a lead gets the e-mail. Only a known person has an address."""
    clicked = (Raise(EventType.EMAIL_CLICKED), Emit("clicked"))
    opened = (
        Raise(EventType.EMAIL_OPENED),
        Emit("opened"),
        Chance(props.click_share, then=clicked, delay=props.click_delay),
    )
    return Behaviour(
        on_arrival=(
            Emit("sent"),
            Chance(props.open_share, then=opened, otherwise=(Emit("ignored"),), delay=props.open_delay),
        ),
        needs_identity=True,
    )


def summary(props: EmailProps, _context: StepContext) -> str:
    """Return the shares that matter."""
    return f"open {props.open_share:.3g} · click {props.click_share:.3g}"


KIND = Kind(
    name="email",
    title="E-mail",
    icon="mail",
    group=PaletteGroup.MESSAGES,
    help="Sends an e-mail. Links can follow everybody, those who open it, those who click, or those who do not open it.",
    props=EmailProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
)

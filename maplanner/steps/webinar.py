"""A webinar: leads register at once and attend, or miss it, at its time of the week."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Delay, Share, WeeklyDelay
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import After, Behaviour, Chance, Emit, Output, Raise
from maplanner.steps.kind import Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import WEEKDAYS, clock_text, delay_text, joined, rule_points, share_text


class WebinarProps(Props):
    """What a webinar needs to know."""

    topic: str = spec("", title="Topic", max_length=10_000)
    attend_share: Share = spec(
        0.33,
        title="Attended by",
        unit=Unit.SHARE,
        help="Of those who register.",
        source="32-33 % of registrants (webinarcrusher.com); 30-45 % not verified",
    )
    at: Delay = spec(
        lambda: WeeklyDelay(weekday=3, hour=15.0),
        title="Takes place",
        group="Times",
        help="The next such day and hour after registering, or some days later.",
        source="Assumption: Thursdays at 15:00",
    )


def outputs(_props: WebinarProps) -> tuple[Output, ...]:
    """Return the ways out."""
    return (Output("registered", "Registered"), Output("attended", "Attended"), Output("missed", "Missed"))


def behaviour(props: WebinarProps, _context: StepContext) -> Behaviour:
    """Return what happens to a lead who registers. Only a known person can be invited in."""
    attended = (Raise(EventType.WEBINAR_ATTENDED), Emit("attended"))
    held = Chance(props.attend_share, then=attended, otherwise=(Emit("missed"),))
    return Behaviour(
        on_arrival=(Raise(EventType.WEBINAR_REGISTERED), Emit("registered"), After(props.at, (held,))),
        needs_identity=True,
    )


def summary(props: WebinarProps, context: StepContext) -> str:
    """Return when it is and how many attend."""
    when = delay_text(props.at)
    if isinstance(props.at, WeeklyDelay):
        when = f"{WEEKDAYS[props.at.weekday][:3]} {clock_text(props.at.hour)}"
    points = rule_points(context, EventType.WEBINAR_ATTENDED, own=True)
    return joined("" if points else when, f"{share_text(props.attend_share)} attend", points)


KIND = Kind(
    name="webinar",
    title="Webinar",
    icon="presentation",
    group=PaletteGroup.PAGES,
    help="Leads who come here register. Some attend at its time of the week, the others miss it.",
    props=WebinarProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=6,
    observed=(
        Observed(EventType.WEBINAR_REGISTERED, output="registered"),
        Observed(
            EventType.WEBINAR_ATTENDED, "attend_share", after=EventType.WEBINAR_REGISTERED, output="attended"
        ),
    ),
)

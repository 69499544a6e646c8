"""An event at a place: a fair, a seminar, a dinner. Every channel that promotes it leads here."""

from __future__ import annotations

from datetime import date

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import DateDelay, Share
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import After, Before, Behaviour, Chance, Emit, Operation, Output, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, rule_points, share_text


class EventProps(Props):
    """What an event needs to know."""

    topic: str = spec("", title="Topic", max_length=10_000)
    place: str = spec("", title="Place", max_length=1_000)
    at: DateDelay = spec(
        lambda: DateDelay(day=date(2027, 3, 18), hour=9.0),
        title="Takes place",
        help="Who comes here later than this is too late.",
        source=ASSUMPTION,
    )
    register_share: Share = spec(
        1.0,
        title="Registered by",
        unit=Unit.SHARE,
        help="Of those who come here, by whatever channel.",
        source=ASSUMPTION,
    )
    attend_share: Share = spec(
        0.5, title="Attended by", unit=Unit.SHARE, help="Of those who register.", source=ASSUMPTION
    )
    talk_share: Share = spec(
        0.3, title="Talked to", unit=Unit.SHARE, help="Of those who attend.", source=ASSUMPTION
    )


def outputs(_props: EventProps) -> tuple[Output, ...]:
    """Return the ways out."""
    return (
        Output("registered", "Registered"),
        Output("attended", "Attended"),
        Output("talked", "Talked to"),
        Output("missed", "Missed"),
        Output("declined", "Not registered"),
        Output("late", "Too late"),
    )


def behaviour(props: EventProps, _context: StepContext) -> Behaviour:
    """Return what happens to a lead who hears of the event. Only a known person can register."""
    talking = Chance(props.talk_share, then=(Emit("talked"),))
    there: tuple[Operation, ...] = (Raise(EventType.EVENT_ATTENDED), Emit("attended"), talking)
    held = After(props.at, (Chance(props.attend_share, then=there, otherwise=(Emit("missed"),)),))
    registered = (Raise(EventType.EVENT_REGISTERED), Emit("registered"), held)
    invited = Chance(props.register_share, then=registered, otherwise=(Emit("declined"),))
    return Behaviour(
        on_arrival=(Before(props.at, then=(invited,), otherwise=(Emit("late"),)),), needs_identity=True
    )


def summary(props: EventProps, context: StepContext) -> str:
    """Return when it is and how many attend."""
    points = rule_points(context, EventType.EVENT_ATTENDED, own=True)
    when = f"{props.at.day.day} {props.at.day:%b}"
    return joined(when, points or f"{share_text(props.attend_share)} attend")


KIND = Kind(
    name="event",
    title="Event",
    icon="calendar-check",
    group=PaletteGroup.PAGES,
    help="A fair, a seminar or a dinner on a day. Lead here from every channel that promotes it: e-mails, "
    "calls, and posts or ads by way of a form.",
    props=EventProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=8,
    observed=(
        Observed(EventType.EVENT_REGISTERED, "register_share", output="registered"),
        Observed(
            EventType.EVENT_ATTENDED, "attend_share", after=EventType.EVENT_REGISTERED, output="attended"
        ),
    ),
)

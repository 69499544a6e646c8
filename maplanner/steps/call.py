"""Somebody calls the lead: several times, if need be, until it answers."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import SalesTeam
from maplanner.document.values import Delay, FixedDelay, Share
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import After, Behaviour, Chance, CreateTask, Emit, Operation, Output, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.teamwork import served
from maplanner.steps.words import counted, joined, rule_points, share_text

MOST_ATTEMPTS = 12
"""Calls to one lead before the step gives it up."""


class CallProps(Props):
    """What calls need to know."""

    goal: str = spec("", title="Goal", max_length=10_000, help="What the call is for.")
    script: str = spec("", title="Script", editor="text", max_length=100_000)
    team: str = spec(
        "",
        title="Team",
        ref="sales_team",
        help="Who calls, in turn with all else the team has to do. Empty: at once, whoever it is.",
    )
    hours: float | None = spec(
        None,
        title="A call takes",
        unit=Unit.HOURS,
        ge=0,
        le=1_000,
        allow_inf_nan=False,
        help="Of the team's working time. Empty: as long as the team usually needs.",
    )
    answer_share: Share = spec(
        0.15, title="Answered", unit=Unit.SHARE, help="Of all calls.", source=ASSUMPTION
    )
    interested_share: Share = spec(
        0.25, title="Interested", unit=Unit.SHARE, help="Of those who answer.", source=ASSUMPTION
    )
    attempts: int = spec(
        3,
        title="At most so many calls",
        ge=1,
        le=MOST_ATTEMPTS,
        help="To a lead that does not answer.",
        source=ASSUMPTION,
    )
    again_after: Delay = spec(
        lambda: FixedDelay(days=1.0), title="Next call after", group="Times", source=ASSUMPTION
    )


def outputs(_props: CallProps) -> tuple[Output, ...]:
    """Return the ways out."""
    return (
        Output("answered", "Answered"),
        Output("interested", "Interested"),
        Output("declined", "Not interested"),
        Output("not_reached", "Not reached"),
    )


def behaviour(props: CallProps, context: StepContext) -> Behaviour:
    """Return the calls. Only a known person has a number."""
    team = context.reader.find_or_none(SalesTeam, props.team)
    then: tuple[Operation, ...] = (Emit("not_reached"),)
    for attempt in range(props.attempts):
        missed = then if attempt == 0 else (After(props.again_after, then),)
        then = _call(props, team, missed)
    return Behaviour(on_arrival=then, needs_identity=True)


def _call(props: CallProps, team: SalesTeam | None, missed: tuple[Operation, ...]) -> tuple[Operation, ...]:
    talk = Chance(props.interested_share, then=(Emit("interested"),), otherwise=(Emit("declined"),))
    answered = (Raise(EventType.CALL_ANSWERED), Emit("answered"), talk)
    ringing = Chance(props.answer_share, then=answered, otherwise=missed)
    return (CreateTask(), ringing if team is None else served(team, (ringing,), props.hours))


def summary(props: CallProps, context: StepContext) -> str:
    """Return how often, and how many answer."""
    points = rule_points(context, EventType.CALL_ANSWERED, own=True)
    times = counted(props.attempts, "call", "calls")
    return joined(times, points or f"{share_text(props.answer_share)} answer")


KIND = Kind(
    name="call",
    title="Call",
    icon="phone-outgoing",
    group=PaletteGroup.MESSAGES,
    help="Somebody calls a known person, several times if need be. Each call counts as a task.",
    props=CallProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=2,
    observed=(Observed(EventType.CALL_ANSWERED, "answer_share", output="answered"),),
)

"""A task for somebody in sales."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import CrmObject, SalesTeam
from maplanner.document.values import Delay, UniformDelay
from maplanner.flow.behaviour import After, Behaviour, CreateTask, Emit, Operation, Output
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.teamwork import served
from maplanner.steps.words import counted, number_text, one_line


class SalesTaskProps(Props):
    """What a task needs to know."""

    action: str = spec("call", title="What to do", max_length=10_000)
    assignee: str = spec("", title="For", max_length=255, help="Who does it: a person, a role or a queue.")
    within_days: float = spec(
        1.0,
        title="Within",
        unit=Unit.DAYS,
        gt=0,
        le=36_525,
        allow_inf_nan=False,
        help="When it should be done. Without a team it is done by then, at any time.",
        source=ASSUMPTION,
    )
    team: str = spec(
        "",
        title="Team",
        ref="sales_team",
        help="Who works it off, in turn with all else the team has to do.",
    )
    hours: float | None = spec(
        None,
        title="Takes",
        unit=Unit.HOURS,
        ge=0,
        le=10_000,
        allow_inf_nan=False,
        help="Of the team's working time, give or take nothing. Empty: as long as the team usually needs.",
    )
    object: str = spec(
        "",
        title="Written as",
        ref="object",
        help="The CRM object of tasks. Empty means: the task is not kept in the CRM.",
    )


def outputs(_props: SalesTaskProps) -> tuple[Output, ...]:
    """Return the ways out: at once, and when the task is done."""
    return (Output("next", "Task made"), Output("done", "Done"))


def behaviour(props: SalesTaskProps, context: StepContext) -> Behaviour:
    """Return the task, done in the team's turn; without a team at any time within the days allowed."""
    known = context.reader.find_or_none(CrmObject, props.object)
    made = (CreateTask(known.id if known else ""), Emit())
    return Behaviour(on_arrival=(*made, _work(props, context)), needs_identity=True)


def _work(props: SalesTaskProps, context: StepContext) -> Operation:
    done = (Emit("done"),)
    team = context.reader.find_or_none(SalesTeam, props.team)
    if team is not None:
        return served(team, done, props.hours)
    time_taken: Delay = UniformDelay(low=0.0, high=props.within_days)
    return After(time_taken, done)


def summary(props: SalesTaskProps, _context: StepContext) -> str:
    """Return what is to be done and by when."""
    if props.within_days < 1:
        return (
            f"{one_line(props.action, 20)} within {number_text(round(props.within_days * 24, 1))} h".strip()
        )
    return f"{one_line(props.action, 20)} within {counted(props.within_days, 'day', 'days')}".strip()


KIND = Kind(
    name="sales_task",
    title="Task for sales",
    icon="list-checks",
    group=PaletteGroup.SALES,
    help="Gives somebody in sales something to do, such as a call within a day.",
    props=SalesTaskProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=2,
)

"""Elements that ask something of a solution which no goal wants."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, title_of, title_of_step
from maplanner.document.records import CrmField, DataFlow, FormField, Goal, Plan, Record, Step
from maplanner.document.vocabulary import GoalLevel
from maplanner.steps.requirements import Requirement


def run(survey: Survey, _plan: Plan) -> Iterator[Remark]:
    """Yield each requirement that serves no goal, at the first element that causes it.

    A plan without goals has not come that far; nothing is said of it.
    """
    goals = survey.reader.all(Goal)
    if not goals:
        return
    last = max(goal.order for goal in goals)
    for requirement in survey.requirements():
        first = survey.reader.get(requirement.causes[0])
        if requirement.goals or first is None:
            continue
        names = {
            "requirement": requirement.title,
            "element": _title(survey, first),
            "more": str(len(requirement.causes) - 1),
        }
        text = "“{element}” asks for “{requirement}”, which serves no goal."
        if len(requirement.causes) > 1:
            text = "“{element}” and {more} more ask for “{requirement}”, which serves no goal."
        yield Remark(first, text, names, fix=_goal(requirement, last + 1), detail=requirement.name)


def _title(survey: Survey, record: Record) -> str:
    if isinstance(record, Step):
        return title_of_step(record)
    if isinstance(record, FormField | CrmField):
        return survey.title_of_field(record)
    return survey.title_of_flow(record) if isinstance(record, DataFlow) else title_of(record)


def _goal(requirement: Requirement, order: float) -> Fix:
    goal = Goal.new(
        area=requirement.rule.area.value,
        basic=f"{requirement.title}.",
        level=GoalLevel.WANT,
        topic=requirement.rule.topics[0],
        order=order,
    )
    return Fix(f"Make “{requirement.title}” a goal", puts=(goal,))


CHECK = Check(
    code="element-without-goal",
    title="Element that serves no goal",
    explanation=(
        "What no goal wants costs work and may rule out solutions for nothing. "
        "Either a goal is missing, or the element is."
    ),
    example="“1 Why plans fail” and 7 more ask for “Send e-mails in order”, which serves no goal.",
    remedy="Make it a goal, tie it to one on the screen of goals, or take the element out.",
    severity=Severity.NOTE,
    of={Plan: run},
)

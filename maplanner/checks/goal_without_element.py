"""A goal that nothing in the plan serves."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import Goal
from maplanner.document.vocabulary import GoalLevel


def run(survey: Survey, goal: Goal) -> Iterator[Remark]:
    """Yield a goal that no element serves, neither by what it is about nor by a tie made by hand."""
    if goal.id in survey.served_goals():
        return
    title = " ".join(goal.basic.split()) or "untitled goal"
    names = {"goal": title if len(title) <= _ENOUGH else title[: _ENOUGH - 1] + "…"}
    severity = Severity.WARNING if goal.level is GoalLevel.NEED else Severity.NOTE
    yield Remark(goal, "No element of the plan serves the goal “{goal}”.", names, severity=severity)


_ENOUGH = 120
"""Characters of a goal that a message quotes."""

CHECK = Check(
    code="goal-without-element",
    title="Goal that no element serves",
    explanation=(
        "A goal that nothing in the drawing serves is either not planned yet or not meant; "
        "as a need it may rule out solutions for nothing."
    ),
    example="No element of the plan serves the goal “Accounts with several interested people are found”.",
    remedy="Draw what serves it, tie an element to it on the screen of goals, or drop the goal.",
    severity=Severity.WARNING,
    of={Goal: run},
)

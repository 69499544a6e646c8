"""Goals of the CRM integration (brief A1), what serves them, and solutions with their answers (A3, A4)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.vocabulary import GoalLevel, GoalTopic, Verdict


class Goal(Record):
    """What the team needs or wants of the integration: basics first, detail once they are agreed."""

    type_name: ClassVar[str] = "goal"

    area: str = spec("", title="Area")
    basic: str = spec("", title="Basic goal", editor="text")
    detail: str = spec("", title="Detailed goal", editor="text")
    level: GoalLevel = spec(
        GoalLevel.NEED,
        title="Need or want",
        help="Needs rule solutions out, wants rank what is left.",
    )
    weight: float = spec(
        1.0,
        title="Weight",
        ge=0,
        le=100,
        allow_inf_nan=False,
        help="How much a want counts beside the others: one of 2 counts twice as much as one of 1.",
    )
    agreed: bool = spec(False, title="Agreed")
    topic: GoalTopic = spec(
        GoalTopic.OTHER,
        title="Is about",
        help="What follows from the drawing is tied to goals by this. Ties can be added and cut by hand.",
    )
    order: float = spec(0.0, title="Order", hidden=True)


class GoalTie(Record):
    """That a requirement or an element serves a goal, or that it does not although it seems to (brief A3)."""

    type_name: ClassVar[str] = "goal_tie"

    goal: str = spec(title="Goal", ref="goal", hidden=True)
    about: str = spec(
        "", title="What serves it", editor="record", help="An element, or the name of a requirement."
    )
    serves: bool = spec(True, title="Serves it")


class Solution(Record):
    """A candidate: an automation tool together with a CRM (brief A4)."""

    type_name: ClassVar[str] = "solution"

    title: str = spec("", title="Name", max_length=10_000)
    tool: str = spec("", title="Automation tool")
    crm: str = spec("", title="CRM", editor="product")
    edition: str = spec("", title="Edition")
    starter: str = spec("", title="Starter knowledge", hidden=True, max_length=255)
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class Answer(Record):
    """How a solution answers one goal or one requirement, and who says so."""

    type_name: ClassVar[str] = "answer"

    solution: str = spec(title="Solution", ref="solution", hidden=True)
    goal: str | None = spec(None, title="Goal", ref="goal")
    requirement: str = spec("", title="Requirement", max_length=255, hidden=True)
    verdict: Verdict = spec(Verdict.UNKNOWN, title="Answer")
    source: str = spec("", title="Source", help="Who says so, and where.", max_length=100_000)
    work: str = spec(
        "",
        title="Work it needs",
        editor="text",
        help="What has to be done where the answer is partly.",
        when=("verdict", [Verdict.PARTLY]),
    )
    hours: float | None = spec(
        None,
        title="Hours of that work",
        unit=Unit.HOURS,
        ge=0,
        le=1e6,
        allow_inf_nan=False,
        when=("verdict", [Verdict.PARTLY]),
    )
    said_on: date | None = spec(None, title="Said on")
    verified: bool = spec(False, title="Verified", help="Somebody has tried it or has it in writing.")

"""Goals: the usual ones to begin with, what serves each, and which goals an element serves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.document.reading import RecordReader
from maplanner.document.records import Goal, GoalTie, Record
from maplanner.document.vocabulary import GoalLevel, GoalTopic
from maplanner.steps.requirement_rules import RULE_NAMED, RULES
from maplanner.steps.requirements import Requirement, causes_in, served_by_element, tied


class UsualGoal(BaseModel):
    """A goal that most teams have. ``questions`` are what its detail should answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: GoalTopic
    area: str
    level: GoalLevel
    basic: str
    questions: tuple[str, ...] = ()


class _GoalFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["maplanner goals"]
    version: Literal[1]
    goals: tuple[UsualGoal, ...]


@dataclass(frozen=True)
class ServedGoal:
    """A goal with what serves it: requirements that follow from the drawing, elements tied by hand."""

    goal: Goal
    requirements: tuple[Requirement, ...]
    elements: tuple[str, ...]

    @property
    def is_served(self) -> bool:
        """Whether anything in the plan serves it."""
        return bool(self.requirements or self.elements)

    def to_json(self) -> dict[str, Any]:
        """Return the goal as JSON values."""
        goal = self.goal
        return {
            "id": goal.id,
            "area": goal.area,
            "level": goal.level.value,
            "basic": goal.basic,
            "detail": goal.detail,
            "weight": goal.weight,
            "agreed": goal.agreed,
            "about": goal.topic.value,
            "requirements": [each.name for each in self.requirements],
            "elements": list(self.elements),
        }


@dataclass(frozen=True)
class Register:
    """The goals of a plan in their order, and all requirements that follow from its drawing."""

    goals: tuple[ServedGoal, ...]
    requirements: tuple[Requirement, ...]

    def areas(self) -> list[tuple[str, list[ServedGoal]]]:
        """Return the goals area by area; areas in the order in which their first goals stand."""
        places = {each.goal.area: place for place, each in reversed(list(enumerate(self.goals)))}
        ordered = sorted(self.goals, key=lambda each: places[each.goal.area])
        return [(area, list(goals)) for area, goals in groupby(ordered, key=lambda each: each.goal.area)]

    def asked_by(self, element: str) -> tuple[Requirement, ...]:
        """Return the requirements that an element causes."""
        return tuple(each for each in self.requirements if element in each.causes)

    def served_by(self, element: str) -> tuple[ServedGoal, ...]:
        """Return the goals that an element serves: by what it asks for, or tied by hand."""
        names = {each.name for each in self.asked_by(element)}
        return tuple(
            each
            for each in self.goals
            if element in each.elements or any(asked.name in names for asked in each.requirements)
        )

    def to_json(self) -> dict[str, Any]:
        """Return goals and requirements as JSON values."""
        return {
            "goals": [each.to_json() for each in self.goals],
            "requirements": [
                {
                    "name": each.name,
                    "title": each.title,
                    "area": each.rule.area.value,
                    "level": each.level.value,
                    "goals": list(each.goals),
                    "causes": list(each.causes),
                }
                for each in self.requirements
            ],
        }


def register_of(reader: RecordReader) -> Register:
    """Return the goals of a plan with what serves them."""
    goals = sorted(reader.all(Goal), key=lambda goal: (goal.order, goal.id))
    ties = reader.all(GoalTie)
    requirements = tied(RULES, causes_in(reader, RULES), goals, ties)
    by_hand = served_by_element(ties, RULE_NAMED)
    served = tuple(
        ServedGoal(
            goal,
            tuple(each for each in requirements if goal.id in each.goals),
            tuple(element for element in by_hand.get(goal.id, ()) if reader.get(element) is not None),
        )
        for goal in goals
    )
    return Register(served, requirements)


@cache
def usual_goals() -> tuple[UsualGoal, ...]:
    """Return the goals that most teams have.

    Raises:
        MissingPart: The installation's data is damaged.
    """
    path = resource_root() / "goals" / "usual.json"
    try:
        return _GoalFile.model_validate_json(path.read_bytes()).goals
    except (OSError, ValidationError) as error:
        raise MissingPart(f"The goals in {path} are damaged.", advice="Install maplanner again.") from error


def questions_of(goal: Goal) -> tuple[str, ...]:
    """Return what the detail of a goal should answer."""
    return next((usual.questions for usual in usual_goals() if usual.topic is goal.topic), ())


def lacking_goals(reader: RecordReader) -> list[Goal]:
    """Return new goals for those of the usual ones that a plan has nothing about, to stand below its own."""
    there = reader.all(Goal)
    topics = {goal.topic for goal in there}
    texts = {goal.basic.strip().casefold() for goal in there}
    last = max((goal.order for goal in there), default=0.0)
    lacking = [
        usual for usual in usual_goals() if usual.topic not in topics and usual.basic.casefold() not in texts
    ]
    return [
        Goal.new(
            area=usual.area, basic=usual.basic, level=usual.level, topic=usual.topic, order=last + number
        )
        for number, usual in enumerate(lacking, 1)
    ]


def tie(reader: RecordReader, goal: str, about: str, *, serves: bool) -> tuple[list[Record], list[str]]:
    """Return the records to put and the identifiers to remove so that something serves a goal, or does not.

    Where it does so by itself, nothing needs to be kept.
    """
    found = [each for each in reader.referring(GoalTie, "goal", goal) if each.about == about]
    gone = [each.id for each in found]
    without = [each for each in reader.all(GoalTie) if each.id not in gone]
    rule = RULE_NAMED.get(about)
    wanted = reader.find(Goal, goal)
    by_itself = rule is not None and bool(tied((rule,), {rule.name: (about,)}, (wanted,), without)[0].goals)
    put: list[Record] = [] if by_itself is serves else [GoalTie.new(goal=goal, about=about, serves=serves)]
    return put, gone

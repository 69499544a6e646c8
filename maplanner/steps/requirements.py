"""What the drawing asks of a solution: requirements, the elements that cause them, the goals they serve.

Requirements are derived whenever they are asked for and never stored; only ties that people make or cut by
hand are records. The rules are in :mod:`maplanner.steps.requirement_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import Goal, GoalTie, Record, Step
from maplanner.document.vocabulary import GoalLevel, GoalTopic
from maplanner.steps.catalogue import props_of


class Area(StrEnum):
    """The areas of goals that every team has; it may add its own."""

    LEAD_IMPORT = "Lead import"
    RESULTS = "Proof of results"
    SCORING = "Lead scoring"
    LEAD_FLOW = "Lead flow"
    MARKETING = "Marketing"


OfStep = Callable[[RecordReader, Any], bool]
"""Tells from a step's typed properties whether the step asks for something."""
OfRecord = Callable[[RecordReader, Any], bool]


@dataclass(frozen=True)
class RequirementRule:
    """One thing that elements can ask of a solution.

    ``name`` never changes once released: answers are kept under it. ``question`` is what a vendor is asked.
    ``steps`` holds, by kind, and ``others``, by type of record, what tells whether an element is a cause.
    """

    name: str
    title: str
    question: str
    area: Area
    topics: tuple[GoalTopic, ...]
    steps: Mapping[str, OfStep] = field(default_factory=dict)
    others: Mapping[type[Record], OfRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class Requirement:
    """A rule that applies: what causes it and which goals it serves, as identifiers.

    It is a need if any goal that it serves is one. Its weight is that of the weightiest goal it serves, 1 if
    it serves none.
    """

    rule: RequirementRule
    causes: tuple[str, ...]
    goals: tuple[str, ...] = ()
    level: GoalLevel = GoalLevel.WANT
    weight: float = 1.0

    @property
    def name(self) -> str:
        """What answers are kept under."""
        return self.rule.name

    @property
    def title(self) -> str:
        """What people call it."""
        return self.rule.title


def demands_of(
    reader: RecordReader, rules: Iterable[RequirementRule], record: Record, props: object = None
) -> tuple[str, ...]:
    """Return the names of the rules for which a record is a cause.

    ``props`` are a step's typed properties; a step without them asks for nothing.
    """
    if isinstance(record, Step):
        if props is None:
            return ()
        return tuple(
            rule.name
            for rule in rules
            if (of_step := rule.steps.get(record.kind)) is not None and of_step(reader, props)
        )
    cls = type(record)
    return tuple(
        rule.name
        for rule in rules
        if (of_record := rule.others.get(cls)) is not None and of_record(reader, record)
    )


def causes_in(reader: RecordReader, rules: Iterable[RequirementRule]) -> dict[str, tuple[str, ...]]:
    """Return, for each rule that applies, the identifiers of its causes; in the order of the rules."""
    listed = list(rules)
    found: dict[str, list[str]] = {rule.name: [] for rule in listed}
    for record, props in _looked_at(reader, listed):
        for name in demands_of(reader, listed, record, props):
            found[name].append(record.id)
    return {name: tuple(causes) for name, causes in found.items() if causes}


def _looked_at(reader: RecordReader, rules: list[RequirementRule]) -> Iterator[tuple[Record, object]]:
    kinds = {kind for rule in rules for kind in rule.steps}
    for step in reader.all(Step):
        if step.kind in kinds:
            yield step, readable_props(step)
    for cls in dict.fromkeys(cls for rule in rules for cls in rule.others):
        for record in reader.all(cls):
            yield record, None


def readable_props(step: Step) -> object:
    """Return a step's typed properties, or ``None`` where one is not acceptable."""
    try:
        return props_of(step)
    except InvalidRecord:
        return None


def tied(
    rules: Iterable[RequirementRule],
    causes: Mapping[str, tuple[str, ...]],
    goals: Iterable[Goal],
    ties: Iterable[GoalTie],
) -> tuple[Requirement, ...]:
    """Return the requirements that apply, each with the goals it serves.

    A goal is served by what is about its topic; one about something else, by what belongs to its area. A
    tie made by hand goes before both, whichever way it says.
    """
    by_hand = {(tie.goal, tie.about): tie.serves for tie in ties}
    listed = sorted(goals, key=lambda goal: (goal.order, goal.id))
    found = []
    for rule in rules:
        if rule.name not in causes:
            continue
        served = [goal for goal in listed if by_hand.get((goal.id, rule.name), is_about(goal, rule))]
        needed = any(goal.level is GoalLevel.NEED for goal in served)
        found.append(
            Requirement(
                rule,
                causes[rule.name],
                tuple(goal.id for goal in served),
                GoalLevel.NEED if needed else GoalLevel.WANT,
                max((goal.weight for goal in served), default=1.0),
            )
        )
    return tuple(found)


def is_about(goal: Goal, rule: RequirementRule) -> bool:
    """Tell whether a rule serves a goal by itself: by topic, else by area."""
    if goal.topic is not GoalTopic.OTHER:
        return goal.topic in rule.topics
    return goal.area.strip().casefold() == rule.area.value.casefold()


def served_by_element(ties: Iterable[GoalTie], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, by goal, the elements that people tied to it; ``names`` are those of requirements."""
    requirements = set(names)
    found: dict[str, tuple[str, ...]] = {}
    for tie in ties:
        if tie.serves and tie.about not in requirements:
            found[tie.goal] = (*found.get(tie.goal, ()), tie.about)
    return found

"""What an imagined lead does, and what that gives it under a plan's rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from maplanner.document.reading import RecordReader
from maplanner.document.records import Score, ScoringRule
from maplanner.document.vocabulary import EventType, RuleKind
from maplanner.scoring.calibration import lead_marks
from maplanner.scoring.explaining import Explanation, explain
from maplanner.scoring.giving import Act, points_given
from maplanner.scoring.model import ScoreModel
from maplanner.scoring.rule_book import RuleBook


class Imagined(NamedTuple):
    """Something that happens to the imagined lead on a day after it came.

    Either an action on an asset (``step``; empty: on none that a rule names), or a rule's fact that
    becomes known (``fact`` is the rule's identifier).
    """

    day: float
    event: EventType | None = None
    step: str = ""
    amount: float = 1.0
    fact: str = ""


def listens(rule: ScoringRule, happened: Imagined) -> bool:
    """Tell whether a rule hears what happened."""
    if rule.kind is RuleKind.FACT or happened.fact:
        return bool(happened.fact) and rule.id == happened.fact
    if rule.kind is RuleKind.INACTIVITY:
        return False
    return rule.event is happened.event and rule.step in (None, happened.step)


def acts_of(rules: Sequence[ScoringRule], happened: Sequence[Imagined]) -> list[Act]:
    """Return what the rules hear of what happened."""
    return [
        Act(
            each.day,
            tuple(at for at, rule in enumerate(rules) if listens(rule, each)),
            tuple(
                at
                for at, rule in enumerate(rules)
                if rule.kind is RuleKind.PATTERN and rule.without is not None and rule.without is each.event
            ),
            each.amount,
            counts=not each.fact,
        )
        for each in happened
    ]


def imagine(
    reader: RecordReader,
    score: Score,
    happened: Sequence[Imagined],
    until: float,
    *,
    book: RuleBook | None = None,
    came: float = 0.0,
) -> Explanation:
    """Return the log of a lead to whom all this happens, up to a day."""
    own = RuleBook.of(reader, score) if book is None else book
    given = points_given(own, came, acts_of(own.rules, happened), until)
    marks = [(mark.title or f"{mark.value:g} points", mark.value) for mark in lead_marks(reader, score)]
    return explain(ScoreModel.of(score), came, given, until, marks)


def what_can_happen(rules: Sequence[ScoringRule]) -> list[Imagined]:
    """Return what an imagined lead may do: first what rules hear, in their order, then all other actions."""
    found: dict[Imagined, None] = {}
    for rule in rules:
        if rule.kind is RuleKind.FACT:
            found[Imagined(0.0, fact=rule.id)] = None
        elif rule.kind is not RuleKind.INACTIVITY:
            found[Imagined(0.0, rule.event, rule.step or "")] = None
            if rule.without is not None and rule.kind is RuleKind.PATTERN:
                found[Imagined(0.0, rule.without)] = None
    for event in EventType:
        found.setdefault(Imagined(0.0, event))
    return list(found)

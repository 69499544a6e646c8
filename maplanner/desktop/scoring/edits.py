"""What is done to scores, rules and thresholds: each change is one step that can be undone."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Effect,
    Record,
    RuleGroup,
    Score,
    ScoreMatrix,
    ScoringRule,
    Threshold,
)
from maplanner.document.values import Condition, LinearDecay
from maplanner.document.vocabulary import EffectKind, EventType, Repeat, RuleKind, ScoreBasis

R = TypeVar("R", bound=Record)

_NEW_RULES: dict[RuleKind, dict[str, Any]] = {
    RuleKind.ACTION: {},
    RuleKind.PATTERN: {
        "event": EventType.EMAIL_OPENED,
        "without": EventType.EMAIL_CLICKED,
        "times": 5,
        "points": -10.0,
    },
    RuleKind.INACTIVITY: {"days": 45.0, "points": -20.0},
    RuleKind.FACT: {
        "points": 20.0,
        "fact": Condition(subject="field", operator="is"),
        "repeat": Repeat.FIRST,
    },
}
"""What a new rule of each kind begins with."""


class ScoringEdits(QObject):
    """Changes the scoring model."""

    made = Signal(str)
    """A record was made, and is to be filled in."""
    refused = Signal(str)

    def __init__(self, bridge: PlanBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge

    @property
    def reader(self) -> RecordReader:
        """The live records, for reading."""
        return self._bridge.reader

    def add_score(self, basis: ScoreBasis) -> str:
        """Add a score made of engagement, which fades, or of fit, which does not."""
        is_fit = basis is ScoreBasis.FIT
        score = Score.new(
            title=tr("Fit") if is_fit else tr("New score"),
            basis=basis,
            decay=None if is_fit else LinearDecay(),
            order=_next(self.reader.all(Score)),
        )
        return self._put(tr("Add a score"), score)

    def add_rule(self, score: str, kind: RuleKind, group: str | None = None) -> str:
        """Add a rule at the end."""
        order = _next(self.reader.referring(ScoringRule, "score", score))
        values = {"score": score, "kind": kind, "group": group, "order": order} | _NEW_RULES[kind]
        return self._put(tr("Add a scoring rule"), ScoringRule.new(**values))

    def add_group(self, score: str) -> str:
        """Add a group of rules."""
        order = _next(self.reader.referring(RuleGroup, "score", score))
        group = RuleGroup.new(
            score=score, title=tr("Group of rules"), at_most=50.0, per_days=30.0, order=order
        )
        return self._put(tr("Add a group of rules"), group)

    def add_threshold(self, score: str) -> str:
        """Add a threshold above all others, which qualifies the lead."""
        highest = max((mark.value for mark in self.reader.referring(Threshold, "score", score)), default=75.0)
        threshold = Threshold.new(score=score, title=tr("Threshold"), value=highest + 25.0)
        return self._put(tr("Add a threshold"), threshold, Effect.new(threshold=threshold.id))

    def add_effect(self, threshold: str) -> str:
        """Add something that a threshold does."""
        order = _next(self.reader.referring(Effect, "threshold", threshold))
        effect = Effect.new(threshold=threshold, kind=EffectKind.NOTIFY, order=order)
        return self._put(tr("Add an effect"), effect)

    def add_matrix(self) -> str:
        """Add a grade matrix of the first fit score and the first engagement score."""
        scores = sorted(self.reader.all(Score), key=lambda score: score.order)
        by_basis = {
            basis: next((score.id for score in scores if score.basis is basis), None) for basis in ScoreBasis
        }
        matrix = ScoreMatrix.new(
            title=tr("Grade"),
            fit=by_basis[ScoreBasis.FIT],
            engagement=by_basis[ScoreBasis.ENGAGEMENT],
            order=_next(self.reader.all(ScoreMatrix)),
        )
        return self._put(tr("Add a grade matrix"), matrix)

    def duplicate(self, record_id: str) -> None:
        """Put a copy of a rule, or of a threshold with its effects, behind it."""
        record = self.reader.get(record_id)
        if isinstance(record, ScoringRule):
            order = self._between(record)
            self._put(tr("Duplicate a scoring rule"), _copy(record, order=order))
        elif isinstance(record, Threshold):
            copy = _copy(record)
            effects = self.reader.referring(Effect, "threshold", record.id)
            self._put(
                tr("Duplicate a threshold"), copy, *(_copy(each, threshold=copy.id) for each in effects)
            )
        elif isinstance(record, Effect):
            self._put(tr("Duplicate an effect"), _copy(record, order=record.order + 0.5))

    def move(self, record_id: str, by: int) -> None:
        """Let a rule or a group change places with its neighbour: −1 up, +1 down."""
        record = self.reader.get(record_id)
        if not isinstance(record, ScoringRule | RuleGroup):
            return
        row = self._row_of(record)
        place = next(at for at, each in enumerate(row) if each.id == record_id)
        if not 0 <= place + by < len(row):
            return
        row.insert(place + by, row.pop(place))
        orders = sorted(each.order for each in row)
        if len(set(orders)) < len(orders):
            orders = [float(at) for at in range(len(row))]
        with self._bridge.store.transact(tr("Move a rule")) as transaction:
            for each, order in zip(row, orders, strict=True):
                if each.order != order:
                    transaction.change(each.id, {"order": order})

    def put_into(self, rule_id: str, group: str | None) -> None:
        """Put a rule into a group, or out of any."""
        self.change(tr("Move a rule"), rule_id, {"group": group})

    def change(self, label: str, record_id: str, values: dict[str, Any]) -> None:
        """Change a record; say so if it cannot take the value."""
        try:
            with self._bridge.store.transact(label) as transaction:
                transaction.change(record_id, values)
        except MaplannerError as error:
            self.refused.emit(str(error))

    def remove(self, record_id: str) -> None:
        """Take a record, and what belongs to it, out of the plan."""
        with self._bridge.store.transact(tr("Delete")) as transaction:
            transaction.remove(record_id)

    def _row_of(self, record: ScoringRule | RuleGroup) -> list[ScoringRule | RuleGroup]:
        """Return the record and its neighbours, in their order."""
        row: list[ScoringRule | RuleGroup] = [
            each
            for each in self.reader.all(type(record))
            if each.score == record.score
            and (
                isinstance(record, RuleGroup)
                or (isinstance(each, ScoringRule) and each.group == record.group)
            )
        ]
        return sorted(row, key=lambda each: each.order)

    def _between(self, rule: ScoringRule) -> float:
        """Return an order right behind a rule."""
        later = [
            each.order
            for each in self.reader.referring(ScoringRule, "score", rule.score)
            if each.order > rule.order
        ]
        return (rule.order + min(later)) / 2 if later else rule.order + 1.0

    def _put(self, label: str, *records: Record) -> str:
        with self._bridge.store.transact(label) as transaction:
            transaction.put(*records)
        self.made.emit(records[0].id)
        return records[0].id


def _next(records: list[Any]) -> float:
    return max((float(record.order) for record in records), default=-1.0) + 1.0


def _copy(record: R, **changes: Any) -> R:
    values = {name: getattr(record, name) for name in type(record).model_fields if name != "id"}
    return type(record).new(**values | changes)

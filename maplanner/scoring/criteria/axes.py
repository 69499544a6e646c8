"""What conditions measure, axis by axis, so that a few values of each stand for all that can be the case.

A condition cuts an axis in two: ``score ≥ 100`` the numbers below 100 from the others. Between two cuts
all conditions say the same, so one value of each piece is enough to reason about everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil, inf
from typing import NamedTuple

from maplanner.document.asking import SUBJECTS, grades, holds_positively, sales_statuses
from maplanner.document.reading import RecordReader
from maplanner.document.records import Score, ScoreMatrix, Stage
from maplanner.document.values import Condition

Value = float | str | bool | None
"""A number, a name, yes or no; ``None`` for what is not known or in no stage."""


class Axis(NamedTuple):
    """One thing that can be measured of a lead."""

    subject: str
    ref: str = ""
    event: str = ""
    days: float = inf


@dataclass(frozen=True)
class Atom:
    """A condition as a test of the values on one axis or two."""

    axes: tuple[Axis, ...]
    test: Callable[..., bool]
    cuts: tuple[tuple[Axis, Value], ...]
    """Values at which an axis is cut: numbers from which on, or names apart from all others."""


class Axes:
    """Turns conditions of one plan into tests, and says which values stand for all."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader
        stages = sorted(reader.all(Stage), key=lambda each: (each.order, each.id))
        self.stages = {stage.id: place for place, stage in enumerate(stages)}

    def atom(self, condition: Condition) -> Atom:
        """Return a condition as a test."""
        axis, positive = axis_of(condition), holds_positively(condition)
        subject = condition.subject
        if subject == "grade":
            return self._grade(condition, positive=positive)
        if SUBJECTS[subject].is_number:
            mark = condition.value
            return Atom((axis,), lambda value: (value >= mark) is positive, ((axis, mark),))
        if subject == "stage":
            return self._stage(axis, condition, positive=positive)
        if subject == "field":
            text = condition.text.strip().casefold()
            if not text:
                return Atom((axis,), lambda value: (value is not None) is positive, ())
            return Atom((axis,), lambda value: (value == text) is positive, ((axis, text),))
        if subject == "sales status":
            status = condition.text
            return Atom((axis,), lambda value: (value == status) is positive, ((axis, status),))
        return Atom((axis,), lambda value: value is positive, ())

    def _stage(self, axis: Axis, condition: Condition, *, positive: bool) -> Atom:
        place = self.stages.get(condition.ref, -1)
        if condition.operator in {"is", "is not"}:
            return Atom((axis,), lambda value: (value == place) is positive, ())
        return Atom((axis,), lambda value: (value is not None and value >= place) is positive, ())

    def _grade(self, condition: Condition, *, positive: bool) -> Atom:
        """Return a grade as what it says of the two scores that it is made of."""
        matrix = self._reader.find_or_none(ScoreMatrix, condition.ref)
        if matrix is None or not (matrix.fit and matrix.engagement) or condition.text not in grades(matrix):
            axis = axis_of(condition)
            return Atom(
                (axis,), lambda value: (value == condition.text) is positive, ((axis, condition.text),)
            )
        fit, engagement = Axis("score", matrix.fit), Axis("score", matrix.engagement)
        cuts = [(fit, mark) for mark in matrix.fit_marks]
        cuts += [(engagement, mark) for mark in matrix.engagement_marks]
        wanted = condition.text

        def test(of_fit: float, of_engagement: float) -> bool:
            letter = chr(ord("A") + _place(of_fit, matrix.fit_marks))
            return (f"{letter}{_place(of_engagement, matrix.engagement_marks) + 1}" == wanted) is positive

        return Atom((fit, engagement), test, tuple(cuts))

    def values(self, axis: Axis, cuts: Iterable[Value]) -> list[Value]:
        """Return values that stand for all that an axis can have, given where it is cut."""
        meaning = SUBJECTS[axis.subject]
        if meaning.is_number:
            marks = [float(cut) for cut in cuts if isinstance(cut, int | float)]
            return list(self._numbers(axis, marks, whole=meaning.whole))
        if axis.subject == "stage":
            return [None, *map(float, self.stages.values())]
        if axis.subject == "sales status":
            return list(dict.fromkeys([*sales_statuses(), *cuts]))
        if axis.subject in {"field", "grade"}:
            # One that nobody named stands for all others.
            return [None, *dict.fromkeys(cuts), "\0"]
        return [False, True]

    def _numbers(self, axis: Axis, marks: list[float], *, whole: bool) -> list[float]:
        low, high = self._bounds(axis)
        ordered = sorted({float(ceil(mark)) if whole else mark for mark in marks})
        lowest = low if low > -inf else min(ordered, default=0.0) - 1.0
        found = {lowest, *(mark for mark in ordered if lowest <= mark <= high)}
        return sorted(found)

    def _bounds(self, axis: Axis) -> tuple[float, float]:
        """Return between what a number lies."""
        if axis.subject == "score":
            score = self._reader.find_or_none(Score, axis.ref)
            if score is not None:
                return score.floor, inf if score.cap is None else max(score.cap, score.floor)
        if axis.subject == "survey answer":
            return 0.0, 10.0
        return SUBJECTS[axis.subject].least, inf


def axis_of(condition: Condition) -> Axis:
    """Return what a condition measures."""
    if condition.subject == "action":
        event = condition.event.value if condition.event is not None else ""
        return Axis("action", condition.ref, event, inf if condition.days is None else condition.days)
    if condition.subject == "field":
        return Axis("field", condition.ref.casefold())
    named = SUBJECTS[condition.subject].names is not None and condition.subject != "stage"
    return Axis(condition.subject, condition.ref if named else "")


def _place(value: float, marks: tuple[float, ...]) -> int:
    """Return the first mark that a value reaches; their number where it reaches none."""
    return next((place for place, mark in enumerate(marks) if value >= mark), len(marks))

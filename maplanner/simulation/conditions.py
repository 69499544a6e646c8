"""Conditions as rows of a program, and what has to be looked at when for those that are watched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import ScoreMatrix
from maplanner.document.values import Condition
from maplanner.scoring.grades import letters, numbers
from maplanner.simulation import program as op
from maplanner.simulation.arrays import floats, ints, words
from maplanner.simulation.hearing import Hearing
from maplanner.simulation.numbering import Numbering
from maplanner.simulation.randomness import salt_of
from maplanner.simulation.statuses import STATUSES

_CONCERNS = {
    op.OF_SCORE: op.BY_POINTS,
    op.OF_ACCOUNT_SCORE: op.BY_POINTS,
    op.OF_THRESHOLD: op.BY_POINTS,
    op.OF_GRADE: op.BY_POINTS,
    op.OF_SEGMENT: op.BY_SEGMENT,
    op.OF_FIELD: op.BY_FIELD,
    op.OF_IDENTITY: op.BY_IDENTITY,
    op.OF_ACTION: op.BY_ACTION,
    op.OF_REST: op.BY_ACTION | op.BY_TIME,
    op.OF_STAGE: op.BY_STAGE,
    op.OF_TALLY: op.BY_STAGE,
    op.OF_STATUS: op.BY_STATUS,
    op.OF_SPEND: op.BY_SPEND,
    op.OF_ANSWER: op.BY_ANSWER,
}
"""After which changes a condition may hold that did not, or cease to."""


_ALONE = {"identified": op.OF_IDENTITY, "days without action": op.OF_REST, "spend": op.OF_SPEND}
"""Subjects that refer to nothing."""
_REFERRING: dict[str, tuple[int, Callable[[Numbering, str, str], int]]] = {
    "score": (op.OF_SCORE, Numbering.score),
    "account score": (op.OF_ACCOUNT_SCORE, Numbering.score),
    "segment": (op.OF_SEGMENT, Numbering.segment),
    "threshold": (op.OF_THRESHOLD, Numbering.threshold),
    "stage": (op.OF_STAGE, Numbering.stage),
    "interactions": (op.OF_TALLY, Numbering.stage),
    "grade": (op.OF_GRADE, Numbering.matrix),
}
"""Subjects that refer to a record, with what numbers it."""


@dataclass(frozen=True)
class Mark:
    """A threshold as a program knows it."""

    score: int
    account: bool
    again: bool
    value: float
    down: bool


@dataclass
class ConditionTable:
    """Conditions as rows; those that are watched say which scores' fading and which times matter."""

    reader: RecordReader
    numbers: Numbering
    thresholds: list[Mark]
    hearing: Hearing
    rows: list[list[int]] = field(default_factory=list)
    nums: list[list[float]] = field(default_factory=list)
    salts: list[int] = field(default_factory=list)
    falls: list[tuple[int, float, int]] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)
    windows: list[int] = field(default_factory=list)
    watches_account: bool = False
    watches: int = 0

    def add(self, condition: Condition, where: str) -> int:
        """Add a condition and return its number.

        Raises:
            CannotSimulate: It refers to something that is gone.
        """
        subject, ref, extra = self._subject(condition, where)
        value, share = condition.value, -1.0
        if condition.subject == "field" and condition.text:
            share = condition.share
        elif subject == op.OF_GRADE:
            value, share = self._grade(condition, ref)
        self.rows.append([subject, ref, int(condition.operator in {"below", "is not"}), extra])
        self.nums.append([value, share])
        self.salts.append(salt_of(f"field/{condition.ref}/{condition.text}"))
        return len(self.rows) - 1

    def watch(self, index: int) -> None:
        """Note that a condition is looked at whenever something changes."""
        subject, ref, _negated, extra = self.rows[index]
        self.watches |= _CONCERNS[subject]
        if subject in {op.OF_SCORE, op.OF_ACCOUNT_SCORE}:
            self.watch_fall(ref, self.nums[index][0], account=subject == op.OF_ACCOUNT_SCORE)
        elif subject == op.OF_THRESHOLD:
            self._watch_threshold(self.thresholds[ref])
        elif subject == op.OF_GRADE:
            self._watch_grade(ref)
        elif subject == op.OF_REST:
            self.rests.append(self.nums[index][0])
        elif subject == op.OF_ACTION and extra:
            self.windows.append(ref)

    def watch_fall(self, score: int, value: float, *, account: bool) -> None:
        """Note that it matters when a score fades below a value."""
        self.watches_account |= account
        self.falls.append((score, value, int(account)))

    def _watch_threshold(self, mark: Mark) -> None:
        self.watches_account |= mark.account
        if mark.again or mark.down:
            self.watch_fall(mark.score, mark.value, account=mark.account)

    def _watch_grade(self, ref: int) -> None:
        matrix = self.reader.all(ScoreMatrix)[ref]
        for score, marks in ((matrix.fit, matrix.fit_marks), (matrix.engagement, matrix.engagement_marks)):
            for mark in marks if score is not None else ():
                self.watch_fall(self.numbers.score(score or "", "A grade"), mark, account=False)

    def _subject(self, condition: Condition, where: str) -> tuple[int, int, int]:
        wide = int(condition.operator in {"at least", "below"})
        if condition.subject == "action":
            ear, in_window = self.hearing.ear_of(condition, where)
            return op.OF_ACTION, ear, int(in_window)
        if condition.subject == "sales status":
            return op.OF_STATUS, self._status(condition, where), 0
        if condition.subject == "field":
            return op.OF_FIELD, self.numbers.field_key(condition.ref), 0
        if condition.subject == "survey answer":
            return op.OF_ANSWER, -1, 1 - wide
        if condition.subject in _ALONE:
            return _ALONE[condition.subject], -1, 0
        subject, number = _REFERRING[condition.subject]
        return subject, number(self.numbers, condition.ref, where), wide

    @staticmethod
    def _status(condition: Condition, where: str) -> int:
        if condition.text not in STATUSES:
            raise CannotSimulate(
                f"{where} asks for a sales status that there is not: “{condition.text}”.",
                advice="Choose one of: " + ", ".join(STATUSES) + ".",
            )
        return STATUSES[condition.text]

    def _grade(self, condition: Condition, ref: int) -> tuple[float, float]:
        """Return the places of a grade's letter and number; -1 for what there is not."""
        matrix = self.reader.all(ScoreMatrix)[ref]
        rows = letters(matrix) if matrix.fit is not None else [""]
        columns = numbers(matrix) if matrix.engagement is not None else [""]
        for (place, letter), (other, number) in product(enumerate(rows), enumerate(columns)):
            if letter + number == condition.text.strip().upper():
                return float(place), float(other)
        return -1.0, -1.0

    def arrays(self) -> dict[str, Any]:
        """Return the tables of a program."""
        return {
            "condition": ints(self.rows).reshape(-1, 4),
            "condition_num": floats(self.nums).reshape(-1, 2),
            "condition_salt": words(self.salts),
            "watched_score": ints([row[0] for row in self.falls]),
            "watched_value": floats([row[1] for row in self.falls]),
            "watched_account": ints([row[2] for row in self.falls]),
            "watched_rest": floats(self.rests),
            "watched_window": ints(self.windows),
            **self._matrices(),
        }

    def _matrices(self) -> dict[str, Any]:
        rows: list[list[int]] = []
        starts: list[int] = [0]
        marks: list[float] = []
        for matrix in self.reader.all(ScoreMatrix):
            pairs = ((matrix.fit, matrix.fit_marks), (matrix.engagement, matrix.engagement_marks))
            rows.append([-1 if one is None else self.numbers.score(one, "A grade") for one, _marks in pairs])
            for _score, own in pairs:
                marks += own
                starts.append(len(marks))
        return {"matrix": ints(rows).reshape(-1, 2), "marks": ints(starts), "mark": floats(marks)}

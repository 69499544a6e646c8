"""What conditions ask about: what each subject refers to, and which parts of a condition it makes use of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, get_args

from maplanner.document.records import Record, Score, ScoreMatrix, Segment, Stage, Step, Threshold
from maplanner.document.values import Condition, ConditionOperator, ConditionSubject
from maplanner.document.vocabulary import SalesStatus


class PointKind(StrEnum):
    """The four kinds of data point (brief D2)."""

    DEMOGRAPHIC = "demographic"
    ACTION = "action"
    BEHAVIOUR = "behaviour"
    CRM = "CRM data"


@dataclass(frozen=True)
class SubjectMeaning:
    """What a subject of conditions needs.

    ``names`` is the type of record that ``ref`` identifies; ``must_name`` that
    it cannot stay empty. ``parts`` are the other fields of a condition that count;
    the first of ``operators`` is usual. ``whole`` says that its number is a whole one.
    """

    point: PointKind
    operators: tuple[ConditionOperator, ...]
    names: type[Record] | None = None
    must_name: bool = True
    parts: tuple[str, ...] = ()
    whole: bool = False
    least: float = float("-inf")

    @property
    def is_number(self) -> bool:
        """Whether it compares with a number."""
        return "value" in self.parts


_NUMBER: Final[tuple[ConditionOperator, ...]] = ("at least", "below")
_IS: Final[tuple[ConditionOperator, ...]] = ("is", "is not")

SUBJECTS: MappingProxyType[str, SubjectMeaning] = MappingProxyType(
    {
        "score": SubjectMeaning(PointKind.BEHAVIOUR, _NUMBER, Score, parts=("value",)),
        "account score": SubjectMeaning(PointKind.BEHAVIOUR, _NUMBER, Score, parts=("value",)),
        "segment": SubjectMeaning(PointKind.BEHAVIOUR, _IS, Segment),
        "threshold": SubjectMeaning(PointKind.BEHAVIOUR, _IS, Threshold),
        "field": SubjectMeaning(PointKind.DEMOGRAPHIC, _IS, parts=("text", "share")),
        "identified": SubjectMeaning(PointKind.DEMOGRAPHIC, _IS, must_name=False),
        "action": SubjectMeaning(
            PointKind.ACTION,
            _NUMBER,
            Step,
            must_name=False,
            parts=("event", "value", "days"),
            whole=True,
            least=0,
        ),
        "days without action": SubjectMeaning(
            PointKind.BEHAVIOUR, _NUMBER, must_name=False, parts=("value",), least=0
        ),
        "stage": SubjectMeaning(PointKind.CRM, ("is", "is not", "at least", "below"), Stage),
        "interactions": SubjectMeaning(
            PointKind.BEHAVIOUR, _NUMBER, Stage, parts=("value",), whole=True, least=0
        ),
        "grade": SubjectMeaning(PointKind.BEHAVIOUR, _IS, ScoreMatrix, parts=("text",)),
        "sales status": SubjectMeaning(PointKind.CRM, _IS, must_name=False, parts=("text",)),
        "spend": SubjectMeaning(PointKind.CRM, _NUMBER, must_name=False, parts=("value",), least=0),
        "survey answer": SubjectMeaning(
            PointKind.DEMOGRAPHIC, _NUMBER, must_name=False, parts=("value",), whole=True, least=0
        ),
    }
)
"""Every subject of conditions."""


def is_open(condition: Condition) -> bool:
    """Tell whether a condition does not say yet what it is about."""
    meaning = SUBJECTS[condition.subject]
    if meaning.must_name and not condition.ref:
        return True
    return condition.subject in {"grade", "sales status"} and not condition.text.strip()


def holds_positively(condition: Condition) -> bool:
    """Return whether the condition states that something is so, rather than that it is not."""
    return condition.operator in {"is", "at least"}


def named_type(condition: Condition) -> type[Record] | None:
    """Return the type of record that a condition names; ``None`` where it names none."""
    return SUBJECTS[condition.subject].names


def grades(matrix: ScoreMatrix) -> list[str]:
    """Return the grades of a matrix, the best first: A1, A2 … C3."""
    letters = [chr(ord("A") + place) for place in range(len(matrix.fit_marks) + 1)]
    numbers = range(1, len(matrix.engagement_marks) + 2)
    return [f"{letter}{number}" for letter in letters for number in numbers]


def sales_statuses() -> list[str]:
    """Return what sales can have made of a lead, in order."""
    return [status.value for status in SalesStatus]


def subjects() -> Iterator[ConditionSubject]:
    """Yield all subjects in the order in which people choose among them."""
    yield from get_args(ConditionSubject)

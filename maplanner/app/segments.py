"""Segments as people look at them: what members have in common, how they are made, where they are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from maplanner.document.asking import PointKind
from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, Record, Segment, SegmentRemoval
from maplanner.document.usage import Use, uses_of
from maplanner.document.vocabulary import Joining
from maplanner.scoring.criteria.reasoning import Reasoning
from maplanner.scoring.criteria.statement import Joined, Leaf, Statement, statement_of
from maplanner.scoring.criteria.superfluous import Superfluous, superfluous
from maplanner.scoring.data_points import DataPoint, kind_of_point, point_of, points_of
from maplanner.steps.words import condition_text

_WORD: Final = {Joining.ALL: " and ", Joining.ANY: " or ", Joining.NONE: " or "}
_OF_NOTHING: Final = {Joining.ALL: "everybody", Joining.ANY: "nobody", Joining.NONE: "everybody"}

MOST_PAIRS: Final = 5_000
"""Pairs of segments that are compared; of more, the first ones."""


@dataclass(frozen=True)
class SegmentView:
    """A segment with what follows from the plan.

    ``members`` says in words for whom it holds; ``possible`` whether anybody can be a member, ``everybody``
    whether all leads are (``None``: not found out). ``points`` are its data points by kind.
    """

    segment: Segment
    members: str
    points: tuple[tuple[PointKind, DataPoint], ...]
    superfluous: tuple[Superfluous, ...]
    possible: bool | None
    everybody: bool | None
    uses: tuple[Use, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """Whether two segments can have members in common; ``None`` where nobody has found out."""

    one: str
    other: str
    possible: bool | None


def statement_text(statement: Statement, reader: RecordReader) -> str:
    """Return a statement in words: “score ≥ 50 and (country is Latvia or known person)”."""
    if isinstance(statement, Leaf):
        return condition_text(statement.condition, reader)
    parts = [
        f"({text})" if isinstance(part, Joined) and len(part.parts) > 1 else text
        for part in statement.parts
        if (text := statement_text(part, reader))
    ]
    if not parts:
        return _OF_NOTHING[statement.joining]
    said = _WORD[statement.joining].join(parts)
    return f"not ({said})" if statement.joining is Joining.NONE else said


def segment_view(reader: RecordReader, segment: Segment, reasoning: Reasoning) -> SegmentView:
    """Return what follows from the plan for one segment."""
    statement = statement_of(reader, segment)
    points = data_points_of(reader, segment)
    has_criteria = bool(statement.parts)
    return SegmentView(
        segment,
        statement_text(statement, reader) if has_criteria else "",
        points,
        superfluous(reader, segment, reasoning),
        reasoning.possible(reasoning.of(segment)).answer if has_criteria else True,
        reasoning.always(reasoning.of(segment)) if has_criteria else False,
        tuple(_shown(uses_of(reader, [segment.id]))),
        tuple(each.leaves for each in reader.referring(SegmentRemoval, "segment", segment.id)),
    )


def data_points_of(reader: RecordReader, segment: Segment) -> tuple[tuple[PointKind, DataPoint], ...]:
    """Return the different data points of a segment, kind by kind."""
    kinds = list(PointKind)
    found = [(kind_of_point(reader, point), point) for point in points_of(reader, segment)]
    return tuple(sorted(found, key=lambda each: (kinds.index(each[0]), each[1])))


def _shown(uses: list[Use]) -> Iterator[Use]:
    """Yield each user once."""
    seen: set[str] = set()
    for use in uses:
        if use.user.id not in seen:
            seen.add(use.user.id)
            yield use


def in_order(reader: RecordReader) -> list[Segment]:
    """Return the segments in their order."""
    return sorted(reader.all(Segment), key=lambda each: (each.order, each.title.casefold(), each.id))


def segment_views(reader: RecordReader) -> list[SegmentView]:
    """Return all segments with what follows from the plan."""
    reasoning = Reasoning(reader)
    return [segment_view(reader, segment, reasoning) for segment in in_order(reader)]


def overlaps(reader: RecordReader) -> list[Overlap]:
    """Return of each pair of segments whether they can share members, as far as their criteria tell."""
    reasoning = Reasoning(reader)
    found: list[Overlap] = []
    for one, other in combinations(in_order(reader), 2):
        if len(found) == MOST_PAIRS:
            break
        found.append(Overlap(one.id, other.id, _can_share(one, other, reasoning)))
    return found


def _can_share(one: Segment, other: Segment, reasoning: Reasoning) -> bool | None:
    if one.exclusive_set is not None and one.exclusive_set == other.exclusive_set:
        return False
    return reasoning.possible(reasoning.member(one), reasoning.member(other)).answer


def droppable(reader: RecordReader, views: list[SegmentView]) -> list[DataPoint]:
    """Return the data points that no segment needs: each criterion that asks for them decides nothing."""
    asked: Counter[DataPoint] = Counter()
    idle: Counter[DataPoint] = Counter()
    for view in views:
        names = {each.criterion for each in view.superfluous}
        for criterion, point in _criteria(reader, view.segment):
            asked[point] += 1
            idle[point] += criterion.id in names
    return sorted(point for point in asked if asked[point] == idle[point])


def _criteria(reader: RecordReader, segment: Segment) -> Iterator[tuple[Record, DataPoint]]:
    for criterion in reader.referring(Criterion, "segment", segment.id):
        yield criterion, point_of(criterion.condition)

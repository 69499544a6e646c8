"""Lines from the fields of forms to the fields of the CRM that they land in. Plain Python.

They are drawn behind everything else, curved and thin, so that the flow of leads stays what is seen first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from maplanner.document.records import Link
from maplanner.drawing.field_rows import RowSort
from maplanner.drawing.geometry import Point, Rect, around

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.drawing.card import StepCard

LEAST_PULL: Final = 36.0
MOST_PULL: Final = 160.0
"""How far a line runs straight out of a port before it turns, at least and at most."""
FAR: Final = 700.0
"""A line longer than this is drawn fainter, so that it does not cover the flow of leads."""


class FieldLine(NamedTuple):
    """One landing: a mapping, seen from one form field, with the two steps on whose cards it ends."""

    mapping: str
    field: str
    source: str
    target: str
    start: Point
    end: Point

    @property
    def id(self) -> str:
        """The line's own name: several forms may land by one mapping."""
        return f"{self.field} {self.mapping}"

    @property
    def is_long(self) -> bool:
        """Whether the line crosses much of the drawing, or runs back against the flow."""
        gap = self.end.x - self.start.x
        return gap < 0 or gap + abs(self.end.y - self.start.y) > FAR

    @property
    def curve(self) -> tuple[Point, Point, Point, Point]:
        """Start, two points that pull, and end, of a cubic curve."""
        gap = self.end.x - self.start.x
        away = abs(self.end.y - self.start.y) / 3 if gap < 0 else 0.0
        pull = min(max(LEAST_PULL, abs(gap) / 2, away), MOST_PULL)
        return self.start, self.start.moved(pull, 0.0), self.end.moved(-pull, 0.0), self.end

    @property
    def extent(self) -> Rect:
        """A rectangle that holds the curve."""
        return around(Rect(point.x, point.y, 0.0, 0.0) for point in self.curve)

    def distance_to(self, at: Point) -> float:
        """Return how far a point lies from the curve, to within a pixel or so."""
        points = self._points()
        return min(_distance(at, a, b) for a, b in pairwise(points))

    def _points(self, pieces: int = 24) -> list[Point]:
        a, b, c, d = self.curve
        found = []
        for step in range(pieces + 1):
            t = step / pieces
            s = 1 - t
            weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
            x = sum(weight * point.x for weight, point in zip(weights, (a, b, c, d), strict=True))
            y = sum(weight * point.y for weight, point in zip(weights, (a, b, c, d), strict=True))
            found.append(Point(x, y))
        return found


def field_lines(reader: RecordReader, cards: Mapping[str, StepCard]) -> dict[str, FieldLine]:
    """Return the lines among the open cards of a drawing, by their names.

    Where several steps write the same field, a line runs to the first one that leads of the form come to.
    """
    receiving = _receiving(cards.values())
    if not receiving:
        return {}
    writes = frozenset(card for places in receiving.values() for card in places)
    lines: dict[str, FieldLine] = {}
    for card in cards.values():
        ahead = _Ahead(reader, card.id, writes)
        for index, row in enumerate(card.rows):
            for mapping, target in row.mappings if row.sort is RowSort.COLLECTED else ():
                if target in receiving:
                    other = ahead.first_of(receiving[target])
                    line = _line(card, index, mapping, cards[other], receiving[target][other])
                    lines[line.id] = line
    return lines


def moved_line(line: FieldLine, source: StepCard, target: StepCard) -> FieldLine:
    """Return a line between the same rows of two cards that lie elsewhere."""
    start = next(place for place, row in enumerate(source.rows) if row.id == line.field)
    port = source.field_port(start).moved(source.x, source.y)
    wanted = next(target_id for mapping, target_id in source.rows[start].mappings if mapping == line.mapping)
    end = next(place for place, row in enumerate(target.rows) if row.id == wanted)
    return line._replace(start=port, end=target.field_port(end).moved(target.x, target.y))


def _receiving(cards: Iterable[StepCard]) -> dict[str, dict[str, int]]:
    """Return, by CRM field, the cards with a row for it and which row that is."""
    found: dict[str, dict[str, int]] = {}
    for card in cards:
        for index, row in enumerate(card.rows):
            if row.sort is RowSort.RECEIVING:
                found.setdefault(row.id, {})[card.id] = index
    return found


class _Ahead:
    """The writes that leads of a form come to, nearest first, found as far as anybody asks."""

    def __init__(self, reader: RecordReader, form: str, writes: frozenset[str]) -> None:
        self._found: list[str] = []
        self._walk = self._steps_ahead(reader, form, writes)

    def first_of(self, wanted: Mapping[str, int]) -> str:
        """Return the write that is reached first; the first of all where none is."""
        if len(wanted) == 1:
            return next(iter(wanted))
        known = next((step for step in self._found if step in wanted), None)
        if known is not None:
            return known
        for step in self._walk:
            self._found.append(step)
            if step in wanted:
                return step
        return next(iter(wanted))

    @staticmethod
    def _steps_ahead(reader: RecordReader, form: str, writes: frozenset[str]) -> Iterator[str]:
        seen, edge = {form}, [form]
        while edge:
            following: list[str] = []
            for step in edge:
                for link in reader.referring(Link, "source", step):
                    if link.target not in seen:
                        seen.add(link.target)
                        following.append(link.target)
            yield from (step for step in following if step in writes)
            edge = following


def _line(card: StepCard, index: int, mapping: str, other: StepCard, row: int) -> FieldLine:
    start = card.field_port(index).moved(card.x, card.y)
    end = other.field_port(row).moved(other.x, other.y)
    return FieldLine(mapping, card.rows[index].id, card.id, other.id, start, end)


def _distance(at: Point, a: Point, b: Point) -> float:
    """Return how far a point lies from a straight piece."""
    dx, dy = b.x - a.x, b.y - a.y
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((at.x - a.x) * dx + (at.y - a.y) * dy) / length))
    x, y = at.x - a.x - share * dx, at.y - a.y - share * dy
    return float((x * x + y * y) ** 0.5)

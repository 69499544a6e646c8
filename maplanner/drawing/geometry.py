"""Points and rectangles as plain tuples: ``QPointF(*point)`` and ``QRectF(*rect)`` turn them into Qt's."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add
from typing import NamedTuple


class Point(NamedTuple):
    """A place on the drawing."""

    x: float
    y: float

    def moved(self, dx: float, dy: float) -> Point:
        """Return the point that lies ``dx`` to the right and ``dy`` below."""
        return Point(self.x + dx, self.y + dy)


class Rect(NamedTuple):
    """An upright rectangle by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def center(self) -> Point:
        """The middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, dx: float, dy: float) -> Rect:
        """Return the rectangle ``dx`` further right and ``dy`` further down."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> Rect:
        """Return the rectangle with a margin of ``by`` on each side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: Rect) -> bool:
        """Tell whether the insides overlap; touching edges do not."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, point: Point) -> bool:
        """Tell whether the point lies inside or on the edge."""
        return self.x <= point.x <= self.right and self.y <= point.y <= self.bottom


def around(rects: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around all of them; an empty one at the origin around none."""
    found = list(rects)
    if not found:
        return Rect(0.0, 0.0, 0.0, 0.0)
    # Thousands of cards are measured after every edit: column by column, without a step of Python for each.
    lefts, tops, widths, heights = zip(*found, strict=True)
    left, top = min(lefts), min(tops)
    return Rect(left, top, max(map(add, lefts, widths)) - left, max(map(add, tops, heights)) - top)


_CELL = 256.0


class Space:
    """Rectangles by name, in a coarse grid, so that the few near a place are found without asking all."""

    def __init__(self, rects: Iterable[tuple[str, Rect]] = ()) -> None:
        """Take in the named rectangles."""
        self._cells: dict[tuple[int, int], list[tuple[str, float, float, float, float]]] = {}
        self.rects: dict[str, Rect] = {}
        for name, rect in rects:
            self.add(name, rect)

    def add(self, name: str, rect: Rect) -> None:
        """Take in one more; names are unique."""
        entry = (name, rect.x, rect.y, rect.x + rect.width, rect.y + rect.height)
        self.rects[name] = rect
        for column in range(int(rect.x // _CELL), int(rect.right // _CELL) + 1):
            for row in range(int(rect.y // _CELL), int(rect.bottom // _CELL) + 1):
                self._cells.setdefault((column, row), []).append(entry)

    def remove(self, name: str) -> None:
        """Take a rectangle out again."""
        rect = self.rects.pop(name)
        for column in range(int(rect.x // _CELL), int(rect.right // _CELL) + 1):
            for row in range(int(rect.y // _CELL), int(rect.bottom // _CELL) + 1):
                cell = self._cells[(column, row)]
                cell[:] = [entry for entry in cell if entry[0] != name]
                if not cell:
                    del self._cells[(column, row)]

    def all_meeting(self, rect: Rect) -> set[str]:
        """Return the names of all rectangles that overlap ``rect``."""
        left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
        return {
            entry[0]
            for column in range(int(left // _CELL), int(right // _CELL) + 1)
            for row in range(int(top // _CELL), int(bottom // _CELL) + 1)
            for entry in self._cells.get((column, row), ())
            if entry[1] < right and left < entry[3] and entry[2] < bottom and top < entry[4]
        }

    def meets(self, rect: Rect, but: frozenset[str] = frozenset()) -> bool:
        """Tell whether any rectangle overlaps ``rect``, apart from those named in ``but``."""
        return self.first(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height, but) is not None

    def first(self, left: float, top: float, right: float, bottom: float, but: frozenset[str]) -> Rect | None:
        """Return some rectangle whose inside overlaps the given box, or ``None``. A box may be a line."""
        cells = self._cells
        columns = range(int(left // _CELL), int(right // _CELL) + 1)
        rows = range(int(top // _CELL), int(bottom // _CELL) + 1)
        if len(columns) * len(rows) > len(cells):
            places: Iterable[tuple[int, int]] = cells
        else:
            places = ((column, row) for column in columns for row in rows)
        for place in places:
            for name, x1, y1, x2, y2 in cells.get(place, ()):
                if x1 < right and left < x2 and y1 < bottom and top < y2 and name not in but:
                    return self.rects[name]
        return None

"""Curved links: the corners of an angled way, rounded as far as no card is in the way. Plain Python."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from maplanner.drawing.geometry import Point, Rect, Space

if TYPE_CHECKING:
    from maplanner.drawing.channels import Ends
    from maplanner.drawing.routing import Polyline

_WIDEST: Final = 140.0
"""Pixels along a piece that a corner's curve takes at most."""
_LEAST: Final = 8.0
_LEAVING: Final = 4.0
_HEAD: Final = 12.0
"""Pixels that a link runs straight at its beginning, and before its arrow's tip."""
_PER_POINT: Final = 14.0


def curved(points: Polyline, ends: Ends, space: Space) -> Polyline:
    """Return a way whose corners are curves, as many short pieces. It begins and ends level.

    It meets no card that the angled one did not meet.
    """
    if len(points) < 3:
        return points
    found = [points[0]]
    last = len(points) - 2
    for index in range(1, last + 1):
        before, corner, after = points[index - 1], points[index], points[index + 1]
        room_in = _length(before, corner) - _LEAVING if index == 1 else _length(before, corner) / 2
        room_out = _length(corner, after) - _HEAD if index == last else _length(corner, after) / 2
        reach = max(1.0, min(room_in, _WIDEST)), max(1.0, min(room_out, _WIDEST))
        found.extend(_arc((before, corner, after), reach, ends, space))
    found.append(points[-1])
    return _without_repeats(found)


def _arc(
    bend: tuple[Point, Point, Point], reach: tuple[float, float], ends: Ends, space: Space
) -> list[Point]:
    """Return points of the widest curve around the middle one of three points that meets no card."""
    before, corner, after = bend
    into, out = reach
    while True:
        arc = _sampled(_towards(corner, before, into), corner, _towards(corner, after, out))
        if max(into, out) <= _LEAST or not _meets_card(arc, ends, space):
            return arc
        into, out = max(min(into, _LEAST), into / 2), max(min(out, _LEAST), out / 2)


def _sampled(start: Point, corner: Point, end: Point) -> list[Point]:
    count = max(3, min(9, int((_length(start, corner) + _length(corner, end)) / _PER_POINT)))
    found = []
    for step in range(count + 1):
        share = step / count
        a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
        x = a * start.x + b * corner.x + c * end.x
        found.append(Point(x, a * start.y + b * corner.y + c * end.y))
    return found


def _meets_card(arc: list[Point], ends: Ends, space: Space) -> bool:
    but = frozenset((ends.source, ends.target))
    for a, b in pairwise(arc):
        left, right, top, bottom = min(a.x, b.x), max(a.x, b.x), min(a.y, b.y), max(a.y, b.y)
        if space.first(left, top, right, bottom, but) is not None:
            return True
        if any(_crosses(rect, left, top, right, bottom) for rect in ends.cards):
            return True
    return False


def _crosses(rect: Rect, left: float, top: float, right: float, bottom: float) -> bool:
    return rect.x < right and left < rect.right and rect.y < bottom and top < rect.bottom


def _towards(start: Point, goal: Point, by: float) -> Point:
    length = _length(start, goal)
    share = by / length if length else 0.0
    return Point(start.x + (goal.x - start.x) * share, start.y + (goal.y - start.y) * share)


def _length(a: Point, b: Point) -> float:
    """Return the length of a level or upright piece."""
    return abs(b.x - a.x) + abs(b.y - a.y)


def _without_repeats(points: list[Point]) -> Polyline:
    kept = points[:1]
    for point in points[1:]:
        if abs(point.x - kept[-1].x) > 0.01 or abs(point.y - kept[-1].y) > 0.01:
            kept.append(point)
    return tuple(kept)

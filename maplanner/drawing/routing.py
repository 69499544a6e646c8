"""The way of one link from port to port: upright and level pieces that keep clear of the cards.

A link leaves its source to the right and reaches its target from the left. A few simple shapes are tried, the
plainest first; the first that crosses nothing is taken, else the one that crosses least.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from typing import Final, NamedTuple

from maplanner.drawing.card import DOCK_REACH
from maplanner.drawing.geometry import Point, Rect, Space

Polyline = tuple[Point, ...]

STUB: Final = 16.0
"""How far a link runs straight out of its source and into its target."""
CLEAR_SIDE: Final = 6.0
CLEAR_TOP: Final = 12.0
CLEAR_BOTTOM: Final = 8.0
CHANNEL: Final = 26.0
"""How far beyond both cards a link turns that goes around them."""
_NARROW: Final = 120.0
_HIT_COST: Final = 10_000.0
_BEND_COST: Final = 24.0
_REPAIRS: Final = 8


class Turn(Enum):
    """Where a link that goes forward turns up or down, if it can choose."""

    LATE = "late"
    EARLY = "early"
    HALFWAY = "halfway"


class Way(NamedTuple):
    """What one link asks of the router: two ports, their cards, and its lane among its siblings.

    ``lane`` moves its turns aside, so that links of one step do not lie upon each other; ``dock`` says how
    far from the middle of the target's head it arrives; ``but`` names the two cards in the space.
    """

    start: Point
    end: Point
    source: Rect
    target: Rect
    lane: float = 0.0
    dock: float = 0.0
    but: frozenset[str] = frozenset()
    turn: Turn = Turn.LATE


def clearance(rect: Rect) -> Rect:
    """Return the room around a card that links keep out of."""
    return Rect(
        rect.x - CLEAR_SIDE,
        rect.y - CLEAR_TOP,
        rect.width + 2 * CLEAR_SIDE,
        rect.height + CLEAR_TOP + CLEAR_BOTTOM,
    )


def routed(way: Way, space: Space) -> Polyline:
    """Return the corners of a link, from ``start`` to a point near ``end`` on the target's left edge.

    Neighbouring points differ in x or in y, never in both; the last piece runs to the right.
    """
    best: Polyline = ()
    lowest = float("inf")
    for points in _candidates(way, space):
        hits = _hits(points, way, space)
        if hits == 0:
            return points
        cost = hits * _HIT_COST + _length(points) + len(points) * _BEND_COST
        if cost < lowest:
            best, lowest = points, cost
    return best


def _candidates(way: Way, space: Space) -> Iterator[Polyline]:
    start, end = way.start, way.end.moved(0.0, way.dock)
    gap = end.x - start.x
    if gap >= STUB and abs(start.y - way.end.y) <= DOCK_REACH:
        yield (start, Point(end.x, start.y))
    if gap >= 2 * STUB:
        for x in _turns(way, gap):
            yield _tidy((start, Point(x, start.y), Point(x, end.y), end))
    near, far = start.x + STUB + abs(way.lane), end.x - STUB - abs(way.lane)
    for y in _channels(way):
        yield _tidy(_around(start, end, near, far, y))
    for step in (1.0, -1.0):
        yield _repaired(way, space, _Bends(near, far, _beyond(way, step)), step)


def _turns(way: Way, gap: float) -> tuple[float, ...]:
    """Return where a link that goes forward may turn: in the middle of a narrow gap, else near an end."""
    lane = max(STUB / 2 - gap / 2, min(gap / 2 - STUB / 2, way.lane))
    middle = (way.start.x + way.end.x) / 2 + lane
    if gap <= _NARROW:
        return (middle, way.start.x + STUB, way.end.x - STUB)
    after, before = way.start.x + 1.75 * STUB + way.lane, way.end.x - 1.75 * STUB + way.lane
    match way.turn:
        case Turn.LATE:
            return (before, after, middle)
        case Turn.EARLY:
            return (after, before, middle)
        case Turn.HALFWAY:
            return (middle, before, after)


def _channels(way: Way) -> Iterator[float]:
    """Yield the heights at which a link may run across: between the two cards, below both, above both."""
    if way.target.y - way.source.bottom >= 2 * CLEAR_TOP:
        yield (way.source.bottom + way.target.y) / 2 + way.lane
    if way.source.y - way.target.bottom >= 2 * CLEAR_TOP:
        yield (way.target.bottom + way.source.y) / 2 + way.lane
    yield _beyond(way, 1.0)
    yield _beyond(way, -1.0)


def _beyond(way: Way, step: float) -> float:
    if step > 0:
        return max(way.source.bottom, way.target.bottom) + CHANNEL + way.lane
    return min(way.source.y, way.target.y) - CHANNEL + way.lane


def _around(start: Point, end: Point, near: float, far: float, y: float) -> Polyline:
    return (start, Point(near, start.y), Point(near, y), Point(far, y), Point(far, end.y), end)


class _Bends(NamedTuple):
    near: float
    far: float
    y: float


def _repaired(way: Way, space: Space, bends: _Bends, step: float) -> Polyline:
    """Move the pieces of a way around out of the cards they meet, one after the other, a few times."""
    near, far, y = bends
    start, end = way.start, way.end.moved(0.0, way.dock)
    for _ in range(_REPAIRS):
        across = _met(Point(near, y), Point(far, y), way, space)
        if across is not None:
            y = across.bottom + 1 + abs(way.lane) if step > 0 else across.y - 1 - abs(way.lane)
            continue
        down = _met(Point(near, start.y), Point(near, y), way, space)
        if down is not None:
            near = down.right + 1 + abs(way.lane)
            continue
        up = _met(Point(far, y), Point(far, end.y), way, space)
        if up is None:
            break
        far = up.x - 1 - abs(way.lane)
    return _tidy(_around(start, end, near, far, y))


def _met(a: Point, b: Point, way: Way, space: Space) -> Rect | None:
    left, right = (a.x, b.x) if a.x <= b.x else (b.x, a.x)
    top, bottom = (a.y, b.y) if a.y <= b.y else (b.y, a.y)
    return space.first(left, top, right, bottom, way.but)


def _hits(points: Polyline, way: Way, space: Space) -> int:
    """Return how many pieces cross a card, the link's own two cards among them."""
    found = 0
    last = len(points) - 2
    for index in range(last + 1):
        a, b = points[index], points[index + 1]
        left, right = (a.x, b.x) if a.x <= b.x else (b.x, a.x)
        top, bottom = (a.y, b.y) if a.y <= b.y else (b.y, a.y)
        found += (
            space.first(left, top, right, bottom, way.but) is not None
            or (index > 0 and _inside(way.source, left, top, right, bottom))
            or (index < last and _inside(way.target, left, top, right, bottom))
        )
    return found


def _inside(rect: Rect, left: float, top: float, right: float, bottom: float) -> bool:
    return rect.x < right and left < rect.x + rect.width and rect.y < bottom and top < rect.y + rect.height


def _tidy(points: Polyline) -> Polyline:
    """Return the corners without repeated points and without points in the middle of a straight piece."""
    kept: list[Point] = [points[0]]
    for point in points[1:]:
        if point == kept[-1]:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)


def _in_line(a: Point, b: Point, c: Point) -> bool:
    """Tell whether b lies between a and c on one level or upright line; a way back is kept."""
    if a.y == b.y == c.y:
        return (b.x - a.x) * (c.x - b.x) > 0
    return a.x == b.x == c.x and (b.y - a.y) * (c.y - b.y) > 0


def _length(points: Polyline) -> float:
    return sum(abs(b.x - a.x) + abs(b.y - a.y) for a, b in pairwise(points))

"""Where things go on the drawing: the grid, free places, steps that make room, guides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import floor
from typing import NamedTuple

from maplanner.drawing.geometry import Point, Rect, Space, around

GRID = 8.0
"""Pixels between two places that steps snap to."""
GAP = 56.0
"""Pixels kept between a step that is put in and the one behind it, enough for a link with its chip."""
GUIDE_REACH = 5.0
"""Pixels from which an edge or middle is drawn to that of another step."""


def snapped(value: float, grid: float = GRID) -> float:
    """Return the nearest place on the grid."""
    return floor(value / grid + 0.5) * grid


def snapped_point(x: float, y: float, grid: float = GRID) -> Point:
    """Return the nearest point on the grid."""
    return Point(snapped(x, grid), snapped(y, grid))


def free_place(wanted: Rect, taken: Iterable[Rect]) -> Point:
    """Return the wanted place, or the nearest one below it where nothing lies yet."""
    others = list(taken)
    place = wanted
    for _ in range(500):
        hit = next((rect for rect in others if rect.meets(place.grown(GRID))), None)
        if hit is None:
            break
        place = place._replace(y=snapped(hit.bottom + 2.5 * GRID))
    return Point(place.x, place.y)


_RINGS = 36
_FEW_RECTS = 24


def free_shift(group: Iterable[Rect], wanted: Point, taken: Iterable[Rect]) -> Point:
    """Return the shift nearest to the wanted one at which a group of rectangles covers nothing.

    Where there is no room for it anywhere near, it goes below everything.
    """
    rects = list(group)
    whole = around(rects)
    moving = rects if len(rects) <= _FEW_RECTS else [whole]
    others = list(taken)
    space = Space((str(index), rect) for index, rect in enumerate(others))
    for dx, dy in _outwards():
        shift = Point(snapped(wanted.x) + dx, snapped(wanted.y) + dy)
        if not any(space.meets(rect.moved(*shift).grown(GRID - 1)) for rect in moving):
            return shift
    below = max((rect.bottom for rect in others), default=0.0)
    return Point(snapped(wanted.x), snapped(below + GAP - whole.y))


def _outwards() -> Iterator[Point]:
    """Yield shifts on rings that grow wider, those to the right and below first."""
    for ring in range(_RINGS):
        step = 3 * GRID
        reach = range(-ring, ring + 1)
        edge = [Point(x * step, y * step) for x in reach for y in reach if max(abs(x), abs(y)) == ring]
        yield from sorted(edge, key=lambda at: (abs(at.x) + abs(at.y), -at.y, -at.x))


def room_for(
    inserted: Rect, target: str, downstream: Iterable[str], rects: Mapping[str, Rect]
) -> dict[str, tuple[float, float]]:
    """Return where the steps behind an inserted one go so that it has room.

    Only steps that do not lie left of the target move, all by the same distance; nothing moves where there
    is room, or where the target lies elsewhere than ahead on the same row.
    """
    ahead = rects.get(target)
    if ahead is None or ahead.x < inserted.x - inserted.width / 2:
        return {}
    same_row = inserted.y < ahead.bottom + GRID and ahead.y < inserted.bottom + GRID
    missing = inserted.right + GAP - ahead.x
    if not same_row or missing <= 0:
        return {}
    push = snapped(missing + GRID / 2)
    moving = dict.fromkeys((target, *downstream))
    return {
        key: (rects[key].x + push, rects[key].y)
        for key in moving
        if key in rects and rects[key].x >= ahead.x - 1
    }


class Guide(NamedTuple):
    """A thin line that shows what lines up with what, from one end to the other."""

    x1: float
    y1: float
    x2: float
    y2: float


class Alignment(NamedTuple):
    """How far to shift something so that it lines up, and the lines to show for it."""

    dx: float
    dy: float
    guides: tuple[Guide, ...]


def aligned(moving: Rect, others: Iterable[Rect], reach: float = GUIDE_REACH) -> Alignment:
    """Return the small shift that lines ``moving`` up with the left edge, top edge or port row of others."""
    found = list(others)
    dx, beside = _nearest(moving.x, [(rect.x, rect) for rect in found], reach)
    dy, above = _nearest(moving.y, [(rect.y, rect) for rect in found], reach)
    placed = moving.moved(dx, dy)
    guides = []
    if beside is not None:
        top, bottom = min(placed.y, beside.y), max(placed.bottom, beside.bottom)
        guides.append(Guide(placed.x, top - 12, placed.x, bottom + 12))
    if above is not None:
        left, right = min(placed.x, above.x), max(placed.right, above.right)
        guides.append(Guide(left - 12, placed.y, right + 12, placed.y))
    return Alignment(dx, dy, tuple(guides))


def _nearest(at: float, lines: list[tuple[float, Rect]], reach: float) -> tuple[float, Rect | None]:
    best = min(lines, key=lambda line: abs(line[0] - at), default=None)
    if best is None or abs(best[0] - at) > reach:
        return 0.0, None
    return best[0] - at, best[1]

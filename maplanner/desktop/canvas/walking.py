"""Walking over a drawing by keyboard: from step to step, along links or by reading order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from maplanner.drawing.geometry import Rect

Way = Literal["left", "right", "up", "down"]


def in_reading_order(rects: Mapping[str, Rect]) -> list[str]:
    """Return names row by row, left to right; steps whose tops are within half a card make a row."""
    rows: list[list[str]] = []
    for name in sorted(rects, key=lambda key: (rects[key].y, rects[key].x, key)):
        if rows and rects[name].y - rects[rows[-1][0]].y <= 27.0:
            rows[-1].append(name)
        else:
            rows.append([name])
    return [name for row in rows for name in sorted(row, key=lambda key: (rects[key].x, key))]


def next_in_order(rects: Mapping[str, Rect], current: str | None, *, backwards: bool = False) -> str | None:
    """Return the next one in reading order, round and round; the first (or last) one without a current."""
    order = in_reading_order(rects)
    if not order:
        return None
    if current is None or current not in rects:
        return order[-1 if backwards else 0]
    return order[(order.index(current) + (-1 if backwards else 1)) % len(order)]


def neighbour(rects: Mapping[str, Rect], current: str, way: Way) -> str | None:
    """Return the nearest one that lies in a direction, or ``None``.

    What lies straight ahead counts as nearer than what lies aside.
    """
    here = rects[current].center
    best: tuple[float, str] | None = None
    for name, rect in rects.items():
        dx, dy = rect.center.x - here.x, rect.center.y - here.y
        ahead, aside = _turned(dx, dy, way)
        if name == current or ahead <= 1 or abs(aside) > 2.5 * ahead:
            continue
        distance = ahead + 2.0 * abs(aside)
        if best is None or (distance, name) < best:
            best = (distance, name)
    return None if best is None else best[1]


def _turned(dx: float, dy: float, way: Way) -> tuple[float, float]:
    """Return how far something lies ahead and how far aside."""
    if way == "right":
        return dx, dy
    if way == "left":
        return -dx, dy
    return (dy, dx) if way == "down" else (-dy, dx)

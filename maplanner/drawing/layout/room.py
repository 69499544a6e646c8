"""Even rows and columns, and free ground among what stays where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil, floor
from typing import Final

from maplanner.drawing.geometry import Point, Rect, Space, around

GRID: Final = 8.0
"""Pixels between two places that steps are put at."""
KEPT_FREE: Final = 24.0
"""Pixels kept between what moves and what stays."""
_EVEN: Final = 16.0
"""Rows and columns that differ by less are one."""
_RING: Final = 4 * GRID
_RINGS: Final = 30

_NOTHING: Final[frozenset[str]] = frozenset()


def snapped(value: float) -> float:
    """Return the nearest place on the grid."""
    return floor(value / GRID + 0.5) * GRID


def evened(values: Mapping[str, float]) -> dict[str, float]:
    """Return values on the grid in which those that are nearly the same are the same."""
    found: dict[str, float] = {}
    first = line = 0.0
    for key, value in sorted(values.items(), key=lambda item: (item[1], item[0])):
        if not found or value - first >= _EVEN:
            first, line = value, snapped(value)
        found[key] = line
    return found


class Ground:
    """What is taken, and where there is still room."""

    def __init__(self, taken: Iterable[Rect]) -> None:
        """Take in what stays where it is."""
        self._space = Space((f"{at}", rect) for at, rect in enumerate(taken))

    def each_beside(self, places: Mapping[str, Point], areas: Mapping[str, Rect]) -> dict[str, Point]:
        """Return the places, each moved down as far as it takes to lie clear; they are taken from now on.

        ``areas`` are what each covers, as seen from its place.
        """
        found: dict[str, Point] = {}
        for key, at in sorted(places.items(), key=lambda item: (item[1].y, item[1].x, item[0])):
            place = at
            while (hit := self._hit(areas[key].moved(*place))) is not None:
                place = Point(place.x, _up(hit.bottom + KEPT_FREE - areas[key].y))
            found[key] = place
            self._space.add(key, areas[key].moved(*place))
        return found

    def all_together(self, places: Mapping[str, Point], areas: Mapping[str, Rect]) -> dict[str, Point]:
        """Return the places, all moved the same shortest way that leads clear; they are taken from now on."""
        covered = [areas[key].moved(*at) for key, at in places.items()]
        dx, dy = next(shift for shift in self._shifts(covered) if not self._meets(covered, *shift))
        found = {key: at.moved(dx, dy) for key, at in places.items()}
        for key, at in found.items():
            self._space.add(key, areas[key].moved(*at))
        return found

    def _shifts(self, covered: list[Rect]) -> Iterator[tuple[float, float]]:
        """Yield ways to move, the shortest first; the last one leads below everything."""
        reach = range(-_RINGS, _RINGS + 1)
        for across, down in sorted(((a, d) for a in reach for d in reach), key=_way):
            yield across * _RING, down * _RING
        bottom = max((rect.bottom for rect in self._space.rects.values()), default=0.0)
        yield 0.0, max(0.0, _up(bottom + KEPT_FREE - around(covered).y))

    def _meets(self, rects: list[Rect], dx: float, dy: float) -> bool:
        return any(self._hit(rect.moved(dx, dy)) is not None for rect in rects)

    def _hit(self, rect: Rect) -> Rect | None:
        wide = rect.grown(KEPT_FREE - 1.0)
        return self._space.first(wide.x, wide.y, wide.right, wide.bottom, _NOTHING)


def _way(shift: tuple[int, int]) -> tuple[float, int, int]:
    """Return how far a shift is; down and to the right, where a drawing grows, counts as less."""
    across, down = shift
    return (abs(across) + abs(down) + 0.5 * (across < 0) + 0.5 * (down < 0), -down, -across)


def _up(value: float) -> float:
    return ceil(value / GRID) * GRID

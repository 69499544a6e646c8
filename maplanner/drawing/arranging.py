"""Lining things up and spreading them out: rectangles in, new places out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import accumulate
from math import floor
from typing import Final, NamedTuple

from maplanner.drawing.geometry import Point, Rect

_GRID: Final = 8.0
"""Pixels between two places that a common middle may settle on."""
_UNMOVED: Final = 1e-6
"""Pixels under which a thing counts as lying where it should."""


class Arrangement(StrEnum):
    """How several things can be arranged."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"
    ACROSS = "across"
    DOWN = "down"

    @property
    def fewest(self) -> int:
        """How many things it takes: two to line up, three to spread out."""
        return 3 if self in (Arrangement.ACROSS, Arrangement.DOWN) else 2


class Sizing(StrEnum):
    """What several things can have in common of their size."""

    WIDTH = "width"
    HEIGHT = "height"
    BOTH = "size"


def same_sized(boxes: Mapping[str, Rect], how: Sizing) -> dict[str, tuple[float, float]]:
    """Return the new widths and heights of those boxes that differ from the first one's."""
    if len(boxes) < 2:
        return {}
    like = next(iter(boxes.values()))
    found: dict[str, tuple[float, float]] = {}
    for name, box in boxes.items():
        width = box.width if how is Sizing.HEIGHT else like.width
        height = box.height if how is Sizing.WIDTH else like.height
        if (width, height) != (box.width, box.height):
            found[name] = (width, height)
    return found


class _Span(NamedTuple):
    """What a rectangle covers of one axis."""

    at: float
    size: float

    @property
    def end(self) -> float:
        return self.at + self.size

    @property
    def middle(self) -> float:
        return self.at + self.size / 2


_Spans = Mapping[str, _Span]


def arranged(boxes: Mapping[str, Rect], how: Arrangement) -> dict[str, Point]:
    """Return the new upper left corners of those boxes that have to move.

    Lining up by an edge leaves the outermost box where it is. A common middle goes to the middle of all,
    moved by no more than half a step of the grid so that the largest box, and with it all of its size, lies
    on the grid. Spreading out leaves the two outermost boxes where they are and gives the same gap between
    all; where they have no room side by side, their middles get the same distance.

    Fewer boxes than the arrangement takes stay where they are.
    """
    if len(boxes) < how.fewest:
        return {}
    axis, place = _WAYS[how]
    if axis == "x":
        found = place({name: _Span(box.x, box.width) for name, box in boxes.items()})
        places = {name: Point(at, boxes[name].y) for name, at in found.items()}
    else:
        found = place({name: _Span(box.y, box.height) for name, box in boxes.items()})
        places = {name: Point(boxes[name].x, at) for name, at in found.items()}
    return {name: point for name, point in places.items() if _moves(boxes[name], point)}


def _moves(box: Rect, point: Point) -> bool:
    return max(abs(box.x - point.x), abs(box.y - point.y)) > _UNMOVED


def _at_start(spans: _Spans) -> dict[str, float]:
    first = min(span.at for span in spans.values())
    return dict.fromkeys(spans, first)


def _at_end(spans: _Spans) -> dict[str, float]:
    last = max(span.end for span in spans.values())
    return {name: last - span.size for name, span in spans.items()}


def _around_middle(spans: _Spans) -> dict[str, float]:
    first = min(span.at for span in spans.values())
    last = max(span.end for span in spans.values())
    largest = max(span.size for span in spans.values())
    corner = floor(((first + last - largest) / 2) / _GRID + 0.5) * _GRID
    return {name: corner + (largest - span.size) / 2 for name, span in spans.items()}


def _spread(spans: _Spans) -> dict[str, float]:
    order = sorted(spans, key=lambda name: (spans[name].middle, name))
    first, *between, last = (spans[name] for name in order)
    room = last.at - first.end - sum(span.size for span in between)
    if room >= 0.0:
        gap = room / (len(order) - 1)
        starts = accumulate((spans[name].size + gap for name in order[:-2]), initial=first.at)
        inner = list(starts)[1:]
    else:
        step = (last.middle - first.middle) / (len(order) - 1)
        inner = [first.middle + step * (at + 1) - span.size / 2 for at, span in enumerate(between)]
    return dict(zip(order, [first.at, *inner, last.at], strict=True))


_WAYS: Final[Mapping[Arrangement, tuple[str, Callable[[_Spans], dict[str, float]]]]] = {
    Arrangement.LEFT: ("x", _at_start),
    Arrangement.CENTER: ("x", _around_middle),
    Arrangement.RIGHT: ("x", _at_end),
    Arrangement.TOP: ("y", _at_start),
    Arrangement.MIDDLE: ("y", _around_middle),
    Arrangement.BOTTOM: ("y", _at_end),
    Arrangement.ACROSS: ("x", _spread),
    Arrangement.DOWN: ("y", _spread),
}

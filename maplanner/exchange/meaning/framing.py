"""Frames around what was drawn in pools, lanes, groups and containers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maplanner.drawing.geometry import Point, Rect, around

_PADDING: Final = 24.0
_HEAD: Final = 32.0
_APART: Final = 16.0
_GRID: Final = 8.0
_SMALLEST: Final = (160.0, 96.0)
_LARGEST: Final = 100_000.0
_DEEPEST: Final = 60
_MOST_WORK: Final = 2_000_000
_COMPARED: Final = 60
"""So many frames are moved out of each other's way; with more, some may overlap."""


@dataclass(frozen=True)
class Nest:
    """A frame to be: where it was drawn, the frame it lies in, and the steps and notes right in it."""

    drawn: Rect
    inside: str | None
    members: tuple[str, ...]


def frame_rects(nests: Mapping[str, Nest], places: Mapping[str, Rect]) -> dict[str, Rect]:
    """Return the rectangle of each frame: around what is in it, else where it was drawn."""
    found: dict[str, Rect] = {}
    inner_of: dict[str | None, list[str]] = {}
    for name, nest in nests.items():
        inner_of.setdefault(nest.inside, []).append(name)
    for name in _inner_first(nests):
        nest = nests[name]
        inner = [found[each] for each in inner_of.get(name, ()) if each in found]
        rects = [places[each] for each in nest.members if each in places] + inner
        found[name] = _around(rects) if rects else _at_least(nest.drawn)
    return found


def cleared(
    nests: Mapping[str, Nest], drawn: Mapping[str, Rect], places: Mapping[str, Rect]
) -> dict[str, Rect]:
    """Return the places of steps and notes, moved so that frames that were drawn apart do not overlap.

    ``drawn`` are the places they had in the drawing. What lay below or right of a frame stays so.
    """
    moved = dict(places)
    if len(nests) > _COMPARED or len(nests) ** 2 * len(places) > _MOST_WORK:
        return moved
    for upright in (True, False):
        order = sorted(nests, key=lambda each: nests[each].drawn[1 if upright else 0])
        for number, later in enumerate(order):
            for earlier in order[:number]:
                if nests[later].inside == nests[earlier].inside:
                    _push(nests, (earlier, later), drawn, moved, upright=upright)
    return moved


def _push(
    nests: Mapping[str, Nest],
    pair: tuple[str, str],
    drawn: Mapping[str, Rect],
    moved: dict[str, Rect],
    *,
    upright: bool,
) -> None:
    """Move all that was drawn beyond the beginning of the later frame, if the two overlap and did not."""
    first, second = (nests[name].drawn for name in pair)
    begins = second.y if upright else second.x
    if (first.bottom if upright else first.right) > begins + 1.0:
        return
    rects = frame_rects(nests, moved)
    one, other = (rects[name] for name in pair)
    if not one.grown(_APART / 2).meets(other.grown(_APART / 2)):
        return
    by = (one.bottom - other.y if upright else one.right - other.x) + _APART
    by = -(-by // _GRID) * _GRID
    for name, rect in moved.items():
        middle = drawn[name].center
        if (middle.y if upright else middle.x) >= begins:
            moved[name] = rect.moved(0.0, by) if upright else rect.moved(by, 0.0)


def scaled(rect: Rect, factor: float, origin: Point) -> Rect:
    """Return a rectangle of the drawing at its place in the plan."""
    return Rect(
        (rect.x - origin.x) * factor, (rect.y - origin.y) * factor, rect.width * factor, rect.height * factor
    )


def _inner_first(nests: Mapping[str, Nest]) -> Sequence[str]:
    depth: dict[str, int] = {}
    for name in nests:
        way = [name]
        holder = nests[name].inside
        while holder is not None and holder in nests and holder not in way and len(way) < _DEEPEST:
            way.append(holder)
            holder = nests[holder].inside
        depth[name] = len(way)
    return sorted(nests, key=lambda each: -depth[each])


def _around(rects: Sequence[Rect]) -> Rect:
    rect = around(rects).grown(_PADDING)
    return _at_least(Rect(rect.x, rect.y - _HEAD, rect.width, rect.height + _HEAD))


def _at_least(rect: Rect) -> Rect:
    width = min(max(rect.width, _SMALLEST[0]), _LARGEST)
    return rect._replace(width=width, height=min(max(rect.height, _SMALLEST[1]), _LARGEST))

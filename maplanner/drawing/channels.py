"""Parallel channels: links that would run on top of each other are moved apart. Plain Python.

Links of one output, and links to one step, may share a line: they are a bundle, and where they lead is plain.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from maplanner.drawing.geometry import Point, Rect, Space

if TYPE_CHECKING:
    from maplanner.drawing.routing import Polyline

GAP: Final = 6.0
"""Pixels between two channels."""
_NEAR: Final = 4.0
_OVERLAP: Final = 4.0
"""Pixels along which two links may touch before they count as one line."""
_SHIFTS: Final = tuple(sign * GAP * step for step in range(1, 6) for sign in (1.0, -1.0))
_STUB: Final = 6.0
_HEAD_ROOM: Final = 12.0
_BUCKET: Final = 8.0


class Ends(NamedTuple):
    """What a link runs between: it is in one bundle with others of its output, or to its target."""

    source: str
    output: str
    target: str
    cards: tuple[Rect, Rect]

    def is_bundled_with(self, other: Ends) -> bool:
        """Whether the two may share a line."""
        return self.target == other.target or (self.source, self.output) == (other.source, other.output)


class _Track(NamedTuple):
    at: float
    low: float
    high: float
    ends: Ends


class _Tracks:
    """The pieces of one direction that have their place, by the coordinate that they share."""

    def __init__(self) -> None:
        self._buckets: dict[int, list[_Track]] = {}

    def add(self, track: _Track) -> None:
        self._buckets.setdefault(int(track.at // _BUCKET), []).append(track)

    def is_free(self, at: float, low: float, high: float, ends: Ends) -> bool:
        bucket = int(at // _BUCKET)
        for near in (bucket - 1, bucket, bucket + 1):
            for other in self._buckets.get(near, ()):
                if (
                    abs(other.at - at) < _NEAR
                    and other.low + _OVERLAP < high
                    and low + _OVERLAP < other.high
                    and not ends.is_bundled_with(other.ends)
                ):
                    return False
        return True


def separating(
    ways: Mapping[str, Polyline], ends: Mapping[str, Ends], space: Space
) -> Generator[None, None, dict[str, Polyline]]:
    """Return angled ways of which no two run on top of each other, as far as there is room beside cards.

    It is done a link at a time.
    """
    level, upright = _Tracks(), _Tracks()
    for wire_id, points in ways.items():
        for a, b in {points[:2], points[-2:]}:
            level.add(_track(a, b, ends[wire_id]))
        yield
    found: dict[str, Polyline] = {}
    order = sorted(ways, key=lambda each: (len(ways[each]), ways[each][0].y, each))
    for wire_id in order:
        points = ways[wire_id]
        for index in range(1, len(points) - 2):
            is_level = points[index].y == points[index + 1].y
            points = _moved(points, index, ends[wire_id], level if is_level else upright, space)
        found[wire_id] = points
        yield
    return found


def _track(a: Point, b: Point, ends: Ends) -> _Track:
    if a.y == b.y:
        return _Track(a.y, min(a.x, b.x), max(a.x, b.x), ends)
    return _Track(a.x, min(a.y, b.y), max(a.y, b.y), ends)


def _moved(points: Polyline, index: int, ends: Ends, tracks: _Tracks, space: Space) -> Polyline:
    """Move one inner piece to the nearest free channel, and take that."""
    own = _track(points[index], points[index + 1], ends)
    best = points
    if not tracks.is_free(own.at, own.low, own.high, ends):
        for shift in _SHIFTS:
            moved = _shifted(points, index, shift)
            if (
                tracks.is_free(own.at + shift, own.low, own.high, ends)
                and _keeps_its_turns(points, moved, index)
                and not _hits(moved, index, ends, space)
            ):
                best = moved
                break
    tracks.add(_track(best[index], best[index + 1], ends))
    return best


def _shifted(points: Polyline, index: int, shift: float) -> Polyline:
    a, b = points[index], points[index + 1]
    dx, dy = (0.0, shift) if a.y == b.y else (shift, 0.0)
    return (*points[:index], a.moved(dx, dy), b.moved(dx, dy), *points[index + 2 :])


def _keeps_its_turns(before: Polyline, after: Polyline, index: int) -> bool:
    """Whether the pieces beside the moved one still run the way they did, with room at the ends."""
    for piece in (index - 1, index + 1):
        room = _STUB if piece == 0 else _HEAD_ROOM if piece == len(after) - 2 else 2.0
        old = _run(before[piece], before[piece + 1])
        new = _run(after[piece], after[piece + 1])
        if old * new <= 0 or abs(new) < min(room, abs(old)):
            return False
    return True


def _run(a: Point, b: Point) -> float:
    return (b.x - a.x) + (b.y - a.y)


def _hits(points: Polyline, index: int, ends: Ends, space: Space) -> bool:
    """Whether the moved piece or one beside it meets a card."""
    but = frozenset((ends.source, ends.target))
    for piece in (index - 1, index, index + 1):
        a, b = points[piece], points[piece + 1]
        left, right, top, bottom = min(a.x, b.x), max(a.x, b.x), min(a.y, b.y), max(a.y, b.y)
        if space.first(left, top, right, bottom, but) is not None:
            return True
        is_stub = piece in (0, len(points) - 2)
        if not is_stub and any(_crosses(rect, left, top, right, bottom) for rect in ends.cards):
            return True
    return False


def _crosses(rect: Rect, left: float, top: float, right: float, bottom: float) -> bool:
    return rect.x < right and left < rect.right and rect.y < bottom and top < rect.bottom

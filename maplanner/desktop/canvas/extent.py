"""The area that a drawing covers. Plain Python, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from maplanner.drawing.geometry import Rect, around


class Extent:
    """Knows the area around everything, and measures all of it again only where its edge may have moved."""

    def __init__(self, places: Callable[[], Iterable[Rect]]) -> None:
        """Measure what ``places`` returns."""
        self._places = places
        self._whole: Rect | None = None

    @property
    def whole(self) -> Rect:
        """The area around everything; an empty one around nothing."""
        if self._whole is None:
            self._whole = around(self._places())
        return self._whole

    def forget(self) -> None:
        """Measure all again when it is next asked for."""
        self._whole = None

    def reach(self, rects: Iterable[Rect]) -> None:
        """Take some places in for the moment, besides all that was there."""
        self._whole = around([self.whole, *rects])

    @contextmanager
    def following(self, touched: Callable[[], Iterable[Rect]]) -> Iterator[None]:
        """Follow a change; ``touched`` returns where what it concerns lies, asked before and after it."""
        whole = self._whole
        stays = whole is not None and all(_is_inside(rect, whole) for rect in touched())
        yield
        if whole is None or not stays or not all(_is_within(rect, whole) for rect in touched()):
            self._whole = None


def _is_inside(rect: Rect, whole: Rect) -> bool:
    """Whether a rectangle touches no edge, so that the whole stays when it goes."""
    x, y, width, height = rect
    left, top, wide, high = whole
    return left < x and top < y and x + width < left + wide and y + height < top + high


def _is_within(rect: Rect, whole: Rect) -> bool:
    x, y, width, height = rect
    left, top, wide, high = whole
    return left <= x and top <= y and x + width <= left + wide and y + height <= top + high

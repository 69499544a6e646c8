"""Which part of a frame lies under the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from maplanner.desktop.canvas.frame_item import HANDLE, FrameItem
from maplanner.drawing.geometry import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maplanner.desktop.canvas.scene import CanvasScene

_EDGE = 5.0
"""Pixels of the screen on either side of a frame's line that count as on it."""

Side = tuple[int, int]


def frame_at(scene: CanvasScene, at: QPointF, zoom: float) -> str | None:
    """Return the smallest frame whose title strip or line, by which it is moved, lies under a point."""
    point, reach = Point(at.x(), at.y()), _EDGE / zoom
    for item in _by_size(scene):
        place = item.place
        on_line = place.grown(reach).holds(point) and not place.grown(-reach).holds(point)
        if on_line or item.box.head_rect.holds(point):
            return item.frame.id
    return None


def frame_over(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the smallest frame that holds a point anywhere."""
    point = Point(at.x(), at.y())
    return next((item.frame.id for item in _by_size(scene) if item.place.holds(point)), None)


def fold_button_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the frame whose button to fold it lies under a point."""
    point = Point(at.x(), at.y())
    found = (item.frame.id for item in _by_size(scene) if item.box.fold_rect.holds(point))
    return next(found, None)


def title_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the frame whose title lies under a point."""
    point = Point(at.x(), at.y())
    return next((item.frame.id for item in _by_size(scene) if item.box.title_rect.holds(point)), None)


def handle_at(scene: CanvasScene, at: QPointF, zoom: float) -> tuple[str, Side] | None:
    """Return the selected frame and the side or corner of it that lies under a point."""
    reach, point = max(HANDLE / 2, 5.0 / zoom), Point(at.x(), at.y())
    for item in _by_size(scene):
        place = item.place
        if item.selected and place.grown(reach).holds(point):
            across = _side(point.x, place.x, place.right, reach)
            down = _side(point.y, place.y, place.bottom, reach)
            if across or down:
                return item.frame.id, (across, down)
    return None


def _side(at: float, low: float, high: float, reach: float) -> int:
    """Return which end of a stretch is within reach: -1 its beginning, 1 its end, 0 neither."""
    return -1 if abs(at - low) <= reach else int(abs(at - high) <= reach)


def _by_size(scene: CanvasScene) -> Iterator[FrameItem]:
    yield from sorted(scene.frames.values(), key=lambda item: item.frame.width * item.frame.height)

"""Drawing a frame, making it larger or smaller, and pressing on the ground inside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from maplanner.desktop.canvas import framing
from maplanner.desktop.canvas.gestures.base import Gesture, Pointer
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.gestures.lasso import Lasso
from maplanner.desktop.canvas.placing import snapped
from maplanner.document.records import Frame
from maplanner.drawing.frames import SMALLEST
from maplanner.drawing.geometry import Rect
from maplanner.drawing.theme import ink

_FIRST_SIZE = (480.0, 320.0)
"""Of a frame that is put down by a click."""


class DrawFrame(Gesture):
    """Draws out a frame; a click alone puts one of ordinary size there."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, start: Pointer, desk: Desk, made: Callable[[str], object]) -> None:
        """Begin anywhere; ``made`` gets the identifier of the new frame."""
        super().__init__(start)
        self._desk = desk
        self._made = made
        self._shown: QGraphicsRectItem | None = None

    def begin(self) -> None:
        accent = ink(self._desk.scene.look.accent)
        pen = QPen(accent, 1.5)
        pen.setCosmetic(True)
        ground = QColor(accent)
        ground.setAlpha(20)
        self._shown = QGraphicsRectItem()
        self._shown.setPen(pen)
        self._shown.setBrush(ground)
        self._desk.scene.add_preview(self._shown)

    def drag(self, pointer: Pointer) -> None:
        if self._shown is not None:
            self._shown.setRect(QRectF(*self._rect(pointer)))

    def commit(self, pointer: Pointer) -> None:
        self.abandon()
        self._add(self._rect(pointer))

    def abandon(self) -> None:
        if self._shown is not None:
            self._desk.scene.remove_preview(self._shown)
            self._shown = None

    def click(self, pointer: Pointer) -> None:
        x, y = snapped(pointer.at.x()), snapped(pointer.at.y())
        self._add(Rect(x, y, *_FIRST_SIZE))

    def _add(self, rect: Rect) -> None:
        made: list[Frame] = []
        store, campaign = self._desk.store, self._desk.scene.campaign_id
        if self._desk.attempt(lambda: made.append(framing.add_frame(store, campaign, rect))):
            self._made(made[0].id)

    def _rect(self, pointer: Pointer) -> Rect:
        area = QRectF(self.start.at, pointer.at).normalized()
        left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
        if not pointer.is_free:
            left, top, right, bottom = (snapped(value) for value in (left, top, right, bottom))
        return Rect(left, top, right - left, bottom - top)


class ResizeFrame(Gesture):
    """Drags one side or corner of a frame; the frame is written when the mouse is released."""

    def __init__(self, start: Pointer, desk: Desk, frame_id: str, side: tuple[int, int]) -> None:
        """Begin on a handle: ``side`` says which sides move, left and top by -1, right and bottom by 1."""
        super().__init__(start)
        self._desk = desk
        self._side = side
        self._frame = desk.store.find(Frame, frame_id)
        self.cursor = cursor_of(side)  # type: ignore[misc]

    def drag(self, pointer: Pointer) -> None:
        item = self._desk.scene.frames.get(self._frame.id)
        if item is not None:
            item.show_rect(self._rect(pointer))

    def commit(self, pointer: Pointer) -> None:
        rect = self._rect(pointer)
        if self._desk.store.get(self._frame.id) is not None:
            self._desk.attempt(lambda: framing.resize(self._desk.store, self._frame.id, rect))
        self.abandon()

    def abandon(self) -> None:
        item = self._desk.scene.frames.get(self._frame.id)
        frame = self._desk.store.find_or_none(Frame, self._frame.id)
        if item is not None and frame is not None:
            item.show_frame(frame)

    def _rect(self, pointer: Pointer) -> Rect:
        frame, (across, down) = self._frame, self._side
        dx, dy = pointer.at.x() - self.start.at.x(), pointer.at.y() - self.start.at.y()
        left, right = _span(frame.x, frame.width, across, dx, SMALLEST[0], free=pointer.is_free)
        top, bottom = _span(frame.y, frame.height, down, dy, SMALLEST[1], free=pointer.is_free)
        return Rect(left, top, right - left, bottom - top)


class FrameGround(Lasso):
    """Starts inside a frame: dragging selects as on bare canvas, a click selects the frame."""

    def __init__(self, start: Pointer, desk: Desk, frame_id: str) -> None:
        """Begin on a frame's ground."""
        super().__init__(start, desk)
        self._frame_id = frame_id

    def click(self, pointer: Pointer) -> None:
        if pointer.adds:
            self._desk.scene.toggle(self._frame_id)
        else:
            self._desk.scene.select([self._frame_id])


def cursor_of(side: tuple[int, int]) -> Qt.CursorShape:
    """Return the cursor that shows which way a handle goes."""
    if side[1] == 0:
        return Qt.CursorShape.SizeHorCursor
    if side[0] == 0:
        return Qt.CursorShape.SizeVerCursor
    return Qt.CursorShape.SizeFDiagCursor if side[0] == side[1] else Qt.CursorShape.SizeBDiagCursor


def _span(at: float, size: float, side: int, by: float, least: float, *, free: bool) -> tuple[float, float]:
    """Return where a stretch begins and ends when the side that moves has moved so far."""
    low, high = at, at + size
    if side < 0:
        low = min(low + by if free else snapped(low + by), high - least)
    elif side > 0:
        high = max(high + by if free else snapped(high + by), low + least)
    return low, high

"""The lasso: a rectangle that selects the steps and notes it touches."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from maplanner.desktop.canvas.gestures.base import Gesture, Pointer
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.drawing.geometry import Rect
from maplanner.drawing.theme import ink


class Lasso(Gesture):
    """Starts on bare canvas. With Shift or Ctrl it adds; a click alone clears the selection."""

    def __init__(self, start: Pointer, desk: Desk) -> None:
        """Begin on bare canvas."""
        super().__init__(start)
        self._desk = desk
        self._before = desk.scene.selected_ids()
        self._frame: QGraphicsRectItem | None = None

    def begin(self) -> None:
        accent = ink(self._desk.scene.look.accent)
        pen = QPen(accent, 1)
        pen.setCosmetic(True)
        ground = QColor(accent)
        ground.setAlpha(30)
        self._frame = QGraphicsRectItem()
        self._frame.setPen(pen)
        self._frame.setBrush(ground)
        self._desk.scene.add_preview(self._frame)

    def drag(self, pointer: Pointer) -> None:
        area = QRectF(self.start.at, pointer.at).normalized()
        if self._frame is not None:
            self._frame.setRect(area)
        self._desk.scene.select(self._caught(area))

    def commit(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self._remove_frame()

    def abandon(self) -> None:
        self._remove_frame()
        self._desk.scene.select(self._before)

    def click(self, pointer: Pointer) -> None:
        if not pointer.adds:
            self._desk.scene.select([])

    def _caught(self, area: QRectF) -> list[str]:
        scene = self._desk.scene
        box = Rect(area.x(), area.y(), max(area.width(), 0.1), max(area.height(), 0.1))
        caught = [key for key, rect in scene.step_rects().items() if rect.meets(box)]
        caught += [key for key, note in scene.notes.items() if note.place.meets(box)]
        if not self.start.adds:
            return caught
        return list(dict.fromkeys([*self._before, *caught]))

    def _remove_frame(self) -> None:
        if self._frame is not None:
            self._desk.scene.remove_preview(self._frame)
            self._frame = None

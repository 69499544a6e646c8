"""The minimap: the whole drawing in a corner, with a frame around what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QTransform, QWheelEvent
from PySide6.QtWidgets import QWidget

from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.surface import CanvasSurface

SIZE: Final = QSize(112, 76)
MARGIN: Final = 16
_PADDING: Final = 8.0
_PAUSE: Final = 120
"""Milliseconds at least between two drawings of the whole."""


class Minimap(QWidget):
    """Lies over the upper right corner of a canvas. Pressing or dragging in it moves what is seen."""

    def __init__(self, view: CanvasSurface) -> None:
        super().__init__(view)
        self._view = view
        self._picture: QPixmap | None = None
        self._to_map = QTransform()
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("The whole drawing. Click to go there.")
        self.setAccessibleName("Minimap")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._refresh)

    def mark_stale(self) -> None:
        """Draw the whole again, a little later if much is changing."""
        if not self._later.isActive():
            self._later.start()

    def place(self) -> None:
        """Go to the corner, or away where the view is too small to spare the room."""
        port = self._view.viewport().geometry()
        self.move(port.right() - self.width() - MARGIN + 1, port.top() + MARGIN)
        self.setVisible(port.width() >= 3 * self.width() and port.height() >= 3 * self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._view.canvas.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink(look.border), 1))
        painter.setBrush(ink(look.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._picture is None:
            self._picture = self._drawn()
        painter.drawPixmap(0, 0, self._picture)
        frame = self._to_map.mapRect(self._view.camera.visible())
        area = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(QPen(ink(look.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.intersected(area), 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def _go(self, at: QPointF) -> None:
        inverse, possible = self._to_map.inverted()
        if possible:
            self._view.camera.center_on(inverse.map(at))

    def _refresh(self) -> None:
        self._picture = None
        self.update()

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        content = self._view.canvas.content_rect()
        width, height = self.width() - 2 * _PADDING, self.height() - 2 * _PADDING
        scale = min(width / max(content.width, 1.0), height / max(content.height, 1.0), 0.12)
        left = (self.width() - content.width * scale) / 2 - content.x * scale
        top = (self.height() - content.height * scale) / 2 - content.y * scale
        self._to_map = QTransform(scale, 0, 0, scale, left, top)
        painter = QPainter(picture)
        painter.setTransform(self._to_map)
        self._view.canvas.overview.paint_colors(painter, self._view.canvas.look)
        painter.end()
        return picture

"""The minimap: the whole drawing in a corner, with a frame around what is seen."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPen, QPixmap, QTransform

from maplanner.desktop.canvas.layers import Layer
from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.surface import CanvasSurface

SIZE: Final = QSize(112, 76)
MARGIN: Final = 16
_PADDING: Final = 8.0
_PAUSE: Final = 120
"""Milliseconds at least between two drawings of the whole."""
_SLICE_SECONDS: Final = 0.003
_TICK: Final = 16
_SPARED: Final = 40
"""So many times as long as drawing the whole takes, it is left as it is."""


class Minimap:
    """Lies over the upper right corner of a canvas. Pressing or dragging in it moves what is seen.

    The surface itself paints it: a widget in front would make every scrolling a painting of all.
    """

    def __init__(self, surface: CanvasSurface) -> None:
        """Stand in the corner of a surface."""
        self._surface = surface
        self._picture: QPixmap | None = None
        self._to_map = QTransform()
        self._is_pressed = False
        self._later = QTimer(surface)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._refresh)

    @property
    def rect(self) -> QRect:
        """Where it lies in the view; empty where there is no room for it, or nothing to show.

        Where the whole drawing is on the screen anyway it gives way to what it would cover.
        """
        port, corner = self._surface.viewport().rect(), self._corner
        if port.width() < 3 * SIZE.width() or port.height() < 3 * SIZE.height():
            return QRect()
        canvas, camera = self._surface.canvas, self._surface.camera
        if not canvas.content_rect().width:
            return QRect()
        if camera.visible().contains(QRectF(*canvas.content_rect())):
            inverse, _ = self._surface.viewportTransform().inverted()
            below = canvas.items(inverse.mapRect(QRectF(corner)))
            if not all(isinstance(item, Layer) for item in below):
                return QRect()
        return corner

    @property
    def _corner(self) -> QRect:
        port = self._surface.viewport().rect()
        left, top = port.right() - SIZE.width() - MARGIN + 1, port.top() + MARGIN
        return QRect(left, top, SIZE.width(), SIZE.height())

    def mark_stale(self) -> None:
        """Draw the whole again, a little later if much is changing."""
        if not self._later.isActive():
            self._later.start()

    def scrolled(self, dx: int, dy: int) -> None:
        """Stay where it is although the pixels below have moved."""
        viewport, rect = self._surface.viewport(), self._corner
        viewport.update(rect)
        viewport.update(rect.translated(dx, dy))

    def pressed(self, at: QPointF) -> bool:
        """Take a press of the mouse; return whether it was meant for the minimap."""
        self._is_pressed = self.rect.contains(at.toPoint())
        if self._is_pressed:
            self._go(at)
        return self._is_pressed

    def dragged(self, at: QPointF) -> bool:
        """Follow the mouse; return whether it had been pressed here."""
        if self._is_pressed:
            self._go(at)
        return self._is_pressed

    def released(self) -> bool:
        """End a drag; return whether there was one."""
        was, self._is_pressed = self._is_pressed, False
        return was

    def paint(self, painter: QPainter) -> None:
        """Draw it; the painter's coordinates are the view's."""
        place, look = self.rect, self._surface.canvas.look
        if place.isEmpty():
            return
        painter.save()
        painter.translate(place.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink(look.border), 1))
        painter.setBrush(ink(look.panel))
        box = QRectF(0, 0, place.width(), place.height())
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._picture is None:
            began = perf_counter()
            self._picture = self._drawn()
            self._note_time(perf_counter() - began)
        painter.drawPixmap(0, 0, self._picture)
        frame = self._to_map.mapRect(self._surface.camera.visible())
        painter.setPen(QPen(ink(look.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.intersected(box.adjusted(3, 3, -3, -3)), 3, 3)
        painter.restore()

    def _go(self, at: QPointF) -> None:
        inverse, possible = self._to_map.inverted()
        if possible:
            self._surface.camera.center_on(inverse.map(at - QPointF(self.rect.topLeft())))

    def _refresh(self) -> None:
        if not self._surface.canvas.tiles.gather(_SLICE_SECONDS):
            QTimer.singleShot(_TICK, self._surface, self._refresh)
            return
        self._picture = None
        self._surface.viewport().update(self._corner)

    def _note_time(self, seconds: float) -> None:
        """Draw the whole the less often, the longer it takes."""
        self._later.setInterval(max(_PAUSE, round(seconds * 1_000 * _SPARED)))

    def _drawn(self) -> QPixmap:
        ratio = self._surface.devicePixelRatioF()
        picture = QPixmap(SIZE * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        content = self._surface.canvas.content_rect()
        width, height = SIZE.width() - 2 * _PADDING, SIZE.height() - 2 * _PADDING
        scale = min(width / max(content.width, 1.0), height / max(content.height, 1.0), 0.12)
        left = (SIZE.width() - content.width * scale) / 2 - content.x * scale
        top = (SIZE.height() - content.height * scale) / 2 - content.y * scale
        self._to_map = QTransform(scale, 0, 0, scale, left, top)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._to_map)
        self._surface.canvas.overview.paint_colors(painter)
        painter.end()
        return picture

"""The ground of the canvas: its colour and the grid's dots."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from maplanner.drawing.theme import Theme, ink

SPACING: Final = 24.0
"""Pixels between dots at 100 %: three of the grid's steps."""
_CLOSEST: Final = 14.0
_UPRIGHT: Final = QTransform()


def paint_ground(painter: QPainter, view: QRect, to_view: QTransform, look: Theme) -> None:
    """Fill ``view`` (pixels of the screen) and put dots where ``to_view`` takes the grid of the drawing."""
    painter.save()
    painter.setWorldTransform(_UPRIGHT)
    painter.fillRect(view, ink(look.canvas))
    spacing = SPACING * to_view.m11()
    while spacing < _CLOSEST:
        spacing *= 2
    if spacing < 400:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        _paint_dots(painter, view, QPointF(to_view.dx(), to_view.dy()), spacing, look)
    painter.restore()


def _paint_dots(painter: QPainter, view: QRect, origin: QPointF, spacing: float, look: Theme) -> None:
    """Draw rows from one strip of dots: a whole tile would have to be a whole number of pixels wide."""
    left = origin.x() + ((view.left() - origin.x()) // spacing) * spacing
    top = origin.y() + ((view.top() - origin.y()) // spacing) * spacing
    columns = int((view.right() - left) / spacing) + 2
    strip = _strip(
        columns, round(spacing, 3), round(left % 1.0, 2), look.grid, painter.device().devicePixelRatio()
    )
    y = top
    while y <= view.bottom() + 1:
        painter.drawPixmap(QPointF(int(left), round(y)), strip)
        y += spacing


@lru_cache(maxsize=64)
def _strip(columns: int, spacing: float, shift: float, color: str, ratio: float) -> QPixmap:
    strip = QPixmap(int((columns * spacing + 2) * ratio), int(2 * ratio))
    strip.setDevicePixelRatio(ratio)
    strip.fill(Qt.GlobalColor.transparent)
    painter = QPainter(strip)
    for column in range(columns):
        painter.fillRect(QRectF(int(shift + column * spacing), 0, 2, 2), ink(color))
    painter.end()
    return strip

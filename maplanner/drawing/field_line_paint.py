"""Painting the lines from form fields to fields of the CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from maplanner.drawing.link_paint import PLAIN, LinkState
from maplanner.drawing.theme import ink, mixed

if TYPE_CHECKING:
    from maplanner.drawing.field_lines import FieldLine
    from maplanner.drawing.geometry import Point
    from maplanner.drawing.theme import Theme

LEAST_ZOOM: Final = 0.4
"""Below this no row can be read, and lines between rows say nothing."""
_WIDTH: Final = 1.25
_STRENGTH: Final = 0.55
_FAINT: Final = 0.28
_SPOT: Final = 4.0


def curve_path(points: tuple[Point, Point, Point, Point]) -> QPainterPath:
    """Return a cubic curve from start to end."""
    path = QPainterPath(QPointF(*points[0]))
    path.cubicTo(QPointF(*points[1]), QPointF(*points[2]), QPointF(*points[3]))
    return path


def paint_field_line(
    painter: QPainter, line: FieldLine, theme: Theme, state: LinkState = PLAIN, *, is_refused: bool = False
) -> None:
    """Draw a line; a selected one shows the two ends that can be put elsewhere."""
    color, width = mixed(theme.good, theme.canvas, _FAINT if line.is_long else _STRENGTH), _WIDTH
    if is_refused:
        color, width = theme.error, 2.0
    elif state.selected or state.ghost:
        color, width = theme.accent, 2.0
    elif state.hovered:
        color, width = theme.good, 1.75
    pen = QPen(ink(color), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if state.ghost:
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curve_path(line.curve))
    if state.selected:
        painter.setPen(QPen(ink(theme.accent), 1.5))
        painter.setBrush(ink(theme.card))
        for end in (line.start, line.end):
            painter.drawEllipse(QRectF(end.x - _SPOT, end.y - _SPOT, 2 * _SPOT, 2 * _SPOT))

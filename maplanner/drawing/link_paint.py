"""Painting links: rounded lines, arrow heads, chips, and the shape that the mouse meets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF

from maplanner.drawing.geometry import Point
from maplanner.drawing.labels import shorter_labels
from maplanner.drawing.links import CHIP_HEIGHT, CHIP_PADDING, THIN
from maplanner.drawing.text import Align, paint_text, text_width
from maplanner.drawing.theme import SECONDARY_SIZE, ink

if TYPE_CHECKING:
    from maplanner.drawing.geometry import Rect
    from maplanner.drawing.routing import Polyline
    from maplanner.drawing.theme import Theme

CORNER: Final = 8.0
ARROW: Final = 8.0
HIT_WIDTH: Final = 12.0
WIDEST_CHIP: Final = 240.0
_FINE: Final = 0.05
"""How far an outline may be from the curve it follows, so that it is smooth at 400 % too."""


@dataclass(frozen=True)
class LinkState:
    """How a link is shown just now; ``ghost`` is one that is being drawn."""

    selected: bool = False
    hovered: bool = False
    ghost: bool = False


PLAIN: Final = LinkState()


@lru_cache(maxsize=16_384)
def link_path(points: Polyline, end_short: float = 0.0) -> QPainterPath:
    """Return the line with rounded corners; it ends ``end_short`` early, to leave room for the arrow.

    The object is shared.
    """
    path = QPainterPath()
    if not points:
        return path
    path.moveTo(*points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, _distance(before, corner) / 2, _distance(corner, after) / 2)
        path.lineTo(*_towards(corner, before, radius))
        path.quadTo(QPointF(*corner), QPointF(*_towards(corner, after, radius)))
    last = points[-1]
    if end_short and len(points) > 1:
        last = _towards(last, points[-2], min(end_short, _distance(points[-2], last)))
    path.lineTo(*last)
    return path


def _distance(a: Point, b: Point) -> float:
    return abs(b.x - a.x) + abs(b.y - a.y)


def _towards(start: Point, goal: Point, by: float) -> Point:
    length = _distance(start, goal)
    if length == 0:
        return start
    return Point(start.x + (goal.x - start.x) * by / length, start.y + (goal.y - start.y) * by / length)


@lru_cache(maxsize=16_384)
def arrow_head(points: Polyline, width: float) -> QPolygonF:
    """Return the triangle at the end of a link, a little larger on wide ones. The object is shared."""
    tip, before = points[-1], points[-2]
    size = ARROW + max(0.0, width - THIN)
    base = _towards(tip, before, size)
    half = size / 2
    if tip.y == before.y:
        sides = (Point(base.x, base.y - half), Point(base.x, base.y + half))
    else:
        sides = (Point(base.x - half, base.y), Point(base.x + half, base.y))
    return QPolygonF([QPointF(*tip), *(QPointF(*side) for side in sides)])


def hit_path(points: Polyline, width: float = HIT_WIDTH) -> QPainterPath:
    """Return the shape around a link that counts as on it."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return stroker.createStroke(link_path(points))


@lru_cache(maxsize=16_384)
def link_body(points: Polyline, width: float) -> QPainterPath:
    """Return a link's line and arrow head as one area to fill: that takes a third of the time of strokes.

    The link has at least two corners. The object is shared.
    """
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCurveThreshold(_FINE)
    body = stroker.createStroke(link_path(points, end_short=ARROW - 2))
    # Turned around, so that it goes the way the outline goes and does not take away what both cover.
    body.addPolygon(QPolygonF(list(reversed(arrow_head(points, width).toList()))))
    body.closeSubpath()
    body.setFillRule(Qt.FillRule.WindingFill)
    return body


def fill_link(
    painter: QPainter, points: Polyline, theme: Theme, *, width: float = THIN, state: LinkState = PLAIN
) -> None:
    """Draw a link as :func:`paint_link` does, but fast where it is drawn again and again."""
    if len(points) < 2:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_color(theme, state))
    painter.drawPath(link_body(points, max(width, 2.0) if state.selected else width))


def _color(theme: Theme, state: LinkState) -> QColor:
    return ink(theme.accent if state.selected or state.ghost else theme.text if state.hovered else theme.link)


def paint_link(
    painter: QPainter, points: Polyline, theme: Theme, *, width: float = THIN, state: LinkState = PLAIN
) -> None:
    """Draw a link's line and arrow head, in the drawing's coordinates."""
    if len(points) < 2:
        return
    color = _color(theme, state)
    pen = QPen(color, max(width, 2.0) if state.selected else width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if state.ghost:
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(link_path(points, end_short=ARROW - 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(arrow_head(points, width))


def chip_width(label: str) -> float:
    """Return how wide the chip of a label is; a long label is elided in it."""
    return min(WIDEST_CHIP, text_width(label, SECONDARY_SIZE) + 2 * CHIP_PADDING)


def paint_chip(painter: QPainter, place: Rect, label: str, theme: Theme, *, state: LinkState = PLAIN) -> None:
    """Draw the chip with a link's share, delay or way out, or the part of it that fits into ``place``."""
    room = place.width - 2 * CHIP_PADDING + 1
    said = next((text for text in shorter_labels(label) if text_width(text, SECONDARY_SIZE) <= room), label)
    spare = max(0.0, place.width - chip_width(said))
    place = place._replace(x=place.x + spare / 2, width=place.width - spare)
    painter.setPen(QPen(ink(theme.accent if state.selected else theme.border), 1))
    painter.setBrush(ink(theme.card))
    painter.drawRoundedRect(QRectF(*place), CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
    inner = place._replace(x=place.x + CHIP_PADDING - 1, width=place.width - 2 * CHIP_PADDING + 2)
    paint_text(painter, inner, said, theme.secondary, size=SECONDARY_SIZE, align=Align.CENTER)

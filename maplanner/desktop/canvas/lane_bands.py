"""Lanes on the canvas: bands below everything, headings that stay in sight, and the offer to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen, QTransform

from maplanner.desktop.words import tr
from maplanner.document.records import Campaign
from maplanner.drawing.geometry import Rect
from maplanner.drawing.lanes import (
    Lane,
    heading_rect,
    lane_counts,
    lanes_of,
    paint_band,
    paint_heading,
    strays,
)
from maplanner.drawing.text import paint_text, text_width
from maplanner.drawing.theme import MEDIUM, SECONDARY_SIZE, ink

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from maplanner.desktop.canvas.surface import CanvasSurface

_HEADINGS: Final = 280
"""Width of the strip at the left in which headings lie."""
_ROOM: Final = 38.0
"""Least height of a band, in pixels of the screen, that is given a heading."""
_STRIP: Final = 32
_PADDING: Final = 12.0
_CLOSE: Final = 26.0


class _Known(NamedTuple):
    """What is known of the lanes as the plan stands."""

    lanes: tuple[Lane, ...]
    counts: Mapping[str, int]
    strays: int


class LaneBands:
    """The lanes of the drawing on a surface. Their headings stay at the left while the drawing is moved."""

    def __init__(self, surface: CanvasSurface) -> None:
        """Lie on a surface."""
        self._surface = surface
        self._known: _Known | None = None
        self.put_away = 0
        """How many steps lay elsewhere when the offer to move them was put away."""

    @property
    def known(self) -> _Known:
        """The lanes, how many steps belong to each, and how many of these lie elsewhere."""
        if self._known is None:
            reader = self._surface.canvas.reader
            campaign = reader.find_or_none(Campaign, self._surface.canvas.campaign_id)
            if campaign is None:
                self._known = _Known((), {}, 0)
            else:
                found = lanes_of(reader, campaign)
                away = len(strays(reader, campaign)) if found else 0
                self._known = _Known(found, lane_counts(reader, campaign), away)
        return self._known

    def mark_stale(self) -> None:
        """Read the plan again, and paint again if there are lanes or there were any."""
        before, self._known = self._known, None
        now = self.known
        # An offer that was put away comes back when more steps lie elsewhere than then.
        self.put_away = min(self.put_away, now.strays)
        if now.lanes or (before is not None and before.lanes):
            self._surface.viewport().update()

    def paint_ground(self, painter: QPainter, to_view: QTransform) -> None:
        """Draw the bands; the painter's coordinates are the view's."""
        port, lanes = self._surface.viewport().rect(), self.known.lanes
        if not lanes:
            return
        painter.save()
        painter.resetTransform()
        for number, lane in enumerate(lanes):
            top, bottom = to_view.map(QPointF(0, lane.top)).y(), to_view.map(QPointF(0, lane.bottom)).y()
            if bottom >= 0 and top <= port.height():
                place = Rect(0.0, round(top), port.width(), round(bottom) - round(top))
                paint_band(painter, place, self._surface.theme, is_odd=number % 2 == 1)
        painter.restore()

    @property
    def rect(self) -> QRect:
        """The strip of the view in which headings lie; empty without lanes."""
        port = self._surface.viewport().rect()
        return QRect(port.left(), port.top(), _HEADINGS, port.height()) if self.known.lanes else QRect()

    def paint(self, painter: QPainter) -> None:
        """Draw the headings; the painter's coordinates are the view's."""
        to_view, port = self._surface.viewportTransform(), self._surface.viewport().rect()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane in self.known.lanes:
            top, bottom = to_view.map(QPointF(0, lane.top)).y(), to_view.map(QPointF(0, lane.bottom)).y()
            shown = min(bottom, port.height()) - max(top, 0.0)
            if shown >= _ROOM or (bottom - top < _ROOM and shown >= 16.0):
                counts = self.known.counts
                place = heading_rect(lane, 0.0, max(top, 0.0), counts)
                paint_heading(painter, place, lane, self._surface.theme, counts)
        painter.restore()

    def scrolled(self, dx: int, dy: int) -> None:
        """Keep the headings where they are although the pixels below have moved."""
        rect = self.rect
        if not rect.isEmpty():
            self._surface.viewport().update(rect)
            self._surface.viewport().update(rect.translated(dx, dy))

    def pressed(self, _at: QPointF) -> bool:
        """Let every press through: headings lie over the drawing, and do nothing."""
        return False


class LaneOffer:
    """A strip at the upper edge that says how many steps lie outside their lanes, and offers to move them."""

    def __init__(self, bands: LaneBands, surface: CanvasSurface, act: Callable[[], object]) -> None:
        """Stand over a surface; ``act`` puts the steps into their lanes."""
        self._bands = bands
        self._surface = surface
        self._act = act

    @property
    def rect(self) -> QRect:
        """Where it lies in the view; empty where there is nothing to offer."""
        count = self._bands.known.strays
        port = self._surface.viewport().rect()
        width = int(self._words_width() + self._verb_width() + 3 * _PADDING + _CLOSE)
        if count <= self._bands.put_away or port.width() < width + 40:
            return QRect()
        return QRect(port.left() + (port.width() - width) // 2, port.top() + 12, width, _STRIP)

    def paint(self, painter: QPainter) -> None:
        """Draw it; the painter's coordinates are the view's."""
        place, look = self.rect, self._surface.theme
        if place.isEmpty():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink(look.border), 1))
        painter.setBrush(ink(look.panel))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left, top = place.left() + _PADDING, float(place.top())
        words = Rect(left, top, self._words_width() + 1, _STRIP)
        paint_text(painter, words, self._words(), look.text, size=SECONDARY_SIZE + 1)
        verb = Rect(words.right + _PADDING, top, self._verb_width() + 1, _STRIP)
        paint_text(painter, verb, self._verb(), look.accent_text, size=SECONDARY_SIZE + 1, weight=MEDIUM)
        cross = Rect(place.right() - _CLOSE + 8, top, _CLOSE, _STRIP)
        paint_text(painter, cross, "×", look.secondary, size=SECONDARY_SIZE + 3)
        painter.restore()

    def scrolled(self, dx: int, dy: int) -> None:
        """Stay where it is although the pixels below have moved."""
        rect = self.rect
        if not rect.isEmpty():
            self._surface.viewport().update(rect)
            self._surface.viewport().update(rect.translated(dx, dy))

    def pressed(self, at: QPointF) -> bool:
        """Take a press of the mouse; return whether it was meant for the offer."""
        rect = self.rect
        if not rect.contains(at.toPoint()):
            return False
        if at.x() > rect.right() - _CLOSE:
            self._bands.put_away = self._bands.known.strays
        elif at.x() > rect.left() + _PADDING + self._words_width():
            self._act()
        self._surface.viewport().update()
        return True

    def _words(self) -> str:
        count = self._bands.known.strays
        if count == 1:
            return tr("1 step lies outside its lane.")
        return tr("{number} steps lie outside their lanes.").format(number=count)

    @staticmethod
    def _verb() -> str:
        return tr("Put them there")

    def _words_width(self) -> float:
        return text_width(self._words(), SECONDARY_SIZE + 1)

    def _verb_width(self) -> float:
        return text_width(self._verb(), SECONDARY_SIZE + 1, MEDIUM)

"""Other people on a drawing: their cursors, what they have selected, and what they type in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF, QRegion

from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.team.presence import Whereabouts

_ARROW: Final = ((0, 0), (0, 15), (4, 11.5), (6.8, 17.5), (9.2, 16.4), (6.5, 10.6), (11.5, 10.2))
_OUT: Final = 4
_TAG_HIGH: Final = 18
_WIDEST_TAG: Final = 160
_ON_COLOR: Final = "#ffffff"


class MatesLayer:
    """Lies over one drawing; the view itself paints it, as it does the minimap."""

    def __init__(self, view: CanvasView) -> None:
        """Lie over a view, with nobody there."""
        self._view = view
        self._mates: list[Whereabouts] = []
        self._drawn = QRegion()
        view.corners.insert(0, self)
        view.canvas.content_changed.connect(self._content_changed)

    def show(self, mates: Sequence[Whereabouts]) -> None:
        """Show where these people are on the drawing."""
        if list(mates) != self._mates:
            self._mates = list(mates)
            self._follow()

    @property
    def mates(self) -> list[Whereabouts]:
        """Who is shown."""
        return list(self._mates)

    # ------------------------------------------------------------ as a corner of the view

    @property
    def rect(self) -> QRect:
        """What holds all that is drawn; empty where nobody is."""
        return self._region().boundingRect()

    def _region(self) -> QRegion:
        """Return where anything is drawn: here and there, so that nothing between is painted again."""
        found = QRegion()
        for mate in self._mates:
            for place, _words in self._selections(mate):
                found |= QRegion(place.adjusted(-_OUT, -_TAG_HIGH - _OUT, _WIDEST_TAG, _OUT))
            at = self._cursor(mate)
            if at is not None:
                found |= QRegion(at.toPoint().x() - 2, at.toPoint().y() - 2, _WIDEST_TAG + 20, 44)
        return found & self._view.viewport().rect()

    def scrolled(self, dx: int, dy: int) -> None:
        """Move with the drawing, as the pixels have done already."""
        self._drawn.translate(dx, dy)

    def pressed(self, at: QPointF) -> bool:
        """Leave every press to what lies below."""
        return False

    def paint(self, painter: QPainter) -> None:
        """Draw everybody; the painter's coordinates are the view's."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mate in self._mates:
            color = QColor(mate.color)
            for place, words in self._selections(mate):
                painter.setPen(QPen(color, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(place).adjusted(-_OUT, -_OUT, _OUT, _OUT), 10, 10)
                above = QPointF(place.left() - _OUT, place.top() - _OUT - _TAG_HIGH)
                _paint_tag(painter, above, words, color)
            at = self._cursor(mate)
            if at is not None:
                _paint_cursor(painter, at, mate.person, color)
        painter.restore()

    # ------------------------------------------------------------ inside

    def _selections(self, mate: Whereabouts) -> list[tuple[QRect, str]]:
        found = []
        for record_id in mate.selected:
            rect = self._view.canvas.rect_of(record_id)
            if rect is not None:
                types = mate.editing.startswith(f"{record_id}/")
                words = tr("{name} is typing").format(name=mate.person) if types else mate.person
                found.append((self._view.on_screen(rect), words))
        return found

    def _cursor(self, mate: Whereabouts) -> QPointF | None:
        if mate.x is None or mate.y is None:
            return None
        return self._view.viewportTransform().map(QPointF(mate.x, mate.y))

    def _follow(self) -> None:
        """Paint where people were and where they are."""
        place = self._region()
        if not (self._drawn.isEmpty() and place.isEmpty()):
            self._view.viewport().update(_with_edges(self._drawn | place))
        self._drawn = place

    def _content_changed(self) -> None:
        if self._mates and self._region() != self._drawn:
            self._follow()


def _with_edges(region: QRegion) -> QRegion:
    """Return a region with two pixels more on each side."""
    found = QRegion()
    for rect in region:  # type: ignore[attr-defined]
        found |= QRegion(rect.adjusted(-2, -2, 2, 2))
    return found


def _paint_cursor(painter: QPainter, at: QPointF, words: str, color: QColor) -> None:
    painter.setPen(QPen(QColor(_ON_COLOR), 1.2))
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in _ARROW]))
    _paint_tag(painter, at + QPointF(11, 17), words, color)


def _paint_tag(painter: QPainter, at: QPointF, words: str, color: QColor) -> None:
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, _WIDEST_TAG - 14)
    box = QRectF(at.x(), at.y(), metrics.horizontalAdvance(shown) + 12, _TAG_HIGH)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QColor(_ON_COLOR))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

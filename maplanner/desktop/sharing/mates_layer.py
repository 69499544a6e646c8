"""Other people on a drawing: their cursors, what they have selected, and what they type in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QRegion,
    QTransform,
)

from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.team.presence import Whereabouts

_ARROW: Final = ((0, 0), (0, 15), (4, 11.5), (6.8, 17.5), (9.2, 16.4), (6.5, 10.6), (11.5, 10.2))
_OUT: Final = 4
_TAG_HIGH: Final = 18
_WIDEST_TAG: Final = 160
_ON_COLOR: Final = "#ffffff"
_TAG_AT: Final = QPointF(11, 17)
"""Where a cursor's name begins, from its tip."""
_EDGE: Final = 1
"""Room around a stamp for the half of a line that lies outside."""
_MOST_STAMPS: Final = 200


@dataclass(frozen=True)
class _Placed:
    """Somebody in the view's pixels: what is selected, with the words at it, and the cursor."""

    color: str
    person: str
    selections: list[tuple[QRect, str]]
    cursor: QPoint | None

    def rects(self) -> Iterator[QRect]:
        """Yield where anything of it is drawn."""
        for place, _words in self.selections:
            yield place.adjusted(-_OUT, -_TAG_HIGH - _OUT, _WIDEST_TAG, _OUT)
        if self.cursor is not None:
            yield QRect(self.cursor.x() - 2, self.cursor.y() - 2, _WIDEST_TAG + 20, 44)


class MatesLayer:
    """Lies over one drawing; the view itself paints it, as it does the minimap."""

    def __init__(self, view: CanvasView) -> None:
        """Lie over a view, with nobody there."""
        self._view = view
        self._mates: list[Whereabouts] = []
        self._drawn = QRegion()
        self._placed: list[_Placed] | None = None
        self._placed_for = QTransform()
        self._stamps: dict[tuple[str, str, bool, str, float], QPixmap] = {}
        view.corners.insert(0, self)
        view.canvas.content_changed.connect(self._content_changed)

    def show(self, mates: Sequence[Whereabouts]) -> None:
        """Show where these people are on the drawing."""
        if list(mates) != self._mates:
            self._mates = list(mates)
            self._placed = None
            self._follow()

    @property
    def mates(self) -> list[Whereabouts]:
        """Who is shown."""
        return list(self._mates)

    # ------------------------------------------------------------ as a corner of the view

    @property
    def rect(self) -> QRect:
        """What holds all that is drawn; empty where nobody is."""
        sight, found = self._view.viewport().rect(), QRect()
        for mate in self._places():
            for rect in mate.rects():
                if rect.intersects(sight):
                    found = found.united(rect)
        return found & sight

    def _region(self) -> QRegion:
        """Return where anything is drawn: here and there, so that nothing between is painted again."""
        sight, found = self._view.viewport().rect(), QRegion()
        for mate in self._places():
            for rect in mate.rects():
                if rect.intersects(sight):
                    found |= QRegion(rect & sight)
        return found

    def scrolled(self, dx: int, dy: int) -> None:
        """Move with the drawing, as the pixels have done already."""
        self._drawn.translate(dx, dy)

    def pressed(self, at: QPointF) -> bool:
        """Leave every press to what lies below."""
        return False

    def paint(self, painter: QPainter) -> None:
        """Draw everybody in sight; the painter's coordinates are the view's."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sight = self._view.viewport().rect()
        for mate in self._places():
            if not any(rect.intersects(sight) for rect in mate.rects()):
                continue
            for place, words in mate.selections:
                painter.setPen(QPen(QColor(mate.color), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(place).adjusted(-_OUT, -_OUT, _OUT, _OUT), 10, 10)
                above = QPoint(place.left() - _OUT - _EDGE, place.top() - _OUT - _TAG_HIGH - _EDGE)
                painter.drawPixmap(above, self._stamp(words, mate.color, has_arrow=False))
            if mate.cursor is not None:
                tip = mate.cursor - QPoint(_EDGE, _EDGE)
                painter.drawPixmap(tip, self._stamp(mate.person, mate.color, has_arrow=True))
        painter.restore()

    # ------------------------------------------------------------ inside

    def _places(self) -> list[_Placed]:
        """Return where everybody is in the view, worked out once as long as nothing moves."""
        transform = self._view.viewportTransform()
        if self._placed is None or transform != self._placed_for:
            self._placed_for = transform
            self._placed = [
                _Placed(mate.color, mate.person, self._selections(mate), _cursor(mate, transform))
                for mate in self._mates
            ]
        return self._placed

    def _selections(self, mate: Whereabouts) -> list[tuple[QRect, str]]:
        found = []
        for record_id in mate.selected:
            rect = self._view.canvas.rect_of(record_id)
            if rect is not None:
                types = mate.editing.startswith(f"{record_id}/")
                words = tr("{name} is typing").format(name=mate.person) if types else mate.person
                found.append((self._view.on_screen(rect), words))
        return found

    def _stamp(self, words: str, color: str, *, has_arrow: bool) -> QPixmap:
        """Return a name in its color, kept: people stay who they are from frame to frame."""
        ratio, font = self._view.devicePixelRatioF(), self._view.font()
        key = (words, color, has_arrow, font.key(), ratio)
        found = self._stamps.get(key)
        if found is None:
            if len(self._stamps) >= _MOST_STAMPS:
                self._stamps.clear()
            found = self._stamps[key] = _stamped(words, QColor(color), font, ratio, has_arrow=has_arrow)
        return found

    def _follow(self) -> None:
        """Paint where people were and where they are."""
        place = self._region()
        if not (self._drawn.isEmpty() and place.isEmpty()):
            self._view.viewport().update(_with_edges(self._drawn | place))
        self._drawn = place

    def _content_changed(self) -> None:
        if any(mate.selected for mate in self._mates):
            self._placed = None
            if self._region() != self._drawn:
                self._follow()


def _with_edges(region: QRegion) -> QRegion:
    """Return a region with two pixels more on each side."""
    found = QRegion()
    for rect in region:  # type: ignore[attr-defined]
        found |= QRegion(rect.adjusted(-2, -2, 2, 2))
    return found


def _cursor(mate: Whereabouts, transform: QTransform) -> QPoint | None:
    if mate.x is None or mate.y is None:
        return None
    return transform.map(QPointF(mate.x, mate.y)).toPoint()


def _stamped(words: str, color: QColor, font: QFont, ratio: float, *, has_arrow: bool) -> QPixmap:
    """Return a name, behind an arrow if it is that of a cursor, as a picture."""
    at = _TAG_AT if has_arrow else QPointF()
    wide, high = at.x() + _WIDEST_TAG + 2 * _EDGE, at.y() + _TAG_HIGH + 2 * _EDGE
    made = QPixmap(round(wide * ratio), round(high * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.translate(_EDGE, _EDGE)
    if has_arrow:
        painter.setPen(QPen(QColor(_ON_COLOR), 1.2))
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _ARROW]))
    _paint_tag(painter, at, words, color)
    painter.end()
    return made


def _paint_tag(painter: QPainter, at: QPointF, words: str, color: QColor) -> None:
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, _WIDEST_TAG - 14)
    box = QRectF(at.x(), at.y(), metrics.horizontalAdvance(shown) + 12, _TAG_HIGH)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QColor(_ON_COLOR))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

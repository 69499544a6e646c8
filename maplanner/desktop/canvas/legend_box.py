"""The legend in a corner of the canvas: it says what colours and signs mean, and chooses colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPen
from PySide6.QtWidgets import QMenu

from maplanner.desktop.words import tr
from maplanner.drawing.coloring import Coloring
from maplanner.drawing.geometry import Rect
from maplanner.drawing.legend import LegendEntry, legend_of, paint_entry
from maplanner.drawing.text import paint_text, text_width
from maplanner.drawing.theme import MEDIUM, SECONDARY_SIZE, ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView

MARGIN: Final = 16
_ROW: Final = 20
_HEAD: Final = 28
_PADDING: Final = 10
_NARROWEST: Final = 150
_WIDEST: Final = 280
_MOST: Final = 14
"""Entries that are shown at most; a picture has all of them."""
_CLOSE: Final = 24

COLORING_WORDS: Final = {
    Coloring.KIND: "Colours by kind",
    Coloring.GROUP: "Colours by campaign group",
    Coloring.STAGE: "Colours by buying stage",
    Coloring.RESULT: "Colours by simulated leads",
    Coloring.CONVERSION: "Colours by share of leads",
    Coloring.TIME: "Colours by time to come",
    Coloring.WAITING: "Colours by leads waiting",
    Coloring.COST: "Colours by cost",
}


class LegendBox:
    """Lies over a corner of a canvas where it covers no step, if there is one. The view itself paints it."""

    def __init__(self, view: CanvasView) -> None:
        """Stand in the corner of a view."""
        self._view = view
        self._entries: tuple[LegendEntry, ...] | None = None
        self._corner = 0
        self._chosen_for: tuple[float, ...] = ()
        self.menu: QMenu | None = None
        view.canvas.content_changed.connect(self.mark_stale)

    @property
    def is_shown(self) -> bool:
        """Whether the legend is wanted, there is something to tell, and room for it."""
        return not self.rect.isEmpty()

    @property
    def rect(self) -> QRect:
        """Where it lies in the view; empty where it is not wanted or there is no room."""
        if not self._view.marking.showing.has_legend or not self.entries():
            return QRect()
        port = self._view.viewport().rect()
        rows = min(len(self.entries()), _MOST + 1)
        title = text_width(self._title(), SECONDARY_SIZE, MEDIUM) + 2 * _PADDING + _CLOSE + 16
        widest = max(entry.width for entry in self.entries()) + 2 * _PADDING
        width = int(min(max(title, widest, _NARROWEST), _WIDEST))
        height = _HEAD + rows * _ROW + 6
        if port.width() < 2 * width or port.height() < height + 2 * MARGIN:
            return QRect()
        return self._free_corner(port, width, height)

    def _free_corner(self, port: QRect, width: int, height: int) -> QRect:
        """Return the corner where the fewest steps are covered, chosen anew when size or zoom change."""
        right, bottom = port.right() - width - MARGIN + 1, port.bottom() - height - MARGIN + 1
        left, top = port.left() + MARGIN, port.top() + MARGIN
        middle, center = (top + bottom) // 2, (left + right) // 2
        places = [(right, bottom), (left, bottom), (left, top)]
        places += [(right, middle), (left, middle), (center, bottom)]
        corners = [QRect(x, y, width, height) for x, y in places]
        chosen_for = (port.width(), port.height(), width, height, round(self._view.zoom(), 3))
        if chosen_for != self._chosen_for:
            self._chosen_for = chosen_for
            covered = [self._covered(corner) for corner in corners]
            self._corner = covered.index(min(covered))
        return corners[self._corner]

    def _covered(self, corner: QRect) -> int:
        """Return how many steps lie under a corner."""
        area = self._view.mapToScene(corner).boundingRect()
        steps = self._view.canvas.steps.values()
        return sum(area.intersects(QRectF(*item.card.rect)) for item in steps)

    def entries(self) -> tuple[LegendEntry, ...]:
        """Return what the legend tells."""
        if self._entries is None:
            self._entries = legend_of(item.card for item in self._view.canvas.steps.values())
        return self._entries

    def mark_stale(self) -> None:
        """Read again what the legend tells."""
        before, self._entries = self._entries, None
        self._chosen_for = ()
        if self._view.marking.showing.has_legend and before != self.entries():
            self._view.viewport().update()

    def scrolled(self, dx: int, dy: int) -> None:
        """Stay where it is although the pixels below have moved."""
        rect = self.rect
        if not rect.isEmpty():
            self._view.viewport().update(rect)
            self._view.viewport().update(rect.translated(dx, dy))

    def pressed(self, at: QPointF) -> bool:
        """Take a press of the mouse; return whether it was meant for the legend."""
        rect, point = self.rect, at.toPoint()
        if not rect.contains(point):
            return False
        if point.y() < rect.top() + _HEAD:
            if point.x() > rect.right() - _CLOSE:
                self._view.marking.showing.show_legend(shown=False)
            else:
                self.offer(self._view.viewport().mapToGlobal(rect.topLeft() + QPoint(0, _HEAD)))
        return True

    def offer(self, place: QPoint) -> None:
        """Open the list of what colours can stand for."""
        showing = self._view.marking.showing
        self.menu = menu = QMenu(self._view)
        group = QActionGroup(menu)
        for coloring, words in COLORING_WORDS.items():
            action = QAction(tr(words), menu)
            action.setCheckable(True)
            action.setChecked(coloring is showing.coloring)
            action.triggered.connect(lambda _on=False, chosen=coloring: showing.set_coloring(chosen))
            group.addAction(action)
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def paint(self, painter: QPainter) -> None:
        """Draw it; the painter's coordinates are the view's."""
        place, look = self.rect, self._view.canvas.look
        if place.isEmpty():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink(look.border), 1))
        painter.setBrush(ink(look.panel))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left, width = place.left() + _PADDING, place.width() - 2 * _PADDING
        title = Rect(left, place.top(), width - _CLOSE, _HEAD)
        paint_text(painter, title, self._title(), look.text, size=SECONDARY_SIZE, weight=MEDIUM)
        cross = Rect(place.right() - _CLOSE, place.top(), _CLOSE - 6, _HEAD)
        paint_text(painter, cross, "×", look.secondary, size=SECONDARY_SIZE + 3)
        y = float(place.top() + _HEAD)
        for entry in self.entries()[:_MOST]:
            paint_entry(painter, entry, Rect(left, y, width, _ROW), look)
            y += _ROW
        self._paint_rest(painter, Rect(left, y, width, _ROW))
        painter.restore()

    def _paint_rest(self, painter: QPainter, place: Rect) -> None:
        rest = len(self.entries()) - _MOST
        if rest > 0:
            words, look = tr("and {number} more").format(number=rest), self._view.canvas.look
            paint_text(painter, place, words, look.secondary, size=SECONDARY_SIZE)

    def _title(self) -> str:
        return tr(COLORING_WORDS[self._view.marking.showing.coloring]) + "  ▾"

"""The stage: the drawing behind, the step one is at large in front, the rest dimmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from maplanner.drawing.card import StepCard
from maplanner.drawing.card_paint import CardState, detail_at, paint_card
from maplanner.drawing.geometry import Rect
from maplanner.drawing.link_paint import paint_chip, paint_link
from maplanner.drawing.links import link_width
from maplanner.drawing.picture import Diagram
from maplanner.drawing.theme import Theme, ink

_GLIDE_MS: Final = 150
_CARD_WIDE: Final = 0.34
_CARD_HIGH: Final = 0.5
"""Shares of the stage that the step takes at most."""
_LARGEST: Final = 4.0
_DIM: Final = 190
"""How much of the ground lies over what is not shown now, of 255."""
_LIFT: Final = 0.08
"""Share of the height by which the step stands above the middle: the words are below."""


class Stage(QWidget):
    """Shows one step of a drawing at a time. The words below are not its business."""

    pressed = Signal(str)
    """A step was pressed, or with an empty text bare ground."""

    def __init__(self, diagram: Diagram, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most = diagram.most
        self._diagram = diagram
        self._cards = {card.id: card for card in diagram.cards}
        self._here = ""
        self._middle = QPointF()
        self._zoom = 1.0
        self._covered = 0
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(_GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._move)
        self._from = (QPointF(), 1.0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def cover(self, pixels: int) -> None:
        """Leave room for words that cover the lower edge of the stage."""
        self._covered = pixels
        self._look_at(*self._aim())

    def show_step(self, step_id: str, *, glides: bool) -> None:
        """Bring a step to the middle."""
        self._here = step_id
        self._glide.stop()
        if glides:
            self._from = (self._middle, self._zoom)
            self._glide.start()
        else:
            self._look_at(*self._aim())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look_at(*self._aim())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        at = (event.position() - self._center()) / self._zoom + self._middle
        hit = next((card.id for card in self._cards.values() if QRectF(*_place(card)).contains(at)), "")
        self.pressed.emit("" if hit == self._here else hit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ink(theme.canvas))
        painter.translate(self._center())
        painter.scale(self._zoom, self._zoom)
        painter.translate(-self._middle)
        self._in_sight().paint(painter, theme, detail_at(self._zoom))
        ground = QColor(ink(theme.canvas))
        ground.setAlpha(_DIM)
        painter.fillRect(self._sight(), ground)
        self._paint_here(painter)
        painter.end()

    def _paint_here(self, painter: QPainter) -> None:
        card = self._cards.get(self._here)
        if card is None:
            return
        leaving = [w for w in self._diagram.wires if w.source == card.id and w.id in self._diagram.routes]
        for wire in leaving:
            width = link_width(wire.carried, self._most)
            paint_link(painter, self._diagram.routes[wire.id], self._theme, width=width)
        painter.translate(card.x, card.y)
        paint_card(painter, card, self._theme, CardState(selected=True))
        painter.translate(-card.x, -card.y)
        for wire in leaving:
            if wire.id in self._diagram.chips:
                paint_chip(painter, self._diagram.chips[wire.id], wire.label, self._theme)

    def _in_sight(self) -> Diagram:
        """Return what of the drawing can be seen: a large one would take too long to paint at each move."""
        sight = self._sight().adjusted(-40, -40, 40, 40)
        cards = tuple(card for card in self._cards.values() if sight.intersects(QRectF(*_place(card))))
        wires = tuple(wire for wire in self._diagram.wires if self._crosses(wire.id, sight))
        shown = {wire.id for wire in wires}
        chips = {key: place for key, place in self._diagram.chips.items() if key in shown}
        return replace(self._diagram, cards=cards, wires=wires, chips=chips, remarks=())

    def _crosses(self, wire_id: str, sight: QRectF) -> bool:
        points = self._diagram.routes.get(wire_id, ())
        if not points:
            return False
        xs, ys = [point.x for point in points], [point.y for point in points]
        return sight.intersects(QRectF(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1))

    def _aim(self) -> tuple[QPointF, float]:
        card = self._cards.get(self._here)
        place = Rect(*_place(card)) if card is not None else self._diagram.bounds
        wide = self.width() * _CARD_WIDE / max(place.width, 1.0)
        high = max(self.height() - self._covered, 80) * _CARD_HIGH / max(place.height, 1.0)
        return QPointF(*place.center), min(wide, high, _LARGEST)

    def _look_at(self, middle: QPointF, zoom: float) -> None:
        self._middle, self._zoom = middle, zoom
        self.update()

    def _move(self, share: object) -> None:
        done = float(share) if isinstance(share, float) else 1.0
        (start, zoom), (end, last) = self._from, self._aim()
        self._look_at(start + (end - start) * done, zoom + (last - zoom) * done)

    def _center(self) -> QPointF:
        return QPointF(self.width() / 2, (self.height() - self._covered) * (0.5 - _LIFT / 4))

    def _sight(self) -> QRectF:
        corner = self._middle - self._center() / self._zoom
        return QRectF(corner.x(), corner.y(), self.width() / self._zoom, self.height() / self._zoom)


def _place(card: StepCard) -> tuple[float, float, float, float]:
    extent = card.extent.moved(card.x, card.y)
    return extent.x, extent.y, extent.width, extent.height

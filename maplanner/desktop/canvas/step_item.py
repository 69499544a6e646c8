"""A step on the canvas: its card, at its place, in the state it is in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.drawing.card import CARD_WIDTH, StepCard
from maplanner.drawing.card_paint import PLAIN, CardState, paint_card
from maplanner.drawing.geometry import Rect
from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from maplanner.desktop.canvas.pictures import CardPictures
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.drawing.theme import Theme

STEP_Z: Final = 2.0
DRAGGED_Z: Final = 3.0
FOLD_WIDTH: Final = 22.0
FOLD_HEIGHT: Final = 12.0


def fold_rect(card: StepCard) -> Rect:
    """Return the place of the button that shows or hides a form's fields, on the card's lower edge."""
    return Rect((CARD_WIDTH - FOLD_WIDTH) / 2, card.height - FOLD_HEIGHT / 2, FOLD_WIDTH, FOLD_HEIGHT)


class StepItem(QGraphicsRectItem):
    """Shows one step. It is told what to show and decides nothing.

    Its rectangle is all that is painted, so that Qt asks for it without calling Python.
    """

    def __init__(self, scene: CanvasScene, card: StepCard, foldable: bool) -> None:
        super().__init__(QRectF(*card.extent))
        self.card = card
        self.foldable = foldable
        self.state: CardState = PLAIN
        self.words_stale = False
        self.picture: QPixmap | None = None
        self.picture_key: tuple[CardState, float] | None = None
        self.picture_offset = (0, 0)
        self.picture_rect = QRectF()
        self.picture_source = QRectF()
        self._scene = scene
        self._pictures: CardPictures = scene.pictures
        self.setZValue(STEP_Z)
        self.setPos(card.x, card.y)
        self._take_place()

    def _take_place(self) -> None:
        """Let those that paint many things at once know where the card lies, and that it has changed."""
        self._scene.place(self.card.id, self.card.x, self.card.y)
        self._scene.field_lines.note(self)

    def show_lifted(self, *, lifted: bool) -> None:
        """Leave the painting to what carries the card, or take it over again."""
        self.setVisible(not lifted)
        self._take_place()

    def show_card(self, card: StepCard, foldable: bool) -> None:
        """Show another card, which may lie elsewhere."""
        goes_on = self.pos() != QPointF(card.x, card.y) and (card.x, card.y) == (self.card.x, self.card.y)
        moved_here = card.moved_to(self.card.x, self.card.y)
        if moved_here != self.card or foldable != self.foldable:
            if card.extent != self.card.extent:
                self.setRect(QRectF(*card.extent))
            self.foldable = foldable
            self._pictures.forget(self)
            self.update()
        self.card = card
        self.words_stale = False
        self._take_place()
        if not goes_on:  # a card on its way there is not stopped by new words on it
            self.setPos(card.x, card.y)

    def show_at(self, x: float, y: float) -> None:
        """Show the same card elsewhere."""
        self.card = self.card.moved_to(x, y)
        self.setPos(x, y)
        self._take_place()

    def show_state(self, **changes: Any) -> None:
        """Show the card selected, hovered, with its ports."""
        state = replace(self.state, **changes)
        if state != self.state:
            if state.selected != self.state.selected:
                self._take_place()
            self.state = state
            self.update()

    def mark_words_stale(self) -> None:
        """Read the card's words again before it is drawn next."""
        self.words_stale = True
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if self.words_stale:
            self._scene.read_words(self)
        self._pictures.draw(painter, self)

    def paint_plainly(self, painter: QPainter, theme: Theme) -> None:
        """Draw the card as lines and letters, at the painter's place."""
        paint_card(painter, self.card, theme, self.state)
        if self.foldable:
            _paint_fold(painter, fold_rect(self.card), theme, is_open=bool(self.card.rows))

    def shows(self) -> tuple[Any, ...]:
        """Return all that a person can see of the item."""
        if self.words_stale:
            self._scene.read_words(self)
        rect = self.rect()
        return (
            self.card, self.foldable, self.state, self.pos().toTuple(), rect.getRect(), self.isVisible(),
        )  # fmt: skip


def _paint_fold(painter: QPainter, place: Rect, theme: Theme, *, is_open: bool) -> None:
    painter.setPen(QPen(ink(theme.border), 1))
    painter.setBrush(ink(theme.card))
    painter.drawRoundedRect(QRectF(*place), FOLD_HEIGHT / 2, FOLD_HEIGHT / 2)
    pen = QPen(ink(theme.secondary), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle, height = place.center, (-1.5 if is_open else 1.5)
    painter.drawPolyline(
        [
            QPointF(middle.x - 4, middle.y - height),
            QPointF(middle.x, middle.y + height),
            QPointF(middle.x + 4, middle.y - height),
        ]
    )

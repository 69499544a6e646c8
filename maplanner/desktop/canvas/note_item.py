"""A sticky note on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.document.records import Note
from maplanner.drawing.geometry import Rect
from maplanner.drawing.notes import StickyNote, paint_note
from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene

NOTE_Z: Final = 1.5
CORNER: Final = 14.0
"""Size of the corner by which a note is made larger."""
SMALLEST: Final = (80.0, 40.0)
_EMPTY: Final = "Double-click to write"


class NoteItem(QGraphicsRectItem):
    """Shows one note. Its rectangle is all that is painted."""

    def __init__(self, scene: CanvasScene, note: Note) -> None:
        super().__init__()
        self.note = note
        self.selected = False
        self.hovered = False
        self._scene = scene
        self.setZValue(NOTE_Z)
        self.show_note(note)

    @property
    def place(self) -> Rect:
        """Where the note lies on the drawing."""
        return Rect(self.x(), self.y(), self.note.width, self.note.height)

    def show_note(self, note: Note) -> None:
        """Show another text, size or place."""
        self.note = note
        self.setRect(QRectF(-2, -2, note.width + 4, note.height + 4))
        self.setPos(note.x, note.y)
        self._take_place()
        self.update()

    def _take_place(self) -> None:
        """Let those that paint many things at once know where the note lies, and that it has changed."""
        self._scene.place(self.note.id, self.x(), self.y())

    def show_lifted(self, *, lifted: bool) -> None:
        """Leave the painting to what carries the note, or take it over again."""
        self.setVisible(not lifted)
        self._take_place()

    def show_at(self, x: float, y: float) -> None:
        """Show the note elsewhere."""
        self.setPos(x, y)
        self._take_place()

    def show_size(self, width: float, height: float) -> None:
        """Show the note larger or smaller."""
        self.note = self.note.model_copy(update={"width": width, "height": height})
        self.setRect(QRectF(-2, -2, width + 4, height + 4))
        self._take_place()
        self.update()

    def show_state(self, *, selected: bool | None = None, hovered: bool | None = None) -> None:
        """Show the note selected or hovered."""
        before = (self.selected, self.hovered)
        self.selected = self.selected if selected is None else selected
        self.hovered = self.hovered if hovered is None else hovered
        if before != (self.selected, self.hovered):
            self._take_place()
            self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        text = self.note.text or _EMPTY
        shown = StickyNote(self.note.id, text, Rect(0.0, 0.0, self.note.width, self.note.height))
        paint_note(painter, shown, self._scene.look, selected=self.selected)
        if self.selected or self.hovered:
            self._paint_corner(painter)

    def _paint_corner(self, painter: QPainter) -> None:
        painter.setPen(QPen(ink(self._scene.look.note_secondary), 1.25))
        right, bottom = self.note.width - 4, self.note.height - 4
        for reach in (4.0, 8.0):
            painter.drawLine(QPointF(right - reach, bottom), QPointF(right, bottom - reach))

    def shows(self) -> tuple[Any, ...]:
        """Return all that a person can see of the item."""
        return (self.note, self.selected, self.hovered, self.pos().toTuple(), self.rect().getRect())

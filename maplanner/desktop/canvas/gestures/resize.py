"""Resizing a note by its lower right corner."""

from __future__ import annotations

from PySide6.QtCore import Qt

from maplanner.desktop.canvas import edits
from maplanner.desktop.canvas.gestures.base import Gesture, Pointer
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.note_item import SMALLEST
from maplanner.desktop.canvas.placing import snapped
from maplanner.document.records import Note


class Resize(Gesture):
    """Drags a note's corner; the note is written when the mouse is released."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, start: Pointer, desk: Desk, note_id: str) -> None:
        """Begin on a note's corner."""
        super().__init__(start)
        self._desk = desk
        self._note = desk.store.find(Note, note_id)

    def drag(self, pointer: Pointer) -> None:
        item = self._desk.scene.notes.get(self._note.id)
        if item is not None:
            item.show_size(*self._size(pointer))

    def commit(self, pointer: Pointer) -> None:
        size = self._size(pointer)
        if self._desk.store.get(self._note.id) is not None:
            self._desk.attempt(lambda: edits.resize_note(self._desk.store, self._note.id, size))
            self._restore()

    def abandon(self) -> None:
        self._restore()

    def click(self, pointer: Pointer) -> None:
        self._desk.scene.select([self._note.id])

    def _size(self, pointer: Pointer) -> tuple[float, float]:
        width = self._note.width + pointer.at.x() - self.start.at.x()
        height = self._note.height + pointer.at.y() - self.start.at.y()
        if not pointer.is_free:
            width, height = snapped(width), snapped(height)
        return min(max(width, SMALLEST[0]), 4000.0), min(max(height, SMALLEST[1]), 4000.0)

    def _restore(self) -> None:
        item = self._desk.scene.notes.get(self._note.id)
        note = self._desk.store.find_or_none(Note, self._note.id)
        if item is not None and note is not None:
            item.show_note(note)

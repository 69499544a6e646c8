"""Writing on the drawing itself: a step's title, a note's text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from maplanner.drawing.theme import LIST_SIZE, REGULAR, SEMIBOLD, TEXT_SIZE, Theme, ui_font

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SMALLEST_FONT: Final = 9


@dataclass(frozen=True)
class Opening:
    """What an editor begins with; ``ended`` gets the text, or ``None`` if writing was given up."""

    text: str
    zoom: float
    look: Theme
    ended: Callable[[str | None], None]

    def font(self, size: int, weight: int) -> QFont:
        """Return the interface font, as large as the drawing is zoomed."""
        font = QFont(ui_font(size, weight))
        font.setPixelSize(max(_SMALLEST_FONT, round(size * self.zoom)))
        return font


class TitleEditor(QLineEdit):
    """Edits one line in place. Enter or leaving it keeps the text, Esc gives it up."""

    def __init__(self, parent: QWidget, opening: Opening, place: QRect) -> None:
        super().__init__(opening.text, parent)
        self._opening: Opening | None = opening
        look = opening.look
        self.setFont(opening.font(TEXT_SIZE, SEMIBOLD))
        self.setMaxLength(10_000)
        self.setAccessibleName("Title")
        self.setStyleSheet(
            f"QLineEdit {{ background: {look.card}; color: {look.text}; border: 1px solid {look.accent};"
            f" border-radius: 4px; padding: 0 3px; selection-background-color: {look.accent};"
            f" selection-color: {look.on_accent}; }}"
        )
        self.setGeometry(place)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_writing(self, *, keep: bool) -> None:
        """Close the editor and tell what was written."""
        opening, self._opening = self._opening, None
        if opening is not None:
            text = self.text()
            _give_back_focus(self)
            self.hide()
            self.deleteLater()
            opening.ended(text if keep else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER or event.key() == Qt.Key.Key_Tab:
            self.end_writing(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.end_writing(keep=False)
        else:
            super().keyPressEvent(event)
        # What a line of text has no use for must not move steps.
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.end_writing(keep=True)


class NoteEditor(QPlainTextEdit):
    """Edits a note in place. Esc, Ctrl+Enter or leaving it keeps the text; what was a slip is undone.

    As in Miro and draw.io: several lines are too much to lose by one key.
    """

    def __init__(self, parent: QWidget, opening: Opening, place: QRect) -> None:
        super().__init__(opening.text, parent)
        self._opening: Opening | None = opening
        look = opening.look
        self.setFont(opening.font(LIST_SIZE, REGULAR))
        self.setAccessibleName("Note")
        self.setTabChangesFocus(True)
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {look.note}; color: {look.note_text};"
            f" border: 1px solid {look.accent}; border-radius: 4px; padding: 2px; }}"
        )
        self.setGeometry(place)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_writing(self, *, keep: bool) -> None:
        """Close the editor and tell what was written."""
        opening, self._opening = self._opening, None
        if opening is not None:
            text = self.toPlainText()
            _give_back_focus(self)
            self.hide()
            self.deleteLater()
            opening.ended(text if keep else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_done = event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or is_done:
            self.end_writing(keep=True)
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.end_writing(keep=True)


def _give_back_focus(editor: QWidget) -> None:
    """Let the canvas have the focus again; hiding the editor would pass it on as Tab does, to some step."""
    canvas = editor.parentWidget()
    if editor.hasFocus() and canvas is not None:
        canvas.setFocus(Qt.FocusReason.OtherFocusReason)

"""Writing on the drawing itself: a step's title, a note's text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from maplanner.drawing.theme import LIST_SIZE, SEMIBOLD, TEXT_SIZE, Theme, ui_font

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Written = Callable[[str], None]
"""Takes the text when writing has ended and was not given up."""


def _scaled(size: int, weight: int, zoom: float) -> QFont:
    font = QFont(ui_font(size, weight))
    font.setPixelSize(max(9, round(size * zoom)))
    return font


class TitleEditor(QLineEdit):
    """Edits one line in place. Enter or leaving it keeps the text, Esc gives it up."""

    def __init__(
        self, parent: QWidget, text: str, place: QRect, zoom: float, look: Theme, written: Written
    ) -> None:
        super().__init__(text, parent)
        self._written: Written | None = written
        self.setFont(_scaled(TEXT_SIZE, SEMIBOLD, zoom))
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

    def end(self, *, keep: bool) -> None:
        """Stop writing."""
        written, self._written = self._written, None
        if written is None:
            return
        text = self.text()
        self.hide()
        self.deleteLater()
        if keep:
            written(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER or event.key() == Qt.Key.Key_Tab:
            self.end(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.end(keep=False)
        else:
            super().keyPressEvent(event)
        # What a line does not use must not move steps.
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.end(keep=True)


class NoteEditor(QPlainTextEdit):
    """Edits a note in place. Ctrl+Enter or leaving it keeps the text, Esc gives it up."""

    def __init__(
        self, parent: QWidget, text: str, place: QRect, zoom: float, look: Theme, written: Written
    ) -> None:
        super().__init__(text, parent)
        self._written: Written | None = written
        self.setFont(_scaled(LIST_SIZE, 400, zoom))
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

    def end(self, *, keep: bool) -> None:
        """Stop writing."""
        written, self._written = self._written, None
        if written is None:
            return
        text = self.toPlainText()
        self.hide()
        self.deleteLater()
        if keep:
            written(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end(keep=False)
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.end(keep=True)
        else:
            super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.end(keep=True)

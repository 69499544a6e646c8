"""Asks what is done to a value that does not fit where it is to land."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from maplanner.desktop.words import tr


class ConversionDialog(QDialog):
    """Says why a value does not fit and takes the conversion in words; without one it cannot be accepted."""

    def __init__(
        self, parent: QWidget, reason: str, proposal: str, accepted: Callable[[str], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("This does not fit as it is"))
        self._accepted = accepted
        words = QLabel(reason)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        question = QLabel(tr("What is done to the value on the way?"))
        question.setProperty("role", "field")
        self.line = QLineEdit(proposal)
        self.line.setAccessibleName(question.text())
        question.setBuddy(self.line)
        self.line.selectAll()
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.button(buttons.Ok).setText(tr("Map with this conversion"))
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (words, question, self.line):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(420)
        self._check(proposal)
        self.line.setFocus()

    def _check(self, text: str) -> None:
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(text.strip()))

    def _accept(self) -> None:
        self.accept()
        self._accepted(self.line.text().strip())

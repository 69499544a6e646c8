"""Boxes for forms that scroll: the wheel moves the form, and never changes what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget


class ChoiceBox(QComboBox):
    """A list of choices that opens with a click or a key; the wheel is left to what is around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: who scrolls past a box does not mean to change it."""
        event.ignore()


class DateBox(QDateEdit):
    """A date that is typed or chosen; the wheel is left to what is around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: who scrolls past a box does not mean to change it."""
        event.ignore()

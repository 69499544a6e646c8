"""Boxes for forms that scroll: the wheel moves the form, and never changes what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QDoubleSpinBox, QSpinBox, QWidget

from maplanner.desktop.lettering import scaled

_ASIDE = 7
"""Pixels that a figure keeps from the edge of its box; style sheets have no say there."""


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


class WholeBox(QSpinBox):
    """A whole number that is typed, or changed with the arrow keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(scaled(_ASIDE), 0, scaled(_ASIDE), 0)


class FigureBox(QDoubleSpinBox):
    """A number that is typed, or changed with the arrow keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(scaled(_ASIDE), 0, scaled(_ASIDE), 0)

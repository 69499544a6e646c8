"""What every editor of the inspector promises, and the plain ones: text, numbers, switches, choices."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Final

from pydantic import JsonValue
from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from maplanner.core.units import Unit, shown, stored, suffix
from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.inspector.shape import Shape
from maplanner.desktop.words import tr


class Editor(QWidget):
    """Edits one JSON value. ``edited`` carries a new value; showing one emits nothing."""

    edited = Signal(object)
    complained = Signal(str)
    """What is wrong with what is being typed; empty once nothing is."""

    def regard(self, values: Mapping[str, JsonValue]) -> None:
        """Take note of the record's other values, before its own is shown; they may narrow the choice."""

    def show_value(self, value: JsonValue) -> None:
        """Show a value."""
        raise NotImplementedError

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""

    def emit_edit(self, value: JsonValue) -> None:
        """Tell that a person has entered a value."""
        self.edited.emit(value)


def row(editor: QWidget, *widgets: QWidget) -> QHBoxLayout:
    """Lay widgets out beside each other, without margins."""
    layout = QHBoxLayout(editor)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


class LineEditor(Editor):
    """One line of text; told when it is finished and while typing."""

    def __init__(self, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(tr(shape.meaning.title))
        row(self, self.line)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self.emit_edit)

    def show_value(self, value: JsonValue) -> None:
        """Show a text, leaving the cursor where it is."""
        text = "" if value is None else str(value)
        self.line.setPlaceholderText("")
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self.line.clear()
        self.line.setPlaceholderText(tr("different"))


class _TextBox(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TextEditor(Editor):
    """Several lines of text, or a list with one item a line."""

    def __init__(self, shape: Shape, parent: QWidget | None = None, *, as_list: bool = False) -> None:
        super().__init__(parent)
        self._as_list = as_list
        self.box = _TextBox()
        self.box.setAccessibleName(tr(shape.meaning.title))
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(72)
        row(self, self.box)
        self.setFocusProxy(self.box)
        self._shown: JsonValue = None
        self.box.left.connect(self._commit)

    def show_value(self, value: JsonValue) -> None:
        """Show a text or a list."""
        self._shown = value
        text = "\n".join(str(item) for item in value) if isinstance(value, list) else str(value or "")
        self.box.setPlaceholderText("")
        if self.box.toPlainText() != text:
            self.box.setPlainText(text)

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self.box.clear()
        self.box.setPlaceholderText(tr("different"))

    def _commit(self) -> None:
        text = self.box.toPlainText()
        value: JsonValue = (
            [line.strip() for line in text.splitlines() if line.strip()] if self._as_list else text
        )
        if value != self._shown and not (value in ("", []) and not self._shown):
            self._shown = value
            self.emit_edit(value)


class NumberEditor(Editor):
    """A number with its unit behind it; empty where that is allowed."""

    def __init__(self, shape: Shape, parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(parent)
        self._shape = shape
        self._unit: Unit | None = shape.meaning.unit
        self._whole = whole
        self.line = QLineEdit()
        self.line.setAccessibleName(tr(shape.meaning.title))
        self.line.setMaxLength(400)
        self.line.textEdited.connect(self._check)
        label = QLabel(tr(suffix(self._unit)))
        label.setProperty("role", "secondary")
        row(self, self.line, label)
        label.setVisible(bool(label.text()))
        self.setFocusProxy(self.line)
        self._shown: JsonValue = None
        self.line.editingFinished.connect(self._commit)

    def show_value(self, value: JsonValue) -> None:
        """Show a number as a person reads it."""
        self._shown = value
        self.line.setPlaceholderText(tr("none") if self._shape.optional else "")
        if self.line.hasFocus() and self.line.isModified():
            return
        self.line.setText("" if not isinstance(value, int | float) else self._as_text(float(value)))
        self.line.setModified(False)

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self.line.clear()
        self.line.setModified(False)
        self.line.setPlaceholderText(tr("different"))

    def _as_text(self, value: float) -> str:
        locale = QLocale()
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        number = round(shown(value, self._unit), 10)
        if abs(number) < _LARGEST_WHOLE and number == int(number):
            return locale.toString(int(number))
        return locale.toString(number, "g", 10)

    def _check(self, text: str) -> None:
        """Say while a person types what is wrong with the number, if anything is."""
        text = text.strip()
        is_missing = not text and not self._shape.optional
        self.complained.emit("" if is_missing or not text else self._read(text)[1])

    def _commit(self) -> None:
        if not self.line.isModified():
            return
        self.line.setModified(False)
        text = self.line.text().strip()
        if not text:
            self.complained.emit("")
            if self._shape.optional:
                self._tell(None)
            else:
                self.show_value(self._shown)
            return
        value, complaint = self._read(text)
        self.complained.emit(complaint)
        if value is not None and not complaint:
            self._tell(value)

    def _read(self, text: str) -> tuple[int | float | None, str]:
        """Return the number that a text means, as it is stored, and what is wrong with it."""
        number = number_in(text)
        if number is None:
            short = text if len(text) <= 30 else text[:29] + "…"
            return None, tr("“{text}” is not a number.").format(text=short)
        if self._whole and number != int(number):
            return None, tr("Only whole numbers fit here.")
        if self._whole and abs(number) > _LARGEST_WHOLE:
            return None, tr("This number is too large.")
        value = round(stored(number, self._unit), 12)
        return (int(value) if self._whole else value), self._out_of_range(value)

    def _out_of_range(self, value: float) -> str:
        low, high = self._shape.limits.low, self._shape.limits.high
        if high is not None and value > high:
            return tr("At most {number}.").format(number=self._as_text(high))
        if low is not None and value < low:
            return tr("At least {number}.").format(number=self._as_text(low))
        return ""

    def _tell(self, value: JsonValue) -> None:
        if value != self._shown:
            self.emit_edit(value)


_LARGEST_WHOLE: Final = 2**53
"""Beyond this not every whole number can be told from the next."""


def number_in(text: str) -> float | None:
    """Return the number that a person has typed, in the locale's way or any common one; ``None`` if none."""
    number, is_number = QLocale().toDouble(text)
    if not is_number:
        number, is_number = QLocale.c().toDouble(text.replace(",", "."))
    if not is_number:
        try:
            # Python reads the digits of every script.
            number = float(text.replace(",", ".").replace("٫", "."))
        except ValueError:
            return None
    return number if isfinite(number) else None


class SwitchEditor(Editor):
    """Yes or no."""

    def __init__(self, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(tr(shape.meaning.title))
        row(self, self.box)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(lambda: self.emit_edit(self.box.isChecked()))

    def show_value(self, value: JsonValue) -> None:
        """Show yes or no."""
        self.box.setTristate(False)
        self.box.setChecked(bool(value))

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self.box.setTristate(True)
        self.box.setCheckState(Qt.CheckState.PartiallyChecked)


class ChoiceEditor(Editor):
    """One of several words. ``choices`` are pairs of value and text."""

    def __init__(
        self, shape: Shape, choices: list[tuple[JsonValue, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.box = ChoiceBox()
        self.box.setAccessibleName(tr(shape.meaning.title))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.offer(choices)
        row(self, self.box)
        self.setFocusProxy(self.box)
        self.box.activated.connect(lambda: self.emit_edit(self.box.currentData()))

    def offer(self, choices: list[tuple[JsonValue, str]]) -> None:
        """Offer these words instead of the ones before."""
        self.box.clear()
        for value, text in choices:
            self.box.addItem(text, value)

    def show_value(self, value: JsonValue) -> None:
        """Show the chosen word; one that is not on the list is added as it is."""
        index = self.box.findData(value)
        if index < 0 and value in (None, ""):
            index = next((at for at in range(self.box.count()) if not self.box.itemData(at)), -1)
        elif index < 0:
            self.box.addItem(tr("{value} (missing)").format(value=value), value)
            index = self.box.count() - 1
        self.box.setCurrentIndex(index)

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self.box.setCurrentIndex(-1)
        self.box.setPlaceholderText(tr("different"))

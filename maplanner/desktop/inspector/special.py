"""Editors for dates, ticks, weeks and values that cannot be edited."""

from __future__ import annotations

from pydantic import JsonValue
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import DateBox
from maplanner.desktop.inspector.editor import Editor, row
from maplanner.desktop.inspector.shape import Shape
from maplanner.desktop.words import tr


class DateEditor(Editor):
    """A date, or none where that is allowed."""

    def __init__(self, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.date = DateBox()
        self.date.setAccessibleName(tr(shape.meaning.title))
        self.date.setCalendarPopup(True)
        # The earliest date stands for none: nobody must read a date where there is none.
        self.date.setSpecialValueText(tr("none"))
        self._set = QCheckBox()
        self._set.setAccessibleName(tr("Has a date"))
        layout = row(self, self._set, self.date)
        self._set.setVisible(shape.optional)
        layout.setStretch(1, 1)
        self.setFocusProxy(self.date)
        self.date.editingFinished.connect(self._commit)
        self._set.clicked.connect(self._commit)
        self._shown: JsonValue = None

    def show_value(self, value: JsonValue) -> None:
        """Show a date, or that there is none."""
        self._shown = value
        self._set.setTristate(False)
        self.date.setSpecialValueText(tr("none"))
        self._set.setChecked(value is not None)
        self.date.setEnabled(value is not None or not self._set.isVisibleTo(self))
        day = QDate.fromString(str(value), Qt.DateFormat.ISODate) if value else self.date.minimumDate()
        self.date.setDate(day)

    def show_mixed(self) -> None:
        """Show that the selected things differ here; a date chosen now holds for all."""
        self._shown = tr("different")
        self._set.setTristate(True)
        self._set.setCheckState(Qt.CheckState.PartiallyChecked)
        self.date.setEnabled(True)
        self.date.setSpecialValueText(tr("different"))
        self.date.setDate(self.date.minimumDate())

    def _commit(self) -> None:
        if self._set.isTristate() and self.sender() is self.date:
            if self.date.date() == self.date.minimumDate():
                return  # looked at, and left as different as they are
            self._set.setChecked(True)
        has_date = self._set.isChecked() or not self._set.isVisibleTo(self)
        if has_date and self.date.date() == self.date.minimumDate():
            self.date.setDate(QDate.currentDate())
        value = self.date.date().toString(Qt.DateFormat.ISODate) if has_date else None
        if value != self._shown:
            self._shown = value
            self.date.setEnabled(has_date)
            self.emit_edit(value)


class TicksEditor(Editor):
    """Any number of several words."""

    def __init__(
        self, choices: list[tuple[str, str]], parent: QWidget | None = None, *, across: int = 1
    ) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.boxes: dict[str, QCheckBox] = {}
        for place, (value, text) in enumerate(choices):
            box = QCheckBox(text)
            box.clicked.connect(self._commit)
            self.boxes[value] = box
            layout.addWidget(box, place // across, place % across)

    def show_value(self, value: JsonValue) -> None:
        """Tick what is in the list."""
        chosen = value if isinstance(value, list) else []
        for name, box in self.boxes.items():
            box.setTristate(False)
            box.setChecked(name in chosen)

    def show_mixed(self) -> None:
        """Show that the selected things differ here; a click makes them all alike."""
        for box in self.boxes.values():
            box.setTristate(True)
            box.setCheckState(Qt.CheckState.PartiallyChecked)

    def _commit(self) -> None:
        for box in self.boxes.values():
            if box.isTristate() and box.checkState() is Qt.CheckState.PartiallyChecked:
                box.setChecked(box is self.sender())
            box.setTristate(False)
        self.emit_edit([name for name, box in self.boxes.items() if box.isChecked()])


class WeekEditor(Editor):
    """Seven multipliers, Monday first."""

    def __init__(self, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        self.lines: list[QLineEdit] = []
        for day in range(7):
            column = QVBoxLayout()
            column.setSpacing(1)
            name = QLabel(QLocale().dayName(day + 1, QLocale.FormatType.NarrowFormat))
            name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            name.setProperty("role", "secondary")
            line = QLineEdit()
            line.setValidator(QDoubleValidator(0, 1000, 4, line))
            line.setMinimumWidth(24)
            line.setProperty("role", "narrow")
            line.setAccessibleName(f"{tr(shape.meaning.title)}, {QLocale().dayName(day + 1)}")
            line.editingFinished.connect(self._commit)
            column.addWidget(name)
            column.addWidget(line)
            layout.addLayout(column)
            self.lines.append(line)
        self._shown: list[float] = []

    def show_value(self, value: JsonValue) -> None:
        """Show the seven figures."""
        figures = value if isinstance(value, list) else []
        self._shown = [float(item) for item in figures if isinstance(item, int | float)]
        for line, figure in zip(self.lines, self._shown, strict=False):
            line.setText(QLocale().toString(figure, "g", 6))
            line.setPlaceholderText("")

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self._shown = []
        for line in self.lines:
            line.clear()
            line.setPlaceholderText("…")
            line.setToolTip(tr("different"))

    def _commit(self) -> None:
        figures = []
        if not self._shown and any(not line.text() for line in self.lines):
            return  # one week for all needs all its days
        for line in self.lines:
            number, ok = QLocale().toDouble(line.text())
            if not ok:
                self.show_value(list(self._shown))
                return
            figures.append(number)
        if figures != self._shown:
            self._shown = figures
            self.emit_edit(list(figures))


class FiguresEditor(Editor):
    """Some numbers on one line, with blanks or semicolons between them."""

    def __init__(self, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(tr(shape.meaning.title))
        self.line.setToolTip(tr("Numbers with blanks between them, such as 60 30"))
        self.line.editingFinished.connect(self._commit)
        row(self, self.line)
        self.setFocusProxy(self.line)
        self._shown: list[float] | None = []

    def show_value(self, value: JsonValue) -> None:
        """Show the numbers."""
        found = value if isinstance(value, list | tuple) else []
        self._shown = [float(item) for item in found if isinstance(item, int | float)]
        self.line.setPlaceholderText(tr("none"))
        self.line.setText("  ".join(_figure(item) for item in self._shown))

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self._shown = None
        self.line.clear()
        self.line.setPlaceholderText(tr("different"))

    def _commit(self) -> None:
        words = self.line.text().replace(";", " ").split()
        if self._shown is None and not words:
            return
        read = [QLocale().toDouble(word) for word in words]
        if not all(is_number for _number, is_number in read):
            self.show_value(list(self._shown or []))
            return
        figures = [number for number, _is_number in read]
        if figures != self._shown:
            self._shown = figures
            self.emit_edit(list(figures))


def _figure(value: float) -> str:
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(value, "g", 10)


class JsonView(Editor):
    """Shows a value that this version cannot edit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setProperty("role", "secondary")
        self.label.setWordWrap(True)
        row(self, self.label)

    def show_value(self, value: JsonValue) -> None:
        """Show the value as it stands in the file."""
        self.label.setText(str(value))

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self.label.setText(tr("different"))

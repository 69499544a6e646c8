"""Editors for times: time zones, weekdays, months of the year, and how long something took others."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from pydantic import JsonValue
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.inspector.editor import Editor, TextEditor, row
from maplanner.desktop.inspector.shape import Shape
from maplanner.desktop.inspector.special import TicksEditor
from maplanner.desktop.words import tr

_POINT: Final = re.compile(r"\s*(?P<share>[\d.,]+)\s*%?[\s:=→]+(?P<days>[\d.,]+)\s*\w*\s*")


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zones that are named after a place."""
    return tuple(
        sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    )


class ZoneEditor(Editor):
    """A time zone: found by typing any part of its name; empty where none is meant."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.box = ChoiceBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setAccessibleName(tr(shape.meaning.title))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        names = zone_names()
        self._known = {name.casefold(): name for name in [*names, "UTC"]}
        self.box.addItems(["", "UTC", *names])
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line = QLineEdit()
        self.box.setLineEdit(self.line)
        self.box.setCompleter(completer)
        self.line.setPlaceholderText(tr("none"))
        self.line.editingFinished.connect(self._commit)
        self.box.activated.connect(self._commit)
        row(self, self.box)
        self.setFocusProxy(self.box)
        self._shown: JsonValue = ""

    def show_value(self, value: JsonValue) -> None:
        """Show the zone's name."""
        self._shown = str(value or "")
        self.box.setEditText(str(value or ""))

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self._shown = None
        self.box.setEditText("")
        self.line.setPlaceholderText(tr("different"))

    def _commit(self) -> None:
        text = self.box.currentText().strip().replace(" ", "_")
        if text == (self._shown or ""):
            return
        name = self._known.get(text.casefold(), "" if not text else None)
        if name is None:
            self.complained.emit(tr("There is no time zone “{name}”.").format(name=text))
            return
        self.complained.emit("")
        self._shown = name
        self.box.setEditText(name)
        self.emit_edit(name)


class WeekdaysEditor(TicksEditor):
    """Some days of the week; never none at all."""

    def __init__(self, shape: Shape) -> None:
        days = [(str(day), QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat)) for day in range(7)]
        super().__init__(days, across=3)
        self.setAccessibleName(tr(shape.meaning.title))
        self._chosen: JsonValue = []

    def show_value(self, value: JsonValue) -> None:
        """Tick the days."""
        self._chosen = value
        super().show_value([str(day) for day in value] if isinstance(value, list | tuple) else [])

    def emit_edit(self, value: JsonValue) -> None:
        """Tell the days as numbers; a week without any day stays as it was."""
        if isinstance(value, list) and value:
            super().emit_edit([int(str(day)) for day in value])
        else:
            self.show_value(self._chosen)


class YearEditor(Editor):
    """Twelve multipliers, January first, in two rows."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        self.lines: list[QLineEdit] = []
        for month in range(12):
            name = QLabel(QLocale().standaloneMonthName(month + 1, QLocale.FormatType.ShortFormat))
            name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            name.setProperty("role", "secondary")
            line = QLineEdit()
            line.setValidator(QDoubleValidator(0, 1000, 4, line))
            line.setMinimumWidth(24)
            line.setProperty("role", "narrow")
            line.setAccessibleName(f"{tr(shape.meaning.title)}, {QLocale().standaloneMonthName(month + 1)}")
            line.editingFinished.connect(self._commit)
            layout.addWidget(name, 2 * (month // 6), month % 6)
            layout.addWidget(line, 2 * (month // 6) + 1, month % 6)
            self.lines.append(line)
        self._shown: list[float] = []

    def show_value(self, value: JsonValue) -> None:
        """Show the twelve figures."""
        figures = value if isinstance(value, list | tuple) else []
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

    def _commit(self) -> None:
        if not self._shown and any(not line.text() for line in self.lines):
            return  # one year for all needs all its months
        read = [QLocale().toDouble(line.text()) for line in self.lines]
        if not all(is_number for _number, is_number in read):
            self.show_value(list(self._shown))
            return
        figures = [number for number, _is_number in read]
        if figures != self._shown:
            self._shown = figures
            self.emit_edit(list(figures))


class QuantilesEditor(TextEditor):
    """Measured times, a line for each point: “50 % 2” where half were through after two days."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, as_list=True)
        self.box.setPlaceholderText(tr("50 % 2"))
        self.box.setFixedHeight(92)

    def show_value(self, value: JsonValue) -> None:
        """Show the points."""
        points = value if isinstance(value, list | tuple) else []
        super().show_value([_line(point) for point in points if isinstance(point, dict)])

    def emit_edit(self, value: JsonValue) -> None:
        """Tell the points; say which line is none."""
        points: list[JsonValue] = []
        for line in value if isinstance(value, list) else []:
            point = _point(str(line))
            if point is None:
                self.complained.emit(
                    tr("“{line}” is no point; write it like 50 % 2").format(line=str(line)[:30])
                )
                return
            points.append(point)
        complaint = _complaint(points)
        self.complained.emit(complaint)
        if not complaint:
            super().emit_edit(points)


def _line(point: dict[str, JsonValue]) -> str:
    locale = QLocale()
    share, days = (locale.toString(float(str(point.get(name, 0.0))) * by, "g", 6) for name, by in _COLUMNS)
    return f"{share} % {days}"


_COLUMNS: Final = (("share", 100.0), ("days", 1.0))


def _point(line: str) -> dict[str, JsonValue] | None:
    """Return a point as it is stored; ``None`` for what is none."""
    found = _POINT.fullmatch(line)
    if found is None:
        return None
    share, first = QLocale().toDouble(found["share"])
    days, second = QLocale().toDouble(found["days"])
    return {"share": round(share / 100, 9), "days": days} if first and second else None


def _complaint(points: list[JsonValue]) -> str:
    from pydantic import ValidationError

    from maplanner.document.values import EmpiricalDelay

    try:
        EmpiricalDelay.model_validate({"points": points})
    except ValidationError:
        return tr("Shares must rise to 100 %, and days must not fall.")
    return ""

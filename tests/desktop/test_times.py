"""Editors for times in the inspector."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from maplanner.desktop.inspector.making import make_editor
from maplanner.desktop.inspector.shape import shapes
from maplanner.desktop.inspector.times import QuantilesEditor, WeekdaysEditor, YearEditor, ZoneEditor
from maplanner.document.records import WorkCalendar
from maplanner.document.values import EmpiricalDelay, WindowDelay
from maplanner.steps.search_term import SearchTermProps
from tests.builders import PlanBuilder


def editor(qtbot: QtBot, model: Any, name: str) -> Any:
    shape = next(shape for shape in shapes(model) if shape.name == name)
    made = make_editor(shape, PlanBuilder().snapshot())
    qtbot.addWidget(made)
    made.told = []
    made.edited.connect(made.told.append)
    made.complaints = []
    made.complained.connect(made.complaints.append)
    return made


def test_a_zone_is_found_however_it_is_written(qtbot: QtBot) -> None:
    zone = editor(qtbot, WorkCalendar, "zone")
    assert isinstance(zone, ZoneEditor)
    zone.show_value("Europe/Oslo")
    zone.line.setText("europe/riga")
    zone.line.editingFinished.emit()
    zone.line.editingFinished.emit()
    assert zone.told == ["Europe/Riga"]
    zone.line.setText("Mars")
    zone.line.editingFinished.emit()
    assert zone.told == ["Europe/Riga"]
    assert "Mars" in zone.complaints[-1]
    zone.line.clear()
    zone.line.editingFinished.emit()
    assert zone.told[-1] == ""


def test_weekdays_are_ticked_and_never_none(qtbot: QtBot) -> None:
    days = editor(qtbot, WindowDelay, "weekdays")
    assert isinstance(days, WeekdaysEditor)
    days.show_value([1])
    days.boxes["3"].click()
    assert days.told == [[1, 3]]
    days.show_value([1])
    days.boxes["1"].click()
    assert days.told == [[1, 3]]
    assert days.boxes["1"].isChecked()


def test_months_are_edited_one_by_one(qtbot: QtBot) -> None:
    year = editor(qtbot, SearchTermProps, "year")
    assert isinstance(year, YearEditor)
    year.show_value([1.0] * 12)
    year.lines[11].setText("2")
    year.lines[11].editingFinished.emit()
    assert year.told == [[1.0] * 11 + [2.0]]
    year.show_mixed()
    year.lines[0].editingFinished.emit()
    assert len(year.told) == 1


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("50 % 2\n100 % 7 days", [(0.5, 2.0), (1.0, 7.0)]),
        ("12.5 0\n100: 3", [(0.125, 0.0), (1.0, 3.0)]),
        ("50 % 2", None),
        ("soon", None),
        ("60 % 2\n40 % 3\n100 % 4", None),
    ],
)
def test_measured_times_are_lines(qtbot: QtBot, text: str, points: list[tuple[float, float]] | None) -> None:
    lines = editor(qtbot, EmpiricalDelay, "points")
    assert isinstance(lines, QuantilesEditor)
    lines.show_value(EmpiricalDelay().model_dump(mode="json")["points"])
    assert lines.box.toPlainText().splitlines()[1] == "50 % 0.25"
    lines.box.setPlainText(text)
    lines.box.left.emit()
    if points is None:
        assert not lines.told
        assert lines.complaints[-1]
    else:
        assert lines.told == [[{"share": share, "days": days} for share, days in points]]

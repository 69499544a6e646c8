"""The way of a field: listed in order, lit on drawings and the tool map, ended by Esc."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.canvas.veil import Veil
from maplanner.desktop.data.screens import (
    go_to,
    selected_field,
    show_conversion,
    show_fields,
    show_mapping,
    show_way,
)
from maplanner.desktop.data.way_panel import WayPanel
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import (
    Conversion,
    CrmField,
    CrmObject,
    FormField,
    Mapping,
    Problem,
    Step,
    System,
)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    application = Application(qapp, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    with PlanSession.new(tmp_path / "plan.maplan", template="sample"):
        pass
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    yield made
    made.let_go()
    made.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def company(window: MainWindow) -> CrmField:
    objects = {each.id: each.api_name for each in window.bridge.reader.all(CrmObject)}
    fields = window.bridge.reader.all(CrmField)
    return next(each for each in fields if (objects[each.object], each.api_name) == ("Lead", "Company"))


def panel(window: MainWindow) -> WayPanel:
    return window.findChildren(WayPanel)[0]


def test_a_way_is_listed_lit_and_ended(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    window.show()
    lands = company(window)
    show_way(window, lands.id)
    assert window.docks.is_shown("way")
    model = panel(window).model
    rows = [model.place(row) for row in range(model.rowCount())]
    sides = [place.side for place in rows]
    assert sides == sorted(sides, key=["upstream", "chosen", "downstream"].index)
    assert any(place.type_name == FormField.type_name for place in rows)
    canvas = window.tabs.canvas()
    assert canvas is not None
    (veil,) = [each for each in canvas.canvas.previews if isinstance(each, Veil)]
    forms = {place.record for place in rows if place.type_name == Step.type_name}
    assert veil.lit_here & forms
    assert not canvas.grab().isNull()
    window.tabs.show_tool_map()
    assert not window.tabs.tool_map.grab().isNull()
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.way.lineage is None
    assert veil not in canvas.canvas.previews
    assert panel(window).model.rowCount() == 0


def test_a_drawing_opened_later_is_lit_too(window: MainWindow) -> None:
    show_way(window, company(window).id)
    for at in range(window.tabs.count()):
        window.tabs.setCurrentIndex(at)
        canvas = window.tabs.canvas()
        if canvas is not None:
            assert any(isinstance(each, Veil) for each in canvas.canvas.previews)


def test_the_way_follows_the_plan_and_goes_with_its_field(window: MainWindow, qtbot: QtBot) -> None:
    lands = company(window)
    show_way(window, lands.id)
    before = panel(window).model.rowCount()
    assert before > 1
    with window.bridge.store.transact("Delete mappings") as t:
        for each in window.bridge.reader.all(FormField):
            if each.key == "company":
                t.remove(each.id)
    qtbot.waitUntil(lambda: 0 < panel(window).model.rowCount() < before)
    with window.bridge.store.transact("Delete") as t:
        t.remove(lands.id)
    qtbot.waitUntil(lambda: window.way.lineage is None)


def test_the_selected_field_is_shown_by_the_action(window: MainWindow) -> None:
    window.commands.trigger("plan.show_way")
    assert window.way.lineage is None
    screen = show_fields(window)
    assert screen.show_field(company(window).id)
    assert selected_field(window) == company(window).id
    window.commands.trigger("plan.show_way")
    assert window.way.lineage is not None
    assert window.way.lineage.chosen == company(window).id
    window.commands.trigger("plan.end_way")
    assert window.way.lineage is None


def test_the_way_is_exported_as_a_picture(window: MainWindow, tmp_path: Path) -> None:
    show_way(window, company(window).id)
    panel(window).export_picture(tmp_path / "way.png")
    picture = QImage(str(tmp_path / "way.png"))
    assert picture.width() > 400
    panel(window).export_picture(tmp_path / "way.svg")
    assert "Lead.Company" in (tmp_path / "way.svg").read_text(encoding="utf-8")


def test_a_problem_is_pinned_to_what_is_selected(window: MainWindow) -> None:
    step = window.bridge.reader.all(Step)[0]
    window.inspector.show_records([step.id])
    before = {each.id for each in window.bridge.reader.all(Problem)}
    window.commands.trigger("plan.add_problem")
    (made,) = [each for each in window.bridge.reader.all(Problem) if each.id not in before]
    assert made.about == step.id
    assert window.inspector.shown_ids == [made.id]
    system = window.bridge.reader.all(System)[0]
    window.tabs.tool_map.add_problem(system.id)
    assert window.bridge.reader.all(Problem)[-1].about == system.id


def test_each_thing_is_shown_where_it_is_best_understood(window: MainWindow) -> None:
    reader = window.bridge.reader
    mapping = reader.all(Mapping)[0]
    go_to(window, mapping.id)
    assert window.tabs.front() == "mapping"
    assert show_mapping(window).board.lines.selected == mapping.id
    lands = company(window)
    go_to(window, lands.id)
    assert show_fields(window).selected_ids() == [lands.id]
    objects = {each.api_name: each.id for each in reader.all(CrmObject)}
    account = reader.referring(CrmField, "object", objects["Account"])
    name = next(each for each in account if each.api_name == "Name")
    line = Conversion.new(source=lands.id, target=name.id)
    with window.bridge.store.transact("Convert") as t:
        t.put(line)
    show_conversion(window).refresh()
    go_to(window, line.id)
    assert window.tabs.front() == "conversion"
    assert show_conversion(window).board.lines.selected == line.id
    step = reader.all(Step)[0]
    go_to(window, step.id)
    assert window.tabs.front() == step.campaign

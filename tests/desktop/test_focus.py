"""Which part of the window hears keys: the drawing in front, until a person goes elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.screens import LISTS
from maplanner.document.records import Step


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    application = Application(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    with PlanSession.new(tmp_path / "plan.maplan", template="sample"):
        pass
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    yield made
    for each in list(application.windows):
        each.let_go()
        each.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def hears(window: MainWindow) -> QWidget | None:
    return window.focusWidget()


def test_the_drawing_hears_keys_from_the_start(window: MainWindow) -> None:
    assert hears(window) is window.tabs.canvas()


def test_a_click_on_a_tab_gives_its_drawing_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.inspector.setFocus()
    place = window.tabs.tabBar().tabRect(1).center() - QPoint(20, 0)
    QTest.mouseClick(window.tabs.tabBar(), Qt.MouseButton.LeftButton, pos=place)
    assert window.tabs.currentIndex() == 1
    qtbot.waitUntil(lambda: hears(window) is window.tabs.canvas())


def test_the_next_tab_hears_keys(window: MainWindow) -> None:
    first = window.tabs.canvas()
    window.commands.trigger("view.next_tab")
    assert hears(window) is window.tabs.canvas() is not first


def test_behind_a_tab_that_closes_the_next_one_hears_keys(window: MainWindow) -> None:
    window.commands.trigger("view.close_tab")
    assert hears(window) is window.tabs.canvas()


def test_a_screen_gives_the_keys_to_a_part_that_hears_them(window: MainWindow) -> None:
    window.tabs.show_screen(LISTS)
    window.tabs.take_focus()
    part = hears(window)
    assert part is not None
    assert window.tabs.currentWidget().isAncestorOf(part)


def test_what_the_palette_finds_can_be_worked_on_at_once(window: MainWindow) -> None:
    step = window.bridge.reader.all(Step)[0]
    window.inspector.setFocus()
    entry = next(each for each in window.commands._record_entries() if each.title == step.title)
    entry.run()
    assert hears(window) is window.tabs.canvas()


def test_looking_at_the_list_of_kinds_and_leaving_it_selects_nothing(window: MainWindow) -> None:
    canvas = window.tabs.canvas()
    assert canvas is not None
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    field = hears(window)
    assert field is not None
    assert field is not canvas
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert hears(window) is canvas
    assert canvas.selected_ids() == []


def test_enter_opens_the_inspector_for_typing_and_esc_comes_back(window: MainWindow) -> None:
    canvas = window.tabs.canvas()
    assert canvas is not None
    step = window.bridge.reader.referring(Step, "campaign", canvas.campaign_id)[0]
    canvas.select([step.id])
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    line = hears(window)
    assert line is not None
    assert window.inspector.isAncestorOf(line)
    QTest.keyClicks(line, "Renamed")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert hears(window) is canvas
    assert window.bridge.reader.find(Step, step.id).title == "Renamed"
    assert canvas.selected_ids() == [step.id]


def test_a_double_click_on_a_kind_adds_one_step(window: MainWindow) -> None:
    chip = next(each for each in window.steps.findChildren(QPushButton) if each.text() == "Wait")
    before = window.bridge.reader.counts()[Step.type_name]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(chip, Qt.MouseButton.LeftButton)
    assert window.bridge.reader.counts()[Step.type_name] == before + 1
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert window.bridge.reader.counts()[Step.type_name] == before + 2


def test_a_screen_that_is_asked_for_takes_the_keys_from_a_panel(window: MainWindow) -> None:
    window.docks.take_focus("inspector")
    window.commands.trigger("plan.lists")
    page = window.tabs.currentWidget()
    heard = hears(window)
    assert heard is not None
    assert page.isAncestorOf(heard)


def test_keys_walk_round_the_panels_and_the_drawing(window: MainWindow) -> None:
    seen = [dock for dock in window.findChildren(QDockWidget) if not dock.visibleRegion().isEmpty()]
    assert len(seen) > 1
    met = set()
    for _turn in seen:
        window.commands.trigger("view.next_panel")
        heard = hears(window)
        met |= {dock for dock in seen if heard is not None and dock.isAncestorOf(heard)}
    assert met == set(seen)
    window.commands.trigger("view.next_panel")
    assert hears(window) is window.tabs.canvas()
    window.commands.trigger("view.previous_panel")
    assert hears(window) is not window.tabs.canvas()


def test_a_panel_that_lies_behind_another_is_raised_before_it_can_be_put_away(window: MainWindow) -> None:
    window.commands.trigger("view.dock_history")
    assert window.docks.is_shown("history")
    QApplication.processEvents()
    window.commands.trigger("view.dock_history")
    assert not window.docks.is_shown("history")


def test_steps_are_paused_and_go_on_by_one_command(window: MainWindow) -> None:
    canvas = window.tabs.canvas()
    assert canvas is not None
    steps = window.bridge.reader.referring(Step, "campaign", canvas.campaign_id)[:2]
    canvas.select([step.id for step in steps])
    window.commands.trigger("edit.pause")
    assert all(window.bridge.reader.find(Step, step.id).paused for step in steps)
    assert canvas.canvas.steps[steps[0].id].card.summary == "paused: nobody passes"
    window.commands.trigger("edit.pause")
    assert not any(window.bridge.reader.find(Step, step.id).paused for step in steps)
    assert canvas.canvas.steps[steps[0].id].card.summary != "paused: nobody passes"

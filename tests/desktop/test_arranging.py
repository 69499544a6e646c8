"""Lining up, spreading out and selecting along links, as menus and keys do it in the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.canvas.view import CanvasView
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import Link, Note, Step
from tests.desktop.canvas import sketch

PLACES = {"a": (0.0, 0.0), "b": (300.0, 40.0), "c": (700.0, 8.0), "d": (1200.0, 200.0)}


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window on a row of four steps, the last of which nothing leads to, and a note."""
    with PlanSession.new(tmp_path / "plan.maplan", template="empty") as session:
        steps = [sketch.step(name, x=x, y=y) for name, (x, y) in PLACES.items()]
        links = [sketch.link("a", "b"), sketch.link("b", "c")]
        note = sketch.note("n", 40.0, 300.0)
        with session.store.transact("Draw") as transaction:
            transaction.put(*sketch.campaigns(), *steps, *links, note)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    application = Application(qapp, settings)
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    made.tabs.open_campaign("spring")
    yield made
    made.let_go()
    made.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def canvas_of(window: MainWindow) -> CanvasView:
    canvas = window.tabs.canvas()
    assert canvas is not None
    return canvas


def places(window: MainWindow) -> dict[str, tuple[float, float]]:
    reader = window.bridge.reader
    return {each.id: (each.x, each.y) for each in (*reader.all(Step), *reader.all(Note))}


def test_steps_and_notes_are_lined_up_in_one_step_of_undo(window: MainWindow) -> None:
    before = places(window)
    canvas_of(window).select(["b", "c", "n"])
    window.commands.trigger("arrange.left")
    assert {places(window)[key][0] for key in "bcn"} == {40.0}
    assert {places(window)[key] for key in "ad"} == {before[key] for key in "ad"}
    assert "Align" in (window.bridge.store.history.undo_label or "")
    window.commands.trigger("edit.undo")
    assert places(window) == before


def test_steps_are_spread_out_with_the_same_gaps(window: MainWindow) -> None:
    canvas_of(window).select(["a", "b", "c", "d"])
    window.commands.trigger("arrange.across")
    assert [places(window)[key][0] for key in "abcd"] == [0.0, 400.0, 800.0, 1200.0]
    history = window.bridge.store.history
    label = history.undo_label
    window.commands.trigger("arrange.across")
    assert history.undo_label == label, "nothing moved, so nothing is to be undone"
    window.commands.trigger("edit.undo")
    assert places(window)["b"] == PLACES["b"]


def test_arranging_is_offered_where_it_can_do_something(window: MainWindow) -> None:
    def offered() -> set[str]:
        window.commands.refresh()
        actions = (each for each in window.actions() if each.objectName().startswith("arrange."))
        return {each.objectName() for each in actions if each.isEnabled()}

    canvas = canvas_of(window)
    canvas.select(["a", "a>b"])
    assert offered() == set()
    canvas.select(["a", "b"])
    assert len(offered()) == 6
    canvas.select(["a", "b", "n"])
    assert len(offered()) == 8


@pytest.mark.parametrize(
    ("start", "name", "found"),
    [
        ("b", "upstream", {"a", "b"}),
        ("b", "downstream", {"b", "c"}),
        ("b", "connected", {"a", "b", "c"}),
        ("a>b", "downstream", {"a>b", "b", "c"}),
        ("a>b", "upstream", {"a>b", "a"}),
        ("a>b", "connected", {"a>b", "a", "b", "c"}),
        ("d", "connected", {"d"}),
        ("n", "connected", {"n"}),
    ],
)
def test_the_selection_follows_the_links(window: MainWindow, start: str, name: str, found: set[str]) -> None:
    links = {each.id for each in window.bridge.reader.all(Link)}
    assert links == {"a>b", "b>c"}
    canvas_of(window).select([start])
    window.commands.trigger(f"edit.select_{name}")
    assert set(canvas_of(window).selected_ids()) == found


def test_the_keys_select_along_the_links(window: MainWindow, qtbot: QtBot) -> None:
    canvas = canvas_of(window)
    window.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    canvas.select(["b"])
    QTest.keyClick(canvas, Qt.Key.Key_Right, both)
    assert set(canvas.selected_ids()) == {"b", "c"}
    QTest.keyClick(canvas, Qt.Key.Key_Left, both)
    assert set(canvas.selected_ids()) == {"a", "b", "c"}


def test_the_context_menu_offers_both(window: MainWindow, qtbot: QtBot) -> None:
    canvas = canvas_of(window)
    canvas.select(["a", "b"])
    window.commands.show_context_menu(["a", "b"], canvas.mapToGlobal(canvas.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    titles = {each.title() for each in menu.findChildren(QMenu)}
    menu.close()
    assert {"Arrange", "Select"} <= titles

"""Tidying up as a person does it: one press, one step of undo, nothing that was not asked for."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app import tidying as app_tidying
from maplanner.app.session import PlanSession
from maplanner.core.errors import CannotTidy
from maplanner.desktop.application import Application
from maplanner.desktop.canvas.gliding import Glide, between
from maplanner.desktop.canvas.view import CanvasView
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import Step
from maplanner.drawing.geometry import Point


@pytest.fixture
def application(qapp: QApplication, tmp_path: Path) -> Iterator[Application]:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = Application(qapp, settings)
    yield made
    for window in list(made.windows):
        window.let_go()
        window.deleteLater()
    made.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def window(application: Application, tmp_path: Path) -> MainWindow:
    with PlanSession.new(tmp_path / "plan.maplan", template="sample"):
        pass
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    return made


def canvas(window: MainWindow) -> CanvasView:
    found = window.tabs.canvas()
    assert found is not None
    return found


def places(window: MainWindow) -> dict[str, tuple[float, float]]:
    return {step.id: (step.x, step.y) for step in window.bridge.reader.all(Step)}


def shown(window: MainWindow) -> dict[str, QPointF]:
    return {key: item.pos() for key, item in canvas(window).canvas.steps.items()}


def gliding(window: MainWindow) -> list[Glide]:
    return canvas(window).findChildren(Glide)


def tidy(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.trigger("edit.tidy")
    qtbot.waitUntil(lambda: not window.tidying.is_busy, timeout=20_000)


def test_the_verb_in_the_bar_tidies_the_drawing_in_front_in_one_step_of_undo(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = places(window)
    window.topbar.verbs["edit.tidy"].click()
    qtbot.waitUntil(lambda: places(window) != before, timeout=20_000)
    after = places(window)
    here = canvas(window).canvas.steps
    assert {key for key in before if before[key] != after[key]} <= here.keys()
    assert window.bridge.store.history.undo_label == "Tidy up"
    qtbot.waitUntil(lambda: not gliding(window))
    window.commands.trigger("edit.undo")
    assert places(window) == before
    assert window.bridge.store.history.undo_label is None


def test_steps_glide_and_arrive_where_their_records_say(window: MainWindow, qtbot: QtBot) -> None:
    canvas(window).set_zoom(1.0)
    old = shown(window)
    tidy(window, qtbot)
    (glide,) = gliding(window)
    glide.pause()
    glide.setCurrentTime(0)
    assert shown(window) == old, "they set out from where they lay"
    glide.resume()
    qtbot.waitUntil(lambda: not gliding(window))
    assert shown(window) == {key: QPointF(*places(window)[key]) for key in old}
    scene = canvas(window).canvas
    scene.settle()
    assert {key: item.points for key, item in scene.links.items()} == scene.wiring.routes


def test_nothing_glides_where_less_motion_is_wanted(window: MainWindow, qtbot: QtBot) -> None:
    canvas(window).set_zoom(1.0)
    window.commands.trigger("view.less_motion")
    before = places(window)
    tidy(window, qtbot)
    assert not gliding(window)
    assert places(window) != before
    assert shown(window) == {key: QPointF(*places(window)[key]) for key in shown(window)}


def test_only_the_selected_steps_move(window: MainWindow, qtbot: QtBot) -> None:
    chosen = list(canvas(window).canvas.steps)[:6]
    before = places(window)
    canvas(window).select(chosen)
    tidy(window, qtbot)
    moved = {key for key, place in places(window).items() if place != before[key]}
    assert moved
    assert moved <= set(chosen)


def test_a_step_that_keeps_its_place_stays_and_shows_it(window: MainWindow, qtbot: QtBot) -> None:
    kept = list(canvas(window).canvas.steps)[3]
    canvas(window).select([kept])
    window.commands.trigger("edit.keep_place")
    assert window.bridge.reader.find(Step, kept).pinned
    assert canvas(window).canvas.steps[kept].card.pinned
    assert window.tidying.are_kept()
    canvas(window).select([])
    before = places(window)
    tidy(window, qtbot)
    assert places(window) != before
    assert places(window)[kept] == before[kept]
    canvas(window).select([kept])
    window.commands.trigger("edit.keep_place")
    assert not window.bridge.reader.find(Step, kept).pinned


def test_a_result_for_a_plan_that_has_changed_since_is_dropped(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    key = next(iter(canvas(window).canvas.steps))

    def late(*_args: object, **_more: object) -> dict[str, Point]:
        gate.wait(5)
        return {key: Point(4000.0, 4000.0)}

    monkeypatch.setattr(app_tidying, "tidy_places", late)
    window.commands.trigger("edit.tidy")
    with window.bridge.store.transact("Move") as transaction:
        transaction.change(key, {"x": 808.0})
    with qtbot.waitSignal(window.tidying.message) as said:
        gate.set()
    assert "changed meanwhile" in said.args[0]
    assert places(window)[key][0] == 808.0
    assert window.bridge.store.history.undo_label == "Move"


def test_why_it_cannot_be_done_is_said(
    window: MainWindow, application: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_args: object, **_more: object) -> dict[str, Point]:
        raise CannotTidy("Too large.", advice="Select a part.")

    monkeypatch.setattr(app_tidying, "tidy_places", failing)
    before = places(window)
    tidy(window, qtbot)
    qtbot.waitUntil(lambda: bool(application.complaints))
    assert application.complaints[-1].text() == "Too large."
    application.complaints[-1].close()
    assert places(window) == before


def test_a_way_between_two_begins_at_one_and_ends_at_the_other() -> None:
    short, long = (Point(0, 0), Point(10, 0)), (Point(0, 8), Point(4, 8), Point(4, 20), Point(10, 20))
    assert between(short, long, 0.0)[-1] == short[-1]
    assert between(short, long, 1.0) == long
    assert between(long, short, 1.0)[:2] == short

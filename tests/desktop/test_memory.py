"""Coming back: views and tabs of the last time, and the places visited before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app.plan_view import PlanView, Sight, remember_view
from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.canvas.view import CanvasView
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.tabs import LISTS, TOOL_MAP
from maplanner.document.records import Campaign, Step

TITLES = ("Paid search: planning tool", "Five-mail course", "Add-on for customers")
MORE = 400
"""Steps beyond which tabs open one by one."""


class Desk:
    """A program that can be left and started again, and a clock for it."""

    def __init__(self, qt: QApplication, folder: Path, qtbot: QtBot) -> None:
        self.path = folder / "plan.maplan"
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.application = Application(qt, settings)
        self.now = 0.0
        self._qtbot = qtbot
        with PlanSession.new(self.path, template="sample"):
            pass

    def opened(self) -> MainWindow:
        window = self.application.open_plan(self.path)
        assert window is not None
        window.memory.clock = self.clock
        self._qtbot.waitUntil(window.isVisible)
        self._qtbot.wait(150)
        return window

    def again(self, window: MainWindow) -> MainWindow:
        window.close()
        return self.opened()

    def clock(self) -> float:
        self.now += 10.0
        return self.now


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qapp, tmp_path, qtbot)
    yield made
    for window in list(made.application.windows):
        window.let_go()
        window.deleteLater()
    made.application.deleteLater()
    qapp.setStyleSheet("")


def campaign(window: MainWindow, at: int) -> str:
    return next(each.id for each in window.bridge.reader.all(Campaign) if each.title == TITLES[at])


def canvas_of(window: MainWindow) -> CanvasView:
    canvas = window.tabs.canvas()
    assert canvas is not None
    return canvas


def steps_of(window: MainWindow, at: int) -> list[str]:
    return [step.id for step in window.bridge.reader.referring(Step, "campaign", campaign(window, at))]


def middle(canvas: CanvasView) -> tuple[float, float]:
    found = canvas.camera.visible().center()
    return found.x(), found.y()


def look_elsewhere(canvas: CanvasView) -> tuple[float, float]:
    canvas.set_zoom(1.6)
    canvas.camera.center_on(QPointF(260.0, 140.0))
    canvas.viewport().repaint()
    return middle(canvas)


def test_a_plan_opened_for_the_first_time_is_shown_whole(desk: Desk) -> None:
    window = desk.opened()
    assert canvas_of(window).stays_at is None
    assert window.tabs.front() == campaign(window, 0)
    assert not window.memory.can_go(-1)


def test_each_drawing_comes_back_as_it_was_seen(desk: Desk) -> None:
    window = desk.opened()
    window.tabs.open_campaign(campaign(window, 1))
    seen = look_elsewhere(canvas_of(window))
    again = desk.again(window)
    assert again.tabs.front() == campaign(again, 1)
    assert canvas_of(again).zoom() == pytest.approx(1.6)
    assert middle(canvas_of(again)) == pytest.approx(seen, abs=2.0)
    again.tabs.open_campaign(campaign(again, 2))
    assert canvas_of(again).stays_at is None, "a drawing nobody moved is shown whole"


def test_it_comes_back_in_the_middle_of_a_window_of_another_size(desk: Desk) -> None:
    window = desk.opened()
    seen = look_elsewhere(canvas_of(window))
    again = desk.again(window)
    canvas = canvas_of(again)
    before = canvas.viewport().width()
    again.resize(again.width() + 60, again.height() + 100)
    QApplication.processEvents()
    assert canvas.viewport().width() > before
    assert middle(canvas) == pytest.approx(seen, abs=2.0)


def test_a_tab_that_was_closed_comes_back_as_it_was_seen(desk: Desk) -> None:
    window = desk.opened()
    window.tabs.open_campaign(campaign(window, 1))
    seen = look_elsewhere(canvas_of(window))
    window.tabs.tabCloseRequested.emit(window.tabs.currentIndex())
    assert campaign(window, 1) not in window.tabs.names()
    window.tabs.open_campaign(campaign(window, 1))
    QApplication.processEvents()
    assert canvas_of(window).zoom() == pytest.approx(1.6)
    assert middle(canvas_of(window)) == pytest.approx(seen, abs=2.0)


def test_tabs_come_back_in_their_order_with_the_one_in_front(desk: Desk) -> None:
    window = desk.opened()
    window.tabs.tabCloseRequested.emit(window.tabs.names().index(campaign(window, 0)))
    window.tabs.tabBar().moveTab(1, 0)
    window.tabs.show_lists()
    left = window.tabs.names()
    assert left == [campaign(window, 2), campaign(window, 1), TOOL_MAP, LISTS]
    again = desk.again(window)
    assert again.tabs.names() == left
    assert again.tabs.front() == LISTS


def test_a_plan_left_without_tabs_comes_back_without(desk: Desk) -> None:
    window = desk.opened()
    while window.tabs.canvas() is not None:
        window.tabs.tabCloseRequested.emit(window.tabs.currentIndex())
    again = desk.again(window)
    assert again.tabs.names() == [TOOL_MAP]


def test_the_tabs_of_a_large_plan_open_one_by_one(desk: Desk, qtbot: QtBot) -> None:
    window = desk.opened()
    with window.bridge.store.transact("Many") as transaction:
        for at in range(MORE):
            home = campaign(window, at % 3)
            transaction.put(Step.new(campaign=home, kind="email", title="", x=300.0 * at, y=600.0))
    window.tabs.open_campaign(campaign(window, 1))
    left = window.tabs.names()
    window.close()
    again = desk.application.open_plan(desk.path)
    assert again is not None
    assert sorted(again.tabs.names()) == sorted(left), "those that wait are not forgotten"
    qtbot.waitUntil(lambda: again.tabs.names() == left)
    assert again.tabs.front() == campaign(again, 1)


def test_what_is_no_longer_in_the_plan_is_left_out(desk: Desk) -> None:
    sight = Sight(x=0.0, y=0.0, zoom=1.0)
    remember_view(desk.path, PlanView(tabs=("gone",), front="gone", sights={"gone": sight}))
    window = desk.opened()
    assert window.tabs.front() == campaign(window, 0)
    kept = (campaign(window, 2), "gone", "plan")
    window.close()
    absurd = Sight(x=1e300, y=-1e300, zoom=1e300)
    remember_view(desk.path, PlanView(tabs=kept, front="gone", sights={kept[0]: absurd}))
    again = desk.opened()
    assert again.tabs.names() == [kept[0], TOOL_MAP]
    assert 0.0 < canvas_of(again).zoom() <= 4.0


def test_a_plan_without_a_name_leaves_nothing_behind(desk: Desk) -> None:
    from maplanner.app.plan_view import view_folder

    before = set(view_folder().glob("*.json"))
    window = desk.application.new_plan()
    assert window is not None
    window.let_go()
    assert set(view_folder().glob("*.json")) == before


def test_back_and_forward_through_campaigns_selections_and_views(desk: Desk) -> None:
    window = desk.opened()
    first, second = steps_of(window, 0)[:2]
    window.tabs.reveal(first)
    window.tabs.reveal(second)
    seen = look_elsewhere(canvas_of(window))
    window.tabs.open_campaign(campaign(window, 1))
    window.tabs.show_tool_map()
    window.commands.trigger("view.back")
    assert window.tabs.front() == campaign(window, 1)
    window.commands.trigger("view.back")
    assert window.tabs.front() == campaign(window, 0)
    assert canvas_of(window).selected_ids() == [second]
    assert canvas_of(window).zoom() == pytest.approx(1.6)
    assert middle(canvas_of(window)) == pytest.approx(seen, abs=2.0)
    window.commands.trigger("view.back")
    assert canvas_of(window).selected_ids() == [first]
    assert canvas_of(window).zoom() < 1.6
    for _ in range(3):
        window.commands.trigger("view.forward")
    assert window.tabs.front() == TOOL_MAP
    assert not window.memory.can_go(1)


def test_back_passes_over_a_campaign_that_is_gone_and_opens_one_that_was_closed(desk: Desk) -> None:
    window = desk.opened()
    window.tabs.open_campaign(campaign(window, 1))
    window.tabs.open_campaign(campaign(window, 2))
    window.tabs.tabCloseRequested.emit(window.tabs.names().index(campaign(window, 0)))
    with window.bridge.store.transact("Delete") as transaction:
        transaction.remove(campaign(window, 1))
    assert window.tabs.front() == campaign(window, 2)
    window.commands.trigger("view.back")
    assert window.tabs.front() == campaign(window, 0)


def test_a_quick_run_over_steps_is_one_place(desk: Desk) -> None:
    window = desk.opened()
    steps = steps_of(window, 0)
    window.tabs.reveal(steps[0])
    window.memory.clock = lambda: desk.now
    for step_id in steps[1:4]:
        canvas_of(window).select([step_id])
    canvas_of(window).select([])
    window.memory.clock = desk.clock
    window.tabs.show_tool_map()
    window.commands.trigger("view.back")
    assert canvas_of(window).selected_ids() == [steps[3]]


def test_alt_and_arrows_go_back_and_forward_and_never_move_steps(desk: Desk, qtbot: QtBot) -> None:
    window = desk.opened()
    window.activateWindow()
    step = steps_of(window, 0)[0]
    place = window.bridge.reader.find(Step, step)
    alt = Qt.KeyboardModifier.AltModifier
    window.tabs.reveal(step)
    canvas_of(window).setFocus()
    qtbot.waitUntil(canvas_of(window).hasFocus)
    window.tabs.open_campaign(campaign(window, 1))
    canvas_of(window).setFocus()
    QTest.keyClick(canvas_of(window), Qt.Key.Key_Left, alt)
    assert window.tabs.front() == campaign(window, 0)
    QTest.keyClick(canvas_of(window), Qt.Key.Key_Right, alt)
    assert window.tabs.front() == campaign(window, 1)
    for _ in range(4):
        QTest.keyClick(canvas_of(window), Qt.Key.Key_Left, alt)
    assert window.tabs.front() == campaign(window, 0)
    assert window.bridge.reader.find(Step, step) == place
    assert window.bridge.store.history.undo_label is None

"""Numbers that follow edits, the slider of time, one lead's way, and drawings that cannot run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.core.errors import CannotSimulate
from maplanner.desktop.analysis import SimulationOutcome
from maplanner.desktop.application import Application
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.results.log_dialog import write_log
from maplanner.desktop.results.time_bar import TimeBar
from maplanner.document.records import Assumption, Note, Scenario, Step
from maplanner.drawing.measures import CountLook, Moment
from maplanner.drawing.theme import theme
from tests.desktop.outcomes import outcome

LONG = 240_000


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


def card(window: MainWindow, step: str = "landing"):
    canvas = window.tabs.canvas()
    assert canvas is not None
    return canvas.canvas.steps[step].card


def show(window: MainWindow) -> None:
    """Show a result made by hand, without an estimate."""
    made = outcome(window.bridge.store, {"landing": (90, 100, 110), "guide-form": (50, 60, 70)})
    window.analysis._simulated(SimulationOutcome(made, None), window.bridge.store.revision)


def test_numbers_follow_an_edit_and_say_that_they_are_a_preview(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.analysis.simulated, timeout=LONG):
        window.numbers.set_live(True)
        window.numbers.live.look_now()
    before = card(window).count
    assert before.startswith("≈ ")
    assert card(window).look is CountLook.PREVIEW
    assert "preview from" in window.status.numbers.text()
    assert "preview" in window.docks.panel("results").about.text()
    with (
        qtbot.waitSignal(window.analysis.simulated, timeout=LONG),
        window.bridge.store.transact("More") as transaction,
    ):
        transaction.change("term", {"paused": True})
    assert card(window).count != before
    assert card(window, "term").count == "≈ 0"
    window.numbers.set_live(False)
    assert not window.numbers.is_live


def test_numbers_follow_what_was_drawn_while_a_simulation_ran(window: MainWindow, qtbot: QtBot) -> None:
    window.numbers.set_live(True)
    old = outcome(window.bridge.store, {})
    with window.bridge.store.transact("Pause") as transaction:
        transaction.change("landing", {"paused": True})
    window.numbers.live.rest()
    window.analysis._simulated(SimulationOutcome(old, None), window.bridge.store.revision - 1)
    assert window.analysis.is_stale
    qtbot.waitUntil(lambda: window.analysis.result is not old, timeout=LONG)
    assert window.analysis.result is not None
    assert window.analysis.result.preview is not None
    window.numbers.set_live(False)


def test_numbers_stay_while_cards_are_moved_and_notes_written(window: MainWindow) -> None:
    show(window)
    full = window.analysis.result
    with window.bridge.store.transact("Move") as transaction:
        transaction.change("landing", {"x": 800.0, "pinned": True, "notes": "aside"})
        transaction.put(Note.new(campaign="paid-search", text="Look"))
    assert not window.analysis.is_stale
    assert card(window).look is CountLook.SURE
    assert window.analysis.result is full
    with window.bridge.store.transact("Pause") as transaction:
        transaction.change("landing", {"paused": True})
    assert window.analysis.is_stale


def test_a_full_simulation_is_not_replaced_by_a_preview_of_the_same_plan(window: MainWindow) -> None:
    show(window)
    full = window.analysis.result
    window.numbers._show_preview(outcome(window.bridge.store, {}), window.bridge.store.revision)
    assert window.analysis.result is full


def test_numbers_that_are_older_than_the_drawing_look_old(window: MainWindow) -> None:
    show(window)
    assert card(window).look is CountLook.SURE
    with window.bridge.store.transact("Edit") as transaction:
        transaction.change("landing", {"title": "Other"})
    assert card(window).look is CountLook.STALE
    show(window)
    assert card(window).look is CountLook.SURE


def test_playing_through_time_shows_each_stretch_and_all_of_it_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window)
    whole = card(window).count
    window.numbers.show_time(shown=True)
    assert card(window).count == "3.6", "100 leads over 28 days, day by day"
    window.numbers.bar.slider.setValue(window.numbers.bar.slider.maximum())
    assert window.tabs.showing.moment == Moment(27.0, 28.0)
    window.numbers.bar.toggle()
    assert window.numbers.bar.is_playing
    qtbot.waitUntil(lambda: window.numbers.bar.slider.value() > 0)
    qtbot.keyClick(window.numbers.bar, Qt.Key.Key_Escape)
    assert not window.numbers.shows_time
    assert not window.numbers.bar.is_playing
    assert card(window).count == whole


def test_stretches_have_dates_and_the_last_may_be_short(qtbot: QtBot) -> None:
    bar = TimeBar(theme("light"))
    qtbot.addWidget(bar)
    bar.show()
    assert bar.moment() is None

    class Result:
        days = 30.0

    bar.set_result(Result(), date(2027, 3, 1))  # type: ignore[arg-type]
    assert bar.slider.maximum() == 29
    bar.span.setCurrentIndex(1)
    bar._fit()
    bar.slider.setValue(4)
    assert bar.moment() == Moment(28.0, 30.0)
    assert bar.said.text().startswith("days 29 – 30")


def test_a_drawing_that_cannot_run_offers_to_go_there_or_to_run_the_rest(window: MainWindow) -> None:
    asked: list[dict[str, bool]] = []

    def again(**how: bool) -> None:
        asked.append(how)

    error = CannotSimulate("Step “Guide form” is odd.", advice="Mend it.", about="guide-form")
    window.analysis.refused.emit(error, again)
    (box,) = window.application.complaints
    assert box.text() == error.message
    buttons = {button.text(): button for button in box.buttons()}
    buttons["Run what can run"].click()
    assert asked == [{"leave_out": True}]
    window.analysis.refused.emit(error, again)
    (box,) = window.application.complaints
    next(button for button in box.buttons() if button.text() == "Show the step").click()
    canvas = window.tabs.canvas()
    assert canvas is not None
    assert canvas.selected_ids() == ["guide-form"]
    assert window.application.complaints == []


def test_trouble_that_is_nowhere_on_the_drawing_is_only_told(window: MainWindow) -> None:
    window.analysis.refused.emit(CannotSimulate("Too many leads.", advice="Fewer."), lambda **_: None)
    (box,) = window.application.complaints
    assert isinstance(box, QMessageBox)
    assert "Run what can run" not in {button.text() for button in box.buttons()}
    box.close()


def test_a_lead_is_followed_back_and_forth_and_its_way_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.tabs.canvas()
    assert canvas is not None
    canvas.select(["deal"])
    panel = window.numbers.follow
    window.docks.show("follow")
    with qtbot.waitSignal(window.numbers._following.finished, timeout=LONG):
        panel.empty.button.click()
    qtbot.waitUntil(lambda: panel.walk is not None)
    assert panel.walk is not None
    place = panel.place
    assert panel.walk.is_at("deal", place)
    assert canvas.canvas.layers.trail._at == "deal"
    assert panel.list.hasFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    assert panel.place == place - 1
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    assert panel.place == place
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    panel._go("first")
    assert panel.place == 0
    panel._go("stop")
    assert panel.place == place
    told = panel._facts.widget()
    assert told is not None
    forks = [at for at in range(len(panel.walk.moments) - 1) if panel.walk.moments[at + 1].choices]
    panel.list.setCurrentRow(forks[0])
    other = next(
        button
        for button in panel._facts.widget().findChildren(QPushButton)
        if button.toolTip() == "Let this happen instead"
    )
    before = [moment.what for moment in panel.walk.moments]
    other.click()
    assert panel.walk is not None
    assert [moment.what for moment in panel.walk.moments] != before
    assert not panel.natural.isHidden()
    panel.natural.click()
    assert [moment.what for moment in panel.walk.moments] == before
    window.docks.hide("follow")
    assert canvas.canvas.layers.trail._at == ""


def test_the_event_log_is_written_beside_the_work(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    job = write_log(window, tmp_path / "log.csv")
    qtbot.waitUntil((tmp_path / "log.csv").exists, timeout=LONG)
    job.wait()
    qtbot.waitUntil(lambda: "lines to" in window.status.numbers.text())


def test_the_event_log_tells_of_the_scenario_that_is_shown(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    store = window.bridge.store
    with store.transact("Add scenario") as change:
        scenario = Scenario.new(title="Hardly anybody comes")
        change.put(scenario)
        for step in store.all(Step):
            if step.kind == "contact_list":
                change.put(Assumption.new(scenario=scenario.id, about=step.id, path="props.size", value=1))
    made = replace(outcome(store, {"landing": (90, 100, 110)}), scenario=scenario.id)
    lines = []
    for name, shown in (("drawn", None), ("scenario", made)):
        if shown is not None:
            window.analysis._simulated(SimulationOutcome(shown, None), store.revision)
        path = tmp_path / f"{name}.csv"
        job = write_log(window, path)
        qtbot.waitUntil(path.exists, timeout=LONG)
        job.wait()
        lines.append(path.read_text("utf-8").count("\n"))
    assert lines[1] < lines[0]
    qtbot.waitUntil(lambda: "Hardly anybody comes" in window.status.numbers.text())

"""Plans come back after quitting, windows stand where they can be reached, closed things open again."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app import one_program
from maplanner.app.one_program import FirstProgram, hand_over
from maplanner.app.session import PlanSession, draft_folder, drafts
from maplanner.desktop import giving_way
from maplanner.desktop.application import Application
from maplanner.desktop.reopening import LastSession
from maplanner.desktop.screens import CAMPAIGNS, LISTS
from maplanner.desktop.tabs import TOOL_MAP
from maplanner.desktop.window_place import is_in_reach
from maplanner.document.records import Goal


class Desk:
    def __init__(self, qt: QApplication, folder: Path) -> None:
        self._qt = qt
        self._settings = str(folder / "settings.ini")
        self.plans = [folder / "a.maplan", folder / "ābols.maplan"]
        for plan in self.plans:
            PlanSession.new(plan).close()
        self.program = self.started()

    def started(self) -> Application:
        self.program = Application(self._qt, QSettings(self._settings, QSettings.Format.IniFormat))
        return self.program

    def left(self) -> None:
        for window in list(self.program.windows):
            window.let_go()
            window.deleteLater()
        self.program.deleteLater()

    def open(self) -> set[Path | None]:
        return {window.session.path for window in self.program.windows}


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, tmp_path)
    yield made
    made.left()
    qapp.setStyleSheet("")


def test_all_plans_come_back_after_quitting(desk: Desk, qtbot: QtBot) -> None:
    for plan in desk.plans:
        desk.program.open_plan(plan)
    desk.program.quit()
    assert desk.program.windows == []
    desk.program.deleteLater()
    assert desk.started().reopen_last_session()
    assert desk.open() == set(desk.plans)


def test_a_plan_closed_by_itself_stays_closed_and_the_last_one_comes_back(desk: Desk, qtbot: QtBot) -> None:
    first, second = (desk.program.open_plan(plan) for plan in desk.plans)
    assert first is not None
    assert second is not None
    first.close()
    second.close()
    desk.program.deleteLater()
    assert desk.started().reopen_last_session()
    assert desk.open() == {desk.plans[1]}


def test_nothing_comes_back_where_that_is_not_wanted_or_the_plan_has_gone(desk: Desk, qtbot: QtBot) -> None:
    desk.program.open_plan(desk.plans[0])
    desk.program.set_reopening(False)
    desk.program.quit()
    assert not desk.program.reopen_last_session()
    desk.program.set_reopening(True)
    desk.plans[0].unlink()
    assert not desk.program.reopen_last_session()


@pytest.mark.parametrize("kept", ["", "{", "7", '["\\u0000", 3, null, ""]'])
def test_damaged_settings_are_no_plans(tmp_path: Path, kept: str) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings.setValue("session/plans", kept)
    assert LastSession(settings).plans() == []


def test_closed_tabs_then_closed_plans_open_again(desk: Desk, qtbot: QtBot) -> None:
    first, second = (desk.program.open_plan(plan) for plan in desk.plans)
    assert first is not None
    assert second is not None
    second.close()
    first.tabs.show_screen(CAMPAIGNS)
    first.tabs.show_lists()
    first.commands.trigger("view.close_tab")
    assert LISTS not in first.tabs.names()
    first.tabs.show_tool_map()
    first.commands.trigger("view.close_tab")
    assert TOOL_MAP in first.tabs.names(), "the map stays"
    first.commands.trigger("view.reopen")
    assert first.tabs.front() == LISTS
    first.commands.trigger("view.reopen")
    assert desk.open() == set(desk.plans)
    first.commands.trigger("view.reopen")
    assert "Nothing" in first.status.numbers.text()


def test_tabs_are_walked_round_and_round(desk: Desk, qtbot: QtBot) -> None:
    window = desk.program.open_plan(desk.plans[0])
    assert window is not None
    window.tabs.show_screen(CAMPAIGNS)
    window.tabs.show_lists()
    names, seen = window.tabs.names(), []
    for _ in names:
        window.commands.trigger("view.next_tab")
        seen.append(window.tabs.front())
    assert (names[-1], seen) == (LISTS, names)
    window.commands.trigger("view.previous_tab")
    assert window.tabs.front() == CAMPAIGNS


def test_a_window_stands_where_one_can_take_hold_of_it() -> None:
    left, right = QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 1024)
    assert is_in_reach(QRect(100, 100, 800, 600), [left])
    assert is_in_reach(QRect(2000, 900, 800, 600), [left, right])
    assert not is_in_reach(QRect(2000, 900, 800, 600), [left]), "the second screen is gone"
    assert not is_in_reach(QRect(100, -400, 800, 600), [left]), "its upper edge is above the screen"
    assert not is_in_reach(QRect(1900, 100, 800, 600), [left]), "a corner is not enough"


def test_a_later_start_opens_its_plan_here(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(one_program, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(one_program, "_PATIENCE_SECONDS", 60.0)  # a busy machine may take long
    first = FirstProgram.claimed()
    assert first is not None
    desk.program.listen(first)
    answers: list[bool] = []
    later = Thread(target=lambda: answers.append(hand_over([str(desk.plans[1])])))
    later.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=60_000)
    later.join()
    assert answers == [True]
    assert desk.open() == {desk.plans[1]}
    desk.program._stop_listening()


def test_another_file_in_its_place_is_told_and_can_be_opened(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    window = desk.program.open_plan(desk.plans[0])
    assert window is not None
    PlanSession.new(tmp_path / "other.maplan", template="sample").close()
    shutil.move(tmp_path / "other.maplan", desk.plans[0])
    window.file_watch.look()
    box = window.file_watch.box
    assert box is not None
    assert "a.maplan" in box.text()
    anew = next(button for button in box.buttons() if "now" in button.text())
    anew.click()
    qtbot.waitUntil(lambda: [w.bridge.reader.plan.title for w in desk.program.windows] == [SAMPLE])


SAMPLE = "Nordlys Software · spring plan"


def test_a_small_window_gives_the_drawing_room_and_a_large_one_its_panels_back(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is too small depends on the letters of the machine's font: narrow ones would leave room here.
    monkeypatch.setattr(giving_way, "_DRAWING_LETTERS", 110)
    monkeypatch.setattr(giving_way, "_DRAWING_LINES", 28)
    window = desk.program.open_plan(desk.plans[0])
    assert window is not None
    sides = ("campaigns", "inspector", "findings")
    window.resize(1600, 1000)
    assert all(window.docks.is_shown(name) for name in sides)
    window.resize(620, 360)
    assert not any(window.docks.is_shown(name) for name in sides)
    assert window.topbar.more.isVisible()
    assert not window.topbar.verbs["file.export"].isVisible()
    window.docks.show("inspector")
    assert window.docks.is_shown("inspector")
    assert not window.docks.is_shown("campaigns")
    window.resize(1600, 1000)
    assert all(window.docks.is_shown(name) for name in sides)
    assert window.topbar.verbs["file.export"].text() == "Export"


@pytest.mark.parametrize("size", [125, 200])
def test_texts_grow_and_come_back(desk: Desk, qtbot: QtBot, size: int) -> None:
    window = desk.program.open_plan(desk.plans[0])
    assert window is not None
    before = window.topbar.title.sizeHint().height()
    window.commands.trigger(f"view.text_{size}")
    assert window.topbar.title.sizeHint().height() > before
    again = desk.started()
    assert again.settings.value("window/text_size") in (size, str(size))
    again.choose_text_size(100)
    assert window.topbar.title.sizeHint().height() == before
    window.let_go()
    window.deleteLater()


def test_a_plan_without_a_name_comes_back_after_a_crash(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    PlanSession.new().close(keep=True)  # nothing was done in it
    worked_on = PlanSession.new()
    with worked_on.store.transact("Add") as transaction:
        transaction.put(Goal.new(title="More leads"))
    worked_on.close(keep=True)
    (draft_folder() / "damaged.maplan").write_bytes(b"no plan at all")
    desk.program.open_plan(desk.plans[0])
    desk.program.quit()
    assert desk.started().reopen_last_session()
    assert desk.open() == {desk.plans[0], None}
    assert len(desk.program.complaints) == 1
    recovered = next(window for window in desk.program.windows if window.session.path is None)
    assert "Recovered" in recovered.status.numbers.text()
    assert not recovered.session.saved
    assert {path.name for path in drafts()} == {"damaged.maplan"}

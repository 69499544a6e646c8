"""The window as a person uses it: open, draw, check, mend, simulate, save, come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.actions import ACTIONS
from maplanner.desktop.application import Application
from maplanner.desktop.inspector.editor import LineEditor
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import Assumption, Campaign, Link, Plan, Scenario, Step, System
from maplanner.drawing.theme import ThemeName
from maplanner.storage import read_plan


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


def opened(application: Application, tmp_path: Path, template: str = "sample") -> MainWindow:
    with PlanSession.new(tmp_path / "plan.maplan", template=template):
        pass
    window = application.open_plan(tmp_path / "plan.maplan")
    assert window is not None
    return window


def test_a_plan_opens_with_its_campaigns_as_tabs_and_its_findings(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    titles = [window.tabs.tabText(at) for at in range(window.tabs.count())]
    assert titles == ["Paid search: planning tool", "Five-mail course", "Add-on for customers", "Tool map"]
    qtbot.waitUntil(lambda: len(window.analysis.findings) > 0)
    codes = {finding.code for finding in window.analysis.findings}
    assert "required-field-empty" in codes
    assert window.status.findings.text().strip()
    assert window.windowTitle().startswith("Nordlys Software")


def test_a_fix_makes_its_finding_go_and_undo_brings_it_back(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    qtbot.waitUntil(lambda: len(window.analysis.findings) > 0)
    before = len(window.analysis.findings)
    finding = next(each for each in window.analysis.findings if each.fix is not None)
    assert finding.fix is not None
    with window.bridge.store.transact(finding.fix.title) as transaction:
        finding.fix.apply(transaction)
    qtbot.waitUntil(lambda: len(window.analysis.findings) < before)
    window.commands.trigger("edit.undo")
    qtbot.waitUntil(lambda: len(window.analysis.findings) == before)


def test_a_campaign_is_drawn_from_nothing_saved_and_comes_back(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = application.new_plan()
    assert window is not None
    for kind in ("search_term", "landing_page", "form"):
        window.steps.chosen.emit(kind)
    (campaign,) = window.bridge.reader.all(Campaign)
    steps = window.bridge.reader.all(Step)
    assert [step.kind for step in steps] == ["search_term", "landing_page", "form"]
    joined = {(link.source, link.target) for link in window.bridge.reader.all(Link)}
    assert joined == {(steps[0].id, steps[1].id), (steps[1].id, steps[2].id)}, (
        "each step goes on from the last"
    )
    assert window.session.path is None
    assert window.files.save_to(tmp_path / "mine.maplan")
    before = {record.id: record for record in window.bridge.store.records()}
    window.close()
    again = application.open_plan(tmp_path / "mine.maplan")
    assert again is not None
    assert {record.id: record for record in again.bridge.store.records()} == before
    assert again.tabs.campaign_id() == campaign.id


def test_the_inspector_edits_what_is_selected(application: Application, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(application, tmp_path)
    step = next(each for each in window.bridge.reader.all(Step) if each.kind == "email")
    window.tabs.reveal(step.id)
    form = window.inspector.form()
    assert form is not None
    editor = form.editor("props.open_share")
    assert editor is not None
    editor.edited.emit(0.5)
    assert window.bridge.reader.find(Step, step.id).props["open_share"] == 0.5
    editor.edited.emit(7.0)
    assert window.bridge.reader.find(Step, step.id).props["open_share"] == 0.5, (
        "a share over 100 % is refused"
    )
    window.commands.trigger("edit.undo")
    assert window.bridge.reader.find(Step, step.id).props == step.props


def test_what_leads_to_a_system_shows_it_on_the_tool_map(application: Application, tmp_path: Path) -> None:
    window = opened(application, tmp_path)
    assert window.tabs.currentWidget() is not window.tabs.tool_map
    system = window.bridge.reader.all(System)[0]
    window.findings.jump_requested.emit(system.id)
    assert window.tabs.currentWidget() is window.tabs.tool_map
    assert window.tabs.tool_map.map.selected == [system.id]
    assert window.inspector.shown_ids == [system.id]


def test_simulating_puts_numbers_on_the_drawing(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    with window.bridge.store.transact("Shorter") as transaction:
        transaction.change("plan", {"runs": 2, "days": 30.0})
    with qtbot.waitSignal(window.analysis.simulated, timeout=240_000):
        window.commands.trigger("plan.simulate")
    outcome = window.analysis.outcome
    assert outcome is not None
    assert outcome.result.runs == 2
    assert "Salesforce" in window.status.load.text()
    assert "leads" in window.status.numbers.text()
    with window.bridge.store.transact("Later") as transaction:
        transaction.change("plan", {"days": 31.0})
    assert "changed" in window.status.numbers.text()
    window.commands.trigger("plan.clear_results")
    assert window.analysis.result is None


@pytest.mark.parametrize("name", ThemeName)
def test_every_theme_can_be_worn(
    application: Application, tmp_path: Path, qtbot: QtBot, name: ThemeName
) -> None:
    window = opened(application, tmp_path)
    window.choose_theme(name)
    assert window.theme.name is name
    assert not window.grab().isNull()
    window.choose_theme(None)
    assert window.follows_system


def test_every_action_can_be_asked_whether_it_can_run(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    window.tabs.show_lists()
    window.tabs.show_tool_map()
    for action in ACTIONS:
        assert action.enabled(window) in (True, False)
        if action.checked is not None:
            assert action.checked(window) in (True, False)


def test_the_map_of_tools_adds_systems_and_flows(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    window.tabs.show_tool_map()
    before = window.bridge.reader.count(System)
    window.tabs.tool_map.add_system()
    window.tabs.tool_map.add_flow()
    assert window.bridge.reader.count(System) == before + 1
    assert not window.tabs.tool_map.grab().isNull()


def test_a_plan_without_a_name_asks_before_it_goes(
    application: Application, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = application.new_plan()
    assert window is not None
    with window.bridge.store.transact("Rename") as transaction:
        transaction.change("plan", {"title": "Mine"})
    answers = iter([QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard])
    monkeypatch.setattr(QMessageBox, "question", lambda *_: next(answers))
    assert not window.close()
    assert window in application.windows
    assert window.close()
    assert application.windows == []


def test_the_very_first_step_can_be_undone_and_redone(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    assert not window.topbar.undo.isEnabled()
    with window.bridge.store.transact("Rename the plan") as transaction:
        transaction.change("plan", {"title": "Mine"})
    qtbot.waitUntil(window.topbar.undo.isEnabled)
    assert "Rename the plan" in window.topbar.undo.toolTip()
    window.commands.trigger("edit.undo")
    qtbot.waitUntil(window.topbar.redo.isEnabled)
    assert not window.topbar.undo.isEnabled()
    assert window.bridge.reader.plan.title != "Mine"


@pytest.mark.parametrize("button", ["Save", "Discard", "Cancel"])
def test_each_answer_to_the_question_before_closing_does_what_it_says(
    application: Application, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    window = application.new_plan()
    assert window is not None
    with window.bridge.store.transact("Add") as transaction:
        transaction.put(System.new(title="Mail tool"))
    path = tmp_path / "mine.maplan"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def press() -> None:
        (box,) = (each for each in window.findChildren(QMessageBox) if each.isVisible())
        box.button(QMessageBox.StandardButton[button]).click()

    QTimer.singleShot(100, press)
    assert window.close() is (button != "Cancel")
    assert path.exists() is (button == "Save")


def test_saving_asks_for_a_name_only_where_there_is_none(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def name(*_args: object) -> tuple[str, str]:
        asked.append("name")
        return str(tmp_path / "named.maplan"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    window = application.new_plan()
    assert window is not None
    window.commands.trigger("file.save")
    assert (asked, window.session.path) == (["name"], tmp_path / "named.maplan")
    window.commands.trigger("file.save")
    assert asked == ["name"]
    assert window.status.numbers.text().startswith("Saved already")


def test_a_first_name_is_the_plans_title_unless_it_has_one(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = application.new_plan()
    assert window is not None
    assert window.files.save_to(tmp_path / "autumn.maplan")
    assert window.bridge.reader.plan.title == "autumn"
    assert window.files.save_to(tmp_path / "winter.maplan")
    assert window.bridge.reader.plan.title == "autumn"


def test_a_file_that_is_no_plan_is_refused_in_words(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.maplan"
    path.write_bytes(b"not a database at all" * 50)
    assert application.open_plan(path) is None
    (box,) = application.complaints
    assert box.text()
    assert path.read_bytes() == b"not a database at all" * 50
    box.close()


def test_two_windows_do_not_open_one_file_twice(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    assert application.open_plan(tmp_path / "plan.maplan") is window


def test_panels_hide_and_come_back(application: Application, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(application, tmp_path)
    for name in ("campaigns", "inspector", "findings"):
        window.docks.show(name)
        window.docks.toggle(name)
        assert not window.docks.is_shown(name)
        window.docks.toggle(name)
        assert window.docks.is_shown(name)


def test_a_dropped_plan_opens(application: Application, tmp_path: Path, qtbot: QtBot) -> None:
    with (
        PlanSession.new(tmp_path / "dropped.maplan") as session,
        session.store.transact("Name") as transaction,
    ):
        transaction.change("plan", {"title": "Dropped"})
    window = opened(application, tmp_path)
    window.files.open_dropped(str(tmp_path / "dropped.maplan"))
    titles = {each.bridge.reader.find(Plan, "plan").title for each in application.windows}
    assert "Dropped" in titles


def name_line(window: MainWindow, field: str) -> QLineEdit:
    form = window.inspector.form()
    editor = form.editor(field) if form is not None else None
    assert isinstance(editor, LineEditor), field
    return editor.line


def test_a_new_campaign_asks_for_its_name(application: Application, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(application, tmp_path)
    window.show()
    before = {campaign.id for campaign in window.bridge.reader.all(Campaign)}
    window.campaigns.new_button.click()
    (made,) = [each for each in window.bridge.reader.all(Campaign) if each.id not in before]
    qtbot.waitUntil(lambda: name_line(window, "title").selectedText() == made.title)
    qtbot.keyClicks(name_line(window, "title"), "Outbound")
    assert window.bridge.reader.find(Campaign, made.id).title == "Outbound"


def test_a_new_system_asks_for_its_name(application: Application, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(application, tmp_path)
    window.show()
    before = {system.id for system in window.bridge.reader.all(System)}
    window.tabs.show_tool_map()
    window.tabs.tool_map.add_system()
    (made,) = [each for each in window.bridge.reader.all(System) if each.id not in before]
    qtbot.waitUntil(lambda: name_line(window, "title").selectedText() == made.title)
    qtbot.keyClicks(name_line(window, "title"), "Chat")
    assert window.bridge.reader.find(System, made.id).title == "Chat"


def test_a_plan_that_cannot_be_written_says_so_and_is_saved_elsewhere(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(application, tmp_path)
    monkeypatch.setattr(PlanSession, "read_only", property(lambda session: session.path != mine))
    mine = tmp_path / "mine.maplan"
    window.show_title()
    assert window.topbar.saved.whole == "read only"
    before = {record.id: record for record in window.bridge.store.records()}
    assert window.files.save_to(mine)
    window.show_title()
    assert window.topbar.saved.whole == "saved"
    assert {record.id: record for record in read_plan(mine).records()} == before


def test_a_scenario_is_chosen_beside_simulate_and_named_with_its_numbers(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    entry = next(step for step in window.bridge.reader.all(Step) if step.kind == "contact_list")
    scenario = Scenario.new(title="Short & sweet")
    with window.bridge.store.transact("Scenario") as transaction:
        transaction.change("plan", {"runs": 2, "days": 30.0})
        transaction.put(scenario)
        transaction.put(Assumption.new(scenario=scenario.id, about=entry.id, path="props.size", value=7))
    menu = window.topbar.choose.menu()
    menu.aboutToShow.emit()
    chosen = next(action for action in menu.actions() if action.text() == "Short && sweet")
    with qtbot.waitSignal(window.analysis.simulated, timeout=240_000):
        chosen.trigger()
    outcome = window.analysis.outcome
    assert outcome is not None
    assert outcome.scenario == scenario.title
    assert float(outcome.result.step_by_id[entry.id].entered.mean()) <= 7
    assert scenario.title in window.docks.panel("results").about.text()
    assert scenario.title in window.status.numbers.text()


def test_menus_have_their_icons_when_they_open(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(application, tmp_path)
    made = window.findChild(QAction, "edit.undo")
    assert made.icon().isNull(), "nobody has opened a menu yet"
    window.commands.prepare_menus()
    before = made.icon().cacheKey()
    assert before
    window.choose_theme(ThemeName.DARK)
    window.commands.prepare_menus()
    assert made.icon().cacheKey() != before
    window.choose_theme(None)

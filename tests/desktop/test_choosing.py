"""Goals, requirements, solutions and questionnaires, as a person works with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from maplanner.app.templates import template_records
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.choosing.goals_screen import GoalsScreen
from maplanner.desktop.choosing.questionnaire_dialogs import AskDialog, ReadDialog
from maplanner.desktop.choosing.requirements_screen import RequirementsScreen
from maplanner.desktop.choosing.solutions_screen import SolutionsScreen
from maplanner.desktop.planning.cell_choices import CHOICES, VALUE
from maplanner.document.records import Answer, Goal, GoalTie, Solution
from maplanner.document.store import Store
from maplanner.document.vocabulary import GoalLevel, GoalTopic, Verdict
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder

LIGHT = theme("light")


def a_plan() -> PlanBuilder:
    plan = PlanBuilder()
    plan.step("sales_task", "Piezvani Jānim")
    plan.add(Goal, area="Flow", basic="Sales learn.", topic=GoalTopic.TASK, order=1)
    plan.add(Goal, area="Flow", basic="Nobody waits.", level=GoalLevel.WANT, order=2)
    plan.add(Goal, area="Other", basic="A report.", level=GoalLevel.WANT, order=3)
    plan.add(Solution, title="Mautic", starter="mautic")
    plan.add(Solution, title="Ļoti garš nosaukums " + "ā" * 60, order=1)
    return plan


@pytest.fixture
def store() -> Store:
    return a_plan().store()


def shown(qtbot: QtBot, screen: Any) -> Any:
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    return screen


def row_of(screen: Any, record_id: str) -> int:
    assert screen.grid.select_id(record_id)
    return int(screen.grid.currentRow())


def text(screen: Any, row: int, column: int) -> str:
    return str(screen.grid.item(row, column).text())


def test_goals_stand_below_their_areas(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, GoalsScreen(PlanBridge(store), LIGHT))
    assert [text(screen, row, 0) for row in range(5)] == ["Flow", "need", "want", "Other", "want"]
    assert screen.grid.columnSpan(0, 0) == screen.grid.columnCount()
    assert text(screen, 1, 6) == "1 thing"
    assert text(screen, 2, 6) == "nothing"
    assert "0 of 3 agreed" in screen.summary.text()


def test_goals_are_added_typed_ticked_and_chosen_each_as_one_step(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, GoalsScreen(PlanBridge(store), LIGHT))
    row_of(screen, "goal_1")
    screen.add()
    made = store.all(Goal)[-1]
    assert made.area == "Flow"
    assert [goal.basic for goal in sorted(store.all(Goal), key=lambda goal: goal.order)][1] == made.basic
    row = row_of(screen, made.id)
    screen.grid.item(row, 2).setText("Within a day.")
    assert store.find(Goal, made.id).detail == "Within a day."
    screen.grid.item(row, 5).setCheckState(Qt.CheckState.Checked)
    assert store.find(Goal, made.id).agreed
    assert dict(screen.grid.item(row, 0).data(CHOICES))["want"] == "want"
    screen.grid.chosen.emit(row, 0, "want")
    screen.refresh()
    assert screen.grid.item(row, 0).data(VALUE) == "want"
    screen.grid.item(row, 4).setText("2,5")
    assert store.find(Goal, made.id).weight == 2.5
    screen.refresh()
    screen.grid.item(row_of(screen, made.id), 4).setText("heavy")
    assert "“heavy” is not a number" in screen.complaint.text()
    assert store.find(Goal, made.id).weight == 2.5
    for _ in range(5):
        store.undo()
    assert len(store.all(Goal)) == 3


def test_goals_change_places_within_their_area(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, GoalsScreen(PlanBridge(store), LIGHT))
    row_of(screen, "goal_1")
    screen.move_by(1)
    screen.refresh()
    assert [text(screen, row, 1) for row in (1, 2)] == ["Nobody waits.", "Sales learn."]
    screen.move_by(1)
    assert store.find(Goal, "goal_1").order < store.find(Goal, "goal_3").order
    store.undo()
    screen.refresh()
    assert text(screen, 1, 1) == "Sales learn."


def test_a_screen_that_nobody_looks_at_catches_up_when_it_is_shown(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, GoalsScreen(PlanBridge(store), LIGHT))
    screen.hide()
    with store.transact("Rename") as transaction:
        transaction.change("goal_1", {"basic": "Sales hear of it."})
    qtbot.wait(20)
    assert text(screen, 1, 1) == "Sales learn."
    screen.show()
    qtbot.waitUntil(lambda: text(screen, 1, 1) == "Sales hear of it.")


def test_the_usual_goals_come_at_a_press(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, GoalsScreen(PlanBridge(store), LIGHT))
    screen.add_usual()
    screen.refresh()
    assert len(store.all(Goal)) == 14
    assert not screen.usual.isEnabled()


def test_ticks_tie_what_serves_a_goal_and_elements_are_a_click_away(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, GoalsScreen(PlanBridge(store), LIGHT))
    row_of(screen, "goal_3")
    line = screen.trace.tree.topLevelItem(0)
    assert line.checkState(0) is Qt.CheckState.Unchecked
    line.setCheckState(0, Qt.CheckState.Checked)
    assert [(tie.goal, tie.about) for tie in store.all(GoalTie)] == [("goal_3", "sales-task")]
    screen.refresh()
    with qtbot.waitSignal(screen.jump_requested) as heard:
        screen.trace.tree.itemClicked.emit(screen.trace.tree.topLevelItem(0).child(0), 0)
    assert heard.args == ["step_1"]
    store.undo()
    assert store.all(GoalTie) == []


def test_requirements_tell_who_asks_and_which_goals_they_serve(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, RequirementsScreen(PlanBridge(store), LIGHT))
    assert text(screen, 0, 0) == "Create tasks for sales"
    row_of(screen, "sales-task")
    tree = screen.trace.tree
    assert tree.topLevelItem(0).child(0).text(0) == "Piezvani Jānim"
    assert [tree.topLevelItem(at).checkState(0) is Qt.CheckState.Checked for at in (1, 2, 3)] == [
        True, False, False,
    ]  # fmt: skip
    tree.topLevelItem(2).setCheckState(0, Qt.CheckState.Checked)
    assert len(store.all(GoalTie)) == 1


def test_answers_are_chosen_in_the_matrix_and_rule_out(qtbot: QtBot, store: Store) -> None:
    screen = shown(qtbot, SolutionsScreen(PlanBridge(store), LIGHT))
    row = row_of(screen, "sales-task")
    assert "unknown" in text(screen, row, 2)
    screen.grid.chosen.emit(row, 2, Verdict.NO.value)
    (answer,) = store.all(Answer)
    assert (answer.solution, answer.requirement, answer.verdict) == ("solution_1", "sales-task", Verdict.NO)
    screen.refresh()
    assert "out · Mautic" in screen.ranking.lines[-1]
    assert "Create tasks for sales" in screen.ranking.lines[-1]
    screen.grid.chosen.emit(row, 2, Verdict.YES.value)
    assert [each.verdict for each in store.all(Answer)] == [Verdict.YES]
    screen.refresh()
    screen.grid.setCurrentCell(row, 2)
    screen.forget()
    assert store.all(Answer) == []


def test_what_came_with_the_program_is_marked_and_can_be_verified(qtbot: QtBot) -> None:
    plan = a_plan()
    plan.threshold(plan.score(), level="account")
    store = plan.store()
    screen = shown(qtbot, SolutionsScreen(PlanBridge(store), LIGHT))
    row = row_of(screen, "account-score")
    assert "to be verified" in text(screen, row, 2)
    screen.grid.setCurrentCell(row, 2)
    assert "issue 7076" in screen.known.text.text()
    screen.known.button.click()
    (answer,) = store.all(Answer)
    assert (answer.verdict, answer.verified) == (Verdict.NO, True)
    screen.refresh()
    assert "to be verified" not in text(screen, row, 2)


def test_answering_a_common_pairing_takes_it_into_the_plan(qtbot: QtBot) -> None:
    plan = PlanBuilder()
    plan.add(Goal, basic="Fast.")
    store = plan.store()
    screen = shown(qtbot, SolutionsScreen(PlanBridge(store), LIGHT))
    screen.grid.chosen.emit(row_of(screen, "goal_1"), 2, Verdict.YES.value)
    assert len(store.all(Solution)) == len(store.all(Answer)) == 1
    store.undo()
    assert store.all(Solution) == []


def test_a_questionnaire_goes_out_and_comes_back(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    bridge = PlanBridge(store)
    ask = shown(qtbot, AskDialog(bridge))
    file = tmp_path / "Jautājumi"
    assert ask.write(file)
    book = openpyxl.load_workbook(file.with_suffix(".xlsx"))
    book.worksheets[0].cell(2, 6, "yes")
    book.worksheets[0].cell(3, 6, "perhaps")
    book.save(tmp_path / "back.xlsx")
    read = shown(qtbot, ReadDialog(bridge))
    read.read(tmp_path / "back.xlsx")
    assert "“perhaps” is none of" in read.complaint.text()
    assert len(read.ticked()) == 1
    read.tree.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Unchecked)
    assert not read.go.isEnabled()
    read.tree.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Checked)
    read.go.click()
    assert [each.verdict for each in store.all(Answer)] == [Verdict.YES]
    store.undo()
    assert store.all(Answer) == []


def test_a_file_that_is_no_questionnaire_is_refused(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    read = shown(qtbot, ReadDialog(PlanBridge(store)))
    read.read(tmp_path / "missing.xlsx")
    assert "cannot be read" in read.complaint.text()
    assert not read.go.isEnabled()


@pytest.mark.parametrize("make", [GoalsScreen, RequirementsScreen, SolutionsScreen])
def test_screens_show_the_sample_and_an_empty_plan_in_every_theme(qtbot: QtBot, make: Any) -> None:
    for records in (list(template_records("sample")), []):
        screen: QWidget = shown(qtbot, make(PlanBridge(Store(records)), LIGHT))
        screen.set_theme(theme("dark"))  # type: ignore[attr-defined]
        assert not screen.grab().isNull()

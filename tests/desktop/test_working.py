"""The work screen: figures that explain themselves, tables in which a person types, the schedule."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from maplanner.app.templates import template_records
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.planning.grid import Grid
from maplanner.desktop.working.why_dialog import WhyDialog
from maplanner.desktop.working.work_screen import PEOPLE, SCHEDULE, WorkScreen
from maplanner.document.records import HourEstimate, OwnWork, TeamMember, TimeAway, WorkOrder, WorkRole
from maplanner.document.store import Store
from maplanner.drawing.theme import theme
from maplanner.estimate.work import work_of
from maplanner.estimate.working_out import why_cost, why_hours, why_line, why_weeks
from tests.builders import PlanBuilder


@pytest.fixture
def store() -> Store:
    return Store(template_records("sample"))


@pytest.fixture
def screen(qtbot: QtBot, store: Store) -> Iterator[WorkScreen]:
    bridge = PlanBridge(store)
    made = WorkScreen(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(lambda: made.work is not None)
    yield made
    bridge.close()


def follow(qtbot: QtBot, screen: WorkScreen) -> None:
    """Wait until the screen shows the plan as it is now."""
    with qtbot.waitSignal(screen.keeper.worked):
        screen.keeper.work_out()


def find_row(grid: Grid, record_id: str) -> int:
    assert grid.select_id(record_id)
    return grid.currentRow()


def type_into(grid: Grid, row: int, column: int, text: str) -> None:
    item = grid.item(row, column)
    assert item is not None
    item.setText(text)


def test_the_three_figures_are_on_top(screen: WorkScreen) -> None:
    assert screen.figures["hours"].text().startswith("5")
    assert "EUR" in screen.figures["cost"].text()
    assert "weeks" in screen.figures["weeks"].text()


def test_hours_that_are_typed_become_the_teams_own(qtbot: QtBot, screen: WorkScreen, store: Store) -> None:
    row = find_row(screen.hours, "hours-email-author")
    before = screen.work
    type_into(screen.hours, row, 2, "30")
    (own,) = store.all(HourEstimate)
    assert (own.item, own.role, own.likely) == ("email", "author", 30)
    follow(qtbot, screen)
    assert before is not None
    assert screen.work is not None
    assert screen.work.hours.p50 > before.hours.p50 + 100
    find_row(screen.hours, own.id)
    screen.delete(screen.hours)
    assert store.all(HourEstimate) == []


def test_what_is_no_number_is_told_and_changes_nothing(screen: WorkScreen, store: Store) -> None:
    type_into(screen.hours, find_row(screen.hours, "hours-email-author"), 1, "some")
    assert "“some” is no number" in screen.complaint.text()
    assert store.all(HourEstimate) == []
    type_into(screen.hours, find_row(screen.hours, "hours-email-author"), 1, "-1")
    assert screen.complaint.text()
    assert store.all(HourEstimate) == []


def test_people_and_prices_are_typed(qtbot: QtBot, screen: WorkScreen, store: Store) -> None:
    row = find_row(screen.people, "martins")
    type_into(screen.people, row, 2, "40")
    assert store.find(TeamMember, "martins").hours_per_week == 40
    type_into(screen.people, row, 3, "2027-01-11")
    assert store.find(TeamMember, "martins").start is not None
    screen.people.chosen.emit(row, 1, "role-author")
    assert store.find(TeamMember, "martins").role == "role-author"
    follow(qtbot, screen)
    assert "Nobody is CRM administrator" in screen.summary.text()
    type_into(screen.roles, find_row(screen.roles, "role-developer"), 1, "170")
    assert store.find(WorkRole, "role-developer").rate == 170
    screen.show_page(PEOPLE)
    screen.people.select_id("martins")
    screen.add_away()
    assert [each.member for each in store.all(TimeAway)] == ["martins", "martins"]


def test_the_first_person_brings_the_usual_roles_along(qtbot: QtBot) -> None:
    plan = PlanBuilder()
    plan.step("email", "Hello")
    store = plan.store()
    bridge = PlanBridge(store)
    screen = WorkScreen(bridge, theme("dark"))
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.work is not None)
    assert "no people yet" in screen.summary.text()
    screen.show_page(PEOPLE)
    screen.add()
    assert len(store.all(WorkRole)) == 4
    assert len(store.all(TeamMember)) == 1
    store.undo()
    assert store.all(WorkRole) == []
    bridge.close()


def test_own_work_is_added_and_deleted_where_lines_are_not(
    screen: WorkScreen, store: Store, qtbot: QtBot
) -> None:
    screen.add()
    (own,) = store.all(OwnWork)
    follow(qtbot, screen)
    find_row(screen.breakdown, "email@course-campaign")
    screen.delete(screen.breakdown)
    find_row(screen.breakdown, own.id)
    screen.delete(screen.breakdown)
    assert store.all(OwnWork) == []


def test_a_line_is_made_to_wait_for_another(qtbot: QtBot, screen: WorkScreen, store: Store) -> None:
    assert screen.choose_order() is None
    assert "Choose a line" in screen.complaint.text()
    find_row(screen.breakdown, "email@course-campaign")
    dialog = screen.choose_order()
    assert dialog is not None
    dialog.filter.setText("Segments")
    (row,) = [at for at in range(dialog.list.count()) if not dialog.list.item(at).isHidden()]
    dialog.list.item(row).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert [(each.first, each.then) for each in store.all(WorkOrder)] == [
        ("segment@plan", "email@course-campaign")
    ]
    follow(qtbot, screen)
    assert screen.work is not None
    assert "segment@plan" in screen.work.network.before["email@course-campaign"]
    again = screen.choose_order()
    assert again is not None
    assert again.ticked() == {"segment@plan"}
    again.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    again.accept()
    assert store.all(WorkOrder) == []


def test_the_schedule_tells_of_the_line_under_the_pointer(screen: WorkScreen) -> None:
    screen.show_page(SCHEDULE)
    sheet = screen.gantt.sheet
    assert sheet.gantt is not None
    rows = sheet.gantt.rows
    place = next(at for at, row in enumerate(rows) if row.line is not None)
    line = sheet.line_at(QPoint(400, 8 + 30 + place * 22 + 5))
    assert line is rows[place].line
    assert sheet.line_at(QPoint(400, 2)) is None
    assert not sheet.grab().isNull()


def test_changing_an_assumption_where_it_is_explained_changes_the_figure(qtbot: QtBot, store: Store) -> None:
    dialog = WhyDialog(PlanBridge(store), lambda: why_line(work_of(store).by_key["email@course-campaign"]))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.figure.text().startswith("22 hours")
    assert dialog.elements.count() == 5
    line = dialog.edits["Content author, most likely"]
    line.setText("9")
    line.setModified(True)
    line.editingFinished.emit()
    assert [each.likely for each in store.all(HourEstimate)] == [9]
    assert dialog.figure.text().startswith("44 hours")
    dialog.edits["Content author, at most"].setText("x")
    dialog.edits["Content author, at most"].setModified(True)
    dialog.edits["Content author, at most"].editingFinished.emit()
    assert "“x” is not a number" in dialog.complaint.text()
    store.undo()
    dialog.refresh()
    assert dialog.figure.text().startswith("22 hours")
    with qtbot.waitSignal(dialog.jump_requested) as heard:
        dialog.elements.itemClicked.emit(dialog.elements.item(0))
    assert store.get(heard.args[0]) is not None


def test_explanations_lead_on_to_their_inputs_and_back(qtbot: QtBot, store: Store) -> None:
    dialog = WhyDialog(PlanBridge(store), lambda: why_hours(work_of(store)))
    qtbot.addWidget(dialog)
    dialog.show()
    explanation = why_hours(work_of(store))
    dialog._ask(explanation.inputs[0])
    assert dialog.title.text() == explanation.inputs[0].name
    dialog.back.click()
    assert dialog.title.text() == "Hours of work"
    for explain in (why_cost, why_weeks):
        found = explain(work_of(store))
        assert found.inputs
        assert all(each.origin.words for each in found.inputs)

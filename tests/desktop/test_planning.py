"""Checklist, support card and words of each tool, as a person works in them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.core.clock import utc_now
from maplanner.crm.checklist import USUAL
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.planning.checklist import ChecklistScreen, typed_day
from maplanner.desktop.planning.grid import RecordScreen
from maplanner.desktop.planning.support import SupportScreen
from maplanner.desktop.planning.terms import TermsScreen
from maplanner.document.records import ChecklistItem, SupportContact, Term
from maplanner.document.store import Store
from maplanner.document.vocabulary import ChecklistState, Concept
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder


@pytest.fixture
def store() -> Store:
    plan = PlanBuilder()
    plan.crm("Salesforce", product="Salesforce")
    plan.add_system("Mautic", product="Mautic")
    return plan.store()


def shown(qtbot: QtBot, screen: RecordScreen) -> RecordScreen:
    qtbot.addWidget(screen)
    screen.resize(1000, 500)
    screen.show()
    return screen


def text(screen: RecordScreen, row: int, column: int) -> str:
    item = screen.grid.item(row, column)
    assert item is not None
    return item.text()


def type_into(screen: RecordScreen, row: int, column: int, words: str) -> None:
    item = screen.grid.item(row, column)
    assert item is not None
    item.setText(words)
    screen.refresh()


def test_the_usual_items_are_added_and_ticked_from_the_plan(store: Store, qtbot: QtBot) -> None:
    screen = shown(qtbot, ChecklistScreen(PlanBridge(store), theme("light")))
    screen.add_usual()
    screen.refresh()
    assert [text(screen, row, 1) for row in range(len(USUAL))] == [usual.title for usual in USUAL]
    assert text(screen, 1, 4) == "No fields yet: Salesforce."
    assert text(screen, 3, 4) == "A person ticks this."
    assert not screen.usual.isEnabled()
    crm = store.all(type(store.get("system_1")))[0]
    with store.transact("fields") as transaction:
        builder = PlanBuilder()
        holder = builder.object(crm)
        transaction.put(holder, builder.crm_field(holder, "Email"))
    qtbot.waitUntil(lambda: text(screen, 1, 0).endswith("done"))


def test_a_person_ticks_dates_and_writes(store: Store, qtbot: QtBot) -> None:
    screen = shown(qtbot, ChecklistScreen(PlanBridge(store), theme("light")))
    screen.add()
    (item,) = store.all(ChecklistItem)
    type_into(screen, 0, 1, "Ask the lawyers")
    yesterday = utc_now().date() - timedelta(days=1)
    type_into(screen, 0, 3, yesterday.isoformat())
    assert "late by 1 day" in text(screen, 0, 3)
    assert "1 overdue" in screen.summary.text()
    type_into(screen, 0, 3, "some day")
    assert "no date" in screen.complaint.text()
    assert store.find(ChecklistItem, item.id).due == yesterday
    cell = screen.grid.item(0, 0)
    assert cell is not None
    cell.setCheckState(Qt.CheckState.Checked)
    assert store.find(ChecklistItem, item.id).state is ChecklistState.DONE
    screen.refresh()
    assert screen.summary.text() == "1 of 1 done"
    store.undo()
    assert store.find(ChecklistItem, item.id).state is ChecklistState.OPEN
    screen.remove_current("Delete")
    assert store.count(ChecklistItem) == 0


def test_days_are_typed_in_many_ways() -> None:
    for words in ("2026-03-05", "5.3.2026", "5/3/2026", "5 Mar 2026"):
        assert typed_day(words) in {date(2026, 3, 5), date(2026, 5, 3)}
    assert typed_day("2026-02-30") is None
    assert typed_day("") is None


def test_a_system_without_anybody_has_a_row_to_type_in(store: Store, qtbot: QtBot) -> None:
    screen = shown(qtbot, SupportScreen(PlanBridge(store)))
    assert [text(screen, row, 0) for row in range(2)] == ["Salesforce", "Mautic"]
    type_into(screen, 1, 2, "+371 2912")
    (contact,) = store.all(SupportContact)
    assert (contact.system, contact.phone) == ("system_2", "+371 2912")
    type_into(screen, 1, 1, "Vera Ķirse")
    assert store.all(SupportContact)[0].person == "Vera Ķirse"
    assert screen.summary.text() == "Somebody to call for 1 of 2 systems"
    screen.grid.setCurrentCell(1, 1)
    screen.add()
    assert [each.system for each in store.all(SupportContact)] == ["system_2", "system_2"]


def test_words_stand_side_by_side(store: Store, qtbot: QtBot) -> None:
    screen = shown(qtbot, TermsScreen(PlanBridge(store)))
    screen.fill_in()
    screen.refresh()
    lead = list(Concept).index(Concept.LEAD)
    assert [text(screen, lead, column) for column in (1, 2)] == ["Lead", "Contact"]
    assert not screen.usual.isEnabled()
    type_into(screen, lead, 2, "Interessent")
    term = screen.term_at(lead, 2)
    assert term is not None
    assert term.word == "Interessent"
    other = list(Concept).index(Concept.OTHER)
    type_into(screen, other, 1, "Asset")
    assert any(each.word == "Asset" and each.concept is Concept.OTHER for each in store.all(Term))
    with qtbot.waitSignal(screen.selection_changed) as told:
        screen.grid.setCurrentCell(lead, 2)
    assert told.args == [[term.id]]

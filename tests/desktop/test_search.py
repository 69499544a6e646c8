"""Finding and replacing as a person does it, by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.desktop.application import Application
from maplanner.desktop.canvas.layers import MARK
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import Note, Step
from maplanner.storage import PlanFile
from tests.builders import PlanBuilder

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    plan = PlanBuilder(title="Fair")
    first = plan.step("search_term", "Find Bērziņa")
    form = plan.step("form", "Form")
    plan.field(form, "Berzina’s form", key="berzina")
    plan.chain(first, form)
    plan.add(Note, campaign=plan.current.id, text="ask berzina, berzina knows")
    plan.campaign("Second")
    plan.step("email", "Mail", props={"subject": "Dear Berzina"})
    PlanFile.create(tmp_path / "plan.maplan", list(plan.records.values())).close()
    application = Application(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    opened = application.open_plan(tmp_path / "plan.maplan")
    assert opened is not None
    opened.show()
    yield opened
    opened.let_go()
    opened.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def test_the_bar_goes_round_what_it_finds_on_the_drawing(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.trigger("edit.find")
    bar, canvas = window.search.bar, window.tabs.canvas()
    assert canvas is not None
    assert bar.isVisible()
    qtbot.keyClicks(bar.field, "berzina")
    assert bar.found == ["step_1", "form_field_1", "note_1"], "the other campaign is not looked at"
    assert (bar.count.text(), canvas.selected_ids()) == ("1 of 3", ["step_1"])
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert (bar.count.text(), canvas.selected_ids()) == ("2 of 3", ["step_2"]), "a field shows its form"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    window.commands.trigger("edit.find_previous")
    assert (bar.count.text(), canvas.selected_ids()) == ("3 of 3", ["note_1"])
    window.commands.trigger("edit.find_next")
    assert bar.count.text() == "1 of 3"
    bar.select_all()
    assert canvas.selected_ids() == ["step_1", "step_2", "note_1"]
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_all_that_is_found_is_marked_until_the_bar_closes(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.trigger("edit.find")
    bar, canvas = window.search.bar, window.tabs.canvas()
    assert canvas is not None
    marks = canvas.canvas.layers.matches
    qtbot.keyClicks(bar.field, "berzina")
    places = marks.places()
    assert len(places) == 3, "the step, the form of the field, and the note"
    cards = [canvas.canvas.steps[key].card.rect for key in ("step_1", "step_2")]
    assert all(any(place.grown(-MARK) == card for place in places) for card in cards)
    bar.field.setText("nothing like it")
    assert marks.places() == []
    bar.field.setText("form")
    assert marks.places()
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert marks.places() == []
    window.commands.trigger("edit.find_next")
    assert marks.places() == [], "going on without the bar marks nothing that could not be taken away"


def test_keys_lead_from_the_drawing_to_both_searches_and_back(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.tabs.canvas()
    assert canvas is not None
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_F, CTRL)
    assert window.search.bar.field.hasFocus()
    qtbot.keyClicks(window.search.bar.field, "form")
    qtbot.keyClick(window.search.bar.field, Qt.Key.Key_F3)
    assert window.search.bar.count.text() == "2 of 2"
    qtbot.keyClick(window.search.bar.field, Qt.Key.Key_Escape)
    assert canvas.hasFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_F, CTRL | SHIFT)
    assert window.search.panel.field.hasFocus()
    assert window.search.panel.field.text() == "form", "it looks for the same words"
    qtbot.keyClick(window.search.panel.field, Qt.Key.Key_H, CTRL)
    assert window.search.panel.by.hasFocus()


def test_accents_and_whole_words_narrow_the_bar(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.trigger("edit.find")
    bar = window.search.bar
    bar.field.setText("berziņa")
    assert len(bar.found) == 3
    bar.options.accents.click()
    assert bar.found == []
    assert bar.count.text() == "not found"
    bar.field.setText("bērziņ")
    assert bar.found == ["step_1"]
    bar.options.words.click()
    assert bar.found == []


def test_the_bar_follows_changes_and_goes_with_the_drawing(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.trigger("edit.find")
    bar = window.search.bar
    bar.field.setText("berzina")
    with window.bridge.store.transact("Delete") as transaction:
        transaction.remove("note_1")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 2")
    window.tabs.show_tool_map()
    assert not bar.isVisible()


def test_the_plan_is_searched_by_campaign_and_a_hit_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.trigger("edit.find_in_plan")
    panel = window.search.panel
    assert panel.isVisible()
    qtbot.keyClicks(panel.field, "berzina")
    qtbot.waitUntil(lambda: len(panel.hits) == 6)
    tops = [panel.tree.topLevelItem(at) for at in range(panel.tree.topLevelItemCount())]
    assert [top.text(0) for top in tops if top is not None] == ["Campaign (5)", "Second (1)"]
    assert panel.count.text() == "6 places, 5 can be replaced"
    second = tops[1]
    assert second is not None
    panel.tree.itemClicked.emit(second.child(0), 0)
    canvas = window.tabs.canvas()
    assert canvas is not None
    assert canvas.selected_ids() == ["step_3"]
    panel.scope.setCurrentIndex(1)
    assert len(panel.hits) == 1


def test_replacing_one_and_all_is_a_step_each_and_keeps_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.trigger("edit.replace")
    panel, store = window.search.panel, window.bridge.store
    panel.open("berzina")
    panel.by.setText("Ozola")
    before = {record.id: record for record in store.records()}
    assert not panel.tree.isColumnHidden(3)
    qtbot.keyClick(panel.by, Qt.Key.Key_Return)
    assert store.find(Step, "step_1").title == "Find Ozola"
    assert panel.replace_all_button.text() == "Replace all 4"
    panel.replace_all_button.click()
    assert store.find(Note, "note_1").text == "ask Ozola, Ozola knows"
    assert store.find(Step, "step_3").props["subject"] == "Dear Ozola"
    assert [hit.path for hit in panel.hits] == ["key"]
    assert not panel.replace_all_button.isEnabled()
    assert store.history.undo_label == "Replace “berzina” by “Ozola”"
    window.commands.trigger("edit.undo")
    assert store.find(Note, "note_1") == before["note_1"]
    window.commands.trigger("edit.undo")
    assert {record.id: record for record in store.records()} == before


def test_a_text_that_would_be_too_long_changes_nothing_and_says_so(window: MainWindow) -> None:
    panel, store = window.search.panel, window.bridge.store
    window.commands.trigger("edit.find_in_plan")
    panel.open("berzina")
    panel.by.setText("x" * 20_000)
    before = store.revision
    panel.replace_all()
    assert store.revision == before
    assert panel.complaint.isVisibleTo(panel)


def test_searching_starts_in_the_panel_where_there_is_no_drawing(window: MainWindow) -> None:
    window.tabs.show_tool_map()
    window.commands.trigger("edit.find")
    assert not window.search.bar.isVisible()
    assert window.search.panel.isVisible()

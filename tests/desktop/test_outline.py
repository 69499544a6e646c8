"""The outline mirrors the drawing, for hands and ears, and stays put while the drawing changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from maplanner.desktop.application import Application
from maplanner.desktop.main_window import MainWindow
from maplanner.document.records import FormField, Step
from maplanner.storage import PlanFile
from tests.builders import PlanBuilder

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    plan = PlanBuilder(title="Fair")
    term, form = plan.step("search_term", "Term"), plan.step("form", "Form")
    plan.field(form, "Company")
    mail, wait = plan.step("email", "Mail"), plan.step("wait", "Pause")
    plan.chain(term, form, mail)
    plan.link(mail, wait, "opened", order=1.0)
    plan.link(wait, mail, order=2.0)
    plan.link(mail, form, "clicked", order=3.0, share=0.25)
    plan.step("end", "Lost")
    plan.campaign("Second")
    plan.step("contact_list", "List")
    PlanFile.create(tmp_path / "plan.maplan", list(plan.records.values())).close()
    application = Application(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    opened = application.open_plan(tmp_path / "plan.maplan")
    assert opened is not None
    opened.resize(1600, 1000)  # a small window would let panels give way
    opened.show()
    opened.commands.trigger("view.dock_outline")
    qtbot.waitUntil(lambda: opened.outline.tree.topLevelItemCount() > 0)
    yield opened
    opened.let_go()
    opened.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def texts(window: MainWindow) -> list[str]:
    """Return all lines, indented as they stand."""
    found: list[str] = []

    def read(item: QTreeWidgetItem, depth: int) -> None:
        for at in range(item.childCount()):
            child = item.child(at)
            assert child is not None
            found.append("  " * depth + child.text(0))
            read(child, depth + 1)

    read(window.outline.tree.invisibleRootItem(), 0)
    return found


def line(window: MainWindow, text: str) -> QTreeWidgetItem:
    (found,) = window.outline.tree.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, 0)
    return found


def test_it_reads_as_leads_pass(window: MainWindow, qtbot: QtBot) -> None:
    assert texts(window) == [
        "Term",
        "Form",
        "  Company",
        "Mail",
        "  Opened",
        "    Pause",
        "    → goes back to Mail · Next",
        "  → goes back to Form · Clicked · 25 %",
        "Nobody gets here",
        "  Lost",
    ]
    assert line(window, "Company").data(0, SPOKEN).startswith("Form field: Company")
    qtbot.waitUntil(lambda: bool(line(window, "Lost").text(1)))
    assert "finding" in line(window, "Lost").data(0, SPOKEN)
    window.tabs.open_campaign("campaign_2")
    qtbot.waitUntil(lambda: texts(window) == ["List"])


def test_selection_goes_both_ways(window: MainWindow) -> None:
    canvas, tree = window.tabs.canvas(), window.outline.tree
    assert canvas is not None
    tree.setCurrentItem(line(window, "Pause"))
    assert canvas.selected_ids() == ["step_4"]
    tree.setCurrentItem(line(window, "Company"))
    assert canvas.selected_ids() == ["step_2"]
    assert tree.currentItem() is line(window, "Company"), "the form does not take the line from its field"
    tree.setCurrentItem(line(window, "Opened"))
    assert canvas.selected_ids() == ["link_3"]
    canvas.select(["step_1", "step_3"])
    assert {item.text(0) for item in tree.selectedItems()} == {"Term", "Mail"}
    canvas.select([])
    assert tree.selectedItems() == []


def test_changes_leave_other_lines_as_they_are(window: MainWindow, qtbot: QtBot) -> None:
    tree = window.outline.tree
    kept = {text: line(window, text) for text in ("Term", "Form", "Mail", "Pause", "Company")}
    kept["Form"].setExpanded(False)
    tree.setCurrentItem(kept["Pause"])
    with window.bridge.store.transact("Change") as transaction:
        transaction.remove("link_3")
        transaction.change("step_1", {"title": "Word"})
        transaction.put(Step(id="new", campaign="campaign_1", kind="search_term", title="New", y=-300.0))
    qtbot.waitUntil(lambda: "New" in texts(window))
    assert texts(window)[:5] == ["New", "Word", "Form", "  Company", "Mail"]
    assert line(window, "Word") is kept["Term"]
    assert line(window, "Pause") is kept["Pause"], "it moved below “Nobody gets here”"
    assert tree.currentItem() is kept["Pause"]
    assert not kept["Form"].isExpanded()
    window.commands.trigger("edit.undo")
    qtbot.waitUntil(lambda: "New" not in texts(window))
    assert line(window, "Term") is kept["Term"]
    assert not kept["Form"].isExpanded()


def test_keys_rename_delete_and_open(window: MainWindow, qtbot: QtBot) -> None:
    tree, reader = window.outline.tree, window.bridge.reader
    tree.setFocus()
    tree.setCurrentItem(line(window, "Company"))
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    editor = tree.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("Firm")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reader.find(FormField, "form_field_1").title == "Firm")
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert reader.find_or_none(FormField, "form_field_1") is None
    qtbot.waitUntil(lambda: "  Firm" not in texts(window))
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert reader.find_or_none(Step, "step_2") is not None, "the form stays"
    tree.setCurrentItem(line(window, "Form"))
    window.docks.hide("inspector")
    with qtbot.waitSignal(window.outline.activated):
        tree.itemActivated.emit(line(window, "Form"), 0)
    form = window.inspector.form()
    assert window.docks.is_shown("inspector")
    assert form is not None
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert reader.find_or_none(Step, "step_2") is None
    window.commands.trigger("edit.undo")
    window.commands.trigger("edit.undo")
    qtbot.waitUntil(lambda: "  Firm" in texts(window))


def test_an_empty_name_is_not_taken(window: MainWindow) -> None:
    line(window, "Term").setText(0, "  ")
    assert window.bridge.reader.find(Step, "step_1").title == "Term"
    assert line(window, "Term")

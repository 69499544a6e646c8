"""Diagrams in the import dialog: the preview, choices, pages, one step of undo, refusals."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.diagram_model import BECOMES, choices
from maplanner.desktop.dialogs.import_dialog import ImportDialog
from maplanner.document.records import Campaign, Note, Plan, Step
from maplanner.document.store import Store

PAGE = (
    '<diagram name="{title}"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>'
    '<mxCell id="a" value="Sākums" style="ellipse" vertex="1" parent="1">'
    '<mxGeometry x="0" y="0" width="90" height="40" as="geometry"/></mxCell>'
    '<mxCell id="b" value="Something odd" style="html=1;" vertex="1" parent="1">'
    '<mxGeometry x="200" y="0" width="90" height="40" as="geometry"/></mxCell>'
    '<mxCell id="c" value="Another thing" style="html=1;" vertex="1" parent="1">'
    '<mxGeometry x="400" y="0" width="90" height="40" as="geometry"/></mxCell>'
    '<mxCell id="e" edge="1" parent="1" source="a" target="b"/>'
    '<mxCell id="f" edge="1" parent="1" source="b" target="c"/>'
    '<mxCell id="g" edge="1" parent="1" source="c"/>'
    "</root></mxGraphModel></diagram>"
)


@pytest.fixture
def importing(qtbot: QtBot) -> Iterator[ImportDialog]:
    made = ImportDialog(PlanBridge(Store([Plan()])))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def shown(importing: ImportDialog, tmp_path: Path, qtbot: QtBot) -> ImportDialog:
    """The dialog with a file of two pages in it."""
    path = tmp_path / "flow.drawio"
    pages = PAGE.format(title="Pirmā") + PAGE.format(title="Otrā")
    path.write_text(f"<mxfile>{pages}</mxfile>", encoding="utf-8")
    importing.choose(path)
    qtbot.waitUntil(lambda: importing.apply.isEnabled() or importing.complaint.isVisible(), timeout=10_000)
    assert importing.complaint.isHidden(), importing.complaint.text()
    return importing


def store(dialog: ImportDialog) -> Store:
    return dialog._bridge.store


def row_of(dialog: ImportDialog, text: str) -> int:
    model = dialog.diagram.model
    return next(row for row in range(model.rowCount()) if model.shape(row).text == text)


def test_every_shape_is_shown_with_guess_and_reason(shown: ImportDialog) -> None:
    model = shown.diagram.model
    texts = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert {row[0] for row in texts} == {"Sākums", "Something odd", "Another thing"}
    assert texts[-1][0] == "Sākums", "what is only guessed stands first"
    assert all(row[2] and row[3] for row in texts)
    assert "2 campaigns" in shown.summary.text()
    assert shown.diagram.pages.isVisible()
    assert not shown.system.isVisible()
    assert "ends at nothing" in shown.diagram.left_out.toPlainText()


def test_taking_over_is_one_step_of_undo(shown: ImportDialog) -> None:
    drawn: list[list[str]] = []
    shown.drawn.connect(drawn.append)
    shown.accept()
    assert [each.title for each in store(shown).all(Campaign)] == ["Pirmā", "Otrā"]
    assert drawn == [[each.id for each in store(shown).all(Campaign)]]
    assert len(store(shown).all(Step)) == 6
    store(shown).undo()
    assert not store(shown).all(Campaign)
    assert not store(shown).all(Step)


def test_only_pages_that_are_checked_come_along(shown: ImportDialog) -> None:
    shown.diagram.pages.item(0).setCheckState(Qt.CheckState.Unchecked)
    shown.accept()
    assert [each.title for each in store(shown).all(Campaign)] == ["Otrā"]


def test_without_pages_nothing_can_be_taken_over(shown: ImportDialog) -> None:
    for page in range(2):
        shown.diagram.pages.item(page).setCheckState(Qt.CheckState.Unchecked)
    assert not shown.apply.isEnabled()


def test_a_person_says_what_a_shape_becomes(shown: ImportDialog, qtbot: QtBot) -> None:
    model, view = shown.diagram.model, shown.diagram.view
    index = model.index(row_of(shown, "Something odd"), BECOMES)
    view.setCurrentIndex(index)
    view.edit(index)
    (box,) = view.viewport().findChildren(QComboBox)
    box.setCurrentIndex(box.findData("email"))
    box.activated.emit(box.currentIndex())
    assert model.guess(index.row()).becomes == "email"
    assert index.siblingAtColumn(2).data() == "chosen"
    shown.accept()
    kinds = {(step.title, step.kind) for step in store(shown).all(Step)}
    assert ("Something odd", "email") in kinds
    assert ("Something odd", "sales_task") in kinds, "the other page stays as it was guessed"


def test_selected_shapes_change_together(shown: ImportDialog) -> None:
    shown.diagram.view.selectAll()
    shown.diagram.model.setData(shown.diagram.model.index(0, BECOMES), "note")
    shown.diagram.pages.item(1).setCheckState(Qt.CheckState.Unchecked)
    shown.accept()
    assert not store(shown).all(Step)
    assert len(store(shown).all(Note)) == 3


def test_everything_that_a_shape_can_become_is_offered(shown: ImportDialog) -> None:
    model = shown.diagram.model
    for name in choices():
        shown.diagram.choose([0], name)
        assert model.index(0, BECOMES).data(Qt.ItemDataRole.EditRole) == name
    assert model.rowCount(QModelIndex()) == 3


def test_a_broken_diagram_is_refused_in_words(importing: ImportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "broken.drawio"
    path.write_text("<mxfile><diagram>AAAA</diagram></mxfile>", encoding="utf-8")
    importing.choose(path)
    qtbot.waitUntil(importing.complaint.isVisible, timeout=10_000)
    assert "broken.drawio" in importing.complaint.text()
    assert not importing.apply.isEnabled()
    assert not store(importing).all(Campaign)

"""Checking a list in the window, as a person does it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from maplanner.desktop.application import Application
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.intake_dialog import IntakeDialog
from maplanner.document.records import DataSet, Step
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder

LIST = "Mail;Vārds;Izmērs\nanna@example.lv;Anna;38\nANNA@example.lv;Anna;\nnowhere;Bo;\n;;\n"


@pytest.fixture
def store() -> Store:
    plan = PlanBuilder()
    step = plan.step("contact_list", "Partner list", props={"size": 10})
    plan.field(step, "E-mail", type=FieldType.EMAIL, required=True)
    plan.field(step, "First name", key="first_name")
    return plan.store()


@pytest.fixture
def dialog(store: Store, qtbot: QtBot, tmp_path: Path) -> IntakeDialog:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode("cp1257"))
    made = IntakeDialog(PlanBridge(store), theme("light"))
    qtbot.addWidget(made)
    made.show()
    made.choose(path)
    settled(qtbot, made)
    return made


def settled(qtbot: QtBot, dialog: IntakeDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.is_busy())


def test_a_list_is_understood_and_its_columns_have_fields(dialog: IntakeDialog) -> None:
    parts = dialog.parts
    assert parts.encoding.currentData() == "cp1257"
    assert parts.delimiter.currentData() == ";"
    assert parts.target.currentText() == "Partner list"
    assert [parts.columns.choice(at).currentText() for at in range(3)] == [
        "E-mail *",
        "First name",
        "— no field",
    ]
    assert parts.columns.item(1, 1).text() == "Anna, Anna, Bo"
    assert not parts.save_clean.isEnabled()


def test_checking_shows_figures_records_them_and_offers_the_size(
    dialog: IntakeDialog, store: Store, qtbot: QtBot
) -> None:
    parts = dialog.parts
    qtbot.mouseClick(parts.check, Qt.MouseButton.LeftButton)
    settled(qtbot, dialog)
    assert parts.said.text().startswith("3 rows · 1 clean · 2 rejected · 1 duplicates among them")
    assert parts.model.row(0).cells[1].text == "same e-mail as row 2"
    filled = parts.columns.cellWidget(2, 3)
    assert "33 %" in [label.text() for label in filled.findChildren(QLabel)]
    (data_set,) = store.all(DataSet)
    assert (data_set.rows, data_set.clean, data_set.step) == (3, 1, "step_1")
    assert parts.size.isVisible()
    qtbot.mouseClick(parts.size, Qt.MouseButton.LeftButton)
    assert store.find(Step, "step_1").props["size"] == 1
    store.undo()
    assert store.find(Step, "step_1").props["size"] == 10


def test_results_are_saved_and_the_list_is_refused(
    dialog: IntakeDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.check()
    settled(qtbot, dialog)
    for name, rejects in (("clean.csv", False), ("rejects.csv", True)):
        dialog.save(tmp_path / name, rejects=rejects)
        settled(qtbot, dialog)
        assert dialog.parts.said.text() == f"{name} is written."
    with (tmp_path / "clean.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [
            ["Mail", "Vārds", "Izmērs"],
            ["anna@example.lv", "Anna", "38"],
        ]
    dialog.save(tmp_path / "list.csv")
    settled(qtbot, dialog)
    assert "never overwritten" in dialog.parts.complaint.text()


def test_another_encoding_or_target_is_shown_at_once(dialog: IntakeDialog, qtbot: QtBot) -> None:
    parts = dialog.parts
    parts.encoding.setCurrentIndex(parts.encoding.findData("cp1252"))
    parts.encoding.activated.emit(parts.encoding.currentIndex())
    settled(qtbot, dialog)
    assert parts.columns.item(1, 0).text() == "Vârds"
    parts.target.setCurrentIndex(0)
    parts.target.activated.emit(0)
    assert [parts.columns.choice(at).count() for at in range(3)] == [1, 1, 1]


def test_what_cannot_be_read_is_said(dialog: IntakeDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.choose(tmp_path / "none.csv")
    settled(qtbot, dialog)
    assert "none.csv cannot be read" in dialog.parts.complaint.text()
    assert not dialog.parts.check.isEnabled()


def test_a_dropped_table_may_be_a_list_of_people(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = Application(qapp, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    window = application.new_plan()
    assert window is not None
    path = tmp_path / "people.csv"
    path.write_text(LIST, encoding="utf-8")

    def answer(box: QMessageBox) -> int:
        assert "people.csv" in box.text()
        box.defaultButton().click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    window.files.open_dropped(str(path))
    (dialog,) = window.findChildren(IntakeDialog)
    settled(qtbot, dialog)
    assert dialog.parts.columns.rowCount() == 3
    assert dialog.parts.target.currentText() == "Nothing in the plan"
    dialog.close()
    window.let_go()
    window.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")

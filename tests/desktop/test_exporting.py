"""Exporting in the window: other programs, files kept up to date, the clipboard, pictures that open."""

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from maplanner.app.export_again import Recipe, Seen, remember, remembered, write_all
from maplanner.app.session import PlanSession
from maplanner.app.templates import template_records
from maplanner.desktop.application import Application
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.export_dialog import ExportDialog
from maplanner.document.records import Campaign, Step, System
from maplanner.document.store import Store
from maplanner.exchange.carrying import carried_plan


@pytest.fixture
def store() -> Store:
    return Store(template_records("sample"))


@pytest.fixture
def export(store: Store, qtbot: QtBot, tmp_path: Path, platformdirs_isolated: object) -> ExportDialog:
    first = min(store.all(Campaign), key=lambda each: each.order)
    selection = [step.id for step in store.referring(Step, "campaign", first.id)[:2]]
    made = ExportDialog(PlanBridge(store), first.id, plan_path=tmp_path / "plan.maplan", selection=selection)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    made.path.setText(str(tmp_path / "x"))
    made.propose_path()
    return made


def choose(export: ExportDialog, format_: str, key: str = "") -> Path:
    export.format.setCurrentIndex(export.format.findData(format_))
    if key:
        at = export.what.findData(key)
        assert at >= 0
        export.what.setCurrentIndex(at)
    return export.chosen_path()


@pytest.mark.parametrize(
    ("name", "suffix", "begins"),
    [("drawio", ".drawio", "<?xml"), ("bpmn", ".bpmn", "<?xml"), ("mermaid", ".mmd", "---"),
     ("mautic", ".json", "{"), ("campaign-table", ".csv", "\ufeffcampaign")],
)  # fmt: skip
def test_campaigns_are_written_for_other_programs(
    export: ExportDialog, name: str, suffix: str, begins: str
) -> None:
    path = choose(export, name)
    assert path.suffix == suffix
    assert not export.look.isVisible()
    export.accept()
    # What Mautic lacks is told, and the dialog stays for that.
    assert export.result() == QDialog.DialogCode.Accepted or "ask for tags" in export.message.text()
    assert path.read_text("utf-8").startswith(begins)


def test_what_a_format_cannot_hold_cannot_be_chosen(export: ExportDialog) -> None:
    choose(export, "png", "tools")
    choose(export, "drawio")
    assert str(export.what.currentData()).startswith("campaign:")
    choose(export, "pdf", "book")
    choose(export, "png")
    assert export.what.currentData() != "book"


def test_the_selection_and_ways_of_fields_are_offered(export: ExportDialog) -> None:
    whole = export.drawing().bounds
    path = choose(export, "svg", "selection")
    assert export.drawing().bounds.width < whole.width
    export.accept()
    assert path.exists()
    titles = [export.what.itemText(row) for row in range(export.what.count())]
    assert "Way of Lead.Email" in titles


def test_a_book_is_written_with_page_numbers(export: ExportDialog) -> None:
    path = choose(export, "pdf", "book")
    export.paper.setCurrentIndex(export.paper.findData("A4"))
    assert export.choices.page_numbers.isVisible()
    export.choices.pages.setText("1-2")
    export.accept()
    assert path.read_bytes().count(b"/Type /Page\n") == 2


def test_a_size_may_be_typed(export: ExportDialog) -> None:
    export.scale.setEditText("300 dpi")
    assert export.options().factor == pytest.approx(300 / 96)
    export.scale.setEditText("150 %")
    assert export.options().factor == 1.5
    export.scale.setEditText("huge")
    export.accept()
    assert "is no size" in export.message.text()


def test_a_file_is_kept_up_to_date_when_it_is_wanted(
    export: ExportDialog, store: Store, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.maplan"
    path = choose(export, "svg", "tools")
    export.again.setChecked(True)
    export.accept()
    (recipe,) = remembered(plan)
    assert recipe.path == path
    path.unlink()
    written, failed = write_all(plan, store.snapshot(), Seen(), date(2027, 1, 4))
    assert [each.path for each in written] == [path]
    assert not failed


def test_the_picture_is_copied(export: ExportDialog) -> None:
    export.put_on_clipboard()
    image = QGuiApplication.clipboard().image()
    assert image.width() > 1000
    assert "clipboard" in export.message.text()


def test_a_picture_with_its_plan_opens_as_a_plan_without_a_name(
    export: ExportDialog, store: Store, tmp_path: Path
) -> None:
    path = choose(export, "png", "tools")
    export.choices.carries_plan.setChecked(True)
    export.accept()
    assert json.loads(carried_plan(path) or "")["format"] == "maplanner"
    session = PlanSession.open(path)
    assert session.path is None
    assert session.store.count(Campaign) == store.count(Campaign)
    session.close()


def test_saving_writes_what_is_exported_with_the_plan(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, platformdirs_isolated: object
) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    application = Application(qapp, settings)
    plan = tmp_path / "plan.maplan"
    PlanSession.new(plan, template="sample").close()
    window = application.open_plan(plan)
    assert window is not None
    remember(plan, Recipe(path=tmp_path / "tools.svg", format="svg", key="tools"))
    with window.bridge.store.transact("Rename") as transaction:
        transaction.change(window.bridge.store.all(System)[0].id, {"title": "Jaunais rīks"})
    assert window.files.save()
    assert "Jaunais rīks" in (tmp_path / "tools.svg").read_text("utf-8")
    window.let_go()
    window.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")

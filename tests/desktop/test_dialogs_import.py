"""Importing in the window: a running CRM, lists of fields with columns of their own, what breaks."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from maplanner.app.column_memory import memory_file, remembered
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.import_columns import ColumnsDialog
from maplanner.desktop.dialogs.import_dialog import ImportDialog
from maplanner.desktop.dialogs.import_live import LiveCrmDialog
from maplanner.desktop.dialogs.import_objects import ObjectsDialog
from maplanner.document.records import CrmField, Plan
from maplanner.document.store import Store
from maplanner.exchange.field_list import Column
from tests.exchange.answering import Answer, Asked, answering

TOKEN = "t0ken"
PROPERTY = {"name": "email", "label": "E-mail", "type": "string", "fieldType": "text"}


@pytest.fixture
def importing(qtbot: QtBot) -> Iterator[ImportDialog]:
    made = ImportDialog(PlanBridge(Store([Plan()])))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    memory_file().unlink(missing_ok=True)
    yield
    memory_file().unlink(missing_ok=True)


def asking(importing: ImportDialog, kind: type, qtbot: QtBot) -> object:
    """Return the dialog of that kind that the import dialog opened."""
    qtbot.waitUntil(lambda: bool(importing.findChildren(kind)), timeout=10_000)
    return importing.findChildren(kind)[-1]


def done(importing: ImportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: importing.change() is not None or importing.complaint.isVisible(), timeout=10_000)


def fill(live: LiveCrmDialog, kind: str, address: str) -> None:
    live.kind.setCurrentIndex(live.kind.findData(kind))
    live.address.setText(address)
    live.secret.setText(TOKEN)
    live.objects.setText("contacts")


def test_a_running_crm_is_read_and_the_token_kept_nowhere(importing: ImportDialog, qtbot: QtBot) -> None:
    with answering(lambda _: Answer({"results": [PROPERTY]})) as server:
        importing.choose_live.click()
        live = asking(importing, LiveCrmDialog, qtbot)
        assert isinstance(live, LiveCrmDialog)
        assert not live.ask.isEnabled()
        fill(live, "hubspot", server.address)
        assert live.secret.echoMode() == live.secret.EchoMode.Password
        live.ask.click()
        done(importing, qtbot)
    assert importing.change() is not None, importing.complaint.text()
    importing.accept()
    store = importing._bridge.store
    assert [field.api_name for field in store.all(CrmField)] == ["email"]
    assert not any(TOKEN in record.model_dump_json() for record in store.records())


def test_a_crm_asks_only_for_what_it_needs(qtbot: QtBot) -> None:
    live = LiveCrmDialog()
    qtbot.addWidget(live)
    live.show()
    live.kind.setCurrentIndex(live.kind.findData("tryton"))
    assert live.database.isVisible()
    assert live.user.isVisible()
    fill(live, "tryton", "https://crm.example.org")
    assert not live.ask.isEnabled()
    live.kind.setCurrentIndex(live.kind.findData("salesforce"))
    assert not live.user.isVisible()
    assert live.ask.isEnabled()
    live.address.setText("http://crm.example.org")
    live.ask.click()
    assert live.isVisible()
    assert "in the open" in live.complaint.text()


def test_a_refusal_is_said_in_words(importing: ImportDialog, qtbot: QtBot) -> None:
    with answering(lambda _: Answer({"message": "expired"}, 401)) as server:
        importing.path.setText(server.address)
        importing.read()
        live = asking(importing, LiveCrmDialog, qtbot)
        assert isinstance(live, LiveCrmDialog)
        assert live.address.text() == server.address
        fill(live, "hubspot", server.address)
        live.ask.click()
        done(importing, qtbot)
    assert "code 401" in importing.complaint.text()
    assert not importing.apply.isEnabled()


def test_asking_can_be_stopped(importing: ImportDialog, qtbot: QtBot) -> None:
    from maplanner.desktop.dialogs import import_dialog

    go_on = threading.Event()

    def slowly(_: Asked) -> Answer:
        go_on.wait(5)
        return Answer({"results": [PROPERTY]})

    with answering(slowly) as server:
        live = LiveCrmDialog(importing)
        fill(live, "hubspot", server.address)
        importing.read_source(live.source())
        assert importing.stop.isVisible()
        importing.stop.click()
        assert not importing.progress.isVisible()
        qtbot.waitUntil(lambda: not import_dialog._ABANDONED, timeout=3_000)
        go_on.set()
    assert importing.change() is None
    assert not importing.complaint.isVisible()


def test_columns_of_its_own_are_asked_for_once(importing: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "Lead.csv"
    path.write_text("Kolonna;Veids;Krāsa\nVārds;text;red\nDzimšana;date;\n", encoding="utf-8")
    importing.choose(path)
    columns = asking(importing, ColumnsDialog, qtbot)
    assert isinstance(columns, ColumnsDialog)
    ok = columns.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    for column, name in ((Column.NAME, "Kolonna"), (Column.TYPE, "Veids")):
        choice = columns.choices[column]
        choice.setCurrentIndex(choice.findData(name))
    ok.click()
    done(importing, qtbot)
    change = importing.change()
    assert change is not None, importing.complaint.text()
    assert {field.api_name for field in change.new_fields} == {"Vārds", "Dzimšana"}
    assert "“Krāsa”" in importing.left_out.toPlainText()
    assert "name from “Kolonna”" in importing.taken.toPlainText()
    assert remembered(("Kolonna", "Veids", "Krāsa")) == {Column.NAME: "Kolonna", Column.TYPE: "Veids"}
    importing.choose(path)
    done(importing, qtbot)
    assert importing.choose_columns.isVisible()
    importing.choose_columns.click()
    again = asking(importing, ColumnsDialog, qtbot)
    assert isinstance(again, ColumnsDialog)
    assert again.choices[Column.TYPE].currentData() == "Veids"


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '[{"names": 3}]', '[{"names": ["a"], "columns": {"x": 1}}]']
)
def test_a_damaged_memory_of_columns_is_none(content: str) -> None:
    memory_file().parent.mkdir(parents=True, exist_ok=True)
    memory_file().write_text(content, encoding="utf-8")
    assert remembered(("a",)) is None


def test_the_standard_fields_of_common_crms_are_offered(importing: ImportDialog) -> None:
    menu = importing.choose_starter.menu()
    assert menu is not None
    assert "Salesforce" in [action.text() for action in menu.actions()]


def test_only_some_objects_are_taken_over(importing: ImportDialog, qtbot: QtBot) -> None:
    importing.choose("starter:salesforce")
    done(importing, qtbot)
    assert "7 objects" in importing.recognised.text()
    importing.choose_objects.click()
    asked = asking(importing, ObjectsDialog, qtbot)
    assert isinstance(asked, ObjectsDialog)
    ok = asked.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert asked.chosen() == ()
    asked.none.click()
    assert not ok.isEnabled()
    asked.filter.setText("lead")
    asked.all.click()
    assert asked.chosen() == ("Lead",)
    ok.click()
    assert "1 object," in importing.recognised.text()
    change = importing.change()
    assert change is not None
    assert [each.api_name for each in change.new_objects] == ["Lead"]
    assert not change.new_conversions
    importing.take_objects(())
    change = importing.change()
    assert change is not None
    assert len(change.new_objects) == 7
    assert change.new_conversions

"""An integration lead's day in the window: read the org, map a form, mend all findings, reach 100 %."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from maplanner.desktop.application import Application
from maplanner.desktop.data.board_parts import Column
from maplanner.desktop.data.mapping_screen import MappingScreen
from maplanner.desktop.data.screens import show_mapping, show_way
from maplanner.desktop.dialogs.conversion import ConversionDialog
from maplanner.desktop.dialogs.import_dialog import ImportDialog
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.panels.findings_model import FindingColumn
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, Step, ValuePair
from maplanner.document.vocabulary import FieldType, Use

REASON = "Sales reports to us by telephone until spring."


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


def described(name: str, kind: str = "string", length: int = 80, **more: Any) -> dict[str, Any]:
    """Return a field as Salesforce describes it."""
    return {
        "name": name, "label": name, "type": kind, "length": length, "nillable": True, "createable": True,
        "updateable": True, "defaultedOnCreate": False, "picklistValues": [], **more,
    }  # fmt: skip


INDUSTRY = described(
    "Industry",
    "picklist",
    restrictedPicklist=True,
    picklistValues=[{"value": each, "active": True} for each in ("Banking", "Software")],
)
LEAD = (
    described("LastName", nillable=False),
    described("Email", "email"),
    described("Company", length=255, nillable=False),
)


def org(folder: Path, *fields: dict[str, Any]) -> Path:
    """Write what an org says of its leads; return the folder."""
    folder.mkdir(exist_ok=True)
    lead = {"name": "Lead", "label": "Lead", "fields": list(fields)}
    (folder / "Lead.describe.json").write_text(json.dumps(lead), "utf-8")
    return folder


def take_over(window: MainWindow, folder: Path, qtbot: QtBot) -> str:
    """Read an org by the import dialog and take it over; return what the dialog said would change."""
    window.files.import_source(folder)
    dialog = window.findChildren(ImportDialog)[-1]
    qtbot.waitUntil(lambda: dialog.change() is not None, timeout=10_000)
    said = dialog.summary.text()
    dialog.apply.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    return said


def edit(window: MainWindow, record_id: str, path: str, value: object) -> None:
    """Change a value in the inspector."""
    window.inspector.show_records([record_id])
    form = window.inspector.form()
    editor = form.editor(path) if form is not None else None
    assert editor is not None, path
    editor.edited.emit(value)


def draw_a_campaign(window: MainWindow) -> Step:
    """Draw a search term that leads by a page and a form to a write of leads; return the form."""
    for kind in ("search_term", "landing_page", "form", "crm_write"):
        window.steps.chosen.emit(kind)
    reader = window.bridge.reader
    form, write = (
        next(each for each in reader.all(Step) if each.kind == kind) for kind in ("form", "crm_write")
    )
    edit(window, write.id, "props.object", reader.all(CrmObject)[0].id)
    return form


def findings(window: MainWindow, qtbot: QtBot) -> list[str]:
    """Return the codes of what is found in the plan as it is now."""
    with qtbot.waitSignal(window.analysis.findings_changed, timeout=10_000):
        window.commands.trigger("plan.check")
    return [each.code for each in window.analysis.findings]


def click_first_fix(window: MainWindow, qtbot: QtBot) -> bool:
    """Click the first verb in the list of findings; return whether there was one."""
    model, view = window.findings.model, window.findings.view
    for row in range(model.rowCount()):
        if model.finding(row).fix is not None:
            place = view.visualRect(model.index(row, FindingColumn.FIX)).center()
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            findings(window, qtbot)
            return True
    return False


def ask_for_the_industry(window: MainWindow, form: Step) -> FormField:
    """Add a field with a choice to the form, by the inspector."""
    window.tabs.reveal(form.id)
    before = {each.id for each in window.bridge.reader.all(FormField)}
    buttons = window.inspector.findChildren(QPushButton)
    next(each for each in buttons if each.text() == "+ Add").click()
    (field,) = (each for each in window.bridge.reader.all(FormField) if each.id not in before)
    edit(window, field.id, "title", "Industry")
    edit(window, field.id, "key", "industry")
    edit(window, field.id, "type", FieldType.PICKLIST.value)
    edit(window, field.id, "options", ["Bankking", "Sofware"])
    return window.bridge.reader.find(FormField, field.id)


def map_on_the_screen(window: MainWindow, field: FormField, target: CrmField) -> MappingScreen:
    """Draw a line on the mapping screen by keys, and say that values become others by the value map."""
    screen = show_mapping(window)
    screen.show_sides(field.step, target.object)
    for column, title in ((Column.LEFT, field.title), (Column.RIGHT, target.api_name)):
        view = screen.board.views[column]
        rows = range(view.model().rowCount())
        row = next(row for row in rows if view.model().index(row, 0).data() == title)
        view.setCurrentIndex(view.model().index(row, 0))
        QTest.keyClick(view, Qt.Key.Key_Return)
    (stating,) = window.findChildren(ConversionDialog)
    stating.line.setText("by the value map")
    stating.buttons.accepted.emit()
    return screen


def complete_the_value_map(window: MainWindow, screen: MappingScreen, mapping_id: str, qtbot: QtBot) -> None:
    """Have what each value becomes suggested; a line that is missing is a finding."""
    screen.board.select_tie(mapping_id)
    assert screen.values.model.unmapped == ["Bankking", "Sofware"]
    screen.values.suggest.click()
    first, _ = window.bridge.reader.all(ValuePair)
    with window.bridge.store.transact("Leave one out") as transaction:
        transaction.remove(first.id)
    assert "mapping-does-not-fit" in findings(window, qtbot), "one value is in no list and on no line"
    window.commands.trigger("edit.undo")
    becomes = {each.value: each.becomes for each in window.bridge.reader.all(ValuePair)}
    assert becomes == {"Bankking": "Banking", "Sofware": "Software"}


def test_from_an_org_to_a_plan_that_is_complete(
    application: Application, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = application.new_plan()
    assert window is not None
    reader = window.bridge.reader
    assert take_over(window, org(tmp_path / "org", *LEAD, INDUSTRY), qtbot) == "5 new"
    form = draw_a_campaign(window)
    asked = ask_for_the_industry(window, form)
    industry = next(each for each in reader.all(CrmField) if each.api_name == "Industry")
    assert "form-field-lands-nowhere" in findings(window, qtbot)

    screen = map_on_the_screen(window, asked, industry)
    (mapping,) = reader.all(Mapping)
    complete_the_value_map(window, screen, mapping.id, qtbot)

    found = findings(window, qtbot)
    assert "mapping-does-not-fit" not in found
    assert "data-used-for-nothing" in found
    edit(window, industry.id, "uses", [Use.SEGMENTATION.value])
    assert "data-used-for-nothing" not in findings(window, qtbot)
    for _ in range(20):
        if not click_first_fix(window, qtbot):
            break
    (left,) = window.analysis.findings
    assert left.code == "loop-not-closed"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: (REASON, True))
    menu = window.findings.menu_of(left)
    next(each for each in menu.actions() if each.text() == "Ignore…").trigger()

    assert findings(window, qtbot) == []
    assert [each.ignored.reason for each in window.analysis.ignored if each.ignored] == [REASON]
    assert {each.title: each.share for each in window.analysis.completeness} == {
        "Lead": 1.0,
        "First campaign": 1.0,
    }
    assert "100 %" in window.findings.completeness.label.whole
    assert window.status.findings.text().strip() == "Nothing is missing"

    show_way(window, asked.id)
    way = window.way.lineage
    assert way is not None
    assert industry.id in way.records
    assert take_over(window, org(tmp_path / "org", *LEAD), qtbot).startswith("1 gone but still used")
    assert findings(window, qtbot) == ["mapped-field-gone"]

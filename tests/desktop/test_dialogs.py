"""Export, import, palette, shortcuts and welcome, as a person uses them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from maplanner.app.templates import Template, template_records
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.command_palette import CommandPalette, PaletteEntry
from maplanner.desktop.dialogs.export_dialog import ExportDialog
from maplanner.desktop.dialogs.import_dialog import ImportDialog
from maplanner.desktop.dialogs.matching import searchable
from maplanner.desktop.dialogs.welcome import WelcomePage
from maplanner.document.records import Campaign, CrmField, CrmObject, Mapping, Plan, System
from maplanner.document.store import Store
from maplanner.document.vocabulary import SystemRole
from maplanner.drawing.theme import theme


@pytest.fixture(scope="module")
def sample() -> Store:
    return Store(template_records("sample"))


def kept(qtbot: QtBot, dialog: QWidget) -> None:
    """Let the test, not closing, delete the dialog."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)


# ---------------------------------------------------------------- export


@pytest.fixture
def export(sample: Store, qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    made = ExportDialog(PlanBridge(sample), sample.all(Campaign)[0].id)
    kept(qtbot, made)
    made.show()
    made.path.setText(str(tmp_path / "x"))
    made.propose_path()
    return made


def choose(export: ExportDialog, name: str) -> Path:
    export.format.setCurrentIndex(export.format.findData(name))
    return export.chosen_path()


def test_a_typed_ending_chooses_the_format(export: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    assert export.format.currentData() == "png"
    export.path.selectAll()
    qtbot.keyClicks(export.path, str(tmp_path / "drawing.pdf"))
    export.path.editingFinished.emit()
    assert export.format.currentData() == "pdf"
    export.accept()
    assert (tmp_path / "drawing.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["png", "svg", "pdf", "dot", "json"])
def test_every_format_is_offered_and_written(export: ExportDialog, name: str) -> None:
    path = choose(export, name)
    assert path.suffix == f".{name}"
    export.accept()
    assert export.result() == QDialog.DialogCode.Accepted, export.message.text()
    beginning = path.read_bytes()[:300]
    magic = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "dot": b"digraph", "json": b"{"}[name]
    assert beginning.lstrip().startswith(magic)


def test_size_and_ground_reach_the_picture(export: ExportDialog) -> None:
    path = choose(export, "png")
    export.scale.setCurrentIndex(export.scale.findData(1.0))
    export.accept()
    small = QImage(str(path))
    export.scale.setCurrentIndex(export.scale.findData(2.0))
    export.transparent.setChecked(True)
    export.accept()
    large = QImage(str(path))
    assert abs(large.width() - 2 * small.width()) <= 2
    assert large.hasAlphaChannel()
    assert large.pixelColor(0, 0).alpha() == 0


def test_the_text_form_holds_the_whole_plan(export: ExportDialog, sample: Store) -> None:
    path = choose(export, "json")
    export.accept()
    data = json.loads(path.read_text(encoding="utf-8"))
    assert len(data["records"]["campaign"]) == sample.count(Campaign)


def test_only_what_a_format_knows_is_offered(export: ExportDialog) -> None:
    choose(export, "pdf")
    assert export.paper.isVisible()
    choose(export, "svg")
    assert not export.paper.isVisible()
    assert not export.scale.isVisible()
    choose(export, "json")
    assert not export.what.isEnabled()


def test_a_name_typed_by_hand_stays_but_for_its_suffix(export: ExportDialog, tmp_path: Path) -> None:
    export.path.setText(str(tmp_path / "mine.png"))
    export.path.textEdited.emit(export.path.text())
    export.what.setCurrentIndex(1)
    assert export.chosen_path() == tmp_path / "mine.png"
    choose(export, "svg")
    assert export.chosen_path() == tmp_path / "mine.svg"


def test_why_it_cannot_be_written_is_said_and_the_dialog_stays(export: ExportDialog, tmp_path: Path) -> None:
    export.path.setText(str(tmp_path / "nowhere" / "x.png"))
    export.accept()
    assert export.isVisible()
    assert "no folder" in export.message.text()
    export.path.setText("  ")
    export.accept()
    assert export.message.text() == "Choose where to save it."


def test_the_preview_is_a_picture_of_what_is_chosen(export: ExportDialog) -> None:
    export.draw_preview()
    light = export.preview.pixmap().toImage()
    assert not light.isNull()
    export.look.setCurrentIndex(export.look.findData("dark"))
    export.draw_preview()
    dark = export.preview.pixmap().toImage()
    assert dark.pixelColor(1, 1).lightness() < light.pixelColor(1, 1).lightness() - 100
    choose(export, "json")
    export.draw_preview()
    assert "text" in export.preview.text()


# ---------------------------------------------------------------- import


def describe(folder: Path, fields: dict[str, int]) -> Path:
    """Write a REST describe result of Lead with text fields of these lengths."""
    listed = [
        {"name": name, "label": name, "type": "string", "length": length, "nillable": True, "custom": True}
        for name, length in fields.items()
    ]
    path = folder / "Lead.json"
    path.write_text(json.dumps({"name": "Lead", "label": "Lead", "fields": listed}), encoding="utf-8")
    return path


def crm() -> list[object]:
    return [
        Plan(),
        System(id="crm", title="Our CRM", role=SystemRole.CRM, product="Salesforce"),
        System(id="other", title="Other", role=SystemRole.CRM, product="HubSpot"),
        CrmObject(id="lead", system="crm", api_name="Lead", label="Lead"),
        CrmField(id="city", object="lead", api_name="Town__c", label="Town__c", length=40, source="x"),
        CrmField(id="old", object="lead", api_name="Old__c", source="x"),
        CrmField(id="used", object="lead", api_name="Used__c", source="x"),
        Mapping(id="m", held="used", target="city"),
    ]


@pytest.fixture
def importing(qtbot: QtBot) -> Iterator[ImportDialog]:
    made = ImportDialog(PlanBridge(Store(crm())))  # type: ignore[arg-type]
    kept(qtbot, made)
    made.show()
    yield made
    made.close()


def read(importing: ImportDialog, path: Path, qtbot: QtBot) -> None:
    importing.choose(path)
    qtbot.waitUntil(lambda: not importing.progress.isVisible(), timeout=10_000)


def shown(importing: ImportDialog) -> set[tuple[str, str]]:
    rows = (importing.model.row(at).cells for at in range(importing.model.rowCount()))
    return {(cells[0].text, cells[2].text) for cells in rows}


def test_the_difference_is_shown_before_anything_changes(
    importing: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    store = importing._bridge.store
    read(importing, describe(tmp_path, {"Town__c": 80, "New__c": 10}), qtbot)
    assert shown(importing) == {
        ("new", "New__c"),
        ("changed", "Town__c"),
        ("gone", "Old__c"),
        ("gone, used", "Used__c"),
        ("no longer holds", "Used__c"),
    }
    town = importing.model.row(importing.model.place_of("city")).cells[4].text
    assert "Length: 40 → 80" in town
    assert "1 object, 2 fields" in importing.recognised.text()
    assert store.revision == 0


def test_taking_over_is_one_step_that_undo_takes_back(
    importing: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    store = importing._bridge.store
    before = {record.id: record for record in store.records()}
    read(importing, describe(tmp_path, {"Town__c": 80, "New__c": 10}), qtbot)
    importing.accept()
    assert importing.result() == QDialog.DialogCode.Accepted
    assert {field.api_name for field in store.all(CrmField)} == {"Town__c", "Used__c", "New__c"}
    assert store.find(CrmField, "city").length == 80
    assert store.history.labels[0] == ["Import Our CRM"]
    store.undo()
    assert {record.id: record for record in store.records()} == before


def test_another_system_can_be_chosen(importing: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    read(importing, describe(tmp_path, {"Town__c": 80}), qtbot)
    importing.system.setCurrentIndex(importing.system.findData("other"))
    importing.system.activated.emit(importing.system.currentIndex())
    assert shown(importing) == {("new", ""), ("new", "Town__c")}
    importing.accept()
    (made,) = importing._bridge.store.referring(CrmObject, "system", "other")
    assert made.api_name == "Lead"


def test_a_plan_that_went_on_meanwhile_is_compared_again(
    importing: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    store = importing._bridge.store
    read(importing, describe(tmp_path, {"New__c": 10}), qtbot)
    with store.transact("By hand") as transaction:
        transaction.put(CrmField(id="hand", object="lead", api_name="New__c"))
    importing.accept()
    assert [field.id for field in store.all(CrmField) if field.api_name == "New__c"] == ["hand"]


@pytest.mark.parametrize("content", ["", "{", '{"fields": 3}', '{"format": "maplanner", "version": 1}'])
def test_what_cannot_be_read_is_said_in_words(
    importing: ImportDialog, qtbot: QtBot, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "file.json"
    path.write_text(content, encoding="utf-8")
    read(importing, path, qtbot)
    assert importing.complaint.isVisible()
    assert "Traceback" not in importing.complaint.text()
    assert not importing.apply.isEnabled()
    assert importing.change() is None


def test_a_missing_folder_is_named(importing: ImportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    read(importing, tmp_path / "gone", qtbot)
    assert "gone" in importing.complaint.text()


def test_closing_while_reading_leaves_nothing_behind(
    importing: ImportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    from maplanner.desktop.dialogs import import_dialog

    importing.choose(describe(tmp_path, {"New__c": 10}))
    importing.reject()
    qtbot.waitUntil(lambda: not import_dialog._ABANDONED, timeout=10_000)
    assert importing.change() is None


def test_a_real_organisation_imports_with_all_its_fields(
    importing: ImportDialog, real_inputs: Path, qtbot: QtBot
) -> None:
    folder = real_inputs / "salesforce" / "npsp"
    described = len(list(folder.rglob("*.field-meta.xml")))
    read(importing, folder, qtbot)
    change = importing.change()
    assert change is not None, importing.complaint.text()
    assert len(change.new_fields) + len(change.changed) + len(change.refreshed) >= described > 0


# ---------------------------------------------------------------- palette


ENTRIES = (
    "New plan",
    "Open …",
    "Save as …",
    "Export …",
    "Zoom in",
    "Thank-you mail",
    "Hand-off",
    "Guide form",
    "Über uns",
    "Fit selection",
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("np", "New plan"),
        ("exp", "Export …"),
        ("thank", "Thank-you mail"),
        ("mail th", "Thank-you mail"),
        ("gudie", "Guide form"),
        ("uber", "Über uns"),
        ("sa", "Save as …"),
        ("FIT", "Fit selection"),
        ("zi", "Zoom in"),
    ],
)
def test_a_few_letters_find_what_is_meant(typed: str, first: str) -> None:
    found = searchable(ENTRIES, [""] * len(ENTRIES)).best(typed)
    assert ENTRIES[found[0]] == first


def test_what_is_far_from_everything_finds_nothing() -> None:
    assert searchable(ENTRIES, [""] * len(ENTRIES)).best("qqqqzzz") == []
    assert searchable((), ()).best("x") == []


def test_no_text_lists_all_in_their_order() -> None:
    assert searchable(ENTRIES, [""] * len(ENTRIES)).best("  ", limit=3) == [0, 1, 2]


@pytest.fixture
def palette(qtbot: QtBot) -> tuple[CommandPalette, list[str]]:
    ran: list[str] = []
    entries = [
        PaletteEntry(title, "File", "Ctrl+N", "file", lambda title=title: ran.append(title))
        for title in ENTRIES
    ]
    made = CommandPalette(None, entries, theme("light"))
    kept(qtbot, made)
    made.open()
    return made, ran


def test_the_keyboard_does_it_all(palette: tuple[CommandPalette, list[str]], qtbot: QtBot) -> None:
    dialog, ran = palette
    assert [entry.title for entry in [dialog.current()] if entry] == ["New plan"]
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Up)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ran == ["Open …"])
    assert not dialog.isVisible()


def test_up_from_the_first_goes_to_the_last(palette: tuple[CommandPalette, list[str]], qtbot: QtBot) -> None:
    dialog, _ran = palette
    qtbot.keyClick(dialog.field, Qt.Key.Key_Up)
    entry = dialog.current()
    assert entry is not None
    assert entry.title == "Fit selection"


def test_nothing_found_runs_nothing(palette: tuple[CommandPalette, list[str]], qtbot: QtBot) -> None:
    dialog, ran = palette
    qtbot.keyClicks(dialog.field, "qqqqzzz")
    assert dialog.nothing.isVisible()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert ran == []
    qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_fits_into_a_small_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 320)
    window.show()
    dialog = CommandPalette(window, [(str(at), "", "", "", lambda: None) for at in range(50)])
    kept(qtbot, dialog)
    dialog.open()
    assert dialog.width() <= 400
    assert dialog.height() <= 320 - 56
    dialog.close()


# ---------------------------------------------------------------- welcome


@dataclass
class Heard:
    new: list[str]
    opened: list[str]
    recovered: list[str]


def test_the_welcome_page_offers_what_there_is(qtbot: QtBot, tmp_path: Path) -> None:
    plan = tmp_path / "a & b.maplan"
    plan.write_bytes(b"")
    page = WelcomePage([plan], [Template("sample", "A firm")], [tmp_path / "draft.maplan"])
    qtbot.addWidget(page)
    page.show()
    heard = Heard([], [], [])
    page.new_requested.connect(heard.new.append)
    page.open_requested.connect(heard.opened.append)
    page.recover_requested.connect(heard.recovered.append)
    for name in ("new", "open", "sample", str(plan), str(tmp_path / "draft.maplan")):
        page.buttons[name].click()
    assert heard == Heard(["empty", "sample"], ["", str(plan)], [str(tmp_path / "draft.maplan")])
    assert page.buttons[str(plan)].accessibleName() == "a & b"
    page.show_plans([])
    assert str(plan) not in page.buttons

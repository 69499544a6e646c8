"""The inventory of fields: filtered, grouped, changed in bulk, exported; patches keep it up to date."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.columns import COLUMNS, filed_header
from maplanner.desktop.data.fields_model import FieldsModel, Grouping
from maplanner.desktop.data.fields_screen import FieldsScreen
from maplanner.desktop.data.suggesting import SuggestDialog
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.values import Condition
from maplanner.document.vocabulary import ConflictRule, Direction, SystemRole, Use
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder


@pytest.fixture
def bridge() -> Iterator[PlanBridge]:
    plan = PlanBuilder()
    plan.add_system("Site", role=SystemRole.WEB_SITE)
    form = plan.step("form", "Guide")
    company, mail = plan.field(form, "Company"), plan.field(form, "E-mail", key="email", required=True)
    plan.field(form, "=cmd()", key="evil")
    lead = plan.object(plan.crm(), label="Lead")
    lands = plan.crm_field(lead, "Company", label="Company", required=True, length=40)
    plan.crm_field(lead, "Email", label="Email")
    plan.crm_field(lead, "Ādažu_lauks__c", custom=True, personal=True)
    plan.map(company, lands)
    plan.criterion(plan.segment(), condition=Condition(subject="field", ref="company", operator="is"))
    assert mail.id == "form_field_2"
    made = PlanBridge(plan.store())
    yield made
    made.close()


@pytest.fixture
def screen(bridge: PlanBridge, qtbot: QtBot) -> FieldsScreen:
    made = FieldsScreen(bridge, theme("light"))
    qtbot.addWidget(made)
    return made


def names(screen: FieldsScreen) -> list[str]:
    model = screen.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def cell(screen: FieldsScreen, row: int, title: str) -> str:
    column = next(place for place, each in enumerate(COLUMNS) if each.title == title)
    return str(screen.model.index(row, column).data())


def choose(screen: FieldsScreen, *field_ids: str) -> None:
    screen.view.clearSelection()
    mode = screen.view.selectionMode()
    screen.view.setSelectionMode(screen.view.SelectionMode.MultiSelection)
    for field_id in field_ids:
        screen.view.selectRow(screen.model.row_of(field_id))
    screen.view.setSelectionMode(mode)
    assert set(screen.selected_ids()) == set(field_ids)


def test_every_field_stands_in_the_list_with_what_is_known(screen: FieldsScreen) -> None:
    assert names(screen) == ["company", "email", "evil", "Company", "Email", "Ādažu_lauks__c"]
    assert cell(screen, 0, "Mapped to") == "Lead.Company"
    assert cell(screen, 0, "System") == "Site"
    assert cell(screen, 3, "Mapped from") == "Company – Guide"
    assert cell(screen, 3, "Used for") == "segmentation"
    assert cell(screen, 3, "Where used") == "2"
    assert cell(screen, 3, "Length") == "40"
    assert screen.bar.count.text() == "6 fields"


@pytest.mark.parametrize(
    ("facets", "left"),
    [
        ({"Required"}, ["email", "Company"]),
        ({"Not mapped"}, ["email", "evil", "Email", "Ādažu_lauks__c"]),
        ({"Without use"}, ["email", "evil", "Email", "Ādažu_lauks__c"]),
        ({"Custom"}, ["Ādažu_lauks__c"]),
        ({"Personal"}, ["Ādažu_lauks__c"]),
        ({"Required", "Not mapped"}, ["email"]),
    ],
)
def test_facets_narrow_the_list(screen: FieldsScreen, facets: set[str], left: list[str]) -> None:
    for name in facets:
        screen.bar.facets[name].click()
    assert names(screen) == left
    assert screen.bar.count.text() == f"{len(left)} of 6 fields"


def test_words_system_and_object_narrow_the_list(screen: FieldsScreen) -> None:
    screen.bar.filter.setText("LEAD ādažu")
    screen.bar.apply()
    assert names(screen) == ["Ādažu_lauks__c"]
    screen.bar.clear()
    screen.bar.system.setCurrentText("Site")
    assert names(screen) == ["company", "email", "evil"]
    assert screen.bar.object.findText("Guide") > 0
    assert screen.bar.object.findText("Lead") < 0
    screen.bar.system.setCurrentIndex(0)
    screen.bar.object.setCurrentText("Lead (CRM)")
    assert names(screen) == ["Company", "Email", "Ādažu_lauks__c"]
    screen.bar.filter.setText("nowhere")
    screen.bar.apply()
    assert screen.empty.text() == "Nothing matches."


def test_sorting_puts_numbers_by_size_and_empty_cells_last(screen: FieldsScreen, bridge: PlanBridge) -> None:
    with bridge.store.transact("Lengths") as t:
        t.change("form_field_1", {"length": 255})
        t.change("form_field_2", {"length": 9})
    screen.model.refresh()
    length = next(place for place, each in enumerate(COLUMNS) if each.title == "Length")
    screen.view.sortByColumn(length, Qt.SortOrder.DescendingOrder)
    assert names(screen)[:3] == ["company", "Company", "email"]
    screen.view.sortByColumn(length, Qt.SortOrder.AscendingOrder)
    assert names(screen)[:3] == ["email", "Company", "company"]


def test_groups_fold_and_keep_the_selection(screen: FieldsScreen) -> None:
    screen.view.selectRow(3)
    screen.bar.grouping.setCurrentText("By object")
    assert names(screen)[0] == "Site · Guide  (3)"
    assert screen.selected_ids() == ["field_1"]
    screen.model.toggle(0)
    assert names(screen)[:2] == ["Site · Guide  (3)", "CRM · Lead  (3)"]
    assert screen.model.flags(screen.model.index(0, 0)) == Qt.ItemFlag.ItemIsEnabled
    screen.model.toggle(0)
    assert screen.model.rowCount() == 8
    for grouping in Grouping:
        screen.model.set_grouping(grouping)
        assert len(screen.model.headings()) == screen.model.rowCount() - 6


def test_many_fields_change_in_one_step(screen: FieldsScreen, bridge: PlanBridge) -> None:
    reader = bridge.reader
    choose(screen, "form_field_1", "field_1", "field_2")
    screen.bulk.set_conflict(ConflictRule.CRM_WINS)
    screen.bulk.set_reason(" billing ")
    (mapping,) = reader.all(Mapping)
    assert (mapping.conflict, mapping.reason) == (ConflictRule.CRM_WINS, "billing")
    screen.bulk.set_use(Use.SALES, True)
    assert reader.find(FormField, "form_field_1").uses == ("sales",)
    assert reader.find(CrmField, "field_2").uses == ("sales",)
    bridge.undo()
    assert reader.find(FormField, "form_field_1").uses == ()
    assert reader.find(CrmField, "field_2").uses == ()
    screen.bulk.set_personal(True)
    assert [field.personal for field in reader.all(CrmField)] == [True, True, True]
    screen.bulk.set_direction(Direction.BACK)
    assert reader.all(Mapping)[0].direction is Direction.BACK


def test_what_cannot_change_says_so(screen: FieldsScreen, bridge: PlanBridge, qtbot: QtBot) -> None:
    choose(screen, "field_2")
    with qtbot.waitSignal(screen.message) as heard:
        screen.bulk.set_conflict(ConflictRule.NEWEST)
    assert "mapped" in heard.args[0]
    choose(screen, "form_field_2")
    with qtbot.waitSignal(screen.message) as heard:
        screen.bulk.set_personal(True)
    assert "systems" in heard.args[0]
    assert bridge.store.history.undo_label is None


def test_patches_keep_the_list_right(screen: FieldsScreen, bridge: PlanBridge, qtbot: QtBot) -> None:
    screen.view.selectRow(4)
    with bridge.store.transact("Edit") as t:
        t.change("field_2", {"label": "Mail"})
    qtbot.waitUntil(lambda: cell(screen, 4, "Label") == "Mail")
    with bridge.store.transact("Add and take away") as t:
        t.remove("form_field_3")
        t.put(CrmField(id="new", object="object_1", api_name="Phone"))
    qtbot.waitUntil(lambda: "Phone" in names(screen))
    assert "evil" not in names(screen)
    assert screen.selected_ids() == ["field_2"]
    bridge.undo()
    qtbot.waitUntil(lambda: "evil" in names(screen))


def test_the_model_keeps_qts_rules(bridge: PlanBridge, qtbot: QtBot) -> None:
    model = FieldsModel(bridge)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_grouping(Grouping.TYPE)
    model.toggle(0)
    with bridge.store.transact("Remove") as t:
        t.remove("object_1")
    qtbot.waitUntil(lambda: model.total == 3)
    model.refresh()
    assert tester.model() is model


def test_lines_are_worked_out_ahead_while_somebody_looks(
    screen: FieldsScreen, bridge: PlanBridge, qtbot: QtBot
) -> None:
    ahead = screen.model._ahead
    assert not ahead.is_busy
    screen.show()
    assert ahead.is_busy
    qtbot.waitUntil(lambda: not ahead.is_busy)
    assert set(screen.model._texts) == {each.id for each in bridge.reader.all(FormField)} | {
        each.id for each in bridge.reader.all(CrmField)
    }
    with bridge.store.transact("Rename") as t:
        t.change("field_2", {"label": "Mail"})
    qtbot.waitUntil(lambda: ahead.is_busy)
    screen.hide()
    assert not ahead.is_busy
    assert not screen.model._texts, "what was worked out before the change does not count"


def test_the_table_is_exported_as_data(screen: FieldsScreen, tmp_path: Path) -> None:
    screen.bar.system.setCurrentText("Site")
    screen.export_table(tmp_path / "fields.csv")
    text = (tmp_path / "fields.csv").read_text(encoding="utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == filed_header()
    label = header.index("Label")
    assert [row[label] for row in rows] == ["Company", "E-mail", "'=cmd()"]
    screen.bar.clear()
    screen.export_table(tmp_path / "fields.XLSX")
    sheet = openpyxl.load_workbook(tmp_path / "fields.XLSX").active
    assert sheet is not None
    assert sheet.max_row == 7
    assert sheet.cell(4, label + 1).value == "=cmd()"
    assert sheet.cell(4, label + 1).data_type == "s"
    derived = header.index("Used for (follows from where it is read)")
    assert sheet.cell(5, derived + 1).value == "segmentation"
    assert sheet.cell(5, derived).value is None


def test_ticked_suggestions_become_mappings_in_one_step(
    screen: FieldsScreen, bridge: PlanBridge, qtbot: QtBot
) -> None:
    screen.open_suggestions()
    (dialog,) = screen.findChildren(SuggestDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert str(dialog.model.index(0, 1).data()) == "Lead.Email"
    assert str(dialog.model.index(0, 2).data())
    dialog.model.tick_all(False)
    assert not dialog.make.isEnabled()
    assert dialog.model.setData(
        dialog.model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
    )
    dialog.map_ticked()
    assert dialog.result() == QDialog.DialogCode.Accepted
    made = bridge.reader.all(Mapping)[-1]
    assert (made.collected, made.target) == ("form_field_2", "field_2")
    bridge.undo()
    assert len(bridge.reader.all(Mapping)) == 1


def test_a_field_is_shown_though_a_filter_hid_it(screen: FieldsScreen) -> None:
    screen.bar.facets["Custom"].click()
    assert screen.show_field("form_field_1")
    assert screen.selected_ids() == ["form_field_1"]
    assert not screen.show_field("nobody")


def test_the_first_column_stays_in_sight_when_scrolled_sideways(screen: FieldsScreen) -> None:
    screen.resize(500, 400)
    screen.show()
    kept = screen.view.kept
    assert kept is not None
    assert not kept.isVisible()
    screen.view.horizontalScrollBar().setValue(300)
    assert kept.isVisible()
    assert [column for column in range(len(COLUMNS)) if not kept.isColumnHidden(column)] == [0]
    kept.selectRow(2)
    assert screen.selected_ids() == ["form_field_3"]
    screen.view.horizontalScrollBar().setValue(0)
    assert not kept.isVisible()

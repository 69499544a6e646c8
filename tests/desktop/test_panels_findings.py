"""The findings panel: what it lists, where a click goes, how a fix is applied."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.checks import Finding, Fix, Severity
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.panels.completeness import completeness
from maplanner.desktop.panels.findings import FindingsPanel
from maplanner.desktop.panels.findings_model import FindingColumn
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Mapping,
    Plan,
    Step,
    System,
)
from maplanner.document.store import Store
from maplanner.drawing.theme import theme


def plan() -> Store:
    return Store(
        [
            Plan(),
            Campaign(id="c", title="Search"),
            Step(id="form", campaign="c", kind="form", title="Guide form"),
            FormField(id="budget", step="form", title="Budget", key="budget"),
            FormField(id="name", step="form", title="Name", key="name", required=True),
            System(id="crm", title="CRM"),
            CrmObject(id="lead", system="crm", api_name="Lead", label="Lead"),
            CrmField(id="lead-name", object="lead", api_name="LastName", required=True),
            CrmField(id="lead-company", object="lead", api_name="Company", required=True),
            CrmField(id="lead-fax", object="lead", api_name="Fax"),
            Mapping(id="m", collected="name", target="lead-name"),
        ]
    )


def finding(severity: Severity, text: str, record: str = "form", fix: Fix | None = None) -> Finding:
    return Finding(text.lower(), severity, text, {}, campaign="Search", record=record, fix=fix)


MAKE_REQUIRED = Fix("Make the field required", changes=(("budget", {"required": True}),))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[FindingsPanel]:
    made = FindingsPanel(PlanBridge(plan()), theme("light"))
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    yield made
    made.hide()


def messages(panel: FindingsPanel) -> list[str]:
    rows = range(panel.model.rowCount())
    return [panel.model.index(row, FindingColumn.MESSAGE).data() for row in rows]


def test_the_worst_come_first_and_counts_are_told(panel: FindingsPanel, qtbot: QtBot) -> None:
    found = [
        finding(Severity.NOTE, "Fax is unused"),
        finding(Severity.ERROR, "Budget lands nowhere"),
        finding(Severity.WARNING, "Company may be empty"),
        finding(Severity.WARNING, "Phone is cut off"),
    ]
    with qtbot.waitSignal(panel.count_changed) as told:
        panel.set_findings(found)
    assert told.args == [1, 2, 1]
    expected = ["Budget lands nowhere", "Company may be empty", "Phone is cut off", "Fax is unused"]
    assert messages(panel) == expected
    words = [panel.model.index(row, FindingColumn.SEVERITY).data() for row in range(4)]
    assert words == ["Error", "Warning", "Warning", "Note"]


def test_filters_by_severity_and_by_every_word(panel: FindingsPanel) -> None:
    panel.set_findings(
        [finding(Severity.ERROR, "Budget lands nowhere"), finding(Severity.NOTE, "Fax lands nowhere")]
    )
    panel.toggles[Severity.ERROR].setChecked(False)
    assert messages(panel) == ["Fax lands nowhere"]
    panel.toggles[Severity.ERROR].setChecked(True)
    panel.filter.setText("nowhere BUDGET")
    assert messages(panel) == ["Budget lands nowhere"]
    panel.filter.setText("telephone")
    assert panel.empty.isVisible()
    assert "filter" in panel.empty.label.text()


def test_nothing_to_find_is_said_calmly(panel: FindingsPanel) -> None:
    panel.set_findings([])
    assert panel.empty.label.text() == "Nothing is missing."
    assert panel.empty.isVisible()


def click(panel: FindingsPanel, qtbot: QtBot, row: int, column: FindingColumn) -> None:
    place = panel.view.visualRect(panel.model.index(row, column)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_jumps_to_the_record(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.set_findings([finding(Severity.ERROR, "Budget lands nowhere", record="budget")])
    with qtbot.waitSignal(panel.jump_requested) as told:
        click(panel, qtbot, 0, FindingColumn.MESSAGE)
    assert told.args == ["budget"]


def test_enter_jumps_and_control_enter_mends(panel: FindingsPanel, qtbot: QtBot) -> None:
    panel.set_findings([finding(Severity.ERROR, "Budget is optional", "budget", MAKE_REQUIRED)])
    panel.view.setCurrentIndex(panel.model.index(0, FindingColumn.MESSAGE))
    with qtbot.waitSignal(panel.jump_requested):
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel._bridge.store.find(FormField, "budget").required


def test_the_verb_applies_the_fix_as_one_undo_step(panel: FindingsPanel, qtbot: QtBot) -> None:
    store = panel._bridge.store
    panel.set_findings([finding(Severity.ERROR, "Budget is optional", "budget", MAKE_REQUIRED)])
    with qtbot.assertNotEmitted(panel.jump_requested):
        click(panel, qtbot, 0, FindingColumn.FIX)
    assert store.find(FormField, "budget").required
    assert store.history.labels[0] == ["Make the field required"]
    store.undo()
    assert not store.find(FormField, "budget").required


def test_a_fix_that_no_longer_fits_is_said_and_changes_nothing(panel: FindingsPanel) -> None:
    store = panel._bridge.store
    panel.set_findings([finding(Severity.ERROR, "Budget is optional", "budget", MAKE_REQUIRED)])
    with store.transact("Delete") as transaction:
        transaction.remove("budget")
    revision = store.revision
    panel.fix(panel.model.finding(0))
    assert panel.complaint.isVisible()
    assert store.revision == revision


def test_the_selected_finding_stays_selected_when_others_come(panel: FindingsPanel) -> None:
    fax = finding(Severity.NOTE, "Fax is unused")
    panel.set_findings([fax])
    panel.view.setCurrentIndex(panel.model.index(0, FindingColumn.MESSAGE))
    panel.set_findings([finding(Severity.ERROR, "Budget lands nowhere"), fax])
    assert panel.model.finding(panel.view.currentIndex().row()) == fax


def test_where_no_campaign_is_concerned_the_sort_of_thing_is_named(panel: FindingsPanel) -> None:
    bare = Finding("x", Severity.NOTE, "Fax is unused", {}, record="lead-fax")
    panel.set_findings([bare])
    assert panel.model.index(0, FindingColumn.PLACE).data() == "Field"


def test_text_from_a_plan_is_never_taken_for_markup_or_a_template(panel: FindingsPanel) -> None:
    odd = Finding("x", Severity.NOTE, "{name} lands nowhere", {"name": "<b>{0}</b>"})
    panel.set_findings([odd])
    assert messages(panel) == ["<b>{0}</b> lands nowhere"]


def test_narrow_panels_keep_message_and_fix(panel: FindingsPanel) -> None:
    panel.set_findings([finding(Severity.ERROR, "Budget is optional", "budget", MAKE_REQUIRED)])
    panel.resize(440, 200)
    panel.view.fit()
    assert panel.view.isColumnHidden(FindingColumn.PLACE)
    total = panel.view.horizontalHeader().length()
    assert total <= panel.view.viewport().width()


def test_completeness_counts_needed_fields_that_arrive() -> None:
    store = plan()
    (lead,) = completeness(store)
    assert (lead.title, lead.arriving, lead.needed) == ("Lead", 1, 2)
    with store.transact("Map") as transaction:
        transaction.put(Mapping(id="m2", collected="budget", target="lead-company"))
    (lead,) = completeness(store)
    assert (lead.arriving, lead.needed) == (2, 2)


def test_a_panel_without_mappings_says_nothing_of_completeness(panel: FindingsPanel) -> None:
    panel.set_findings([])
    assert panel.completeness.isVisible()
    assert panel.completeness.label.text() == "Completeness of Lead: 1 of 2 needed fields arrive"
    with panel._bridge.store.transact("Unmap") as transaction:
        transaction.remove("m")
    panel.set_findings([])
    assert not panel.completeness.isVisible()

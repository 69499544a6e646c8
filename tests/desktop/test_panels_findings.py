"""The findings panel: what it lists, where a click goes, how a fix is applied."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from maplanner.checks import CHECKS, Finding, Fix, Severity, check_once
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.panels.findings import FindingsPanel
from maplanner.desktop.panels.findings_model import FindingColumn, FindingsModel
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    IgnoredFinding,
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


def test_nothing_to_find_is_said_calmly_and_only_once_that_is_known(panel: FindingsPanel) -> None:
    assert "Checking" in panel.empty.label.text()
    assert not any(toggle.isVisible() for toggle in panel.toggles.values())
    panel.set_findings([])
    assert all(toggle.isVisible() for toggle in panel.toggles.values())
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


def test_the_line_shows_the_score_that_most_is_missing_from(panel: FindingsPanel) -> None:
    checked = check_once(plan().snapshot())
    panel.set_findings(checked.findings, checked.ignored, checked.completeness)
    assert panel.completeness.isVisible()
    assert panel.completeness.label.whole == "Lead · CRM: 1 of 2 needed fields arrive (50 %)"
    assert "Search: 1 of 2 pieces of data go their whole way (50 %)" in panel.completeness.toolTip()
    assert panel.completeness.minimumSizeHint().width() < 450
    panel.set_findings([])
    assert not panel.completeness.isVisible()


def test_its_menu_leads_to_what_is_missing(panel: FindingsPanel, qtbot: QtBot) -> None:
    checked = check_once(plan().snapshot())
    panel.set_findings(checked.findings, checked.ignored, checked.completeness)
    lead = next(each for each in panel.completeness.menu().actions() if each.text().startswith("Lead"))
    (lack,) = lead.menu().actions()
    assert lack.text() == "Lead.Company: nothing lands in it."
    with qtbot.waitSignal(panel.jump_requested) as told:
        lack.trigger()
    assert told.args == ["lead-company"]


def checked_again(panel: FindingsPanel) -> None:
    checked = check_once(panel._bridge.store.snapshot())
    panel.set_findings(checked.findings, checked.ignored, checked.completeness)


def entry(panel: FindingsPanel, row: int, text: str) -> QAction:
    menu = panel.menu_of(panel.model.finding(row))
    return next(each for each in menu.actions() if each.text() == text)


def test_ignoring_needs_a_reason_and_takes_a_finding_out_of_the_count(
    panel: FindingsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked_again(panel)
    count = panel.model.total
    lost = next(row for row in range(count) if panel.model.finding(row).code == "form-field-lands-nowhere")
    for answer in (("  ", True), ("Not now", False)):
        monkeypatch.setattr(QInputDialog, "getText", lambda *_a, given=answer, **_k: given)
        entry(panel, lost, "Ignore…").trigger()
    assert not panel._bridge.store.all(IgnoredFinding)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Sales ask by phone", True))
    entry(panel, lost, "Ignore…").trigger()
    (known,) = panel._bridge.store.all(IgnoredFinding)
    assert (known.code, known.about, known.reason) == (
        "form-field-lands-nowhere",
        "budget",
        "Sales ask by phone",
    )
    checked_again(panel)
    assert panel.model.total == count - 1
    assert not any("Budget" in message for message in messages(panel))
    assert panel.ignored_toggle.isVisible()
    assert panel.ignored_toggle.text() == "1 ignored"


def test_ignored_findings_are_shown_on_demand_and_count_again_when_wanted(panel: FindingsPanel) -> None:
    panel.ignore(check_once(plan().snapshot()).findings[0], "Known")
    checked_again(panel)
    panel.ignored_toggle.setChecked(True)
    last = panel.model.rowCount() - 1
    assert panel.model.index(last, FindingColumn.SEVERITY).data() == "Ignored"
    assert messages(panel)[last].startswith("Known – ")
    assert panel.model.index(last, FindingColumn.FIX).data() == "Stop ignoring"
    panel.view.chosen.emit(last, int(FindingColumn.FIX))
    assert not panel._bridge.store.all(IgnoredFinding)
    checked_again(panel)
    assert not panel.ignored_toggle.isVisible()
    panel._bridge.undo()
    assert len(panel._bridge.store.all(IgnoredFinding)) == 1


def test_a_finding_says_why_it_matters(panel: FindingsPanel) -> None:
    checked_again(panel)
    tip = panel.model.index(0, FindingColumn.MESSAGE).data(Qt.ItemDataRole.ToolTipRole)
    check = CHECKS[panel.model.finding(0).code]
    assert check.explanation in tip
    assert check.remedy in tip


def test_only_rows_that_are_not_as_they_were_are_told(qtmodeltester: ModelTester) -> None:
    found = [finding(Severity.WARNING, f"Step {number} is odd", record=f"s{number}") for number in range(6)]
    model = FindingsModel()
    qtmodeltester.check(model)
    told: list[object] = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append(("came", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(("went", first, last)))
    model.dataChanged.connect(lambda first, last: told.append(("changed", first.row(), last.row())))
    model.modelReset.connect(lambda: told.append("all"))
    other = finding(Severity.WARNING, "Step 3 is odd indeed", record="s3")
    for shown, expected in (
        (found, [("came", 0, 5)]),
        (list(found), []),
        (found[:2] + found[3:], [("went", 2, 2)]),
        (found, [("came", 2, 2)]),
        ([*found[:3], other, *found[4:]], [("changed", 3, 3)]),
        ([found[0], *found[4:]], [("went", 1, 3)]),
        ([other], [("went", 0, 2), ("came", 0, 0)]),
        ([], [("went", 0, 0)]),
    ):
        model.set_findings(shown)
        assert told == expected
        assert [model.finding(row) for row in range(model.rowCount())] == shown
        told.clear()


def test_what_is_selected_stays_selected_while_rows_come_and_go(panel: FindingsPanel) -> None:
    found = [finding(Severity.WARNING, f"Step {number} is odd", record=f"s{number}") for number in range(6)]
    panel.set_findings(found)
    panel.view.selectRow(4)
    panel.set_findings(found[2:])
    assert panel.model.finding(panel.view.currentIndex().row()) == found[4]
    panel.set_findings([*found[:4], found[5]])
    assert not panel.view.currentIndex().isValid(), "what is gone leaves nothing else selected"

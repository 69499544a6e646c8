"""Tables of records: patches keep them up to date; sorting, filtering, adding, editing, deleting."""

import random
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.tables.browser import RecordBrowser
from maplanner.desktop.tables.cells import columns_of
from maplanner.desktop.tables.record_model import RecordModel
from maplanner.desktop.tables.record_table import RecordTable
from maplanner.desktop.tables.topics import TOPICS
from maplanner.desktop.tabs import PlanTabs
from maplanner.document.records import (
    RECORD_TYPES,
    Assumption,
    Campaign,
    CampaignGroup,
    CanvasView,
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Goal,
    Mapping,
    Plan,
    Presence,
    Record,
    Scenario,
    Score,
    Segment,
    Step,
    System,
    Threshold,
)
from maplanner.document.store import Store
from maplanner.document.values import LinearDecay
from maplanner.document.vocabulary import CampaignState, FieldType
from maplanner.drawing.theme import theme


def plan() -> list[Record]:
    return [
        Plan(),
        CampaignGroup(id="in", title="Inbound"),
        Campaign(id="a", title="Search", group="in", budget=2500.0, start=date(2027, 3, 1), order=1),
        Campaign(id="b", title="affiliates", budget=90.5, order=2),
        Campaign(id="c", title="Organic", state=CampaignState.RUNNING, order=3),
        Step(id="form", campaign="a", kind="form", title="Guide form"),
        Step(id="wait", campaign="a", kind="wait", title="Wait"),
        FormField(id="email", step="form", title="E-mail", key="email", fill_rate=0.25, options=("x", "y")),
        System(id="crm", title="CRM"),
        CrmObject(id="lead", system="crm", api_name="Lead"),
        CrmField(id="lead-email", object="lead", api_name="Email", type=FieldType.EMAIL),
        Mapping(id="m", collected="email", target="lead-email"),
        Score(id="s", title="Readiness", decay=LinearDecay(points=25, days=30)),
    ]


@pytest.fixture
def bridge() -> Iterator[PlanBridge]:
    made = PlanBridge(Store(plan()))
    yield made
    made.close()


def column(cls: type[Record], name: str) -> int:
    return [each.name for each in columns_of(cls)].index(name)


def text(model: QAbstractItemModel, row: int, at: int) -> str:
    return str(model.index(row, at).data())


def titles(model: RecordModel) -> list[str]:
    return [text(model, row, 0) for row in range(model.rowCount())]


def contents(model: RecordModel) -> list[list[str]]:
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[text(model, row, at) for at in columns] for row in rows]


def test_assumptions_name_their_field_and_its_value(bridge: PlanBridge) -> None:
    form = next(step for step in bridge.reader.all(Step) if step.title == "Guide form")
    with bridge.store.transact("Assume") as transaction:
        scenario = Scenario.new(title="Vairāk")
        transaction.put(scenario)
        transaction.put(
            Assumption.new(scenario=scenario.id, about=form.id, path="props.fill_share", value=0.12)
        )
    model = RecordModel(bridge, Assumption)
    assert text(model, 0, column(Assumption, "path")) == "Filled in by"
    assert text(model, 0, column(Assumption, "value")) == "12 %"
    assert not columns_of(Assumption)[column(Assumption, "path")].edited_by_typing


def test_cells_say_what_a_person_reads(bridge: PlanBridge) -> None:
    campaigns = RecordModel(bridge, Campaign)
    assert text(campaigns, 0, column(Campaign, "group")) == "Inbound"
    assert text(campaigns, 0, column(Campaign, "start")) == "2027-03-01"
    assert text(campaigns, 1, column(Campaign, "budget")) == "90.50"
    assert text(campaigns, 2, column(Campaign, "state")) == "running"
    fields = RecordModel(bridge, FormField)
    assert text(fields, 0, column(FormField, "step")) == "Guide form"
    assert text(fields, 0, column(FormField, "fill_rate")) == "25 %"
    assert text(fields, 0, column(FormField, "options")) == "x, y"
    scores = RecordModel(bridge, Score)
    assert text(scores, 0, column(Score, "decay")) == "-25 points every 30 days"
    mappings = RecordModel(bridge, Mapping)
    assert text(mappings, 0, column(Mapping, "target")) == "Lead.Email"


def test_sorts_numbers_by_size_text_without_case_and_empty_cells_last(bridge: PlanBridge) -> None:
    model = RecordModel(bridge, Campaign)
    assert titles(model) == ["Search", "affiliates", "Organic"]
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert titles(model) == ["affiliates", "Organic", "Search"]
    model.sort(column(Campaign, "budget"), Qt.SortOrder.AscendingOrder)
    assert titles(model) == ["affiliates", "Search", "Organic"]
    model.sort(column(Campaign, "budget"), Qt.SortOrder.DescendingOrder)
    assert titles(model) == ["Search", "affiliates", "Organic"]
    model.sort(-1, Qt.SortOrder.AscendingOrder)
    assert titles(model) == ["Search", "affiliates", "Organic"]


def test_an_edit_tells_its_row_alone_and_leaves_it_where_it_is(bridge: PlanBridge, qtbot: QtBot) -> None:
    model = RecordModel(bridge, Campaign)
    model.sort(0, Qt.SortOrder.AscendingOrder)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with bridge.store.transact("Rename") as transaction:
        transaction.change("b", {"title": "Zebra"})
    assert told == [(0, 0)]
    assert not resets
    assert titles(model) == ["Zebra", "Organic", "Search"]


def test_another_records_new_title_shows_in_cells_that_name_it(bridge: PlanBridge) -> None:
    model = RecordModel(bridge, Campaign)
    model.filter("traffic")
    assert model.rowCount() == 0
    with bridge.store.transact("Rename") as transaction:
        transaction.change("in", {"title": "Traffic"})
    model.filter("traffic")
    assert titles(model) == ["Search"]


def test_filter_wants_every_word_in_any_column(bridge: PlanBridge) -> None:
    model = RecordModel(bridge, Campaign)
    model.filter("INBOUND sea")
    assert titles(model) == ["Search"]
    model.filter("inbound running")
    assert titles(model) == ["Organic"]


@pytest.mark.parametrize("seed", range(6))
def test_a_model_fed_with_patches_equals_one_made_afresh(bridge: PlanBridge, seed: int) -> None:
    chance = random.Random(seed)
    model = RecordModel(bridge, Goal)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    store = bridge.store
    for turn in range(60):
        goals = store.all(Goal)
        with store.transact("Turn") as transaction:
            match chance.choice(["add", "many", "edit", "remove", "other"]):
                case "add":
                    transaction.put(Goal.new(basic=f"Goal {turn}", order=float(turn)))
                case "many" if turn % 7 == 0:
                    transaction.put(*(Goal.new(basic=f"Many {turn}.{at}", order=turn) for at in range(60)))
                case "edit" if goals:
                    transaction.change(chance.choice(goals).id, {"area": str(turn)})
                case "remove" if goals:
                    transaction.remove(*(each.id for each in chance.sample(goals, min(3, len(goals)))))
                case _:
                    transaction.change("a", {"owner": str(turn)})
        if chance.random() < 0.2:
            store.undo()
        assert {model.record_id(row) for row in range(model.rowCount())} == {g.id for g in store.all(Goal)}
        assert all(model.row_of(model.record_id(row)) == row for row in range(model.rowCount()))
    model.sort(0, Qt.SortOrder.AscendingOrder)
    fresh = RecordModel(bridge, Goal)
    fresh.sort(0, Qt.SortOrder.AscendingOrder)
    assert contents(model) == contents(fresh)
    del tester


def test_twenty_thousand_rows_make_no_text_before_it_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from maplanner.desktop.tables import record_model

    made: list[str] = []
    real = record_model.text_of
    monkeypatch.setattr(record_model, "text_of", lambda *args: (made.append("x"), real(*args))[1])
    fields = (CrmField(id=f"f{at}", object="lead", api_name=f"Field_{at:05}__c") for at in range(20_000))
    bridge = PlanBridge(Store([*plan(), *fields]))
    model = RecordModel(bridge, CrmField)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert made == []
    assert text(model, 0, 0) == "Field_19999__c"
    with bridge.store.transact("Edit") as transaction:
        transaction.change("f7", {"label": "Seven"})
    assert len(made) == 1


# ---------------------------------------------------------------- the table


@pytest.fixture
def table(bridge: PlanBridge, qtbot: QtBot) -> RecordTable:
    made = RecordTable(bridge, Campaign)
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    return made


def test_a_text_is_edited_in_place_as_one_undo_step(
    table: RecordTable, bridge: PlanBridge, qtbot: QtBot
) -> None:
    table.view.setCurrentIndex(table.model.index(0, 0))
    table.view.edit(table.model.index(0, 0))
    line = table.view.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "Paid search")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bridge.reader.find(Campaign, "a").title == "Paid search")
    assert len(bridge.store.history.labels[0]) == 1


def test_escape_leaves_the_cell_as_it_was(table: RecordTable, bridge: PlanBridge, qtbot: QtBot) -> None:
    table.view.setCurrentIndex(table.model.index(0, 0))
    table.view.edit(table.model.index(0, 0))
    line = table.view.findChild(QLineEdit)
    assert line is not None
    qtbot.keyClicks(line, "nonsense")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: table.view.state() is not QAbstractItemView.State.EditingState)
    assert bridge.reader.find(Campaign, "a").title == "Search"
    assert bridge.store.history.undo_label is None


def set_text(table: RecordTable, name: str, typed: str) -> bool:
    return table.model.setData(table.model.index(0, column(Campaign, name)), typed)


def test_numbers_and_dates_are_read_as_people_write_them(table: RecordTable, bridge: PlanBridge) -> None:
    assert set_text(table, "budget", "1200.5")
    assert set_text(table, "start", "2027-04-30")
    assert set_text(table, "max_entries", "3")
    campaign = bridge.reader.find(Campaign, "a")
    assert (campaign.budget, campaign.start, campaign.max_entries) == (1200.5, date(2027, 4, 30), 3)
    assert set_text(table, "budget", "")
    assert bridge.reader.find(Campaign, "a").budget is None


@pytest.mark.parametrize(("name", "typed"), [("budget", "much"), ("budget", "-5"), ("start", "soon")])
def test_what_is_not_acceptable_is_said_and_changes_nothing(
    table: RecordTable, bridge: PlanBridge, name: str, typed: str
) -> None:
    before = bridge.reader.find(Campaign, "a")
    assert not set_text(table, name, typed)
    assert table.complaint.isVisible()
    assert table.complaint.text()
    assert bridge.reader.find(Campaign, "a") == before


def test_shares_are_typed_as_per_cent(bridge: PlanBridge) -> None:
    model = RecordModel(bridge, FormField)
    cell = model.index(0, column(FormField, "fill_rate"))
    assert cell.data(Qt.ItemDataRole.EditRole) == "25"
    assert model.setData(cell, "8.2 %")
    assert bridge.reader.find(FormField, "email").fill_rate == pytest.approx(0.082)


def test_a_choice_is_edited_by_choosing(table: RecordTable, bridge: PlanBridge) -> None:
    cell = table.model.index(0, column(Campaign, "state"))
    table.view.edit(cell)
    box = table.view.findChild(QComboBox)
    assert box is not None
    assert box.currentData() == "idea"
    box.setCurrentIndex(box.findData("paused"))
    box.activated.emit(box.currentIndex())
    assert bridge.reader.find(Campaign, "a").state is CampaignState.PAUSED


def test_a_double_click_turns_a_switch(bridge: PlanBridge, qtbot: QtBot) -> None:
    table = RecordTable(bridge, FormField)
    qtbot.addWidget(table)
    table.resize(1400, 300)
    table.show()
    place = table.view.visualRect(table.model.index(0, column(FormField, "required"))).center()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bridge.reader.find(FormField, "email").required


def test_selection_is_told_from_top_to_bottom(table: RecordTable, qtbot: QtBot) -> None:
    table.view.selectRow(2)
    with qtbot.waitSignal(table.selection_changed) as told:
        table.view.selectAll()
    assert told.args == [["a", "b", "c"]]


def test_add_selects_the_new_record_even_behind_a_filter(table: RecordTable, bridge: PlanBridge) -> None:
    table.filter.setText("search")
    table.apply_filter()
    made = table.add()
    assert made is not None
    assert table.selected_ids() == [made]
    assert bridge.reader.find(Campaign, made).title == "New campaign"
    bridge.undo()
    assert bridge.reader.get(made) is None


def test_delete_takes_all_selected_as_one_step(table: RecordTable, bridge: PlanBridge, qtbot: QtBot) -> None:
    table.view.selectRow(0)
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert bridge.reader.get("a") is None
    assert bridge.reader.get("form") is None
    bridge.undo()
    assert bridge.reader.get("form") is not None


def test_a_filter_that_hides_all_says_so(table: RecordTable) -> None:
    table.filter.setText("nowhere")
    table.apply_filter()
    assert table.empty.isVisible()
    assert table.count.text() == "0 of 3"


@pytest.mark.parametrize("cls", [topic.record_type for topic in TOPICS], ids=lambda cls: cls.__name__)
def test_whatever_can_be_added_is_acceptable_and_can_be_undone(
    cls: type[Record], bridge: PlanBridge, qtbot: QtBot
) -> None:
    table = RecordTable(bridge, cls)
    qtbot.addWidget(table)
    before = bridge.store.snapshot().counts()
    made = table.add()
    assert (made is not None) == table.add_button.isEnabled()
    if made is None:
        assert table.add_button.toolTip()
    else:
        assert isinstance(bridge.reader.get(made), cls)
        bridge.undo()
    assert bridge.store.snapshot().counts() == before


def test_a_new_record_hangs_on_what_the_selected_one_hangs_on(bridge: PlanBridge, qtbot: QtBot) -> None:
    with bridge.store.transact("Second score") as transaction:
        transaction.put(Score(id="s2", title="Interest"), Threshold(id="t", score="s2", title="Ready"))
    table = RecordTable(bridge, Threshold)
    qtbot.addWidget(table)
    table.select("t")
    made = table.add()
    assert made is not None
    assert bridge.reader.find(Threshold, made).score == "s2"


def test_a_form_field_is_added_only_where_fields_are_collected(bridge: PlanBridge, qtbot: QtBot) -> None:
    table = RecordTable(bridge, FormField)
    qtbot.addWidget(table)
    made = table.add()
    assert made is not None
    assert bridge.reader.find(FormField, made).step == "form"


def test_a_data_flow_needs_two_systems(bridge: PlanBridge, qtbot: QtBot) -> None:
    table = RecordTable(bridge, DataFlow)
    qtbot.addWidget(table)
    assert not table.add_button.isEnabled()
    with bridge.store.transact("Add") as transaction:
        transaction.put(System(id="site", title="Site"))
    made = table.add()
    assert made is not None
    flow = bridge.reader.find(DataFlow, made)
    assert flow.source != flow.target


# ---------------------------------------------------------------- the browser


def test_every_sort_of_record_that_is_saved_has_a_list() -> None:
    offered = {topic.record_type for topic in TOPICS}
    assert set(RECORD_TYPES) - offered == {Plan, Presence, CanvasView}


def test_the_browser_counts_and_opens_the_list_of_a_record(bridge: PlanBridge, qtbot: QtBot) -> None:
    browser = RecordBrowser(bridge)
    qtbot.addWidget(browser)
    assert browser.show_record("lead-email")
    assert browser.current_table().selected_ids() == ["lead-email"]
    assert not browser.show_record("nobody")
    with qtbot.waitSignal(browser.selection_changed):
        browser.show_topic(Segment)
    assert browser.current_table().model.rowCount() == 0
    browser.current_table().add()
    item = browser.topics.currentItem()
    qtbot.waitUntil(lambda: item.data(Qt.ItemDataRole.UserRole + 1) == "1")


def test_headings_of_the_browser_cannot_be_chosen(bridge: PlanBridge, qtbot: QtBot) -> None:
    browser = RecordBrowser(bridge)
    qtbot.addWidget(browser)
    assert not browser.topics.item(0).flags() & Qt.ItemFlag.ItemIsSelectable
    assert browser.pages.currentWidget() is browser.table(Campaign)


def test_the_model_has_no_children(bridge: PlanBridge) -> None:
    model = RecordModel(bridge, Campaign)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


def test_what_stands_on_no_drawing_is_shown_in_its_list(bridge: PlanBridge, qtbot: QtBot) -> None:
    tabs = PlanTabs(bridge, theme("light"))
    qtbot.addWidget(tabs)
    with qtbot.waitSignal(tabs.selection_changed):
        tabs.reveal("lead-email")
    lists = tabs.currentWidget()
    assert isinstance(lists, RecordBrowser)
    assert lists.current_table().selected_ids() == ["lead-email"]
    tabs.reveal("form")
    assert tabs.campaign_id() == "a"


def test_what_is_added_can_be_named_at_once(bridge: PlanBridge, qtbot: QtBot) -> None:
    table = RecordTable(bridge, Score)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    qtbot.mouseClick(table.add_button, Qt.MouseButton.LeftButton)
    (line,) = table.view.viewport().findChildren(QLineEdit)
    qtbot.keyClicks(line, "Interest")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Interest" in {score.title for score in bridge.reader.all(Score)})

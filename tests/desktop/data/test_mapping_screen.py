"""Drawing mappings and lead conversion by mouse and by key; value maps; terms side by side."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.board_parts import Column, EndsModel
from maplanner.desktop.data.conversion_screen import ConversionScreen
from maplanner.desktop.data.mapping_screen import MappingScreen
from maplanner.desktop.data.suggesting import SuggestDialog
from maplanner.desktop.data.terms import CONCEPTS
from maplanner.desktop.dialogs.conversion import ConversionDialog
from maplanner.document.records import Conversion, Mapping, Term, ValuePair
from maplanner.document.vocabulary import Direction, FieldType
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder

LEFT, RIGHT = Column.LEFT, Column.RIGHT


@pytest.fixture
def bridge() -> Iterator[PlanBridge]:
    plan = PlanBuilder()
    tool, crm = plan.add_system("Tool"), plan.crm()
    form = plan.step("form", "Guide", system=tool.id)
    plan.field(form, "Company", length=40)
    plan.field(form, "Size", type=FieldType.PICKLIST, options=("small", "big", "Huge one"))
    person = plan.object(tool, "Person")
    plan.crm_field(person, "Firm", length=80)
    lead, contact = plan.object(crm, label="Lead"), plan.object(crm, "Contact")
    for name, more in (
        ("Company", {"length": 40, "required": True}),
        ("Size__c", {"type": FieldType.PICKLIST, "allowed": ("Small", "Big"), "restricted": True}),
        ("Short__c", {"length": 5, "custom": True}),
        ("Total__c", {"type": FieldType.FORMULA}),
    ):
        plan.crm_field(lead, name, **more)
    plan.crm_field(contact, "Firm__c", length=40)
    plan.crm_field(contact, "Tiny__c", length=3)
    made = PlanBridge(plan.store())
    yield made
    made.close()


FORM, PERSON, LEAD, CONTACT = "step_1", "object_1", "object_2", "object_3"
COMPANY, SIZE = "form_field_1", "form_field_2"
FIRM, LEAD_COMPANY, LEAD_SIZE, SHORT, TOTAL, CONTACT_FIRM, TINY = (f"field_{n}" for n in range(1, 8))


@pytest.fixture
def screen(bridge: PlanBridge, qtbot: QtBot) -> MappingScreen:
    made = MappingScreen(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show_sides(FORM, LEAD)
    made.show()
    return made


def names(model: EndsModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def middle(view: QListView, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def drag(screen: MappingScreen | ConversionScreen, from_row: int, to_row: int) -> None:
    left, right = screen.board.views[LEFT], screen.board.views[RIGHT]
    start, end = middle(left, from_row), middle(right, to_row)
    over = left.viewport().mapFromGlobal(right.viewport().mapToGlobal(end))
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(left.viewport(), button, pos=start)
    for share in (0.3, 0.7, 1.0):
        at = QPoint(
            *(round(a + (b - a) * share) for a, b in zip(start.toTuple(), over.toTuple(), strict=True))
        )
        QTest.mouseMove(left.viewport(), at)
    QTest.mouseRelease(left.viewport(), button, pos=over)


def test_a_line_dragged_from_one_side_to_the_other_is_a_mapping(
    screen: MappingScreen, bridge: PlanBridge
) -> None:
    assert names(screen.board.models[LEFT]) == ["Company", "Size"]
    assert names(screen.board.models[RIGHT]) == ["Company", "Size__c", "Short__c", "Total__c"]
    drag(screen, 0, 0)
    (made,) = bridge.reader.all(Mapping)
    assert (made.collected, made.target) == (COMPANY, LEAD_COMPANY)
    assert screen.board.lines.selected == made.id
    assert screen.board.models[LEFT].tied == {COMPANY}
    bridge.undo()
    assert bridge.reader.all(Mapping) == []


def test_two_picks_by_key_draw_a_line_and_esc_forgets_the_first(
    screen: MappingScreen, bridge: PlanBridge
) -> None:
    board = screen.board
    left, right = board.views[LEFT], board.views[RIGHT]
    left.setCurrentIndex(left.model().index(0, 0))
    QTest.keyClick(left, Qt.Key.Key_Return)
    QTest.keyClick(right, Qt.Key.Key_Escape)
    QTest.keyClick(right, Qt.Key.Key_Return)
    assert bridge.reader.all(Mapping) == []
    QTest.keyClick(left, Qt.Key.Key_Return)
    (made,) = bridge.reader.all(Mapping)
    assert (made.collected, made.target) == (COMPANY, LEAD_COMPANY)
    QTest.keyClick(left, Qt.Key.Key_Delete)
    assert bridge.reader.all(Mapping) == []


def test_what_cannot_be_written_is_refused_and_what_does_not_fit_needs_a_conversion(
    screen: MappingScreen, bridge: PlanBridge, qtbot: QtBot
) -> None:
    assert "kept by the system" in screen.refusal(COMPANY, TOTAL)
    with qtbot.waitSignal(screen.message):
        screen.connect_fields(COMPANY, TOTAL)
    screen.connect_fields(COMPANY, SHORT)
    (dialog,) = screen.findChildren(ConversionDialog)
    assert "5" in dialog.line.text()
    dialog.buttons.accepted.emit()
    (made,) = bridge.reader.all(Mapping)
    assert (made.target, bool(made.conversion)) == (SHORT, True)
    assert screen.board.lines.selected_tie() is not None
    with qtbot.waitSignal(screen.message) as heard:
        screen.connect_fields(COMPANY, SHORT)
    assert "already" in heard.args[0]


def test_lines_between_two_systems_whichever_way_they_were_made(
    screen: MappingScreen, bridge: PlanBridge, qtbot: QtBot
) -> None:
    screen.show_sides(LEAD, PERSON)
    screen.connect_fields(SHORT, FIRM)
    (made,) = bridge.reader.all(Mapping)
    assert (made.held, made.target) == (SHORT, FIRM)
    screen.swap.click()
    tie = screen.board.lines.selected_tie()
    assert tie is None
    screen.board.select_tie(made.id)
    tie = screen.board.lines.selected_tie()
    assert tie is not None
    assert (tie.left, tie.right, tie.to_right, tie.to_left) == (FIRM, SHORT, False, True)
    with bridge.store.transact("Both") as t:
        t.change(made.id, {"direction": Direction.BOTH.value})
    qtbot.waitUntil(lambda: getattr(screen.board.lines.selected_tie(), "to_right", False))
    tie = screen.board.lines.selected_tie()
    assert tie is not None
    assert tie.warning


def test_two_forms_cannot_be_mapped_to_each_other(screen: MappingScreen, qtbot: QtBot) -> None:
    screen.show_sides(FORM, FORM)
    with qtbot.waitSignal(screen.message) as heard:
        screen.connect_fields(COMPANY, SIZE)
    assert "form" in heard.args[0]


def test_a_system_shows_everything_under_headings_that_go_when_empty(screen: MappingScreen) -> None:
    screen.show_sides("system_1", "system_2")
    model = screen.board.models[LEFT]
    assert names(model) == ["Guide", "Company", "Size", "Person", "Firm"]
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    screen.board.filters[LEFT].setText("firm")
    assert names(model) == ["Person", "Firm"]
    assert screen.board.counts[LEFT].text() == "1 of 3"
    screen.board.filters[LEFT].clear()
    screen.connect_fields(COMPANY, LEAD_COMPANY)
    screen.free.click()
    assert names(model) == ["Guide", "Size", "Person", "Firm"]
    assert "Company" not in names(screen.board.models[RIGHT])


def test_a_value_map_marks_what_becomes_nothing_and_suggests(
    screen: MappingScreen, bridge: PlanBridge, qtbot: QtBot
) -> None:
    with bridge.store.transact("Map") as t:
        t.put(Mapping(id="m", collected=SIZE, target=LEAD_SIZE, conversion="by the value map"))
    screen.refresh()
    screen.board.select_tie("m")
    model = screen.values.model
    assert model.unmapped == ["Huge one"]
    assert str(model.index(2, 1).data()) == "nothing yet"
    assert model.setData(model.index(2, 1), "Big")
    (pair,) = bridge.reader.all(ValuePair)
    assert (pair.value, pair.becomes) == ("Huge one", "Big")
    qtbot.waitUntil(lambda: model.unmapped == [])
    assert model.setData(model.index(2, 1), "")
    assert bridge.reader.all(ValuePair) == []
    with bridge.store.transact("Others") as t:
        t.change(SIZE, {"options": ["smal", "Bigg", "none"]})
    qtbot.waitUntil(lambda: model.unmapped == ["smal", "Bigg", "none"])
    assert model.suggest() == 2
    assert {pair.value: pair.becomes for pair in bridge.reader.all(ValuePair)} == {
        "smal": "Small",
        "Bigg": "Big",
    }
    bridge.undo()
    assert bridge.reader.all(ValuePair) == []
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_terms_of_both_systems_stand_side_by_side(screen: MappingScreen, bridge: PlanBridge) -> None:
    screen.terms_button.click()
    model = screen.terms
    assert screen.terms_view.isVisible()
    assert [model.headerData(place, Qt.Orientation.Horizontal) for place in range(3)] == [
        "Means",
        "Tool",
        "CRM",
    ]
    assert model.setData(model.index(0, 1), " prospect ")
    (term,) = bridge.reader.all(Term)
    assert (term.concept, term.system, term.word) == (CONCEPTS[0], "system_1", "prospect")
    assert str(model.index(0, 1).data()) == "prospect"
    assert model.setData(model.index(0, 1), "")
    assert bridge.reader.all(Term) == []
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_suggestions_go_from_the_left_to_the_right(
    screen: MappingScreen, bridge: PlanBridge, qtbot: QtBot
) -> None:
    screen.open_suggestions()
    (dialog,) = screen.findChildren(SuggestDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
    dialog.map_ticked()
    assert [(each.collected, each.target) for each in bridge.reader.all(Mapping)] == [(COMPANY, LEAD_COMPANY)]


def test_a_plan_without_fields_says_what_to_do(qtbot: QtBot) -> None:
    bridge = PlanBridge(PlanBuilder().store())
    made = MappingScreen(bridge, theme("dark"))
    qtbot.addWidget(made)
    made.show()
    assert made.empty.isVisible()
    bridge.close()


def test_leads_are_converted_by_lines_and_rules(bridge: PlanBridge, qtbot: QtBot) -> None:
    made = ConversionScreen(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    assert names(made.board.models[RIGHT]) == ["Firm__c", "Tiny__c"]
    drag(made, 0, 0)
    (line,) = bridge.reader.all(Conversion)
    assert (line.source, line.target) == (LEAD_COMPANY, CONTACT_FIRM)
    with qtbot.waitSignal(made.message) as heard:
        drag(made, 2, 0)
    assert "one source" in heard.args[0]
    with qtbot.waitSignal(made.message) as heard:
        made.connect_fields(SHORT, TINY)
    assert "must not be shorter" in heard.args[0]
    assert not made.lost.isVisible()
    with bridge.store.transact("Fill") as t:
        t.put(Mapping(id="m", collected=COMPANY, target=SHORT, conversion="cut"))
    qtbot.waitUntil(made.lost.isVisible)
    assert made.lost.text() == "1 filled field is lost at conversion"
    with bridge.store.transact("Longer") as t:
        t.change(LEAD_COMPANY, {"length": 255})
    qtbot.waitUntil(lambda: bool(made.board.lines._ties[0].warning))
    made.remove(line.id)
    assert bridge.reader.all(Conversion) == []


def test_a_field_is_shown_between_the_sides_where_it_is_mapped(
    screen: MappingScreen, bridge: PlanBridge
) -> None:
    with bridge.store.transact("Map") as t:
        t.put(Mapping(id="m", held=FIRM, target=CONTACT_FIRM))
    assert screen.show_field(CONTACT_FIRM)
    assert (screen.left.currentData(), screen.right.currentData()) == (PERSON, CONTACT)
    assert screen.show_field(SIZE)
    assert screen.left.currentData() == FORM
    assert screen.show_field(TOTAL)
    assert screen.right.currentData() == LEAD
    assert not screen.show_field("nobody")


def test_the_screen_begins_where_most_mappings_lie(bridge: PlanBridge, qtbot: QtBot) -> None:
    with bridge.store.transact("Map") as t:
        t.put(
            Mapping(id="m", held=FIRM, target=CONTACT_FIRM),
            Mapping(id="n", held=FIRM, target=TINY, conversion="cut"),
            Mapping(id="o", collected=COMPANY, target=LEAD_COMPANY),
        )
    made = MappingScreen(bridge, theme("light"))
    qtbot.addWidget(made)
    assert (made.left.currentData(), made.right.currentData()) == (PERSON, CONTACT)

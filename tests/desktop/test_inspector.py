"""The inspector: forms made from fields, edits as undo steps, several things at once, children."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from maplanner.app.templates import template_records
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.compound import VariantEditor
from maplanner.desktop.inspector.condition import ConditionEditor
from maplanner.desktop.inspector.editor import ChoiceEditor, Editor, LineEditor, NumberEditor, SwitchEditor
from maplanner.desktop.inspector.making import make_editor
from maplanner.desktop.inspector.panel import Inspector
from maplanner.desktop.inspector.shape import Form, Shape, shapes
from maplanner.desktop.inspector.simulated import SimulatedNumbers
from maplanner.desktop.inspector.special import DateEditor, TicksEditor, WeekEditor
from maplanner.desktop.inspector.swatches import ColorEditor
from maplanner.document.fields import FieldSpec, Limits
from maplanner.document.records import (
    RECORD_TYPES,
    Campaign,
    FormField,
    Frame,
    Link,
    Mapping,
    Record,
    Score,
    ScoreMatrix,
    ScoringRule,
    Stage,
    Step,
    System,
)
from maplanner.document.store import Store
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EventType
from maplanner.drawing.theme import theme
from maplanner.simulation.results import Preview
from maplanner.steps.trigger import Occasion
from tests.desktop.outcomes import outcome


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return template_records("sample")


@pytest.fixture
def bridge(records: list[Record]) -> Iterator[PlanBridge]:
    made = PlanBridge(Store(records))
    yield made
    made.close()


@pytest.fixture
def inspector(bridge: PlanBridge, qtbot: QtBot) -> Inspector:
    made = Inspector(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show()
    return made


def editor(inspector: Inspector, path: str) -> Editor:
    form = inspector.form()
    assert form is not None
    found = form.editor(path)
    assert found is not None, path
    return found


def line_of(inspector: Inspector, path: str) -> QLineEdit:
    found = editor(inspector, path)
    assert isinstance(found, LineEditor | NumberEditor)
    return found.line


def type_into(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


@pytest.mark.parametrize("theme_name", ["light", "dark", "contrast"])
def test_every_record_of_the_sample_can_be_shown(
    inspector: Inspector, bridge: PlanBridge, theme_name: str
) -> None:
    inspector.set_theme(theme(theme_name))
    seen = set()
    for record in bridge.store.records():
        sort = (type(record), getattr(record, "kind", ""))
        if sort not in seen:
            seen.add(sort)
            inspector.show_records([record.id])
            assert inspector.form() is not None
    assert len(seen) > 25


def test_with_nothing_selected_the_plan_itself_is_shown(inspector: Inspector) -> None:
    assert line_of(inspector, "title").text().startswith("Nordlys")


def test_typing_a_title_is_one_undo_step(inspector: Inspector, bridge: PlanBridge, qtbot: QtBot) -> None:
    inspector.show_records(["guide-form"])
    type_into(qtbot, line_of(inspector, "title"), "Brochure form")
    assert bridge.reader.find(Step, "guide-form").title == "Brochure form"
    assert len(bridge.store.history.labels[0]) == 1
    bridge.undo()
    assert line_of(inspector, "title").text() == "Guide form"


def test_shares_are_shown_and_typed_as_per_cent(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    field = bridge.reader.all(FormField)[0]
    inspector.show_records([field.id])
    type_into(qtbot, line_of(inspector, "fill_rate"), "12.5")
    assert bridge.reader.find(FormField, field.id).fill_rate == pytest.approx(0.125)


def test_what_is_not_acceptable_is_said_beside_the_field(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    field = bridge.reader.all(FormField)[0]
    inspector.show_records([field.id])
    type_into(qtbot, line_of(inspector, "fill_rate"), "250")
    form = inspector.form()
    assert form is not None
    _editor, complaint = form._editors["fill_rate"]
    assert complaint.isVisible()
    assert "1" in complaint.text()
    assert bridge.reader.find(FormField, field.id) == field
    type_into(qtbot, line_of(inspector, "fill_rate"), "25")
    assert not complaint.isVisible()


def test_properties_of_a_kind_are_written_into_the_step(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    inspector.show_records(["mail-1"])
    type_into(qtbot, line_of(inspector, "props.open_share"), "41")
    assert bridge.reader.find(Step, "mail-1").props["open_share"] == pytest.approx(0.41)


def test_several_steps_show_where_they_differ_and_are_changed_together(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    inspector.show_records(["mail-1", "mail-2", "mail-3"])
    title = line_of(inspector, "title")
    assert title.text() == ""
    assert title.placeholderText() == "different"
    once = editor(inspector, "once")
    assert isinstance(once, SwitchEditor)
    before = bridge.reader.find(Step, "mail-1").once
    once.box.click()
    assert {bridge.reader.find(Step, f"mail-{at}").once for at in (1, 2, 3)} == {not before}
    assert len(bridge.store.history.labels[0]) == 1


def test_things_of_different_sorts_have_no_common_form(inspector: Inspector) -> None:
    inspector.show_records(["mail-1", "crm"])
    form = inspector.form()
    assert form is not None
    assert not form._editors


def test_a_choice_is_written(inspector: Inspector, bridge: PlanBridge) -> None:
    campaign = bridge.reader.all(Campaign)[0]
    inspector.show_records([campaign.id])
    state = editor(inspector, "state")
    assert isinstance(state, ChoiceEditor)
    state.box.setCurrentIndex(state.box.findData("paused"))
    state.box.activated.emit(state.box.currentIndex())
    assert bridge.reader.find(Campaign, campaign.id).state == "paused"


def test_a_date_can_be_set_and_taken_away(inspector: Inspector, bridge: PlanBridge) -> None:
    campaign = bridge.reader.all(Campaign)[0]
    inspector.show_records([campaign.id])
    start = editor(inspector, "start")
    assert isinstance(start, DateEditor)
    if not start._set.isChecked():
        start._set.click()
    start.date.setDate(QDate(2027, 5, 1))
    start.date.editingFinished.emit()
    assert bridge.reader.find(Campaign, campaign.id).start == date(2027, 5, 1)
    start._set.click()
    assert bridge.reader.find(Campaign, campaign.id).start is None


def test_uses_are_ticked(inspector: Inspector, bridge: PlanBridge) -> None:
    field = bridge.reader.all(FormField)[0]
    inspector.show_records([field.id])
    uses = editor(inspector, "uses")
    assert isinstance(uses, TicksEditor)
    was = set(field.uses)
    uses.boxes["reporting"].click()
    assert set(bridge.reader.find(FormField, field.id).uses) ^ was == {"reporting"}


def test_a_week_takes_seven_figures(inspector: Inspector, bridge: PlanBridge) -> None:
    step = next(each for each in bridge.reader.all(Step) if each.kind == "search_term")
    inspector.show_records([step.id])
    form = inspector.form()
    assert form is not None
    path, week = next(
        (path, found) for path, (found, _c) in form._editors.items() if isinstance(found, WeekEditor)
    )
    week.lines[6].setText("0.5")
    week.lines[6].editingFinished.emit()
    figures = bridge.reader.find(Step, step.id).values()[path]
    assert isinstance(figures, list)
    assert figures[6] == 0.5


def choose(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_a_delay_changes_its_kind_and_its_figures(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    link = bridge.reader.all(Link)[0]
    inspector.show_records([link.id])
    delay = editor(inspector, "delay")
    assert isinstance(delay, VariantEditor)
    choose(delay.kind, "weekly")
    changed = bridge.reader.find(Link, link.id).delay
    assert changed is not None
    assert changed.kind == "weekly"
    assert delay._parts is not None
    hour = delay._parts.editors["hour"]
    assert isinstance(hour, NumberEditor)
    type_into(qtbot, hour.line, "9.5")
    changed = bridge.reader.find(Link, link.id).delay
    assert changed is not None
    assert changed.model_dump()["hour"] == 9.5
    choose(delay.kind, "")
    assert bridge.reader.find(Link, link.id).delay is None


def test_a_condition_is_put_together_from_its_parts(inspector: Inspector, bridge: PlanBridge) -> None:
    campaign = bridge.reader.all(Campaign)[0]
    inspector.show_records([campaign.id])
    leaves = editor(inspector, "exit")
    assert isinstance(leaves, ConditionEditor)
    choose(leaves.subject, "segment")
    condition = bridge.reader.find(Campaign, campaign.id).exit
    assert condition is not None
    assert (condition.subject, condition.operator) == ("segment", "is")
    choose(leaves.which, "segment-warm")
    choose(leaves.operator, "is not")
    condition = bridge.reader.find(Campaign, campaign.id).exit
    assert condition is not None
    assert (condition.ref, condition.operator) == ("segment-warm", "is not")
    choose(leaves.subject, "")
    assert bridge.reader.find(Campaign, campaign.id).exit is None


def test_a_condition_shows_what_its_subject_needs(inspector: Inspector, bridge: PlanBridge) -> None:
    campaign = bridge.reader.all(Campaign)[0]
    with bridge.store.transact("Grades") as transaction:
        transaction.put(
            Stage(id="desire", title="Desire"), ScoreMatrix(id="m", title="Grades", fit_marks=(50.0,))
        )
    inspector.show_records([campaign.id])

    def asked() -> Condition:
        found = bridge.reader.find(Campaign, campaign.id).exit
        assert found is not None
        return found

    def shown(subject: str) -> tuple[ConditionEditor, list[str]]:
        leaves = editor(inspector, "exit")
        assert isinstance(leaves, ConditionEditor)
        choose(leaves.subject, subject)
        return leaves, list(leaves._parts.editors) if leaves._parts is not None else []

    leaves, parts = shown("action")
    assert parts == ["event", "ref", "value", "days"]
    assert (asked().operator, asked().value, leaves.which.isHidden()) == ("at least", 1, True)
    event = leaves._parts.editors["event"]
    assert event.box.itemText(0) == "any action"
    choose(event.box, "e-mail clicked")
    assert asked().event == EventType.EMAIL_CLICKED

    leaves, parts = shown("stage")
    assert (parts, asked().ref) == ([], "desire")
    choose(leaves.operator, "below")
    assert asked().operator == "below"

    leaves, parts = shown("grade")
    assert (parts, asked().ref, asked().text) == (["text"], "m", "A1")
    grade = leaves._parts.editors["text"].box
    assert [grade.itemData(at) for at in range(grade.count())] == ["A1", "A2", "A3", "B1", "B2", "B3"]

    _leaves, parts = shown("sales status")
    assert (parts, asked().text) == (["text"], "not handed over")
    _leaves, parts = shown("survey answer")
    assert (parts, asked().value) == (["value"], 9)


def test_a_field_compared_with_a_text_asks_for_how_many_it_holds(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    campaign = bridge.reader.all(Campaign)[0]
    inspector.show_records([campaign.id])
    leaves = editor(inspector, "exit")
    assert isinstance(leaves, ConditionEditor)
    choose(leaves.subject, "field")
    assert leaves._parts is not None
    text, share = leaves._parts.editors["text"], leaves._parts.editors["share"]
    assert isinstance(text, LineEditor)
    assert share.isHidden()
    qtbot.keyClicks(text.line, "Latvija")
    assert leaves._parts.editors["text"] is text, "typing goes on in the same field"
    assert not share.isHidden()
    condition = bridge.reader.find(Campaign, campaign.id).exit
    assert condition is not None
    assert condition.text == "Latvija"


# ---------------------------------------------------------------- parts


def buttons(inspector: Inspector, text: str) -> list[QPushButton]:
    found = inspector.widget().findChildren(QPushButton)
    return [button for button in found if text in (button.text(), getattr(button, "whole", ""))]


def test_a_forms_fields_are_listed_with_where_they_land(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.show_records(["guide-form"])
    (budget,) = buttons(inspector, "Budget")
    with qtbot.waitSignal(inspector.jump_requested) as told:
        budget.click()
    assert told.args == ["guide-form-budget"]


def test_going_from_part_to_part_by_mouse_is_safe(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.jump_requested.connect(lambda record_id: inspector.show_records([record_id]))
    for _round in range(20):
        inspector.show_records(["guide-form"])
        (budget,) = buttons(inspector, "Budget")
        qtbot.mouseClick(budget, Qt.MouseButton.LeftButton)
        assert line_of(inspector, "title").text() == "Budget"


def test_a_figure_that_was_typed_is_kept_when_something_else_is_shown(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    inspector.show_records(["mail-1"])
    line = line_of(inspector, "props.open_share")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "44")
    inspector.show_records(["mail-2"])
    assert bridge.reader.find(Step, "mail-1").props["open_share"] == pytest.approx(0.44)


def test_a_field_is_added_shown_and_taken_away_again(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    inspector.show_records(["guide-form"])
    before = {each.id for each in bridge.reader.referring(FormField, "step", "guide-form")}
    with qtbot.waitSignal(inspector.jump_requested) as told:
        buttons(inspector, "+ Add")[0].click()
    assert told.args[0] not in before
    assert bridge.reader.find(FormField, told.args[0]).step == "guide-form"
    qtbot.waitUntil(lambda: bool(buttons(inspector, "New field")))
    remove = [
        button
        for button in inspector.widget().findChildren(QToolButton)
        if button.accessibleName() == "Delete New field"
    ]
    remove[0].click()
    assert {each.id for each in bridge.reader.referring(FormField, "step", "guide-form")} == before


def test_a_scores_rules_and_thresholds_are_its_parts(inspector: Inspector, bridge: PlanBridge) -> None:
    inspector.show_records(["readiness"])
    assert bridge.reader.find(Score, "readiness")
    for rule in bridge.reader.all(ScoringRule):
        assert buttons(inspector, rule.title)
    assert buttons(inspector, "Lead ready at 100")


def test_long_names_are_shortened_and_said_in_full_in_a_tooltip(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    long = "A rather long label of a field, as forms & lists from elsewhere bring them"
    with bridge.store.transact("Rename") as transaction:
        transaction.change("guide-form-budget", {"title": long})
    inspector.show_records(["guide-form"])
    inspector.resize(280, 900)
    (button,) = buttons(inspector, long)
    qtbot.waitUntil(lambda: button.toolTip() == long)
    assert button.text().endswith("…")
    assert button.accessibleName() == long
    body = inspector.widget()
    assert body.minimumSizeHint().width() <= inspector.viewport().width()


# ---------------------------------------------------------------- following the plan


def test_an_edit_elsewhere_is_shown_at_once(inspector: Inspector, bridge: PlanBridge) -> None:
    inspector.show_records(["crm"])
    with bridge.store.transact("Elsewhere") as transaction:
        transaction.change("crm", {"title": "The CRM"})
    assert line_of(inspector, "title").text() == "The CRM"


def test_what_is_deleted_makes_room_for_the_plan(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    inspector.show_records(["crm"])
    with bridge.store.transact("Delete") as transaction:
        transaction.remove("crm")
    assert bridge.reader.find_or_none(System, "crm") is None
    qtbot.waitUntil(lambda: line_of(inspector, "title").text().startswith("Nordlys"))


def test_a_new_mapping_shows_beside_its_field(inspector: Inspector, bridge: PlanBridge, qtbot: QtBot) -> None:
    inspector.show_records(["guide-form"])
    target = bridge.reader.all(Mapping)[0].target
    with bridge.store.transact("Map") as transaction:
        transaction.put(Mapping(id="new", collected="guide-form-budget", target=target))
    from PySide6.QtWidgets import QLabel

    def lands_nowhere() -> list[str]:
        return [each.text() for each in inspector.widget().findChildren(QLabel) if each.text() == "map it …"]

    qtbot.waitUntil(lambda: not [each for each in lands_nowhere() if each])


def test_simulated_numbers_stand_below_a_step_that_was_simulated(
    inspector: Inspector, bridge: PlanBridge
) -> None:
    inspector.set_result(outcome(bridge.store, {"guide-form": (10, 20, 30)}))
    inspector.show_records(["guide-form"])
    (numbers,) = inspector.widget().findChildren(SimulatedNumbers)
    assert numbers.rows["Leads here"] == "20 (11 – 29)"
    inspector.show_records(["mail-1"])
    assert not [each for each in inspector.widget().findChildren(SimulatedNumbers) if each.rows]


def test_numbers_that_come_leave_what_somebody_types(
    inspector: Inspector, bridge: PlanBridge, qtbot: QtBot
) -> None:
    inspector.show_records(["guide-form"])
    line = next(each for each in inspector.widget().findChildren(QLineEdit) if each.text() == "Guide form")
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Anke")
    body = inspector.widget()
    inspector.set_result(outcome(bridge.store, {"guide-form": (10, 20, 30)}))
    inspector.set_result(outcome(bridge.store, {"guide-form": (20, 30, 40)}))
    assert inspector.widget() is body
    qtbot.keyClicks(line, "ta")
    assert line.text() == "Anketa"
    (numbers,) = inspector.widget().findChildren(SimulatedNumbers)
    assert numbers.rows["Leads here"] == "30 (21 – 39)"


def test_links_and_campaigns_have_numbers_too(inspector: Inspector, bridge: PlanBridge) -> None:
    made = outcome(bridge.store, {"landing": (10, 20, 30), "guide-form": (10, 20, 30)})
    inspector.set_result(made)
    link = next(link for link in bridge.reader.all(Link) if link.source == "landing")
    inspector.show_records([link.id])
    (numbers,) = [each for each in inspector.widget().findChildren(SimulatedNumbers) if each.rows]
    assert "Taken" in numbers.rows
    inspector.show_records(["paid-search"])
    (numbers,) = [each for each in inspector.widget().findChildren(SimulatedNumbers) if each.rows]
    assert "Entries" in numbers.rows
    inspector.set_result(replace(made, preview=Preview(100, 0.1, 0.2)))
    titles = [label.text() for label in inspector.widget().findChildren(QLabel)]
    assert any(title.casefold().startswith("preview") for title in titles)


def test_every_editor_has_a_name_for_those_who_hear_it(inspector: Inspector) -> None:
    for record_id in ("guide-form", "mail-1", "crm", "readiness"):
        inspector.show_records([record_id])
        form = inspector.form()
        assert form is not None
        for path, (found, _complaint) in form._editors.items():
            controls = [*found.findChildren(QComboBox), *found.findChildren(QLineEdit)]
            typed = [each for each in controls if not each.objectName().startswith("qt_")]
            assert all(each.accessibleName() for each in typed), path


class TestTyping:
    """What is wrong is said while a person types; nothing is lost and nothing wrong is kept."""

    @pytest.fixture
    def number(self, qtbot):
        def make(*, whole: bool = False, low: float | None = None, high: float | None = None) -> NumberEditor:
            form = Form.WHOLE if whole else Form.NUMBER
            shape = Shape("n", form, FieldSpec("Number"), Limits(low, high), optional=True)
            editor = NumberEditor(shape, whole=whole)
            qtbot.addWidget(editor)
            return editor

        return make

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("12.5", 12.5),
            ("12,5", 12.5),
            ("1e3", 1000.0),
            ("٣", 3.0),
            ("१२", 12.0),
            ("-1", -1.0),
            (" 7 ", 7.0),
        ],
    )
    def test_numbers_are_read_in_any_common_way(self, number, qtbot, text, value):
        editor, found = number(), []
        editor.edited.connect(found.append)
        editor.line.insert(text)
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
        assert found == [value]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("abc", "not a number"),
            ("nan", "not a number"),
            ("1e999", "not a number"),
            ("-inf", "not a number"),
            ("1e308", "too large"),
            ("12.5", "whole"),
            ("-1", "At least 0."),
            ("101", "At most 100."),
            ("9" * 300, "too large"),
        ],
    )
    def test_what_is_wrong_is_said_as_one_types(self, number, qtbot, text, words):
        editor, said, found = number(whole=True, low=0, high=100), [], []
        editor.complained.connect(said.append)
        editor.edited.connect(found.append)
        qtbot.keyClicks(editor.line, text)
        assert words in said[-1]
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
        assert found == []
        assert editor.line.text() == text
        editor.line.selectAll()
        qtbot.keyClicks(editor.line, "50")
        assert said[-1] == ""
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
        assert found == [50]

    def test_an_edition_is_one_of_the_product(self, qtbot):
        editor = make_editor(next(each for each in shapes(System) if each.name == "edition"), Store([]))
        qtbot.addWidget(editor)
        assert isinstance(editor, ChoiceEditor)
        all_of_them = editor.box.count()
        editor.regard({"product": "Salesforce"})
        assert 1 < editor.box.count() < all_of_them


class TestDiffering:
    @pytest.mark.parametrize("cls", RECORD_TYPES)
    def test_every_field_can_show_that_values_differ(self, qtbot, cls):
        for shape in shapes(cls):
            editor = make_editor(shape, Store([]))
            qtbot.addWidget(editor)
            found: list[object] = []
            editor.edited.connect(found.append)
            editor.show_mixed()
            shown = [box.currentText() for box in editor.findChildren(QComboBox) if box.isVisibleTo(editor)]
            assert not any(shown), (shape.name, shown)
            lines = [line for line in editor.findChildren(QLineEdit) if line.isVisibleTo(editor)]
            assert all(line.text() in {"", "different"} for line in lines), shape.name
            assert found == []


class TestColors:
    """A colour is chosen among swatches."""

    @pytest.fixture
    def editor(self, qtbot: QtBot) -> ColorEditor:
        shape = next(shape for shape in shapes(Frame) if shape.name == "color")
        editor = ColorEditor(shape)
        qtbot.addWidget(editor)
        editor.edits = []
        editor.edited.connect(editor.edits.append)
        return editor

    def test_a_swatch_is_a_color_and_the_first_is_none(self, editor: ColorEditor) -> None:
        editor.show_value("")
        editor.buttons["#2e9e4f"].click()
        editor.buttons["#2e9e4f"].click()
        editor.buttons[""].click()
        assert editor.edits == ["#2e9e4f", ""]
        assert [color for color, button in editor.buttons.items() if button.isChecked()] == [""]

    def test_another_color_stands_on_the_button_for_others(self, editor: ColorEditor) -> None:
        editor.show_value("#123456")
        assert editor.other.isChecked()
        assert not any(button.isChecked() for button in editor.buttons.values())
        editor.other.click()
        dialog = editor.findChild(QColorDialog)
        assert dialog is not None
        dialog.setCurrentColor(QColor("#abcdef"))
        dialog.accept()
        assert editor.edits == ["#abcdef"]

    def test_where_things_differ_no_swatch_is_chosen(self, editor: ColorEditor) -> None:
        editor.show_mixed()
        assert not any(button.isChecked() for button in (*editor.buttons.values(), editor.other))


def test_only_fields_that_count_are_shown(inspector: Inspector, bridge: PlanBridge) -> None:
    trigger = next(step for step in bridge.store.all(Step) if step.kind == "trigger")
    inspector.show_records([trigger.id])

    def shown() -> set[str]:
        paths = ("props.threshold", "props.score", "props.days", "props.repeats", "props.segment")
        return {path for path in paths if editor(inspector, path).isVisible()}

    for on, wanted in (
        (Occasion.THRESHOLD, {"props.threshold"}),
        (Occasion.IDLE, {"props.score", "props.days", "props.repeats"}),
        (Occasion.GAIN, {"props.score"}),
        (Occasion.LEFT, {"props.segment"}),
        (Occasion.CALLED, set()),
    ):
        with bridge.store.transact("When") as transaction:
            transaction.change(trigger.id, {"props.on": on.value})
        inspector.show_records([trigger.id])
        assert shown() == wanted, on

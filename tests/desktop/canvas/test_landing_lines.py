"""Mapping by drawing: from a form's field to a field of the CRM, with a real mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from maplanner.desktop.canvas.field_commands import toggle_fields
from maplanner.desktop.canvas.hint import Hint
from maplanner.desktop.dialogs.command_palette import CommandPalette
from maplanner.desktop.dialogs.conversion import ConversionDialog
from maplanner.document.records import CrmField, FormField, Mapping, Record, Step
from maplanner.document.vocabulary import FieldType
from maplanner.drawing.card import CARD_WIDTH
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench

CONTROL = Qt.KeyboardModifier.ControlModifier


def records() -> list[Record]:
    return [
        *sketch.campaigns(),
        *sketch.crm(),
        CrmField(id="lead.short", object="lead", api_name="Short", length=10, required=True),
        CrmField(id="lead.made", object="lead", api_name="Made", required=True, writable=False),
        CrmField(id="lead.size", object="lead", api_name="Budget", type=FieldType.NUMBER, required=True),
        *sketch.form(x=100, y=100),
        FormField(id="form.remark", step="form", title="Remark", key="remark", order=3, length=200),
        Step(id="write", campaign="spring", kind="crm_write", x=600, y=100, props={"object": "lead"}),
    ]


@pytest.fixture
def bench(qtbot):
    return Bench(qtbot, records())


def port(bench: Bench, step: str, row: str) -> tuple[float, float]:
    card = bench.view.canvas.steps[step].card
    index = next(place for place, each in enumerate(card.rows) if each.id == row)
    at = card.field_port(index).moved(card.x, card.y)
    return at.x, at.y


def row(bench: Bench, step: str, name: str) -> tuple[float, float]:
    _, y = port(bench, step, name)
    return bench.view.canvas.steps[step].card.x + CARD_WIDTH / 2, y


def landing(bench: Bench, field: str) -> list[tuple[str, str]]:
    found = bench.store.referring(Mapping, "collected", field)
    return [(each.target, each.conversion) for each in found]


def middle_of_line(bench: Bench, mapping: str) -> tuple[float, float]:
    (line,) = bench.view.canvas.field_lines.of_mapping(mapping)
    return (line.start.x + line.end.x) / 2, (line.start.y + line.end.y) / 2


def dialog(bench: Bench) -> ConversionDialog:
    return bench.view.window().findChildren(ConversionDialog)[-1]


def palette(bench: Bench) -> CommandPalette:
    return bench.view.window().findChildren(CommandPalette)[-1]


class TestDrawing:
    def test_a_line_shows_where_a_field_lands(self, bench):
        (line,) = bench.view.canvas.field_lines.of_mapping("form.map")
        assert (line.start.x, line.start.y) == port(bench, "form", "form.email")
        assert (line.end.x, line.end.y) == port(bench, "write", "lead.email")

    def test_a_line_to_a_field_maps_in_one_step(self, bench):
        bench.drag(port(bench, "form", "form.remark"), row(bench, "write", "lead.email"))
        assert landing(bench, "form.remark") == [("lead.email", "")]
        (mapping,) = bench.store.referring(Mapping, "collected", "form.remark")
        assert bench.view.selected_ids() == [mapping.id]
        bench.key(Qt.Key.Key_Z, CONTROL)
        assert landing(bench, "form.remark") == []
        assert bench.view.selected_ids() == []

    def test_what_is_not_writable_is_refused_with_the_reason_beside_the_mouse(self, bench):
        with bench.store.transact("Fill") as transaction:
            transaction.put(Mapping(id="made", collected="form.email", target="lead.made"))
        before = bench.content()
        start, end = port(bench, "form", "form.budget"), row(bench, "write", "lead.made")
        bench.press(*start)
        bench.move(*end)
        hint: Hint = bench.view.desk.hint.__self__
        assert "nothing can be written" in hint.text
        bench.release(*end)
        assert hint.text == ""
        assert "nothing can be written" in bench.messages[-1]
        assert bench.content() == before

    def test_what_does_not_fit_asks_for_a_conversion(self, bench):
        start, end = port(bench, "form", "form.remark"), row(bench, "write", "lead.short")
        bench.press(*start)
        bench.move(*end)
        assert "10 characters" in bench.view.desk.hint.__self__.text
        bench.release(*end)
        assert landing(bench, "form.remark") == []
        assert dialog(bench).line.text() == "cut to 10 characters"
        dialog(bench).buttons.accepted.emit()
        assert landing(bench, "form.remark") == [("lead.short", "cut to 10 characters")]

    def test_dropped_on_the_write_itself_it_offers_the_likeliest_first(self, bench, qtbot):
        bench.drag(port(bench, "form", "form.budget"), (bench.middle("write")[0], 120.0))
        assert palette(bench).current().title == "Lead.Budget"
        palette(bench).run_current()
        qtbot.waitUntil(lambda: bool(bench.view.window().findChildren(ConversionDialog)))

    def test_dropped_on_a_folded_write_it_offers_its_fields(self, bench):
        with bench.store.transact("Fold") as transaction:
            transaction.change("write", {"open": False})
        bench.drag(port(bench, "form", "form.email"), bench.middle("write"))
        titles = {palette(bench).model.data(palette(bench).model.index(n)) for n in range(9)}
        assert "Lead.Company" in titles
        assert "Lead.Email" not in titles  # it lands there already

    def test_dropped_on_bare_canvas_it_offers_every_field(self, bench):
        bench.drag(port(bench, "form", "form.budget"), (450, 500))
        assert palette(bench).model.rowCount() > 0

    def test_dropped_on_another_step_it_says_where_data_lands(self, bench):
        with bench.store.transact("Add") as transaction:
            transaction.put(sketch.step("mail", x=350, y=400))
        bench.drag(port(bench, "form", "form.budget"), bench.middle("mail"))
        assert "writes to the CRM" in bench.messages[-1]

    def test_esc_leaves_nothing(self, bench):
        before = bench.content()
        bench.press(*port(bench, "form", "form.budget"))
        bench.move(450, 300)
        bench.key(Qt.Key.Key_Escape)
        bench.release(450, 300)
        assert bench.content() == before
        assert bench.view.canvas.previews == []

    def test_the_field_is_deleted_while_its_line_is_drawn(self, bench):
        bench.press(*port(bench, "form", "form.budget"))
        bench.move(500, 300)
        with bench.store.transact("Elsewhere") as transaction:
            transaction.remove("form.budget")
        bench.move(*row(bench, "write", "lead.email"))
        bench.release(*row(bench, "write", "lead.email"))
        assert bench.messages[-1] == "This field has just been deleted."

    def test_a_click_on_a_port_chooses_the_field(self, bench, qtbot):
        with qtbot.waitSignal(bench.view.canvas.field_chosen) as told:
            bench.click(*port(bench, "form", "form.budget"))
        assert told.args == ["form.budget"]


class TestLines:
    def test_a_line_is_selected_and_deleted(self, bench):
        bench.click(*middle_of_line(bench, "form.map"))
        assert bench.view.selected_ids() == ["form.map"]
        bench.key(Qt.Key.Key_Delete)
        assert landing(bench, "form.email") == []
        assert bench.view.canvas.field_lines.items == {}
        bench.key(Qt.Key.Key_Z, CONTROL)
        assert landing(bench, "form.email") == [("lead.email", "")]

    def test_its_end_is_put_elsewhere(self, bench):
        bench.click(*middle_of_line(bench, "form.map"))
        bench.drag(port(bench, "write", "lead.email"), row(bench, "write", "lead.short"))
        assert [target for target, _ in landing(bench, "form.email")] == ["lead.short"]

    def test_its_beginning_is_put_elsewhere(self, bench):
        bench.click(*middle_of_line(bench, "form.map"))
        bench.drag(port(bench, "form", "form.email"), row(bench, "form", "form.remark"))
        assert landing(bench, "form.email") == []
        assert landing(bench, "form.remark") == [("lead.email", "")]

    def test_lines_go_with_what_is_dragged(self, bench):
        x, _ = bench.middle("write")
        bench.press(x, 110)
        bench.move(x + 80, 110 + 40)
        (line,) = bench.view.canvas.field_lines.of_mapping("form.map")
        assert (line.end.x, line.end.y) == port(bench, "write", "lead.email")
        bench.key(Qt.Key.Key_Escape)
        (line,) = bench.view.canvas.field_lines.of_mapping("form.map")
        assert (line.end.x, line.end.y) == port(bench, "write", "lead.email")

    def test_folding_hides_the_lines_and_gives_up_the_selection(self, bench):
        bench.click(*middle_of_line(bench, "form.map"))
        with bench.store.transact("Fold") as transaction:
            transaction.change("form", {"open": False})
        assert bench.view.selected_ids() == []
        assert bench.view.canvas.field_lines.items == {}

    def test_the_whole_drawing_is_folded_and_opened(self, bench):
        toggle_fields(bench.view.desk)
        assert [step.open for step in bench.store.all(Step)] == [False, False]
        toggle_fields(bench.view.desk)
        assert [step.open for step in bench.store.all(Step)] == [True, True]
        bench.view.select(["form"])
        toggle_fields(bench.view.desk)
        assert [step.open for step in bench.store.all(Step)] == [False, True]

    def test_a_click_on_a_row_of_the_crm_shows_the_field(self, bench, qtbot):
        with qtbot.waitSignal(bench.view.canvas.field_chosen) as told:
            bench.click(*row(bench, "write", "lead.short"))
        assert told.args == ["lead.short"]

    def test_a_drawing_built_anew_shows_the_same(self, bench, qtbot):
        bench.drag(port(bench, "form", "form.remark"), row(bench, "write", "lead.email"))
        bench.view.select([])
        with bench.store.transact("Rename") as transaction:
            transaction.change("lead.company", {"required": True})
        QApplication.processEvents()
        again = Bench(qtbot, [], store=bench.store)
        bench.view.hand.leave()
        assert bench.view.canvas.shows() == again.view.canvas.shows()

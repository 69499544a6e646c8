"""Drawing by hand: every gesture with a real mouse, a real keyboard, and undo."""

import json
from itertools import pairwise

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from maplanner.desktop.canvas.clipboard import KIND_MIME, MIME
from maplanner.desktop.canvas.link_item import ChipItem, LinkItem
from maplanner.desktop.canvas.quick_add import QuickAdd
from maplanner.desktop.canvas.view import CanvasView
from maplanner.document.records import FormField, Link, Mapping, Note, Step
from maplanner.document.store import Store
from maplanner.document.values import FixedDelay
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH
from maplanner.drawing.theme import theme
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench

SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)

OPENING = b'{"format": "maplanner-steps", "version": 1, "records": '


def drop(bench: Bench, kind: str, x: float, y: float) -> bool:
    """Drag a kind from the palette onto the drawing; return whether it was taken."""
    data = QMimeData()
    data.setData(KIND_MIME, QByteArray(kind.encode()))
    place, actions = bench.at(x, y), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    viewport = bench.view.viewport()
    QApplication.sendEvent(viewport, QDragEnterEvent(place, actions, data, left, none))
    over = QDragMoveEvent(place, actions, data, left, none)
    QApplication.sendEvent(viewport, over)
    if over.isAccepted():
        QApplication.sendEvent(viewport, QDropEvent(QPointF(place), actions, data, left, none))
    return over.isAccepted()


def place_of(bench: Bench, name: str) -> tuple[float, float]:
    found = bench.store.find(Step, name)
    return found.x, found.y


@pytest.fixture
def row(qtbot):
    """Three e-mails in a row."""
    return Bench(qtbot, sketch.chain("a", "b", "c"))


class TestDrawing:
    def test_ten_steps_by_dragging_from_the_palette_and_connecting(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        places = [(120 + 260 * (n % 4), 100 + 180 * (n // 4)) for n in range(10)]
        for x, y in places:
            assert drop(bench, "email", x, y)
        steps = bench.store.all(Step)
        assert len(steps) == 10
        for before, after in pairwise(steps):
            start = bench.port(before.id, "sent")
            bench.drag(start, bench.middle(after.id))
        assert bench.links() == {(a.id, "sent", b.id) for a, b in pairwise(steps)}
        for _ in range(19):
            bench.key(Qt.Key.Key_Z, CONTROL)
        assert bench.store.all(Step) == []
        for _ in range(19):
            bench.key(Qt.Key.Key_Z, CONTROL | SHIFT)
        assert len(bench.links()) == 9

    def test_ten_steps_from_the_palette_by_keyboard_follow_each_other(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        ids = [bench.view.add_step("email") for _ in range(10)]
        assert bench.links() == {(a, "sent", b) for a, b in pairwise(ids)}
        rects = list(bench.view.canvas.step_rects().values())
        assert not any(one.meets(two) for one in rects for two in rects if one is not two)
        bench.bridge.undo()
        assert len(bench.store.all(Step)) == 9
        assert len(bench.links()) == 8

    def test_a_dropped_step_stands_around_the_mouse_on_the_grid(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        drop(bench, "wait", 500, 300)
        (found,) = bench.store.all(Step)
        assert (found.x % 8, found.y % 8) == (0, 0)
        assert abs(found.x + CARD_WIDTH / 2 - 500) <= 4
        assert abs(found.y + CARD_HEIGHT / 2 - 300) <= 4
        assert bench.view.selected_ids() == [found.id]

    def test_something_else_cannot_be_dropped(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        assert not drop(bench, "no such kind", 500, 300)
        assert bench.store.all(Step) == []

    def test_an_unknown_kind_is_refused_in_words(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        assert bench.view.add_step("no such kind") is None
        assert "no such kind" in bench.messages[-1]


class TestInserting:
    def test_a_kind_dropped_on_a_link_is_put_into_it_in_one_step(self, qtbot):
        a, b = sketch.step("a"), sketch.step("b", x=700)
        wait = FixedDelay(days=2)
        first = sketch.link("a", "b", "opened", share=0.5, delay=wait)
        bench = Bench(qtbot, [*sketch.campaigns(), a, b, first])
        before = bench.content()
        drop(bench, "wait", 440, bench.port("a", "opened")[1])
        (new,) = (each for each in bench.store.all(Step) if each.kind == "wait")
        kept = bench.store.find(Link, first.id)
        assert (kept.output, kept.share, kept.delay, kept.target) == ("opened", 0.5, wait, new.id)
        assert (new.id, "next", "b") in bench.links()
        assert len(bench.links()) == 2
        bench.bridge.undo()
        assert bench.content() == before

    def test_steps_behind_make_room(self, row):
        drop(row, "wait", 233, row.port("a", "sent")[1])
        row.view.canvas.settle()
        rects = list(row.view.canvas.step_rects().values())
        assert len(rects) == 4
        assert not any(one.meets(two) for one in rects for two in rects if one is not two)

    def test_a_lone_step_is_put_into_the_link_it_is_dragged_onto(self, qtbot):
        far = [sketch.step("a"), sketch.step("b", x=700), sketch.step("w", "wait", 300, 300)]
        bench = Bench(qtbot, [*sketch.campaigns(), *far, sketch.link("a", "b")])
        before = bench.content()
        bench.drag(bench.middle("w"), (430, bench.port("a", "sent")[1]))
        assert bench.links() == {("a", "sent", "w"), ("w", "next", "b")}
        bench.bridge.undo()
        assert bench.content() == before

    def test_an_entry_dropped_on_a_link_is_only_added(self, qtbot):
        pair = [sketch.step("a"), sketch.step("b", x=700), sketch.link("a", "b")]
        bench = Bench(qtbot, [*sketch.campaigns(), *pair])
        drop(bench, "search_term", 440, bench.port("a", "sent")[1])
        assert len(bench.store.all(Step)) == 3
        assert bench.links() == {("a", "sent", "b")}
        assert "where leads come in" in bench.messages[-1]


class TestConnecting:
    def test_from_a_port_to_a_step(self, row):
        row.drag(row.port("a", "clicked"), row.middle("c"))
        assert ("a", "clicked", "c") in row.links()
        row.key(Qt.Key.Key_Z, CONTROL)
        assert ("a", "clicked", "c") not in row.links()

    def test_an_entry_takes_no_link_and_says_so(self, qtbot):
        records = [sketch.step("a"), sketch.step("s", "search_term", x=400)]
        bench = Bench(qtbot, [*sketch.campaigns(), *records])
        bench.press(*bench.port("a", "sent"))
        bench.move(300, 60)
        bench.move(*bench.middle("s"))
        assert not bench.view.canvas.steps["s"].state.selected
        assert bench.view.canvas.steps["s"].opacity() < 1
        bench.release(*bench.middle("s"))
        assert bench.links() == set()
        assert "where leads come in" in bench.messages[-1]
        assert bench.view.canvas.steps["s"].opacity() == 1

    def test_a_legal_target_lights_up(self, row):
        row.press(*row.port("a", "clicked"))
        row.move(300, 200)
        row.move(*row.middle("c"))
        assert row.view.canvas.steps["c"].state.selected
        row.key(Qt.Key.Key_Escape)
        assert not row.view.canvas.steps["c"].state.selected

    def test_the_same_link_twice_is_refused(self, row):
        row.drag(row.port("a", "sent"), row.middle("b"))
        assert len(row.links()) == 2
        assert "already" in row.messages[-1]

    def test_a_step_does_not_lead_to_itself(self, row):
        row.press(*row.port("a", "sent"))
        row.move(100, 200)
        row.move(20, 40)
        row.release(20, 40)
        assert len(row.links()) == 2
        assert "itself" in row.messages[-1]

    def test_dropped_on_bare_canvas_it_offers_kinds_and_adds_one_connected(self, row):
        before = row.content()
        row.drag(row.port("a", "opened"), (420, 300))
        popup = row.view.findChild(QuickAdd)
        assert popup is not None
        assert popup.isVisible()
        row.type_into_focus("wai")
        row.key_in_focus(Qt.Key.Key_Return)
        (new,) = (each for each in row.store.all(Step) if each.kind == "wait")
        assert ("a", "opened", new.id) in row.links()
        assert abs(new.x - 420) <= 4
        row.bridge.undo()
        assert row.content() == before

    def test_the_list_offers_nothing_that_takes_no_links_and_closes_by_esc(self, row):
        row.drag(row.port("a", "opened"), (420, 300))
        popup = row.view.findChild(QuickAdd)
        row.type_into_focus("search term")
        assert popup.list.count() == 0
        row.key_in_focus(Qt.Key.Key_Return)
        row.key_in_focus(Qt.Key.Key_Escape)
        assert not popup.isVisible()
        assert len(row.store.all(Step)) == 3

    def test_esc_while_connecting_leaves_nothing(self, row):
        before, seen = row.content(), set(row.view.canvas.items())
        row.press(*row.port("a", "clicked"))
        row.move(400, 300)
        row.key(Qt.Key.Key_Escape)
        row.release(400, 300)
        assert row.content() == before
        assert set(row.view.canvas.items()) == seen
        assert row.view.findChild(QuickAdd) is None

    def test_the_end_of_a_selected_link_can_be_put_elsewhere(self, row):
        row.view.select(["a>b"])
        end = row.view.canvas.links["a>b"].points[-1]
        row.drag((end.x - 3, end.y), row.middle("c"))
        assert row.store.find(Link, "a>b").target == "c"
        row.bridge.undo()
        start = row.view.canvas.links["b>c"].points[0]
        row.view.select(["b>c"])
        row.drag((start.x + 2, start.y), row.middle("a"))
        assert row.store.find(Link, "b>c").source == "a"

    def test_a_second_link_that_excludes_the_first_gets_an_even_share(self, qtbot):
        steps = [sketch.step("s", "split"), sketch.step("a", x=400), sketch.step("b", x=400, y=200)]
        bench = Bench(qtbot, [*sketch.campaigns(), *steps])
        output = bench.view.canvas.steps["s"].card.outputs[0].name
        for name in ("a", "b"):
            bench.drag(bench.port("s", output), bench.middle(name))
        assert [each.share for each in bench.store.all(Link)] == [None, 0.5]


class TestMoving:
    def test_a_drag_is_one_step_on_the_grid(self, row):
        patches = []
        row.store.subscribe(patches.append)
        x, y = row.middle("a")
        row.press(x, y)
        for n in range(1, 20):
            row.move(x + 5 * n, y + 9 * n)
        row.release(x + 101, y + 180)
        assert [patch.label for patch in patches] == ["Move step"]
        assert place_of(row, "a") == (104.0, 184.0)
        row.bridge.undo()
        assert place_of(row, "a") == (0.0, 0.0)

    def test_alt_moves_off_the_grid(self, row):
        x, y = row.middle("a")
        row.drag((x, y), (x + 101, y + 181), ALT)
        # QTest moves without modifiers; the release carries Alt.
        assert place_of(row, "a") == (101.0, 181.0)

    def test_several_move_together(self, row):
        row.view.select(["a", "b"])
        x, y = row.middle("b")
        row.drag((x, y), (x, y + 160))
        assert (place_of(row, "a"), place_of(row, "b")) == ((0.0, 160.0), (280.0, 160.0))
        assert place_of(row, "c") == (560.0, 0.0)

    def test_a_step_lines_up_with_others(self, qtbot):
        records = [sketch.step("a", x=3, y=3), sketch.step("b", x=403, y=203)]
        bench = Bench(qtbot, [*sketch.campaigns(), *records])
        x, y = bench.middle("b")
        bench.drag((x, y), (x, y - 198))
        assert place_of(bench, "b")[1] == 3.0

    def test_esc_puts_everything_back_without_a_patch(self, row):
        before, patches = row.view.canvas.shows(), []
        row.store.subscribe(patches.append)
        x, y = row.middle("b")
        row.press(x, y)
        row.move(x + 90, y + 90)
        assert row.view.canvas.steps["b"].card.y > 0
        row.key(Qt.Key.Key_Escape)
        row.release(x + 90, y + 90)
        row.view.select([])
        row.view.hand.leave()
        assert patches == []
        assert row.view.canvas.shows() == before

    def test_a_teammate_deletes_what_is_being_dragged(self, row):
        x, y = row.middle("b")
        row.press(x, y)
        row.move(x + 90, y + 90)
        other = Store(list(row.store.records()))
        patches = []
        other.subscribe(patches.append)
        with other.transact("Delete") as t:
            t.remove("b")
        row.store.apply(patches[0])
        row.move(x + 120, y + 120)
        row.release(x + 120, y + 120)
        assert sorted(row.titles()) == ["A", "C"]
        fresh = CanvasView(row.bridge, "spring", theme("light"))
        assert row.view.canvas.shows() == fresh.canvas.shows()
        fresh.deleteLater()

    def test_arrows_nudge_by_the_grid_and_shift_by_a_pixel(self, row):
        row.view.select(["a"])
        row.key(Qt.Key.Key_Right)
        row.key(Qt.Key.Key_Right)
        row.key(Qt.Key.Key_Down, SHIFT)
        assert place_of(row, "a") == (16.0, 1.0)
        row.bridge.undo()
        assert place_of(row, "a") == (0.0, 0.0)


class TestSelecting:
    def test_click_shift_click_and_bare_canvas(self, row):
        row.click(*row.middle("a"))
        assert row.view.selected_ids() == ["a"]
        row.click(*row.middle("b"), SHIFT)
        assert row.view.selected_ids() == ["a", "b"]
        row.click(*row.middle("a"), CONTROL)
        assert row.view.selected_ids() == ["b"]
        row.click(300, 400)
        assert row.view.selected_ids() == []

    def test_a_click_on_what_is_selected_tells_again(self, row):
        row.click(*row.middle("a"))
        told = []
        row.view.selection_changed.connect(told.append)
        row.click(*row.middle("a"))
        assert told == [["a"]]

    def test_a_click_on_a_row_of_a_form_chooses_the_field(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        with bench.store.transact("Draw") as transaction:
            form = Step.new(kind="form", campaign=bench.view.campaign_id, x=600.0, y=300.0, open=True)
            transaction.put(form)
            fields = [
                FormField.new(step=form.id, title=title, key=title, order=i) for i, title in enumerate("ab")
            ]
            transaction.put(*fields)
        card = bench.view.canvas.steps[form.id].card
        row = card.row_rect(1)
        told = []
        bench.view.canvas.field_chosen.connect(told.append)
        bench.click(card.x + row.x + 20, card.y + row.y + row.height / 2)
        assert bench.view.selected_ids() == [form.id]
        assert told == [fields[1].id]

    def test_the_lasso_takes_what_it_touches_and_adds_with_shift(self, row):
        row.drag((-40, -60), (300, 100))
        assert sorted(row.view.selected_ids()) == ["a", "b"]
        row.drag((540, 120), (580, 30), SHIFT)
        assert sorted(row.view.selected_ids()) == ["a", "b", "c"]

    def test_a_link_is_selected_and_deleted(self, row):
        x, y = row.port("a", "sent")
        row.click(x + 20, y)
        assert row.view.selected_ids() == ["a>b"]
        row.key(Qt.Key.Key_Delete)
        assert row.links() == {("b", "sent", "c")}

    def test_everything_and_nothing_by_keyboard(self, row):
        row.key(Qt.Key.Key_A, CONTROL)
        assert len(row.view.selected_ids()) == 3
        row.key(Qt.Key.Key_Escape)
        assert row.view.selected_ids() == []

    def test_walking_from_step_to_step(self, row):
        row.key(Qt.Key.Key_Tab)
        assert row.view.selected_ids() == ["a"]
        row.key(Qt.Key.Key_Tab)
        row.key(Qt.Key.Key_Right, CONTROL)
        assert row.view.selected_ids() == ["c"]
        row.key(Qt.Key.Key_Left, CONTROL)
        row.key(Qt.Key.Key_Backtab)
        assert row.view.selected_ids() == ["a"]

    def test_the_selection_is_told(self, row, qtbot):
        with qtbot.waitSignal(row.view.selection_changed) as told:
            row.view.select(["b", "nobody"])
        assert told.args == [["b"]]

    def test_reveal_finds_the_form_of_a_field(self, qtbot):
        records = [*sketch.campaigns(), *sketch.crm(), *sketch.form("form", 9000, 7000)]
        bench = Bench(qtbot, records)
        bench.view.reveal("form.map")
        assert bench.view.selected_ids() == ["form"]
        assert bench.view.camera.visible().contains(QPointF(9000, 7000))


class TestDeleting:
    @pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
    def test_the_neighbours_are_joined_in_one_step(self, row, key):
        before = row.content()
        row.click(*row.middle("b"))
        row.key(key)
        assert row.links() == {("a", "sent", "c")}
        assert "b" not in row.view.canvas.steps
        row.key(Qt.Key.Key_Z, CONTROL)
        assert row.content() == before

    def test_a_chain_is_bridged(self, qtbot):
        bench = Bench(qtbot, sketch.chain("a", "b", "c", "d"))
        bench.view.select(["b", "c"])
        bench.view.delete_selection()
        assert bench.links() == {("a", "sent", "d")}

    def test_with_two_ways_out_nothing_is_guessed(self, qtbot):
        records = [
            *sketch.chain("a", "b", "c"),
            sketch.step("x", x=560, y=200),
            sketch.link("b", "x", "opened"),
        ]
        bench = Bench(qtbot, records)
        bench.view.select(["b"])
        bench.view.delete_selection()
        assert bench.links() == set()

    def test_a_link_that_is_there_already_is_not_doubled(self, qtbot):
        bench = Bench(qtbot, [*sketch.chain("a", "b", "c"), sketch.link("a", "c", "sent", "direct")])
        bench.view.select(["b"])
        bench.view.delete_selection()
        assert bench.links() == {("a", "sent", "c")}


class TestQuickAdd:
    def chooser(self, bench: Bench) -> QuickAdd:
        (found,) = bench.view.viewport().findChildren(QuickAdd)
        return found

    def test_space_offers_what_may_follow_the_selected_step(self, row):
        row.view.select(["c"])
        row.key(Qt.Key.Key_Space)
        self.chooser(row).search.setText("wait")
        row.key_in_focus(Qt.Key.Key_Return)
        wait = next(step for step in row.store.all(Step) if step.kind == "wait")
        assert ("c", "sent", wait.id) in row.links() or ("c", "opened", wait.id) in row.links()

    def test_space_on_bare_canvas_adds_where_the_mouse_is(self, row):
        row.move(290, 500)
        row.move(300, 500)  # twice: a window of another test that goes may take the first for its own
        row.key(Qt.Key.Key_Space)
        self.chooser(row).search.setText("wait")
        row.key_in_focus(Qt.Key.Key_Return)
        wait = next(step for step in row.store.all(Step) if step.kind == "wait")
        assert abs(wait.x + CARD_WIDTH / 2 - 300) <= 8
        assert abs(wait.y + CARD_HEIGHT / 2 - 500) <= 8

    def test_space_that_a_display_repeats_while_it_is_held_to_pan_offers_nothing(self, row):
        QTest.keyPress(row.view, Qt.Key.Key_Space)
        row.drag((600, 300), (560, 280))
        for _repeat in range(2):
            QTest.keyRelease(row.view, Qt.Key.Key_Space)
            QTest.keyPress(row.view, Qt.Key.Key_Space)
        QTest.keyRelease(row.view, Qt.Key.Key_Space)
        assert row.view.findChildren(QuickAdd) == []

    def test_space_that_was_held_to_pan_offers_nothing(self, row):
        QTest.keyPress(row.view, Qt.Key.Key_Space)
        row.drag((400, 300), (300, 200))
        QTest.keyRelease(row.view, Qt.Key.Key_Space)
        assert row.view.viewport().findChildren(QuickAdd) == []


class TestClipboard:
    def form_bench(self, qtbot) -> Bench:
        records = [*sketch.campaigns(), *sketch.crm(), *sketch.form("form"), sketch.step("a", x=300)]
        return Bench(qtbot, [*records, sketch.link("form", "a", "submitted"), sketch.note("n", 0, 300)])

    def test_copies_have_fields_mappings_and_links_of_their_own(self, qtbot):
        bench = self.form_bench(qtbot)
        before = bench.content()
        bench.key(Qt.Key.Key_A, CONTROL)
        bench.key(Qt.Key.Key_C, CONTROL)
        bench.key(Qt.Key.Key_V, CONTROL)
        assert len(bench.store.all(Step)) == 4
        assert len(bench.store.all(Note)) == 2
        copies = [bench.store.find(Step, key) for key in bench.view.selected_ids() if key.startswith("step")]
        form = next(each for each in copies if each.kind == "form")
        fields = bench.store.referring(FormField, "step", form.id)
        assert [each.key for each in fields] == ["email", "budget"]
        (mapping,) = bench.store.referring(Mapping, "collected", fields[0].id)
        assert mapping.target == "lead.email"
        (link,) = bench.store.referring(Link, "source", form.id)
        assert link.target in {each.id for each in copies}
        others = [each for key, each in bench.view.canvas.step_rects().items() if key != form.id]
        assert not any(bench.view.canvas.step_rects()[form.id].meets(each) for each in others)
        bench.key(Qt.Key.Key_Z, CONTROL)
        assert bench.content() == before

    def test_paste_into_another_campaign(self, qtbot):
        bench = self.form_bench(qtbot)
        bench.view.select(["form", "a"])
        bench.view.copy()
        other = Bench(qtbot, [], campaign="autumn", store=bench.store)
        other.view.paste()
        there = bench.store.referring(Step, "campaign", "autumn")
        assert sorted(each.kind for each in there) == ["email", "form"]
        assert len(other.view.canvas.links) == 1

    def test_cut_and_paste_and_undo_of_each(self, row):
        before = row.content()
        row.click(*row.middle("b"))
        row.key(Qt.Key.Key_X, CONTROL)
        assert row.links() == {("a", "sent", "c")}
        row.key(Qt.Key.Key_V, CONTROL)
        assert sorted(row.titles()) == ["A", "B", "C"]
        row.bridge.undo()
        row.bridge.undo()
        assert row.content() == before

    def test_duplicate_leaves_the_clipboard_alone(self, row):
        QGuiApplication.clipboard().setText("mine")
        row.view.select(["a", "b"])
        row.key(Qt.Key.Key_D, CONTROL)
        assert len(row.store.all(Step)) == 5
        assert QGuiApplication.clipboard().text() == "mine"

    def test_other_programs_get_the_titles(self, row):
        row.view.select(["a", "b"])
        row.view.copy()
        assert QGuiApplication.clipboard().text() == "A – open 33 % · click 21 %\nB – open 33 % · click 21 %"

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff\xfe\x00",
            b"[" * 5000,
            b"[]",
            b'{"format": "maplanner-steps", "version": 99, "records": []}',
            OPENING + b"7}",
            OPENING + b"[7]}",
            OPENING + b'[{"record": "plan", "values": {"id": "plan"}}]}',
            OPENING + b'[{"record": "step", "values": {"id": "s"}}]}',
            OPENING + b'[{"record": "step", "values": 7}]}',
            OPENING
            + b'[{"record": "step",  "values": {"id": "s", "campaign": "c", "kind": "email", "x": NaN}}]}',
            OPENING + b"[]}",
        ],
    )
    def test_damaged_data_gives_a_message_and_changes_nothing(self, row, data):
        before = row.content()
        content = QMimeData()
        content.setData(MIME, QByteArray(data))
        QGuiApplication.clipboard().setMimeData(content)
        row.view.paste()
        assert row.messages
        assert row.content() == before

    def test_a_record_twice_on_the_clipboard_is_damage(self, row):
        one = {"record": "step", "values": row.store.find(Step, "a").model_dump(mode="json")}
        data = {"format": "maplanner-steps", "version": 1, "records": [one, one]}
        content = QMimeData()
        content.setData(MIME, QByteArray(json.dumps(data).encode()))
        QGuiApplication.clipboard().setMimeData(content)
        row.view.paste()
        assert "damaged" in row.messages[-1]
        assert len(row.store.all(Step)) == 3


class TestWriting:
    def test_f2_renames_and_undo_takes_it_back(self, row):
        row.view.select(["a"])
        row.key(Qt.Key.Key_F2)
        row.type_into_focus("Šķērsļi")
        row.key_in_focus(Qt.Key.Key_Return)
        assert row.store.find(Step, "a").title == "Šķērsļi"
        row.bridge.undo()
        assert row.store.find(Step, "a").title == "A"

    def test_a_double_click_on_the_title_renames_and_esc_gives_up(self, row):
        row.double_click(80, 18)
        row.type_into_focus("nothing of this")
        row.key_in_focus(Qt.Key.Key_Escape)
        assert row.store.find(Step, "a").title == "A"

    def test_arrows_while_writing_do_not_move_the_step(self, row):
        row.view.select(["a"])
        row.key(Qt.Key.Key_F2)
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Delete):
            row.key_in_focus(key)
        row.key_in_focus(Qt.Key.Key_Escape)
        assert place_of(row, "a") == (0.0, 0.0)

    def test_a_double_click_beside_the_title_asks_for_the_inspector(self, row, qtbot):
        with qtbot.waitSignal(row.view.activated) as told:
            row.double_click(30, 27)
        assert told.args == ["a"]

    def test_enter_asks_for_the_inspector(self, row, qtbot):
        row.view.select(["b"])
        with qtbot.waitSignal(row.view.activated) as told:
            row.key(Qt.Key.Key_Return)
        assert told.args == ["b"]

    def test_a_note_is_added_written_moved_and_resized(self, qtbot):
        bench = Bench(qtbot, sketch.campaigns())
        name = bench.view.add_note(QPointF(200, 200))
        bench.type_into_focus("Too slow")
        bench.click(600, 500)
        assert bench.store.find(Note, name).text == "Too slow"
        bench.drag((240, 220), (320, 300))
        moved = bench.store.find(Note, name)
        assert (moved.x, moved.y) == (280.0, 280.0)
        corner = (moved.x + moved.width - 4, moved.y + moved.height - 4)
        bench.drag(corner, (corner[0] + 80, corner[1] + 40))
        assert bench.store.find(Note, name).width == moved.width + 80
        bench.bridge.undo()
        assert bench.view.canvas.notes[name].note.width == moved.width

    def test_a_note_given_up_stays_selected(self, qtbot):
        bench = Bench(
            qtbot,
            [*sketch.campaigns(), *(sketch.step(name, x=0, y=at * 100) for at, name in enumerate("ab"))],
        )
        name = bench.view.add_note(QPointF(200, 200))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert bench.view.hasFocus()
        assert bench.view.selected_ids() == [name]

    def test_a_form_folds_by_its_button(self, qtbot):
        bench = Bench(qtbot, [*sketch.campaigns(), *sketch.crm(), *sketch.form("form")])
        card = bench.view.canvas.steps["form"].card
        assert [row.lands for row in card.rows] == ["Lead.Email", None]
        bench.click(CARD_WIDTH / 2, card.height)
        assert not bench.store.find(Step, "form").open
        assert bench.view.canvas.steps["form"].card.height == CARD_HEIGHT
        bench.bridge.undo()
        assert len(bench.view.canvas.steps["form"].card.rows) == 2


class TestSeeing:
    def wheel(self, bench: Bench, at: QPoint, turns: int, keys=sketch.NO_KEY) -> None:
        QTest.wheelEvent(
            bench.view.viewport().windowHandle() or bench.view.windowHandle(),
            at,
            QPoint(0, turns),
            QPoint(),
            keys,
        )
        QApplication.processEvents()

    def test_ctrl_and_wheel_zoom_at_the_mouse(self, row):
        spot = QPointF(300, 200)
        before = row.view.camera.to_drawing(spot)
        row.view.camera.zoom_to(2.0, spot)
        after = row.view.camera.to_drawing(spot)
        assert (after - before).manhattanLength() < 1.0
        self.wheel(row, spot.toPoint(), 120, CONTROL)
        assert row.view.zoom() == pytest.approx(2.4)
        assert (row.view.camera.to_drawing(spot) - before).manhattanLength() < 1.5

    def test_the_wheel_pans_and_with_shift_sideways(self, row):
        before = row.view.camera.visible()
        self.wheel(row, QPoint(300, 200), -120)
        assert row.view.camera.visible().top() > before.top()
        self.wheel(row, QPoint(300, 200), -120, SHIFT)
        assert row.view.camera.visible().left() > before.left()

    def test_zoom_stays_between_its_bounds(self, row):
        for zoom, expected in ((99.0, 4.0), (0.0001, 0.05), (1.0, 1.0)):
            row.view.set_zoom(zoom)
            assert row.view.zoom() == expected

    def test_space_and_drag_pans(self, row):
        before = row.view.camera.visible()
        QTest.keyPress(row.view, Qt.Key.Key_Space)
        spot = row.at(300, 400)
        QTest.mousePress(row.view.viewport(), Qt.MouseButton.LeftButton, sketch.NO_KEY, spot)
        QTest.mouseMove(row.view.viewport(), spot + QPoint(60, 30))
        QTest.mouseRelease(
            row.view.viewport(), Qt.MouseButton.LeftButton, sketch.NO_KEY, spot + QPoint(60, 30)
        )
        QTest.keyRelease(row.view, Qt.Key.Key_Space)
        assert row.view.camera.visible().left() == before.left() - 60
        assert row.view.selected_ids() == []

    def test_fit_shows_everything(self, qtbot):
        steps = [sketch.step(f"s{n}", x=900.0 * n, y=500.0 * (n % 3)) for n in range(9)]
        bench = Bench(qtbot, [*sketch.campaigns(), *steps])
        bench.view.fit_all()
        seen = bench.view.camera.visible()
        assert all(seen.contains(QPointF(*rect.center)) for rect in bench.view.canvas.step_rects().values())
        bench.view.select(["s3"])
        bench.view.fit_selection()
        assert bench.view.zoom() == 1.0
        assert bench.view.camera.visible().contains(QPointF(*bench.middle("s3")))

    def test_chips_lie_above_every_line_and_go_with_their_link(self, row):
        row.view.canvas.settle()
        chips = [item for item in row.view.canvas.items() if isinstance(item, ChipItem)]
        lines = [item for item in row.view.canvas.items() if isinstance(item, LinkItem)]
        lines[0].show_state(selected=True)
        assert chips
        assert min(chip.zValue() for chip in chips) > max(line.zValue() for line in lines)
        with row.store.transact("Delete") as transaction:
            transaction.remove(*[link.id for link in row.store.all(Link)])
        assert not [item for item in row.view.canvas.items() if isinstance(item, ChipItem | LinkItem)]

    def test_what_would_be_too_small_begins_at_its_corner_until_there_is_room(self, row):
        row.view.resize(300, 200)
        row.view.fit_all(0.8)
        assert row.view.zoom() == pytest.approx(0.8)
        corner = row.view.viewportTransform().map(QPointF(0.0, 0.0))
        assert 0.0 <= corner.x() <= 60.0
        row.view.resize(2000, 1200)
        assert row.view.zoom() == 1.0

    def test_what_was_fitted_stays_fitted_until_somebody_zooms_or_pans(self, row):
        row.view.fit_all()
        row.view.resize(500, 400)
        assert all(
            row.view.camera.visible().contains(QPointF(rect.right, rect.bottom))
            for rect in row.view.canvas.step_rects().values()
        )
        row.view.set_zoom(0.8)
        row.view.resize(700, 500)
        assert row.view.zoom() == 0.8

    def test_the_drawing_cannot_be_lost_by_panning(self, row):
        for _ in range(200):
            row.view.camera.scroll(-900, -900)
        content = row.view.canvas.content_rect()
        assert row.view.camera.visible().intersects(content_as_qt(content))

    def test_steps_can_be_dragged_when_zoomed_far_out(self, row):
        row.view.set_zoom(0.2)
        x, y = row.middle("a")
        row.drag((x, y), (x, y + 400))
        assert place_of(row, "a") == (0.0, 400.0)

    def test_both_details_paint_what_is_there(self, row):
        look = row.view.theme
        bar = int(look.group(row.view.canvas.steps["a"].card.group)[1:], 16)
        for zoom in (1.0, 0.3, 0.15):
            row.view.set_zoom(zoom)
            row.view.camera.center_on(QPointF(200, 100))
            QApplication.processEvents()
            image = row.view.grab().toImage()
            spot = row.at(4, 27)
            assert image.pixel(spot) & 0xFFFFFF == bar

    def test_another_theme_repaints(self, row):
        row.view.set_theme(theme("dark"))
        image = row.view.grab().toImage()
        assert image.pixel(20, 700) & 0xFFFFFF == int(theme("dark").canvas[1:], 16)

    def test_the_minimap_takes_the_view_along(self, row):
        row.view.set_zoom(3.0)
        corner, viewport = row.view.minimap.rect.topLeft(), row.view.viewport()
        row.view.grab()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, sketch.NO_KEY, corner + QPoint(100, 38))
        right = row.view.camera.visible().center().x()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, sketch.NO_KEY, corner + QPoint(12, 38))
        assert row.view.camera.visible().center().x() < right

    def test_the_minimap_covers_nothing_while_everything_is_in_sight(self, row):
        assert not row.view.minimap.rect.isEmpty()
        corner = row.view.camera.to_drawing(QPointF(row.view.minimap.rect.center()))
        with row.store.transact("Move") as t:
            t.change("c", {"x": corner.x() - 140, "y": corner.y() - 20})
        assert row.view.minimap.rect.isEmpty()
        row.view.set_zoom(2.0)
        assert not row.view.minimap.rect.isEmpty()

    def test_the_context_menu_is_asked_for_what_lies_under_the_mouse(self, row, qtbot):
        for spot, expected in ((row.middle("b"), ["b"]), ((300, 500), [])):
            place = row.at(*spot)
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, row.view.mapToGlobal(place))
            with qtbot.waitSignal(row.view.context_menu_requested) as told:
                QApplication.sendEvent(row.view.viewport(), event)
            assert told.args[0] == expected


def content_as_qt(rect):
    from PySide6.QtCore import QRectF

    return QRectF(*rect)

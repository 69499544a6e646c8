"""Frames by hand: drawn, moved, resized, folded, taken away; each step undone."""

import pytest
from PySide6.QtCore import Qt

from maplanner.desktop.canvas import frame_commands
from maplanner.desktop.canvas.arranging import arrange, make_alike
from maplanner.document.records import Campaign, Frame, Note, Step
from maplanner.drawing.arranging import Arrangement, Sizing
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench

SHIFT = Qt.KeyboardModifier.ShiftModifier


def frame(name: str = "f", **more: object) -> Frame:
    values = {"campaign": "spring", "title": "First touch", "x": 96, "y": 96, "width": 560, "height": 240}
    return Frame(**(values | {"id": name} | more))


def records(**more: object) -> list:
    """A frame with two e-mails and a note in it, and an e-mail beside it."""
    inside = [sketch.step("a", x=140, y=160), sketch.step("b", x=420, y=160)]
    note = sketch.note("n", 140, 250).model_copy(update={"frame": "f", "height": 40})
    return [
        *sketch.campaigns(),
        frame(**more),
        *(step.model_copy(update={"frame": "f"}) for step in inside),
        note,
        sketch.step("c", x=820, y=160),
        sketch.link("a", "b"),
        sketch.link("b", "c"),
    ]


@pytest.fixture
def bench(qtbot):
    return Bench(qtbot, records())


def head(name: str, bench: Bench) -> tuple[float, float]:
    box = bench.view.canvas.frames[name].box
    return box.head_rect.right - 40, box.head_rect.y + 16


def test_moving_a_frame_carries_its_contents_in_one_step(bench):
    before = bench.content()
    x, y = head("f", bench)
    bench.drag((x, y), (x, y + 160))
    assert bench.store.find(Frame, "f").y == 256
    assert bench.store.find(Step, "a").y == 320
    assert bench.store.find(Note, "n").y == 410
    assert bench.store.find(Step, "c").y == 160
    assert bench.store.history.undo_label == "Move frame"
    bench.store.undo()
    assert bench.content() == before


def test_a_step_joins_where_it_is_dropped_and_leaves_where_it_is_dragged_out(bench):
    bench.drag(bench.middle("c"), (340, 300))
    assert bench.store.find(Step, "c").frame == "f"
    bench.drag(bench.middle("a"), (300, 560))
    assert bench.store.find(Step, "a").frame is None
    bench.store.undo()
    bench.store.undo()
    assert bench.store.find(Step, "a").frame == "f"
    assert bench.store.find(Step, "c").frame is None


def test_a_new_step_in_a_frame_belongs_to_it(bench):
    x, y = 330, 290
    made = bench.view.commands.add_step("wait", bench.view.camera.to_drawing(bench.at(x, y).toPointF()))
    assert bench.store.find(Step, made).frame == "f"


def test_the_button_folds_and_the_block_unfolds(bench):
    before = bench.content()
    place = bench.view.canvas.frames["f"].box.fold_rect.center
    bench.click(place.x, place.y)
    scene = bench.view.canvas
    assert bench.store.find(Frame, "f").folded
    assert set(scene.steps) == {"c", "f"}
    assert not scene.notes
    assert not scene.frames
    assert scene.steps["f"].card.summary == "2 steps, 1 note"
    assert set(scene.links) == {"b>c"}, "links inside are hidden, others end at the block"
    assert scene.links["b>c"].wire.source == "f"
    scene.settle()
    assert scene.links["b>c"].points[0].x == scene.steps["f"].card.rect.right
    bench.drag(bench.middle("f"), (400, 500))
    bench.double_click(bench.middle("f")[0] - 75, bench.middle("f")[1])
    moved = bench.store.find(Frame, "f")
    assert not moved.folded
    assert set(scene.steps) == {"a", "b", "c"}
    shift = moved.y - 96
    assert bench.store.find(Step, "a").y == 160 + shift
    for _ in range(3):
        bench.store.undo()
    assert bench.content() == before


def test_a_selected_frame_stays_selected_when_folded(bench):
    bench.view.select(["f"])
    frame_commands.toggle_fold(bench.view)
    assert bench.view.selected_ids() == ["f"]
    frame_commands.toggle_fold(bench.view)
    assert bench.view.selected_ids() == ["f"]
    assert not bench.store.find(Frame, "f").folded


def test_framing_the_selection_and_taking_the_frame_away(qtbot):
    bench = Bench(qtbot, [*sketch.chain("a", "b", "c"), sketch.note("n", 0, 100)])
    before = bench.content()
    bench.view.select(["a", "b"])
    frame_commands.add_frame(bench.view)
    bench.type_into_focus("Sasniegšana")
    bench.key_in_focus(Qt.Key.Key_Return)
    made = bench.store.all(Frame)[0]
    assert made.title == "Sasniegšana"
    assert {step.id for step in bench.store.all(Step) if step.frame == made.id} == {"a", "b"}
    rect, inner = bench.view.canvas.frames[made.id].place, bench.view.canvas.rect_of("b")
    assert rect.right > inner.right
    assert rect.bottom > inner.bottom
    assert rect.y < inner.y - 20
    bench.view.select([made.id])
    frame_commands.ungroup(bench.view)
    assert bench.view.selected_ids() == ["a", "b"]
    assert not bench.store.all(Frame)
    for _ in range(3):
        bench.store.undo()
    assert bench.content() == before


def test_a_frame_is_drawn_out_and_takes_in_what_lies_there(qtbot):
    bench = Bench(qtbot, sketch.chain("a", "b", "c"))
    frame_commands.add_frame(bench.view)
    bench.drag((-40, -60), (240, 160))
    made = bench.store.all(Frame)[0]
    assert (made.x, made.y, made.width, made.height) == (-40, -56, 280, 216)
    assert bench.store.find(Step, "a").frame == made.id
    assert bench.store.find(Step, "b").frame is None
    bench.key_in_focus(Qt.Key.Key_Return)
    assert bench.store.history.undo_label == "Add frame"


def test_escape_gives_up_drawing_a_frame(qtbot):
    bench = Bench(qtbot, sketch.chain("a"))
    frame_commands.add_frame(bench.view)
    bench.key(Qt.Key.Key_Escape)
    bench.drag((-40, 200), (240, 400))
    assert not bench.store.all(Frame)


def test_turning_to_something_else_gives_up_drawing_a_frame(qtbot):
    bench = Bench(qtbot, sketch.chain("a"))
    frame_commands.add_frame(bench.view)
    assert bench.view.hasFocus()
    bench.view.clearFocus()
    bench.drag((-40, 200), (240, 400))
    assert not bench.store.all(Frame)


def test_notes_and_frames_take_the_size_of_the_first(qtbot):
    other = frame("g", x=700, y=96, width=300, height=160)
    bench = Bench(qtbot, [*records(), other, sketch.note("m", 0, 500)])
    bench.view.select(["g", "f", "m", "c"])
    make_alike(bench.view.desk, Sizing.WIDTH)
    assert bench.store.find(Frame, "f").width == 300
    assert bench.store.find(Note, "m").width == 300
    assert bench.store.find(Step, "b").frame is None, "what a frame no longer covers is out of it"
    assert bench.store.history.undo_label == "Same width"
    bench.store.undo()
    assert bench.store.find(Step, "b").frame == "f"
    make_alike(bench.view.desk, Sizing.BOTH)
    assert bench.store.find(Frame, "f").height == 160


def test_lining_up_frames_takes_their_contents_along(bench):
    bench.view.select(["f", "a", "c"])
    arrange(bench.view.desk, Arrangement.BOTTOM)
    frame_now, a = bench.store.find(Frame, "f"), bench.store.find(Step, "a")
    assert a.y - frame_now.y == 160 - 96
    assert bench.store.find(Step, "c").y + 54 == frame_now.y + frame_now.height


def test_a_corner_makes_it_larger_and_what_it_covers_joins(bench):
    bench.view.select(["f"])
    bench.drag((656, 336), (1056, 400))
    made = bench.store.find(Frame, "f")
    assert (made.width, made.height) == (960, 304)
    assert bench.store.find(Step, "c").frame == "f"
    bench.drag((made.x + made.width, 220), (300, 220))
    assert bench.store.find(Step, "b").frame is None
    bench.store.undo()
    assert bench.store.find(Step, "b").frame == "f"


def test_escape_while_resizing_leaves_no_trace(bench):
    before = bench.view.canvas.shows()
    bench.view.select(["f"])
    bench.press(656, 336)
    bench.move(760, 440)
    bench.key(Qt.Key.Key_Escape)
    bench.release(760, 440)
    bench.view.select([])
    bench.move(1000, 600)
    assert bench.view.canvas.shows() == before


def test_inside_a_frame_a_lasso_selects_and_a_click_selects_the_frame(bench):
    bench.drag((120, 150), (400, 240))
    assert bench.view.selected_ids() == ["a"]
    bench.click(600, 300)
    assert bench.view.selected_ids() == ["f"]


def test_deleting_a_frame_keeps_or_takes_its_contents(bench):
    bench.view.select(["f"])
    bench.view.delete_selection()
    assert bench.store.find(Step, "a").frame is None
    bench.store.undo()
    bench.view.select(["f"])
    frame_commands.delete_with_contents(bench.view)
    assert [step.id for step in bench.store.all(Step)] == ["c"]
    assert not bench.store.all(Note)
    bench.store.undo()
    assert bench.store.find(Step, "a").frame == "f"


def test_copies_take_their_contents_along(bench):
    bench.view.select(["f"])
    bench.view.copy()
    bench.view.paste()
    assert bench.store.count(Frame) == 2
    made = next(each for each in bench.store.all(Frame) if each.id != "f")
    assert len(bench.store.referring(Step, "frame", made.id)) == 2
    assert len(bench.store.referring(Note, "frame", made.id)) == 1
    assert bench.store.count(sketch.link("x", "y").__class__) == 3


def test_a_copy_of_a_member_lies_where_it_is_put(qtbot):
    bench = Bench(qtbot, records())
    bench.view.select(["a"])
    bench.view.copy()
    other = Bench(qtbot, [], campaign="autumn", store=bench.store)
    other.view.paste()
    made = [step for step in bench.store.all(Step) if step.campaign == "autumn"]
    assert len(made) == 1
    assert made[0].frame is None


def test_writing_the_title_on_the_frame(bench):
    box = bench.view.canvas.frames["f"].box
    bench.double_click(box.title_rect.x + 30, box.title_rect.center.y)
    bench.type_into_focus("Otrais posms")
    bench.key_in_focus(Qt.Key.Key_Return)
    assert bench.store.find(Frame, "f").title == "Otrais posms"
    assert bench.store.history.undo_label == "Rename frame"


def test_a_folded_frame_of_a_campaign_that_goes(bench):
    frame_commands_fold(bench)
    with bench.store.transact("Delete campaign") as transaction:
        transaction.remove("spring")
    assert not bench.view.canvas.steps
    bench.store.undo()
    assert set(bench.view.canvas.steps) == {"c", "f"}
    assert bench.store.find(Campaign, "spring")


def frame_commands_fold(bench: Bench) -> None:
    bench.view.select(["f"])
    frame_commands.toggle_fold(bench.view)

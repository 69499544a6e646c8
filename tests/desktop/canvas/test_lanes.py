"""Lanes by hand: shown, filled, and joined by moving a step."""

import pytest
from PySide6.QtCore import QPointF

from maplanner.desktop.canvas.laning import choose_lanes, put_into_lanes
from maplanner.desktop.motion import want_less_motion
from maplanner.document.records import Campaign, Frame, Stage, Step, System
from maplanner.document.vocabulary import Lanes
from maplanner.drawing.geometry import Rect
from maplanner.drawing.lanes import HEAD, lane_at, lane_counts, lanes_of, strays
from maplanner.drawing.picture import CampaignDrawing
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench


@pytest.fixture(autouse=True)
def without_gliding():
    want_less_motion(True)
    yield
    want_less_motion(False)


def records() -> list:
    stages = [Stage(id="s1", title="Apzinās", order=1), Stage(id="s2", title="Izlemj", order=2)]
    steps = [
        sketch.step("a", x=0, y=0).model_copy(update={"stage": "s2", "owner": "Ilze"}),
        sketch.step("b", x=280, y=0).model_copy(update={"stage": "s1", "system": "crm"}),
        sketch.step("c", x=560, y=0),
        sketch.step("d", x=280, y=24).model_copy(update={"stage": "s1"}),
    ]
    return [*sketch.campaigns(), System(id="crm", title="CRM"), *stages, *steps, sketch.link("a", "b")]


@pytest.fixture
def bench(qtbot):
    found = Bench(qtbot, records())
    choose_lanes(found.view, Lanes.STAGE)
    return found


def campaign(bench: Bench) -> Campaign:
    return bench.store.find(Campaign, "spring")


def lane_of(bench: Bench, name: str) -> str:
    lanes = lanes_of(bench.store, campaign(bench))
    return lane_at(lanes, bench.store.find(Step, name).y + 27).key


def test_choosing_lanes_moves_nothing_and_offers_to_fill_them(bench):
    assert [step.y for step in bench.store.all(Step)] == [0, 0, 0, 24]
    assert [lane.title for lane in lanes_of(bench.store, campaign(bench))] == [
        "Apzinās",
        "Izlemj",
        "No buying stage",
    ]
    offer = bench.view.corners[-1]
    assert not offer.rect.isEmpty()
    bench.store.undo()
    assert offer.rect.isEmpty()


def test_every_step_goes_into_its_lane_in_one_step(bench):
    before = bench.content()
    put_into_lanes(bench.view)
    assert [lane_of(bench, name) for name in "abcd"] == ["s2", "s1", "-", "s1"]
    assert [bench.store.find(Step, name).x for name in "abcd"] == [0, 280, 560, 280]
    rects = bench.view.canvas.step_rects()
    assert not rects["b"].meets(rects["d"])
    assert strays(bench.store, campaign(bench)) == []
    lanes = lanes_of(bench.store, campaign(bench))
    for step in bench.store.all(Step):
        lane = lane_at(lanes, step.y + 27)
        assert lane.top + HEAD <= step.y
        assert step.y + 54 <= lane.bottom
    again = bench.content()
    put_into_lanes(bench.view)
    assert bench.content() == again
    bench.store.undo()
    assert bench.content() == before


def test_a_step_moved_into_a_lane_belongs_to_it(bench):
    put_into_lanes(bench.view)
    x, y = bench.middle("c")
    target = bench.middle("a")[1]
    bench.drag((x, y), (x, target))
    assert bench.store.find(Step, "c").stage == "s2"
    assert strays(bench.store, campaign(bench)) == []
    bench.drag(bench.middle("a"), (100, y + 400))
    assert bench.store.find(Step, "a").stage is None
    bench.store.undo()
    bench.store.undo()
    assert bench.store.find(Step, "c").stage is None
    assert bench.store.find(Step, "a").stage == "s2"


def test_a_new_step_belongs_to_the_lane_where_it_is_put(bench):
    put_into_lanes(bench.view)
    made = bench.view.commands.add_step("wait", QPointF(900, bench.middle("a")[1]))
    assert bench.store.find(Step, made).stage == "s2"


def test_lanes_by_system_and_by_owner(bench):
    choose_lanes(bench.view, Lanes.SYSTEM)
    put_into_lanes(bench.view)
    assert lane_counts(bench.store, campaign(bench)) == {"crm": 1, "-": 3}
    bench.drag(bench.middle("c"), (bench.middle("c")[0], bench.middle("b")[1]))
    assert bench.store.find(Step, "c").system == "crm"
    choose_lanes(bench.view, Lanes.OWNER)
    put_into_lanes(bench.view)
    bench.drag(bench.middle("b"), (bench.middle("b")[0], bench.middle("a")[1]))
    assert bench.store.find(Step, "b").owner == "Ilze"
    assert bench.store.find(Step, "b").system == "crm"


def test_the_offer_is_taken_or_put_away(bench):
    offer = bench.view.corners[-1]
    rect = offer.rect
    assert offer.pressed(QPointF(rect.right() - 8, rect.center().y()))
    assert offer.rect.isEmpty()
    with bench.store.transact("Stage") as transaction:
        transaction.change("c", {"stage": "s2"})
    with bench.store.transact("Stage") as transaction:
        transaction.change("a", {"stage": "s1"})
    put_into_lanes(bench.view)
    with bench.store.transact("Stage") as transaction:
        transaction.change("a", {"stage": "s2"})
    rect = offer.rect
    assert not rect.isEmpty(), "what is newly out of place is offered again"
    assert offer.pressed(QPointF(rect.right() - 50, rect.center().y()))
    assert strays(bench.store, campaign(bench)) == []


def test_a_pinned_step_stays_and_a_frame_goes_as_a_whole(qtbot):
    extra = [
        Frame(id="f", campaign="spring", x=800, y=0, width=520, height=160),
        sketch.step("e", x=840, y=60).model_copy(update={"frame": "f", "stage": "s2"}),
        sketch.step("g", x=1080, y=60).model_copy(update={"frame": "f", "stage": "s2"}),
        sketch.step("p", x=0, y=300).model_copy(update={"pinned": True, "stage": "s1"}),
    ]
    bench = Bench(qtbot, [*records(), *extra])
    choose_lanes(bench.view, Lanes.STAGE)
    put_into_lanes(bench.view)
    assert bench.store.find(Step, "p").y == 300
    frame = bench.store.find(Frame, "f")
    assert bench.store.find(Step, "e").y - frame.y == 60
    assert lane_at(lanes_of(bench.store, campaign(bench)), frame.y + 87).key == "s2"
    rects = bench.view.canvas.step_rects()
    names = sorted(rects)
    pairs = [(a, b) for at, a in enumerate(names) for b in names[at + 1 :]]
    assert not [pair for pair in pairs if rects[pair[0]].meets(rects[pair[1]])]


def test_pictures_have_the_lanes(bench):
    put_into_lanes(bench.view)
    drawn = CampaignDrawing.from_reader(bench.store, "spring")
    assert [lane.title for lane in drawn.lanes] == ["Apzinās", "Izlemj", "No buying stage"]
    assert drawn.bounds.bottom >= drawn.lanes[-1].bottom
    assert drawn.bounds.y <= drawn.lanes[0].top
    covered = [Rect(drawn.bounds.x, lane.top, drawn.bounds.width, lane.height) for lane in drawn.lanes]
    assert all(any(band.holds(card.rect.center) for band in covered) for card in drawn.cards)

"""The shape of links is the campaign's: chosen in the menu, shown at once, undone at once."""

import itertools

import pytest
from PySide6.QtCore import QPointF

from maplanner.desktop.canvas.gestures.connect import ghost_way
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.desktop.canvas.shaping import choose_shape
from maplanner.document.records import Campaign
from maplanner.document.store import Store
from maplanner.document.vocabulary import LinkShape
from maplanner.drawing.picture import CampaignDrawing
from maplanner.drawing.theme import theme
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench

RECORDS = [
    *sketch.campaigns(),
    sketch.step("a"),
    sketch.step("b", x=500.0, y=300.0),
    sketch.step("c", x=500.0, y=0.0),
    sketch.link("a", "b"),
    sketch.link("b", "c"),
    sketch.link("c", "a", "opened"),
]


def is_angled(points) -> bool:
    return all(a.x == b.x or a.y == b.y for a, b in itertools.pairwise(points))


@pytest.fixture
def bench(qtbot):
    return Bench(qtbot, RECORDS)


def test_choosing_curved_links_is_one_step_of_undo(bench):
    canvas = bench.view.canvas
    canvas.settle()
    before = canvas.shows()
    choose_shape(bench.view, LinkShape.CURVED)
    canvas.settle()
    assert bench.store.find(Campaign, "spring").link_shape is LinkShape.CURVED
    assert not is_angled(canvas.links["a>b"].points)
    assert canvas.shows() == CanvasScene(bench.store, "spring", theme("light")).shows()
    bench.store.undo()
    assert canvas.shows() == before


def test_a_picture_has_the_campaigns_shape(qapp):
    store = Store(RECORDS)
    assert is_angled(CampaignDrawing.from_reader(store, "spring").routes["a>b"])
    with store.transact("Curved links") as edit:
        edit.change("spring", {"link_shape": "curved"})
    assert not is_angled(CampaignDrawing.from_reader(store, "spring").routes["a>b"])


def test_a_curved_link_is_met_where_it_is_seen(bench):
    choose_shape(bench.view, LinkShape.CURVED)
    bench.view.canvas.settle()
    link = bench.view.canvas.links["a>b"]
    middle = link.points[len(link.points) // 2]
    assert link.distance_to(QPointF(*middle)) == 0.0
    assert link.distance_to(QPointF(middle.x + 200.0, middle.y)) > 50.0


def test_a_link_that_is_being_drawn_has_the_shape_of_the_others(bench):
    desk, at = bench.view.desk, QPointF(400.0, 250.0)
    assert is_angled(ghost_way(desk, "a", "sent", None, at))
    choose_shape(bench.view, LinkShape.CURVED)
    way = ghost_way(desk, "a", "sent", None, at)
    assert not is_angled(way)
    assert way[-1].y == at.y()

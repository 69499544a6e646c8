"""Colours that stand for something, and the legend that says what."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from maplanner.desktop.canvas.showing import Showing
from maplanner.document.records import Stage, Step
from maplanner.drawing.coloring import Coloring
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench


@pytest.fixture
def bench(qtbot):
    stages = [Stage(id="s1", title="Apzinās", order=1), Stage(id="s2", title="Izlemj", order=2)]
    records = sketch.chain("a", "b", "c")
    found = Bench(qtbot, [*records, *stages])
    with found.store.transact("Stage") as transaction:
        transaction.change("a", {"stage": "s1"})
        transaction.change("b", {"stage": "s2"})
    return found


def words(bench: Bench) -> list[str]:
    return [entry.words for entry in bench.view.legend.entries()]


def tone(bench: Bench, name: str) -> str:
    found = bench.view.canvas.steps[name].card.tone
    return "" if found is None else found.words


def test_choosing_what_colours_say_colours_every_step_and_shows_a_legend(bench):
    showing = bench.view.marking.showing
    assert not bench.view.legend.is_shown
    showing.set_coloring(Coloring.STAGE)
    assert [tone(bench, name) for name in "abc"] == ["Apzinās", "Izlemj", "No buying stage"]
    assert bench.view.legend.is_shown
    assert words(bench) == ["Apzinās", "Izlemj", "No buying stage"]
    showing.set_coloring(Coloring.KIND)
    assert tone(bench, "a") == ""
    assert words(bench) == ["Messages"]


def test_colours_follow_the_plan(bench):
    bench.view.marking.showing.set_coloring(Coloring.STAGE)
    with bench.store.transact("Rename stage") as transaction:
        transaction.change("s1", {"title": "Uzzina", "color": "#336699"})
    assert tone(bench, "a") == "Uzzina"
    assert bench.view.canvas.steps["a"].card.tone.color == "#336699"
    with bench.store.transact("Stage") as transaction:
        transaction.change("c", {"stage": "s2"})
    assert tone(bench, "c") == "Izlemj"
    assert bench.store.find(Step, "c").stage == "s2"


def test_the_legend_is_put_away_by_its_cross_and_keeps_the_mouse_to_itself(bench):
    bench.view.marking.showing.show_legend(shown=True)
    rect = bench.view.legend.rect
    bench.view.select(["a"])
    inside = bench.view.camera.to_drawing(QPointF(rect.center()))
    bench.click(inside.x(), inside.y())
    assert bench.view.selected_ids() == ["a"], "a click on the legend is none on the drawing"
    cross = bench.view.camera.to_drawing(QPointF(rect.right() - 10, rect.top() + 10))
    bench.click(cross.x(), cross.y())
    assert not bench.view.legend.is_shown


def test_its_head_offers_what_colours_can_say(bench):
    bench.view.marking.showing.show_legend(shown=True)
    rect = bench.view.legend.rect
    head = bench.view.camera.to_drawing(QPointF(rect.left() + 20, rect.top() + 10))
    bench.click(head.x(), head.y())
    menu = bench.view.legend.menu
    checked = [action.isChecked() for action in menu.actions()]
    assert checked == [True] + [False] * (len(Coloring) - 1)
    menu.actions()[2].trigger()
    menu.close()
    QApplication.processEvents()
    assert tone(bench, "a") == "Apzinās"


def test_all_drawings_follow_one_choice(qtbot, bench):
    other = Bench(qtbot, [], campaign="autumn", store=bench.store)
    showing = Showing()
    bench.view.marking.follow(showing)
    other.view.marking.follow(showing)
    showing.restore("buying stage", has_legend=True)
    assert tone(bench, "a") == "Apzinās"
    assert other.view.canvas.marks.coloring is Coloring.STAGE
    showing.restore("of a newer version", has_legend=False)
    assert tone(bench, "a") == ""

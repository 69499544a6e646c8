"""The small parts of the canvas that need no mouse: legality, places, walking, tips, marks, lifetimes."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from maplanner.checks import Finding, Severity
from maplanner.desktop.canvas import legality, walking
from maplanner.desktop.canvas.invitation import Invitation
from maplanner.desktop.canvas.marks import Marks
from maplanner.desktop.canvas.placing import GRID, aligned, free_place, room_for, snapped
from maplanner.desktop.canvas.quick_add import kinds_matching
from maplanner.desktop.canvas.tips import tip_at
from maplanner.desktop.lettering import set_text_size
from maplanner.document.records import Step
from maplanner.document.store import Store
from maplanner.drawing.card import Badge
from maplanner.drawing.card_paint import badge_rect
from maplanner.drawing.geometry import Rect
from maplanner.drawing.measures import Figures
from maplanner.steps import KINDS
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench


def refusal(store: Store, source: str, output: str, target: str) -> str | None:
    return legality.why_not_link(store, store.find(Step, source), output, store.find(Step, target))


class TestLegality:
    @pytest.fixture
    def store(self):
        steps = [sketch.step("a"), sketch.step("b"), sketch.step("p", "page_visit"), sketch.step("e", "end")]
        far = sketch.step("far", campaign="autumn")
        strange = sketch.step("strange", "from the future")
        return Store([*sketch.campaigns(), *steps, far, strange, sketch.link("a", "b")])

    def test_a_new_link_is_legal(self, store):
        assert refusal(store, "a", "opened", "b") is None
        assert refusal(store, "b", "sent", "a") is None

    def test_people_come_back_to_pages_only(self, store):
        assert refusal(store, "p", legality.outputs_or_none(store.find(Step, "p"))[0].name, "p") is None
        assert "itself" in (refusal(store, "a", "sent", "a") or "")

    @pytest.mark.parametrize(
        ("source", "output", "target", "word"),
        [
            ("a", "sent", "b", "already"),
            ("a", "sent", "far", "different campaigns"),
            ("e", "next", "a", "end"),
            ("strange", "next", "a", "newer version"),
            ("a", "no such output", "b", "no such way out"),
        ],
    )
    def test_the_reason_is_said(self, store, source, output, target, word):
        assert word in (refusal(store, source, output, target) or "")


class TestPlaces:
    def test_the_grid(self):
        assert [snapped(value) for value in (3.9, 4.0, -4.0, -4.1)] == [0.0, 8.0, 0.0, -8.0]

    def test_a_free_place_lies_below_what_is_there(self):
        taken = [Rect(0, 0, 186, 54), Rect(0, 80, 186, 54)]
        place = free_place(Rect(16, 8, 186, 54), taken)
        assert place.x == 16
        assert place.y % GRID == 0
        assert not any(Rect(*place, 186, 54).meets(rect) for rect in taken)

    def test_room_moves_what_lies_behind_and_nothing_else(self):
        rects = {"t": Rect(300, 0, 186, 54), "u": Rect(600, 0, 186, 54), "left": Rect(-400, 0, 186, 54)}
        moved = room_for(Rect(220, 0, 186, 54), "t", {"u", "left"}, rects)
        assert moved.keys() == {"t", "u"}
        assert moved["u"][0] - 600 == moved["t"][0] - 300 > 0
        assert room_for(Rect(0, 400, 186, 54), "t", {"u"}, rects) == {}

    def test_guides_join_what_lines_up(self):
        found = aligned(Rect(3, 200, 186, 54), [Rect(0, 0, 186, 54), Rect(900, 900, 186, 54)])
        assert (found.dx, found.dy) == (-3, 0)
        assert len(found.guides) == 1


def test_walking_reads_row_by_row_and_goes_straight_ahead():
    rects = {name: Rect(x, y, 186, 54) for name, x, y in [("b", 300, 9), ("a", 0, 0), ("c", 0, 200)]}
    assert walking.in_reading_order(rects) == ["a", "b", "c"]
    assert walking.neighbour(rects, "a", "right") == "b"
    assert walking.neighbour(rects, "a", "down") == "c"
    assert walking.neighbour(rects, "a", "up") is None


def test_the_list_of_kinds_finds_words_anywhere_but_titles_first():
    names = [kind.name for kind in kinds_matching("wait", KINDS.values())]
    assert names[0] == "wait"
    assert [kind.name for kind in kinds_matching("", KINDS.values())] == list(KINDS)
    assert kinds_matching("no kind says this", KINDS.values()) == []


def finding(step: str, severity: Severity, message: str) -> Finding:
    return Finding("code", severity, message, {}, step_id=step)


class TestMarks:
    def test_the_worst_finding_counts_and_all_are_told(self, qtbot):
        bench = Bench(qtbot, sketch.chain("a", "b"))
        found = [finding("a", Severity.NOTE, "Small."), finding("a", Severity.ERROR, "Large.")]
        bench.view.set_findings(found)
        card = bench.view.canvas.steps["a"].card
        assert card.badge is Badge.ERROR
        place = badge_rect(card).center
        tip = tip_at(bench.view.canvas, QPointF(card.x + place.x, card.y + place.y), 1.0)
        assert tip == "Large.\nSmall."
        bench.view.set_findings([])
        assert bench.view.canvas.steps["a"].card.badge is None

    def test_results_are_means_over_the_runs(self):
        result = SimpleNamespace(
            steps=[SimpleNamespace(step="a", entered=np.array([10, 30]))],
            links=[SimpleNamespace(link="a>b", taken=np.array([4, 6]))],
        )
        marks = Marks().with_results(result, Figures())
        assert (marks.entered, marks.carried) == ({"a": 20.0}, {"a>b": 5.0})
        assert marks.share("a>b", "a") == 0.25
        assert Marks().share("a>b", "a") is None

    def test_tips_say_in_full_what_a_card_elides(self, qtbot):
        title = "A title that is far too long to be shown on any card of the drawing"
        long = sketch.step("a").model_copy(update={"title": title})
        bench = Bench(qtbot, [*sketch.campaigns(), *sketch.crm(), long, *sketch.form("form", 300)])
        assert title in tip_at(bench.view.canvas, QPointF(80, 20), 1.0)
        row = bench.view.canvas.steps["form"].card.row_rect(1).center
        assert tip_at(bench.view.canvas, QPointF(300 + row.x, row.y), 1.0) == "Budget → lands nowhere"
        assert tip_at(bench.view.canvas, QPointF(80, 700), 1.0) == ""


class TestLifetimes:
    def test_a_closed_view_hears_nothing_more(self, qtbot):
        bench = Bench(qtbot, sketch.chain("a", "b"))
        second = Bench(qtbot, [], store=bench.store)
        second.view.close()
        second.view.deleteLater()
        QApplication.processEvents()
        bench.view.select(["a"])
        bench.view.delete_selection()
        assert bench.store.get("a") is None

    def test_a_closed_bridge_tells_nothing_more(self, qtbot):
        bench = Bench(qtbot, sketch.chain("a", "b"))
        heard = []
        bench.bridge.patched.connect(heard.append)
        bench.bridge.close()
        bench.bridge.close()
        with bench.store.transact("Delete") as t:
            t.remove("a")
        assert heard == []

    def test_hiding_a_view_keeps_what_was_written_and_drops_the_drag(self, qtbot):
        bench = Bench(qtbot, sketch.chain("a", "b"))
        bench.view.select(["a"])
        bench.view.rename_selected()
        bench.type_into_focus("New name")
        bench.view.hide()
        assert bench.store.find(Step, "a").title == "New name"
        bench.view.show()
        bench.press(*bench.middle("b"))
        bench.move(500, 300)
        bench.view.hide()
        assert bench.store.find(Step, "b").y == 0.0

    def test_the_campaign_can_vanish_while_it_is_shown(self, qtbot):
        bench = Bench(qtbot, sketch.chain("a", "b"))
        bench.view.select(["a"])
        with bench.store.transact("Delete campaign") as t:
            t.remove("spring")
        assert bench.view.selected_ids() == []
        assert bench.view.canvas.shows() == {}


def test_what_is_walked_to_does_not_stay_under_the_minimap(qtbot):
    bench = Bench(qtbot, sketch.chain(*"abcdefgh"))
    view = bench.view
    lid = view.minimap.rect
    card = view.canvas.steps["c"].card.rect
    view.camera.scroll(
        *(QPointF(lid.center()) - view.viewportTransform().map(QPointF(*card.center))).toTuple()
    )
    assert view.minimap.rect.intersects(view.on_screen(card))
    view.walk_to("c")
    assert not view.minimap.rect.intersects(view.on_screen(card))


def test_an_empty_drawing_has_no_minimap(qtbot):
    assert Bench(qtbot, sketch.campaigns()).view.minimap.rect.isEmpty()


def test_a_drawing_is_fitted_to_the_size_of_texts(qtbot):
    view = Bench(qtbot, sketch.chain("a", "b")).view
    set_text_size(200)
    try:
        view.fit_all()
        assert 1.0 < view.zoom() <= 2.0
    finally:
        set_text_size(100)
    view.fit_all()
    assert view.zoom() == 1.0


def test_a_bare_drawing_says_how_to_begin(qtbot):
    bench = Bench(qtbot, sketch.campaigns())
    says = next(corner for corner in bench.view.corners if isinstance(corner, Invitation))
    assert not says.rect.isEmpty()
    bench.view.add_step("email")
    assert says.rect.isEmpty()
    bench.bridge.undo()
    assert not says.rect.isEmpty()

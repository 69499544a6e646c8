"""Laws of a tidy drawing: nothing on top of each other, on the grid, to the right, and nothing unasked."""

import os
import random
import time
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.core.errors import Cancelled, CannotTidy, MissingPart
from maplanner.core.platform import SystemLibrary
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, FormField, Link, Note, Plan, Record, Step
from maplanner.drawing.card import step_card
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.layout import Spacing, flow, graphviz, room, tidied
from maplanner.drawing.layout.engine import Box, Join, Part
from maplanner.drawing.layout.graphviz import GraphvizEngine
from tests.drawing.plans import PAID_SEARCH, large, paid_search

ALONE = Point(0.0, 0.0)


class Columns:
    """An engine that needs no program: each box right of those that lead to it, else in a row of its own."""

    def arrange(
        self, parts: Sequence[Part], spacing: Spacing, cancelled: Callable[[], bool]
    ) -> list[dict[str, Point]]:
        return [self._arranged(part, spacing) for part in parts]

    def _arranged(self, part: Part, spacing: Spacing) -> dict[str, Point]:
        column = {box.id: 0 for box in part.boxes}
        for _ in part.boxes:
            for join in part.joins:
                column[join.target] = max(column[join.target], column[join.source] + 1)
        assert max(column.values()) < len(part.boxes), "the joins form a circle"
        width = max(box.width for box in part.boxes) + spacing.columns
        bottoms: dict[int, float] = {}
        found = {}
        for box in part.boxes:
            y = bottoms.get(column[box.id], 0.0)
            found[box.id] = Point(column[box.id] * width, y)
            bottoms[column[box.id]] = y + box.height + spacing.rows
        return found


def step(name: str, kind: str = "wait", x: float = 0.0, y: float = 0.0, **more: object) -> Step:
    return Step(id=name, campaign="spring", kind=kind, title=name, x=x, y=y, **more)


def drawing(*records: Record) -> Snapshot:
    return Snapshot.of([Plan(), Campaign(id="spring", title="Spring"), *records])


def chain(*names: str) -> list[Link]:
    return [Link(id=f"{a}>{b}", source=a, target=b) for a, b in pairwise(names)]


def after(plan: Snapshot, places: dict[str, Point]) -> Snapshot:
    moved = [plan.get(key) for key in places]
    return plan.replacing(
        [
            record.model_copy(update={"x": places[record.id].x, "y": places[record.id].y})
            for record in moved
            if record is not None
        ]
    )


def rects(plan: Snapshot, campaign: str = "spring") -> dict[str, Rect]:
    return {each.id: step_card(plan, each).rect for each in plan.referring(Step, "campaign", campaign)}


def overlapping(found: dict[str, Rect]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in combinations(found, 2) if found[a].meets(found[b])]


@st.composite
def scrambled(draw: st.DrawFn) -> Snapshot:
    """A campaign of steps at any place, some pinned, some open forms, joined in any way."""
    rnd = random.Random(draw(st.integers(0, 10**6)))
    count = draw(st.integers(1, 14))
    records: list[Record] = []
    for number in range(count):
        kind = rnd.choice(("wait", "email", "decision", "form"))
        # Pinned steps lie apart, as a person has put them.
        pinned = rnd.random() < 0.2
        x, y = (rnd.randrange(3) * 300, number * 250) if pinned else (rnd.randrange(900), rnd.randrange(900))
        records.append(step(f"s{number}", kind, x, y, pinned=pinned))
        if kind == "form":
            records.extend(
                FormField(id=f"f{number}{at}", step=f"s{number}") for at in range(rnd.randrange(5))
            )
    for number in range(rnd.randrange(2 * count)):
        ends = f"s{rnd.randrange(count)}", f"s{rnd.randrange(count)}"
        records.append(Link(id=f"l{number}", source=ends[0], target=ends[1], output="next"))
    return drawing(*records)


@given(scrambled())
def test_a_tidy_drawing_overlaps_nowhere_lies_on_the_grid_and_leaves_what_is_pinned(plan: Snapshot) -> None:
    places = tidied(plan, "spring", engine=Columns())
    assert not [key for key in places if plan.find(Step, key).pinned]
    assert all(at.x % room.GRID == 0 and at.y % room.GRID == 0 for at in places.values())
    assert not overlapping(rects(after(plan, places)))
    assert tidied(plan, "spring", engine=Columns()) == places


@given(scrambled(), st.sets(st.integers(0, 13), min_size=1, max_size=6))
def test_of_a_selection_nothing_else_moves_and_nothing_comes_to_lie_on_the_rest(
    plan: Snapshot, numbers: set[int]
) -> None:
    chosen = {f"s{number}" for number in numbers} & rects(plan).keys()
    if not chosen:
        return
    places = tidied(plan, "spring", chosen, engine=Columns())
    assert places.keys() <= chosen
    free = {key for key in chosen if not plan.find(Step, key).pinned}
    new = rects(after(plan, places))
    assert not [pair for pair in overlapping(new) if free & set(pair)]


@given(scrambled())
def test_links_lead_to_the_right_but_for_those_that_go_back(plan: Snapshot) -> None:
    plan = plan.replacing([each.model_copy(update={"pinned": False}) for each in plan.all(Step)])
    new = rects(after(plan, tidied(plan, "spring", engine=Columns())))
    links = sorted(plan.all(Link), key=lambda link: (link.source, link.id))
    ends = [(link.source, link.target) for link in links]
    back = {pair for group in flow.hanging_together(sorted(new), ends) for pair in _back(group, ends)}
    for source, target in ends:
        if source != target and (source, target) not in back:
            assert new[source].right < new[target].x


def _back(group: list[str], ends: list[tuple[str, str]]) -> set[tuple[str, str]]:
    return flow.in_flow(group, [pair for pair in ends if pair[0] in group])[1]


def test_a_circle_goes_back_where_it_closes() -> None:
    order, back = flow.in_flow(["a", "b", "c", "d"], [("d", "a"), ("a", "b"), ("b", "c"), ("c", "a")])
    assert order == ["d", "a", "b", "c"], "from the entry on"
    assert back == {("c", "a")}


@pytest.fixture(params=["installed", "bundled"])
def engine(request: pytest.FixtureRequest) -> GraphvizEngine:
    if request.param == "installed":
        return GraphvizEngine()
    pytest.importorskip("pygraphviz")
    return GraphvizEngine(graphviz.BUNDLED)


class TestGraphviz:
    def test_a_chain_is_one_row_and_a_circle_does_not_change_that(self, engine: GraphvizEngine) -> None:
        names = ("a", "b", "c", "d")
        plan = drawing(*(step(name, "decision", y=i * 8) for i, name in enumerate(names)))
        links = [Link(id=f"{a}{b}", source=a, target=b, output="yes") for a, b in ("ab", "bc", "cd")]
        plan = plan.replacing([*links, Link(id="da", source="d", target="b", output="no")])
        new = rects(after(plan, tidied(plan, "spring", engine=engine)))
        assert [new[name].y for name in names] == [0.0] * 4
        assert [new[name].x for name in names] == sorted({new[name].x for name in names})

    def test_targets_lie_in_the_order_of_the_outputs(self, engine: GraphvizEngine) -> None:
        targets = [step(f"t{output}") for output in ("no", "yes")]
        links = [Link(id=f"l{o}", source="d", target=f"t{o}", output=o) for o in ("no", "yes")]
        plan = drawing(step("d", "decision"), *targets, *links)
        new = rects(after(plan, tidied(plan, "spring", engine=engine)))
        assert new["tyes"].y < new["tno"].y
        assert new["tyes"].x == new["tno"].x

    def test_ways_in_lie_level_beside_an_open_form(self, engine: GraphvizEngine) -> None:
        fields = [FormField(id=f"f{at}", step="form", order=at) for at in range(6)]
        plan = drawing(step("page", "landing_page"), step("form", "form"), step("end", "wait"), *fields)
        plan = plan.replacing(
            [
                Link(id="l1", source="page", target="form"),
                Link(id="l2", source="form", target="end", output="submitted"),
            ]
        )
        new = rects(after(plan, tidied(plan, "spring", engine=engine)))
        assert new["page"].y == new["form"].y == new["end"].y
        assert new["form"].height > new["page"].height

    def test_two_hundred_steps_lie_apart_and_are_laid_out_the_same_again(
        self, engine: GraphvizEngine
    ) -> None:
        plan = large(200)
        places = tidied(plan, PAID_SEARCH, engine=engine)
        new = after(plan, places)
        assert not overlapping(rects(new, PAID_SEARCH))
        assert tidied(new, PAID_SEARCH, engine=engine) == {}, "what is tidy stays"


def test_the_upper_left_corner_stays() -> None:
    plan = drawing(step("b", x=803, y=404), step("a", x=1203, y=1000), *chain("a", "b"))
    new = rects(after(plan, tidied(plan, "spring", engine=Columns())))
    assert (new["a"].x, new["a"].y) == (800.0, 400.0 + 8.0)
    assert new["b"].x > new["a"].right


def test_what_does_not_hang_together_lies_below_each_other_and_single_steps_last() -> None:
    lone = [step(f"z{at}", x=at * 10, y=-50) for at in range(7)]
    plan = drawing(
        *(step(n, y=at * 20) for at, n in enumerate("abcd")), *lone, *chain("c", "d"), *chain("a", "b")
    )
    new = rects(after(plan, tidied(plan, "spring", engine=Columns())))
    assert new["a"].bottom < new["c"].y, "in the order in which they lay"
    assert new["d"].bottom < min(new[each.id].y for each in lone)
    assert not overlapping(new)


def test_steps_stand_around_the_one_that_keeps_its_place() -> None:
    plan = drawing(
        step("a", x=0), step("b", x=1000, y=500, pinned=True), step("c", x=50, y=900), *chain("a", "b", "c")
    )
    places = tidied(plan, "spring", engine=Columns())
    new = rects(after(plan, places))
    assert (new["b"].x, new["b"].y) == (1000.0, 500.0)
    assert new["a"].right < 1000 < new["c"].x
    assert abs(new["a"].y - 500) <= room.GRID
    assert abs(new["c"].y - 500) <= room.GRID


def test_notes_keep_their_offset_to_the_nearest_step_and_get_room() -> None:
    note = Note(id="note", campaign="spring", text="Why?", x=400, y=370, width=184, height=64)
    plan = drawing(
        step("a"), step("b", x=400, y=300), step("c", x=500, y=800),
        Link(id="ab", source="a", target="b"), Link(id="ac", source="a", target="c"), note,
    )  # fmt: skip
    new = after(plan, tidied(plan, "spring", engine=Columns()))
    moved, owner = new.find(Note, "note"), new.find(Step, "b")
    assert (moved.x - owner.x, moved.y - owner.y) == (0, 70)
    place = Rect(moved.x, moved.y, moved.width, moved.height)
    assert not [key for key, rect in rects(new).items() if rect.meets(place)]


def test_a_note_at_a_step_that_stays_stays() -> None:
    note = Note(id="note", campaign="spring", text="Why?", x=410, y=370)
    plan = drawing(
        step("a"), step("b", x=400, y=300, pinned=True), step("c", y=9), *chain("a", "b", "c"), note
    )
    assert tidied(plan, "spring", engine=Columns()).keys() <= {"a", "c"}


@pytest.mark.parametrize("steps", [(), (step("a", x=3, y=5),)])
def test_next_to_nothing_is_tidied_too(steps: tuple[Step, ...]) -> None:
    places = tidied(drawing(*steps), "spring")
    assert places == ({"a": Point(0.0, 8.0)} if steps else {})


def test_what_takes_too_long_is_killed_with_all_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = tmp_path / "slow.sh"
    script.write_text(f"sleep 60 & echo $! > {note}; wait\n")
    with pytest.raises(CannotTidy, match="too long"):
        tidied(paid_search(), PAID_SEARCH, engine=GraphvizEngine(["sh", str(script)], time_limit=0.5))
    assert _is_gone(int(note.read_text()))


def _is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def test_what_nobody_wants_any_more_is_stopped() -> None:
    with pytest.raises(Cancelled):
        tidied(paid_search(), PAID_SEARCH, engine=GraphvizEngine(["sleep", "60"]), cancelled=lambda: True)


@pytest.mark.parametrize("command", [["false"], ["true"], ["/nonexistent/dot"], ["echo", "stop"]])
def test_a_graphviz_that_does_not_do_its_work_is_told_of(command: list[str]) -> None:
    with pytest.raises(CannotTidy, match="Graphviz"):
        tidied(paid_search(), PAID_SEARCH, engine=GraphvizEngine(command))


def test_without_any_graphviz_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphviz.shutil, "which", lambda _name: None)
    monkeypatch.setattr(graphviz, "find_spec", lambda _name: None)
    with pytest.raises(MissingPart, match="pip install pygraphviz"):
        tidied(paid_search(), PAID_SEARCH)


def test_what_the_bundled_graphviz_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = (SystemLibrary("libXrender.so.1", "libxrender1", "tidying"),)
    monkeypatch.setattr(graphviz.shutil, "which", lambda _name: None)
    monkeypatch.setattr(graphviz, "missing_libraries", lambda _purpose: lacking)
    with pytest.raises(MissingPart, match=r"libXrender.*apt-get install.*libxrender1"):
        tidied(paid_search(), PAID_SEARCH)


@settings(max_examples=20)
@given(st.floats(40, 600), st.floats(0, 300), st.floats(0, 1))
def test_a_box_covers_what_it_was_given(height: float, into: float, leaves: float) -> None:
    into = min(into, height)
    boxes = (Box("a", 186, height, into), Box("b", 186, height, into), Box("c", 186, height, into))
    part = Part(boxes, (Join("a", "b", leaves * height), Join("a", "c", into)))
    (found,) = GraphvizEngine().arrange([part], Spacing(72, 40), lambda: False)
    placed = {key: Rect(at.x, at.y, 186, height) for key, at in found.items()}
    assert not overlapping({key: rect.grown(19) for key, rect in placed.items() if key != "a"})
    assert placed["a"].right < placed["b"].x

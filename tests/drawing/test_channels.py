"""Links apart from each other, and curved ones: laws of both, and known drawings."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.document.vocabulary import LinkShape
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, StepCard
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.links import Router, Wire, place_chips
from maplanner.flow.behaviour import Output
from maplanner.steps.kind import PaletteGroup

OUTPUTS = (Output("a", "A"), Output("b", "B"), Output("c", "C"))
SHAPES = st.sampled_from(LinkShape)


def card(name: str, x: float, y: float) -> StepCard:
    return StepCard(name, name, "", PaletteGroup.LOGIC, "clock", x, y, OUTPUTS, frozenset("ab"))


@st.composite
def grids(draw: st.DrawFn, most: int = 30) -> tuple[list[StepCard], list[Wire]]:
    """Cards in rows and columns, a little out of line, with up to ``most`` links between any of them."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(1, 6))
    out_of_line = st.integers(-2, 2).map(lambda n: 8.0 * n)
    cards = [
        card(f"s{row}{column}", column * 300.0 + draw(out_of_line), row * 150.0 + draw(out_of_line))
        for row in range(rows)
        for column in range(columns)
    ]
    names = st.sampled_from([each.id for each in cards])
    ends = draw(st.lists(st.tuples(names, st.sampled_from("abc"), names), max_size=most, unique=True))
    labels = st.sampled_from(["8.2 %", "opened 33 %", "not opened 50 % · 1 day"])
    wires = [Wire(f"w{n:03}", source, out, to, draw(labels)) for n, (source, out, to) in enumerate(ends)]
    return cards, wires


def crossed(points: tuple[Point, ...], rects: list[Rect]) -> list[Rect]:
    """Return the rectangles that a way goes through, looked at in small steps."""
    found = []
    for rect in rects:
        inner = rect.grown(-1.0)
        for a, b in pairwise(points):
            steps = 12
            places = [Point(a.x + (b.x - a.x) * n / steps, a.y + (b.y - a.y) * n / steps) for n in range(13)]
            if any(inner.holds(place) for place in places):
                found.append(rect)
                break
    return found


def shared(one: tuple[Point, ...], other: tuple[Point, ...]) -> float:
    """Return along how many pixels the inner pieces of two angled ways run on top of each other."""
    total = 0.0
    for a, b in pairwise(one[1:-1]):
        for c, d in pairwise(other[1:-1]):
            for along, across in ((0, 1), (1, 0)):
                if a[across] == b[across] and c[across] == d[across] and abs(a[across] - c[across]) < 3:
                    low = max(min(a[along], b[along]), min(c[along], d[along]))
                    high = min(max(a[along], b[along]), max(c[along], d[along]))
                    total += max(0.0, high - low - 4.0)
    return total


@settings(max_examples=60)
@given(grids(), SHAPES)
def test_links_cross_no_step_where_there_is_room_between_them(drawing, shape):
    cards, wires = drawing
    routes = Router(cards, wires, shape).routes()
    for points in routes.values():
        assert not crossed(points, [each.rect for each in cards])


@settings(max_examples=40)
@given(grids())
def test_few_links_of_different_ends_do_not_run_on_top_of_each_other(drawing):
    cards, wires = drawing[0], drawing[1][:8]
    routes = Router(cards, wires).routes()
    for one, other in combinations(wires, 2):
        if one.target != other.target and (one.source, one.output) != (other.source, other.output):
            assert shared(routes[one.id], routes[other.id]) == 0.0


@settings(max_examples=60)
@given(grids(), SHAPES)
def test_links_begin_at_their_port_and_arrive_level(drawing, shape):
    cards, wires = drawing
    by_id = {each.id: each for each in cards}
    routes = Router(cards, wires, shape).routes()
    for wire in wires:
        points, source = routes[wire.id], by_id[wire.source]
        assert points[0] == source.out_port(wire.output).moved(source.x, source.y)
        assert points[-2].y == points[-1].y
        assert points[-1].x - points[-2].x >= 8.0
        assert points[1].x > points[0].x


@settings(max_examples=15, deadline=None)
@given(grids(most=200), SHAPES)
def test_the_labels_of_200_links_cover_no_step_and_no_other_label(drawing, shape):
    cards, wires = drawing
    router = Router(cards, wires, shape)
    widths = {wire.id: 7.0 * len(wire.label) + 16 for wire in wires}
    rects = list(place_chips(router.routes(), widths, router.bare).values())
    assert not [(chip, each.id) for chip in rects for each in cards if chip.meets(each.rect)]
    assert not [pair for pair in combinations(rects, 2) if pair[0].meets(pair[1])]


def test_two_links_in_one_channel_run_side_by_side():
    cards = [card("a", 0, 0), card("b", 0, 300), card("c", 500, 300), card("d", 500, 0)]
    wires = [Wire("down", "a", "a", "c"), Wire("up", "b", "a", "d")]
    routes = Router(cards, wires).routes()
    turns = {wire_id: points[1].x for wire_id, points in routes.items()}
    assert abs(turns["down"] - turns["up"]) >= 6.0


def test_links_to_one_step_may_share_their_line():
    cards = [card("a", 0, 0), card("b", 0, 300), card("c", 500, 150)]
    routes = Router(cards, [Wire("one", "a", "a", "c"), Wire("two", "b", "a", "c")]).routes()
    assert routes["one"][-2] == routes["two"][-2]


def test_a_fan_of_one_output_shares_a_trunk_and_parts_on_the_way():
    targets = [card(f"t{n}", 600, 80.0 * n) for n in range(40)]
    cards = [card("hub", 0, 1600), *targets]
    routes = Router(cards, [Wire(f"w{n}", "hub", "a", f"t{n}") for n in range(40)]).routes()
    trunks = {points[1].x for points in routes.values() if len(points) > 2}
    assert len(trunks) == 1
    assert trunks.pop() < 300


@pytest.mark.parametrize("shape", LinkShape)
def test_a_loop_goes_around_its_step(shape):
    only = card("a", 0, 0)
    points = Router([only], [Wire("loop", "a", "a", "a")], shape).routes()["loop"]
    assert not crossed(points, [only.rect])
    assert max(point.y for point in points) > CARD_HEIGHT


def test_a_curve_has_no_sharp_corner():
    cards = [card("a", 0, 0), card("b", 600, 300)]
    points = Router(cards, [Wire("w", "a", "a", "b")], LinkShape.CURVED).routes()["w"]
    assert len(points) > 10
    for a, b, c in zip(points, points[1:], points[2:], strict=False):
        ahead = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)
        assert ahead > 0, "no turn of a right angle or more"
    assert points[0].x == CARD_WIDTH

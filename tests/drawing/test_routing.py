"""Laws of the ways that links take."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, DOCK_REACH, StepCard
from maplanner.drawing.geometry import Point, Rect, Space
from maplanner.drawing.links import Ground, Router, Wire, chip_rect, lines_space, link_width, place_chips
from maplanner.drawing.routing import Way, clearance, routed
from maplanner.flow.behaviour import Output
from maplanner.steps.kind import PaletteGroup

OUTPUTS = (Output("a", "A"), Output("b", "B"), Output("c", "C"))

coordinates = st.integers(-2000, 2000).map(float)
places = st.tuples(coordinates, coordinates)


def card(name: str, x: float, y: float, count: str = "") -> StepCard:
    return StepCard(
        name, name, "", PaletteGroup.LOGIC, "clock", x, y, OUTPUTS, frozenset({"a", "b"}), count=count
    )


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[StepCard], list[Wire]]:
    cards = [card(f"s{i}", *place) for i, place in enumerate(draw(st.lists(places, min_size=1, max_size=8)))]
    names = st.sampled_from([each.id for each in cards])
    ends = draw(st.lists(st.tuples(names, st.sampled_from("abc"), names), max_size=10))
    labels = st.sampled_from(["", "8.2 %", "opened 33 %", "not opened 50 % · 1 day"])
    wires = [Wire(f"w{i}", source, out, to, draw(labels)) for i, (source, out, to) in enumerate(ends)]
    return cards, wires


@given(drawings())
def test_ways_run_from_port_to_port_in_upright_and_level_pieces(drawing):
    cards, wires = drawing
    by_id = {each.id: each for each in cards}
    routes = Router(cards, wires).routes()
    assert routes.keys() == {wire.id for wire in wires}
    for wire in wires:
        points = routes[wire.id]
        source, target = by_id[wire.source], by_id[wire.target]
        assert points[0] == source.out_port(wire.output).moved(source.x, source.y)
        assert points[-1].x == target.x
        assert abs(points[-1].y - target.y - target.in_port.y) <= DOCK_REACH + 1e-9
        assert all((a.x == b.x) != (a.y == b.y) for a, b in pairwise(points))
        assert points[0].x < points[1].x, "leaves to the right"
        assert points[-2].x < points[-1].x, "arrives from the left"


@given(drawings())
def test_chips_cover_no_step_and_no_other_chip(drawing):
    cards, wires = drawing
    router = Router(cards, wires)
    widths = {wire.id: 8.0 * len(wire.label) + 16 for wire in wires if wire.label}
    chips = place_chips(router.routes(), widths, router.bare)
    rects = list(chips.values())
    assert not [(chip, each.rect) for chip in rects for each in cards if chip.meets(each.rect)]
    assert not [(a, b) for i, a in enumerate(rects) for b in rects[i + 1 :] if a.meets(b)]
    assert all(chip.width <= widths[wire_id] for wire_id, chip in chips.items())


@given(drawings(), st.data())
def test_moving_a_card_and_routing_its_wires_again_equals_routing_everything_anew(drawing, data):
    cards, wires = drawing
    router = Router(cards, wires)
    moved = data.draw(st.sampled_from(cards)).moved_to(*data.draw(places))
    router.put_card(moved)
    fresh = Router([moved if each.id == moved.id else each for each in cards], wires)
    for wire_id in router.touching(moved.id):
        assert router.route(wire_id) == fresh.route(wire_id)


@given(drawings())
def test_a_way_is_found_around_cards_in_a_grid(drawing):
    """Cards in rows and columns with room between them are never crossed."""
    _cards, wires = drawing
    grid = [card(f"s{i}", (i % 3) * 300.0, (i // 3) * 130.0) for i in range(9)]
    for wire_id, points in Router(grid, wires).routes().items():
        for a, b in pairwise(points):
            line = Rect(min(a.x, b.x), min(a.y, b.y), abs(b.x - a.x), abs(b.y - a.y))
            assert not [each.id for each in grid if line.meets(each.rect)], wire_id


def test_a_small_difference_in_height_gives_a_straight_line():
    router = Router([card("s", 0, 0), card("t", 300, 5)], [Wire("w", "s", "a", "t")])
    assert len(router.route("w")) == 2


def test_a_link_goes_around_a_card_in_its_way():
    cards = [card("s", 0, 0), card("between", 300, 0), card("t", 600, 0)]
    points = Router(cards, [Wire("w", "s", "a", "t")]).route("w")
    space = Space([("between", clearance(cards[1].rect))])
    for a, b in pairwise(points):
        assert space.first(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y), frozenset()) is None


def test_a_link_back_goes_below_or_above_both_cards():
    points = Router([card("s", 400, 0), card("t", 0, 0)], [Wire("w", "s", "a", "t")]).route("w")
    assert max(p.y for p in points) > CARD_HEIGHT or min(p.y for p in points) < 0


def test_parallel_links_do_not_lie_upon_each_other():
    wires = [Wire(f"w{name}", "s", name, "t") for name in "ab"]
    one, other = Router([card("s", 0, 0), card("t", 300, 200)], wires).routes().values()
    assert not set(one) & set(other)


def test_siblings_that_go_the_same_way_do_not_cross():
    cards = [card("s", 0, 0), card("t", 300, 200), card("u", 300, 300)]
    wires = [Wire("upper", "s", "a", "t"), Wire("lower", "s", "b", "u")]
    routes = Router(cards, wires).routes()
    turn = {name: points[1].x for name, points in routes.items()}
    assert turn["upper"] > turn["lower"]


def test_siblings_are_routed_again_when_their_order_changes():
    cards = [card("s", 0, 0), card("t", 300, 200), card("u", 300, 300)]
    router = Router(cards, [Wire("to t", "s", "a", "t"), Wire("to u", "s", "a", "u")])
    before = router.route("to u")
    router.put_card(cards[1].moved_to(300, 500))
    assert router.touching("t") == {"to t", "to u"}
    assert router.route("to u") != before


def test_a_wire_with_a_missing_end_has_no_way():
    router = Router([card("s", 0, 0)], [Wire("w", "s", "a", "gone")])
    assert router.route("w") == ()
    assert router.routes() == {}


def test_removed_cards_no_longer_stand_in_the_way():
    cards = [card("s", 0, 0), card("between", 300, 0), card("t", 600, 0)]
    router = Router(cards, [Wire("w", "s", "a", "t")])
    around = router.route("w")
    router.remove_card("between")
    assert len(router.route("w")) < len(around)
    router.remove_wire("w")
    assert router.routes() == {}


def test_far_away_steps_are_routed_without_walking_every_cell_between():
    far = 1e7
    way = Way(Point(0, 0), Point(far, far), Rect(-10, -10, 10, 20), Rect(far, far - 10, 10, 20))
    assert routed(way, Space([("a", Rect(100, 100, 50, 50))]))[-1] == Point(far, far)


def test_a_chip_is_narrowed_where_the_line_is_short_and_left_out_where_nothing_is_free():
    points = (Point(CARD_WIDTH, 27), Point(CARD_WIDTH + 80, 27))
    own = frozenset({"w 0"})
    cards = Space([("s", Rect(0, 0, CARD_WIDTH, 54)), ("t", Rect(CARD_WIDTH + 80, 0, CARD_WIDTH, 54))])
    ground = Ground(cards, Space(), lines_space({"w": points}))
    place = chip_rect(points, 120, ground, own)
    assert place is not None
    assert place.width < 80
    full = Ground(Space([("all", Rect(-500, -500, 2000, 2000))]), Space(), Space())
    assert chip_rect(points, 40, full, own) is None


def test_chips_leave_room_for_the_count_of_a_card():
    cards = [card("s", 0, 40, count="2,000"), card("t", 0, 100, count="20")]
    router = Router(cards)
    assert router.bare.meets(Rect(120, 90, 20, 5))


def test_links_grow_with_what_they_carry():
    assert link_width(None, 100) == link_width(0, 100) == 1.5
    assert link_width(100, 100) == 6
    assert 1.5 < link_width(1, 100) < link_width(50, 100) < 6
    assert link_width(5, 0) == 1.5

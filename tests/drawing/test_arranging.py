"""Lining up and spreading out, by their laws."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maplanner.drawing.arranging import Arrangement, Sizing, arranged, same_sized
from maplanner.drawing.geometry import Rect

places = st.integers(-4000, 4000).map(lambda value: value / 2)
sizes = st.integers(20, 800).map(lambda value: value / 2)
rects = st.builds(Rect, places, places, sizes, sizes)
several = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), rects, min_size=2, max_size=12)
EDGES = {
    Arrangement.LEFT: lambda box: box.x,
    Arrangement.CENTER: lambda box: box.center.x,
    Arrangement.RIGHT: lambda box: box.right,
    Arrangement.TOP: lambda box: box.y,
    Arrangement.MIDDLE: lambda box: box.center.y,
    Arrangement.BOTTOM: lambda box: box.bottom,
}


def after(boxes: dict[str, Rect], how: Arrangement) -> dict[str, Rect]:
    moves = arranged(boxes, how)
    return {
        name: box._replace(x=moves[name].x, y=moves[name].y) if name in moves else box
        for name, box in boxes.items()
    }


def turned(boxes: dict[str, Rect]) -> dict[str, Rect]:
    return {name: Rect(box.y, box.x, box.height, box.width) for name, box in boxes.items()}


def extent(boxes: dict[str, Rect]) -> tuple[float, float]:
    return min(box.x for box in boxes.values()), max(box.right for box in boxes.values())


@pytest.mark.parametrize("how", EDGES)
@given(boxes=several)
def test_what_is_lined_up_shares_its_edge(how: Arrangement, boxes: dict[str, Rect]) -> None:
    edges = [EDGES[how](box) for box in after(boxes, how).values()]
    assert edges == pytest.approx([edges[0]] * len(edges))


@pytest.mark.parametrize("how", EDGES)
@given(boxes=several)
def test_lining_up_changes_one_coordinate_alone_and_no_size(how: Arrangement, boxes: dict[str, Rect]) -> None:
    across = how in (Arrangement.LEFT, Arrangement.CENTER, Arrangement.RIGHT)
    for name, box in after(boxes, how).items():
        kept = (box.y, box.width, box.height) if across else (box.x, box.width, box.height)
        was = boxes[name]
        assert kept == ((was.y, was.width, was.height) if across else (was.x, was.width, was.height))


@given(boxes=several)
def test_the_outermost_edge_stays_where_it_is(boxes: dict[str, Rect]) -> None:
    left, right = extent(boxes)
    assert extent(after(boxes, Arrangement.LEFT))[0] == left
    assert extent(after(boxes, Arrangement.RIGHT))[1] == right


@given(boxes=several)
def test_a_common_middle_is_that_of_all_but_for_the_grid(boxes: dict[str, Rect]) -> None:
    left, right = extent(boxes)
    moved = after(boxes, Arrangement.CENTER)
    largest = max(moved.values(), key=lambda box: box.width)
    assert abs(largest.center.x - (left + right) / 2) <= 4.0
    assert largest.x % 8.0 == 0.0


@pytest.mark.parametrize("how", Arrangement)
@given(boxes=several)
def test_arranging_again_moves_nothing(how: Arrangement, boxes: dict[str, Rect]) -> None:
    assert arranged(after(boxes, how), how) == {}


@given(boxes=several)
def test_spreading_out_keeps_the_order_and_both_ends(boxes: dict[str, Rect]) -> None:
    assume(len(boxes) > 2)
    moved = after(boxes, Arrangement.ACROSS)
    order = sorted(boxes, key=lambda name: (boxes[name].center.x, name))
    middles = [moved[name].center.x for name in order]
    assert all(one <= next_one + 1e-6 for one, next_one in pairwise(middles))
    assert (moved[order[0]], moved[order[-1]]) == (boxes[order[0]], boxes[order[-1]])


@given(sizes_and_gaps=st.lists(st.tuples(sizes, st.integers(0, 300)), min_size=3, max_size=10), start=places)
def test_where_there_is_room_all_gaps_are_the_same_and_the_extent_is_kept(
    sizes_and_gaps: list[tuple[float, int]], start: float
) -> None:
    boxes, at = {}, start
    for place, (size, gap) in enumerate(sizes_and_gaps):
        boxes[f"{place:02}"] = Rect(at, 0.0, size, 10.0)
        at += size + gap
    moved = after(boxes, Arrangement.ACROSS)
    gaps = [right.x - left.right for left, right in pairwise(moved.values())]
    assert gaps == pytest.approx([gaps[0]] * len(gaps), abs=1e-6)
    assert extent(moved) == pytest.approx(extent(boxes))


@given(boxes=several)
def test_down_is_across_turned_by_a_quarter(boxes: dict[str, Rect]) -> None:
    assert after(boxes, Arrangement.DOWN) == turned(after(turned(boxes), Arrangement.ACROSS))


@pytest.mark.parametrize("how", Arrangement)
def test_too_few_stay_where_they_are(how: Arrangement) -> None:
    boxes = {str(at): Rect(100.0 * at**2, 70.0 * at**2, 50.0, 50.0) for at in range(how.fewest - 1)}
    assert arranged(boxes, how) == {}


SIZES = {"a": Rect(0, 0, 100, 40), "b": Rect(200, 0, 160, 60), "c": Rect(0, 90, 100, 80)}


class TestSameSize:
    def test_the_first_one_gives_the_measure(self) -> None:
        assert same_sized(SIZES, Sizing.BOTH) == {"b": (100, 40), "c": (100, 40)}
        assert same_sized(SIZES, Sizing.WIDTH) == {"b": (100, 60)}
        assert same_sized(SIZES, Sizing.HEIGHT) == {"b": (160, 40), "c": (100, 40)}

    def test_one_alone_stays_as_it_is(self) -> None:
        assert same_sized({"a": Rect(0, 0, 1, 1)}, Sizing.BOTH) == {}
        assert same_sized({}, Sizing.WIDTH) == {}

"""Points, rectangles, and finding those nearby."""

from hypothesis import given
from hypothesis import strategies as st

from maplanner.drawing.geometry import Point, Rect, Space, around

numbers = st.integers(-3000, 3000).map(float)
sizes = st.integers(1, 900).map(float)
rects = st.builds(Rect, numbers, numbers, sizes, sizes)


@given(st.lists(rects, max_size=12), rects, st.data())
def test_a_space_finds_what_asking_everyone_would(them, box, data):
    space = Space((str(i), rect) for i, rect in enumerate(them))
    gone = data.draw(st.sets(st.integers(0, len(them) - 1))) if them else set()
    for index in gone:
        space.remove(str(index))
    assert space.meets(box) == any(rect.meets(box) for i, rect in enumerate(them) if i not in gone)


@given(rects, rects)
def test_meeting_is_mutual(one, other):
    assert one.meets(other) == other.meets(one)


@given(st.lists(rects, min_size=1))
def test_the_rectangle_around_holds_every_corner(them):
    whole = around(them)
    assert all(
        whole.holds(Point(r.x, r.y)) and whole.holds(Point(r.x + r.width, r.y + r.height)) for r in them
    )


def test_touching_edges_do_not_meet():
    assert not Rect(0, 0, 10, 10).meets(Rect(10, 0, 10, 10))
    assert Rect(0, 0, 10, 10).meets(Rect(9, 9, 10, 10))


def test_around_nothing_is_an_empty_rectangle():
    assert around([]) == Rect(0, 0, 0, 0)

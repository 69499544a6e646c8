"""The list of places visited."""

from maplanner.desktop.canvas.camera import Sight
from maplanner.desktop.visits import KEPT, Visit, Visits


def everywhere(_visit: Visit) -> bool:
    return True


def walked(*tabs: str) -> Visits:
    visits = Visits()
    for tab in tabs:
        visits.go_to(Visit(tab))
    return visits


def test_one_goes_back_and_forward_and_not_past_the_ends() -> None:
    visits = walked("a", "b", "c")
    assert visits.go(1, everywhere) is None
    assert visits.go(-1, everywhere) == Visit("b")
    assert visits.go(-1, everywhere) == Visit("a")
    assert not visits.can_go(-1, everywhere)
    assert visits.go(-1, everywhere) is None
    assert visits.here == Visit("a")
    assert visits.go(1, everywhere) == Visit("b")


def test_going_elsewhere_forgets_what_lay_ahead() -> None:
    visits = walked("a", "b", "c")
    visits.go(-1, everywhere)
    visits.go_to(Visit("d"))
    assert not visits.can_go(1, everywhere)
    assert visits.go(-1, everywhere) == Visit("b")


def test_what_is_gone_is_passed_over() -> None:
    visits = walked("a", "b", "c")
    assert visits.go(-1, lambda visit: visit.tab != "b") == Visit("a")
    assert not walked("a", "b").can_go(-1, lambda visit: visit.tab != "a")


def test_a_place_passed_by_is_replaced() -> None:
    visits = walked("a", "b")
    visits.go_to(Visit("c"), instead=True)
    assert visits.go(-1, everywhere) == Visit("a")
    assert visits.go(1, everywhere) == Visit("c")


def test_the_same_place_twice_counts_once() -> None:
    visits = walked("a", "b")
    visits.leave(Sight(1.0, 2.0, 3.0))
    visits.go_to(Visit("b"))
    assert visits.go(-1, everywhere) == Visit("a")
    assert visits.go(1, everywhere) == Visit("b", sight=Sight(1.0, 2.0, 3.0))


def test_the_list_is_bounded() -> None:
    visits = walked(*(str(at) for at in range(3 * KEPT)))
    steps = 0
    while visits.go(-1, everywhere) is not None:
        steps += 1
    assert steps == KEPT - 1
    assert visits.here == Visit(str(2 * KEPT))

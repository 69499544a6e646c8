import gc

import pytest

from maplanner.core.memory import leave_alone, search_everything, without_garbage_search


def test_the_search_rests_and_goes_on() -> None:
    assert gc.isenabled()
    with without_garbage_search():
        assert not gc.isenabled()
        with without_garbage_search():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), without_garbage_search():
        raise ValueError("broken")
    assert gc.isenabled()


def test_what_is_left_alone_is_not_searched_until_everything_is() -> None:
    ring: list[object] = []
    ring.append(ring)
    try:
        leave_alone()
        assert gc.get_freeze_count() > 0
    finally:
        search_everything()
    assert gc.get_freeze_count() == 0

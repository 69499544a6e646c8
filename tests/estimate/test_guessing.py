"""Drawing hours from three points."""

from __future__ import annotations

import numpy as np
import pytest

from maplanner.estimate.guessing import Drawn, draw, quantiles

MANY = 100_000


def of_one(low: float, likely: float, high: float, quantity: float = 1.0) -> Drawn:
    return Drawn("a", quantity, low, likely, high)


@pytest.mark.parametrize("points", [(2.0, 5.0, 14.0), (0.0, 0.0, 10.0), (1.0, 9.0, 9.0), (0.1, 0.2, 0.5)])
def test_the_mean_is_the_pert_mean(points: tuple[float, float, float]) -> None:
    low, likely, high = points
    (hours,) = draw([of_one(*points)], 0.5, 1, MANY)
    assert hours.mean() == pytest.approx((low + 4 * likely + high) / 6, rel=0.01)
    assert low <= hours.min()
    assert hours.max() <= high


def test_the_variance_is_that_of_the_beta_distribution() -> None:
    # Shape parameters 3 and 3 on 0 to 6: variance 36 × 9 / (36 × 7).
    (hours,) = draw([of_one(0, 3, 6)], 0.0, 1, MANY)
    assert hours.var() == pytest.approx(36 * 9 / (36 * 7), rel=0.02)
    # The median of a symmetric distribution is its middle.
    assert np.median(hours) == pytest.approx(3, abs=0.02)


def test_bounds_that_are_the_same_leave_nothing_to_chance() -> None:
    (hours,) = draw([of_one(4, 4, 4, 2.5)], 0.5, 1, 50)
    assert hours == pytest.approx(np.full(50, 10.0))


def test_pieces_that_err_apart_even_out_and_together_do_not() -> None:
    (apart,) = draw([of_one(0, 3, 6, 16)], 0.0, 1, MANY)
    (together,) = draw([of_one(0, 3, 6, 16)], 1.0, 1, MANY)
    one = 16 * np.sqrt(36 * 9 / (36 * 7))
    assert apart.std() == pytest.approx(one / 4, rel=0.02)
    assert together.std() == pytest.approx(one, rel=0.02)


def test_like_guesses_correlate_more_than_unlike_ones() -> None:
    drawn = [of_one(0, 3, 6), of_one(0, 3, 6), Drawn("b", 1, 0, 3, 6)]
    hours = draw(drawn, 0.5, 1, MANY)
    found = np.corrcoef(hours)
    assert found[0, 1] == pytest.approx(0.5, abs=0.02)
    assert found[0, 2] == pytest.approx(0.25, abs=0.02)


def test_the_same_seed_draws_the_same() -> None:
    drawn = [of_one(1, 2, 5, 3)]
    assert (draw(drawn, 0.5, 7, 10) == draw(drawn, 0.5, 7, 10)).all()
    assert (draw(drawn, 0.5, 7, 10) != draw(drawn, 0.5, 8, 10)).any()


def test_quantiles_rise() -> None:
    assert (np.diff(quantiles(1, 2, 5)) >= 0).all()

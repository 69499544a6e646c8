"""Fits of measured times: the distribution that made them is found again."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from maplanner.document.values import (
    EmpiricalDelay,
    ExponentialDelay,
    FixedDelay,
    GammaDelay,
    LogNormalDelay,
)
from maplanner.simulation.learned.fitting import fit_times

RANDOM = np.random.default_rng(11)


def test_exponential_times_are_found_again() -> None:
    found = fit_times(RANDOM.exponential(3.0, 4000))
    assert isinstance(found.best.delay, ExponentialDelay | GammaDelay)
    assert found.best.delay.mean == pytest.approx(3.0, rel=0.06)
    assert found.best.miss < 0.03


def test_log_normal_times_are_found_again() -> None:
    found = fit_times(RANDOM.lognormal(np.log(2.0), 0.8, 4000)).best.delay
    assert isinstance(found, LogNormalDelay)
    assert (found.median, found.sigma) == (pytest.approx(2.0, rel=0.05), pytest.approx(0.8, rel=0.05))


def test_gamma_times_are_found_again() -> None:
    found = fit_times(RANDOM.gamma(4.0, 0.5, 4000)).best.delay
    assert isinstance(found, GammaDelay)
    assert (found.mean, found.deviation) == (pytest.approx(2.0, rel=0.05), pytest.approx(1.0, rel=0.07))


def test_times_of_two_sorts_are_proposed_as_measured() -> None:
    two = np.concatenate([RANDOM.normal(1.0, 0.01, 500), RANDOM.normal(30.0, 0.1, 500)])
    found = fit_times(two)
    assert isinstance(found.best.delay, EmpiricalDelay)
    assert found.measured[3][1] > 0.9
    assert {fit.name for fit in found.fits} == {"measured", "exponential", "log-normal", "gamma"}


@pytest.mark.parametrize("times", [np.full(20, 2.5), np.array([2.5])])
def test_times_that_never_vary_are_fixed(times: NDArray[np.float64]) -> None:
    assert fit_times(times).best.delay == FixedDelay(days=2.5)


def test_times_of_nought_do_no_harm() -> None:
    found = fit_times(np.concatenate([np.zeros(50), RANDOM.exponential(1.0, 50)]))
    assert all(np.isfinite(fit.miss) for fit in found.fits)


@pytest.mark.parametrize("times", [np.zeros(0), np.array([-1.0, 2.0])])
def test_impossible_times_are_refused(times: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="Times to fit"):
        fit_times(times)

"""Intervals of confidence: against printed tables, and how often they hold the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from maplanner.simulation.intervals import mean_interval, student_quantile

TABLE = [
    (0.975, 1, 12.7062),
    (0.975, 2, 4.30265),
    (0.975, 3, 3.18245),
    (0.975, 4, 2.77645),
    (0.975, 5, 2.57058),
    (0.975, 9, 2.26216),
    (0.975, 19, 2.09302),
    (0.975, 30, 2.04227),
    (0.975, 120, 1.97993),
    (0.95, 10, 1.81246),
    (0.995, 6, 3.70743),
    (0.9, 4, 1.53321),
]


@pytest.mark.parametrize(("probability", "degrees", "quantile"), TABLE)
def test_quantiles_are_those_of_printed_tables(probability: float, degrees: int, quantile: float) -> None:
    assert student_quantile(probability, degrees) == pytest.approx(quantile, rel=2e-4)
    assert student_quantile(1.0 - probability, degrees) == pytest.approx(-quantile, rel=2e-4)


def test_many_degrees_of_freedom_are_nearly_normal() -> None:
    assert student_quantile(0.975, 1_000_000) == pytest.approx(1.959966, abs=1e-5)


@pytest.mark.parametrize(("probability", "degrees"), [(0.0, 3), (1.0, 3), (0.5, 0), (math.nan, 3)])
def test_senseless_quantiles_are_refused(probability: float, degrees: int) -> None:
    with pytest.raises(ValueError, match="quantile"):
        student_quantile(probability, degrees)


def test_the_true_mean_is_inside_as_often_as_promised() -> None:
    random = np.random.default_rng(7)
    held = 0
    for _ in range(2_000):
        found = mean_interval(random.normal(10.0, 3.0, 8))
        held += found.low <= 10.0 <= found.high
    assert 0.935 < held / 2_000 < 0.965


def test_one_run_says_nothing_of_its_doubt() -> None:
    found = mean_interval(np.array([4.0]))
    assert (found.mean, found.low, found.high) == (4.0, -math.inf, math.inf)
    assert not found.is_clear
    assert found.to_json() == {"mean": 4.0, "low": None, "high": None}


def test_what_never_varies_is_certain() -> None:
    found = mean_interval(np.array([4.0, 4.0, 4.0]))
    assert found.half_width == 0.0
    assert found.is_clear

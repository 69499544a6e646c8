"""Points worked out from a threshold, as a marketer would on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.core.errors import CannotCalibrate
from maplanner.document.vocabulary import ScoreLevel
from maplanner.scoring.calibration import (
    base_of,
    calibrate,
    proposed_points,
    usual_score,
    usual_threshold,
)
from tests.builders import PlanBuilder


def test_the_worked_example() -> None:
    found = calibrate(100, [5, 3, 4])
    assert (found.shares, found.points, found.left_over) == (12, 8, 4)


@pytest.mark.parametrize(
    ("threshold", "interactions", "shares", "points", "left_over"),
    [
        (100, [10], 10, 10, 0),
        (100, [4.5, 3.5], 8, 12, 4),
        (0.3, [0.1, 0.2], 0.3, 1, 0),
        (5, [7], 7, 0, 5),
        (50, [0, 5, 0], 5, 10, 0),
    ],
)
def test_known_answers(
    threshold: float, interactions: list[float], shares: float, points: int, left_over: float
) -> None:
    found = calibrate(threshold, interactions)
    assert (found.shares, found.points, found.left_over) == (shares, points, left_over)


@given(st.integers(1, 10_000), st.lists(st.integers(0, 500), min_size=1, max_size=9).filter(any))
def test_nothing_of_the_threshold_is_lost(threshold: int, interactions: list[int]) -> None:
    found = calibrate(threshold, interactions)
    assert found.points * found.shares + found.left_over == threshold
    assert 0 <= found.left_over < found.shares


@pytest.mark.parametrize(
    ("threshold", "interactions"),
    [(0, [1]), (-5, [1]), (9, []), (9, [0, 0]), (9, [3, -1]), (float("nan"), [1]), (9, [float("inf")])],
)
def test_what_cannot_be_shared_out_is_refused(threshold: float, interactions: list[float]) -> None:
    with pytest.raises(CannotCalibrate):
        calibrate(threshold, interactions)


def test_recalibrating_keeps_what_sales_adjusted() -> None:
    plan = PlanBuilder()
    score = plan.score()
    rules = [
        plan.rule(score, points=10, adjustment=0),
        plan.rule(score, points=13, adjustment=3),
        plan.rule(score, points=6, adjustment=-4),
        plan.rule(score, points=-20),
    ]
    first = proposed_points(rules, 8)
    assert [(each.base, each.adjustment, each.points) for each in first] == [
        (8, 0, 8),
        (8, 3, 11),
        (8, -4, 4),
        (-20, 0, -20),
    ]
    again = proposed_points([each.rule.changed(each.changes) for each in first], 5)
    assert [each.points for each in again] == [5, 8, 1, -20]
    assert again[3].changes == {}
    assert base_of(again[1].rule) == 8


def test_the_score_that_a_threshold_watches_is_meant() -> None:
    plan = PlanBuilder()
    assert usual_score(plan.snapshot()) is None
    assert usual_threshold(plan.snapshot(), None) == 100
    plan.score("Interest", order=0)
    ready = plan.score("Readiness", order=1)
    plan.threshold(ready, 60)
    plan.threshold(ready, 80)
    plan.threshold(ready, 200, level=ScoreLevel.ACCOUNT)
    assert usual_score(plan.snapshot()) == ready
    assert usual_threshold(plan.snapshot(), ready) == 80

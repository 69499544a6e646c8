"""Scores add up and fade as a marketer would reckon by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.values import HalfLifeDecay, LinearDecay, StepDecay
from maplanner.scoring.model import LeadScore, RuleUse, ScoreModel, account_score, granted, reaches

LINEAR = ScoreModel(decay=LinearDecay(points=25, days=30))


def after(model: ScoreModel, *changes: tuple[float, float]) -> LeadScore:
    score = model.new(0.0)
    for at, points in changes:
        score = model.changed(score, points, at)
    return score


@pytest.mark.parametrize(
    ("at", "points"), [(10, 60), (39.9, 60), (40, 35), (69.9, 35), (70, 10), (100, 0), (1000, 0)]
)
def test_linear_decay_loses_points_after_each_idle_period(at: float, points: float) -> None:
    assert LINEAR.value(after(LINEAR, (10, 60)), at) == points


def test_a_gain_starts_the_idle_period_anew_and_a_loss_does_not() -> None:
    gained = after(LINEAR, (0, 60), (29, 10))
    assert [LINEAR.value(gained, at) for at in (30, 58.9, 59)] == [70, 70, 45]
    lost = after(LINEAR, (0, 60), (29, -10))
    assert [LINEAR.value(lost, at) for at in (29, 30, 60)] == [50, 25, 0]


def test_a_loss_between_periods_does_not_repeat_the_fading_before_it() -> None:
    assert LINEAR.value(after(LINEAR, (0, 60), (31, -5)), 59) == 30
    assert LINEAR.value(after(LINEAR, (0, 60), (31, -5)), 60) == 5


def test_half_life_is_continuous() -> None:
    model = ScoreModel(decay=HalfLifeDecay(days=10))
    score = after(model, (0, 80), (10, 10))
    assert model.value(score, 10) == 50
    assert model.value(score, 20) == 25
    assert model.value(score, 25) == pytest.approx(25 / math.sqrt(2))


def test_step_decay_takes_a_share() -> None:
    model = ScoreModel(decay=StepDecay(share=0.25, days=7))
    assert [model.value(after(model, (1, 64)), at) for at in (7.9, 8, 15)] == [64, 48, 36]


@pytest.mark.parametrize("decay", [LinearDecay(points=9, days=1), HalfLifeDecay(days=1), StepDecay(days=1)])
def test_fading_stops_at_the_floor_and_never_touches_what_is_below_nought(decay: LinearDecay) -> None:
    high = ScoreModel(floor=5, decay=decay)
    assert high.start == 5
    assert high.value(after(high, (0, 20)), 100) == 5
    low = ScoreModel(floor=-30, decay=decay)
    assert low.value(after(low, (0, -20)), 100) == -20
    assert low.value(after(low, (0, 20)), 100) == pytest.approx(0, abs=1e-20)


def test_floor_and_cap_bound_every_change() -> None:
    model = ScoreModel(floor=-10, cap=50)
    assert after(model, (0, 80)).value == 50
    assert after(model, (0, 80), (1, -100)).value == -10


def test_next_fall_is_the_end_of_the_period() -> None:
    assert LINEAR.next_fall(after(LINEAR, (10, 60)), 12) == 40
    assert LINEAR.next_fall(after(LINEAR, (10, 60)), 40) == 70
    assert LINEAR.next_fall(after(LINEAR, (10, 60)), 200) is None


def test_a_rule_gives_at_most_what_it_may_and_only_the_first_time() -> None:
    given_points, use = granted(8, RuleUse(), first_only=False, at_most=12)
    assert given_points == 8
    given_points, use = granted(8, use, first_only=False, at_most=12)
    assert given_points == 4
    assert granted(8, use, first_only=False, at_most=12)[0] == 0
    assert granted(8, use, first_only=True, at_most=None)[0] == 0
    assert granted(-8, RuleUse(), first_only=False, at_most=5)[0] == -5


def test_a_mark_is_reached_from_below_only() -> None:
    assert reaches(99, 100, 100)
    assert not reaches(100, 120, 100)
    assert not reaches(120, 90, 100)


def test_the_account_is_the_sum_of_its_leads() -> None:
    scores = [after(LINEAR, (0, 40)), after(LINEAR, (20, 70))]
    assert account_score(LINEAR, scores, 30) == 15 + 70


changes = st.lists(st.tuples(st.floats(0.01, 20), st.floats(-40, 60)), max_size=12)
decays = st.sampled_from(
    [None, LinearDecay(points=7, days=3), HalfLifeDecay(days=4), StepDecay(share=0.2, days=2)]
)


@given(changes, decays, st.floats(-10, 5), st.floats(0, 50), st.floats(0, 50))
def test_scores_stay_within_their_limits_and_only_fade_between_changes(
    steps: list[tuple[float, float]], decay: LinearDecay | None, floor: float, one: float, other: float
) -> None:
    model = ScoreModel(floor=floor, cap=100, decay=decay)
    at, score = 0.0, model.new(0.0)
    for wait, points in steps:
        at += wait
        score = model.changed(score, points, at)
    sooner, later = sorted((one, other))
    first, second = model.value(score, at + sooner), model.value(score, at + later)
    assert model.floor <= second <= first <= 100


@given(st.floats(1, 500), st.floats(0.5, 40), st.floats(0.5, 40), st.floats(0, 300))
def test_linear_decay_is_the_closed_form(points: float, loss: float, days: float, at: float) -> None:
    model = ScoreModel(decay=LinearDecay(points=loss, days=days))
    assert model.value(after(model, (0, points)), at) == max(0.0, points - loss * math.floor(at / days))

"""Roll-ups, limits, points that run out, patterns, inactivity and grades, as reckoned by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.records import RuleGroup, ScoreMatrix
from maplanner.document.values import LinearDecay
from maplanner.document.vocabulary import RollUp
from maplanner.scoring.grades import grade
from maplanner.scoring.limits import NO_LIMIT, Given, Limit, allowed
from maplanner.scoring.model import ScoreModel, falls_below
from maplanner.scoring.patterns import Pattern, PatternMemory, idle_times
from maplanner.scoring.rollup import RollUpModel


@pytest.mark.parametrize(
    ("how", "value"),
    [
        (RollUp.SUM, 100.0),
        (RollUp.MAXIMUM, 50.0),
        (RollUp.MEAN, 25.0),
        (RollUp.CHAMPION, 0.6 * 50 + 0.4 * 50 / 3),
        (RollUp.ROLES, 2 * 10 + 0.5 * 50 + 40),
        (RollUp.TRIMMED, 100 / 3),
    ],
)
def test_an_accounts_score_by_each_way(how: RollUp, value: float) -> None:
    assert RollUpModel(how).value([10, 50, 0, 40], [2, 0.5, 3]) == pytest.approx(value)
    assert RollUpModel(how).value([]) == 0.0
    assert RollUpModel(how).value([30]) == 30.0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9), st.floats(0, 1), st.floats(0, 1))
def test_roll_ups_that_weigh_lie_between_lowest_and_highest(
    points: list[float], champion: float, trimmed: float
) -> None:
    for how in (RollUp.MEAN, RollUp.CHAMPION, RollUp.TRIMMED, RollUp.MAXIMUM):
        value = RollUpModel(how, champion, trimmed).value(points)
        assert min(points) - 1e-9 <= value <= max(points) + 1e-9
    assert RollUpModel(RollUp.ROLES).value(points) == RollUpModel(RollUp.SUM).value(points)


def test_points_run_out_down_to_nought_and_come_back_where_they_were_taken() -> None:
    model = ScoreModel(floor=-50, cap=100, decay=LinearDecay(points=25, days=30))
    score = model.changed(model.new(0), 60, 0)
    assert model.expired(score, 60, 45).value == 0, "35 were left, and nought is where it ends"
    taken = model.changed(score, -80, 10)
    back = model.expired(taken, -80, 20)
    assert (taken.value, back.value, back.since) == (-20, 60, 0)
    assert model.value(back, 30) == 35, "coming back is no gain: the idle days go on"
    assert model.expired(taken, 5, 20).value == -20


def test_a_mark_is_fallen_below_from_it_or_above() -> None:
    assert falls_below(100, 99, 100)
    assert not falls_below(99, 90, 100)
    assert not falls_below(120, 100, 100)


def test_limits_of_the_last_days_make_room_to_the_instant() -> None:
    own, group = Given(), Given()
    rule, shared = (Limit(20, per_days=7), own), (Limit(30), group)
    assert [allowed(8, day, rule, shared) for day in (0, 1, 2, 6.9)] == [8, 8, 4, 0]
    assert allowed(8, 7, rule, shared) == 8, "the eight of the first day count no longer"
    assert allowed(8, 30, rule, shared) == 2, "the group has 30 in all"
    assert allowed(8, 60, rule, shared) == 0
    assert allowed(-40, 61, (NO_LIMIT, Given()), shared) == -30, "losses have a limit of their own"


def test_a_group_without_a_limit_and_no_group_limit_nothing() -> None:
    assert Limit.of(None) == NO_LIMIT == Limit.of(RuleGroup.new(score="s"))
    assert Limit.of(RuleGroup.new(score="s", at_most=40, per_days=30)) == Limit(40, 30)
    assert allowed(1e9, 0, (NO_LIMIT, Given())) == 1e9


@given(
    st.lists(st.tuples(st.floats(0, 60), st.floats(0.1, 30)), max_size=30), st.floats(1, 50), st.floats(1, 20)
)
def test_no_window_holds_more_than_its_limit(
    story: list[tuple[float, float]], at_most: float, days: float
) -> None:
    limit, given_points = Limit(at_most, days), Given()
    story.sort()
    had = [(day, allowed(points, day, (limit, given_points))) for day, points in story]
    for day, _points in had:
        held = math.fsum(points for other, points in had if day - days < other <= day)
        assert held <= at_most + 1e-6


def test_opened_five_clicked_none() -> None:
    pattern, memory = Pattern(5, 30, has_without=True), PatternMemory()
    assert [memory.met(pattern, day) for day in (0, 5, 10, 15)] == [False] * 4
    memory.without = 16
    assert not memory.met(pattern, 20), "one was clicked"
    assert not memory.met(pattern, 45.9)
    assert not memory.met(pattern, 46)
    assert not memory.met(pattern, 46)
    assert memory.met(pattern, 47), "five since day 20, and the click lies more than 30 days back"
    assert not memory.met(pattern, 48), "counting has begun anew"


def test_what_lies_the_patterns_days_back_no_longer_counts() -> None:
    pattern, memory = Pattern(2, 10), PatternMemory()
    assert [memory.met(pattern, day) for day in (0, 10, 19.9)] == [False, False, True]
    assert PatternMemory().met(Pattern(1, 1), 0)


def test_inactivity_comes_again_or_once() -> None:
    assert list(idle_times(0, [10, 45], 20, 100, once=False)) == [30, 65, 85]
    assert list(idle_times(0, [10, 45], 20, 100, once=True)) == [30]
    assert list(idle_times(0, [], 30, 90, once=False)) == [30, 60, 90]
    assert list(idle_times(0, [20], 20, 39, once=False)) == [20]


def test_grades_from_marks_in_any_order() -> None:
    matrix = ScoreMatrix.new(fit="f", engagement="e", fit_marks=(30, 60), engagement_marks=(75, 50, 25))
    assert [grade(matrix, fit, done) for fit, done in ((60, 75), (59, 74), (30, 25), (0, 0))] == [
        "A1",
        "B2",
        "B3",
        "C4",
    ]
    assert grade(ScoreMatrix.new(fit="f"), 60, 0) == "A"
    assert grade(ScoreMatrix.new(), 60, 60) == ""

"""Shares, precision, the hour, and running what can run."""

from __future__ import annotations

import numpy as np
import pytest

from maplanner.core.errors import CannotSimulate
from maplanner.simulation import SimulationOptions, simulate
from maplanner.simulation.bands import Bands
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.precision import precision_of, relative, runs_needed
from maplanner.simulation.shares import share_of, wilson
from maplanner.simulation.telling import Span, band, over_time, to_json
from tests.builders import PlanBuilder
from tests.simulation.reference_funnel import reference_funnel


def test_wilsons_interval_is_the_published_one() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20."""
    for hits, trials, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        found = wilson(hits, trials)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0).high == 1.0


def test_intervals_of_shares_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        # Leads come in companies of ten that decide alike: without the design effect 60 % would hold.
        companies = random.binomial(40, 0.3, size=20)
        found = share_of(companies * 10, np.full(20, 400))
        held += found.low <= 0.3 <= found.high
    assert 0.91 < held / 400 < 0.99


def test_runs_are_added_until_the_mean_is_sure() -> None:
    plan = reference_funnel(0.05).snapshot()
    asked = SimulationOptions(precision=0.03, precision_of=(next(s.id for s in _steps(plan, "Visit")),))
    result = simulate(plan, asked)
    assert result.precision is not None
    assert result.precision.is_met
    assert result.runs >= 10
    samples = result.step_by_id[asked.precision_of[0]].entered
    assert len(samples) == result.runs
    assert relative(samples) <= 0.03
    same = simulate(plan, SimulationOptions(runs=result.runs))
    assert np.array_equal(same.step_by_id[asked.precision_of[0]].entered, samples), "runs are those of --runs"


def test_the_most_runs_are_never_exceeded_and_what_is_missing_is_told() -> None:
    plan = reference_funnel(0.02).snapshot()
    result = simulate(plan, SimulationOptions(precision=0.001, runs=15))
    assert result.runs == 15
    assert result.precision is not None
    assert not result.precision.is_met
    assert result.precision.runs_needed > 15


def test_impossible_wishes_are_refused() -> None:
    plan = reference_funnel(0.02).snapshot()
    for options in (SimulationOptions(precision=0.0), SimulationOptions(precision=0.1, precision_of=("no",))):
        with pytest.raises(CannotSimulate):
            simulate(plan, options)
    with pytest.raises(CannotSimulate, match="hour"):
        simulate(plan, SimulationOptions(days=500.0, by_hour=True, runs=1))


def test_rare_figures_ask_for_nothing_unless_chosen() -> None:
    rare, common = np.array([0, 1, 0, 2]), np.array([100, 101, 99, 100])
    assert precision_of([("a", rare), ("b", common)], None).worst == "b"
    assert precision_of([("a", rare), ("b", common)], None, chosen=True).worst == "a"
    assert precision_of([("a", rare)], 0.1).reached is None
    assert runs_needed(common, 0.001) > runs_needed(common, 0.01) >= 2


@pytest.mark.parametrize("runs", [5, 20, 60])
def test_runs_that_are_needed_are_more_than_those_that_do_not_suffice(runs: int) -> None:
    samples = np.random.default_rng(runs).poisson(20.0, runs)
    reached = relative(samples)
    assert runs_needed(samples, reached * 0.98) > runs
    assert runs_needed(samples, reached * 1.001) == runs


def test_hours_days_and_weeks_add_up() -> None:
    plan = reference_funnel(0.02).snapshot()
    result = simulate(plan, SimulationOptions(runs=3, by_hour=True))
    daily = simulate(plan, SimulationOptions(runs=3))
    for hourly_step, daily_step in zip(result.steps, daily.steps, strict=True):
        assert np.array_equal(hourly_step.entered, daily_step.entered)
        assert over_time(result, hourly_step, 1.0) == pytest.approx(daily_step.over_time)
        assert over_time(daily, daily_step, 7.0).sum() == pytest.approx(daily_step.entered.mean())
    low_high = band(daily, daily.steps[0], 7.0)
    assert low_high is not None
    assert np.all(low_high[0] <= low_high[1])
    told = to_json(plan, daily, Span.WEEK)
    assert len(told["steps"][0]["over_time"]) == 26


def test_bands_keep_their_bound_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    program = compile_plan(reference_funnel(0.02).snapshot())
    monkeypatch.setattr("maplanner.simulation.bands.MOST_CELLS", 20 * program.dims.steps * 50)
    bands = Bands(program, 4)
    series = np.ones((program.dims.steps, 180), np.int32)
    bands.add(0, series)
    bands.extend(100)
    bands.add(99, series)
    assert bands.of(0).size <= 100 * 50
    assert bands.of(0)[0].sum() == bands.of(0)[99].sum() == 180


def test_what_cannot_run_is_named_and_can_be_left_out() -> None:
    builder = PlanBuilder(days=10.0)
    builder.campaign()
    good = builder.step("contact_list", props={"size": 50})
    bad = builder.step(
        "decision", "Ready?", props={"condition": {"subject": "score", "ref": "gone", "value": 3}}
    )
    builder.link(good, builder.step("end", "Over"))
    builder.link(good, bad)
    plan = builder.snapshot()
    with pytest.raises(CannotSimulate) as refused:
        simulate(plan, SimulationOptions(runs=1))
    assert refused.value.about == bad.id
    result = simulate(plan, SimulationOptions(runs=1, leave_out=True))
    assert [left.step for left in result.left_out] == [bad.id]
    assert "Ready?" in result.left_out[0].why
    assert next(step for step in result.steps if step.title == "Over").entered.tolist() == [50]


def _steps(plan, title):
    from maplanner.document.records import Step

    return [step for step in plan.all(Step) if step.title == title]

"""What must be true of any simulation, held against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.document.values import FixedDelay, WeeklyDelay
from maplanner.flow import behaviour as word
from maplanner.simulation.chunks import Outcome, Task, kernel_runner
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.layout import LEADS, count_layout
from maplanner.simulation.reference import reference_runner
from tests.builders import PlanBuilder
from tests.simulation.random_plans import Drawing, drawing

FEW = settings(max_examples=20)


def run(plan: Drawing, seed: int = 1, run: int = 0) -> Outcome:
    program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    return kernel_runner(program, Task(seed, run, 0, program.accounts), np.zeros(3, np.int64))


def entered(plan: Drawing, outcome: Outcome) -> list[int]:
    dims = compile_plan(plan.snapshot, vocabulary=plan.vocabulary).dims
    first = count_layout(dims).entered
    return [int(count) for count in outcome.counts[first : first + dims.steps]]


def chain(source: word.Source, shares: list[list[float]], delay: float = 0.01, **plan: float) -> Drawing:
    """Return a campaign in which ``shares[i][j]`` of the leads at step i go on to step j, exclusively."""
    builder = PlanBuilder(**{"days": 100.0, "accounts": 50} | plan)
    steps = [builder.step("any", f"step {n}") for n in range(len(shares))]
    for place, row in enumerate(shares):
        for target, share in enumerate(row):
            if share > 0:
                wait = FixedDelay(days=delay)
                builder.link(steps[place], steps[target], "one", share=share, delay=wait)
    everywhere = {step.id: word.Behaviour((word.Emit("one"),)) for step in steps}
    everywhere[steps[0].id] = word.Behaviour((word.Emit("one"),), (source,))
    return drawing(builder, everywhere)


@given(st.integers(0, 3000), st.integers(1, 70), st.integers(0, 10**6))
@FEW
def test_a_list_brings_exactly_its_people(size: int, accounts: int, seed: int) -> None:
    plan = chain(word.ListArrivals(size), [[0.0]], accounts=accounts)
    outcome = run(plan, seed)
    assert outcome.counts[LEADS] == size
    assert entered(plan, outcome) == [size]


@given(st.lists(st.floats(0.05, 0.45), min_size=6, max_size=6), st.integers(0, 10**6))
@FEW
def test_leads_are_conserved_at_a_split(shares: list[float], seed: int) -> None:
    a, b = shares[:2]
    plan = chain(word.ListArrivals(500), [[0, a, b, 1 - a - b], [0] * 4, [0] * 4, [0] * 4])
    first, *ways = entered(plan, run(plan, seed))
    assert sum(ways) == first == 500


@given(st.lists(st.floats(0.05, 0.3), min_size=9, max_size=9), st.integers(0, 10**6))
@FEW
def test_constant_shares_give_the_absorbing_chain(numbers: list[float], seed: int) -> None:
    """Expected visits are the first row of (1 - Q)⁻¹; the spread is bounded by what visits can vary."""
    shares = np.array(numbers).reshape(3, 3)
    size = 4000
    plan = chain(word.ListArrivals(size), shares.tolist(), delay=0.001)
    expected = np.linalg.inv(np.eye(3) - shares)
    seen = np.array(entered(plan, run(plan, seed)))
    mean = size * expected[0]
    variance = size * expected[0] * (2 * np.diag(expected) - 1 - expected[0])
    assert np.all(np.abs(seen - mean) <= 5 * np.sqrt(variance) + 1e-9)


@given(st.floats(0.5, 20), st.floats(0.1, 0.9), st.integers(0, 10**6))
@FEW
def test_thinned_poisson_stays_poisson(rate: float, share: float, seed: int) -> None:
    """Over independent days, mean and variance of what passes are both rate × share."""
    plan = chain(word.PoissonArrivals(rate), [[0, share], [0, 0]], days=1000.0, delay=1e-6)
    per_day = run(plan, seed).series[1]
    mean = rate * share
    error = math.sqrt(mean / 1000)
    assert abs(per_day.mean() - mean) < 5 * error
    assert abs(per_day.var() - mean) < 5 * math.sqrt((mean + 2 * mean**2) / 1000)


@pytest.mark.parametrize("growth", [0.0, 0.5])
def test_weekly_pattern_and_growth_are_kept(growth: float) -> None:
    week = (2.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0)
    source = word.PoissonArrivals(10.0, week, growth=growth, start=3.5, end=710.25)
    per_day = run(chain(source, [[0.0]], days=728.0)).series[0]
    open_for = np.clip(np.arange(728) + 1 - 3.5, 0, 1) * np.clip(710.25 - np.arange(728), 0, 1)
    days = np.arange(728)
    expected = 10 * np.array(week)[days % 7] * (1 + growth) ** (np.maximum(days - 3, 0) / 365) * open_for
    assert not per_day[expected == 0].any()
    for weekday in range(5):
        seen, mean = per_day[weekday::7].sum(), expected[weekday::7].sum()
        assert abs(seen - mean) < 5 * math.sqrt(mean)


def test_doubling_arrivals_doubles_the_means() -> None:
    def total(rate: float) -> float:
        plan = chain(word.PoissonArrivals(rate), [[0, 0.5], [0.3, 0]])
        return float(np.mean([entered(plan, run(plan, run=number))[1] for number in range(40)]))

    once, twice = total(30.0), total(60.0)
    assert twice == pytest.approx(2 * once, rel=0.03)


@given(st.floats(1, 40), st.floats(0, 40), st.integers(0, 10**6))
@FEW
def test_a_higher_threshold_never_qualifies_more(low: float, more: float, seed: int) -> None:
    """Also where qualifying takes a lead out of the flow that earns points."""

    def qualified(mark: float) -> int:
        builder = PlanBuilder(days=80.0, accounts=40)
        score = builder.score(decay={"kind": "linear", "points": 4, "days": 6})
        threshold = builder.threshold(score, mark)
        ready = {"subject": "threshold", "ref": threshold.id, "operator": "is"}
        builder.campaign("Nurture", exit=ready)
        mail = builder.step("any", "mail")
        builder.link(mail, mail, "all", share=0.9, delay=FixedDelay(days=3.0))
        builder.campaign("Sales")
        trigger = builder.step("any", "sales")
        points = word.Chance(0.5, (word.AddPoints(score.id, 5.0),))
        plan = drawing(
            builder,
            {
                mail.id: word.Behaviour((points, word.Emit("all")), (word.ListArrivals(200),)),
                trigger.id: word.Behaviour((), (word.OnThreshold(threshold.id),)),
            },
        )
        return entered(plan, run(plan, seed))[1]

    assert qualified(low + more) <= qualified(low)


def test_events_come_at_their_exact_times() -> None:
    """Thursday, 15:00, seen from Wednesday and from Thursday 15:00 itself; then idleness 4 days on."""
    builder = PlanBuilder(days=30.0, accounts=1, start="2027-01-06")
    score = builder.score()
    first, second, idle = (builder.step("any", title) for title in ("first", "second", "idle"))
    wait = WeeklyDelay(weekday=3, hour=15.0)
    builder.link(first, second, "all", delay=wait)
    plan = drawing(
        builder,
        {
            first.id: word.Behaviour((word.Emit("all"),), (word.ListArrivals(1, at=0.5),)),
            second.id: word.Behaviour((word.AddPoints(score.id, 1.0), word.After(wait, (word.Notify(),)))),
            idle.id: word.Behaviour((), (word.OnIdle(score.id, 4.0),)),
        },
    )
    program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    log = reference_runner(program, Task(1, 0, 0, 1, 100), np.zeros(3, np.int64)).log
    arrivals = [(line[0], line[4]) for line in log if line[3] == 1]
    assert arrivals == [(0.5, 0), (1.625, 1), (5.625, 2)]
    assert [line[0] for line in log if line[3] == 16] == [8.625]

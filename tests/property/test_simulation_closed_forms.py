"""Flows of ordinary steps whose means and spreads have closed forms, over random parameters."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from maplanner.document.records import Step
from maplanner.simulation.chunks import Outcome, Task, kernel_runner
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.layout import DELAYED, count_layout
from maplanner.simulation.program import ARRIVE, FlowProgram
from tests.builders import PlanBuilder

FEW = settings(max_examples=8)
RUNS = 250
SEEDS = st.integers(0, 10**6)
SIGMAS = 5.0


def outcomes(program: FlowProgram, runs: int, seed: int, lines: int = 0) -> list[Outcome]:
    control = np.zeros(3, np.int64)
    return [kernel_runner(program, Task(seed, n, 0, program.accounts, lines), control) for n in range(runs)]


def entered(builder: PlanBuilder, runs: int, seed: int) -> NDArray[np.int64]:
    """Return how many came to each step; shape (runs, steps)."""
    program = compile_plan(builder.snapshot())
    at = count_layout(program.dims).entered
    return np.array([each.counts[at : at + program.dims.steps] for each in outcomes(program, runs, seed)])


def holds_mean(samples: NDArray[Any], mean: float, variance: float) -> None:
    error = math.sqrt(variance / len(samples))
    assert abs(samples.mean() - mean) <= SIGMAS * error + 1e-9


def holds_poisson(samples: NDArray[Any], mean: float) -> None:
    """Mean and variance over the runs are both the mean, as far as so many runs can tell."""
    total = len(samples) * mean
    assert abs(samples.sum() - total) <= SIGMAS * math.sqrt(total) + (SIGMAS if total else 0)
    if mean > 0.5:
        error = math.sqrt((mean + 2 * mean**2) / len(samples))
        assert abs(samples.var(ddof=1) - mean) <= SIGMAS * error


def ad(builder: PlanBuilder, rate: float, **props: Any) -> Step:
    return builder.step("paid_ad", "Ad", props={"reckoned": "clicks", "clicks_per_day": rate} | props)


# --- chains --------------------------------------------------------------------

KINDS = ("split", "decision", "wait")
rows = st.lists(st.floats(0.02, 0.22), min_size=4, max_size=4)


def graph(kinds: list[str], shares: list[list[float]], size: int) -> PlanBuilder:
    """Return a list that goes to the first of steps among which leads wander, by constant shares."""
    builder = PlanBuilder(days=400.0, accounts=30)
    score = builder.score()
    start = builder.step("contact_list", "List", props={"size": size})
    steps = [builder.step(kind, f"step {n}", props=props(kind, score.id)) for n, kind in enumerate(kinds)]
    away = builder.step("end", "Away")
    builder.link(start, steps[0])
    for step, row in zip(steps, shares, strict=True):
        way = step
        if step.kind != "split":
            way = builder.step("split", f"{step.title}, by chance")
            builder.link(step, way, "yes" if step.kind == "decision" else "next")
        for target, share in zip(steps, row, strict=True):
            builder.link(way, target, share=share, delay={"kind": "fixed", "days": 0.01})
        builder.link(way, away)
    return builder


def props(kind: str, score: str) -> dict[str, Any]:
    if kind == "decision":
        return {"condition": {"subject": "score", "ref": score, "operator": "below", "value": 5.0}}
    return {"delay": {"kind": "exponential", "mean": 0.02}} if kind == "wait" else {}


@given(
    st.lists(st.sampled_from(KINDS), min_size=4, max_size=4), st.lists(rows, min_size=4, max_size=4), SEEDS
)
@FEW
def test_steps_with_constant_shares_give_the_absorbing_chain(
    kinds: list[str], shares: list[list[float]], seed: int
) -> None:
    """Expected visits are the first row of (1 - Q)⁻¹; the variance of visits is known too."""
    size, runs = 400, 20
    seen = entered(graph(kinds, shares, size), runs, seed)
    visits = np.linalg.inv(np.eye(4) - np.array(shares))
    for place in range(4):
        mean, own = visits[0, place], visits[place, place]
        holds_mean(seen[:, 1 + place], size * mean, size * mean * (2 * own - 1 - mean))
    assert (seen[:, 5] == size).all(), "all of them come to the end"


# --- Poisson and binomial ------------------------------------------------------


@given(st.floats(1, 60), st.lists(st.floats(0.05, 0.95), min_size=2, max_size=2), SEEDS)
@FEW
def test_a_thinned_poisson_stream_is_poisson_and_its_parts_are_independent(
    rate: float, shares: list[float], seed: int
) -> None:
    """What a split sends here and there is Poisson both ways, and one says nothing of the other."""
    builder = PlanBuilder(days=7.0, accounts=40)
    source, page, split = ad(builder, rate), builder.step("landing_page"), builder.step("split")
    builder.link(source, page)
    builder.link(page, split, share=shares[0])
    ends = [builder.step("end", title) for title in ("Here", "There")]
    builder.link(split, ends[0], share=shares[1])
    builder.link(split, ends[1])
    seen = entered(builder, RUNS, seed)
    passing = 7 * rate * shares[0]
    for column, mean in (
        (1, 7 * rate),
        (2, passing),
        (3, passing * shares[1]),
        (4, passing * (1 - shares[1])),
    ):
        holds_poisson(seen[:, column], mean)
    uncorrelated(seen[:, 3], seen[:, 4])


def uncorrelated(one: NDArray[Any], other: NDArray[Any]) -> None:
    assert abs(np.corrcoef(one, other)[0, 1]) < SIGMAS / math.sqrt(len(one))


week_shares = st.lists(st.just(0.0) | st.floats(0.3, 2.0), min_size=7, max_size=7).filter(
    lambda week: sum(week) > 1
)


@given(st.floats(4, 30), week_shares, st.integers(0, 11), st.integers(12, 24), SEEDS)
@FEW
def test_a_week_and_its_hours_shape_arrivals_and_keep_their_total(
    rate: float, week: list[float], opens: int, closes: int, seed: int
) -> None:
    builder = PlanBuilder(days=14.0, accounts=40)
    ad(builder, rate, week=week, from_hour=opens, to_hour=closes)
    program = compile_plan(builder.snapshot())
    found = outcomes(program, RUNS, seed, lines=5000)
    per_day = np.array([each.series[0] for each in found])
    for day in range(14):
        holds_poisson(per_day[:, day], 7 * rate * week[day % 7] / sum(week))
    holds_poisson(per_day.sum(axis=1), 14 * rate)
    hours = np.array([line[0] % 1.0 * 24 for each in found for line in each.log if line[3] == ARRIVE])
    assert opens <= hours.min() <= hours.max() < closes
    holds_mean(hours, (opens + closes) / 2, (closes - opens) ** 2 / 12)


@given(st.integers(20, 600), st.lists(st.floats(0.05, 0.95), min_size=2, max_size=2), SEEDS)
@FEW
def test_a_list_through_independent_shares_is_binomial(size: int, shares: list[float], seed: int) -> None:
    builder = PlanBuilder(days=5.0, accounts=17)
    start = builder.step("contact_list", "List", props={"size": size})
    for number, share in enumerate(shares):
        builder.link(start, builder.step("end", f"End {number}"), share=share)
    seen = entered(builder, RUNS, seed)
    assert (seen[:, 0] == size).all()
    for column, share in enumerate(shares, 1):
        variance = size * share * (1 - share)
        fourth = variance * (1 + 3 * (size - 2) * share * (1 - share))
        holds_mean(seen[:, column], size * share, variance)
        spread = math.sqrt((fourth - variance**2 * (RUNS - 3) / (RUNS - 1)) / RUNS)
        assert abs(seen[:, column].var(ddof=1) - variance) < SIGMAS * spread
    uncorrelated(seen[:, 1], seen[:, 2])


# --- waits ---------------------------------------------------------------------

Kept = Callable[[float], float]
"""The mean of the shorter one of a delay and a time."""


def fixed(days: float) -> tuple[dict[str, Any], Kept]:
    return {"kind": "fixed", "days": days}, lambda t: min(days, t)


def exponential(days: float) -> tuple[dict[str, Any], Kept]:
    return {"kind": "exponential", "mean": days}, lambda t: days * -math.expm1(-t / days)


def uniform(days: float) -> tuple[dict[str, Any], Kept]:
    low, high = days / 2, 2 * days

    def kept(t: float) -> float:
        inside = min(max(t, low), high) - low
        return min(t, low) + inside - inside**2 / (2 * (high - low))

    return {"kind": "uniform", "low": low, "high": high}, kept


def gamma(days: float) -> tuple[dict[str, Any], Kept]:
    """Shape 2: the sum of two exponential times."""
    scale = days / 2
    return (
        {"kind": "gamma", "mean": days, "deviation": days / math.sqrt(2)},
        lambda t: 2 * scale - math.exp(-t / scale) * (2 * scale + t),
    )


def log_normal(days: float) -> tuple[dict[str, Any], Kept]:
    sigma = 0.7

    def below(x: float) -> float:
        return 0.5 * math.erfc(-x / math.sqrt(2))

    def kept(t: float) -> float:
        z = math.log(t / days) / sigma
        return days * math.exp(sigma**2 / 2) * below(z - sigma) + t * (1 - below(z))

    return {"kind": "log-normal", "median": days, "sigma": sigma}, kept


@pytest.mark.parametrize("law", [fixed, exponential, uniform, gamma, log_normal])
@given(st.floats(1, 20), st.floats(0.5, 15), st.floats(0.3, 25), SEEDS)
@settings(max_examples=4)
def test_leads_in_a_wait_are_poisson_as_in_a_queue_that_serves_everybody_at_once(
    law: Callable[[float], tuple[dict[str, Any], Kept]], rate: float, delay: float, time: float, seed: int
) -> None:
    """M/G/∞ from empty: at a time, rate × E[min(delay, time)] wait and rate × (time − that) have passed."""
    value, kept = law(delay)
    builder = PlanBuilder(days=time, accounts=40)
    wait = builder.step("wait", "Wait", props={"delay": value})
    builder.link(ad(builder, rate), wait)
    builder.link(wait, builder.step("end", "End"))
    seen = entered(builder, RUNS, seed)
    come, gone = seen[:, 0], seen[:, 2]
    holds_poisson(come - gone, rate * kept(time))
    holds_poisson(gone, rate * (time - kept(time)))
    if gone.any():
        uncorrelated(come - gone, gone)


# --- conservation --------------------------------------------------------------


@given(
    st.lists(st.sampled_from(KINDS), min_size=4, max_size=4),
    st.lists(rows, min_size=4, max_size=4),
    st.floats(0.005, 0.3),
    SEEDS,
)
@FEW
def test_a_lead_on_single_ways_is_in_exactly_one_place(
    kinds: list[str], shares: list[list[float]], days: float, seed: int
) -> None:
    """Whenever the time stops, each lead has come to the end or waits until later, and none is in both."""
    builder = graph(kinds, shares, 300)
    builder.put(builder.snapshot().plan.changed({"days": days}))
    program = compile_plan(builder.snapshot())
    (outcome,) = outcomes(program, 1, seed, lines=200_000)
    ends = {line[1:3] for line in outcome.log if line[3] == ARRIVE and line[4] == 5}
    waiting = {line[1:3] for line in outcome.log if line[3] == DELAYED and line[5] >= days}
    assert not ends & waiting
    assert len(ends) + len(waiting) == 300


@given(st.floats(5, 60), st.integers(50, 400), st.floats(0.1, 0.9), SEEDS)
@FEW
def test_twice_the_arrivals_are_twice_the_means(rate: float, size: int, share: float, seed: int) -> None:
    def figures(times: int) -> NDArray[np.int64]:
        builder = PlanBuilder(days=20.0, accounts=60)
        page, mail = builder.step("landing_page"), builder.step("email", props={"open_share": share})
        builder.link(ad(builder, times * rate), page)
        start = builder.step("contact_list", props={"size": times * size})
        builder.field(start, "E-mail", key="email", type="e-mail")
        builder.link(start, mail)
        builder.link(mail, page, "opened")
        builder.link(page, builder.step("end"), share=share)
        return entered(builder, 100, seed)

    once, twice = figures(1), figures(2)
    error = np.sqrt((4 * once.var(axis=0) + twice.var(axis=0)) / 100)
    assert (np.abs(2 * once.mean(axis=0) - twice.mean(axis=0)) <= SIGMAS * error + 1e-9).all()
    assert (once.mean(axis=0) > 0).all()

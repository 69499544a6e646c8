"""Calls per cycle, against figures worked out by hand and laws that hold for any writes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.estimate.load import (
    Load,
    Rhythm,
    Writes,
    batched,
    calls_of_cycles,
    polled,
    real_time,
    together,
)
from maplanner.simulation.results import BINS_PER_DAY, BinnedCounts

MARKETO = Rhythm(minutes=5, batch=200, overhead=25)
"""The vendor's worked example: 25 calls in each of 288 cycles a day, 200 records in a call."""

FIVES = 288
"""Spans of five minutes in a day; the times below are counted in them."""


def counted(written: dict[int, int]) -> BinnedCounts:
    """Return counts by spans of five minutes."""
    bins = sorted(written)
    within_day = np.array(bins, np.int64) * (BINS_PER_DAY // FIVES)
    return BinnedCounts(within_day, np.array([written[each] for each in bins], np.int64))


def writes(*objects: dict[int, int], days: int = 1) -> Writes:
    return Writes(tuple((counted(written),) for written in objects), runs=1, days=days)


def test_an_idle_connector_costs_what_the_vendor_says() -> None:
    load = polled(writes(days=3), MARKETO)
    assert load.daily.tolist() == [[7200, 7200, 7200]]
    assert load.busiest_hour.mean == 12 * 25


def test_changes_spread_over_the_day_cost_a_call_in_each_cycle() -> None:
    spread = writes(dict.fromkeys(range(FIVES), 1))
    at_once = writes({100: FIVES})
    assert polled(spread, MARKETO).median_day.mean == 7200 + 288
    assert polled(at_once, MARKETO).median_day.mean == 7200 + 2


def test_each_object_has_calls_of_its_own() -> None:
    assert batched(writes({0: 3}, {0: 4}), Rhythm(minutes=15, batch=200)).daily.tolist() == [[2]]


def test_a_batch_that_is_too_small_costs_more_calls() -> None:
    assert batched(writes({0: 201, 1: 200, 2: 1}), Rhythm(minutes=15, batch=200)).daily.tolist() == [[3]]


def test_cycles_gather_the_bins_within_them() -> None:
    minutes, calls = calls_of_cycles(counted({0: 1, 2: 1, 3: 1, 11: 5}), Rhythm(minutes=15, batch=2))
    assert minutes.tolist() == [0, 15, 45]
    assert calls.tolist() == [1, 1, 3]


def test_cycles_shorter_than_a_bin_share_its_writes() -> None:
    _, calls = calls_of_cycles(counted({0: 1, 1: 3, 2: 100}), Rhythm(minutes=1 / 30, batch=200))
    assert calls.tolist() == [1, 3, 5]


def test_calls_fall_on_their_day_and_hour() -> None:
    load = real_time(writes({0: 1, 11: 2, 12: 4, FIVES: 8}, days=2))
    assert load.daily.tolist() == [[7, 8]]
    assert load.hourly[0, :2].tolist() == [3, 4]
    assert load.busiest_hour.mean == 8
    assert load.median_day.mean == pytest.approx(7.5)
    assert load.busiest_day.mean == 8


def test_runs_are_kept_apart() -> None:
    both = Writes(((counted({0: 10}), counted({0: 30})),), runs=2, days=1)
    assert real_time(both).busiest_day.p50 == 20
    assert real_time(both).daily.tolist() == [[10], [30]]


def test_created_and_updated_records_share_a_call() -> None:
    merged = together([counted({0: 1, 5: 2}), counted({5: 3, 7: 4})])
    assert (merged.bins / (BINS_PER_DAY // FIVES)).tolist() == [0, 5, 7]
    assert merged.counts.tolist() == [1, 5, 4]


WRITTEN = st.dictionaries(st.integers(0, 2 * FIVES - 1), st.integers(1, 1000), max_size=30)
OBJECTS = st.lists(WRITTEN, max_size=3)
RHYTHMS = st.builds(
    Rhythm,
    minutes=st.sampled_from([1.0, 2.0, 5.0, 7.0, 15.0, 60.0, 1440.0]),
    batch=st.integers(1, 300),
    overhead=st.integers(0, 30).map(float),
)


@given(OBJECTS, RHYTHMS)
def test_polling_costs_batches_and_overhead(objects: list[dict[int, int]], rhythm: Rhythm) -> None:
    plan = writes(*objects, days=2)
    overhead = polled(writes(days=2), rhythm)
    assert (polled(plan, rhythm).hourly >= overhead.hourly).all()
    assert (polled(plan, rhythm).hourly - overhead.hourly == batched(plan, rhythm).hourly).all()
    assert overhead.daily.sum() == pytest.approx(
        2 * rhythm.cycles_per_day * rhythm.overhead, abs=rhythm.overhead
    )


@given(OBJECTS, RHYTHMS)
def test_batches_never_cost_more_than_single_calls(objects: list[dict[int, int]], rhythm: Rhythm) -> None:
    plan = writes(*objects, days=2)
    assert batched(plan, rhythm).daily.sum() <= real_time(plan).daily.sum()
    assert (batched(plan, rhythm).daily.sum() > 0) == any(objects)


@given(OBJECTS)
def test_single_records_in_batches_are_real_time(objects: list[dict[int, int]]) -> None:
    plan = writes(*objects, days=2)
    assert (batched(plan, Rhythm(minutes=5, batch=1)).hourly == real_time(plan).hourly).all()


@given(OBJECTS, RHYTHMS, st.integers(2, 5))
def test_rarer_cycles_of_whole_multiples_never_cost_more(
    objects: list[dict[int, int]], rhythm: Rhythm, times: int
) -> None:
    often = Rhythm(max(5.0, rhythm.minutes), rhythm.batch)
    rare = Rhythm(often.minutes * times, rhythm.batch)
    plan = writes(*objects, days=2)
    assert batched(plan, rare).daily.sum() <= batched(plan, often).daily.sum()


def _straight(load: Load, span: int) -> float:
    """Return the most calls in any span of seconds by trying every moment at which something is called."""
    (run,) = load.calls
    idle = []
    if load.idle is not None:
        idle = [(each * load.idle.minutes * 60.0, load.idle.overhead) for each in range(45)]
    stream = sorted([*zip(run.seconds.tolist(), run.made.tolist(), strict=True), *idle])
    return max(
        (sum(made for at, made in stream if begin - 1e-6 <= at < begin + span - 1e-6) for begin, _ in stream),
        default=0.0,
    )


@settings(max_examples=40)
@given(
    st.lists(st.dictionaries(st.integers(0, 40), st.integers(1, 500), max_size=8), max_size=2),
    st.sampled_from([10, 20, 300, 3600]),
)
def test_a_peak_is_the_most_in_any_window_wherever_it_begins(
    objects: list[dict[int, int]], span: int
) -> None:
    plan = writes(*objects)
    for load in (real_time(plan), batched(plan, Rhythm(10, 50)), polled(plan, Rhythm(7, 50, overhead=3))):
        assert load.peak(span).mean == pytest.approx(_straight(load, span))


def test_a_list_sent_at_once_breaks_a_short_limit_that_batches_hold() -> None:
    sent = writes({12: 500})
    assert real_time(sent).peak(10).mean == 500
    assert batched(sent, Rhythm(15, 100)).peak(10).mean == 5

"""Calls to a system's interface under each way of synchronising, worked out cycle by cycle.

Changes that are spread over a day cost a call in every cycle that is not
empty, so nothing here starts from a day's total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from maplanner.document.vocabulary import SyncWay
from maplanner.simulation.results import BIN_MINUTES, BinnedCounts, Range

MINUTES_PER_DAY = 24 * 60
HOURS_PER_DAY = 24
_ROUNDING = 1e-9

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Rhythm:
    """How a connector works: a cycle every so many minutes, so many records in one call.

    ``overhead`` is the number of calls that each cycle costs even if nothing changed.
    """

    minutes: float = 15.0
    batch: int = 200
    overhead: float = 0.0

    @property
    def cycles_per_day(self) -> float:
        """How often a day the connector works."""
        return MINUTES_PER_DAY / self.minutes


@dataclass(frozen=True)
class Calls:
    """Calls of one run in the order of time: the second at which some are made, and how many."""

    seconds: Floats
    made: Floats

    def most_within(self, span: float) -> float:
        """Return the most calls in any ``span`` of seconds; the window may begin anywhere."""
        if not self.seconds.size:
            return 0.0
        until = np.concatenate(([0.0], np.cumsum(self.made)))
        ends = np.searchsorted(self.seconds, self.seconds + span - _ROUNDING, side="left")
        return float((until[ends] - until[: ends.size]).max())


@dataclass(frozen=True)
class Load:
    """Calls per hour for every run; shape (runs, hours), whole days from the first on.

    ``calls`` are those that changes cost, run by run; ``idle`` is what each cycle costs besides.
    """

    way: SyncWay
    hourly: Floats
    calls: tuple[Calls, ...] = ()
    idle: Rhythm | None = None

    def peak(self, seconds: float) -> Range:
        """Return the most calls in any window of so many seconds, in each run."""
        idle = 0.0
        if self.idle is not None:
            # A window that begins with a cycle holds the most of them.
            idle = self.idle.overhead * ceil(seconds / (60.0 * self.idle.minutes) - _ROUNDING)
        return Range.of(np.array([run.most_within(seconds) + idle for run in self.calls] or [idle]))

    @cached_property
    def daily(self) -> Floats:
        """Calls on each day; shape (runs, days)."""
        runs, hours = self.hourly.shape
        daily: Floats = self.hourly.reshape(runs, hours // HOURS_PER_DAY, HOURS_PER_DAY).sum(axis=2)
        return daily

    @cached_property
    def median_day(self) -> Range:
        """Calls on the median day of each run."""
        return Range.of(np.median(self.daily, axis=1))

    @cached_property
    def busiest_day(self) -> Range:
        """Calls on the busiest day of each run."""
        return Range.of(self.daily.max(axis=1))

    @cached_property
    def busiest_hour(self) -> Range:
        """Calls in the busiest hour of the clock of each run."""
        return Range.of(self.hourly.max(axis=1))


@dataclass(frozen=True)
class Writes:
    """What is written to one system: for each of its objects the counts of every run."""

    objects: tuple[tuple[BinnedCounts, ...], ...]
    runs: int
    days: int


def together(parts: Iterable[BinnedCounts]) -> BinnedCounts:
    """Return counts of several kinds as one: records that are created and updated share a call."""
    listed = list(parts)
    bins, places = np.unique(np.concatenate([part.bins for part in listed]), return_inverse=True)
    counts = np.zeros(bins.size, np.int64)
    np.add.at(counts, places, np.concatenate([part.counts for part in listed]))
    return BinnedCounts(bins, counts)


def real_time(writes: Writes) -> Load:
    """Return the load if every write is a call of its own."""
    return Load(SyncWay.REAL_TIME, *_summed(writes, _call_for_each))


def batched(writes: Writes, rhythm: Rhythm) -> Load:
    """Return the load if changes are sent in cycles: in each, changed ÷ batch, rounded up, per object."""
    return Load(SyncWay.BATCHED, *_summed(writes, lambda counts: calls_of_cycles(counts, rhythm)))


def polled(writes: Writes, rhythm: Rhythm) -> Load:
    """Return the load if a connector looks for changes in every cycle: its overhead besides the changes."""
    changes, calls = _summed(writes, lambda counts: calls_of_cycles(counts, rhythm))
    return Load(SyncWay.POLLED, changes + _overhead(writes.days, rhythm), calls, rhythm)


def calls_of_cycles(counts: BinnedCounts, rhythm: Rhythm) -> tuple[Floats, Integers]:
    """Return the minute at which each cycle that is not empty begins, and its calls for one object.

    Cycles shorter than a bin share the bin's writes evenly, which costs the most.
    """
    if counts.bins.size == 0:
        return np.zeros(0), np.zeros(0, np.int64)
    within = max(1, round(BIN_MINUTES / rhythm.minutes))
    if rhythm.minutes < BIN_MINUTES:
        low: Integers = counts.counts // within
        more: Integers = counts.counts % within
        calls: Integers = more * _calls(low + 1, rhythm.batch) + (within - more) * _calls(low, rhythm.batch)
        return counts.bins.astype(np.float64) * BIN_MINUTES, calls
    cycles: Floats = np.floor(counts.bins * BIN_MINUTES / rhythm.minutes + _ROUNDING)
    firsts = np.flatnonzero(np.diff(cycles, prepend=-1.0))
    changed: Integers = np.add.reduceat(counts.counts, firsts)
    return cycles[firsts] * rhythm.minutes, _calls(changed, rhythm.batch)


def _calls(records: Integers, batch: int) -> Integers:
    return -(-records // batch)


def _overhead(days: int, rhythm: Rhythm) -> Floats:
    """Return the calls that each hour costs anyway: the overhead of the cycles that begin in it."""
    edges = np.arange(days * HOURS_PER_DAY + 1) * 60.0
    begun = np.ceil(edges / rhythm.minutes - _ROUNDING)
    overhead: Floats = np.diff(begun) * rhythm.overhead
    return overhead


def _call_for_each(counts: BinnedCounts) -> tuple[Floats, Integers]:
    return counts.bins.astype(np.float64) * BIN_MINUTES, counts.counts


def _summed(
    writes: Writes, calls: Callable[[BinnedCounts], tuple[Floats, Integers]]
) -> tuple[Floats, tuple[Calls, ...]]:
    """Return the calls for all objects: by hour, shape (runs, hours), and one by one for each run."""
    hours = writes.days * HOURS_PER_DAY
    hourly = np.zeros((writes.runs, hours))
    streams: list[list[tuple[Floats, Integers]]] = [[] for _ in range(writes.runs)]
    for runs in writes.objects:
        for run, counts in enumerate(runs):
            minutes, made = calls(counts)
            hour = np.minimum(np.floor(minutes / 60 + _ROUNDING).astype(np.int64), hours - 1)
            hourly[run] += np.bincount(hour, weights=made, minlength=hours)
            streams[run].append((minutes, made))
    return hourly, tuple(_in_order(parts) for parts in streams)


def _in_order(parts: list[tuple[Floats, Integers]]) -> Calls:
    """Return the calls for several objects as one stream."""
    if not parts:
        return Calls(np.zeros(0), np.zeros(0))
    seconds = np.concatenate([minutes for minutes, _made in parts]) * 60.0
    made = np.concatenate([made for _minutes, made in parts]).astype(np.float64)
    order = np.argsort(seconds, kind="stable")
    return Calls(seconds[order], made[order])

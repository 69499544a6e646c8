"""Adds up what the chunks of all runs bring, and makes the result of it."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from maplanner.document.vocabulary import SalesStatus
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.bands import Bands
from maplanner.simulation.chunks import Outcome, bucket_days, buckets, write_bins
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.results import (
    BinnedCounts,
    LinkResult,
    ListResult,
    ScoreResult,
    SegmentResult,
    SimulationResult,
    StageResult,
    StatusResult,
    StepResult,
    ThresholdResult,
    WriteResult,
)

DENSE_BINS = 4_000_000
"""Up to this many bins a plain table is kept, as soon as it is quicker than sorting."""
_TABLE_WORTH = 64
"""With one write for so many bins a table is as quick as sorting, because it has to be read through."""
_MANY = 100_000
"""At least so many writes are sorted together where there is no table."""


class Totals:
    """Sums per run. Whole numbers are added as they come; points in the order of the chunks."""

    def __init__(self, program: FlowProgram, runs: int, chunks: int) -> None:
        """Make empty sums."""
        self._program = program
        self._runs = runs
        self._chunks = chunks
        self._bands = Bands(program, runs)
        self._at = layout.count_layout(program.dims)
        self._counts = np.zeros((runs, self._at.size), np.int64)
        self._series = np.zeros((program.dims.steps, buckets(program)), np.int64)
        self._ends = np.zeros((runs, chunks, program.dims.scores))
        self._buying = _steps_of(program, op.SPEND)
        self._revenue = np.zeros((runs, chunks, len(self._buying)))
        self._bins = write_bins(program)
        self._missing = [chunks] * runs
        self._open: dict[int, _WriteTally] = {}
        self._writes: list[tuple[BinnedCounts, ...]] = [()] * runs

    @property
    def runs(self) -> int:
        """How many runs there is room for."""
        return self._runs

    def extend(self, runs: int) -> None:
        """Make room for more runs."""
        more = runs - self._runs
        self._runs = runs
        self._counts = np.concatenate([self._counts, np.zeros((more, self._at.size), np.int64)])
        self._ends = np.concatenate([self._ends, np.zeros((more, *self._ends.shape[1:]))])
        self._revenue = np.concatenate([self._revenue, np.zeros((more, *self._revenue.shape[1:]))])
        self._missing += [self._chunks] * more
        self._writes += [()] * more
        self._bands.extend(runs)

    def entered(self) -> list[tuple[str, NDArray[np.int64]]]:
        """Return how often each step was entered in each run, by the steps' identifiers."""
        return [
            (step.id, self._column(self._at.entered + number))
            for number, step in enumerate(self._program.steps)
        ]

    def add(self, run: int, chunk: int, outcome: Outcome) -> None:
        """Add what one chunk of a run brought."""
        self._counts[run] += outcome.counts
        self._series += outcome.series
        self._bands.add(run, outcome.series)
        self._ends[run, chunk] = outcome.ends
        if self._buying:
            self._revenue[run, chunk] = outcome.revenue[self._buying]
        tally = self._open.setdefault(run, _WriteTally(len(self._program.channels) * self._bins))
        tally.add(outcome.writes)
        self._missing[run] -= 1
        if not self._missing[run]:
            self._writes[run] = self._by_channel(*self._open.pop(run).found())

    def _by_channel(self, places: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[BinnedCounts, ...]:
        edges = np.searchsorted(places, np.arange(len(self._program.channels) + 1) * self._bins)
        return tuple(
            BinnedCounts(places[low:high] - channel * self._bins, counts[low:high])
            for channel, (low, high) in enumerate(pairwise(edges))
        )

    def result(
        self, *, seed: int, threads: int, seconds: float, scenario: str | None, revision: int
    ) -> SimulationResult:
        """Return everything under the names that the plan gives it."""
        return SimulationResult(
            seed=seed,
            days=self._program.days,
            runs=self._runs,
            threads=threads,
            seconds=seconds,
            leads=self._column(layout.LEADS),
            events=self._column(layout.EVENTS),
            steps=self._steps(),
            links=tuple(
                LinkResult(link, self._column(self._at.links + number))
                for number, link in enumerate(self._program.links)
            ),
            writes=self._write_results(),
            scores=self._scores(),
            thresholds=tuple(
                ThresholdResult(found.id, found.title, self._column(self._at.crossed + number))
                for number, found in enumerate(self._program.thresholds)
            ),
            segments=tuple(
                SegmentResult(found.id, found.title, self._column(self._at.members + number))
                for number, found in enumerate(self._program.segments)
            ),
            bucket_days=bucket_days(self._program),
            scenario=scenario,
            revision=revision,
            band_days=self._bands.days,
            qualified=self._column(self._at.qualified),
            statuses=self._statuses(),
            stages_reached=self._stages(),
            lists=self._lists(),
        )

    def _lists(self) -> tuple[ListResult, ...]:
        return tuple(
            ListResult(
                each.id,
                each.title,
                each.size,
                each.left_out,
                self._column(self._at.again + each.source),
            )
            for each in self._program.lists
        )

    def _statuses(self) -> tuple[StatusResult, ...]:
        return tuple(
            StatusResult(status, self._column(self._at.statuses + number))
            for number, status in enumerate(SalesStatus)
            if status is not SalesStatus.NONE
        )

    def _stages(self) -> tuple[StageResult, ...]:
        return tuple(
            StageResult(stage.id, stage.title, self._column(self._at.stages + number))
            for number, stage in enumerate(self._program.stages)
        )

    def _column(self, place: int) -> NDArray[np.int64]:
        return self._counts[:, place].copy()

    def _steps(self) -> tuple[StepResult, ...]:
        at, code = self._at, self._program.arrays.code
        once = set(code[code[:, 0] == op.SENT, 6].tolist())
        spent = self._spent()
        return tuple(
            StepResult(
                step=step.id,
                campaign=step.campaign,
                campaign_title=step.campaign_title,
                title=step.title,
                kind=step.kind,
                entered=self._column(at.entered + number),
                unique=self._column(at.unique + number),
                turned_away=self._column(at.turned + number),
                tasks=self._column(at.tasks + number),
                notifications=self._column(at.notes + number),
                over_time=self._series[number] / self._runs,
                by_run=self._bands.of(number),
                spent=spent.get(number),
                sent_once=self._column(at.doubles + number) if number in once else None,
            )
            for number, step in enumerate(self._program.steps)
        )

    def _spent(self) -> dict[int, NDArray[np.float64]]:
        """Return what was spent in each run, for each step where people buy; chunks are added in order."""
        sums = np.zeros((self._runs, len(self._buying)))
        for chunk in range(self._chunks):
            sums += self._revenue[:, chunk]
        return {step: sums[:, place] for place, step in enumerate(self._buying)}

    def _write_results(self) -> tuple[WriteResult, ...]:
        return tuple(
            WriteResult(
                system=channel.system,
                system_title=channel.system_title,
                object=channel.object,
                api_name=channel.api_name,
                operation=channel.operation,
                runs=tuple(run[number] for run in self._writes),
                days=math.ceil(self._program.days),
            )
            for number, channel in enumerate(self._program.channels)
        )

    def _scores(self) -> tuple[ScoreResult, ...]:
        leads = np.maximum(self._counts[:, layout.LEADS], 1)
        sums = np.zeros((self._runs, self._program.dims.scores))
        for chunk in range(self._ends.shape[1]):
            sums += self._ends[:, chunk]
        return tuple(
            ScoreResult(score.id, score.title, sums[:, number] / leads)
            for number, score in enumerate(self._program.scores)
        )


def _steps_of(program: FlowProgram, operation: int) -> list[int]:
    """Return the steps that have an operation, ascending."""
    code = program.arrays.code
    return sorted(set(code[code[:, 0] == operation, 6].tolist()))


class _WriteTally:
    """Counts how often each place occurs: in a table where that pays and fits, else by sorting."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._table: NDArray[np.int64] | None = None
        self._waiting: list[NDArray[np.int64]] = []
        self._waits = 0
        self._sorted = _nothing()

    def add(self, places: NDArray[np.int64]) -> None:
        self._waiting.append(places)
        self._waits += places.size
        most = max(_MANY, self._sorted[0].size) if self._size > DENSE_BINS else self._size // _TABLE_WORTH
        if self._waits > most:
            self._settle()

    def found(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places that occur, ascending, and how often."""
        if self._table is not None:
            self._settle()
            places = np.flatnonzero(self._table)
            return places, self._table[places]
        return self._all_sorted()

    def _settle(self) -> None:
        """Count those that wait."""
        if self._size > DENSE_BINS:
            self._sorted = self._all_sorted()
        else:
            if self._table is None:
                self._table = np.zeros(self._size, np.int64)
            for places in self._waiting:
                np.add.at(self._table, places, 1)
        self._waiting, self._waits = [], 0

    def _all_sorted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        waiting = np.concatenate([_nothing()[0], *self._waiting])
        all_places = np.concatenate([self._sorted[0], waiting])
        all_counts = np.concatenate([self._sorted[1], np.ones(waiting.size, np.int64)])
        places, inverse = np.unique(all_places, return_inverse=True)
        counts = np.zeros(places.size, np.int64)
        np.add.at(counts, inverse, all_counts)
        return places, counts


def _nothing() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.zeros(0, np.int64), np.zeros(0, np.int64)

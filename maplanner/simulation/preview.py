"""A quick look at a plan: some of its accounts, made up to all, with how far off that may be.

Leads are spread over accounts by chance, and accounts do not touch each other, so that a part of them is a
fair sample. Lists go round the accounts: those before the place where a list ends have one person more. The
accounts between such places are alike; of each such stretch the same part is taken, from all over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import Cancelled
from maplanner.document.reading import Snapshot
from maplanner.simulation import layout
from maplanner.simulation.chunks import Runner, Task, bucket_days, kernel_runner, served_at_once
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.results import (
    LinkResult,
    Preview,
    ScoreResult,
    SegmentResult,
    SimulationResult,
    StepResult,
    ThresholdResult,
)
from maplanner.simulation.runnable import compiled
from maplanner.simulation.scenario import with_scenario

PARTS: Final = 20
"""Parts of the sample whose spread says how sure it is (batch means)."""
USUAL_LEADS: Final = 5_000
MOST_IN_TURN: Final = 50_000
"""Leads up to which a preview sees how long they wait for sales teams, which takes all of them."""
_CERTAIN: Final = 1.645
"""Half the width, in standard errors, of the range in which 9 of 10 would lie."""


def preview(
    snapshot: Snapshot,
    leads: int = USUAL_LEADS,
    scenario: str | None = None,
    *,
    leave_out: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
    runner: Runner = kernel_runner,
) -> SimulationResult:
    """Return figures from about so many leads, made up to those of a whole run.

    The ranges say how sure the figures are, not how runs differ. CRM writes are not told: their peaks cannot
    be had from a part.

    Raises:
        CannotSimulate: The plan cannot run as it stands; the message says where and what to do.
        Cancelled: A newer preview took its place.
    """
    revision, snapshot = snapshot.revision, with_scenario(snapshot, scenario)
    program, left_out = compiled(snapshot, None, leave_out=leave_out)
    parts, leads_run = _run(program, snapshot.plan.seed, leads, cancelled, runner)
    share = min(1.0, float(leads_run) / max(float(parts.counts[:, layout.LEADS].mean()), 1.0))
    result = parts.result(snapshot.plan.seed, scenario, revision)
    sure = Preview(leads_run, share, _precision(result))
    return replace(result, preview=sure, left_out=left_out)


class _Parts:
    """Sums of each part, weighted so that each part stands for a whole run."""

    def __init__(self, program: FlowProgram, parts: int) -> None:
        self.program = program
        self.at = layout.count_layout(program.dims)
        self.counts = np.zeros((parts, self.at.size))
        self.ends = np.zeros((parts, program.dims.scores))
        self.series: NDArray[Any] | float = 0.0

    def calm(self) -> NDArray[np.float64]:
        """Return the counts with the spread that their mean has, not that of single parts."""
        mean = self.counts.mean(axis=0)
        calm: NDArray[np.float64] = mean + (self.counts - mean) / math.sqrt(max(len(self.counts) - 1, 1))
        return np.maximum(calm, 0.0)

    def result(self, seed: int, scenario: str | None, revision: int) -> SimulationResult:
        """Return everything under the names that the plan gives it."""
        program, at, counts = self.program, self.at, self.calm()
        leads = np.maximum(self.counts[:, layout.LEADS].sum(), 1.0)

        def column(place: int) -> NDArray[Any]:
            return counts[:, place].copy()

        return SimulationResult(
            seed=seed,
            days=program.days,
            runs=1,
            threads=1,
            seconds=0.0,
            leads=column(layout.LEADS),
            events=column(layout.EVENTS),
            steps=self._steps(column),
            links=tuple(LinkResult(link, column(at.links + n)) for n, link in enumerate(program.links)),
            writes=(),
            scores=tuple(
                ScoreResult(score.id, score.title, np.full(len(counts), self.ends[:, n].sum() / leads))
                for n, score in enumerate(program.scores)
            ),
            thresholds=tuple(
                ThresholdResult(each.id, each.title, column(at.crossed + n))
                for n, each in enumerate(program.thresholds)
            ),
            segments=tuple(
                SegmentResult(each.id, each.title, column(at.members + n))
                for n, each in enumerate(program.segments)
            ),
            bucket_days=bucket_days(program),
            scenario=scenario,
            revision=revision,
        )

    def _steps(self, column: Callable[[int], NDArray[Any]]) -> tuple[StepResult, ...]:
        at, series = self.at, np.asarray(self.series) / len(self.counts)
        return tuple(
            StepResult(
                step=step.id,
                campaign=step.campaign,
                campaign_title=step.campaign_title,
                title=step.title,
                kind=step.kind,
                entered=column(at.entered + number),
                unique=column(at.unique + number),
                turned_away=column(at.turned + number),
                tasks=column(at.tasks + number),
                notifications=column(at.notes + number),
                over_time=series[number],
            )
            for number, step in enumerate(self.program.steps)
        )


def _run(
    program: FlowProgram, seed: int, leads: int, cancelled: Callable[[], bool], runner: Runner
) -> tuple[_Parts, int]:
    """Run the sample, part by part."""
    share = min(1.0, leads / max(program.expected_leads, 1e-9))
    count = max(1, min(PARTS, round(share * program.accounts)))
    parts, run = _Parts(program, count), 0
    for part in range(count):
        if cancelled():
            raise Cancelled("The preview was stopped.")
        for task, weight in _blocks(program, seed, share, part, count):
            outcome = runner(program, _answered(program, task), np.zeros(3, np.int64))
            run += int(outcome.counts[layout.LEADS])
            parts.counts[part] += outcome.counts * weight
            parts.ends[part] += outcome.ends * weight
            parts.series = parts.series + outcome.series * weight
    return parts, run


def _answered(program: FlowProgram, task: Task) -> Task:
    """Return a task of which teams take care; where all leads are too many for that, as if nobody waited."""
    if not program.teams or program.expected_leads <= MOST_IN_TURN:
        return task
    return replace(task, answers=served_at_once(program, task, np.zeros(3, np.int64)))


def _blocks(
    program: FlowProgram, seed: int, share: float, part: int, parts: int
) -> Iterator[tuple[Task, float]]:
    """Yield the accounts of one part, and how many each of them stands for."""
    for low, high in _alike(program):
        size = high - low
        wanted = max(1, round(share * size))
        taken = [(each + 1) * wanted // parts - each * wanted // parts for each in range(parts)]
        first = low + part * size // parts
        last = min(first + taken[part], high)
        if last > first:
            yield Task(seed, 0, first, last), parts * size / wanted


def _alike(program: FlowProgram) -> list[tuple[int, int]]:
    """Return the stretches of accounts in which every list has equally many persons for each."""
    arrays, accounts = program.arrays, program.accounts
    lists = arrays.source_list.astype(bool)
    ends = {int(size) % accounts for size in arrays.source_num[lists, 0].tolist()}
    edges = sorted({0, accounts, *ends})
    return list(pairwise(edges))


def _precision(result: SimulationResult) -> float:
    """Return by which part of itself the least sure figure may be off, among steps that many leads reach."""
    leads = float(np.mean(result.leads))
    widths = []
    for step in result.steps:
        mean = float(np.mean(step.entered))
        if mean > 0.05 * leads:
            deviation = float(np.std(step.entered, ddof=1)) if len(step.entered) > 1 else 0.0
            widths.append(_CERTAIN * deviation / mean)
    return max(widths, default=0.0)


__all__ = ["PARTS", "USUAL_LEADS", "preview"]

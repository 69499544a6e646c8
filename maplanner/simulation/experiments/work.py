"""Carries out trials on every core of this machine, or has somebody else do it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from maplanner.core.errors import Cancelled
from maplanner.document.reading import Snapshot
from maplanner.simulation.experiments.measures import Measure, Samples, measured
from maplanner.simulation.experiments.trials import Trial
from maplanner.simulation.options import SimulationOptions

RUNS_IN_PIECE: Final = 10
"""Replications that are carried out together: so many are lost, and done again, with a worker."""

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]
Figures = dict[Measure, Samples]


@dataclass(frozen=True)
class Piece:
    """Some runs of one trial; ``trial`` is its place among the trials."""

    trial: int
    first_run: int
    runs: int


class Workers(Protocol):
    """Whoever carries out pieces, in any order."""

    def results(
        self, snapshot: Snapshot, trials: Sequence[Trial], pieces: Sequence[Piece], options: SimulationOptions
    ) -> Iterator[tuple[Piece, Figures]]:
        """Yield what each piece gave, as soon as it is there."""
        ...


def carry_out(
    snapshot: Snapshot,
    trials: Sequence[Trial],
    options: SimulationOptions,
    *,
    workers: Workers | None = None,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> list[Figures]:
    """Return the figures of every trial over all runs.

    The runs of all trials share their random numbers, run by run, so that differences between trials are
    those of the trials. Who carries them out never changes a number.

    Raises:
        CannotSimulate: A trial cannot run.
        Cancelled: Somebody stopped the work.
    """
    runs = snapshot.plan.runs if options.runs is None else options.runs
    pieces = [
        Piece(trial, first, min(RUNS_IN_PIECE, runs - first))
        for trial in range(len(trials))
        for first in range(0, runs, RUNS_IN_PIECE)
    ]
    found: list[dict[int, Figures]] = [{} for _ in trials]
    looked = cancelled or (lambda: False)
    for done, (piece, figures) in enumerate(
        (workers or Cores(looked)).results(snapshot, trials, pieces, options), start=1
    ):
        found[piece.trial][piece.first_run] = figures
        if progress is not None:
            progress(done / len(pieces))
        if looked():
            raise Cancelled("The comparison was stopped.")
    return [_joined([by_run[first] for first in sorted(by_run)]) for by_run in found]


def _joined(parts: list[Figures]) -> Figures:
    """Return figures over the runs of all parts; what one part lacks was nought there."""
    measures = dict.fromkeys(measure for part in parts for measure in part)
    lengths = [len(next(iter(part.values()))) for part in parts]
    return {
        measure: np.concatenate(
            [part.get(measure, np.zeros(length)) for part, length in zip(parts, lengths, strict=True)]
        )
        for measure in measures
    }


def figures_of(
    snapshot: Snapshot,
    trial: Trial,
    piece: Piece,
    options: SimulationOptions,
    cancelled: IsCancelled | None = None,
) -> Figures:
    """Simulate one piece and return its figures."""
    from maplanner.simulation.run import run_plan

    asked = replace(options, scenario=None, runs=piece.runs, first_run=options.first_run + piece.first_run)
    return measured(run_plan(trial.plan(snapshot), asked, cancelled=cancelled))


class Cores:
    """The processor cores of this machine."""

    def __init__(self, cancelled: IsCancelled) -> None:
        self._cancelled = cancelled

    def results(
        self, snapshot: Snapshot, trials: Sequence[Trial], pieces: Sequence[Piece], options: SimulationOptions
    ) -> Iterator[tuple[Piece, Figures]]:
        """Yield what each piece gave; the threads end with the work."""
        single = replace(options, threads=1)
        with ThreadPoolExecutor(options.threads or os.cpu_count() or 1, "experiment") as pool:
            pending = {
                pool.submit(figures_of, snapshot, trials[piece.trial], piece, single, self._cancelled): piece
                for piece in pieces
            }
            try:
                for future in as_completed(pending):
                    yield pending[future], future.result()
            finally:
                for future in pending:
                    future.cancel()

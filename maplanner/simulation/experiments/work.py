"""Carries out trials: here on every core, or on a cluster of machines, with the same numbers."""

from __future__ import annotations

import logging
import os
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, cast
from urllib.parse import urlsplit

import numpy as np

from maplanner.core.errors import Cancelled, CannotSimulate, MissingPart
from maplanner.document.reading import Snapshot
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text, plan_to_text
from maplanner.simulation.experiments.measures import Measure, Samples, measured
from maplanner.simulation.experiments.trials import Trial
from maplanner.simulation.options import SimulationOptions

RUNS_IN_PIECE: Final = 10
"""Replications that are carried out together: so many are lost, and done again, with a worker."""
POLL_SECONDS: Final = 0.05
CONNECT_SECONDS: Final = 10.0
WORKER_SECONDS: Final = 30

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


class Cluster:
    """The machines of a Dask scheduler, by its address (``tcp://host:8786``).

    A worker that is lost costs the time of its pieces: the scheduler has others do them again.
    """

    def __init__(self, address: str, cancelled: IsCancelled | None = None) -> None:
        self._address = address
        self._cancelled = cancelled or (lambda: False)

    def results(
        self, snapshot: Snapshot, trials: Sequence[Trial], pieces: Sequence[Piece], options: SimulationOptions
    ) -> Iterator[tuple[Piece, Figures]]:
        """Yield what each piece gave."""
        # The plan travels with every piece: what is kept on a worker is lost with it.
        packed = zlib.compress(plan_to_text(snapshot).encode())
        with _connected(self._address) as client:
            pending = {
                client.submit(
                    _remote,
                    packed,
                    trials[piece.trial],
                    piece,
                    replace(options, threads=1),
                    pure=False,
                    retries=3,
                ): piece
                for piece in pieces
            }
            for future in _as_they_finish(list(pending), self._cancelled):
                yield pending[future], _figures_from(future.result())


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingPart(
            "Simulating on several machines needs Dask.",
            advice="Install it with: pip install maplanner[cluster]",
        ) from error
    _knock(address)
    # That a worker was lost and its pieces are done again is no news for a person.
    logging.getLogger("distributed.client").setLevel(logging.ERROR)
    try:
        # The library has types for some of its calls only.
        client = cast(Any, Client)(address, timeout=f"{CONNECT_SECONDS}s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise _no_answer(address) from error
    try:
        if not client.scheduler_info(n_workers=1)["workers"]:
            client.wait_for_workers(1, timeout=WORKER_SECONDS)
        yield client
    except TimeoutError as error:
        raise CannotSimulate(
            f"The scheduler at {address} has no workers.", advice="Start some workers and try again."
        ) from error
    finally:
        client.close()


def _knock(address: str) -> None:
    """Make sure that somebody listens: a client that finds nobody leaves a thread behind."""
    try:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "", parts.port or _USUAL_PORT), CONNECT_SECONDS):
            return
    except (OSError, ValueError) as error:
        raise _no_answer(address) from error


def _no_answer(address: str) -> CannotSimulate:
    return CannotSimulate(
        f"No scheduler answers at {address}.",
        advice="Give its address as tcp://host:port, and check that it runs.",
    )


_USUAL_PORT: Final = 8786


def _as_they_finish(waiting: list[Any], cancelled: IsCancelled) -> Iterator[Any]:
    """Yield futures as they finish, and look in between whether to stop."""
    while waiting:
        if cancelled():
            raise Cancelled("The comparison was stopped.")
        finished = [future for future in waiting if future.done()]
        if not finished:
            time.sleep(POLL_SECONDS)
        yield from finished
        gone = set(finished)
        waiting = [future for future in waiting if future not in gone]


def _remote(
    packed: bytes, trial: Trial, piece: Piece, options: SimulationOptions
) -> list[tuple[Any, list[float]]]:
    """Simulate a piece on another machine; plain values travel back."""
    figures = figures_of(
        Store(plan_from_text(zlib.decompress(packed).decode())).snapshot(), trial, piece, options
    )
    return [(measure, samples.tolist()) for measure, samples in figures.items()]


def _figures_from(values: list[tuple[Measure, list[float]]]) -> Figures:
    return {measure: np.array(samples, np.float64) for measure, samples in values}

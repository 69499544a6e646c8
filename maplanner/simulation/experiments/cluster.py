"""Has trials carried out by the machines of a Dask scheduler, with the same numbers as here."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, cast
from urllib.parse import urlsplit

import numpy as np

from maplanner import __version__
from maplanner.core.errors import Cancelled, CannotSimulate, MaplannerError, MissingPart
from maplanner.document.reading import Snapshot
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text, plan_to_text
from maplanner.simulation.experiments.measures import Measure
from maplanner.simulation.experiments.trials import Trial
from maplanner.simulation.experiments.work import Figures, IsCancelled, Piece, figures_of
from maplanner.simulation.options import SimulationOptions

POLL_SECONDS: Final = 0.05
CONNECT_SECONDS: Final = 10.0
CLOSE_SECONDS: Final = 2.0
WORKER_SECONDS: Final = 30


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
                    __version__,
                    pure=False,
                    retries=3,
                ): piece
                for piece in pieces
            }
            for future in _as_they_finish(list(pending), self._cancelled):
                yield pending[future], _figures_from(self._found(future))

    def _found(self, future: Any) -> list[tuple[Measure, list[float]]]:
        """Return what a worker found.

        Raises:
            CannotSimulate: The trial cannot run, or the scheduler or the workers fail.
        """
        try:
            found: list[tuple[Measure, list[float]]] = future.result()
        except MaplannerError:
            raise
        except (CancelledError, OSError) as error:
            raise CannotSimulate(
                f"The scheduler at {self._address} went away.",
                advice="Start it again, with its workers, and try again. The plan is as it was.",
            ) from error
        except Exception as error:
            raise CannotSimulate(
                f"The workers of {self._address} cannot do it: {type(error).__name__}: {str(error)[:200]}",
                advice="Install the same version of maplanner there as here, and look at their logs.",
            ) from error
        return found


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingPart(
            "Simulating on several machines needs Dask.",
            advice="Install it with: pip install maplanner[cluster]",
        ) from error
    # That a worker was lost and its pieces are done again is no news for a person; what is, is said in words.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    _knock(address)
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
        client.close(CLOSE_SECONDS)


def _knock(address: str) -> None:
    """Make sure that a scheduler listens: a client that finds none waits, and leaves a thread behind."""
    from distributed.comm.core import connect

    async def greet() -> None:
        connection = await cast(Any, connect)(address, timeout=CONNECT_SECONDS)
        connection.abort()

    try:
        parts = urlsplit(address)
        if parts.scheme not in {"tcp", "tls"} or not parts.hostname:
            raise ValueError(address)
        with socket.create_connection((parts.hostname, parts.port or _USUAL_PORT), CONNECT_SECONDS):
            pass
        asyncio.run(asyncio.wait_for(greet(), CONNECT_SECONDS))
    except (OSError, ValueError, TimeoutError) as error:
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
    packed: bytes, trial: Trial, piece: Piece, options: SimulationOptions, version: str
) -> list[tuple[Any, list[float]]]:
    """Simulate a piece on another machine; plain values travel back.

    Raises:
        CannotSimulate: The trial cannot run, or ``version`` is another than that of this machine, which
            would find other numbers.
    """
    if version != __version__:
        raise CannotSimulate(
            f"A worker has maplanner {__version__}, this machine {version}.",
            advice="Install the same version everywhere.",
        )
    figures = figures_of(
        Store(plan_from_text(zlib.decompress(packed).decode())).snapshot(), trial, piece, options
    )
    return [(measure, samples.tolist()) for measure, samples in figures.items()]


def _figures_from(values: list[tuple[Measure, list[float]]]) -> Figures:
    return {measure: np.array(samples, np.float64) for measure, samples in values}

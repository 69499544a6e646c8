"""Simulating on several machines: a scheduler and two workers on this one, one of which is lost midway."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest

from maplanner.core.errors import CannotSimulate
from maplanner.simulation import SimulationOptions
from maplanner.simulation.experiments import cluster as cluster_module
from maplanner.simulation.experiments.cluster import Cluster
from maplanner.simulation.experiments.trials import Change, Trial
from maplanner.simulation.experiments.work import Piece, carry_out
from tests.simulation.experiments.test_trials import mail_plan

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[3]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    host, port = address.removeprefix("tcp://").split(":")
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1.0):
            return
        time.sleep(0.1)
    raise TimeoutError(address)


def _start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    settings = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "30s"}
    with (folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *words], env=settings, stdout=log, stderr=log, cwd=folder
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    address = f"tcp://127.0.0.1:{_free_port()}"
    scheduler = _start(
        tmp_path, "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard", "--no-show"
    )
    _wait_for(address)
    worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [_start(tmp_path, *worker) for _ in range(2)]
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait(10)


def test_a_lost_worker_costs_time_and_no_result(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    address, workers = cluster
    snapshot = mail_plan().snapshot()
    trials = [Trial("As drawn"), Trial("More", None, (Change("step_1", "props.size", 500),))]
    options = SimulationOptions(runs=60, seed=4)
    lost: list[float] = []

    def lose_one(share: float) -> None:
        if not lost:
            workers[0].kill()
        lost.append(share)

    there = carry_out(snapshot, trials, options, workers=Cluster(address), progress=lose_one)
    here = carry_out(snapshot, trials, options)
    assert workers[0].wait(10) is not None
    assert len(lost) == 12
    for far, near in zip(there, here, strict=True):
        assert list(far) == list(near)
        for measure in near:
            np.testing.assert_array_equal(far[measure], near[measure])


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    address = f"tcp://127.0.0.1:{_free_port()}"
    with pytest.raises(CannotSimulate, match=address):
        carry_out(
            mail_plan().snapshot(), [Trial("As drawn")], SimulationOptions(runs=1), workers=Cluster(address)
        )


@pytest.mark.parametrize("address", ["http://127.0.0.1:8786", "here", "tcp://"])
def test_an_address_that_is_none_is_named(address: str) -> None:
    with pytest.raises(CannotSimulate, match="tcp://host:port"):
        one_run(address)


def test_somebody_else_who_listens_there_is_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(CannotSimulate, match=address):
            one_run(address)


class Broken:
    """A future that failed on its way."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def result(self) -> object:
        raise self.error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CancelledError(), "went away"),
        (ConnectionRefusedError(), "went away"),
        (ModuleNotFoundError("No module named 'maplanner'"), "same version"),
        (CannotSimulate("No leads come in.", advice="Draw some."), "No leads come in"),
    ],
)
def test_what_fails_far_away_is_told_in_words(error: Exception, words: str) -> None:
    with pytest.raises(CannotSimulate, match=words):
        Cluster("tcp://there:8786")._found(Broken(error))


def test_a_worker_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "__version__", "99.0")
    with pytest.raises(CannotSimulate, match=r"A worker has maplanner 99\.0"):
        cluster_module._remote(b"", Trial("As drawn"), Piece(0, 0, 1), SimulationOptions(), "0.1.0")


def one_run(address: str) -> None:
    plan = mail_plan().snapshot()
    carry_out(plan, [Trial("As drawn")], SimulationOptions(runs=1), workers=Cluster(address))

"""Work off the window's thread ends in exactly one way, and stale results are dropped."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.desktop.jobs import Job, JobControl, LatestJob


def test_a_result_comes_back_in_the_window_s_thread(qtbot: QtBot) -> None:
    seen: list[tuple[object, bool]] = []
    job = Job(lambda _control: threading.current_thread() is threading.main_thread())
    job.finished.connect(
        lambda result: seen.append((result, threading.current_thread() is threading.main_thread()))
    )
    with qtbot.waitSignal(job.finished):
        job.start()
    assert seen == [(False, True)]
    assert job.wait(5)


def test_progress_is_told(qtbot: QtBot) -> None:
    job = Job(lambda control: control.progress(0.25))
    with qtbot.waitSignals([job.progressed, job.finished]):
        job.start()
    assert job.wait(5)


@pytest.mark.parametrize("error", [CannotSimulate("No entry."), ZeroDivisionError("oops")])
def test_an_error_reaches_the_window(qtbot: QtBot, error: Exception) -> None:
    def work(_control: JobControl) -> None:
        raise error

    job = Job(work)
    with qtbot.waitSignal(job.failed) as caught:
        job.start()
    assert caught.args == [error]
    assert job.wait(5)


def test_cancelled_work_stops(qtbot: QtBot) -> None:
    def work(control: JobControl) -> None:
        while not control.cancelled():
            threading.Event().wait(0.005)
        raise Cancelled("Stopped.")

    job = Job(work)
    job.start()
    with qtbot.waitSignal(job.stopped):
        job.cancel()
    assert job.wait(5)


def test_only_the_newest_result_counts(qtbot: QtBot) -> None:
    gate = threading.Event()
    latest = LatestJob()
    results: list[tuple[object, int]] = []
    latest.finished.connect(lambda result, revision: results.append((result, revision)))
    latest.start(lambda _control: gate.wait(5) and "old", 1)
    latest.start(lambda _control: "new", 2)
    qtbot.waitUntil(lambda: results == [("new", 2)])
    gate.set()
    qtbot.waitUntil(lambda: not latest.is_busy)
    assert results == [("new", 2)]


def test_closing_waits_for_every_thread(qtbot: QtBot) -> None:
    latest = LatestJob()
    latest.start(lambda control: [threading.Event().wait(0.005) for _ in iter(control.cancelled, True)], 1)
    latest.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "maplanner-job"]

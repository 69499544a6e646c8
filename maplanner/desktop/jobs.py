"""Work off the window's thread: a snapshot goes in, a result comes back, stale results are dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from maplanner.core.errors import Cancelled, MaplannerError


class JobControl(Protocol):
    """What a piece of work is given to tell how far it is, and to hear that it should stop."""

    def progress(self, share: float) -> None:
        """Tell how much is done, from 0 to 1."""

    def cancelled(self) -> bool:
        """Return whether the person has asked to stop."""


class Job(QObject):
    """Runs one piece of work in a thread of its own.

    ``work`` reads only what it was given (a snapshot), never the store. Exactly
    one of ``finished``, ``failed`` and ``stopped`` is emitted, in the thread
    that made the job.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(object)
    """Carries the exception; a :class:`MaplannerError` is fit to show."""
    stopped = Signal()

    def __init__(
        self, work: Callable[[JobControl], Any], parent: QObject | None = None, revision: int = 0
    ) -> None:
        super().__init__(parent)
        self.revision = revision
        self._work = work
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="maplanner-job")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop at the next opportunity."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the thread has ended; return whether it has."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def is_running(self) -> bool:
        """Return whether the work goes on."""
        return self._thread.is_alive()

    def progress(self, share: float) -> None:
        """Tell how much is done, from 0 to 1. Called by the work."""
        self.progressed.emit(share)

    def cancelled(self) -> bool:
        """Return whether the person has asked to stop. Called by the work."""
        return self._stop.is_set()

    def _run(self) -> None:
        try:
            result = self._work(self)
        except Cancelled:
            self.stopped.emit()
        except MaplannerError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must reach the person, not a thread's end
            self.failed.emit(error)
        else:
            self._tell(result)

    def _tell(self, result: Any) -> None:
        if self._stop.is_set():
            self.stopped.emit()
        else:
            self.finished.emit(result)


class LatestJob(QObject):
    """Runs one sort of work again and again; only the newest result counts.

    A new start cancels the one before. ``finished`` carries the result and the
    revision of the snapshot it was made from.
    """

    finished = Signal(object, int)
    failed = Signal(object)
    progressed = Signal(float)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []

    @property
    def is_busy(self) -> bool:
        """Whether work goes on."""
        return bool(self._jobs)

    def start(self, work: Callable[[JobControl], Any], revision: int) -> None:
        """Begin newer work; what runs is told to stop and its result is dropped."""
        for job in self._jobs:
            job.cancel()
        job = Job(work, self, revision)
        self._jobs.append(job)
        job.progressed.connect(lambda share: self._progress(job, share))
        job.finished.connect(lambda result: self._finish(job, result))
        job.failed.connect(lambda error: self._fail(job, error))
        job.stopped.connect(lambda: self._drop(job))
        self.busy_changed.emit(True)
        job.start()

    def cancel(self) -> None:
        """Ask everything to stop."""
        for job in self._jobs:
            job.cancel()

    def close(self) -> None:
        """Stop and wait for every thread, so that none outlives the window."""
        self.cancel()
        for job in self._jobs:
            job.wait(30)
        self._jobs.clear()

    def _is_newest(self, job: Job) -> bool:
        return bool(self._jobs) and self._jobs[-1] is job

    def _progress(self, job: Job, share: float) -> None:
        if self._is_newest(job):
            self.progressed.emit(share)

    def _finish(self, job: Job, result: object) -> None:
        newest = self._is_newest(job)
        self._drop(job)
        if newest:
            self.finished.emit(result, job.revision)

    def _fail(self, job: Job, error: object) -> None:
        newest = self._is_newest(job)
        self._drop(job)
        if newest:
            self.failed.emit(error)

    def _drop(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
            job.deleteLater()
        if not self._jobs:
            self.busy_changed.emit(False)

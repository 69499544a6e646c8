"""Keeps the estimate of the work in step with the plan, off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from maplanner.desktop.jobs import LatestJob

if TYPE_CHECKING:
    from maplanner.desktop.bridge import PlanBridge
    from maplanner.document.patch import Patch
    from maplanner.document.reading import Snapshot
    from maplanner.estimate.programmes import Programme
    from maplanner.estimate.work import WorkEstimate

_PAUSE_MS = 120


@dataclass(frozen=True)
class Worked:
    """What building takes, and what each campaign takes."""

    work: WorkEstimate
    programmes: tuple[Programme, ...]


class WorkKeeper(QObject):
    """Works the estimate out anew a moment after each change, while anybody looks."""

    worked = Signal(object)
    """A :class:`Worked`."""
    failed = Signal(object)

    def __init__(self, bridge: PlanBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.latest: Worked | None = None
        self._job = LatestJob(self)
        self._job.finished.connect(self._finished)
        self._job.failed.connect(self.failed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.work_out)
        self._is_watched = self._is_stale = False
        bridge.patched.connect(self._on_patch)
        bridge.closing.connect(self.close)

    def watch(self, *, on: bool) -> None:
        """Say whether anybody looks; what changed meanwhile is worked out then."""
        self._is_watched = on
        if not on:
            self._soon.stop()
        elif self._is_stale or self.latest is None:
            # Not at once: who only passes by has gone before it begins.
            self._soon.start(0)

    def work_out(self) -> None:
        """Begin now."""
        self._is_stale = False
        snapshot = self._bridge.store.snapshot()
        self._job.start(lambda _control: _worked(snapshot), snapshot.revision)

    def close(self) -> None:
        """Stop and wait."""
        self._soon.stop()
        self._job.close()

    def _on_patch(self, _patch: Patch) -> None:
        self._is_stale = True
        if self._is_watched:
            self._soon.start(_PAUSE_MS)

    def _finished(self, worked: Worked, _revision: int) -> None:
        self.latest = worked
        self.worked.emit(worked)


def _worked(snapshot: Snapshot) -> Worked:
    from maplanner.estimate.programmes import programmes_of  # heavy; the window starts without it
    from maplanner.estimate.work import work_of

    work = work_of(snapshot)
    return Worked(work, programmes_of(snapshot, work))

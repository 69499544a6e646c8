"""Numbers that follow each edit: a preview from a sample, made in the background and marked as such."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from maplanner.core.errors import Cancelled
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.late import Late
from maplanner.desktop.results.concern import concerns_numbers

if TYPE_CHECKING:
    from maplanner.desktop.bridge import PlanBridge
    from maplanner.document.patch import Patch
    from maplanner.document.reading import Snapshot
    from maplanner.simulation import SimulationResult

_PAUSE_MS: Final = 15
"""After an edit, so that edits that come together are looked at once."""
_OTHERS_MS: Final = 2_000
"""So often at most numbers follow while others edit."""
_FIRST_MS: Final = 2_500
"""After the window has opened: by then it is known whether the kernel is compiled."""
_AGAIN_MS: Final = 1_000
_WANTED_SECONDS: Final = 0.045
_CALM_MS: Final = 700
"""Without an edit, after which a preview is made again from more leads."""
_FINEST: Final = 60_000
_FEWEST, _USUAL, _MOST = 500, 4_000, 64_000


class LivePreview(QObject):
    """Keeps a preview in step with the plan while it is on; never more than one is being made."""

    made = Signal(object, int)
    """A result, and the revision of the plan that it shows."""
    refused = Signal(object)
    """Why the plan cannot be simulated as it stands, or ``None`` once it can."""
    waiting = Signal(bool)
    """Whether the first preview waits for the kernel to be compiled."""

    def __init__(self, bridge: PlanBridge, is_preparing: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_preparing = is_preparing
        self._on = False
        self._leads = _USUAL
        self._wanted = 0
        self._refines = False
        self._began = 0.0
        self._job = LatestJob(self)
        self._job.finished.connect(self._finished)
        self._job.failed.connect(self._failed)
        self._is_for_others = False
        self._soon = Late(self._start, self, own_ms=_PAUSE_MS, others_ms=_OTHERS_MS)
        bridge.patched.connect(self._on_patch)

    @property
    def is_on(self) -> bool:
        """Whether numbers follow edits."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Let numbers follow edits, or stop it; the first come after a moment."""
        self._on = on
        self._soon.stop()
        if on:
            self._soon.start(_FIRST_MS)
        else:
            self._job.cancel()

    def look_now(self) -> None:
        """Make a preview of the plan as it is, if previews are on."""
        if self._on:
            self._soon.start(0)

    def rest(self) -> None:
        """Give up what is being made: something better is on its way."""
        self._soon.stop()
        self._job.cancel()

    def close(self) -> None:
        """Stop everything and wait for it."""
        self._on = False
        self._soon.stop()
        self._job.close()

    def _on_patch(self, patch: Patch) -> None:
        if self._on and concerns_numbers(patch):
            self._wanted = 0
            self._is_for_others = patch.origin == "remote"
            self._soon.follow(patch)

    def _start(self) -> None:
        if self._is_preparing():
            self.waiting.emit(True)
            self._soon.start(_AGAIN_MS)
            return
        self.waiting.emit(False)
        if self._is_for_others and self._job.is_busy:
            # While many edit, each newer preview would end the one before, and none would be seen.
            self._soon.start(_AGAIN_MS)
            return
        snapshot, leads = self._bridge.store.snapshot(), self._wanted or self._leads
        self._refines, self._wanted, self._began = bool(self._wanted), 0, time.monotonic()
        self._job.start(lambda control: _preview(snapshot, leads, control), snapshot.revision)

    def _failed(self, why: object) -> None:
        self._soon.took(time.monotonic() - self._began)
        self.refused.emit(why)

    def _finished(self, found: tuple[SimulationResult | None, float], revision: int) -> None:
        result, seconds = found
        self._soon.took(time.monotonic() - self._began)
        self.refused.emit(None)
        if not self._refines:
            self._fit(seconds)
        if result is not None and self._on:
            self.made.emit(result, revision)
            self._refine_later(result)

    def _refine_later(self, result: SimulationResult) -> None:
        """Look again with more leads if nothing happens meanwhile."""
        seen = result.preview
        if seen is not None and seen.share < 1.0 and seen.leads < _FINEST and not self._soon.isActive():
            self._wanted = min(seen.leads * 4, _FINEST)
            self._soon.start(_CALM_MS)

    def _fit(self, seconds: float) -> None:
        """Take more leads next time if there was time for them, fewer if it took too long."""
        if seconds < _WANTED_SECONDS / 3:
            self._leads = min(self._leads * 2, _MOST)
        elif seconds > _WANTED_SECONDS:
            self._leads = max(self._leads // 2, _FEWEST)


def _preview(snapshot: Snapshot, leads: int, control: JobControl) -> tuple[SimulationResult | None, float]:
    """Return a preview and how long the leads took; the heavy parts are imported when first needed."""
    from maplanner.simulation.preview import preview

    if control.cancelled():
        raise Cancelled("The preview was stopped.")
    began = time.perf_counter()
    return preview(snapshot, leads, cancelled=control.cancelled), time.perf_counter() - began

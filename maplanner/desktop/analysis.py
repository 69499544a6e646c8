"""Checks, simulation and estimate of the open plan, off the window's thread."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.core.memory import leave_alone, search_everything
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.late import Late
from maplanner.desktop.results.concern import concerns_numbers
from maplanner.document.records import Scenario

if TYPE_CHECKING:
    from subprocess import Popen

    from maplanner.checks import Checked, Checker, Finding
    from maplanner.checks.completeness import Completeness
    from maplanner.desktop.bridge import PlanBridge
    from maplanner.document.patch import Patch
    from maplanner.document.reading import Snapshot
    from maplanner.estimate import Estimate
    from maplanner.simulation import SimulationResult

_PAUSE_MS = 150
_OTHERS_MS = 1_500
"""So often at most the plan is checked while others edit it."""
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class SimulationOutcome:
    """What a simulation gives the window: the numbers, and what the CRM will have to carry."""

    result: SimulationResult
    estimate: Estimate | None
    """``None`` for a preview: peaks cannot be had from a part."""
    scenario: str = ""
    """The title of the scenario that was simulated; empty for the plan as drawn."""


class Analysis(QObject):
    """Keeps findings in step with the plan; simulates when asked."""

    findings_changed = Signal(object)
    """The new list of findings."""
    simulated = Signal(object)
    """A :class:`SimulationOutcome`, or ``None`` when the numbers were cleared."""
    stale_changed = Signal(bool)
    """Whether the plan has changed since the numbers were made."""
    progressed = Signal(float)
    busy_changed = Signal(bool)
    failed = Signal(object)
    refused = Signal(object, object)
    """Why the plan cannot be simulated, and what simulates it all the same if given ``leave_out=True``."""
    wants_findings = Signal()

    def __init__(
        self, bridge: PlanBridge, parent: QObject | None = None, warming: Popen[bytes] | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.findings: Sequence[Finding] = ()
        self.ignored: Sequence[Finding] = ()
        self.completeness: Sequence[Completeness] = ()
        self._checker: Checker | None = None
        self._has_checked = False
        self._found: Checked | None = None
        self._is_for_others = False
        self._check_began = 0.0
        self.outcome: SimulationOutcome | None = None
        self._stale = False
        self._concerned = 0
        self._warming = warming
        self._checking = LatestJob(self)
        self._checking.finished.connect(self._checked)
        self._checking.failed.connect(self.failed)
        self._simulating = LatestJob(self)
        self._simulating.finished.connect(self._simulated)
        self._simulating.failed.connect(self._simulation_failed)
        self._again: Callable[..., None] = self.simulate
        self._simulating.progressed.connect(self.progressed)
        self._simulating.busy_changed.connect(self.busy_changed)
        self._soon = Late(self._check_again, self, own_ms=_PAUSE_MS, others_ms=_OTHERS_MS)
        bridge.patched.connect(self._on_patch)

    @property
    def result(self) -> SimulationResult | None:
        """The numbers that are shown, or ``None``."""
        return self.outcome.result if self.outcome is not None else None

    @property
    def is_simulating(self) -> bool:
        """Whether a simulation runs."""
        return self._simulating.is_busy

    def check_soon(self) -> None:
        """Check the plan once nothing has happened to it for a moment."""
        self._soon.start(_PAUSE_MS)

    def _check_again(self) -> None:
        if self._checking.is_busy and self._is_for_others:
            # What is being found is worth more than what is found of still newer edits.
            self._soon.start(_PAUSE_MS)
        else:
            self.check()

    def check(self) -> None:
        """Check the plan now."""
        snapshot, self._check_began = self._bridge.store.snapshot(), time.monotonic()
        self._checking.start(lambda _control: self._check(snapshot), snapshot.revision)

    def _check(self, snapshot: Snapshot) -> Checked:
        from maplanner.checks import Checker  # heavy; the window starts without it

        if self._checker is None:
            self._checker = Checker()
        return self._checker.check(snapshot)

    def show_findings(self) -> None:
        """Check the plan and bring the findings to the front."""
        self.check()
        self.wants_findings.emit()

    @property
    def is_stale(self) -> bool:
        """Whether the plan has changed since the numbers were made."""
        return self._stale

    def simulate(
        self, scenario: str | None = None, *, leave_out: bool = False, by_hour: bool = False
    ) -> None:
        """Run the plan, or one of its scenarios; wait first for the kernel if it is still being compiled.

        ``leave_out`` passes over steps that cannot run, ``by_hour`` counts arrivals by the hour.
        """
        self._again = partial(self.simulate, scenario, by_hour=by_hour)
        snapshot = self._bridge.store.snapshot()
        warming = self._warming

        def work(control: JobControl) -> SimulationOutcome:
            while warming is not None and warming.poll() is None:
                if control.cancelled():
                    raise Cancelled("The simulation was stopped.")
                time.sleep(_POLL_SECONDS)
            return _simulate(snapshot, scenario, control, leave_out=leave_out, by_hour=by_hour)

        self._simulating.start(work, snapshot.revision)

    def show_preview(self, result: SimulationResult, revision: int) -> None:
        """Show figures from a part of the leads until there are better ones."""
        self._simulated(SimulationOutcome(result, None), revision)

    def _simulation_failed(self, error: object) -> None:
        if isinstance(error, CannotSimulate):
            self.refused.emit(error, self._again)
        else:
            self.failed.emit(error)

    def wait_for(self, warming: Popen[bytes] | None) -> None:
        """Let simulations wait until a process that compiles the kernel has ended."""
        self._warming = warming

    @property
    def is_preparing(self) -> bool:
        """Whether the kernel is still being compiled, as it is once after each update."""
        return self._warming is not None and self._warming.poll() is None

    def cancel(self) -> None:
        """Stop simulating."""
        self._simulating.cancel()

    def clear(self) -> None:
        """Take the numbers off the drawing."""
        self.outcome = None
        self.simulated.emit(None)

    def close(self) -> None:
        """Stop everything and wait for it."""
        self._soon.stop()
        self._checking.close()
        self._simulating.close()
        search_everything()

    def is_current(self, revision: int) -> bool:
        """Whether numbers made of a revision of the plan are those of the plan as it is now."""
        return revision >= self._concerned

    def _on_patch(self, patch: Patch) -> None:
        self._is_for_others = patch.origin == "remote"
        self._soon.follow(patch)
        if concerns_numbers(patch):
            self._concerned = self._bridge.store.revision
            self._set_stale(self.outcome is not None)

    def _checked(self, checked: Checked, _revision: int) -> None:
        self._soon.took(time.monotonic() - self._check_began)
        if not self._has_checked:
            self._has_checked = True
            leave_alone()
        if checked == self._found:
            return  # Most edits break nothing and mend nothing.
        self._found = checked
        self.findings, self.ignored = checked.findings, checked.ignored
        self.completeness = checked.completeness
        self.findings_changed.emit(self.findings)

    def _simulated(self, outcome: SimulationOutcome, revision: int) -> None:
        self.outcome = outcome
        self.simulated.emit(outcome)
        self._set_stale(not self.is_current(revision))

    def _set_stale(self, stale: bool) -> None:
        if stale != self._stale:
            self._stale = stale
            self.stale_changed.emit(stale)


# The heavy parts are imported when they are first needed: they would slow the start of the window.


def _simulate(
    snapshot: Snapshot, scenario: str | None, control: JobControl, *, leave_out: bool, by_hour: bool
) -> SimulationOutcome:
    from maplanner.estimate import estimate
    from maplanner.simulation import SimulationOptions, simulate
    from maplanner.simulation.options import FOLLOWED_LEADS

    options = SimulationOptions(
        threads=os.cpu_count(),
        scenario=scenario,
        sample_leads=FOLLOWED_LEADS,
        leave_out=leave_out,
        by_hour=by_hour,
    )
    result = simulate(snapshot, options, control.progress, control.cancelled)
    chosen = snapshot.find_or_none(Scenario, scenario) if scenario is not None else None
    return SimulationOutcome(result, estimate(snapshot, result), chosen.title if chosen is not None else "")

"""What of a plan can run: the whole of it, or, if a person asks, all but the steps that cannot."""

from __future__ import annotations

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.document.records import Link, Step
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.results import LeftOut


def compiled(
    snapshot: Snapshot, days: float | None, *, leave_out: bool = False
) -> tuple[FlowProgram, tuple[LeftOut, ...]]:
    """Return a plan's program, and the steps that were left out of it.

    Raises:
        CannotSimulate: The plan cannot run as it stands, or nothing of it can.
    """
    left_out: list[LeftOut] = []
    while True:
        try:
            return compile_plan(snapshot, days), tuple(left_out)
        except CannotSimulate as error:
            step = snapshot.find_or_none(Step, error.about)
            if not leave_out or step is None or step.paused:
                raise
            left_out.append(LeftOut(step.id, error.message))
            # Nobody gets past a paused step, so that its links' shares no longer matter.
            links = [link.changed({"share": None}) for link in snapshot.referring(Link, "source", step.id)]
            snapshot = snapshot.replacing([step.changed({"paused": True}), *links])

"""The reference interpreter: executes a flow program slowly and obviously, in plain Python.

It is what the kernel is tested against, event for event. One account is run
after the other; a heap holds what is pending, in the order of time and sequence.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maplanner.simulation import layout
from maplanner.simulation.chunks import Outcome, Task, buckets
from maplanner.simulation.models import model_of_row
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.reference import arriving, gaining, learning, moving, watching, ways
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.people import Token

_EXECUTE: dict[int, Execute] = {
    **ways.EXECUTE,
    **learning.EXECUTE,
    **gaining.EXECUTE,
    **moving.EXECUTE,
    **arriving.EXECUTE,
    **watching.EXECUTE,
}


class ReferenceRun:
    """Executes one task."""

    def __init__(self, program: FlowProgram, task: Task) -> None:
        """Prepare; :meth:`outcome` executes."""
        self.program = program
        self.p = program.arrays
        self.task = task
        self.at = layout.count_layout(program.dims)
        self.counts = [0] * self.at.size
        self.series = np.zeros((program.dims.steps, buckets(program)), np.int32)
        self.ends = [0.0] * program.dims.scores
        self.writes: list[int] = []
        self.log: list[tuple[float, int, int, int, int, float]] = []
        self.execute = _EXECUTE
        self.models = [model_of_row(row) for row in self.p.score.tolist()]

    def links_taken(self, run: AccountRun, token: Token, links: range, *, exclusive: bool) -> list[int]:
        """Return which of an output's links the lead takes."""
        return ways.chosen_links(run, run.base(token), links, exclusive=exclusive)

    def outcome(self) -> Outcome:
        """Run every account of the task."""
        for account in range(self.task.first, self.task.last):
            run = AccountRun(self, account)
            for source in range(len(run.arrivals)):
                arriving.expect(run, source)
            run.finish()
        log = self.log[: self.task.log_lines]
        return Outcome(
            np.array(self.counts, np.int64),
            self.series,
            np.array(self.ends),
            np.array(self.writes, np.int64),
            log,
        )


def reference_runner(program: FlowProgram, task: Task, _control: NDArray[np.int64]) -> Outcome:
    """Execute a task in plain Python; the same contract as the kernel's."""
    return ReferenceRun(program, task).outcome()

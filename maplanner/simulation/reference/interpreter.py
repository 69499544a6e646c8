"""The reference interpreter: executes a flow program slowly and obviously, in plain Python.

It is what the kernel is tested against, event for event. One account is run
after the other; a heap holds what is pending, in the order of time and sequence.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from maplanner.document.vocabulary import RollUp
from maplanner.scoring.rollup import RollUpModel
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import Outcome, Task, buckets, whole_run
from maplanner.simulation.models import model_of_row
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.reference import arriving, gaining, learning, lists, moving, watching, ways
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.people import Token
from maplanner.simulation.reference.serving import serve
from maplanner.simulation.serving import NO_ANSWERS, Queue, Requests, Served, Team, no_requests, served
from maplanner.simulation.team_results import TeamSums

_ROLL_UPS = {
    op.BY_SUM: RollUp.SUM,
    op.BY_MAXIMUM: RollUp.MAXIMUM,
    op.BY_MEAN: RollUp.MEAN,
    op.BY_CHAMPION: RollUp.CHAMPION,
    op.BY_ROLES: RollUp.ROLES,
    op.BY_TRIMMED: RollUp.TRIMMED,
}
_EXECUTE: dict[int, Execute] = {
    **ways.EXECUTE,
    **lists.EXECUTE,
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
        self.requests: list[tuple[float, float, float, int, int, int, int, int]] = []
        answers = reference_served(program, task).answers if task.answers is None else task.answers
        self.answers = dict(zip(answers.key.tolist(), answers.time.tolist(), strict=True))
        self.revenue = [0.0] * max(1, program.dims.steps)
        self.facts = {ref for _condition, kind, ref in self.p.watch.tolist() if kind == op.FACT}
        self.roll_ups = [
            RollUpModel(_ROLL_UPS[how], *nums)
            for how, nums in zip(self.p.roll_up.tolist(), self.p.roll_num.tolist(), strict=True)
        ]
        self.models = [model_of_row(row) for row in self.p.score.tolist()]

    def links_taken(self, run: AccountRun, token: Token, links: range, *, exclusive: bool) -> list[int]:
        """Return which of an output's links the lead takes."""
        return ways.chosen_links(run, run.base(token), links, exclusive=exclusive)

    def outcome(self) -> Outcome:
        """Run every account of the task."""
        only = self.task.only
        for account in range(self.task.first, self.task.last) if only is None else only.tolist():
            run = AccountRun(self, account)
            for source in range(len(run.arrivals)):
                arriving.expect(run, source)
            moving.expect_days(run)
            run.finish()
        log = self.log[: self.task.log_lines]
        return Outcome(
            np.array(self.counts, np.int64),
            self.series,
            np.array(self.ends),
            np.array(self.writes, np.int64),
            log,
            self._requests(),
            np.array(self.revenue[: self.program.dims.steps]),
        )

    def _requests(self) -> Requests:
        columns = list(zip(*self.requests, strict=True)) or [()] * 8
        types = (np.float64,) * 3 + (np.uint64,) + (np.int64,) * 4
        arrays: list[Any] = [np.array(column, kind) for column, kind in zip(columns, types, strict=True)]
        return Requests(*arrays)


def reference_served(program: FlowProgram, task: Task) -> Served:
    """Return what sales teams do when in the run that a task belongs to, found out in plain Python."""
    if not program.teams or task.first == task.last:
        return Served(no_requests(), *(np.zeros(0),) * 2, np.zeros(0, np.int64), NO_ANSWERS, 0)

    def ask(part: Task, _flags: NDArray[np.int64]) -> Requests:
        return ReferenceRun(program, part).outcome().requests

    def work_off(requests: Requests, team: Team) -> tuple[Any, Any, Any]:
        queue = Queue(
            *(requests.time.tolist(), requests.work.tolist(), requests.rank.tolist(), requests.key.tolist()),
            *(team.row, team.people, team.most_per_day, team.newest_first),
        )
        found = serve(program.arrays, queue, program.days)
        start, finish, person = zip(*found, strict=True) if found else ((), (), ())
        return np.array(start, float), np.array(finish, float), np.array(person, np.int64)

    def find() -> Served:
        return served(program, whole_run(program, task), ask, work_off, np.zeros(3, np.int64))

    name = (task.seed, task.run, "reference")
    return program.served.get(name, find, lambda found: TeamSums.of(program, found))


def reference_runner(program: FlowProgram, task: Task, _control: NDArray[np.int64]) -> Outcome:
    """Execute a task in plain Python; the same contract as the kernel's."""
    return ReferenceRun(program, task).outcome()

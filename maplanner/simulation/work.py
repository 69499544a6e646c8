"""Carries out the tasks of a simulation, on one processor core or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Final

import numpy as np

from maplanner.core.errors import Cancelled
from maplanner.simulation.chunks import Outcome, Runner, Task, chunk_size
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.totals import Totals

LARGE_CHUNK: Final = 200_000
"""Leads in a chunk, above which it runs apart, so that it can be cancelled."""
POLL_SECONDS: Final = 0.05
SETTLING: Final = 0.9
"""About which part of the time it takes to find out what sales teams do when, where there are any."""

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]


class Work:
    """All tasks of a simulation and how they are carried out."""

    def __init__(  # noqa: PLR0917 - made in one place
        self,
        program: FlowProgram,
        seed: int,
        first_run: int,
        runs: int,
        threads: int,
        runner: Runner,
        progress: Progress | None,
        cancelled: IsCancelled | None,
    ) -> None:
        self.program = program
        self.seed = seed
        self.first_run = first_run
        self.runs = runs
        self.threads = threads
        self.runner = runner
        self.progress = progress or (lambda _share: None)
        self.cancelled = cancelled or (lambda: False)
        self.size = chunk_size(program)
        self.chunks = -(-program.accounts // self.size)
        self.totals = Totals(program, runs, self.chunks)
        self.control = np.zeros(1, np.int64)
        self.finished = 0
        self._begun = 0
        self._told = 0.0

    def make_ready(self) -> None:
        """Have the kernel loaded, or compiled, by running nobody: that is no part of a simulation's time."""
        self._look()
        self._execute(Task(self.seed, run=0, first=0, last=0), np.zeros(3, np.int64))

    def done(self) -> Totals:
        """Carry everything out and return the totals.

        Raises:
            Cancelled: Somebody stopped the work.
        """
        # What teams do is found out in the midst of a task, which may take long.
        large = self.program.expected_leads / self.chunks > LARGE_CHUNK or bool(self.program.teams)
        if self.threads == 1 and not large:
            for task in self._tasks():
                self._look()
                self._take(task, self._execute(task, np.zeros(3, np.int64)))
        else:
            self._in_threads()
        return self.totals

    def go_on_to(self, runs: int) -> None:
        """Carry out more runs, so that there are so many in all.

        Raises:
            Cancelled: Somebody stopped the work.
        """
        self.runs = runs
        self.totals.extend(runs)
        self.done()

    def _tasks(self) -> Iterator[Task]:
        begun, self._begun = self._begun, self.runs
        for run in range(self.first_run + begun, self.first_run + self.runs):
            for chunk in range(self.chunks):
                first = chunk * self.size
                yield Task(self.seed, run, first, min(first + self.size, self.program.accounts))

    def _execute(self, task: Task, control: np.ndarray) -> Outcome:
        return self.runner(self.program, task, control)

    def _take(self, task: Task, outcome: Outcome) -> None:
        self.totals.add(task.run - self.first_run, task.first // self.size, outcome)
        self.finished += 1
        self._tell()

    def _tell(self) -> None:
        """Tell how much is done; where there are teams, most of the time goes into what they do when."""
        done = self.finished / (self.runs * self.chunks)
        if self.program.teams:
            served, runs = self.program.served, range(self.first_run, self.first_run + self.runs)
            settled = sum(served.share(self.seed, run) for run in runs) / self.runs
            done += (settled - done) * SETTLING
        if done != self._told:
            self._told = done
            self.progress(done)

    def _look(self) -> None:
        if self.cancelled():
            raise Cancelled("The simulation was stopped.")

    def _in_threads(self) -> None:
        tasks = self._tasks()
        pending: dict[Future[Outcome], tuple[Task, np.ndarray]] = {}
        with ThreadPoolExecutor(self.threads, "simulation") as pool:
            try:
                while True:
                    for task in islice(tasks, 2 * self.threads - len(pending)):
                        control = np.zeros(3, np.int64)
                        pending[pool.submit(self._execute, task, control)] = (task, control)
                    if not pending:
                        return
                    self._look()
                    if self.program.teams:
                        self._tell()
                    for future in wait(pending, POLL_SECONDS, FIRST_COMPLETED).done:
                        task, _control = pending.pop(future)
                        self._take(task, future.result())
            finally:
                for future, (_task, control) in pending.items():
                    future.cancel()
                    control[0] = 1

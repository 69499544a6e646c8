"""Runs a plan: many replications, with the same result on any number of processor cores."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

import numpy as np

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.simulation.chunks import Outcome, Runner, Task, chunk_size, kernel_runner
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.options import SimulationOptions
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.results import SimulationResult
from maplanner.simulation.scenario import with_scenario
from maplanner.simulation.totals import Totals

WORTH_THREADS = 100_000
"""Leads in all, below which starting threads costs more than it saves."""
MOST_LEADS = 1_000_000_000
"""Leads in all runs together; beyond, a run takes hours."""
MOST_RUNS = 10_000
LARGE_CHUNK = 200_000
"""Leads in a chunk, above which it runs apart, so that it can be cancelled."""
POLL_SECONDS = 0.05

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]


def run_plan(
    snapshot: Snapshot,
    options: SimulationOptions,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
    runner: Runner = kernel_runner,
) -> SimulationResult:
    """Compile and run a plan; see :func:`maplanner.simulation.simulate`."""
    revision = snapshot.revision
    snapshot = with_scenario(snapshot, options.scenario)
    plan = snapshot.plan
    seed = plan.seed if options.seed is None else options.seed
    runs = plan.runs if options.runs is None else options.runs
    if not 0 <= seed < 2**63:
        raise CannotSimulate("The seed must be a whole number from 0 up.", advice="Choose another one.")
    if options.first_run < 0:
        raise CannotSimulate("The number of the first run must be 0 or more.", advice="Choose another one.")
    program = compile_plan(snapshot, options.days)
    _refuse_absurd(program, runs)
    work = _Work(
        program, seed, options.first_run, runs, _threads(options, program, runs), runner, progress, cancelled
    )
    work.make_ready()
    began = time.perf_counter()
    totals = work.done()
    return totals.result(
        seed=seed,
        threads=work.threads,
        seconds=time.perf_counter() - began,
        scenario=options.scenario,
        revision=revision,
    )


def _refuse_absurd(program: FlowProgram, runs: int) -> None:
    if not 1 <= runs <= MOST_RUNS:
        raise CannotSimulate(
            f"The number of runs must be from 1 to {MOST_RUNS:,}.", advice="Choose another one."
        )
    if program.expected_leads * runs > MOST_LEADS:
        raise CannotSimulate(
            f"The plan brings about {program.expected_leads:,.0f} leads in each of {runs:,} runs; "
            f"{MOST_LEADS:,} in all is the most that can be simulated in reasonable time.",
            advice="Lower the lists, rates or the number of runs.",
        )


def _threads(options: SimulationOptions, program: FlowProgram, runs: int) -> int:
    if options.threads is not None and options.threads < 1:
        raise CannotSimulate("The number of threads must be at least 1.", advice="Leave it out to use all.")
    if options.threads is None and program.expected_leads * runs < WORTH_THREADS:
        return 1
    tasks = runs * -(-program.accounts // chunk_size(program))
    return max(1, min(options.threads or os.cpu_count() or 1, tasks))


class _Work:
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

    def make_ready(self) -> None:
        """Have the kernel loaded, or compiled, by running nobody: that is no part of a simulation's time."""
        self._look()
        self._execute(Task(self.seed, run=0, first=0, last=0), np.zeros(3, np.int64))

    def done(self) -> Totals:
        """Carry everything out and return the totals.

        Raises:
            Cancelled: Somebody stopped the work.
        """
        large = self.program.expected_leads / self.chunks > LARGE_CHUNK
        if self.threads == 1 and not large:
            for task in self._tasks():
                self._look()
                self._take(task, self._execute(task, np.zeros(3, np.int64)))
        else:
            self._in_threads()
        return self.totals

    def _tasks(self) -> Iterator[Task]:
        for run in range(self.first_run, self.first_run + self.runs):
            for chunk in range(self.chunks):
                first = chunk * self.size
                yield Task(self.seed, run, first, min(first + self.size, self.program.accounts))

    def _execute(self, task: Task, control: np.ndarray) -> Outcome:
        return self.runner(self.program, task, control)

    def _take(self, task: Task, outcome: Outcome) -> None:
        self.totals.add(task.run - self.first_run, task.first // self.size, outcome)
        self.finished += 1
        self.progress(self.finished / (self.runs * self.chunks))

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
                    for future in wait(pending, POLL_SECONDS, FIRST_COMPLETED).done:
                        task, _control = pending.pop(future)
                        self._take(task, future.result())
            finally:
                for future, (_task, control) in pending.items():
                    future.cancel()
                    control[0] = 1

"""Runs a plan: many replications, with the same result on any number of processor cores."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.simulation.chunks import Runner, chunk_size, kernel_runner
from maplanner.simulation.limits import affordable, most_runs, refuse_absurd, refuse_odd
from maplanner.simulation.options import SimulationOptions
from maplanner.simulation.precision import FIRST_RUNS, Precision, precision_of, runs_needed
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.results import SimulationResult
from maplanner.simulation.runnable import compiled
from maplanner.simulation.scenario import with_scenario
from maplanner.simulation.team_results import team_results
from maplanner.simulation.totals import Totals
from maplanner.simulation.work import IsCancelled, Progress, Work

WORTH_THREADS = 100_000
"""Leads in all, below which starting threads costs more than it saves."""
MOST_HOURLY_DAYS = 400.0
"""Days that can be counted by the hour."""


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
    runs = most_runs(options, plan.runs)
    refuse_odd(options, seed)
    program, left_out = compiled(snapshot, options.days, leave_out=options.leave_out)
    program = _by_hour(program) if options.by_hour else program
    first = min(FIRST_RUNS, runs) if options.precision is not None else runs
    refuse_absurd(program, first)
    threads = _threads(options, program, runs)
    work = Work(program, seed, options.first_run, first, threads, runner, progress, cancelled)
    work.make_ready()
    began = time.perf_counter()
    totals = work.done()
    precision = _until_precise(work, options, affordable(program, runs))
    seconds = time.perf_counter() - began
    result = totals.result(
        seed=seed,
        threads=work.threads,
        seconds=seconds,
        scenario=options.scenario,
        revision=revision,
    )
    teams = team_results(program, seed, range(options.first_run, options.first_run + totals.runs))
    result = replace(result, precision=precision, left_out=left_out, teams=teams)
    return _with_details(result, snapshot, program, options, work) if options.sample_leads else result


def _by_hour(program: FlowProgram) -> FlowProgram:
    if program.days > MOST_HOURLY_DAYS:
        raise CannotSimulate(
            f"Arrivals can be counted by the hour over {MOST_HOURLY_DAYS:g} days at most.",
            advice="Simulate fewer days, or count by the day.",
        )
    return replace(program, by_hour=True)


def _threads(options: SimulationOptions, program: FlowProgram, runs: int) -> int:
    if options.threads is not None and options.threads < 1:
        raise CannotSimulate("The number of threads must be at least 1.", advice="Leave it out to use all.")
    if options.threads is None and program.expected_leads * runs < WORTH_THREADS:
        return 1
    tasks = runs * -(-program.accounts // chunk_size(program))
    return max(1, min(options.threads or os.cpu_count() or 1, tasks))


# --- precision ---------------------------------------------------------------


def _until_precise(work: Work, options: SimulationOptions, most: int) -> Precision:
    """Add runs until the means are as sure as asked, or there may be no more; say what was reached."""
    while True:
        figures, chosen = _figures(work.totals, options.precision_of)
        precision = precision_of(figures, options.precision, chosen=chosen)
        runs = work.totals.runs
        if precision.is_met or runs >= most or precision.reached is None:
            return precision
        work.go_on_to(min(most, max(runs + 1, min(2 * runs, precision.runs_needed))))


def _figures(totals: Totals, chosen: tuple[str, ...]) -> tuple[list[tuple[str, NDArray[np.int64]]], bool]:
    entered = totals.entered()
    if not chosen:
        return entered, False
    wanted = [each for each in entered if each[0] in chosen]
    if len(wanted) < len(set(chosen)):
        raise CannotSimulate("A step whose figure should be precise is not there.", advice="Choose another.")
    return wanted, True


def _with_details(
    result: SimulationResult,
    snapshot: Snapshot,
    program: FlowProgram,
    options: SimulationOptions,
    work: Work,
) -> SimulationResult:
    from maplanner.simulation.details import look_closely
    from maplanner.simulation.groups import groups_of_campaigns

    details = look_closely(
        replace(program, by_hour=False),
        result.seed,
        result.runs,
        groups_of_campaigns(snapshot),
        leads=options.sample_leads,
        cancelled=work.cancelled,
    )
    return replace(result, details=details)


__all__ = ["run_plan", "runs_needed"]

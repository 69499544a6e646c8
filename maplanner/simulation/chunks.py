"""Part of a run: some accounts, one after the other, and what happened to them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.program import Floats, FlowProgram, Longs
from maplanner.simulation.results import BINS_PER_DAY
from maplanner.simulation.serving import (
    NO_ANSWERS,
    Answers,
    Requests,
    Served,
    Team,
    no_requests,
    served,
    table_of,
)

MOST_BUCKETS = 3_700
"""Buckets of a time series: a day each up to ten years."""
LEADS_IN_CHUNK = 20_000
"""About how many leads make a chunk: some ten milliseconds of work."""


@dataclass(frozen=True)
class Task:
    """What to run: accounts ``first`` to ``last`` - 1 of replication ``run`` under ``seed``.

    ``log_lines`` is how many lines of the event log to keep. ``only`` names some of the accounts;
    ``answers`` says when sales teams are done with what they are asked (``None``: that is found out first).
    """

    seed: int
    run: int
    first: int
    last: int
    log_lines: int = 0
    only: Longs | None = None
    answers: Answers | None = None


@dataclass(frozen=True)
class Outcome:
    """What happened in one task.

    ``counts`` as in ``layout.CountLayout``; ``series`` (steps, buckets); ``ends`` (scores,) sums of
    points at the end; ``writes`` channel × bins + bin of each write; ``log`` lines of (time,
    account, lead, what, which, value), all that happened if ``log_lines`` were enough; ``requests`` to teams;
    ``revenue`` (steps,) what leads spend at each step.
    """

    counts: Longs
    series: NDArray[np.int32]
    ends: Floats
    writes: Longs
    log: list[tuple[float, int, int, int, int, float]]
    requests: Requests = field(default_factory=no_requests)
    revenue: Floats = field(default_factory=lambda: np.zeros(0))


Runner = Callable[[FlowProgram, Task, NDArray[np.int64]], Outcome]
"""Executes a task; the last argument is the control word block, see the kernel."""


def bucket_days(program: FlowProgram) -> float:
    """Return the width of a time series' buckets, in days."""
    if program.by_hour:
        return 1.0 / 24.0
    return float(math.ceil(program.days / MOST_BUCKETS))


def buckets(program: FlowProgram) -> int:
    """Return how many buckets a time series has."""
    return math.ceil(program.days / bucket_days(program) - 1e-9)


def write_bins(program: FlowProgram) -> int:
    """Return how many bins of five minutes the simulated time has."""
    return math.ceil(program.days * BINS_PER_DAY)


def chunk_size(program: FlowProgram) -> int:
    """Return how many accounts make a chunk. It depends on the plan alone, never on the machine."""
    per_account = max(program.expected_leads / program.accounts, 1e-9)
    return int(min(max(LEADS_IN_CHUNK / per_account, 1.0), program.accounts, 4_000_000.0))


class EventLines(NamedTuple):
    """Lines of the event log as columns, account by account and in the order of time.

    ``what`` is an instruction's number or one of those in ``layout``, ``which`` the step, link, score,
    channel and so on that it is about.
    """

    time: Floats
    value: Floats
    account: Longs
    lead: Longs
    what: Longs
    which: Longs


def kernel_runner(program: FlowProgram, task: Task, control: NDArray[np.int64]) -> Outcome:
    """Execute a task with the compiled kernel.

    Raises:
        CannotSimulate: The plan ran wild.
        Cancelled: ``control[0]`` was set.
    """
    outcome, lines, _happened = _executed(program, task, control)
    columns = (lines.time, lines.account, lines.lead, lines.what, lines.which, lines.value)
    outcome.log.extend(zip(*(column.tolist() for column in columns), strict=True))
    return outcome


def recorded(
    program: FlowProgram, task: Task, control: NDArray[np.int64] | None = None
) -> tuple[Outcome, EventLines]:
    """Execute a task and return all of its event log besides; the outcome's own log stays empty.

    ``task.log_lines`` is a first guess of how many lines there will be.

    Raises:
        CannotSimulate: The plan ran wild.
        Cancelled: ``control[0]`` was set.
    """
    control = np.zeros(3, np.int64) if control is None else control
    outcome, lines, happened = _executed(program, task, control)
    if happened > len(lines.time):
        outcome, lines, _same = _executed(program, replace(task, log_lines=happened), control)
    return outcome, lines


def _executed(
    program: FlowProgram, task: Task, control: NDArray[np.int64]
) -> tuple[Outcome, EventLines, int]:
    """Return what happened, the lines that were kept of it, and how many there were."""
    from maplanner.simulation.kernel.driver import execute

    answers = NO_ANSWERS if task.answers is None else task.answers
    if task.answers is None and program.teams:
        answers = kernel_served(program, task, control).answers if task.first < task.last else _ready(program)
    found = execute(program, task, answers, control)
    check(program, int(control[1]), int(control[2]))
    kept = min(found.happened, task.log_lines)
    lines = EventLines(*found.log_times[:kept].T, *found.log[:kept].T)
    outcome = Outcome(
        found.counts, found.series, found.ends, found.writes, [], table_of(found.asked), found.revenue
    )
    return outcome, lines, found.happened


def _ready(program: FlowProgram) -> Answers:
    """Have loaded what teams need, by serving nobody."""
    from maplanner.simulation.kernel.serving import serve_team

    serve_team(program, no_requests(), program.teams[0])
    return NO_ANSWERS


def whole_run(program: FlowProgram, task: Task) -> list[Task]:
    """Return the tasks that a run consists of."""
    size = chunk_size(program)
    return [
        replace(task, first=first, last=min(first + size, program.accounts), log_lines=0, only=None)
        for first in range(0, program.accounts, size)
    ]


def served_at_once(program: FlowProgram, task: Task, control: NDArray[np.int64]) -> Answers:
    """Return when teams with people for everybody would be done with what a task's accounts ask."""
    from maplanner.simulation.kernel.serving import serve_team

    def ask(part: Task, flags: NDArray[np.int64]) -> Requests:
        return _executed(program, part, flags)[0].requests

    def serve(requests: Requests, team: Team) -> tuple[Floats, Floats, Longs]:
        crowd = replace(team, people=max(1, requests.time.size), most_per_day=0)
        return serve_team(program, requests, crowd)

    return served(program, [task], ask, serve, control).answers


def kernel_served(program: FlowProgram, task: Task, control: NDArray[np.int64]) -> Served:
    """Return what sales teams do when in the run that a task belongs to."""
    from maplanner.simulation.kernel.serving import serve_team
    from maplanner.simulation.team_results import TeamSums

    def ask(part: Task, flags: NDArray[np.int64]) -> Requests:
        return _executed(program, part, flags)[0].requests

    def find() -> Served:
        tasks = whole_run(program, task)
        return served(program, tasks, ask, lambda *part: serve_team(program, *part), control)

    return program.served.get((task.seed, task.run), find, lambda found: TeamSums.of(program, found))


def _step_of(program: FlowProgram, instruction: int) -> int:
    """Return the step that an instruction belongs to or lets leads in at; -1 for none."""
    code = program.arrays.code
    if code[instruction, 0] == op.ENTER:
        instruction = int(code[instruction, 2])
    return int(code[instruction, 6])


def check(program: FlowProgram, trouble: int, instruction: int) -> None:
    """Raise the error that an interpreter met; 0 is none.

    Raises:
        CannotSimulate: The plan ran wild; the message names the step.
        Cancelled: Somebody stopped the work.
    """
    if not trouble:
        return
    if trouble == layout.STOPPED:
        raise Cancelled("The simulation was stopped.")
    step = _step_of(program, instruction)
    where = f"step “{program.steps[step].title or 'untitled'}”" if step >= 0 else "a trigger"
    about = program.steps[step].id if step >= 0 else ""
    if trouble == layout.TOO_MUCH_AT_ONCE:
        raise CannotSimulate(
            f"Things set each other off for ever without any time passing, at {where}.",
            advice="Put a wait on the way, or mark a step “once per lead”.",
            about=about,
        )
    if trouble == layout.TOO_MANY_PLACES:
        raise CannotSimulate(
            f"Leads multiply, into more than {layout.NEXT_PLACES_LIMIT:,} places each, at {where}.",
            advice="Look for a loop that forks, and give it an end.",
            about=about,
        )
    if trouble == layout.WITHOUT_END:
        raise CannotSimulate(
            f"Scoring rules, segments and thresholds set each other off for ever, at {where}.",
            advice="Look for points that are given for a score, or a segment, that they change themselves.",
            about=about,
        )
    raise CannotSimulate(
        f"More than {layout.LIFE_LIMIT:,} things happen to one lead, at {where}.",
        advice="Look for a loop with hardly any time in it.",
        about=about,
    )

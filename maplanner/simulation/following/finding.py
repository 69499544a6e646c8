"""Finding a lead: the next one that comes in, or one that went to a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.simulation import program as op
from maplanner.simulation.chunks import Task, recorded
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.runnable import compiled
from maplanner.simulation.scenario import with_scenario

MOST_LEADS = 300_000
"""Leads that are looked at before nobody is found."""
_LEADS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Who:
    """One lead: the seed, the run, the account and the lead's number in it."""

    seed: int
    run: int
    account: int
    lead: int

    def to_json(self) -> dict[str, int]:
        """Return everything by name."""
        return {"seed": self.seed, "run": self.run, "account": self.account, "lead": self.lead}


def find_lead(
    snapshot: Snapshot,
    step: str | None = None,
    *,
    skip: int = 0,
    scenario: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Who:
    """Return the first lead that reaches a step, or that comes in at all; ``skip`` passes over some.

    Raises:
        CannotSimulate: The plan cannot run, there is no such step, or nobody went there.
        Cancelled: The person stopped the search.
    """
    snapshot = with_scenario(snapshot, scenario)
    program, _ = compiled(snapshot, None, leave_out=True)
    number = _number_of(program, step)
    left = skip
    for task in _tasks(program, snapshot.plan.seed):
        if cancelled():
            raise Cancelled("The search was stopped.")
        found = _those(program, task, number)
        if left < len(found):
            account, lead = found[left]
            return Who(task.seed, task.run, account, lead)
        left -= len(found)
    raise CannotSimulate(
        "Nobody else went there." if skip and left < skip else "Nobody went there.",
        advice=f"Up to {MOST_LEADS:,} leads were looked at.",
    )


def _number_of(program: FlowProgram, step: str | None) -> int:
    if step is None:
        return -1
    numbers = {found.id: number for number, found in enumerate(program.steps)}
    if step not in numbers:
        raise CannotSimulate("There is no such step.", advice="Choose another one.")
    return numbers[step]


def _those(program: FlowProgram, task: Task, step: int) -> list[tuple[int, int]]:
    """Return account and number of the leads that come in, or reach a step, in the order of accounts."""
    _outcome, lines = recorded(program, task)
    here: Any = lines.what == (op.SOURCE if step < 0 else op.ARRIVE)
    if step >= 0:
        here &= lines.which == step
    keys = np.unique(lines.account[here] * 1_000_000_000 + lines.lead[here])
    return [(int(key // 1_000_000_000), int(key % 1_000_000_000)) for key in keys]


def _tasks(program: FlowProgram, seed: int) -> Iterator[Task]:
    """Yield accounts in ever larger parts, run after run, until enough leads were looked at."""
    per_account = max(program.expected_leads / program.accounts, 1e-9)
    looked_at, run = 0.0, 0
    while looked_at < MOST_LEADS and run < 50:
        first, size = 0, max(1, int(50 / per_account))
        while first < program.accounts and looked_at < MOST_LEADS:
            last = min(first + size, program.accounts)
            yield Task(seed, run, first, last, log_lines=int((last - first) * per_account * 100) + 1000)
            looked_at += (last - first) * per_account
            first, size = last, min(size * 3, max(1, int(_LEADS_AT_ONCE / per_account)))
        run += 1

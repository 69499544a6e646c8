"""When work is done: a network of tasks, done by people in the hours they have, drawn many times.

The baseline decides who does what in which order; draws keep that order and those people. Times are days
after the first day of work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from maplanner.estimate.baseline import Baseline, Part, Placed
from maplanner.estimate.clock import Floats, WorkClock
from maplanner.estimate.network import Network
from maplanner.estimate.people import DAYS_PER_WEEK, Team, Worker

LONGEST: Final = 7_300
"""Days after which a schedule gives up: what is not done in twenty years is not done."""


@dataclass(frozen=True)
class Schedule:
    """The baseline, part by part in the order in which work begins; and, per draw, the day all is done.

    ``refused`` are parts that nobody has the hours for, ``stuck`` these and what waits for them; finishes
    then are infinite.
    """

    placed: tuple[Placed, ...]
    finishes: Floats
    refused: tuple[Part, ...]
    stuck: tuple[Part, ...]
    clocks: Mapping[str, WorkClock]

    @property
    def days(self) -> float:
        """The day on which the baseline is done."""
        return max((each.finish for each in self.placed), default=0.0)


def schedule(
    network: Network, parts: Sequence[Part], hours: Floats, expected: Floats, team: Team
) -> Schedule:
    """Return when work is done.

    ``hours`` has the drawn hours of each row, shape (rows, draws); ``expected`` the expected ones, (rows,).
    """
    days = _horizon(network, parts, hours, team)
    workers = _workers(team, parts)
    clocks = {each.id: WorkClock(each.capacity(team.first_day, days)) for each in workers}
    baseline = Baseline(network, parts, expected, team, clocks)
    stuck = baseline.run()
    finishes = _drawn(network, baseline.placed, hours, clocks)
    if stuck:
        finishes = np.full_like(finishes, inf)
    return Schedule(tuple(baseline.placed), finishes, tuple(baseline.refused), tuple(stuck), clocks)


def _workers(team: Team, parts: Sequence[Part]) -> list[Worker]:
    return [worker for role in dict.fromkeys(part.role for part in parts) for worker in team.of_role(role)]


def _horizon(network: Network, parts: Sequence[Part], hours: Floats, team: Team) -> int:
    """Return days that suffice even if everything were done one after the other."""
    days = max(network.not_before.values(), default=0.0)
    needed: dict[str, float] = {}
    for part in parts:
        needed[part.role] = needed.get(part.role, 0.0) + float(hours[part.row].max(initial=0.0))
    for role, most in needed.items():
        for worker in team.of_role(role):
            if worker.hours_per_week > 0:
                days += DAYS_PER_WEEK * most / worker.hours_per_week
            if worker.start is not None:
                days += max(0, (worker.start - team.first_day).days)
            days += sum((last - first).days + 1 for first, last in worker.away)
    return int(min(LONGEST, days + 2 * DAYS_PER_WEEK))


def _drawn(network: Network, placed: Sequence[Placed], hours: Floats, clocks: dict[str, WorkClock]) -> Floats:
    """Return the day on which all is done, for every draw: the same people in the same order."""
    draws = hours.shape[1]
    free: dict[str, Floats] = {}
    finished: dict[str, Floats] = {}
    nothing = np.zeros(draws)
    whole = nothing
    for each in placed:
        task = each.part.task
        since = np.maximum(_ready(network, task, finished, nothing), free.get(each.worker.id, nothing))
        finish = clocks[each.worker.id].done(since, hours[each.part.row])
        free[each.worker.id] = finish
        finished[task] = np.maximum(finished.get(task, nothing), finish)
        whole = np.maximum(whole, finish)
    return whole


def _ready(network: Network, task: str, finished: dict[str, Floats], nothing: Floats) -> Floats:
    ready = nothing + network.not_before.get(task, 0.0)
    for each in network.before[task]:
        ready = np.maximum(ready, finished.get(each, nothing))
    return ready

"""The baseline schedule: with expected hours, who does what in which order.

Of all parts that can begin, the first to begin is placed; of several, the one with most work behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from maplanner.estimate.clock import TINY, Floats, WorkClock
from maplanner.estimate.network import Network
from maplanner.estimate.people import Team, Worker


@dataclass(frozen=True)
class Part:
    """What one role does of one task. ``row`` is its place among the drawn hours."""

    task: str
    role: str
    row: int


@dataclass(frozen=True)
class Placed:
    """A part in the baseline; ``ready`` is when it could have begun. Days after the first day of work."""

    part: Part
    worker: Worker
    ready: float
    start: float
    finish: float
    hours: float


class Baseline:
    """Places parts one after the other."""

    def __init__(
        self,
        network: Network,
        parts: Sequence[Part],
        expected: Floats,
        team: Team,
        clocks: Mapping[str, WorkClock],
    ) -> None:
        self._network = network
        self._parts = parts
        self._expected = expected
        self._team = team
        self._clocks = clocks
        self._of_task: dict[str, list[tuple[int, Part]]] = {key: [] for key in network.before}
        for number, part in enumerate(parts):
            self._of_task[part.task].append((number, part))
        self._after: dict[str, list[str]] = {key: [] for key in network.before}
        for key, before in network.before.items():
            for each in before:
                self._after[each].append(key)
        self._waits_for = {key: len(before) for key, before in network.before.items()}
        self._open = {key: len(found) for key, found in self._of_task.items()}
        self._ready = {key: network.not_before.get(key, 0.0) for key in network.before}
        self._tails = self._work_behind()
        self._free = {worker: clock.begun_at(0.0) for worker, clock in clocks.items()}
        self._finished: dict[str, float] = {}
        self._queue: list[tuple[float, float, int, Part]] = []
        self.placed: list[Placed] = []
        self.refused: list[Part] = []
        """What could have begun, but nobody ever has the hours for it."""

    def run(self) -> list[Part]:
        """Place everything that can be; return what cannot: what is refused, and what waits for that."""
        for key in [key for key, count in self._waits_for.items() if not count]:
            self._begin(key)
        while self._queue:
            at, behind, number, part = heappop(self._queue)
            earliest = self._earliest(part)
            if at + TINY < earliest < inf:
                # Somebody was given other work meanwhile.
                heappush(self._queue, (earliest, behind, number, part))
                continue
            found = self._best(part)
            if found is None:
                self.refused.append(part)
            else:
                self._keep(found)
        done = {each.part for each in self.placed}
        return [part for part in self._parts if part not in done]

    def _begin(self, key: str) -> None:
        """Let a task's parts be placed; a task without any is done at once."""
        pending = [key]
        while pending:
            at = pending.pop()
            for number, part in self._of_task[at]:
                heappush(self._queue, (self._ready[at], -self._tails[at], number, part))
            if not self._of_task[at]:
                pending += self._released(at, self._ready[at])

    def _released(self, key: str, finish: float) -> list[str]:
        """Return the tasks that waited for this one as the last."""
        found = []
        for follower in self._after[key]:
            self._ready[follower] = max(self._ready[follower], finish)
            self._waits_for[follower] -= 1
            if not self._waits_for[follower]:
                found.append(follower)
        return found

    def _keep(self, found: Placed) -> None:
        task = found.part.task
        self.placed.append(found)
        self._free[found.worker.id] = self._clocks[found.worker.id].begun_at(found.finish)
        self._finished[task] = max(self._finished.get(task, 0.0), found.finish)
        self._open[task] -= 1
        if not self._open[task]:
            for follower in self._released(task, self._finished[task]):
                self._begin(follower)

    def _earliest(self, part: Part) -> float:
        """Return when a part is ready and somebody of its role is free; infinite where nobody ever is."""
        free = min((self._free[each.id] for each in self._team.of_role(part.role)), default=inf)
        return max(self._ready[part.task], free)

    def _best(self, part: Part) -> Placed | None:
        """Return a part with the person who would be done with it first; ``None`` where nobody ever is."""
        ready, hours = self._ready[part.task], float(self._expected[part.row])
        best: Placed | None = None
        for worker in self._team.of_role(part.role):
            clock = self._clocks[worker.id]
            since = max(ready, self._free[worker.id])
            if since == inf:
                continue
            start, finish = clock.begun_at(since), clock.done_at(since, hours)
            if finish < inf and (best is None or finish < best.finish - TINY):
                best = Placed(part, worker, ready, min(start, finish), finish, hours)
        return best

    def _work_behind(self) -> dict[str, float]:
        """Return, for each task, the expected hours on the longest way from it to the end."""
        tails = dict.fromkeys(self._network.before, 0.0)
        for key in reversed(self._network.in_order()):
            own = (float(self._expected[part.row]) for _, part in self._of_task[key])
            tails[key] += max(own, default=0.0)
            for each in self._network.before[key]:
                tails[each] = max(tails[each], tails[key])
        return tails

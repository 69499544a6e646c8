"""Work that leads of all accounts share: what sales teams are asked to do, and when they get it done.

Accounts run apart from each other, so nobody knows beforehand how long a request will wait. It is found
by rounds: all accounts run with what is known so far, the requests they make are worked off in the order
of time, and the accounts whose answers changed run again, until no answer changes. What a request asks
for never acts before it was made, so each round makes a longer beginning of the simulated time right
for ever; the end is exact, and the same on any number of processor cores.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import Cancelled, CannotSimulate

if TYPE_CHECKING:
    from maplanner.simulation.chunks import Task
    from maplanner.simulation.program import Floats, FlowProgram, Longs, Words

MOST_ROUNDS: Final = 100_000
"""Rounds after which a plan counts as one that never settles."""
MOST_REQUESTS: Final = 10_000_000
"""What teams may be asked in one run: all of it is kept in mind, some 250 bytes each."""
LEAST_SETTLED: Final = 1e-4
"""Part of the simulated time that counts as settled from the beginning: about how long tasks take."""
_LATELY: Final = 8
"""Rounds from which it is told how fast things settle."""
KEPT_RUNS: Final = 8
"""Runs whose answers are kept at hand: what is asked again soon."""


@dataclass(frozen=True)
class Team:
    """A sales team as a program knows it. ``row`` is its row of spans; ``hour_cost`` in money."""

    id: str
    title: str
    people: int
    most_per_day: int
    row: int
    newest_first: bool = False
    score: int = -1
    """The score that says who is next; -1: nobody comes before another."""
    hot: int = -1
    """The threshold that makes a lead hot; -1: none is."""
    hour_cost: float = 0.0
    open_days: float = 0.0
    """Days of working time in the simulated time."""


class Requests(NamedTuple):
    """What leads ask of teams, one below the other in any order."""

    time: Floats
    work: Floats
    """Days of working time that it takes."""
    rank: Floats
    key: Words
    """Makes each request its own, whatever the others do."""
    account: Longs
    team: Longs
    hot: Longs
    step: Longs


class Answers(NamedTuple):
    """When requests are done, by their keys, which rise."""

    key: Words
    time: Floats


NO_ANSWERS: Final = Answers(np.zeros(0, np.uint64), np.zeros(0))


@dataclass(frozen=True)
class Queue:
    """The requests of one team in the order of time and key, and what it works them off with."""

    time: list[float]
    work: list[float]
    rank: list[float]
    key: list[int]
    row: int
    people: int
    most_per_day: int
    newest_first: bool


@dataclass(frozen=True)
class Served:
    """All requests of a run with their start, end and person (-1: nobody before the end)."""

    requests: Requests
    start: Floats
    finish: Floats
    person: Longs
    answers: Answers
    rounds: int


Ask = Callable[["Task", NDArray[np.int64]], Requests]
"""Runs a task with the answers it carries and returns what leads ask for."""
Serve = Callable[[Requests, Team], tuple["Floats", "Floats", "Longs"]]
"""Works off the requests of one team, which stand in the order of time and key."""


def no_requests() -> Requests:
    """Return an empty table."""
    return table_of(np.zeros((0, COLUMNS), np.uint64))


COLUMNS: Final = 7
"""Words of a request as the kernel writes it: time, work and rank as floating-point numbers, key, account,
team and hot as one, step."""


def table_of(words: Words) -> Requests:
    """Return requests from the kernel's words; shape (n, ``COLUMNS``)."""
    numbers = words.view(np.float64)
    team = words[:, 5].astype(np.int64)
    return Requests(
        numbers[:, 0].copy(),
        numbers[:, 1].copy(),
        numbers[:, 2].copy(),
        words[:, 3].copy(),
        words[:, 4].astype(np.int64),
        team >> 1,
        team & 1,
        words[:, 6].astype(np.int64),
    )


class ServedRuns:
    """What is known of the runs of a program: found once each, whoever asks first."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = Lock()
        self._locks: dict[Any, Lock] = {}
        self._known: dict[Any, Served] = {}
        self._summed: dict[Any, Any] = {}
        self._shares: dict[tuple[int, int], float] = {}

    def __reduce__(self) -> tuple[type[ServedRuns], tuple[()]]:
        """Travel to another process empty: it finds out for itself."""
        return ServedRuns, ()

    def get(self, name: Any, find: Callable[[], Served], sum_up: Callable[[Served], Any]) -> Served:
        """Return what is known of a run; ``find`` it out and ``sum_up`` what matters of it if need be."""
        with self._lock:
            lock = self._locks.setdefault(name, Lock())
        with lock:
            found = self._known.get(name)
            if found is None:
                found = find()
                with self._lock:
                    while len(self._known) >= KEPT_RUNS:
                        # The first is looked at more closely in the end.
                        del self._known[next(islice(self._known, 1, None))]
                    self._known[name] = found
                    self._summed[name] = sum_up(found)
            return found

    def tell(self, task: Task, share: float) -> None:
        """Note which part of the work on a task's run is done; it never falls."""
        name = task.seed, task.run
        self._shares[name] = max(self._shares.get(name, 0.0), share)

    def share(self, seed: int, run: int) -> float:
        """Return which part of the work on a run is done; 1 where all is known of it."""
        return 1.0 if self._is_known(seed, run) else self._shares.get((seed, run), 0.0)

    def _is_known(self, seed: int, run: int) -> bool:
        return (seed, run) in self._summed or (seed, run, "reference") in self._summed

    def summed(self, seed: int, run: int) -> Any:
        """Return the sums of a run that was found out, by whichever interpreter."""
        return self._summed.get((seed, run)) or self._summed[seed, run, "reference"]


def served(program: FlowProgram, tasks: list[Task], ask: Ask, serve: Serve, control: Longs) -> Served:
    """Return who is served when in one run, whose accounts ``tasks`` cover.

    Raises:
        CannotSimulate: Answers do not settle, or teams are asked more than fits into memory.
        Cancelled: ``control[0]`` was set.
    """
    answers, settled = NO_ANSWERS, [LEAST_SETTLED]
    requests = _joined(_asked(tasks, answers, ask, control))
    for rounds in range(1, MOST_ROUNDS):
        requests = _in_order(requests)
        start, finish, person = _serve_all(program, requests, serve)
        if control[0]:
            raise Cancelled("The simulation was stopped.")
        before, answers = answers, _answers(requests, finish, program.days)
        changed = _looked_up(before, requests.key) != _looked_up(answers, requests.key)
        accounts = np.unique(requests.account[changed])
        if not accounts.size:
            return Served(requests, start, finish, person, answers, rounds)
        # Nothing that was made before the first that changed will change again.
        settled.append(max(float(requests.time[changed].min()) / program.days, LEAST_SETTLED))
        program.served.tell(tasks[0], _share(settled))
        again = _asked(_split(tasks, accounts), answers, ask, control)
        rest = ~np.isin(requests.account, accounts)
        requests = _joined([_chosen(requests, rest), *again])
    raise CannotSimulate(
        "What sales teams do and what leads do then set each other off for ever.",
        advice="Give the tasks of each team some time.",
    )


def _share(settled: list[float]) -> float:
    """Return about which part of the rounds is done, from the part of the time that is settled after each.

    That grows by about the same factor from round to round.
    """
    done, lately = len(settled) - 1, settled[-_LATELY:]
    growth = math.log(lately[-1] / lately[0]) / max(len(lately) - 1, 1)
    return done / (done - math.log(lately[-1]) / growth) if growth > 0.0 else 0.0


def _asked(tasks: Iterable[Task], answers: Answers, ask: Ask, control: Longs) -> list[Requests]:
    """Return what leads ask for in each of some tasks.

    Raises:
        CannotSimulate: It is more than fits into memory.
    """
    found: list[Requests] = []
    count = 0
    for task in tasks:
        found.append(ask(replace(task, answers=answers), control))
        count += len(found[-1].time)
        if count > MOST_REQUESTS:
            raise CannotSimulate(
                f"Sales teams are asked to do more than {MOST_REQUESTS:,} things in one run.",
                advice="Lower the lists and rates, or let fewer leads come to sales.",
            )
    return found


def _split(tasks: list[Task], accounts: Longs) -> Iterator[Task]:
    """Yield the tasks with those accounts alone that run again."""
    for task in tasks:
        low, high = np.searchsorted(accounts, (task.first, task.last))
        if low < high:
            yield replace(task, only=accounts[low:high])


def _joined(parts: list[Requests]) -> Requests:
    columns: list[Any] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Requests(*columns)


def _in_order(requests: Requests) -> Requests:
    return _chosen(requests, np.lexsort((requests.key, requests.time)))


def _chosen(requests: Requests, which: NDArray[Any]) -> Requests:
    columns: list[Any] = [column[which] for column in requests]
    return Requests(*columns)


def _serve_all(program: FlowProgram, requests: Requests, serve: Serve) -> tuple[Floats, Floats, Longs]:
    start = np.full(requests.time.size, np.inf)
    finish = np.full(requests.time.size, np.inf)
    person = np.full(requests.time.size, -1, np.int64)
    for number, team in enumerate(program.teams):
        own = requests.team == number
        part = _chosen(requests, own)
        start[own], finish[own], person[own] = serve(part, team)
    return start, finish, person


def _answers(requests: Requests, finish: Floats, days: float) -> Answers:
    in_time = np.flatnonzero(finish < days)
    places = in_time[np.argsort(requests.key[in_time], kind="stable")]
    return Answers(requests.key[places], finish[places])


def _looked_up(answers: Answers, keys: Words) -> Floats:
    """Return when requests are done; infinity for never."""
    if not answers.key.size:
        return np.full(keys.size, np.inf)
    places = np.minimum(np.searchsorted(answers.key, keys), answers.key.size - 1)
    return np.where(answers.key[places] == keys, answers.time[places], np.inf)

"""What sales teams had to bear: how long leads waited for them, how much they did, how much was left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from maplanner.simulation.results import Counts, Range
from maplanner.simulation.serving import Served

if TYPE_CHECKING:
    from maplanner.simulation.program import FlowProgram


@dataclass(frozen=True)
class TeamSum:
    """One team in one run. Times in days; ``waits`` are those of all requests that somebody began with."""

    requests: int
    done: int
    waits: NDArray[np.float32]
    hot: NDArray[np.bool_]
    waiting: NDArray[np.int64]
    """How many wait at the end of each day."""
    begun: NDArray[np.int64]
    """How many tasks are begun on each day."""
    work: float
    """Days of work done until the end."""


@dataclass(frozen=True)
class TeamSums:
    """All teams in one run."""

    teams: tuple[TeamSum, ...]

    @classmethod
    def of(cls, program: FlowProgram, served: Served) -> TeamSums:
        """Sum up who was served when."""
        return cls(tuple(_sum(program, served, number) for number in range(len(program.teams))))


def _sum(program: FlowProgram, served: Served, number: int) -> TeamSum:
    own = served.requests.team == number
    time, start, finish = served.requests.time[own], served.start[own], served.finish[own]
    begun = start < program.days
    edges = np.arange(1, math.ceil(program.days) + 1, dtype=float)
    edges[-1] = program.days
    came = np.searchsorted(np.sort(time), edges, "left")
    taken = np.searchsorted(np.sort(start), edges, "left")
    return TeamSum(
        requests=int(time.size),
        done=int((finish < program.days).sum()),
        waits=(start[begun] - time[begun]).astype(np.float32),
        hot=served.requests.hot[own][begun] > 0,
        waiting=came - taken,
        begun=np.diff(taken, prepend=0),
        work=_work(program, number, start[begun], finish[begun], served.requests.work[own][begun]),
    )


def _work(
    program: FlowProgram,
    number: int,
    start: NDArray[np.float64],
    finish: NDArray[np.float64],
    work: NDArray[np.float64],
) -> float:
    """Return the days of work done until the end, of a task that lasts longer only the part until then."""
    done = float(work[finish <= program.days].sum())
    over = finish > program.days
    arrays, row = program.arrays, program.teams[number].row
    low, high = arrays.spans[row], arrays.spans[row + 1]
    opens, closes = arrays.span_opens[low:high], arrays.span_closes[low:high]
    for begin in start[over]:
        open_time = np.minimum(closes, program.days) - np.maximum(opens, begin)
        done += float(open_time[open_time > 0].sum())
    return done


@dataclass(frozen=True)
class TeamResult:
    """What came of one sales team. Times in days of the calendar, nights and weekends included."""

    team: str
    title: str
    people: int
    hour_cost: float
    open_days: float
    days: float
    runs: tuple[TeamSum, ...]

    @property
    def requests(self) -> Counts:
        """What the team was asked to do, in each run."""
        return np.array([run.requests for run in self.runs], np.int64)

    @property
    def done(self) -> Counts:
        """What the team got done, in each run."""
        return np.array([run.done for run in self.runs], np.int64)

    @property
    def waiting_at_end(self) -> Counts:
        """How many still wait at the end, in each run."""
        return np.array([run.waiting[-1] for run in self.runs], np.int64)

    @property
    def utilisation(self) -> NDArray[np.float64]:
        """The share of working time that went into tasks, in each run."""
        at_hand = self.people * self.open_days
        return np.array([run.work / at_hand if at_hand > 0 else 0.0 for run in self.runs])

    @property
    def cost(self) -> NDArray[np.float64]:
        """What the work on tasks cost, in each run."""
        return np.array([run.work * 24.0 * self.hour_cost for run in self.runs])

    @cached_property
    def waits(self) -> NDArray[np.float32]:
        """How long each waited with whom somebody began, over all runs; rising."""
        return np.sort(np.concatenate([run.waits for run in self.runs]))

    @cached_property
    def hot_waits(self) -> NDArray[np.float32]:
        """The same, of hot leads."""
        return np.sort(np.concatenate([run.waits[run.hot] for run in self.runs]))

    @property
    def mean_wait(self) -> NDArray[np.float64]:
        """How long they waited on average, in each run that had any."""
        means = [float(run.waits.mean(dtype=np.float64)) for run in self.runs if run.waits.size]
        return np.array(means or [0.0])

    def waited(self, share: float, *, hot: bool = False) -> float | None:
        """Return the days within which a share of those who were served got their turn."""
        waits = self.hot_waits if hot else self.waits
        return float(np.quantile(waits, share)) if waits.size else None

    @cached_property
    def backlog(self) -> NDArray[np.float64]:
        """How many wait at the end of each day: the mean over the runs."""
        return np.mean([run.waiting for run in self.runs], axis=0, dtype=np.float64)  # type: ignore[no-any-return]

    @cached_property
    def begun(self) -> NDArray[np.int64]:
        """How many tasks are begun on each day; shape (runs, days)."""
        return np.array([run.begun for run in self.runs])

    @property
    def tasks_per_person_and_day(self) -> float:
        """How many tasks one person begins on a day with any work at all, on average."""
        worked = self.begun > 0
        return float(self.begun.sum() / worked.sum() / self.people) if worked.any() else 0.0

    @property
    def busiest_day(self) -> float:
        """How many tasks are begun on the busiest day: the mean over the runs."""
        return float(self.begun.max(axis=1).mean()) if self.begun.size else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return names, ranges, and the times within which half and nearly all got their turn."""
        return {
            "id": self.team,
            "title": self.title,
            "people": self.people,
            "requests": Range.of(self.requests).to_json(),
            "done": Range.of(self.done).to_json(),
            "waiting_at_end": Range.of(self.waiting_at_end).to_json(),
            "utilisation": Range.of(self.utilisation).to_json(),
            "wait": {
                "mean": Range.of(self.mean_wait).to_json(),
                "half_within": self.waited(0.5),
                "19_of_20_within": self.waited(0.95),
            },
            "hot": {
                "served": int(self.hot_waits.size),
                "half_within": self.waited(0.5, hot=True),
                "19_of_20_within": self.waited(0.95, hot=True),
            },
            "tasks_per_person_and_day": self.tasks_per_person_and_day,
            "busiest_day": self.busiest_day,
            "cost": Range.of(self.cost).to_json(),
        }


def team_results(program: FlowProgram, seed: int, runs: range) -> tuple[TeamResult, ...]:
    """Return the results of all teams over runs that were carried out."""
    if not program.teams:
        return ()
    sums: list[TeamSums] = [program.served.summed(seed, run) for run in runs]
    return tuple(
        TeamResult(
            team=team.id,
            title=team.title,
            people=team.people,
            hour_cost=team.hour_cost,
            open_days=team.open_days,
            days=program.days,
            runs=tuple(run.teams[number] for run in sums),
        )
        for number, team in enumerate(program.teams)
    )

"""What sales must bear: hand-offs, tasks and notifications a day, and how long leads wait for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import SalesTeam
from maplanner.estimate.explaining import SIMULATED, THE_PLAN, Explanation, Input, Kept
from maplanner.simulation.results import Range, SimulationResult, StepResult
from maplanner.simulation.team_results import TeamResult

FULL: Final = 0.85
"""From this part of a team's time on, waiting grows steeply; where exactly is an assumption."""
_HAND_OFF: Final = "hand_off"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Daily:
    """Something that comes to sales: how often in all, on an average day and on the busiest.

    ``busiest`` is ``None`` where the runs kept no days. ``steps`` are those that cause it.
    """

    title: str
    total: Range
    a_day: float
    busiest: Range | None
    steps: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the figures by name."""
        return {
            "total": self.total.to_json(),
            "a_day": self.a_day,
            "busiest_day": None if self.busiest is None else self.busiest.to_json(),
            "steps": list(self.steps),
        }


@dataclass(frozen=True)
class SalesLoad:
    """What sales must bear, and the teams that bear it. ``lacks`` says what is missing for a full answer."""

    handed_over: Daily
    tasks: Daily
    notifications: Daily
    teams: tuple[TeamResult, ...]
    lacks: tuple[str, ...]

    @property
    def people(self) -> int:
        """How many people the teams have together."""
        return sum(team.people for team in self.teams)

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "handed_over": self.handed_over.to_json(),
            "tasks": self.tasks.to_json(),
            "notifications": self.notifications.to_json(),
            "tasks_per_person_and_day": self.tasks.a_day / self.people if self.people else None,
            "teams": [team.to_json() for team in self.teams],
            "lacks": list(self.lacks),
        }


def sales_of(reader: RecordReader, result: SimulationResult) -> SalesLoad:
    """Return what sales must bear by what was simulated."""
    handed_over = _daily("Leads handed over", result, lambda step: step.entered * (step.kind == _HAND_OFF))
    tasks = _daily("Tasks", result, lambda step: step.tasks)
    notifications = _daily("Notifications", result, lambda step: step.notifications)
    return SalesLoad(
        handed_over, tasks, notifications, result.teams, tuple(_lacks(reader, result, (handed_over, tasks)))
    )


def _daily(title: str, result: SimulationResult, counted: Callable[[StepResult], NDArray[Any]]) -> Daily:
    """Add up what steps cause; on each day it follows the step's arrivals."""
    total: Floats = np.zeros(result.runs)
    by_day: Floats | None = None
    steps = []
    for step in result.steps:
        counts = counted(step)
        if not counts.any():
            continue
        steps.append(step.step)
        total = total + counts
        spans = _by_day(step, counts)
        if spans is not None:
            by_day = spans if by_day is None else by_day + spans
    daily = by_day is not None and result.band_days == 1.0
    busiest = Range.of(by_day.max(axis=1)) if daily and by_day is not None else None
    return Daily(title, Range.of(total), float(total.mean()) / result.days, busiest, tuple(steps))


def _by_day(step: StepResult, counts: NDArray[Any]) -> Floats | None:
    """Return counts by span, shape (runs, spans): each arrival brings as many as one does on average."""
    if step.by_run is None:
        return None
    each = np.divide(counts, step.entered, out=np.zeros(counts.size), where=step.entered > 0)
    found: Floats = step.by_run * each[:, np.newaxis]
    return found


def _lacks(reader: RecordReader, result: SimulationResult, asked: Iterable[Daily]) -> Iterable[str]:
    if not any(daily.total.mean for daily in asked):
        yield "Nothing is handed over to sales; draw a hand-off or a task."
    elif not reader.count(SalesTeam):
        yield "The plan has no sales team; add one to see whether it can keep up."
    elif not result.teams:
        yield "No step asks a sales team; choose one in the hand-off or task."
    for team in result.teams:
        if float(team.utilisation.mean()) >= FULL:
            yield f"“{team.title}” works at {team.utilisation.mean():.0%} of its time: leads will wait."


def explained(team: TeamResult) -> Explanation:
    """Say how much of a team's time is taken."""
    share = float(team.utilisation.mean())
    return Explanation(
        f"Time taken of {team.title}",
        f"{share:.0%}",
        "hours of work on tasks ÷ (people × hours in which they work)",
        (
            Input("Tasks done", float(team.done.mean()), origin=SIMULATED),
            Input("People", float(team.people), "people", THE_PLAN, Kept(team.team, "people")),
            Input("Working time of a person", team.open_days * 24.0, "hours", THE_PLAN),
        ),
        (team.team,),
    )

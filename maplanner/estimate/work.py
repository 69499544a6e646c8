"""The work of building what is drawn: hours, cost and weeks as ranges, line by line, with a schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np

from maplanner.document.reading import RecordReader
from maplanner.document.records import OwnWork, WorkRole
from maplanner.estimate.baseline import Part, Placed
from maplanner.estimate.breakdown import WorkLine, breakdown_of
from maplanner.estimate.clock import Floats
from maplanner.estimate.explaining import THE_PLAN, Kept
from maplanner.estimate.guessing import Drawn, draw
from maplanner.estimate.hours import Guess, HoursTable, in_order
from maplanner.estimate.network import Network, PlannedTask, network_of
from maplanner.estimate.people import DAYS_PER_WEEK, Rate, Role, Team, team_of
from maplanner.estimate.schedule import Schedule, schedule

ANYBODY: Final = "anybody"
"""The role of own work that names none."""


@dataclass(frozen=True)
class Spread:
    """A figure as a range: half of all draws stay below ``p50``, four of five below ``p80``."""

    p50: float
    p80: float
    mean: float

    @classmethod
    def of(cls, draws: Floats) -> Spread | None:
        """Return the range of some draws; ``None`` where one of them has no end."""
        if draws.size == 0 or not np.isfinite(draws).all():
            return None
        p50, p80 = np.percentile(draws, [50, 80])
        return cls(float(p50), float(p80), float(draws.mean()))

    def to_json(self) -> dict[str, float]:
        """Return the three figures by name."""
        return {"p50": self.p50, "p80": self.p80, "mean": self.mean}


@dataclass(frozen=True)
class RoleShare:
    """What one role does of a line: guessed hours of one piece, expected hours of all, what they cost."""

    role: Role
    guess: Guess
    hours: float
    rate: Rate

    @property
    def cost(self) -> float | None:
        """The expected cost; ``None`` where the rate is not known."""
        return None if self.rate.per_hour is None else self.hours * self.rate.per_hour


@dataclass(frozen=True)
class LineEstimate:
    """A line of the breakdown with its hours and cost, and when it is done in the baseline.

    ``start`` and ``finish`` are days after the first day of work, ``None`` where it cannot be scheduled.
    """

    line: WorkLine
    shares: tuple[RoleShare, ...]
    hours: Spread
    cost: Spread | None
    placed: tuple[Placed, ...]
    is_stuck: bool

    @property
    def expected_hours(self) -> float:
        """The expected hours of all roles."""
        return sum(share.hours for share in self.shares)

    @property
    def start(self) -> float | None:
        """The day on which it is begun."""
        return min((each.start for each in self.placed), default=None)

    @property
    def finish(self) -> float | None:
        """The day on which it is done."""
        return None if self.is_stuck else max((each.finish for each in self.placed), default=None)

    def to_json(self, team: Team) -> dict[str, Any]:
        """Return the line as JSON values."""
        line = self.line
        return {
            "key": line.key,
            "item": line.item.key,
            "title": line.title,
            "scope": line.scope,
            "quantity": line.quantity,
            "unit": line.item.unit,
            "elements": list(line.elements),
            "hours": self.hours.to_json(),
            "expected_hours": self.expected_hours,
            "cost": None if self.cost is None else self.cost.to_json(),
            "roles": [
                {
                    "role": share.role.key,
                    "title": share.role.title,
                    "low": share.guess.low,
                    "likely": share.guess.likely,
                    "high": share.guess.high,
                    "hours": share.hours,
                    "rate": share.rate.per_hour,
                    "cost": share.cost,
                    "source": share.guess.origin.words,
                }
                for share in self.shares
            ],
            "start": None if self.start is None else team.day(self.start).isoformat(),
            "finish": None if self.finish is None else team.day(self.finish).isoformat(),
        }


@dataclass(frozen=True)
class WeekLoad:
    """One week of one person or role: hours there are, hours of work, hours that could begin but wait."""

    first_day: date
    available: float
    planned: float
    waiting: float

    def to_json(self) -> dict[str, Any]:
        """Return the week as JSON values."""
        return {
            "week": self.first_day.isoformat(),
            "available": self.available,
            "planned": self.planned,
            "waiting": self.waiting,
        }


@dataclass(frozen=True)
class WorkEstimate:
    """All work of a plan. Ranges are ``None`` where something is missing; ``lacks`` says what."""

    lines: tuple[LineEstimate, ...]
    hours: Spread
    cost: Spread | None
    weeks: Spread | None
    team: Team
    schedule: Schedule
    network: Network
    correlation: float
    lacks: tuple[str, ...]

    @cached_property
    def by_key(self) -> dict[str, LineEstimate]:
        """The lines by key."""
        return {each.line.key: each for each in self.lines}

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that have work, in the order in which they first have some."""
        keys = dict.fromkeys(share.role.key for each in self.lines for share in each.shares)
        return tuple(self.team.role(key) for key in keys)

    def weeks_of(self, role: str, worker: str = "") -> tuple[WeekLoad, ...]:
        """Return the weeks of a role, or of one person of it, from the first day of work to the last."""
        return tuple(_weeks(self, role, worker))

    def hours_of(self, role: str) -> float:
        """Return the expected hours of a role."""
        return sum(share.hours for each in self.lines for share in each.shares if share.role.key == role)

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "hours": self.hours.to_json(),
            "cost": None if self.cost is None else self.cost.to_json(),
            "currency": self.team.currency,
            "weeks": {"p50": None, "p80": None, "mean": None} if self.weeks is None else self.weeks.to_json(),
            "first_day": self.team.first_day.isoformat(),
            "lines": [each.to_json(self.team) for each in self.lines],
            "roles": [
                {
                    "role": role.key,
                    "title": role.title,
                    "hours": self.hours_of(role.key),
                    "weeks": [week.to_json() for week in self.weeks_of(role.key)],
                }
                for role in self.roles
            ],
            "lacks": list(self.lacks),
        }


def work_of(reader: RecordReader) -> WorkEstimate:
    """Return what building a plan takes."""
    breakdown = breakdown_of(reader)
    table = HoursTable(reader)
    guesses = [_guesses(reader, table, line) for line in breakdown.lines]
    team = team_of(reader, [guess.role for found in guesses for guess in found])
    parts, drawn = _rows(breakdown.lines, guesses)
    hours = draw(drawn, reader.plan.hours_correlation, reader.plan.seed)
    expected = np.array([each.quantity * _mean(each) for each in drawn])
    tasks = [PlannedTask(line.key, line.title, line) for line in breakdown.lines]
    network = network_of(reader, tasks, team.first_day)
    planned = schedule(network, parts, hours, expected, team)
    lines = tuple(_lines(breakdown.lines, guesses, hours, team, planned))
    lacks = [*breakdown.lacks, *team.lacks, *network.lacks, *_stuck(planned, team)]
    if not lines:
        lacks.append("Nothing is drawn that would have to be built.")
    return WorkEstimate(
        lines,
        Spread.of(hours.sum(axis=0)) or Spread(0.0, 0.0, 0.0),
        Spread.of(_costs(lines, parts, hours)) if lines else Spread(0.0, 0.0, 0.0),
        Spread.of(planned.finishes / DAYS_PER_WEEK),
        team,
        planned,
        network,
        reader.plan.hours_correlation,
        tuple(dict.fromkeys(lacks)),
    )


def _guesses(reader: RecordReader, table: HoursTable, line: WorkLine) -> tuple[Guess, ...]:
    if line.own is None:
        return table.guesses(line.item.key)
    own: OwnWork = line.own
    role = reader.find_or_none(WorkRole, own.role)
    key = ANYBODY if role is None else role.key or role.id
    low, likely, high = in_order(own.low, own.likely, own.high)
    return (Guess(line.item.key, key, low, likely, high, THE_PLAN, Kept(own.id, "likely")),)


def _rows(lines: Sequence[WorkLine], guesses: Sequence[tuple[Guess, ...]]) -> tuple[list[Part], list[Drawn]]:
    parts: list[Part] = []
    drawn: list[Drawn] = []
    for line, found in zip(lines, guesses, strict=True):
        for guess in found:
            parts.append(Part(line.key, guess.role, len(parts)))
            family = line.key if line.own is not None else f"{guess.item}/{guess.role}"
            drawn.append(Drawn(family, line.quantity, guess.low, guess.likely, guess.high))
    return parts, drawn


def _mean(drawn: Drawn) -> float:
    return (drawn.low + 4 * drawn.likely + drawn.high) / 6


def _lines(
    lines: Sequence[WorkLine],
    guesses: Sequence[tuple[Guess, ...]],
    hours: Floats,
    team: Team,
    planned: Schedule,
) -> list[LineEstimate]:
    by_task: dict[str, list[Placed]] = {}
    for each in planned.placed:
        by_task.setdefault(each.part.task, []).append(each)
    stuck = {part.task for part in planned.stuck}
    found = []
    row = 0
    for line, own in zip(lines, guesses, strict=True):
        placed = tuple(by_task.get(line.key, ()))
        rates = {each.part.role: each.worker.rate for each in placed}
        shares = tuple(
            RoleShare(
                role := team.role(guess.role),
                guess,
                line.quantity * guess.mean,
                rates.get(guess.role, role.rate),
            )
            for guess in own
        )
        drawn = hours[row : row + len(own)]
        row += len(own)
        cost = _cost(shares, drawn)
        spread = Spread.of(drawn.sum(axis=0)) or Spread(0.0, 0.0, 0.0)
        found.append(
            LineEstimate(
                line, shares, spread, None if cost is None else Spread.of(cost), placed, line.key in stuck
            )
        )
    return found


def _cost(shares: Sequence[RoleShare], drawn: Floats) -> Floats | None:
    """Return what a line costs in each draw, as far as rates are known; ``None`` where none is."""
    known = [place for place, share in enumerate(shares) if share.rate.per_hour is not None]
    if shares and not known:
        return None
    rates = np.array([shares[place].rate.per_hour for place in known], dtype=np.float64)
    cost: Floats = rates @ drawn[known]
    return cost


def _costs(lines: Sequence[LineEstimate], parts: Sequence[Part], hours: Floats) -> Floats:
    """Return what everything costs in each draw; nothing where no rate is known."""
    rates = [share.rate.per_hour for each in lines for share in each.shares]
    if parts and all(rate is None for rate in rates):
        return np.zeros(0)
    known = np.array([rate or 0.0 for rate in rates], dtype=np.float64)
    cost: Floats = known @ hours
    return cost


def _stuck(planned: Schedule, team: Team) -> list[str]:
    """Say who has too few hours for what."""
    found = []
    for role in dict.fromkeys(part.role for part in planned.refused):
        names = ", ".join(each.title for each in team.of_role(role))
        title = team.role(role).title
        found.append(f"{names} has too few hours for the work of the {title}: it is never all done.")
    return found


def _weeks(work: WorkEstimate, role: str, worker: str) -> list[WeekLoad]:
    team = work.team
    people = [each for each in team.of_role(role) if worker in ("", each.id)]
    clocks = [work.schedule.clocks[each.id] for each in people if each.id in work.schedule.clocks]
    ids = {each.id for each in people}
    mine = [each for each in work.schedule.placed if each.worker.id in ids]
    monday = -team.first_day.weekday()
    count = int(np.ceil((work.schedule.days - monday) / DAYS_PER_WEEK))
    found = []
    for week in range(count):
        since, until = (monday + (week + step) * DAYS_PER_WEEK for step in (0, 1))
        since = max(since, 0)
        planned = sum(
            work.schedule.clocks[each.worker.id].worked(max(since, each.start), min(until, each.finish))
            for each in mine
            if each.start < until and each.finish > since
        )
        waiting = sum(
            each.hours - work.schedule.clocks[each.worker.id].worked(each.start, min(each.finish, until))
            if each.start < until
            else each.hours
            for each in mine
            if each.ready < until and each.finish > until
        )
        available = sum(clock.worked(since, until) for clock in clocks)
        found.append(WeekLoad(team.day(max(since, 0)), available, planned, max(0.0, waiting)))
    return found

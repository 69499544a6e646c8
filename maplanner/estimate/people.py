"""Who does the work: roles with what an hour costs, people with the hours they have (brief B4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maplanner.core.currencies import is_currency
from maplanner.document.reading import RecordReader
from maplanner.document.records import ExchangeRate, TeamMember, TimeAway, WorkRole
from maplanner.estimate.explaining import THE_PLAN, Kept, Origin
from maplanner.estimate.hours import UsualRole, usual_roles

WORKING_DAYS: Final = 5
"""Days of a week on which people work, Monday first; their weekly hours are spread over these evenly."""
DAYS_PER_WEEK: Final = 7

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rate:
    """What an hour costs in the plan's currency, ``None`` where nobody knows; ``kept`` is where it stands."""

    per_hour: float | None
    origin: Origin
    kept: Kept


@dataclass(frozen=True)
class Role:
    """A role as it counts: the plan's own, or a usual one that the plan does not have yet.

    ``key`` is what hours are kept under; ``record`` the plan's record, empty for a usual role.
    """

    key: str
    title: str
    rate: Rate
    record: str = ""


@dataclass(frozen=True)
class Worker:
    """Somebody with hours to give. ``assumed`` is a person nobody has named yet."""

    id: str
    title: str
    role: str
    hours_per_week: float
    rate: Rate
    start: date | None = None
    end: date | None = None
    away: tuple[tuple[date, date], ...] = ()
    assumed: bool = False

    def capacity(self, first: date, days: int) -> Floats:
        """Return the hours that this person has had by the beginning of each day; shape (days + 1,)."""
        at = np.arange(days)
        weekday = (first.weekday() + at) % DAYS_PER_WEEK
        hours = np.where(weekday < WORKING_DAYS, self.hours_per_week / WORKING_DAYS, 0.0)
        if self.start is not None:
            hours[at < (self.start - first).days] = 0.0
        if self.end is not None:
            hours[at > (self.end - first).days] = 0.0
        for begin, last in self.away:
            hours[(at >= (begin - first).days) & (at <= (last - first).days)] = 0.0
        capacity = np.zeros(days + 1)
        np.cumsum(hours, out=capacity[1:])
        return capacity


@dataclass
class Team:
    """Roles and people of a plan. ``lacks`` says what is missing, and what is assumed instead."""

    roles: dict[str, Role]
    workers: dict[str, list[Worker]]
    currency: str
    first_day: date
    lacks: list[str] = field(default_factory=list)

    def role(self, key: str) -> Role:
        """Return a role; one that nobody has described has no rate."""
        found = self.roles.get(key)
        return found or Role(key, key, Rate(None, THE_PLAN, Kept("", "rate")))

    def of_role(self, key: str) -> list[Worker]:
        """Return those who do the work of a role."""
        return self.workers.get(key, [])

    def day(self, days: float) -> date:
        """Return the date so many days after the work begins."""
        return self.first_day + timedelta(days=int(days))


def team_of(reader: RecordReader, needed: Iterable[str]) -> Team:
    """Return the people of a plan, and somebody assumed for each needed role that has nobody.

    ``needed`` are the keys of the roles that the work asks for.
    """
    plan = reader.plan
    money = _Money(reader)
    roles = _roles(reader, money)
    team = Team(roles, {}, plan.currency.strip().upper(), plan.work_start or plan.start, money.lacks)
    _add_members(reader, team, money)
    _assume(team, list(needed), anybody=bool(reader.count(TeamMember)))
    return team


class _Money:
    """Turns amounts into the plan's currency."""

    def __init__(self, reader: RecordReader) -> None:
        self.own = reader.plan.currency.strip().upper()
        self._worth = {each.currency.strip().upper(): each.worth for each in reader.all(ExchangeRate)}
        self.lacks: list[str] = []
        self._told: set[str] = set()
        if not is_currency(self.own):
            named = reader.plan.currency.strip() or "nothing"
            self._tell(self.own, f"The plan's currency, “{named}”, is no known currency; write it like EUR.")

    def worth(self, amount: float | None, currency: str) -> float | None:
        """Return an amount in the plan's currency; ``None`` where the exchange rate is missing."""
        other = currency.strip().upper() or self.own
        if amount is None or other == self.own:
            return amount
        if other in self._worth:
            return amount * self._worth[other]
        if is_currency(other):
            self._tell(
                other,
                f"What 1 {other} is worth in {self.own or 'the plan'} is not known; add an exchange rate.",
            )
        else:
            self._tell(other, f"“{other}” is no known currency; write it like EUR.")
        return None

    def _tell(self, about: str, lack: str) -> None:
        if about not in self._told:
            self._told.add(about)
            self.lacks.append(lack)


def _roles(reader: RecordReader, money: _Money) -> dict[str, Role]:
    roles = {each.key: _usual(each, money) for each in usual_roles()} if not reader.count(WorkRole) else {}
    for record in sorted(reader.all(WorkRole), key=lambda each: (each.order, each.id)):
        key = record.key or record.id
        rate = Rate(money.worth(record.rate, record.currency), THE_PLAN, Kept(record.id, "rate"))
        roles[key] = Role(key, record.title or key, rate, record.id)
    for each in usual_roles():
        if each.key not in roles:
            roles[each.key] = _usual(each, money)
    return roles


def _usual(usual: UsualRole, money: _Money) -> Role:
    """Return a role that the plan lacks: its assumed rate counts only in the currency it was assumed in."""
    new = new_role(usual)
    own = money.own == usual.currency
    rate = Rate(usual.rate if own else None, Origin.of(usual), Kept(new.id, "rate", new))
    return Role(usual.key, usual.title, rate)


def new_role(usual: UsualRole, order: float = 0.0) -> WorkRole:
    """Return a record for a usual role, always with the same identifier."""
    return WorkRole(
        id=f"role-{usual.key}",
        title=usual.title,
        key=usual.key,
        rate=usual.rate,
        currency=usual.currency,
        order=order,
    )


def _add_members(reader: RecordReader, team: Team, money: _Money) -> None:
    for member in sorted(reader.all(TeamMember), key=lambda each: (each.order, each.id)):
        record = reader.find_or_none(WorkRole, member.role)
        if record is None:
            team.lacks.append(f"{member.title or 'Somebody'} has no role yet and is given no work.")
            continue
        key = record.key or record.id
        own = money.worth(member.rate, member.currency)
        rate = (
            Rate(own, THE_PLAN, Kept(member.id, "rate")) if member.rate is not None else team.role(key).rate
        )
        worker = Worker(
            member.id,
            member.title or "untitled",
            key,
            member.hours_per_week,
            rate,
            member.start,
            member.end,
            _away(reader, member),
        )
        team.workers.setdefault(key, []).append(worker)


def _away(reader: RecordReader, member: TeamMember) -> tuple[tuple[date, date], ...]:
    found = []
    for each in reader.referring(TimeAway, "member", member.id):
        if each.first is not None or each.last is not None:
            first, last = each.first or each.last, each.last or each.first
            if first is not None and last is not None:
                found.append((min(first, last), max(first, last)))
    return tuple(found)


def _assume(team: Team, needed: list[str], *, anybody: bool) -> None:
    """Put somebody nobody has named into each needed role without people, and say so."""
    usual = {each.key: each for each in usual_roles()}
    alone = [key for key in dict.fromkeys(needed) if not team.workers.get(key)]
    for key in alone:
        role = team.role(key)
        hours = usual[key].hours_per_week if key in usual else _SOME_HOURS
        worker = Worker(f"somebody-{key}", f"{role.title} (nobody yet)", key, hours, role.rate, assumed=True)
        team.workers[key] = [worker]
        if anybody:
            team.lacks.append(
                f"Nobody is {role.title} yet; one person with {hours:g} hours a week is assumed."
            )
    if alone and not anybody:
        team.lacks.append(
            "The plan has no people yet; one person for each role is assumed, with the usual hours a week."
        )
    for key in dict.fromkeys(needed):
        role = team.role(key)
        if any(worker.rate.per_hour is None for worker in team.workers[key]):
            team.lacks.append(f"What an hour of the {role.title} costs is not known; the cost is without it.")


_SOME_HOURS: Final = 20.0
"""Assumed hours a week of a role that is the team's own."""

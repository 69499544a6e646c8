"""Calendars as spans of the simulated time: when something is open, on the plan's clock.

The plan's clock shows the local time of the plan's zone, and each of its days has 24 hours: an hour that
a change of the clock leaves out or repeats is not simulated. Another zone's hours are brought to that
clock by way of universal time, with the changes of both clocks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from maplanner.core.errors import CannotSimulate
from maplanner.document.hours import Hours, hours_of
from maplanner.document.reading import RecordReader
from maplanner.document.records import Holiday, WorkCalendar
from maplanner.simulation.arrays import Longs, longs

LOOK_AHEAD_DAYS = 370
"""Spans reach so far behind the horizon, so that what is due shortly after it has a time."""
ALWAYS: tuple[Hours, ...] = (((0.0, 24.0),),) * 7


@dataclass(frozen=True)
class Spans:
    """When something is open, in days: ``opens`` and ``closes`` rise; ``levels`` is the time open before.

    ``days`` numbers the calendar's own days.
    """

    opens: tuple[float, ...]
    closes: tuple[float, ...]
    days: tuple[int, ...]

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """Return how much time was open before each span, in days."""
        found, level = [], 0.0
        for opens, closes in zip(self.opens, self.closes, strict=True):
            found.append(level)
            level += closes - opens
        return tuple(found)


@dataclass
class Clock:
    """What the plan's clock shows: it begins on ``start``, and everything is wanted until ``days``."""

    start: date
    days: float
    zone: str = ""

    def __post_init__(self) -> None:
        """Load the zone.

        Raises:
            CannotSimulate: There is no such zone.
        """
        self._own = zone_of(self.zone, "The plan")

    @property
    def weekday(self) -> int:
        """The weekday of day 0; 0 is Monday."""
        return self.start.weekday()

    @property
    def last(self) -> int:
        """The number of the last day that is wanted."""
        return math.ceil(self.days) + LOOK_AHEAD_DAYS

    @cached_property
    def months(self) -> Longs:
        """The month of each day of the simulated time; 0 where dates end."""
        dates = map(self.date_of, range(math.ceil(self.days)))
        return longs([0 if day is None else day.month for day in dates])

    def date_of(self, day: int) -> date | None:
        """Return the date of a day; ``None`` where dates end."""
        try:
            return self.start + timedelta(days=day)
        except OverflowError:
            return None

    def at(self, day: date, hour: float, zone: str = "", where: str = "A calendar") -> float:
        """Return the simulated time of a day and an hour on the clock of a zone (empty: the plan's).

        Raises:
            CannotSimulate: There is no such zone.
        """
        other = zone_of(zone, where) if zone else self._own
        plain = float((day - self.start).days) + hour / 24.0
        if other is self._own or not (date.min < day < date.max):
            return plain
        instant = (datetime.combine(day, time(), tzinfo=other) + timedelta(hours=hour)).astimezone(UTC)
        own = self._own or UTC
        shown = instant.astimezone(own)
        return (shown.replace(tzinfo=None) - datetime.combine(self.start, time())) / timedelta(days=1)


def zone_of(name: str, where: str) -> ZoneInfo | None:
    """Return a time zone; ``None`` where none is named.

    Raises:
        CannotSimulate: There is no such zone.
    """
    if not name.strip():
        return None
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CannotSimulate(
            f"{where} names a time zone that does not exist: “{name}”.",
            advice="Choose one such as Europe/Riga.",
        ) from error


@dataclass
class Calendars:
    """The calendars of a plan, each reckoned once."""

    reader: RecordReader
    clock: Clock
    _open: dict[tuple[str, tuple[Hours, ...] | None], Spans] = field(default_factory=dict)

    def working(self, calendar: str, where: str) -> Spans:
        """Return when a calendar is open; without one the plan's; around the clock if there is none.

        Raises:
            CannotSimulate: It is gone, its hours cannot be read, or it never opens.
        """
        return self._spans(calendar or self.reader.plan.calendar or "", None, where)

    def windows(self, week: tuple[Hours, ...], calendar: str, where: str) -> Spans:
        """Return the hours of a week, on the clock of a calendar's zone and without its holidays.

        Raises:
            CannotSimulate: The calendar is gone, or holidays leave nothing.
        """
        return self._spans(calendar, week, where)

    def moment(self, day: date, hour: float, calendar: str, where: str) -> float:
        """Return the simulated time of a day and hour on a calendar's clock."""
        found = self._calendar(calendar, where)
        return self.clock.at(day, hour, found.zone if found else "", _name(found))

    def _calendar(self, calendar: str, where: str) -> WorkCalendar | None:
        found = self.reader.find_or_none(WorkCalendar, calendar) if calendar else None
        if calendar and found is None:
            raise CannotSimulate(f"{where} uses a calendar that no longer exists.", advice="Choose another.")
        return found

    def _spans(self, calendar: str, week: tuple[Hours, ...] | None, where: str) -> Spans:
        key = (calendar, week)
        if key not in self._open:
            found = self._calendar(calendar, where)
            hours = week or (_week(found) if found else ALWAYS)
            closed = closed_days(self.reader, calendar)
            self._open[key] = _laid_out(self.clock, hours, found, closed)
        return self._open[key]


def _week(calendar: WorkCalendar) -> tuple[Hours, ...]:
    try:
        return tuple(hours_of(text) for text in calendar.week)
    except ValueError as error:
        raise CannotSimulate(f"{_name(calendar)}: {error}.", advice="Correct its hours.") from error


def closed_days(reader: RecordReader, calendar: str) -> Callable[[date], bool]:
    """Return a function that tells whether a day is one of a calendar's holidays."""
    once: set[date] = set()
    yearly: set[tuple[int, int]] = set()
    for holiday in reader.referring(Holiday, "calendar", calendar) if calendar else ():
        for day in days_between(holiday.day, holiday.last):
            once.add(day)
            if holiday.every_year:
                yearly.add((day.month, day.day))
    return lambda day: day in once or (day.month, day.day) in yearly


def days_between(first: date | None, last: date | None) -> list[date]:
    """Return the days from one to another, both included; at most a thousand of them."""
    if first is None:
        return []
    length = 1 if last is None else (last - first).days + 1
    return [first + timedelta(days=place) for place in range(max(0, min(length, 1000)))]


def _laid_out(
    clock: Clock, week: tuple[Hours, ...], calendar: WorkCalendar | None, closed: Callable[[date], bool]
) -> Spans:
    opens: list[float] = []
    closes: list[float] = []
    days: list[int] = []
    zone = calendar.zone if calendar else ""
    for number in range(-1, clock.last):
        day = clock.date_of(number)
        if day is None:
            break
        hours = () if closed(day) else week[day.weekday()]
        for begins, ends in hours:
            low = clock.at(day, begins, zone, _name(calendar))
            high = clock.at(day, ends, zone, _name(calendar))
            low = max(low, closes[-1]) if closes else low
            if low < high or begins == ends:
                opens.append(low)
                closes.append(max(low, high))
                days.append(number)
    if not closes or closes[-1] < 0.0:
        raise CannotSimulate(
            f"{_name(calendar)} never opens in the simulated time.",
            advice="Give it hours on some weekdays, and fewer holidays.",
        )
    return Spans(tuple(opens), tuple(closes), tuple(days))


def _name(calendar: WorkCalendar | None) -> str:
    return f"Calendar “{calendar.title or 'untitled'}”" if calendar is not None else "A calendar"

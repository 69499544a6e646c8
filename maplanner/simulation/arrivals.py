"""Arrivals by rate: the expected number of leads as a function of time."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from maplanner.core.errors import CannotSimulate
from maplanner.flow.behaviour import ListArrivals, Peak, PoissonArrivals
from maplanner.simulation.arrays import Floats, Longs, floats
from maplanner.simulation.calendars import Clock

DAYS_A_YEAR = 365.0

Curve = tuple[list[float], list[float]]
"""Times in days, and the expected number of leads until then; between them it rises in a straight line."""


def arrival_curve(source: PoissonArrivals, accounts: int, clock: Clock, where: str) -> Curve:
    """Return the knots of one account's expected arrivals.

    The rate is constant within the open hours of a day; growth counts from the day the source
    opens. Between knots the number rises in a straight line, so that a time can
    be found for a level exactly.

    Raises:
        CannotSimulate: The rate is no number, negative or grows beyond all bounds.
    """
    if not (0.0 <= source.hours[0] < source.hours[1] <= 24.0):
        raise CannotSimulate(f"{where}: the hours of the day end before they begin.", advice="Correct them.")
    end = clock.days if source.end is None else min(source.end, clock.days)
    if not source.start < end:
        return [source.start], [0.0]
    opens, closes, days = _spans(source, end)
    grown = _rates(source, days, clock, where) / accounts * (closes - opens)
    after_gap = opens > np.concatenate(([source.start], closes[:-1]))
    # Twice as many knots as spans: where one opens, if it was closed before, and where it closes.
    wanted = np.column_stack((after_gap, np.ones_like(after_gap))).ravel()
    times = np.column_stack((opens, closes)).ravel()[wanted]
    rises = np.column_stack((np.zeros_like(grown), grown)).ravel()[wanted]
    return [source.start, *times.tolist()], [0.0, *np.cumsum(rises).tolist()]


def _spans(source: PoissonArrivals, end: float) -> tuple[Floats, Floats, Longs]:
    """Return the times in which leads may come, from and to, and their days."""
    opens, closes = source.hours
    days = np.arange(math.floor(source.start), math.ceil(end))
    low = np.maximum(source.start, days + opens / 24.0)
    high = np.minimum(end, days + closes / 24.0 if closes < 24.0 else days + 1.0)
    some = low < high
    return low[some], high[some], days[some]


def _rates(source: PoissonArrivals, days: Longs, clock: Clock, where: str) -> Floats:
    """Return the leads a day on each day."""
    if source.growth != 0.0 or source.peaks or source.start < 0.0:
        return floats([_rate(source, day, clock, where) for day in days.tolist()])
    # Without growth and peaks, days of the same month and weekday are alike.
    alike = clock.months[days] * 7 + (clock.weekday + days) % 7
    kinds, first, kind = np.unique(alike, return_index=True, return_inverse=True)
    known = np.zeros(len(kinds))
    for place in np.argsort(first).tolist():
        known[place] = _rate(source, int(days[first[place]]), clock, where)
    return known[kind]


def _rate(source: PoissonArrivals, day: int, clock: Clock, where: str) -> float:
    grown = max(0.0, day - math.floor(source.start)) / DAYS_A_YEAR
    try:
        rate = source.per_day * source.week[(clock.weekday + day) % 7] * (1.0 + source.growth) ** grown
        rate *= _of_the_year(source, clock.date_of(day))
        rate *= 24.0 / (source.hours[1] - source.hours[0])
    except OverflowError:
        rate = math.inf
    if isinstance(rate, complex) or not 0.0 <= rate < math.inf:
        raise CannotSimulate(
            f"{where}: the number of leads a day is no sensible number on day {day}.",
            advice="Correct the rate, its pattern over time or its growth.",
        )
    return float(rate)


def _of_the_year(source: PoissonArrivals, day: date | None) -> float:
    """Return how much more comes on a date than on any; peaks that overlap multiply."""
    if day is None:
        return 1.0
    factor = source.year[day.month - 1]
    for peak in source.peaks:
        if is_within(day, peak):
            factor *= peak.factor
    return factor


def is_within(day: date, peak: Peak) -> bool:
    """Tell whether a date is one of a peak's; a peak of every year may go over New Year."""
    if not peak.every_year:
        return peak.first <= day <= peak.last
    if (peak.last - peak.first).days >= 365:
        return True
    first, last = (peak.first.month, peak.first.day), (peak.last.month, peak.last.day)
    now = (day.month, day.day)
    return first <= now <= last if first <= last else now >= first or now <= last


def list_size(source: ListArrivals, days: float, where: str) -> int:
    """Return how many of a list's people come in within the simulated time.

    Raises:
        CannotSimulate: Time or rate is no sensible number.
    """
    rate = 0.0 if source.per_day is None else source.per_day
    if not (source.size >= 0 and 0.0 <= source.at < math.inf and 0.0 <= rate < math.inf):
        raise CannotSimulate(
            f"{where}: the size of the list or its time is no sensible number.", advice="Correct it."
        )
    if source.at >= days:
        return 0
    if rate == 0.0:
        return source.size
    return min(source.size, math.floor((days - source.at) * rate) + 1)

"""Arrivals by rate: the expected number of leads as a function of time."""

from __future__ import annotations

import math

from maplanner.core.errors import CannotSimulate
from maplanner.flow.behaviour import ListArrivals, PoissonArrivals

DAYS_A_YEAR = 365.0


def arrival_curve(
    source: PoissonArrivals, accounts: int, days: float, first_weekday: int, where: str
) -> tuple[list[float], list[float]]:
    """Return the knots of one account's expected arrivals: times in days, and the number until then.

    The rate is constant within a day; growth counts from the day the source
    opens. Between knots the number rises in a straight line, so that a time can
    be found for a level exactly.

    Raises:
        CannotSimulate: The rate is no number, negative or grows beyond all bounds.
    """
    end = days if source.end is None else min(source.end, days)
    if not source.start < end:
        return [source.start], [0.0]
    times, levels = [source.start], [0.0]
    while times[-1] < end:
        day = math.floor(times[-1])
        until = min(float(day + 1), end)
        rate = _rate(source, day, first_weekday, where) / accounts
        levels.append(levels[-1] + rate * (until - times[-1]))
        times.append(until)
    return times, levels


def _rate(source: PoissonArrivals, day: int, first_weekday: int, where: str) -> float:
    grown = max(0.0, day - math.floor(source.start)) / DAYS_A_YEAR
    try:
        rate = source.per_day * source.week[(first_weekday + day) % 7] * (1.0 + source.growth) ** grown
    except OverflowError:
        rate = math.inf
    if isinstance(rate, complex) or not 0.0 <= rate < math.inf:
        raise CannotSimulate(
            f"{where}: the number of leads a day is no sensible number on day {day}.",
            advice="Correct the rate, its weekly pattern or its growth.",
        )
    return float(rate)


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

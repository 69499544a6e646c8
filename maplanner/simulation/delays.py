"""Delays as numbers: a code and two figures each, and the rows that some of them look things up in."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from maplanner.core.errors import CannotSimulate
from maplanner.document.values import (
    DateDelay,
    Delay,
    EmpiricalDelay,
    ExponentialDelay,
    FixedDelay,
    GammaDelay,
    LogNormalDelay,
    UniformDelay,
    WeeklyDelay,
    WindowDelay,
    WorkingDelay,
)
from maplanner.simulation import program as op
from maplanner.simulation.calendars import Calendars, Spans
from maplanner.simulation.program import Ints, floats, ints, longs

DelayCode = tuple[int, float, float]
"""One of the delays in ``program``, and its two figures."""
HOURS_A_DAY = 24.0
_ADVICE = "Correct the delay."


@dataclass
class DelayTable:
    """Turns delays into codes; equal delays share their rows."""

    calendars: Calendars
    points: list[EmpiricalDelay] = field(default_factory=list)
    spans: list[Spans] = field(default_factory=list)
    working: list[tuple[int, float, float]] = field(default_factory=list)

    def code(self, delay: Delay | None, where: str) -> DelayCode:
        """Return a delay as its code and two numbers, in days.

        Raises:
            CannotSimulate: It is negative or no number, or its calendar cannot be used.
        """
        if delay is None:
            return _AT_ONCE
        found = _CODES[type(delay)](self, delay, where)
        if not (0.0 <= found[1] < math.inf and 0.0 <= found[2] < math.inf) and found[0] != op.UNTIL:
            raise CannotSimulate(f"{where} has a delay that is no sensible number.", advice=_ADVICE)
        return found

    def service(self, hours: float, deviation: float, spans: Spans, where: str) -> int:
        """Return the row of a working time in the hours of a calendar."""
        shape, scale = _gamma(hours / HOURS_A_DAY, deviation / HOURS_A_DAY, where)
        return _placed(self.working, (self.place(spans), shape, scale))

    def place(self, spans: Spans) -> int:
        """Return the row of some spans."""
        return _placed(self.spans, spans)

    def takes_time(self, code: DelayCode) -> bool:
        """Tell whether some time always passes, apart from chance: a window may be open already."""
        if code[0] == op.WORKING:
            return self.working[int(code[1])][1] > 0.0
        return code[0] not in {op.NO_DELAY, op.UNTIL, op.WINDOW}

    # --- one method per delay ---

    def _fixed(self, delay: FixedDelay, _where: str) -> DelayCode:
        return (op.FIXED, delay.days, 0.0) if delay.days != 0.0 else _AT_ONCE

    def _exponential(self, delay: ExponentialDelay, _where: str) -> DelayCode:
        return op.EXPONENTIAL, delay.mean, 0.0

    def _uniform(self, delay: UniformDelay, where: str) -> DelayCode:
        if delay.high == delay.low:
            return self._fixed(FixedDelay(days=delay.low), where)
        return op.UNIFORM, min(delay.low, delay.high), max(delay.low, delay.high)

    def _log_normal(self, delay: LogNormalDelay, _where: str) -> DelayCode:
        return op.LOG_NORMAL, delay.median, delay.sigma

    def _gamma(self, delay: GammaDelay, where: str) -> DelayCode:
        return op.GAMMA, *_gamma(delay.mean, delay.deviation, where)

    def _empirical(self, delay: EmpiricalDelay, _where: str) -> DelayCode:
        if delay.points[-1].days == 0.0:
            return _AT_ONCE
        return op.EMPIRICAL, float(_placed(self.points, delay)), 0.0

    def _weekly(self, delay: WeeklyDelay, where: str) -> DelayCode:
        if not delay.calendar:
            weekday = self.calendars.clock.weekday
            return op.WEEKLY, (delay.weekday - weekday) % 7 + delay.hour / HOURS_A_DAY, 0.0
        moment = (delay.hour, delay.hour)
        week = tuple((moment,) if day == delay.weekday else () for day in range(7))
        spans = self.calendars.windows(week, delay.calendar, where)
        return op.INSTANT, float(self.place(spans)), 0.0

    def _window(self, delay: WindowDelay, where: str) -> DelayCode:
        hours = (delay.opens, delay.closes)
        week = tuple((hours,) if day in delay.weekdays else () for day in range(7))
        spans = self.calendars.windows(week, delay.calendar, where)
        return op.WINDOW, float(self.place(spans)), 0.0

    def _working(self, delay: WorkingDelay, where: str) -> DelayCode:
        spans = self.calendars.working(delay.calendar, where)
        return op.WORKING, float(self.service(delay.hours, delay.deviation, spans, where)), 0.0

    def _date(self, delay: DateDelay, where: str) -> DelayCode:
        return op.UNTIL, self.calendars.moment(delay.day, delay.hour, delay.calendar, where), 0.0

    def arrays(self) -> dict[str, Any]:
        """Return the rows as the program keeps them."""
        return {
            "points": _begins(len(delay.points) for delay in self.points),
            "point_share": floats([point.share for delay in self.points for point in delay.points]),
            "point_days": floats([point.days for delay in self.points for point in delay.points]),
            "spans": _begins(len(row.opens) for row in self.spans),
            "span_opens": floats([time for row in self.spans for time in row.opens]),
            "span_closes": floats([time for row in self.spans for time in row.closes]),
            "span_level": floats([level for row in self.spans for level in row.levels]),
            "span_day": longs([day for row in self.spans for day in row.days]),
            "working": ints([row[0] for row in self.working]),
            "working_num": floats([row[1:] for row in self.working]).reshape(-1, 2),
        }


def _begins(lengths: Iterable[int]) -> Ints:
    """Return where rows of these lengths begin, and the end of the last."""
    return ints([0, *accumulate(lengths)])


def _gamma(mean: float, deviation: float, where: str) -> tuple[float, float]:
    """Return shape and scale; without a deviation the mean itself, and nought."""
    if deviation == 0.0 or mean == 0.0:
        return mean, 0.0
    ratio = mean / deviation
    shape, scale = ratio * ratio, deviation / ratio if ratio > 0.0 else math.inf
    if not (1e-6 < shape < 1e15 and scale < math.inf):
        raise CannotSimulate(
            f"{where}: mean and deviation of a time are too far apart.", advice="Bring them nearer together."
        )
    return shape, scale


def _placed(rows: list[Any], row: Any) -> int:
    """Return the place of a row, which is added where it is not there yet."""
    if row not in rows:
        rows.append(row)
    return rows.index(row)


_AT_ONCE: DelayCode = (op.NO_DELAY, 0.0, 0.0)
_CODES: dict[type, Callable[[DelayTable, Any, str], DelayCode]] = {
    FixedDelay: DelayTable._fixed,  # noqa: SLF001
    ExponentialDelay: DelayTable._exponential,  # noqa: SLF001
    UniformDelay: DelayTable._uniform,  # noqa: SLF001
    LogNormalDelay: DelayTable._log_normal,  # noqa: SLF001
    GammaDelay: DelayTable._gamma,  # noqa: SLF001
    EmpiricalDelay: DelayTable._empirical,  # noqa: SLF001
    WeeklyDelay: DelayTable._weekly,  # noqa: SLF001
    WindowDelay: DelayTable._window,  # noqa: SLF001
    WorkingDelay: DelayTable._working,  # noqa: SLF001
    DateDelay: DelayTable._date,  # noqa: SLF001
}
"""Every delay there is; a test holds that none is left out."""

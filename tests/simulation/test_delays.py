"""Delays: against a clock that goes minute by minute, and against the moments of their distributions."""

from __future__ import annotations

import math
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Holiday, WorkCalendar
from maplanner.document.values import (
    DateDelay,
    Delay,
    EmpiricalDelay,
    GammaDelay,
    Quantile,
    WeeklyDelay,
    WindowDelay,
    WorkingDelay,
)
from maplanner.simulation import delays as subject
from maplanner.simulation import program as op
from maplanner.simulation.calendars import Calendars, Clock
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.delays import DelayTable
from maplanner.simulation.program import ProgramArrays
from maplanner.simulation.randomness import salt_of
from maplanner.simulation.reference.delaying import time_after
from tests.builders import PlanBuilder

MINUTE = 1 / 1440
WEEK = {"monday": "9–12:30, 13–17", "wednesday": "0–24", "saturday": "22–24", "sunday": "0–2"}
CLOSED = {"tuesday": "", "thursday": "", "friday": ""}


class Delays:
    """A plan with one calendar, and how long a delay takes; random plans hold that the kernel agrees."""

    def __init__(self) -> None:
        builder = PlanBuilder(days=40.0)
        calendar = builder.put(WorkCalendar(id="office", **(WEEK | CLOSED)))
        builder.add(Holiday, calendar=calendar.id, day="2027-01-13")
        builder.step("search_term")
        self.program = compile_plan(builder.snapshot()).arrays
        self.table = DelayTable(Calendars(builder.snapshot(), Clock(builder.snapshot().plan.start, 40.0)))

    def after(self, delay: Any, now: float, key: int = 1) -> float:
        code = self.table.code(delay, "A step")
        arrays: ProgramArrays = self.program._replace(**self.table.arrays())
        return time_after(arrays, now, *code, key)


def is_open(minute: int) -> bool:
    """Tell whether the calendar is open in a minute of the plan, which begins on Monday, 4 January 2027."""
    day, hour = minute // 1440, minute % 1440 / 60
    if day == 9:
        return False
    return {
        0: 9 <= hour < 12.5 or 13 <= hour < 17,
        2: True,
        5: hour >= 22,
        6: hour < 2,
    }.get(day % 7, False)


@given(st.integers(0, 20 * 1440), st.integers(0, 40 * 60))
@settings(max_examples=60)
def test_working_hours_are_those_of_a_clock_that_goes_by_minutes(begin: int, minutes: int) -> None:
    minute, left = begin, minutes
    while left or not is_open(minute):
        if left and is_open(minute):
            left -= 1
            if not left:
                minute += 1
                break
        minute += 1
    delay = WorkingDelay(hours=minutes / 60, calendar="office")
    assert Delays().after(delay, begin * MINUTE) == pytest.approx(minute * MINUTE, abs=1e-9)


@given(st.integers(0, 20 * 1440))
@settings(max_examples=40)
def test_a_window_opens_when_the_clock_says(begin: int) -> None:
    minute = begin
    while not (minute // 1440 % 7 in {1, 2} and 9.5 <= minute % 1440 / 60 < 11 and minute // 1440 != 9):
        minute += 1
    delay = WindowDelay(weekdays=(1, 2), opens=9.5, closes=11.0, calendar="office")
    assert Delays().after(delay, begin * MINUTE) == pytest.approx(minute * MINUTE, abs=1e-9)


def test_a_day_of_the_week_passes_over_holidays() -> None:
    plain, careful = WeeklyDelay(weekday=2, hour=15.0), WeeklyDelay(weekday=2, hour=15.0, calendar="office")
    delays = Delays()
    assert delays.after(plain, 3.0) == 9.625
    assert delays.after(careful, 3.0) == 16.625
    assert delays.after(careful, 2.625) == 16.625, "asked at the hour itself it is the next one"


def test_until_a_date_waits_until_then_and_no_longer() -> None:
    delay = DateDelay(day="2027-01-10", hour=6.0)
    delays = Delays()
    assert delays.after(delay, 1.0) == 6.25
    assert delays.after(delay, 8.0) == 8.0


def test_what_lies_behind_all_spans_never_comes() -> None:
    assert Delays().after(WorkingDelay(hours=1e6, calendar="office"), 0.0) == math.inf


@pytest.mark.parametrize(("mean", "deviation"), [(3.0, 2.0), (1.0, 3.0), (5.0, 5.0), (2.0, 0.1)])
def test_a_gamma_has_its_mean_and_deviation(mean: float, deviation: float) -> None:
    delays = Delays()
    times = np.array(
        [delays.after(GammaDelay(mean=mean, deviation=deviation), 0.0, key) for key in keys(4000)]
    )
    kurtosis = 3 + 6 * (deviation / mean) ** 2
    assert abs(times.mean() - mean) < 5 * deviation / math.sqrt(4000)
    assert abs(times.var() / deviation**2 - 1) < 5 * math.sqrt((kurtosis - 1) / 4000)


def test_a_gamma_with_deviation_like_its_mean_is_exponential() -> None:
    delays = Delays()
    times = np.array([delays.after(GammaDelay(mean=2.0, deviation=2.0), 0.0, key) for key in keys(4000)])
    for days in (0.5, 2.0, 5.0):
        share = 1 - math.exp(-days / 2.0)
        assert abs((times < days).mean() - share) < 5 * math.sqrt(share * (1 - share) / 4000)


def test_measured_times_are_spread_as_measured() -> None:
    points = (Quantile(share=0.3, days=1.0), Quantile(share=0.8, days=2.0), Quantile(share=1.0, days=10.0))
    delays = Delays()
    times = np.array([delays.after(EmpiricalDelay(points=points), 0.0, key) for key in keys(4000)])
    assert times.min() == 1.0
    for days, share in ((1.0, 0.3), (1.5, 0.55), (2.0, 0.8), (6.0, 0.9)):
        assert abs((times <= days).mean() - share) < 5 * math.sqrt(share * (1 - share) / 4000)


def keys(number: int) -> list[int]:
    return [salt_of(f"lead {place}") for place in range(number)]


@pytest.mark.parametrize(
    ("kind", "values", "complaint"),
    [
        (WindowDelay, {"opens": 12.0, "closes": 9.0}, "open before it closes"),
        (WindowDelay, {"weekdays": ()}, "at least 1 item"),
        (WorkingDelay, {"hours": -1.0}, "greater than or equal to 0"),
        (GammaDelay, {"mean": math.nan}, "finite|greater"),
        (EmpiricalDelay, {"points": ()}, "100 %|at least 1"),
        (EmpiricalDelay, {"points": ({"share": 0.5, "days": 1.0},)}, "100 %"),
        (
            EmpiricalDelay,
            {"points": ({"share": 0.5, "days": 3.0}, {"share": 1.0, "days": 1.0})},
            "must not fall",
        ),
    ],
)
def test_impossible_delays_are_refused(kind: Any, values: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        kind(**values)


def test_a_gamma_beyond_numbers_is_refused() -> None:
    with pytest.raises(CannotSimulate, match="too far apart"):
        Delays().after(GammaDelay(mean=1e-200, deviation=1e200), 0.0)


def test_every_delay_has_a_code() -> None:
    assert set(subject._CODES) == set(get_args(get_args(Delay)[0]))


def test_only_delays_that_surely_take_time_break_a_loop() -> None:
    table = Delays().table
    sure = [WeeklyDelay(calendar="office"), WorkingDelay(hours=1.0), GammaDelay(), EmpiricalDelay()]
    unsure = [WindowDelay(), DateDelay(), WorkingDelay(hours=0.0), None]
    assert all(table.takes_time(table.code(delay, "")) for delay in sure)
    assert not any(table.takes_time(table.code(delay, "")) for delay in unsure)
    assert table.code(None, "")[0] == op.NO_DELAY

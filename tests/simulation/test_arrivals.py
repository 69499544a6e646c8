"""Arrivals by rate: against a sum over minutes, and simulated month by month."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import BusyTime
from maplanner.flow.behaviour import Peak, PoissonArrivals
from maplanner.simulation.arrivals import arrival_curve, is_within
from maplanner.simulation.calendars import Clock
from maplanner.simulation.chunks import Task, kernel_runner
from maplanner.simulation.compile import compile_plan
from tests.builders import PlanBuilder

START = date(2027, 1, 4)
YEAR = (1.0, 2.0, 0.5, 0.0, 1.0, 1.0, 3.0, 1.0, 1.0, 1.0, 0.2, 4.0)
WEEK = (1.0, 2.0, 1.0, 1.0, 0.5, 0.0, 0.0)


@given(
    st.floats(0, 50),
    st.floats(0, 60),
    st.floats(0, 400),
    st.tuples(st.integers(0, 22), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1]),
    st.floats(-0.9, 3),
)
@settings(max_examples=40)
def test_the_curve_is_the_sum_over_minutes(
    per_day: float, start: float, lasts: float, hours: tuple[int, int], growth: float
) -> None:
    peak = Peak(date(2027, 2, 1), date(2027, 2, 3), 2.5)
    source = PoissonArrivals(
        per_day, WEEK, growth, start, start + lasts, year=YEAR, hours=hours, peaks=(peak,)
    )
    times, levels = arrival_curve(source, 4, Clock(START, 300.0), "A step")
    end = min(start + lasts, 300.0)
    total = 0.0
    for day in range(math.floor(start), math.ceil(end)):
        low, high = max(start, day + hours[0] / 24), min(end, day + hours[1] / 24)
        today = START + timedelta(days=day)
        rate = per_day * WEEK[today.weekday()] * YEAR[today.month - 1]
        rate *= 2.5 if peak.first <= today <= peak.last else 1.0
        rate *= (1 + growth) ** ((day - math.floor(start)) / 365) * 24 / (hours[1] - hours[0])
        total += max(0.0, high - low) * rate / 4
    assert levels[-1] == pytest.approx(total, rel=1e-9, abs=1e-9)
    assert times == sorted(times)
    assert levels == sorted(levels)


def test_leads_come_as_the_months_and_hours_say() -> None:
    builder = PlanBuilder(days=365.0, accounts=1, start="2027-01-01")
    term = builder.step(
        "search_term",
        props={
            "searches_per_month": 3650 / 12,
            "click_share": 1.0,
            "year": list(YEAR),
            "from_hour": 9,
            "to_hour": 12,
        },
    )
    builder.add(BusyTime, step=term.id, first="2027-06-05", last="2027-06-06", factor=0.0)
    program = compile_plan(builder.snapshot())
    outcome = kernel_runner(program, Task(3, 0, 0, 1, 100_000), np.zeros(3, np.int64))
    times = np.array([line[0] for line in outcome.log if line[3] == 20])
    assert ((times % 1.0 >= 9 / 24) & (times % 1.0 <= 12 / 24)).all()
    months = np.array([(date(2027, 1, 1) + timedelta(days=int(time))).month for time in times])
    expected = program.expected_leads
    assert abs(len(times) - expected) < 5 * math.sqrt(expected)
    assert not (months == 4).any()
    usual = (months == 5).sum()
    assert abs((months == 7).sum() - 3 * usual) < 5 * math.sqrt(3 * usual * 4)
    assert not ((times >= 155) & (times < 157)).any()


@pytest.mark.parametrize(
    ("day", "within"),
    [
        (date(2030, 12, 30), True),
        (date(2031, 1, 2), True),
        (date(2031, 1, 3), False),
        (date(2030, 7, 1), False),
    ],
)
def test_a_yearly_peak_goes_over_new_year(day: date, within: bool) -> None:
    assert is_within(day, Peak(date(2026, 12, 24), date(2027, 1, 2), 2.0, every_year=True)) is within


@pytest.mark.parametrize(
    "source",
    [
        PoissonArrivals(math.inf),
        PoissonArrivals(math.nan),
        PoissonArrivals(-1.0),
        PoissonArrivals(1e300, growth=1e9),
        PoissonArrivals(1.0, growth=-3.0),
        PoissonArrivals(1.0, hours=(12.0, 9.0)),
        PoissonArrivals(1.0, year=(math.inf,) * 12),
    ],
)
def test_absurd_arrivals_are_refused_with_a_reason(source: PoissonArrivals) -> None:
    with pytest.raises(CannotSimulate, match=r"sensible number|end before they begin"):
        arrival_curve(source, 1, Clock(START, 3000.0), "Step “Ad”")

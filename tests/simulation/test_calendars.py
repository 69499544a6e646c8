"""When calendars are open, on the plan's clock."""

from __future__ import annotations

from datetime import date

import pytest

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Holiday, WorkCalendar
from maplanner.simulation.calendars import Calendars, Clock
from tests.builders import PlanBuilder

MONDAY = date(2027, 1, 4)


def calendars(builder: PlanBuilder, days: float = 30.0, zone: str = "") -> Calendars:
    return Calendars(builder.snapshot(), Clock(MONDAY, days, zone))


def office(builder: PlanBuilder, **values: str) -> str:
    return builder.add(WorkCalendar, title="Office", **values).id


def test_a_week_opens_when_it_says() -> None:
    builder = PlanBuilder()
    name = office(builder, friday="9–12, 13–15")
    spans = calendars(builder).working(name, "A step")
    assert spans.opens[:7] == (
        9 / 24,
        1 + 9 / 24,
        2 + 9 / 24,
        3 + 9 / 24,
        4 + 9 / 24,
        4 + 13 / 24,
        7 + 9 / 24,
    )
    assert spans.closes[4] == 4.5
    assert spans.days[4:7] == (4, 4, 7)
    assert spans.levels[6] == pytest.approx((4 * 8 + 5) / 24)


def test_holidays_are_closed_every_year_if_said() -> None:
    builder = PlanBuilder()
    name = office(builder)
    builder.add(Holiday, calendar=name, day=date(2026, 1, 5), last=date(2026, 1, 6), every_year=True)
    builder.add(Holiday, calendar=name, day=date(2026, 1, 7))
    assert calendars(builder).working(name, "A step").days[:3] == (0, 3, 4)


def test_without_a_calendar_the_plans_counts_and_else_every_hour() -> None:
    builder = PlanBuilder()
    around = calendars(builder).working("", "A step")
    assert (around.opens[1], around.closes[1]) == (0.0, 1.0)
    builder = PlanBuilder(calendar="work_calendar_1")
    office(builder)
    assert calendars(builder).working("", "A step").opens[0] == 9 / 24


def test_another_zone_follows_both_clocks_through_their_changes() -> None:
    """New York changes its clock on 14 March 2027, Riga on 28 March: between them it is an hour less."""
    builder = PlanBuilder()
    name = office(builder, zone="America/New_York")
    clock = Clock(date(2027, 3, 1), 60.0, "Europe/Riga")
    spans = Calendars(builder.snapshot(), clock).working(name, "A step")
    shown = {day: round((opens % 1.0) * 24, 9) for opens, day in zip(spans.opens, spans.days, strict=True)}
    assert (shown[11], shown[14], shown[25], shown[28]) == (16.0, 15.0, 15.0, 16.0)


def test_the_plans_own_zone_never_shifts() -> None:
    builder = PlanBuilder()
    name = office(builder, zone="Europe/Riga")
    clock = Clock(date(2027, 3, 22), 30.0, "Europe/Riga")
    spans = Calendars(builder.snapshot(), clock).working(name, "A step")
    assert {round(opens % 1.0 * 24, 9) for opens in spans.opens} == {9.0}


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"monday": "17–9"}, "ends before it begins"),
        ({"zone": "Mars/Olympus"}, "time zone that does not exist"),
        (dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ""), "never opens"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, str], complaint: str) -> None:
    builder = PlanBuilder()
    name = office(builder, **values)
    with pytest.raises(CannotSimulate, match=complaint):
        calendars(builder).working(name, "A step")


def test_a_calendar_that_is_gone_is_refused() -> None:
    with pytest.raises(CannotSimulate, match="no longer exists"):
        calendars(PlanBuilder()).working("gone", "Step “Wait”")

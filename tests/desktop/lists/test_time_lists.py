"""New calendars, holidays, busy times and sales teams in the lists."""

from __future__ import annotations

from maplanner.desktop.tables.adding import can_add, new_record, parent_choices
from maplanner.document.records import BusyTime, Holiday, SalesTeam, WorkCalendar
from tests.builders import PlanBuilder


def test_a_holiday_needs_a_calendar_and_hangs_on_it() -> None:
    builder = PlanBuilder()
    assert not can_add(Holiday, builder.snapshot())[0]
    calendar = new_record(WorkCalendar, builder.snapshot())
    assert isinstance(calendar, WorkCalendar)
    builder.put(calendar)
    holiday = new_record(Holiday, builder.snapshot())
    assert isinstance(holiday, Holiday)
    assert holiday.calendar == calendar.id


def test_busy_times_are_those_of_entries_that_people_come_to_by_themselves() -> None:
    builder = PlanBuilder()
    builder.step("contact_list")
    assert not can_add(BusyTime, builder.snapshot())[0]
    post = builder.step("social_post")
    assert parent_choices(BusyTime, builder.snapshot()) == [post]


def test_a_team_has_a_title_at_once() -> None:
    team = new_record(SalesTeam, PlanBuilder().snapshot())
    assert isinstance(team, SalesTeam)
    assert team.title == "New team"

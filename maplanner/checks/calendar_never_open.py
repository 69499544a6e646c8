"""Calendars that cannot be followed: hours that nobody can read, or none at all."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey
from maplanner.document.hours import hours_of
from maplanner.document.records import WorkCalendar

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def run(_survey: Survey, calendar: WorkCalendar) -> Iterator[Remark]:
    """Yield what is wrong with a calendar's hours."""
    any_hours = False
    for name, text in zip(DAYS, calendar.week, strict=True):
        try:
            any_hours |= bool(hours_of(text))
        except ValueError as error:
            any_hours = True
            yield Remark(
                calendar,
                "On {day} “{calendar}” has hours that cannot be read: {why}.",
                {"day": name.capitalize(), "calendar": calendar.title or "untitled", "why": str(error)},
            )
    if not any_hours:
        yield Remark(calendar, "“{calendar}” never opens.", {"calendar": calendar.title or "untitled"})


CHECK = Check(
    code="calendar-never-open",
    title="Calendar without hours",
    explanation="Waits and sales teams that go by a calendar need hours in it that can be read.",
    example="On Monday “Office” has hours that cannot be read: “17–9” ends before it begins.",
    remedy="Write hours such as 9–12:30, 13–17; leave a day empty on which it is closed.",
    severity=Severity.ERROR,
    of={WorkCalendar: run},
)

"""Calendars of working hours, holidays, times of the year with more or fewer leads, and sales teams."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.vocabulary import WaitingOrder

_HOURS = "From and to, such as 9–12:30, 13–17. Empty: closed."


class WorkCalendar(Record):
    """The hours of the week in which somebody works, or something is sent, in one time zone."""

    type_name: ClassVar[str] = "work_calendar"

    title: str = spec("", title="Title", max_length=10_000)
    zone: str = spec(
        "",
        title="Time zone",
        editor="zone",
        max_length=80,
        help="Such as Europe/Riga, with its changes of the clock. Empty: the plan's.",
    )
    monday: str = spec("9–17", title="Monday", group="Hours", help=_HOURS, max_length=200)
    tuesday: str = spec("9–17", title="Tuesday", group="Hours", max_length=200)
    wednesday: str = spec("9–17", title="Wednesday", group="Hours", max_length=200)
    thursday: str = spec("9–17", title="Thursday", group="Hours", max_length=200)
    friday: str = spec("9–17", title="Friday", group="Hours", max_length=200)
    saturday: str = spec("", title="Saturday", group="Hours", max_length=200)
    sunday: str = spec("", title="Sunday", group="Hours", max_length=200)
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")

    @property
    def week(self) -> tuple[str, ...]:
        """The hours of the seven days, Monday first."""
        return (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )


class Holiday(Record):
    """A day, or several in a row, on which a calendar is closed."""

    type_name: ClassVar[str] = "holiday"

    calendar: str = spec(title="Calendar", ref="work_calendar")
    title: str = spec("", title="Title", max_length=10_000)
    day: date | None = spec(None, title="Day")
    last: date | None = spec(None, title="To", help="Empty: one day only.")
    every_year: bool = spec(False, title="Every year", help="On the same dates.")


class BusyTime(Record):
    """Days on which more people come in by an entry, or fewer: a fair, a campaign of others, a summer."""

    type_name: ClassVar[str] = "busy_time"

    step: str = spec(title="Entry", ref="step", hidden=True)
    title: str = spec("", title="Title", max_length=10_000)
    first: date | None = spec(None, title="From")
    last: date | None = spec(None, title="To", help="This day included; empty: one day only.")
    factor: float = spec(
        2.0,
        title="Times as many",
        ge=0,
        le=1000,
        allow_inf_nan=False,
        help="2 is twice as many people a day, 0.5 half as many, 0 nobody.",
    )
    every_year: bool = spec(False, title="Every year", help="On the same dates.")


class SalesTeam(Record):
    """People in sales who work off what is handed to them, one thing at a time each (brief H3)."""

    type_name: ClassVar[str] = "sales_team"

    title: str = spec("", title="Title", max_length=10_000)
    people: int = spec(3, title="People", unit=Unit.PEOPLE, ge=1, le=100_000)
    task_hours: float = spec(
        0.5,
        title="A task takes",
        unit=Unit.HOURS,
        ge=0,
        le=10_000,
        allow_inf_nan=False,
        help="Of working time, on average. A step may say otherwise.",
        source="Assumption",
    )
    task_deviation: float = spec(
        0.0,
        title="Give or take",
        unit=Unit.HOURS,
        ge=0,
        le=10_000,
        allow_inf_nan=False,
        help="Standard deviation of that time. Nought: always the same.",
    )
    most_per_day: int | None = spec(
        None,
        title="Tasks a day, at most",
        ge=1,
        le=100_000,
        help="That one person begins. Empty: as many as the time allows.",
    )
    calendar: str | None = spec(
        None,
        title="Works in",
        ref="work_calendar",
        on_delete="clear",
        help="Empty: in the plan's working hours; around the clock if the plan names none.",
    )
    waiting_order: WaitingOrder = spec(WaitingOrder.FIRST_COME, title="Who is next")
    score: str | None = spec(
        None,
        title="Score",
        ref="score",
        on_delete="clear",
        help="Empty: the plan's first.",
        when=("waiting_order", [WaitingOrder.HIGHEST_SCORE]),
    )
    hot: str | None = spec(
        None,
        title="Hot leads have reached",
        ref="threshold",
        on_delete="clear",
        help="How long they wait is counted apart. Empty: the threshold that qualifies a lead.",
    )
    hour_cost: float = spec(
        0.0,
        title="An hour costs",
        unit=Unit.MONEY,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        help="Of work on a task.",
    )
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")

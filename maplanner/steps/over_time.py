"""What entries that people come to by themselves have in common: how their number changes over time."""

from __future__ import annotations

from typing import Any, Protocol

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import BusyTime
from maplanner.document.values import EVERY_MONTH
from maplanner.flow.behaviour import Peak, PoissonArrivals
from maplanner.steps.kind import StepContext


class OverTime(Protocol):
    """The properties that :func:`arrivals_over_time` reads."""

    @property
    def week(self) -> tuple[float, ...]:
        """Seven multipliers, Monday first."""
        ...

    @property
    def year(self) -> tuple[float, ...]:
        """Twelve multipliers, January first."""
        ...

    @property
    def from_hour(self) -> float:
        """The hour of the day from which people come."""
        ...

    @property
    def to_hour(self) -> float:
        """The hour of the day until which people come."""
        ...

    @property
    def growth(self) -> float:
        """The relative change in a year."""
        ...

    @property
    def start(self) -> float:
        """The first day."""
        ...

    @property
    def end(self) -> float | None:
        """The day on which it ends; ``None`` for never."""
        ...


def year_field() -> Any:
    """Declare how the months compare."""
    return spec(
        EVERY_MONTH,
        title="Over the year",
        group="Over time",
        editor="year",
        help="How the months compare, January first; the year's total stays as it is.",
        source="Assumption: every month alike",
    )


def from_hour_field() -> Any:
    """Declare the hour from which people come."""
    return spec(0.0, title="From hour", group="Over time", ge=0, lt=24, allow_inf_nan=False)


def to_hour_field() -> Any:
    """Declare the hour until which people come."""
    return spec(
        24.0,
        title="To hour",
        group="Over time",
        gt=0,
        le=24,
        allow_inf_nan=False,
        help="People come between these hours of the day, evenly.",
        source="Assumption: around the clock",
    )


def growth_field() -> Any:
    """Declare the growth."""
    return spec(
        0.0,
        title="Growth",
        unit=Unit.PER_YEAR,
        group="Over time",
        ge=-1,
        le=1000,
        allow_inf_nan=False,
        help="Relative change in a year: 0.2 is 20 % more.",
    )


def start_field() -> Any:
    """Declare the first day."""
    return spec(
        0.0, title="From day", unit=Unit.DAYS, group="Over time", ge=0, le=36_525, allow_inf_nan=False
    )


def end_field() -> Any:
    """Declare the last day."""
    return spec(
        None,
        title="To day",
        unit=Unit.DAYS,
        group="Over time",
        ge=0,
        le=36_525,
        help="Empty means to the end.",
    )


def arrivals_over_time(per_day: float, props: OverTime, context: StepContext) -> PoissonArrivals:
    """Return arrivals of so many people on an average day.

    A day with pattern 1 is scaled so that a week and a year as a whole keep their totals.
    Busy times come on top.
    """
    usual = sum(props.week) / 7 * (sum(props.year) / 12)
    return PoissonArrivals(
        per_day / usual if usual > 0 else 0.0,
        week=props.week,
        growth=props.growth,
        start=props.start,
        end=props.end,
        year=props.year,
        hours=(props.from_hour, props.to_hour),
        peaks=peaks_of(context),
    )


def peaks_of(context: StepContext) -> tuple[Peak, ...]:
    """Return the busy times of a step that have a date."""
    return tuple(
        Peak(busy.first, max(busy.first, busy.last or busy.first), busy.factor, busy.every_year)
        for busy in context.reader.referring(BusyTime, "step", context.step.id)
        if busy.first is not None
    )

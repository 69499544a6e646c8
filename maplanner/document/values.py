"""Values inside records that are changed as a whole: delays, decays, conditions, weeks."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.vocabulary import EventType

NonNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Weekday = Annotated[int, Field(ge=0, le=6)]
"""0 is Monday."""

_BY_CALENDAR = "For its time zone and holidays; empty: the plan's clock, every week alike."


class Value(BaseModel):
    """A frozen part of a record without an identity of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class FixedDelay(Value):
    """Always the same number of days."""

    kind: Literal["fixed"] = "fixed"
    days: NonNegative = spec(0.0, title="Time", unit=Unit.DAYS)


class ExponentialDelay(Value):
    """Memoryless: most come soon, a few late; ``mean`` in days."""

    kind: Literal["exponential"] = "exponential"
    mean: Positive = spec(1.0, title="On average", unit=Unit.DAYS)


class UniformDelay(Value):
    """Anywhere between ``low`` and ``high`` days, equally likely."""

    kind: Literal["uniform"] = "uniform"
    low: NonNegative = spec(0.0, title="From", unit=Unit.DAYS)
    high: NonNegative = spec(1.0, title="To", unit=Unit.DAYS)


class LogNormalDelay(Value):
    """Half come before ``median`` days; ``sigma`` is the standard deviation of the logarithm."""

    kind: Literal["log-normal"] = "log-normal"
    median: Positive = spec(1.0, title="Half come within", unit=Unit.DAYS)
    sigma: NonNegative = spec(1.0, title="Spread")


class GammaDelay(Value):
    """Around ``mean`` days, give or take ``deviation``: a gamma distribution."""

    kind: Literal["gamma"] = "gamma"
    mean: Positive = spec(3.0, title="On average", unit=Unit.DAYS)
    deviation: Positive = spec(2.0, title="Give or take", unit=Unit.DAYS, help="The standard deviation.")


class Quantile(Value):
    """The share of leads for whom something is over after some days."""

    share: Share = spec(0.5, title="Share", unit=Unit.SHARE)
    days: NonNegative = spec(1.0, title="Within", unit=Unit.DAYS)


def _rising(points: tuple[Quantile, ...]) -> tuple[Quantile, ...]:
    """Return points that make a distribution.

    Raises:
        ValueError: Shares or days do not rise, or not everybody is through at the last one.
    """
    if not points or points[-1].share != 1.0:
        raise ValueError("the last point must say when 100 % are through")
    for one, other in pairwise(points):
        if not (one.share < other.share and one.days <= other.days):
            raise ValueError("shares must rise from point to point, and days must not fall")
    return points


class EmpiricalDelay(Value):
    """As it was measured: so many per cent within so many days, evenly in between.

    The share of the first point comes after exactly its days; 50 % in 0 days means that half take no time.
    """

    kind: Literal["empirical"] = "empirical"
    points: Annotated[tuple[Quantile, ...], Field(min_length=1, max_length=1000), AfterValidator(_rising)] = (
        spec(
            (
                Quantile(share=0.0, days=0.0),
                Quantile(share=0.5, days=0.25),
                Quantile(share=0.73, days=1.0),
                Quantile(share=1.0, days=7.0),
            ),
            title="Measured",
            editor="quantiles",
            help="A line for each point: 50 % 2 means that half are through after 2 days.",
        )
    )

    @property
    def median(self) -> float:
        """The days within which half are through."""
        before = self.points[0]
        for point in self.points:
            if point.share >= 0.5:
                break
            before = point
        if point is before:
            return point.days
        part = (0.5 - before.share) / (point.share - before.share)
        return before.days + part * (point.days - before.days)


class WeeklyDelay(Value):
    """Until the next ``weekday`` (0 is Monday) at ``hour`` (15.5 is half past three).

    With a calendar the hour is that of its time zone, and days on which it has a holiday are passed over.
    """

    kind: Literal["weekly"] = "weekly"
    weekday: int = spec(3, title="Weekday", ge=0, le=6, editor="weekday")
    hour: float = spec(15.0, title="Hour", ge=0, lt=24)
    calendar: str = spec("", title="By calendar", ref="work_calendar", help=_BY_CALENDAR)


class WorkingDelay(Value):
    """So many hours of working time: only the hours of a calendar count. Without one, the plan's."""

    kind: Literal["working"] = "working"
    hours: NonNegative = spec(8.0, title="Working hours", unit=Unit.HOURS, le=1e6)
    deviation: NonNegative = spec(
        0.0,
        title="Give or take",
        unit=Unit.HOURS,
        le=1e6,
        help="Standard deviation. Nought: always the same.",
    )
    calendar: str = spec("", title="Calendar", ref="work_calendar", help="Empty: the plan's working hours.")


class WindowDelay(Value):
    """Until the next time at which something may be sent: on some weekdays, between two hours."""

    kind: Literal["window"] = "window"
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] = spec(
        (1, 2, 3), title="On", editor="weekdays"
    )
    opens: float = spec(9.0, title="From hour", ge=0, lt=24)
    closes: float = spec(12.0, title="To hour", gt=0, le=24)
    calendar: str = spec("", title="By calendar", ref="work_calendar", help=_BY_CALENDAR)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.opens < self.closes:
            raise ValueError("the window must open before it closes")
        return self


class DateDelay(Value):
    """Until a day and hour; at once where they are over."""

    kind: Literal["date"] = "date"
    day: date = spec(date(2027, 3, 1), title="Day")
    hour: float = spec(9.0, title="Hour", ge=0, lt=24)
    calendar: str = spec("", title="By calendar", ref="work_calendar", help="For its time zone.")


Delay = Annotated[
    FixedDelay
    | ExponentialDelay
    | UniformDelay
    | LogNormalDelay
    | GammaDelay
    | EmpiricalDelay
    | WeeklyDelay
    | WorkingDelay
    | WindowDelay
    | DateDelay,
    Field(discriminator="kind"),
]
"""How long something takes, in days."""


class LinearDecay(Value):
    """``points`` are lost after each ``days`` without a gain, never below nought."""

    kind: Literal["linear"] = "linear"
    points: Positive = spec(25.0, title="Loses", unit=Unit.POINTS)
    days: Positive = spec(30.0, title="Every", unit=Unit.DAYS)


class HalfLifeDecay(Value):
    """The score halves in every ``days``, continuously."""

    kind: Literal["half-life"] = "half-life"
    days: Positive = spec(90.0, title="Halves in", unit=Unit.DAYS)


class StepDecay(Value):
    """``share`` of the score is lost after each ``days`` without a gain."""

    kind: Literal["step"] = "step"
    share: Share = spec(0.5, title="Loses", unit=Unit.SHARE)
    days: Positive = spec(90.0, title="Every", unit=Unit.DAYS)


Decay = Annotated[LinearDecay | HalfLifeDecay | StepDecay, Field(discriminator="kind")]
"""How a score falls when nothing is gained."""

ConditionSubject = Literal[
    "score",
    "account score",
    "segment",
    "threshold",
    "field",
    "identified",
    "action",
    "days without action",
    "stage",
    "interactions",
    "grade",
    "sales status",
    "spend",
    "survey answer",
]
ConditionOperator = Literal["at least", "below", "is", "is not"]


class Condition(Value):
    """One statement about a lead that is true or false at a moment.

    ``ref`` is the identifier of the score, segment, threshold, stage or matrix
    meant, the step on which an action happens (empty: any), or the key of a field.
    ``at least`` and ``below`` compare with ``value``: points of a score, how often an action happened
    (within the last ``days``, where given), days without any action, interactions
    in a stage, money spent, the last answer to a survey. For a segment ``is`` means *is a member*,
    for a threshold *has passed it*, for a stage *stands in it* (*at least*: in it or
    a later one), for a field without ``text`` *is known*. ``text`` is a value of a field, a
    grade such as A1, or a sales status. A field compared with ``text`` holds
    for the assumed ``share`` of leads that know the field.
    """

    subject: ConditionSubject = spec("score", title="What")
    ref: str = spec("", title="Which")
    event: EventType | None = spec(None, title="Action", when=("subject", ["action"]))
    operator: ConditionOperator = spec("at least", title="Is")
    value: float = spec(0.0, title="Points", unit=Unit.POINTS, allow_inf_nan=False)
    days: Positive | None = spec(
        None,
        title="Within",
        unit=Unit.DAYS,
        help="Only the last so many days count.",
        when=("subject", ["action"]),
    )
    text: str = spec("", title="Text")
    share: Share = spec(0.5, title="Holds for", unit=Unit.SHARE)


WeekPattern = Annotated[tuple[NonNegative, ...], Field(min_length=7, max_length=7)]
"""Seven multipliers of a daily rate, Monday first."""

EVERY_DAY: tuple[float, ...] = (1.0,) * 7

YearPattern = Annotated[tuple[NonNegative, ...], Field(min_length=12, max_length=12)]
"""Twelve multipliers of a daily rate, January first."""

EVERY_MONTH: tuple[float, ...] = (1.0,) * 12

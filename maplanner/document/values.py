"""Values inside records that are changed as a whole: delays, decays, conditions, weeks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.vocabulary import EventType

NonNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Value(BaseModel):
    """A frozen part of a record without an identity of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class WeeklyDelay(Value):
    """Until the next ``weekday`` (0 is Monday) at ``hour`` (15.5 is half past three)."""

    kind: Literal["weekly"] = "weekly"
    weekday: int = spec(3, title="Weekday", ge=0, le=6, editor="weekday")
    hour: float = spec(15.0, title="Hour", ge=0, lt=24)


Delay = Annotated[
    FixedDelay | ExponentialDelay | UniformDelay | LogNormalDelay | WeeklyDelay,
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

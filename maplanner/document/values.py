"""Values inside records that are changed as a whole: delays, decays, conditions, weeks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

NonNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Value(BaseModel):
    """A frozen part of a record without an identity of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FixedDelay(Value):
    """Always the same number of days."""

    kind: Literal["fixed"] = "fixed"
    days: NonNegative = 0.0


class ExponentialDelay(Value):
    """Memoryless: most come soon, a few late; ``mean`` in days."""

    kind: Literal["exponential"] = "exponential"
    mean: Positive = 1.0


class UniformDelay(Value):
    """Anywhere between ``low`` and ``high`` days, equally likely."""

    kind: Literal["uniform"] = "uniform"
    low: NonNegative = 0.0
    high: NonNegative = 1.0


class LogNormalDelay(Value):
    """Half come before ``median`` days; ``sigma`` is the standard deviation of the logarithm."""

    kind: Literal["log-normal"] = "log-normal"
    median: Positive = 1.0
    sigma: NonNegative = 1.0


class WeeklyDelay(Value):
    """Until the next ``weekday`` (0 is Monday) at ``hour`` (15.5 is half past three)."""

    kind: Literal["weekly"] = "weekly"
    weekday: int = Field(default=3, ge=0, le=6)
    hour: float = Field(default=15.0, ge=0, lt=24)


Delay = Annotated[
    FixedDelay | ExponentialDelay | UniformDelay | LogNormalDelay | WeeklyDelay,
    Field(discriminator="kind"),
]
"""How long something takes, in days."""


class LinearDecay(Value):
    """``points`` are lost after each ``days`` without a gain, never below nought."""

    kind: Literal["linear"] = "linear"
    points: Positive = 25.0
    days: Positive = 30.0


class HalfLifeDecay(Value):
    """The score halves in every ``days``, continuously."""

    kind: Literal["half-life"] = "half-life"
    days: Positive = 90.0


class StepDecay(Value):
    """``share`` of the score is lost after each ``days`` without a gain."""

    kind: Literal["step"] = "step"
    share: Share = 0.5
    days: Positive = 90.0


Decay = Annotated[LinearDecay | HalfLifeDecay | StepDecay, Field(discriminator="kind")]
"""How a score falls when nothing is gained."""

ConditionSubject = Literal["score", "account score", "segment", "threshold", "field", "identified"]
ConditionOperator = Literal["at least", "below", "is", "is not"]


class Condition(Value):
    """One statement about a lead that is true or false at a moment.

    ``ref`` is the identifier of the score, segment or threshold meant, or the
    key of a field. ``at least`` and ``below`` compare a score with ``value``;
    for a segment ``is`` means *is a member*, for a threshold *has passed it*,
    for a field without ``text`` *is known*. A field compared with ``text`` holds
    for the assumed ``share`` of leads that know the field.
    """

    subject: ConditionSubject = "score"
    ref: str = ""
    operator: ConditionOperator = "at least"
    value: float = Field(default=0.0, allow_inf_nan=False)
    text: str = ""
    share: Share = 0.5


WeekPattern = Annotated[tuple[NonNegative, ...], Field(min_length=7, max_length=7)]
"""Seven multipliers of a daily rate, Monday first."""

EVERY_DAY: tuple[float, ...] = (1.0,) * 7

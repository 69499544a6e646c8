"""Sources: how leads come in, in the words in which kinds of step say it. Times are in days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maplanner.document.values import EVERY_DAY, EVERY_MONTH, Condition


@dataclass(frozen=True)
class Peak:
    """Dates, both included, between which ``factor`` times as many leads come; ``every_year`` on the same."""

    first: date
    last: date
    factor: float
    every_year: bool = False


@dataclass(frozen=True)
class PoissonArrivals:
    """Leads that come by themselves.

    ``per_day`` is the rate on a day with pattern 1; ``week`` has seven
    multipliers, Monday first, ``year`` twelve, January first; ``growth`` is the relative
    change of the rate in a year (0.2 means 20 % more after 365 days, compounding); the source is
    open from ``start`` to ``end``, in days (``None``: to the horizon). All of a day's leads come
    between two ``hours``, in none of which the rate differs from the others.
    """

    per_day: float
    week: tuple[float, ...] = EVERY_DAY
    growth: float = 0.0
    start: float = 0.0
    end: float | None = None
    identified: bool = False
    year: tuple[float, ...] = EVERY_MONTH
    hours: tuple[float, float] = (0.0, 24.0)
    peaks: tuple[Peak, ...] = ()


@dataclass(frozen=True)
class ListArrivals:
    """``size`` entries, of known people who come in from day ``at`` on: all at once, or ``per_day`` a day.

    With accounts, person *i* belongs to account *i* modulo the number of accounts. The last entries,
    ``repeated`` of all, are people who stand further up on the list; they are left out unless the tool
    ``keeps_repeats``. The first, ``shared`` of all, are people who are on another list too: the step
    ``shares_with``. Whom the tool recognises (``knows_repeats``, ``knows_shared``) comes in again as
    the same lead, else as another. After ``every`` days all come in again, ``times`` times (or always).
    """

    size: int
    at: float = 0.0
    per_day: float | None = None
    identified: bool = True
    knows: tuple[str, ...] = ()
    repeated: float = 0.0
    keeps_repeats: bool = True
    knows_repeats: bool = True
    shares_with: str = ""
    shared: float = 0.0
    knows_shared: bool = True
    every: float | None = None
    times: int | None = None


@dataclass(frozen=True)
class OnThreshold:
    """A lead's score, or its account's, reaches a threshold; the lead that caused it enters."""

    threshold: str


@dataclass(frozen=True)
class OnIdle:
    """``days`` have passed since the last gain of a score, or since the lead was identified.

    ``repeats`` lets it fire again after the same time without a gain.
    """

    score: str
    days: float
    repeats: bool = False


@dataclass(frozen=True)
class OnGain:
    """A lead gains points on a score."""

    score: str


@dataclass(frozen=True)
class OnSegment:
    """A lead joins (or leaves) a segment."""

    segment: str
    joins: bool = True


@dataclass(frozen=True)
class OnCondition:
    """A statement about the lead comes true that was not; true at the lead's beginning does not count."""

    condition: Condition


@dataclass(frozen=True)
class OnStage:
    """A lead comes to stand in a buying stage."""

    stage: str


@dataclass(frozen=True)
class OnField:
    """A field of the lead becomes known."""

    key: str


@dataclass(frozen=True)
class OnWritten:
    """A CRM record of the lead is created or changed. ``object`` is the object's identifier."""

    object: str


@dataclass(frozen=True)
class OnDate:
    """A day comes, in days; everybody enters who is known then, or the members of a segment.

    ``every`` repeats it after so many days.
    """

    at: float
    segment: str = ""
    every: float | None = None


@dataclass(frozen=True)
class OnContactDate:
    """The lead's next-contact date comes (:class:`SetContactDate`)."""


@dataclass(frozen=True)
class OnCall:
    """Another campaign sends the lead here (:class:`StartCampaign`)."""


Source = (
    PoissonArrivals
    | ListArrivals
    | OnThreshold
    | OnIdle
    | OnGain
    | OnSegment
    | OnCondition
    | OnStage
    | OnField
    | OnWritten
    | OnDate
    | OnContactDate
    | OnCall
)

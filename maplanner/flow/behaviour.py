"""Behaviours: the closed vocabulary in which every kind of step says what it does.

A behaviour has *sources*, which bring leads in, and *operations*, which run in
order when a lead arrives. An operation either acts at once or opens a branch
that goes on later; :class:`Emit` sends the lead on along the links of an
output, each with its own share and delay. Only the simulation turns these
words into events; kinds of step never touch anything else.

Meaning, the same for canvas, checks, simulation and manual:

- A lead may be in several places at once. Each *token* stands for one of them.
- Operations of one arrival run in order at the same instant. :class:`After`
  and :class:`Chance` with a delay open a branch; what stands behind them runs now.
- Ties in time are settled by the order in which the events were made.
- An arrival at a step marked *once* does nothing for a lead that was there before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from maplanner.document.values import Condition, DateDelay, Delay, FixedDelay
from maplanner.document.vocabulary import EventType, SalesStatus, WriteOperation
from maplanner.flow.sources import (
    ListArrivals,
    OnCall,
    OnCondition,
    OnContactDate,
    OnDate,
    OnField,
    OnGain,
    OnIdle,
    OnSegment,
    OnStage,
    OnThreshold,
    OnWritten,
    Peak,
    PoissonArrivals,
    Source,
)

AT_ONCE: Delay = FixedDelay(days=0.0)


class Branching(StrEnum):
    """How the links of one output share the leads that leave by it."""

    INDEPENDENT = "independent"
    """Each link has its own chance; without a share it takes everybody. Several links fork."""
    EXCLUSIVE = "exclusive"
    """Exactly one link is taken; shares sum to 1, a link without one takes the rest."""


@dataclass(frozen=True)
class Output:
    """A way out of a step. ``name`` stands in links; ``title`` is read by people."""

    name: str
    title: str
    branching: Branching = Branching.INDEPENDENT


NEXT = Output("next", "Next")


# --- operations ------------------------------------------------------------


@dataclass(frozen=True)
class Emit:
    """Send the lead on along the links of an output."""

    output: str = NEXT.name


@dataclass(frozen=True)
class EventAmount:
    """How much of an event happened: uniformly between ``low`` and ``high`` (a share watched, pages seen)."""

    low: float = 1.0
    high: float = 1.0


@dataclass(frozen=True)
class Raise:
    """Let an engagement event happen; scoring rules listen to it. The asset is the step itself."""

    event: EventType
    amount: EventAmount = EventAmount()


@dataclass(frozen=True)
class After:
    """Open a branch that goes on after a delay."""

    delay: Delay
    then: tuple[Operation, ...]


@dataclass(frozen=True)
class Serve(After):
    """Let somebody of a sales team deal with the lead, and go on when that is done.

    The lead waits its turn among all that the team has to do; the delay is the time the work itself
    takes. A lead that leaves the campaign meanwhile is dealt with all the same.
    """

    team: str = ""


@dataclass(frozen=True)
class Chance:
    """With probability ``share`` do ``then``, after a delay if one is given; else do ``otherwise`` at once.

    Both sides are branches: operations behind the chance run at once in either case.
    """

    share: float
    then: tuple[Operation, ...]
    otherwise: tuple[Operation, ...] = ()
    delay: Delay = AT_ONCE


@dataclass(frozen=True)
class When:
    """Do ``then`` if the condition holds for the lead at this moment, else ``otherwise``."""

    condition: Condition
    then: tuple[Operation, ...]
    otherwise: tuple[Operation, ...] = ()


@dataclass(frozen=True)
class Before:
    """Do ``then`` if a day and hour are still to come, else ``otherwise``."""

    moment: DateDelay
    then: tuple[Operation, ...]
    otherwise: tuple[Operation, ...] = ()


@dataclass(frozen=True)
class Once:
    """Do ``then`` the first time a lead comes to this operation of this step, ``otherwise`` from then on.

    Unlike a step marked once, what stands before it still happens: a visitor who did not
    send a form may come back and send it, but nobody sends it twice.
    """

    then: tuple[Operation, ...]
    otherwise: tuple[Operation, ...] = ()


@dataclass(frozen=True)
class Learn:
    """Fields become known, each for its share of leads; ``identifies`` makes the lead a known person.

    ``keys`` are pairs of field key and share of leads that give it.
    """

    keys: tuple[tuple[str, float], ...] = ()
    identifies: bool = True


@dataclass(frozen=True)
class AddPoints:
    """Give or take points directly, without an event."""

    score: str
    points: float


@dataclass(frozen=True)
class JoinSegment:
    """Put the lead into a segment, and out of others."""

    segment: str
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeaveSegment:
    """Take the lead out of a segment."""

    segment: str


@dataclass(frozen=True)
class WriteRecord:
    """Write to an object of a system. ``object`` is the object's identifier.

    An *upsert* creates the record the first time for each lead and updates it from then on.
    """

    object: str
    operation: WriteOperation


@dataclass(frozen=True)
class CreateTask:
    """Give somebody something to do; counted per step and, with ``object``, written as a record."""

    object: str = ""


@dataclass(frozen=True)
class Notify:
    """Tell somebody; counted per step."""


@dataclass(frozen=True)
class SetStage:
    """Move the lead to a buying stage. ``back`` lets it also go back to an earlier one."""

    stage: str
    back: bool = False


@dataclass(frozen=True)
class Progress:
    """Note what sales have made of the lead."""

    status: SalesStatus


@dataclass(frozen=True)
class Qualify:
    """Mark the lead as qualified; counted once per lead."""


@dataclass(frozen=True)
class Spend:
    """The lead buys for an amount of money.

    The amount is log-normal with that ``mean``; ``spread`` is sigma of its logarithm (0: always the same).
    """

    mean: float
    spread: float = 0.0


@dataclass(frozen=True)
class Answer:
    """The lead answers a survey with a whole number from 1; ``weights[i]`` is how frequent i + 1 is."""

    weights: tuple[float, ...]


@dataclass(frozen=True)
class SetContactDate:
    """Set the lead's next-contact date after a delay; a new date takes the place of the old."""

    delay: Delay


@dataclass(frozen=True)
class StartCampaign:
    """Let the lead enter another campaign at its entries that wait to be called."""

    campaign: str


@dataclass(frozen=True)
class LeaveCampaign:
    """Take the lead out of the campaign at once, with everything that is pending for it there."""


Operation = (
    Emit
    | Raise
    | After
    | Chance
    | When
    | Before
    | Once
    | Learn
    | AddPoints
    | JoinSegment
    | LeaveSegment
    | WriteRecord
    | CreateTask
    | Serve
    | Notify
    | SetStage
    | Progress
    | Qualify
    | Spend
    | Answer
    | SetContactDate
    | StartCampaign
    | LeaveCampaign
)


@dataclass(frozen=True)
class Behaviour:
    """What a step does: how leads come in by it, and what happens when one arrives.

    A lead that a source brings in arrives at the step itself. ``needs_identity``
    lets only known people pass; anonymous ones stop here. ``sends_once`` lets a lead that comes twice at
    the same instant, by being on two lists, pass once.
    """

    on_arrival: tuple[Operation, ...] = (Emit(),)
    sources: tuple[Source, ...] = ()
    needs_identity: bool = False
    ends: bool = field(default=False)
    sends_once: bool = False


__all__ = [
    "AT_ONCE",
    "NEXT",
    "AddPoints",
    "After",
    "Answer",
    "Before",
    "Behaviour",
    "Branching",
    "Chance",
    "CreateTask",
    "Emit",
    "EventAmount",
    "JoinSegment",
    "Learn",
    "LeaveCampaign",
    "LeaveSegment",
    "ListArrivals",
    "Notify",
    "OnCall",
    "OnCondition",
    "OnContactDate",
    "OnDate",
    "OnField",
    "OnGain",
    "OnIdle",
    "OnSegment",
    "OnStage",
    "OnThreshold",
    "OnWritten",
    "Once",
    "Operation",
    "Output",
    "Peak",
    "PoissonArrivals",
    "Progress",
    "Qualify",
    "Raise",
    "Serve",
    "SetContactDate",
    "SetStage",
    "Source",
    "Spend",
    "StartCampaign",
    "When",
    "WriteRecord",
]

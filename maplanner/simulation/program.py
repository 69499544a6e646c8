"""The flow program: a plan as flat arrays, without any kind of step in it.

The reference interpreter and the compiled kernel both execute this and nothing
else. Times are days since the start of the plan; money does not occur.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from maplanner.document.vocabulary import WriteOperation
from maplanner.simulation.arrays import Dims as Dims  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import Floats as Floats  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import Ints as Ints  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import Longs as Longs  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import ProgramArrays as ProgramArrays  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import Words as Words  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import floats as floats  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import ints as ints  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import longs as longs  # noqa: PLC0414 - part of this module
from maplanner.simulation.arrays import words as words  # noqa: PLC0414 - part of this module
from maplanner.simulation.serving import ServedRuns, Team

# --- instructions: column 0 of ``code``; a to d are columns 1 to 4, x and y those of ``num`` ---

END: Final = 0
"""The token ends here."""
ARRIVE: Final = 1
"""A lead arrives at the step. a: once per lead; b: known people only; c: that is an event in itself."""
EMIT: Final = 2
"""Send on along links a to a + b - 1. c: exactly one of them; d: nothing follows.

d is 2 where there is one way that everybody takes at once (``SURE``): then the lead keeps its random key.
"""
CHANCE: Final = 3
"""With probability x go on, else at instruction a."""
BRANCH: Final = 4
"""With probability x open a branch at a after the delay and go on at b; else go on here."""
AFTER: Final = 5
"""Open a branch at a after the delay."""
WHEN: Final = 6
"""Go on if condition a holds, else at instruction b."""
JUMP: Final = 7
"""Go on at instruction a."""
LEARN: Final = 8
"""Field a becomes known with probability x."""
IDENTIFY: Final = 9
"""The lead becomes a known person."""
AMOUNT: Final = 10
"""How much of an event happened: uniform between x and y."""
GAIN: Final = 11
"""Score a changes by x points; b: limited rule or -1; c: times the amount."""
JOIN: Final = 12
"""The lead joins segment a."""
LEAVE: Final = 13
"""The lead leaves segment a."""
WRITE: Final = 14
"""Write a record of object a. b: channel of creations, c: of updates, or -1; both: an upsert."""
TASK: Final = 15
"""Count a task at the step."""
NOTIFY: Final = 16
"""Count a notification at the step."""
CALL: Final = 17
"""Let the lead enter campaign a at the entries of hook b."""
QUIT: Final = 18
"""The lead leaves the campaign; the token ends."""
ENTER: Final = 19
"""The lead enters campaign a at instruction b if it may, else the token ends. c: everybody may always."""
SOURCE: Final = 20
"""The next lead of source a comes in."""
IDLE: Final = 21
"""The watch of idle trigger a comes due."""
RECHECK: Final = 22
"""A score has faded: look at the conditions that are watched."""
ONCE: Final = 23
"""Go on the first time the lead comes here (mark a), else at instruction b."""

HAPPEN: Final = 24
"""Something happens to the lead. a: the buying stage that counts it, or -1; b: row of what listens, or -1."""
AWARD: Final = 25
"""Rule a gives x points. c: times the amount."""
PATTERN: Final = 26
"""An action of rule a's pattern; gives x points where the pattern is there now."""
STAGE: Final = 27
"""The lead moves to buying stage a. b: also back."""
PROGRESS: Final = 28
"""Sales have come to status a."""
QUALIFY: Final = 29
"""The lead is qualified."""
SPEND: Final = 30
"""The lead spends x on average; y is sigma of the logarithm."""
ANSWER: Final = 31
"""The lead answers a survey, with the weights of row a."""
APPOINT: Final = 32
"""The next-contact date is set after the delay; it comes at instruction a (-1: nobody waits for it)."""
CONTACT: Final = 33
"""The next-contact date comes, for hook a."""
EXPIRE: Final = 34
"""Points of rule a run out; how many is in the token's generation."""
REST: Final = 35
"""Inactivity of rule a is looked at; the token's generation says which period is over."""
EFFECT: Final = 50
"""Effect a of a threshold happens to the lead."""
MINE: Final = 51
"""Segment a is searched for in the database, on turn b."""
DAY: Final = 52
"""Day a of the calendar comes."""

SERVE: Final = 36
"""Ask team b for work of row c; open a branch at a when it is done."""
BEFORE: Final = 37
"""Go on if day x is still to come, else at instruction b."""
AGAIN: Final = 38
"""All who came in by list a are sent in again at instruction b."""
SENT: Final = 39
"""End the token of a lead that was here (mark a) at this very instant."""

ACTING: Final = frozenset(
    {GAIN, LEARN, IDENTIFY, JOIN, LEAVE, WRITE, TASK, NOTIFY, CALL, QUIT, SERVE, HAPPEN, AWARD, PATTERN}
    | {STAGE, PROGRESS, QUALIFY, SPEND, ANSWER, APPOINT, EFFECT, AGAIN}
)
"""What counts as an event when it happens to a lead that came in or waited before."""

SURE: Final = 2
"""In column d of ``EMIT``: the only way, for everybody, without delay, and nothing follows."""

# --- delays: column 5 of ``code`` and ``link_delay`` ---

NO_DELAY: Final = 0
FIXED: Final = 1
EXPONENTIAL: Final = 2
UNIFORM: Final = 3
LOG_NORMAL: Final = 4
WEEKLY: Final = 5
GAMMA: Final = 6
"""Of shape ``first``, times ``second`` days."""
UNTIL: Final = 7
"""Until day ``first``."""
EMPIRICAL: Final = 8
"""By the points of row ``first``."""
INSTANT: Final = 9
"""Until the next span of row ``first`` opens."""
WINDOW: Final = 10
"""Until a span of row ``first`` is open."""
WORKING: Final = 11
"""For the working time of row ``first``."""

# --- decays ---

NO_DECAY: Final = 0
LINEAR: Final = 1
HALF_LIFE: Final = 2
STEPWISE: Final = 3
HALF: Final = 0.5
"""The second number of a half-life. A compiler that knew what the power is of would take another function,
which rounds otherwise than Python does."""

# --- condition subjects ---

OF_SCORE: Final = 0
OF_ACCOUNT_SCORE: Final = 1
OF_SEGMENT: Final = 2
OF_THRESHOLD: Final = 3
OF_FIELD: Final = 4
OF_IDENTITY: Final = 5
OF_ACTION: Final = 6
"""How often something happened: counter or, with 1 in the fourth column, window."""
OF_REST: Final = 7
"""Days without any action."""
OF_STAGE: Final = 8
"""The stage; with 1 in the fourth column that one or a later one."""
OF_TALLY: Final = 9
"""Interactions in a stage."""
OF_GRADE: Final = 10
"""A grade: the value is the place of its letter, the share that of its number; with 1 as good or better."""
OF_STATUS: Final = 11
OF_SPEND: Final = 12
OF_ANSWER: Final = 13
"""The last answer to a survey; with 1 in the fourth column exactly this one. None is no answer."""

# --- what a change can be of; conditions are looked at again after changes that concern them ---

BY_POINTS: Final = 1
BY_SEGMENT: Final = 2
BY_FIELD: Final = 4
BY_IDENTITY: Final = 8
BY_ACTION: Final = 16
BY_STAGE: Final = 32
BY_STATUS: Final = 64
BY_SPEND: Final = 128
BY_ANSWER: Final = 256
BY_TIME: Final = 512
BY_ANYTHING: Final = 1023

# --- how segments are made ---

BY_STEPS: Final = 0
REAL_TIME: Final = 1
MINED: Final = 2
HOLDS: Final = -1
FAILS: Final = -2
"""Ends of ``tests``."""
NO_TEST: Final = -3
"""In ``segment_test``: the segment has no criteria."""

# --- what listens to what happens, and what is watched ---

COUNTER: Final = 0
RECENT: Final = 1
SPOIL: Final = 2
FACT: Final = 0
TRIGGER: Final = 1
NO_LIMIT: Final = -1

# --- roll-ups ---

BY_SUM: Final = 0
BY_MAXIMUM: Final = 1
BY_MEAN: Final = 2
BY_CHAMPION: Final = 3
BY_ROLES: Final = 4
BY_TRIMMED: Final = 5

# --- campaign re-entry ---

ENTER_ALWAYS: Final = 0
ENTER_ONCE: Final = 1
ENTER_AFTER_LEAVING: Final = 2


@dataclass(frozen=True)
class StepName:
    """A step as results name it."""

    id: str
    title: str
    kind: str
    campaign: str
    campaign_title: str


@dataclass(frozen=True)
class Named:
    """A score, threshold or segment as results name it."""

    id: str
    title: str


@dataclass(frozen=True)
class ListName:
    """A contact list with duplicates as results name it; ``left_out`` of its ``size`` entries never come."""

    id: str
    title: str
    source: int
    size: int
    left_out: int


@dataclass(frozen=True)
class Channel:
    """One operation on one object, as results name it."""

    object: str
    api_name: str
    system: str
    system_title: str
    operation: WriteOperation


@dataclass(frozen=True)
class FlowProgram:
    """A plan that is ready to run: arrays for the machine, names for people.

    ``expected_leads`` is the mean number of leads in one run.
    """

    arrays: ProgramArrays
    dims: Dims
    steps: tuple[StepName, ...]
    links: tuple[str, ...]
    channels: tuple[Channel, ...]
    scores: tuple[Named, ...]
    thresholds: tuple[Named, ...]
    segments: tuple[Named, ...]
    accounts: int
    days: float
    expected_leads: float
    by_hour: bool = False
    """Whether time series have a bucket for each hour."""
    teams: tuple[Team, ...] = ()
    lists: tuple[ListName, ...] = ()
    served: ServedRuns = field(default_factory=ServedRuns, compare=False)
    """What teams do when in each run."""
    stages: tuple[Named, ...] = ()
    effects: tuple[str, ...] = ()
    """Identifiers of the effects of thresholds."""
    fields: tuple[str, ...] = ()
    """Keys of the pieces of data that leads give."""

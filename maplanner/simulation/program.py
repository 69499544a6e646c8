"""The flow program: a plan as flat arrays, without any kind of step in it.

The reference interpreter and the compiled kernel both execute this and nothing
else. Times are days since the start of the plan; money does not occur.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from maplanner.document.vocabulary import WriteOperation
from maplanner.simulation.serving import ServedRuns, Team

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

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
"""The lead enters campaign a at instruction b if it may, else the token ends. c: everybody may, at any time."""
SOURCE: Final = 20
"""The next lead of source a comes in."""
IDLE: Final = 21
"""The watch of idle trigger a comes due."""
RECHECK: Final = 22
"""A score has faded: look at the conditions that are watched."""
ONCE: Final = 23
"""Go on the first time the lead comes here (mark a), else at instruction b."""

SERVE: Final = 36
"""Ask team b for work of row c; open a branch at a when it is done."""
BEFORE: Final = 37
"""Go on if day x is still to come, else at instruction b."""
AGAIN: Final = 38
"""All who came in by list a are sent in again at instruction b."""
SENT: Final = 39
"""End the token of a lead that was here (mark a) at this very instant."""

ACTING: Final = frozenset({GAIN, LEARN, IDENTIFY, JOIN, LEAVE, WRITE, TASK, NOTIFY, CALL, QUIT, SERVE, AGAIN})
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

# --- condition subjects ---

OF_SCORE: Final = 0
OF_ACCOUNT_SCORE: Final = 1
OF_SEGMENT: Final = 2
OF_THRESHOLD: Final = 3
OF_FIELD: Final = 4
OF_IDENTITY: Final = 5

# --- what a change can be of; conditions are looked at again after changes that concern them ---

BY_POINTS: Final = 1
BY_SEGMENT: Final = 2
BY_FIELD: Final = 4
BY_IDENTITY: Final = 8
BY_ANYTHING: Final = 15

# --- campaign re-entry ---

ENTER_ALWAYS: Final = 0
ENTER_ONCE: Final = 1
ENTER_AFTER_LEAVING: Final = 2


class ProgramArrays(NamedTuple):
    """Everything the kernel reads. ``n`` instructions, ``l`` links, and so on; -1 means none.

    A *hook* is a list of instructions where leads come in when something
    happens; hooks are numbered thresholds first, then gains of scores, joins
    and leaves of segments, calls of campaigns.
    """

    code: Ints
    """(n, 8): operation, a, b, c, d, delay, step, campaign.

    The campaign is -2 less its number where nobody asks whether a lead is still in it; -1: none.
    """
    num: Floats
    """(n, 4): x, y, and the delay's two numbers."""
    salt: Words
    """(n,): what makes the random numbers of an instruction its own."""

    link_target: Ints
    """(l,): instruction where the link arrives."""
    link_share: Floats
    """(l,): chance, 0 to 1."""
    link_delay: Ints
    link_num: Floats
    """(l, 2): the delay's two numbers."""
    link_salt: Words

    source_list: Ints
    """(s,): 1 for a list, 0 for arrivals by rate."""
    source_identified: Ints
    source_entry: Ints
    """(s,): instruction where its leads begin."""
    source_self: Ints
    """(s,): the source's own instruction."""
    source_num: Floats
    """(s, 3), lists only: people, day of the first, entries a day (0: all at once)."""
    source_same: Ints
    """(s,): the list whose first people are the first of this one too, or -1."""
    source_shared: Longs
    """(s,): how many they are; 0 where the tool does not recognise them."""
    source_repeats: Longs
    """(s,): entries at the end of a list that are people from its beginning."""
    source_people: Longs
    """(s,): where a list's people begin in the account's table of people; -1: nobody asks for them."""
    source_again: Ints
    """(s,): the instruction that sends its people in again, or -1."""
    source_every: Floats
    """(s,): after how many days."""
    source_times: Longs
    """(s,): how often, beyond the first time."""
    source_salt: Words
    source_knots: Ints
    """(s + 1,): where each source's knots begin."""
    knot_time: Floats
    knot_level: Floats
    """Expected arrivals until ``knot_time``, for one account; linear in between."""
    source_fields: Ints
    """(s + 1,): where each source's known fields begin."""
    source_field: Ints

    score: Floats
    """(scores, 6): floor, cap, start, decay, and the decay's two numbers."""
    rule_first: Ints
    """(limited rules,): 1 if it counts only the first time."""
    rule_most: Floats
    """(limited rules,): points it gives a lead at most, in all."""
    threshold_score: Ints
    threshold_account: Ints
    threshold_again: Ints
    """1 if it fires again after falling below."""
    threshold_value: Floats
    score_thresholds: Ints
    """(scores + 1,): where each score's entries in ``score_threshold`` begin."""
    score_threshold: Ints

    hooks: Ints
    """(hooks + 1,): where each hook's instructions begin in ``hook``."""
    hook: Ints

    idle_score: Ints
    idle_days: Floats
    idle_repeats: Ints
    idle_entry: Ints
    idle_self: Ints

    condition: Ints
    """(conditions, 3): subject, what it refers to, 1 if negated (*below*, *is not*)."""
    condition_num: Floats
    """(conditions, 2): value, and the share for field texts (-1: none)."""
    condition_salt: Words

    campaign_entry: Ints
    """(campaigns,): re-entry rule."""
    campaign_most: Ints
    """(campaigns,): entries of one lead at most; 0: any number."""
    campaign_exit: Ints
    """(campaigns,): exit condition or -1."""

    segments: Ints
    """(segments + 1,): where each segment's criteria begin; none: not in real time."""
    criterion: Ints

    watched_score: Ints
    """(watched,): scores whose fading is watched, and with what mark:"""
    watched_value: Floats
    watched_account: Ints

    points: Ints
    """(rows + 1,): where each row of measured delays begins in ``point_share`` and ``point_days``."""
    point_share: Floats
    point_days: Floats
    spans: Ints
    """(rows + 1,): where each row of open times begins in ``span_opens`` and the like."""
    span_opens: Floats
    span_closes: Floats
    span_level: Floats
    """Time open before each span, in days."""
    span_day: Longs
    """Which of the calendar's days each span belongs to."""
    working: Ints
    """(rows,): the row of spans that working time counts in."""
    working_num: Floats
    """(rows, 2): its mean (deviation nought) or its gamma shape, and the scale of the gamma; in days."""

    team_score: Ints
    """(teams,): the score that says who is next, or -1."""
    team_hot: Ints
    """(teams,): the threshold that makes a lead hot, or -1."""

    dims: Longs
    """See :class:`Dims`."""


class Dims(NamedTuple):
    """Numbers of things, in the order in which they stand in ``ProgramArrays.dims``."""

    steps: int
    links: int
    campaigns: int
    fields: int
    segments: int
    objects: int
    thresholds: int
    idles: int
    scores: int
    rules: int
    sources: int
    hooks: int
    recheck: int
    """The instruction that looks at faded scores."""
    watches: int
    """The changes (``BY_POINTS`` …) after which watched conditions are looked at; 0: none is watched."""
    watches_account: int
    """1 if a watched condition looks at the account, so that one lead's gain concerns its colleagues."""
    onces: int
    watched: int
    """Scores whose fading is watched."""
    sents: int
    """Steps at which a lead passes once an instant."""
    people: int
    """Places in an account's table of people on lists that share some, or have some twice."""


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
    fields: tuple[str, ...] = ()
    """Keys of the pieces of data that leads give."""


def ints(values: Any) -> Ints:
    """Return a list as 32-bit whole numbers."""
    return np.asarray(values, np.int32)


def floats(values: Any) -> Floats:
    """Return a list as floating-point numbers."""
    return np.asarray(values, np.float64)


def longs(values: Any) -> Longs:
    """Return a list as 64-bit whole numbers."""
    return np.asarray(values, np.int64)


def words(values: Any) -> Words:
    """Return a list as 64-bit words."""
    return np.asarray(values, np.uint64)

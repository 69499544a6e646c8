"""What the reference interpreter remembers: leads, tokens, and how far sources have come."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from maplanner.scoring.limits import Given
from maplanner.scoring.model import LeadScore
from maplanner.scoring.patterns import PatternMemory
from maplanner.simulation.randomness import CHILD_TWIST, stream

STREAM = stream(int)


def draw(key: int, salt: int) -> float:
    """Return the number between 0 and 1 that belongs to a key and a salt."""
    return STREAM.unit(STREAM.mixed(key ^ salt))


def child(key: int, salt: int) -> int:
    """Return the key of something that a key's holder sets off."""
    return int(STREAM.mixed(key ^ salt ^ CHILD_TWIST))


@dataclass
class Lead:
    """All that is remembered of a lead."""

    number: int
    key: int
    came: float
    scores: list[LeadScore]
    known_since: float | None = None
    seen: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)
    segments: set[int] = field(default_factory=set)
    made: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)
    asleep: set[int] = field(default_factory=set)
    times: dict[int, int] = field(default_factory=dict)
    """How often each rule counted."""
    given: dict[int, Given] = field(default_factory=dict)
    """What each limit counts."""
    patterns: dict[int, PatternMemory] = field(default_factory=dict)
    facts: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Points for what is known of the lead, and since when."""
    counters: dict[int, int] = field(default_factory=dict)
    windows: dict[int, list[float]] = field(default_factory=dict)
    fits: set[int] = field(default_factory=set)
    """Segments in real time whose criteria hold."""
    stood: set[int] = field(default_factory=set)
    """Watched conditions that hold."""
    above: set[int] = field(default_factory=set)
    """Marks to fall below that the lead's score stands at."""
    tallies: dict[int, int] = field(default_factory=dict)
    last_action: float = 0.0
    stage: int = -1
    status: int = 0
    answer: int = 0
    spent: float = 0.0
    appointments: int = 0
    qualified: bool = False
    places: dict[int, int] = field(default_factory=dict)
    visits: dict[int, int] = field(default_factory=dict)
    entries: dict[int, int] = field(default_factory=dict)
    recheck_at: float = math.inf
    sent: dict[int, float] = field(default_factory=dict)


@dataclass
class Token:
    """A lead at one place: what runs next, in which campaign, and during which visit of it."""

    key: int
    pc: int
    lead: Lead | None = None
    campaign: int = -1
    visit: int = 0
    amount: float = 1.0
    number: int = 0
    """Of a period, or a date that was set."""
    value: float = 0.0
    """Points that run out."""
    credit: bool = False
    turn: int = 0
    """How often the lead has come in again by its list."""
    """Whether it counts as an event when the token does something: it came in, or time has passed."""
    here: int = 0
    """The instruction that runs now; ``pc`` is the one that comes after it."""


@dataclass
class Arrivals:
    """How far a source has come in this account."""

    key: int
    level: float = 0.0
    count: int = 0


def known(token: Token) -> Lead:
    """Return a token's lead."""
    if token.lead is None:
        raise AssertionError("an instruction of a step met a token without a lead")
    return token.lead

"""The desk of the machine: one row of words with the addresses of all tables, and its registers.

Functions that are called get the desk and lay out in front of them what they need; that costs
nothing, while handing over dozens of arrays would. Rows that grow are replaced on the desk:
whoever calls a function that lets something happen lays them out anew.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from maplanner.simulation.layout import CountLayout
from maplanner.simulation.program import Dims, ProgramArrays

TABLES: Final = ProgramArrays(*range(len(ProgramArrays._fields)))  # type: ignore[arg-type]
"""Where the addresses of a program's tables lie."""


class Registers(NamedTuple):
    """What lies on the desk besides: addresses of rows first, then plain numbers."""

    times: int
    """When what is pending is due; see ``queue``."""
    order: int
    items: int
    ready: int
    marks: int
    """Whole numbers of each lead, in the columns below."""
    flags: int
    """Yes or no, a byte each."""
    levels: int
    """Floating-point numbers of each lead."""
    keys: int
    """Random key of each lead."""
    passed: int
    """Of the account: thresholds it has reached, a byte each."""
    source_key: int
    source_level: int
    source_place: int
    people: int
    """Of the account: which lead somebody on a list is, more by one; 0 for nobody yet."""
    writes: int
    asked: int
    """What teams are asked; see ``asking``."""
    counts: int
    """From here on rows that the caller has made; those before are the machine's own."""
    series: int
    ends: int
    log: int
    log_times: int
    only: int
    """The accounts to run, if not all of a range."""
    answer_key: int
    answer_time: int

    length: int
    """How many items are pending at later times."""
    sequence: int
    short: int
    """How many make the list a heap; 0 while it is one."""
    room: int
    """How many items may be pending before more room is needed: ``spare`` less than there is."""
    spare: int
    """How many items one token can make before anybody looks whether there is room."""
    head: int
    """Of what is due now, the place of the first and that behind the last."""
    tail: int
    ready_room: int
    leads: int
    leads_room: int
    account: int
    log_room: int
    """Lines of the event log that are kept."""
    log_lines: int
    """Lines that there were."""
    writes_length: int
    writes_room: int
    asked_length: int
    asked_room: int
    answers: int
    trouble: int
    trouble_at: int
    events: int
    """Fadings of scores, which count as events."""
    buckets: int
    """Of a time series."""
    bins: int
    """Of writes, in all."""
    bins_per_day: int
    size: int
    """Behind the last."""


REGISTERS: Final = Registers(*range(len(TABLES), len(TABLES) + len(Registers._fields)))


class Columns(NamedTuple):
    """Where each kind of mark, flag and level begins in a lead's row."""

    visit: int
    """``marks`` begins with places in each campaign; then how often the lead has left each campaign:
    tokens of an earlier visit are void."""
    entries: int
    marks: int
    """Width of ``marks``."""
    known: int
    member: int
    made: int
    passed: int
    asleep: int
    done: int
    flags: int
    """Width of ``flags``, which begins with whether the lead is known, and where it was seen."""
    rules: int
    sent: int
    levels: int
    """Width of ``levels``, which begins as said below."""


COLUMNS: Final = Columns(*range(REGISTERS.size, REGISTERS.size + len(Columns._fields)))
COUNTS: Final = CountLayout(
    *range(COLUMNS.levels + 1, COLUMNS.levels + 1 + len(CountLayout._fields))  # type: ignore[arg-type]
)
"""Where the desk holds the places of counts."""
DIMS: Final = Dims(*range(COUNTS.size + 1, COUNTS.size + 1 + len(Dims._fields)))
"""Where the desk holds the numbers of things."""
SIZE: Final = DIMS[-1] + 1

IDENTIFIED: Final = 0
SEEN: Final = 1
"""In ``flags``: a known person; where the lead was."""
KNOWN_SINCE: Final = 0
RECHECK_DUE: Final = 1
SCORES: Final = 2
"""In ``levels``: when the lead became known, when its scores are looked at next; then value, since and
mark of each score."""


def columns_of(dims: Dims) -> tuple[int, ...]:
    """Return the columns of the leads of a program."""
    visit = dims.campaigns
    entries = visit + dims.campaigns
    known = SEEN + dims.steps
    member = known + dims.fields
    made = member + dims.segments
    passed = made + dims.objects
    asleep = passed + dims.thresholds
    done = asleep + dims.idles
    rules = SCORES + 3 * dims.scores
    return Columns(
        visit=visit,
        entries=entries,
        marks=entries + dims.campaigns,
        known=known,
        member=member,
        made=made,
        passed=passed,
        asleep=asleep,
        done=done,
        flags=done + dims.onces,
        rules=rules,
        sent=rules + 2 * dims.rules,
        levels=rules + 2 * dims.rules + dims.sents,
    )

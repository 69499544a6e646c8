"""The desk of the machine: one row of words with the addresses of all tables, and its registers.

Functions that are called get the desk and lay out in front of them what they need; that costs
nothing, while handing over dozens of arrays would. Rows that grow are replaced on the desk:
whoever calls a function that lets something happen lays them out anew.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from maplanner.simulation.layout import CountLayout
from maplanner.simulation.program import Dims, ProgramArrays

TABLES: Final = ProgramArrays(*range(len(ProgramArrays._fields)))
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
    past_time: int
    """Times that leads remember, in lists: see ``memory``."""
    past_value: int
    past_next: int
    pile: int
    """Room for a number of each lead."""
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
    revenue: int
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
    past_length: int
    past_room: int
    past_free: int
    """The first of the times that are free again, -1: none."""
    asked_length: int
    asked_room: int
    answers: int
    trouble: int
    trouble_at: int
    came_key: int
    """Of who came in last: the random key of the coming."""
    came_again: int
    """1 if that was somebody who was here before."""
    changed: int
    """What the present instruction has changed (``BY_POINTS`` …), for those who watch."""
    events: int
    """Fadings of scores, which count as events."""
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
    stage: int
    """Then stage and sales status, dates set, the last answer; how often each rule counted; interactions in
    each stage; counters; first, last and number of each list of times."""
    times: int
    tallies: int
    counters: int
    lists: int
    marks: int
    """Width of ``marks``."""
    known: int
    member: int
    made: int
    passed: int
    asleep: int
    done: int
    fits: int
    stood: int
    above: int
    flags: int
    """Width of ``flags``, which begins with whether the lead is known, and where it was seen."""
    given: int
    """What each limit counts in all, gains and losses; then points for what is known of the lead, and since
    when, for each rule; when each pattern was spoilt; when the lead was last at each step that it passes
    once an instant."""
    facts: int
    spoilt: int
    sent: int
    levels: int
    """Width of ``levels``, which begins as said below."""


COLUMNS: Final = Columns(*range(REGISTERS.size, REGISTERS.size + len(Columns._fields)))
COUNTS: Final = CountLayout(*range(COLUMNS.levels + 1, COLUMNS.levels + 1 + len(CountLayout._fields)))
"""Where the desk holds the places of counts."""
DIMS: Final = Dims(*range(COUNTS.size + 1, COUNTS.size + 1 + len(Dims._fields)))
"""Where the desk holds the numbers of things."""
SIZE: Final = DIMS[-1] + 1

IDENTIFIED: Final = 0
SEEN: Final = 2
"""In ``flags``: a known person; one that is qualified; where the lead was."""
KNOWN_SINCE: Final = 0
RECHECK_DUE: Final = 1
LAST_ACTION: Final = 2
SPENT: Final = 3
SCORES: Final = 4
"""In ``levels``: when the lead became known, when its scores are looked at next, when it did something last,
what it has spent; then value, since and mark of each score."""
STAGE: Final = 0
STATUS: Final = 1
APPOINTMENTS: Final = 2
ANSWER: Final = 3
"""In ``marks``, from ``Columns.stage`` on; the stage is one more than its number, 0 is none."""
QUALIFIED: Final = 1


def columns_of(dims: Dims) -> tuple[int, ...]:
    """Return the columns of the leads of a program."""
    visit = dims.campaigns
    entries = visit + dims.campaigns
    stage = entries + dims.campaigns
    times = stage + 4
    tallies = times + dims.rules
    counters = tallies + dims.stages
    lists = counters + dims.counters
    known = SEEN + dims.steps
    member = known + dims.fields
    made = member + dims.segments
    passed = made + dims.objects
    asleep = passed + dims.thresholds
    done = asleep + dims.idles
    fits = done + dims.onces
    stood = fits + dims.segments
    above = stood + dims.watchers
    given = SCORES + 3 * dims.scores
    facts = given + 2 * dims.limits
    spoilt = facts + 2 * dims.rules
    return Columns(
        visit=visit,
        entries=entries,
        stage=stage,
        times=times,
        tallies=tallies,
        counters=counters,
        lists=lists,
        marks=lists + 3 * dims.lists,
        known=known,
        member=member,
        made=made,
        passed=passed,
        asleep=asleep,
        done=done,
        fits=fits,
        stood=stood,
        above=above,
        flags=above + dims.thresholds,
        given=given,
        facts=facts,
        spoilt=spoilt,
        sent=spoilt + dims.rules,
        levels=spoilt + dims.rules + dims.sents,
    )

"""How an account begins and ends, and how leads come in, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import (
    flags,
    floats,
    ints,
    large,
    lengthened,
    longs,
    outermost,
    release,
    words,
)
from maplanner.simulation.kernel.desk import (
    COLUMNS,
    COUNTS,
    DIMS,
    IDENTIFIED,
    KNOWN_SINCE,
    LAST_ACTION,
    RECHECK_DUE,
    REGISTERS,
    SCORES,
    TABLES,
)
from maplanner.simulation.kernel.events import noted, watch_idle
from maplanner.simulation.kernel.queue import SHORT, packed, put
from maplanner.simulation.kernel.resting import watch_rest
from maplanner.simulation.kernel.scores import account_key, child, draw, fadings, mark_after, mixed
from maplanner.simulation.kernel.state import more_leads, points_of
from maplanner.simulation.layout import CAME_AGAIN, LEADS
from maplanner.simulation.randomness import SOURCE_TWIST
from maplanner.simulation.serving import COLUMNS as WORDS

_R, _C, _T, _D, _N = REGISTERS, COLUMNS, TABLES, DIMS, COUNTS
_SOURCE = op.SOURCE
_CAME_AGAIN = CAME_AGAIN
_TWIST = np.uint64(SOURCE_TWIST)
_WORDS = WORDS
_NOBODY = np.uint64(0)


@large
def prepare(desk: Any) -> None:
    """Make rows that have room for the first leads."""
    leads, pending = 32, 64
    desk[_R.leads_room] = leads
    desk[_R.room] = pending
    desk[_R.ready_room] = pending
    size = pending + desk[_R.spare]
    lengthened(desk, _R.times, 0, size)
    lengthened(desk, _R.order, 0, size)
    lengthened(desk, _R.items, 0, 4 * size)
    lengthened(desk, _R.ready, 0, 3 * size)
    for item in range(size):
        longs(desk, _R.order)[item] = item
    lengthened(desk, _R.marks, 0, leads * desk[_C.marks])
    lengthened(desk, _R.flags, 0, leads * desk[_C.flags])
    lengthened(desk, _R.levels, 0, leads * desk[_C.levels])
    lengthened(desk, _R.keys, 0, leads)
    lengthened(desk, _R.pile, 0, leads)
    lengthened(desk, _R.passed, 0, desk[_D.thresholds] + 1)
    lengthened(desk, _R.source_key, 0, desk[_D.sources] + 1)
    lengthened(desk, _R.source_level, 0, desk[_D.sources] + 1)
    lengthened(desk, _R.source_place, 0, desk[_D.sources] + 1)
    lengthened(desk, _R.people, 0, desk[_D.people] + 1)
    desk[_R.writes_room] = 1024
    lengthened(desk, _R.writes, 0, 1024)
    desk[_R.asked_room] = 16
    lengthened(desk, _R.asked, 0, 16 * _WORDS)


@large
def begin(desk: Any, seed: Any, run: Any, account: Any, accounts: Any, days: Any) -> None:
    """Begin an account: nobody there, and the first lead of every source pending."""
    desk[_R.account] = account
    desk[_R.leads] = 0
    desk[_R.length] = 0
    desk[_R.short] = SHORT
    desk[_R.sequence] = 0
    desk[_R.head] = 0
    desk[_R.tail] = 0
    desk[_R.past_length] = 0
    desk[_R.past_free] = -1
    passed = flags(desk, _R.passed)
    for threshold in range(2 * desk[_D.thresholds]):
        passed[threshold] = 0
    for person in range(desk[_D.people]):
        longs(desk, _R.people)[person] = 0
    own_key = account_key(seed, run, np.uint64(account))
    for source in range(desk[_D.sources]):
        words(desk, _R.source_key)[source] = mixed(own_key ^ words(desk, _T.source_salt)[source])
        floats(desk, _R.source_level)[source] = 0.0
        longs(desk, _R.source_place)[source] = 0
        expect(desk, -1.0, days, account, accounts, source)
    if desk[_D.dates] + desk[_D.mines] > 0:
        expect_days(desk, days, own_key)


@large
def expect_days(desk: Any, days: Any, key: Any) -> None:
    """Let the days of the calendar and the first searches of the database be pending."""
    for place in range(desk[_D.dates]):
        own = np.int64(ints(desk, _T.day)[3 * place + 2])
        due = floats(desk, _T.day_num)[2 * place]
        if due < days:
            put(desk, -1.0, due, mixed(key ^ words(desk, _T.salt)[own]), packed(0, own), 0)
    for place in range(desk[_D.mines]):
        own = np.int64(ints(desk, _T.mine)[2 * place + 1])
        if days > 1.0:
            put(desk, -1.0, 1.0, mixed(key ^ words(desk, _T.salt)[own]), packed(0, own), 0)


@large
def expect(desk: Any, now: Any, days: Any, account: Any, accounts: Any, source: Any) -> None:
    """Let the next lead of a source be pending."""
    due = next_arrival(desk, source, account, accounts)
    if due < days:
        put(desk, now, due, _NOBODY, packed(0, ints(desk, _T.source_self)[source]), 0)


@large
def next_arrival(desk: Any, source: Any, account: Any, accounts: Any) -> Any:
    """Return when a source's next lead comes in; infinity when none is left."""
    source_num = floats(desk, _T.source_num)
    if ints(desk, _T.source_list)[source]:
        spot = place_on_list(desk, source, account, accounts)
        if spot < 0:
            return np.inf
        rate = source_num[3 * source + 2]
        return source_num[3 * source + 1] + (spot / rate if rate > 0.0 else 0.0)
    knot_level, knot_time = floats(desk, _T.knot_level), floats(desk, _T.knot_time)
    low = ints(desk, _T.source_knots)[source]
    high = ints(desk, _T.source_knots)[source + 1] - 1
    level = floats(desk, _R.source_level)[source] - math.log(draw(words(desk, _R.source_key)[source], _TWIST))
    floats(desk, _R.source_level)[source] = level
    if not level < knot_level[high]:
        return np.inf
    while high - low > 1:
        middle = (low + high) // 2
        if knot_level[middle] <= level:
            low = middle
        else:
            high = middle
    share = (level - knot_level[low]) / (knot_level[high] - knot_level[low])
    return knot_time[low] + share * (knot_time[high] - knot_time[low])


@large
def newcomer(desk: Any, now: Any, days: Any, account: Any, accounts: Any, here: Any) -> Any:
    """Let a lead come in, and the next one be pending; return its number."""
    source = np.int64(ints(desk, _T.code)[8 * here + 1])
    keys = words(desk, _R.source_key)
    key = child(keys[source], words(desk, _T.source_salt)[source])
    person = np.int64(-1)
    if longs(desk, _T.source_people)[source] >= 0:
        person = person_on_list(desk, source, account, accounts)
    lead = longs(desk, _R.people)[person] - 1 if person >= 0 else np.int64(-1)
    is_new = lead < 0
    if is_new:
        lead = desk[_R.leads]
        if lead == desk[_R.leads_room]:
            more_leads(desk)
        desk[_R.leads] = lead + 1
        clear(desk, lead, now)
        words(desk, _R.keys)[lead] = key
        if person >= 0:
            longs(desk, _R.people)[person] = lead + 1
    noted(desk, now, lead, _SOURCE if is_new else _CAME_AGAIN, source, 0.0)
    keys[source] = mixed(keys[source])
    longs(desk, _R.source_place)[source] += 1
    expect(desk, now, days, account, accounts, source)
    row = lead * desk[_C.flags]
    for place in range(ints(desk, _T.source_fields)[source], ints(desk, _T.source_fields)[source + 1]):
        flags(desk, _R.flags)[row + desk[_C.known] + ints(desk, _T.source_field)[place]] = 1
    if ints(desk, _T.source_identified)[source] and not flags(desk, _R.flags)[row + IDENTIFIED]:
        flags(desk, _R.flags)[row + IDENTIFIED] = 1
        floats(desk, _R.levels)[lead * desk[_C.levels] + KNOWN_SINCE] = now
        watch_idle(desk, now, days, key, lead)
    if longs(desk, _T.source_times)[source] > 0:
        own = np.int64(ints(desk, _T.source_again)[source])
        due = now + floats(desk, _T.source_every)[source]
        if due < days:
            put(desk, now, due, child(key, words(desk, _T.salt)[own]), packed(lead, own), 1)
    if is_new and desk[_D.rests]:
        watch_rest(desk, now, days, key, lead)
    desk[_R.came_key] = np.int64(key)
    desk[_R.came_again] = 0 if is_new else 1
    return lead


@large
def enter_again(desk: Any, now: Any, key: Any, lead: Any, source: Any) -> None:
    """Let somebody who was here before come in by a source, now."""
    desk[_R.came_again] = 0
    longs(desk, _R.counts)[desk[_N.again] + source] += 1
    entry = np.int64(ints(desk, _T.source_entry)[source])
    put(desk, now, now, key, packed(lead, entry), 0)


@large
def place_on_list(desk: Any, source: Any, account: Any, accounts: Any) -> Any:
    """Return the place on a list of the account's next entry; -1 behind the last."""
    count = longs(desk, _R.source_place)[source]
    size = np.int64(floats(desk, _T.source_num)[3 * source])
    persons = (size - account + accounts - 1) // accounts if account < size else 0
    if count < persons:
        return account + count * accounts
    person = account + (count - persons) * accounts
    return size + person if person < longs(desk, _T.source_repeats)[source] else np.int64(-1)


@large
def person_on_list(desk: Any, source: Any, account: Any, accounts: Any) -> Any:
    """Return where in the table of people the person of the account's next entry stands."""
    size = np.int64(floats(desk, _T.source_num)[3 * source])
    person = place_on_list(desk, source, account, accounts)
    if person >= size:
        person -= size
    while person < longs(desk, _T.source_shared)[source]:
        source = np.int64(ints(desk, _T.source_same)[source])
    return longs(desk, _T.source_people)[source] + person // accounts


@large
def clear(desk: Any, lead: Any, now: Any) -> None:
    """Forget whoever had this place before."""
    marks, row = ints(desk, _R.marks), lead * desk[_C.marks]
    for column in range(desk[_C.marks]):
        marks[row + column] = 0
    marked, row = flags(desk, _R.flags), lead * desk[_C.flags]
    for column in range(desk[_C.flags]):
        marked[row + column] = 0
    levels, row = floats(desk, _R.levels), lead * desk[_C.levels]
    for column in range(desk[_C.levels]):
        levels[row + column] = 0.0
    levels[row + RECHECK_DUE] = np.inf
    levels[row + LAST_ACTION] = now
    for rule in range(desk[_D.rules]):
        levels[row + desk[_C.spoilt] + rule] = -np.inf
    for column in range(desk[_C.sent], desk[_C.sent] + desk[_D.sents]):
        levels[row + column] = -1.0
    score = floats(desk, _T.score)
    for number in range(desk[_D.scores]):
        column = row + SCORES + 3 * number
        levels[column] = score[6 * number + 2]
        levels[column + 1] = now
        levels[column + 2] = mark_after(score, number, now, now)


@large
def finish(desk: Any, days: Any) -> None:
    """Add up what is left of an account at the end."""
    counts, ends, leads = longs(desk, _R.counts), floats(desk, _R.ends), desk[_R.leads]
    score, levels, width = floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels]
    counts[LEADS] += leads
    for number in range(desk[_D.scores]):
        for lead in range(leads):
            ends[number] += points_of(score, levels, width, lead, number, days)
            row = lead * width + SCORES + 3 * number
            desk[_R.events] += fadings(score, number, levels[row], levels[row + 1], levels[row + 2], days)
    marked = flags(desk, _R.flags)
    for segment in range(desk[_D.segments]):
        for lead in range(leads):
            counts[desk[_N.members] + segment] += marked[lead * desk[_C.flags] + desk[_C.member] + segment]


@outermost
def release_rows(desk: Any) -> None:
    """Give back the memory of all rows that the machine made."""
    for place in range(_R.times, _R.counts):
        if desk[place]:
            release(desk[place])
            desk[place] = 0

"""What follows from a change: entries that open, memberships, lines of the event log, compiled."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import flags, floats, ints, large, longs, words
from maplanner.simulation.kernel.desk import COLUMNS, DIMS, REGISTERS, TABLES
from maplanner.simulation.kernel.queue import packed, put, put_first
from maplanner.simulation.kernel.scores import child
from maplanner.simulation.layout import IDLE_RANK, LEFT_CAMPAIGN

_JOIN: Final = op.JOIN
_LEAVE: Final = op.LEAVE
_R, _C, _T, _D = REGISTERS, COLUMNS, TABLES, DIMS


@large
def noted(desk: Any, now: Any, lead: Any, what: Any, which: Any, value: Any) -> None:
    """Write a line of the event log, if there is room."""
    if not desk[_R.log_room]:
        return
    line = desk[_R.log_lines]
    if line < desk[_R.log_room]:
        times, log = floats(desk, _R.log_times), longs(desk, _R.log)
        times[2 * line] = now
        times[2 * line + 1] = value
        log[4 * line] = desk[_R.account]
        log[4 * line + 1] = lead
        log[4 * line + 2] = what
        log[4 * line + 3] = which
    desk[_R.log_lines] = line + 1


@large
def fire(desk: Any, now: Any, base: Any, lead: Any, which: Any, gen: Any) -> Any:
    """Let a lead in at the entries of a hook; return how many there are."""
    hooks, hook, salt = ints(desk, _T.hooks), ints(desk, _T.hook), words(desk, _T.salt)
    for spot in range(hooks[which], hooks[which + 1]):
        entry = np.int64(hook[spot])
        put(desk, now, now, child(base, salt[entry]), packed(lead, entry), gen)
    return hooks[which + 1] - hooks[which]


@large
def watch_idle(desk: Any, now: Any, days: Any, base: Any, lead: Any) -> None:
    """Begin to watch a lead that became known for idleness."""
    for idle in range(desk[_D.idles]):
        due = now + floats(desk, _T.idle_days)[idle]
        if due < days:
            own = np.int64(ints(desk, _T.idle_self)[idle])
            key = child(base, words(desk, _T.salt)[own])
            put_first(desk, now, due, key, packed(lead, own), 0, IDLE_RANK)


@large
def take_out(desk: Any, now: Any, lead: Any, campaign: Any) -> None:
    """Void everything that is pending for a lead in a campaign."""
    marks, row = ints(desk, _R.marks), lead * desk[_C.marks]
    marks[row + desk[_C.visit] + campaign] += 1
    marks[row + campaign] = 0
    noted(desk, now, lead, LEFT_CAMPAIGN, campaign, 0.0)


@large
def set_member(desk: Any, now: Any, base: Any, lead: Any, segment: Any, joins: Any) -> None:
    """Put a lead into a segment or out of it; who joins leaves first what cannot be together with it."""
    if joins:
        leaves = ints(desk, _T.segment_leaves)
        for spot in range(leaves[segment], leaves[segment + 1]):
            other = np.int64(ints(desk, _T.segment_left)[spot])
            if flags(desk, _R.flags)[lead * desk[_C.flags] + desk[_C.member] + other]:
                change_member(desk, now, base, lead, other, False)
    change_member(desk, now, base, lead, segment, joins)


@large
def change_member(desk: Any, now: Any, base: Any, lead: Any, segment: Any, joins: Any) -> None:
    """Change one membership, and let the lead in where that opens an entry."""
    flags(desk, _R.flags)[lead * desk[_C.flags] + desk[_C.member] + segment] = 1 if joins else 0
    noted(desk, now, lead, _JOIN if joins else _LEAVE, segment, 0.0)
    hook = desk[_D.thresholds] + desk[_D.scores] + segment + (0 if joins else desk[_D.segments])
    fire(desk, now, base, lead, hook, 0)

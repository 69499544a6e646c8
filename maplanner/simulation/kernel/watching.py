"""What follows from a change: entries that open, conditions that come true, lines of the event log."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import flags, floats, ints, large, longs, words
from maplanner.simulation.kernel.desk import COLUMNS, DIMS, RECHECK_DUE, REGISTERS, TABLES
from maplanner.simulation.kernel.queue import packed, put
from maplanner.simulation.kernel.scores import child, mixed
from maplanner.simulation.kernel.state import holds, next_look
from maplanner.simulation.layout import LEFT_CAMPAIGN

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
            put(desk, now, due, child(base, words(desk, _T.salt)[own]), packed(lead, own), 0)


@large
def look_again(desk: Any, now: Any, days: Any, base: Any, lead: Any) -> None:
    """Bring segments in real time up to date, take leads out of campaigns whose exit has come true, and
    see when a fading score may matter next.
    """
    whole_account = desk[_D.watches_account] != 0
    for who in range(0 if whole_account else lead, desk[_R.leads] if whole_account else lead + 1):
        origin = base if who == lead else mixed(base ^ words(desk, _R.keys)[who])
        for _again in range(desk[_D.segments] + 1):
            if not segments_move(desk, now, origin, who):
                break
        for left in range(desk[_D.campaigns]):
            leaves = ints(desk, _T.campaign_exit)[left]
            if leaves >= 0 and ints(desk, _R.marks)[who * desk[_C.marks] + left] > 0:
                if holds(desk, leaves, who, now):
                    take_out(desk, now, who, left)
    if desk[_D.watched]:
        look_later(desk, now, days, base, lead)


@large
def segments_move(desk: Any, now: Any, base: Any, who: Any) -> Any:
    """Compare memberships with the criteria; tell whether any changed."""
    segments, criterion = ints(desk, _T.segments), ints(desk, _T.criterion)
    member = flags(desk, _R.flags)
    first = who * desk[_C.flags] + desk[_C.member]
    moved = False
    for segment in range(desk[_D.segments]):
        if segments[segment] == segments[segment + 1]:
            continue
        inside = True
        for spot in range(segments[segment], segments[segment + 1]):
            inside = inside and holds(desk, criterion[spot], who, now)
        if inside == (member[first + segment] != 0):
            continue
        moved = True
        member[first + segment] = 1 if inside else 0
        noted(desk, now, who, _JOIN if inside else _LEAVE, segment, 0.0)
        which = desk[_D.thresholds] + desk[_D.scores] + segment + (0 if inside else desk[_D.segments])
        fire(desk, now, base, who, which, 0)
    return moved


@large
def take_out(desk: Any, now: Any, lead: Any, campaign: Any) -> None:
    """Void everything that is pending for a lead in a campaign."""
    marks, row = ints(desk, _R.marks), lead * desk[_C.marks]
    marks[row + desk[_C.visit] + campaign] += 1
    marks[row + campaign] = 0
    noted(desk, now, lead, LEFT_CAMPAIGN, campaign, 0.0)


@large
def look_later(desk: Any, now: Any, days: Any, base: Any, lead: Any) -> None:
    """Let conditions be looked at again when a score may have faded below a mark."""
    due = next_look(desk, lead, now)
    levels, column = floats(desk, _R.levels), lead * desk[_C.levels] + RECHECK_DUE
    if due < days and due < levels[column]:
        levels[column] = due
        put(desk, now, due, mixed(base), packed(lead, desk[_D.recheck]), 0)

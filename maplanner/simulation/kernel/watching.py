"""Conditions that are looked at whenever something changes, fades, or has lasted for a time, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import flags, floats, ints, large, words
from maplanner.simulation.kernel.conditions import fits, holds
from maplanner.simulation.kernel.desk import (
    COLUMNS,
    DIMS,
    LAST_ACTION,
    RECHECK_DUE,
    REGISTERS,
    SCORES,
    TABLES,
)
from maplanner.simulation.kernel.events import fire, set_member, take_out
from maplanner.simulation.kernel.memory import forget_older, oldest
from maplanner.simulation.kernel.queue import packed, put
from maplanner.simulation.kernel.scores import mixed, next_fall
from maplanner.simulation.kernel.scoring import award, reached, take_back
from maplanner.simulation.kernel.state import account_points, own_points, points_of
from maplanner.simulation.layout import FEED_LIMIT, WITHOUT_END
from maplanner.simulation.randomness import LATER

_R, _C, _T, _D = REGISTERS, COLUMNS, TABLES, DIMS
_REAL_TIME, _FACT, _HALF_LIFE, _BY_SUM = op.REAL_TIME, op.FACT, op.HALF_LIFE, op.BY_SUM


@large
def look_again(desk: Any, now: Any, days: Any, base: Any, lead: Any, beginning: Any, here: Any) -> None:
    """Bring all that is watched up to date after a change, until nothing changes any more."""
    if desk[_R.trouble]:
        return
    whole = desk[_D.watches_account] != 0
    first, last = (np.int64(0), desk[_R.leads]) if whole else (np.int64(lead), np.int64(lead + 1))
    for turn in range(FEED_LIMIT + 1):
        moved = False
        for who in range(first, last):
            origin = base if who == lead else mixed(base ^ words(desk, _R.keys)[who])
            moved |= moves(desk, now, days, origin, who, who == lead, beginning != 0 and who == lead)
        if not moved:
            break
        if turn == FEED_LIMIT:
            desk[_R.trouble] = WITHOUT_END
            desk[_R.trouble_at] = here
            return
    for who in range(first, last):
        for left in range(desk[_D.campaigns]):
            leaves = ints(desk, _T.campaign_exit)[left]
            inside = leaves >= 0 and ints(desk, _R.marks)[who * desk[_C.marks] + left] > 0
            if inside and holds(desk, leaves, who, now):
                take_out(desk, now, who, left)
        if desk[_D.watched] + desk[_D.watched_rests] + desk[_D.watched_windows]:
            origin = base if who == lead else mixed(base ^ words(desk, _R.keys)[who])
            look_later(desk, now, days, mixed(origin), who)


@large
def moves(desk: Any, now: Any, days: Any, base: Any, lead: Any, own: Any, beginning: Any) -> Any:
    """Bring what is watched of one lead up to date; tell whether anything changed."""
    moved = segments_move(desk, now, base, lead)
    if desk[_D.watchers]:
        moved |= watched_move(desk, now, days, base, lead, beginning)
    if desk[_D.downs]:
        moved |= thresholds_fall(desk, now, base, lead, own)
    return moved


@large
def segments_move(desk: Any, now: Any, base: Any, who: Any) -> Any:
    """Compare memberships in real time with the criteria; tell whether any changed."""
    marked, row = flags(desk, _R.flags), who * desk[_C.flags]
    moved = False
    for segment in range(desk[_D.segments]):
        if ints(desk, _T.segment_made)[segment] != _REAL_TIME:
            continue
        inside = fits(desk, who, segment, now)
        if inside == (marked[row + desk[_C.fits] + segment] != 0):
            continue
        moved = True
        marked[row + desk[_C.fits] + segment] = 1 if inside else 0
        if inside != (marked[row + desk[_C.member] + segment] != 0):
            set_member(desk, now, base, who, segment, inside)
    return moved


@large
def watched_move(desk: Any, now: Any, days: Any, base: Any, who: Any, beginning: Any) -> Any:
    """See which watched conditions have come true or ceased to be; tell whether any has."""
    watch, marked = ints(desk, _T.watch), flags(desk, _R.flags)
    first = who * desk[_C.flags] + desk[_C.stood]
    moved = False
    for place in range(desk[_D.watchers]):
        is_so = holds(desk, watch[3 * place], who, now)
        if is_so == (marked[first + place] != 0):
            continue
        moved = True
        marked[first + place] = 1 if is_so else 0
        ref = np.int64(watch[3 * place + 2])
        if watch[3 * place + 1] == _FACT:
            know(desk, now, days, base, who, ref, is_so)
        elif is_so and not beginning:
            fire(desk, now, base, who, ref, 0)
    return moved


@large
def know(desk: Any, now: Any, days: Any, base: Any, lead: Any, rule: Any, is_so: Any) -> None:
    """Give points for a fact that has come true, or take them back."""
    levels, column = floats(desk, _R.levels), lead * desk[_C.levels] + desk[_C.facts] + 2 * rule
    if is_so:
        levels[column] = award(desk, now, days, base, lead, rule, floats(desk, _T.rule_num)[3 * rule])
        levels[column + 1] = now
        return
    given = levels[column]
    levels[column] = 0.0
    if given != 0.0:
        take_back(desk, now, base, lead, np.int64(ints(desk, _T.rule)[8 * rule]), given)


@large
def thresholds_fall(desk: Any, now: Any, base: Any, lead: Any, own: Any) -> Any:
    """See which marks a score has fallen below; tell whether any was."""
    fell = False
    for threshold in range(desk[_D.thresholds]):
        account = ints(desk, _T.threshold_account)[threshold] != 0
        if not ints(desk, _T.threshold_down)[threshold] or (account and not own):
            continue
        number = np.int64(ints(desk, _T.threshold_score)[threshold])
        points = own_points(desk, lead, number, now)
        if account:
            value = account_points(desk, number, now, -1, 0.0)
            state = flags(desk, _R.passed)
            passed, above = np.int64(threshold), desk[_D.thresholds] + threshold
        else:
            value = points
            state = flags(desk, _R.flags)
            row = lead * desk[_C.flags]
            passed, above = row + desk[_C.passed] + threshold, row + desk[_C.above] + threshold
        stood = state[above] != 0
        stands = value >= floats(desk, _T.threshold_value)[threshold]
        state[above] = 1 if stands else 0
        if stood and not stands and (ints(desk, _T.threshold_again)[threshold] or not state[passed]):
            state[passed] = 1
            reached(desk, now, base, lead, threshold, points)
            fell = True
    return fell


@large
def look_later(desk: Any, now: Any, days: Any, key: Any, lead: Any) -> None:
    """Let conditions be looked at again when one may change because time passes."""
    due = next_look(desk, lead, now, days)
    levels, row = floats(desk, _R.levels), lead * desk[_C.levels]
    for place in range(desk[_D.watched_rests]):
        over = levels[row + LAST_ACTION] + floats(desk, _T.watched_rest)[place]
        if over > now:
            due = min(due, over)
    for place in range(desk[_D.watched_windows]):
        window = ints(desk, _T.watched_window)[place]
        width, which = floats(desk, _T.window_days)[window], ints(desk, _T.window)[window]
        forget_older(desk, lead, which, width, now)
        due = min(due, oldest(desk, lead, which) + width)
    if due < days and due < levels[row + RECHECK_DUE]:
        levels[row + RECHECK_DUE] = due
        put(desk, now, due, key, packed(lead, desk[_D.recheck]), 0)


@large
def next_look(desk: Any, lead: Any, now: Any, days: Any) -> Any:
    """Return when a watched score of a lead may next fall below its mark; infinity if it will not."""
    score = floats(desk, _T.score)
    earliest = np.inf
    for place in range(desk[_D.watched]):
        number = ints(desk, _T.watched_score)[place]
        mark = floats(desk, _T.watched_value)[place]
        account = ints(desk, _T.watched_account)[place] != 0
        if score[6 * number + 3] != _HALF_LIFE:
            points = own_points(desk, lead, number, now)
            if points > max(0.0, score[6 * number]) and (account or points >= mark):
                since = floats(desk, _R.levels)[lead * desk[_C.levels] + SCORES + 3 * number + 1]
                earliest = min(earliest, next_fall(score, number, since, now))
        elif account and ints(desk, _T.roll_up)[number] != _BY_SUM:
            earliest = min(earliest, account_fall(desk, number, mark, now, days))
        else:
            earliest = min(earliest, half_life_fall(desk, lead, number, mark, account, now))
    return earliest


@large
def account_fall(desk: Any, number: Any, mark: Any, now: Any, days: Any) -> Any:
    """Return when an account's score will have faded below a mark, found by halving; infinity if not."""
    if (
        account_points(desk, number, now, -1, 0.0) < mark
        or account_points(desk, number, days, -1, 0.0) >= mark
    ):
        return np.inf
    above, below = now, days
    for _turn in range(60):
        middle = above + (below - above) / 2.0
        if account_points(desk, number, middle, -1, 0.0) < mark:
            below = middle
        else:
            above = middle
    return below


@large
def half_life_fall(desk: Any, lead: Any, number: Any, mark: Any, account: Any, now: Any) -> Any:
    """Return when a score that fades continuously falls below a mark; infinity if it will not."""
    score, levels, width = floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels]
    rest = max(0.0, score[6 * number])
    fading = still = 0.0
    for who in range(0 if account else lead, desk[_R.leads] if account else lead + 1):
        points = points_of(score, levels, width, who, number, now)
        if account and points <= rest:
            still += points
        else:
            fading += points
    if fading + still < mark or mark - still <= 0.0 or not (account or mark > rest):
        return np.inf
    lasts = score[6 * number + 4] * (math.log(fading / (mark - still)) / math.log(2.0))
    return now + max(0.0, lasts) + LATER

"""Points that a lead gains, thresholds that it reaches, and watches for want of gains, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import cell, flags, floats, ints, large, longs, words
from maplanner.simulation.kernel.desk import COLUMNS, COUNTS, DIMS, KNOWN_SINCE, REGISTERS, SCORES, TABLES
from maplanner.simulation.kernel.queue import packed, put
from maplanner.simulation.kernel.scores import child, fadings, mark_after, mixed
from maplanner.simulation.kernel.state import points_of, points_of_others
from maplanner.simulation.kernel.watching import fire, look_again, noted
from maplanner.simulation.layout import CROSSED

_R, _C, _T, _D, _N = REGISTERS, COLUMNS, TABLES, DIMS, COUNTS
_GAIN, _IDLE, _BY_POINTS = op.GAIN, op.IDLE, op.BY_POINTS
_CREDIT = np.uint64(2**63)


@large
def gain(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any, amount: Any) -> Any:
    """Give what a rule grants; return where to go on."""
    code = ints(desk, _T.code)
    points = floats(desk, _T.num)[cell(4 * here, 0)]
    if code[cell(8 * here, 3)]:
        points *= amount
    rule = code[cell(8 * here, 2)]
    if rule >= 0 and points != 0.0:
        points = granted(desk, lead, rule, points)
    if points != 0.0:
        base = key ^ words(desk, _T.salt)[here]
        change_points(desk, now, days, base, lead, np.int64(code[cell(8 * here, 1)]), points)
        if desk[_D.watches] & _BY_POINTS:
            look_again(desk, now, days, base, lead)
    return here + 1


@large
def granted(desk: Any, lead: Any, rule: Any, points: Any) -> Any:
    """Return the points that a limited rule gives this time, and remember them."""
    levels = floats(desk, _R.levels)
    column = lead * desk[_C.levels] + desk[_C.rules] + 2 * rule
    if ints(desk, _T.rule_first)[rule] and levels[column] > 0.0:
        return 0.0
    left = max(0.0, floats(desk, _T.rule_most)[rule] - levels[column + 1])
    points = math.copysign(min(abs(points), left), points)
    levels[column] += 1.0
    levels[column + 1] += abs(points)
    return points


@large
def change_points(desk: Any, now: Any, days: Any, base: Any, lead: Any, number: Any, points: Any) -> None:
    """Change a lead's score, and let the lead in where that reaches a threshold or is waited for."""
    score, levels, width = floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels]
    column = cell(lead * width, SCORES + 3 * number)
    before = points_of(score, levels, width, lead, number, now)
    desk[_R.events] += fadings(score, number, levels[column], levels[column + 1], levels[column + 2], now)
    after = min(score[cell(6 * number, 1)], max(score[cell(6 * number, 0)], before + points))
    levels[column] = after
    if points > 0.0:
        levels[column + 1] = now
    levels[column + 2] = mark_after(score, number, levels[column + 1], now)
    if desk[_R.log_room]:
        noted(desk, now, lead, _GAIN, number, after)
    if points > 0.0:
        cross(desk, now, base, lead, number, before, after)
        fire(desk, now, base, lead, desk[_D.thresholds] + number, 0)
        for idle in range(desk[_D.idles]):
            asleep = lead * desk[_C.flags] + desk[_C.asleep] + idle
            if ints(desk, _T.idle_score)[idle] == number and flags(desk, _R.flags)[asleep]:
                flags(desk, _R.flags)[asleep] = 0
                due = now + floats(desk, _T.idle_days)[idle]
                if due < days:
                    own = np.int64(ints(desk, _T.idle_self)[idle])
                    put(desk, now, due, child(base, words(desk, _T.salt)[own]), packed(lead, own), 0)


@large
def cross(desk: Any, now: Any, base: Any, lead: Any, number: Any, before: Any, after: Any) -> None:
    """Let the lead in where its gain made a score reach a threshold."""
    for place in range(ints(desk, _T.score_thresholds)[number], ints(desk, _T.score_thresholds)[number + 1]):
        threshold = ints(desk, _T.score_threshold)[place]
        again = ints(desk, _T.threshold_again)[threshold] != 0
        mark = floats(desk, _T.threshold_value)[threshold]
        if ints(desk, _T.threshold_account)[threshold]:
            passed = flags(desk, _R.passed)
            spot = np.int64(threshold)
            if passed[spot] and not again:
                continue
            others = points_of_others(desk, number, lead, now)
            crossed = others + before < mark <= others + after
        else:
            passed = flags(desk, _R.flags)
            spot = lead * desk[_C.flags] + desk[_C.passed] + threshold
            crossed = (again or not passed[spot]) and before < mark <= after
        if crossed:
            passed[spot] = 1
            longs(desk, _R.counts)[desk[_N.crossed] + threshold] += 1
            if desk[_R.log_room]:
                noted(desk, now, lead, CROSSED, threshold, after)
            fire(desk, now, base, lead, threshold, 0)


@large
def idle(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any, credit: Any) -> Any:
    """Look whether anything was gained; if so, sleep on, else let the lead in. The token ends."""
    which = np.int64(ints(desk, _T.code)[8 * here + 1])
    levels, row = floats(desk, _R.levels), lead * desk[_C.levels]
    last_gain = levels[row + SCORES + 3 * ints(desk, _T.idle_score)[which] + 1]
    period = floats(desk, _T.idle_days)[which]
    due = max(last_gain, levels[row + KNOWN_SINCE]) + period
    if due <= now:
        if desk[_R.log_room]:
            noted(desk, now, lead, _IDLE, which, 0.0)
        entry = np.int64(ints(desk, _T.idle_entry)[which])
        word = packed(lead, entry)
        if credit:
            word |= _CREDIT
        put(desk, now, now, child(key, words(desk, _T.salt)[entry]), word, 0)
        due = now + period
        if not ints(desk, _T.idle_repeats)[which]:
            flags(desk, _R.flags)[lead * desk[_C.flags] + desk[_C.asleep] + which] = 1
            due = np.inf
    if due < days:
        put(desk, now, due, mixed(key), packed(lead, here), 0)
    return -1

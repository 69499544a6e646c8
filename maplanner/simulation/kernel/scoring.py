"""How scores change, what rules grant, and thresholds that are reached, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import cell, flags, floats, ints, large, longs, words
from maplanner.simulation.kernel.desk import COLUMNS, COUNTS, DIMS, REGISTERS, SCORES, TABLES
from maplanner.simulation.kernel.events import fire, noted
from maplanner.simulation.kernel.memory import forget_older, remember, total
from maplanner.simulation.kernel.queue import packed, put_first
from maplanner.simulation.kernel.scores import child, fadings, mark_after
from maplanner.simulation.kernel.state import account_points, points_of
from maplanner.simulation.layout import CROSSED, EXPIRED_RANK, IDLE_RANK

_R, _C, _T, _D, _N = REGISTERS, COLUMNS, TABLES, DIMS, COUNTS
_GAIN, _EXPIRE, _NO_LIMIT = op.GAIN, op.EXPIRE, op.NO_LIMIT


@large
def award(desk: Any, now: Any, days: Any, base: Any, lead: Any, rule: Any, points: Any) -> Any:
    """Give what a rule and its group still allow; return what that is."""
    row = ints(desk, _T.rule)
    times, column = ints(desk, _R.marks), lead * desk[_C.marks] + desk[_C.times] + rule
    if points == 0.0 or (row[8 * rule + 1] and times[column]):
        return 0.0
    times[column] += 1
    points = allowed(desk, lead, row[8 * rule + 2], row[8 * rule + 3], points, now)
    if points != 0.0:
        change_points(desk, now, days, base, lead, np.int64(row[8 * rule]), points)
        lasts = floats(desk, _T.rule_num)[3 * rule + 1]
        if now + lasts < days:
            own = np.int64(row[8 * rule + 4])
            key = child(base, words(desk, _T.salt)[own])
            put_first(desk, now, now + lasts, key, packed(lead, own), bits_of(desk, points), EXPIRED_RANK)
    return points


@large
def bits_of(desk: Any, number: Any) -> Any:
    """Return a floating-point number's bits as a whole one."""
    floats(desk, _R.pile)[0] = number
    return longs(desk, _R.pile)[0]


@large
def number_of(desk: Any, bits: Any) -> Any:
    """Return the floating-point number that bits stand for."""
    longs(desk, _R.pile)[0] = bits
    return floats(desk, _R.pile)[0]


@large
def allowed(desk: Any, lead: Any, own: Any, group: Any, points: Any, now: Any) -> Any:
    """Return what a rule's limit and its group's leave of points, and remember it in both."""
    room = np.inf
    if own != _NO_LIMIT:
        room = left(desk, lead, own, points, now)
    if group != _NO_LIMIT:
        room = min(room, left(desk, lead, group, points, now))
    given = math.copysign(min(abs(points), room), points) if room > 0.0 else 0.0
    if given != 0.0:
        if own != _NO_LIMIT:
            count(desk, lead, own, given, now)
        if group != _NO_LIMIT:
            count(desk, lead, group, given, now)
    return given


@large
def left(desk: Any, lead: Any, limit: Any, points: Any, now: Any) -> Any:
    """Return how much a limit leaves, without sign."""
    side = 1 if points < 0.0 else 0
    which = ints(desk, _T.limit)[limit]
    if which < 0:
        counted = floats(desk, _R.levels)[lead * desk[_C.levels] + desk[_C.given] + 2 * limit + side]
    else:
        forget_older(desk, lead, which + side, floats(desk, _T.limit_num)[2 * limit + 1], now)
        counted = total(desk, lead, which + side)
    return max(0.0, floats(desk, _T.limit_num)[2 * limit] - counted)


@large
def count(desk: Any, lead: Any, limit: Any, points: Any, now: Any) -> None:
    """Remember what was given under a limit."""
    side = 1 if points < 0.0 else 0
    which = ints(desk, _T.limit)[limit]
    if which < 0:
        floats(desk, _R.levels)[lead * desk[_C.levels] + desk[_C.given] + 2 * limit + side] += abs(points)
    else:
        remember(desk, lead, which + side, now, abs(points))


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
                    key = child(base, words(desk, _T.salt)[own])
                    put_first(desk, now, due, key, packed(lead, own), 0, IDLE_RANK)


@large
def take_back(desk: Any, now: Any, base: Any, lead: Any, number: Any, points: Any) -> None:
    """Take points away that were given for a time: the arithmetic of ``ScoreModel.expired``.

    Points that were taken come back, and that may reach a threshold.
    """
    score, levels, width = floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels]
    column = cell(lead * width, SCORES + 3 * number)
    before = points_of(score, levels, width, lead, number, now)
    desk[_R.events] += fadings(score, number, levels[column], levels[column + 1], levels[column + 2], now)
    after = min(score[cell(6 * number, 1)], max(score[cell(6 * number, 0)], before - points))
    if points > 0.0:
        after = max(after, min(before, max(0.0, score[cell(6 * number, 0)])))
    levels[column] = after
    levels[column + 2] = mark_after(score, number, levels[column + 1], now)
    noted(desk, now, lead, _EXPIRE, number, after)
    if after > before:
        cross(desk, now, base, lead, number, before, after)


@large
def cross(desk: Any, now: Any, base: Any, lead: Any, number: Any, before: Any, after: Any) -> None:
    """Let the lead in where its points made a score reach a threshold."""
    for place in range(ints(desk, _T.score_thresholds)[number], ints(desk, _T.score_thresholds)[number + 1]):
        threshold = np.int64(ints(desk, _T.score_threshold)[place])
        again = ints(desk, _T.threshold_again)[threshold] != 0
        mark = floats(desk, _T.threshold_value)[threshold]
        if ints(desk, _T.threshold_down)[threshold]:
            continue
        if ints(desk, _T.threshold_account)[threshold]:
            passed = flags(desk, _R.passed)
            spot = threshold
            if passed[spot] and not again:
                continue
            crossed = (
                account_points(desk, number, now, -1, 0.0) >= mark
                and account_points(desk, number, now, lead, before) < mark
            )
        else:
            passed = flags(desk, _R.flags)
            spot = lead * desk[_C.flags] + desk[_C.passed] + threshold
            crossed = (again or not passed[spot]) and before < mark <= after
        if crossed:
            passed[spot] = 1
            reached(desk, now, base, lead, threshold, after)


@large
def reached(desk: Any, now: Any, base: Any, lead: Any, threshold: Any, value: Any) -> None:
    """Count a threshold that was reached, and let the lead in."""
    longs(desk, _R.counts)[desk[_N.crossed] + threshold] += 1
    noted(desk, now, lead, CROSSED, threshold, value)
    fire(desk, now, base, lead, threshold, 0)

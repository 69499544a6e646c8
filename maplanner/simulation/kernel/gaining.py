"""What rules give for what happens, points that run out, and watches for want of gains, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import cell, flags, floats, ints, large, words
from maplanner.simulation.kernel.desk import (
    COLUMNS,
    DIMS,
    KNOWN_SINCE,
    LAST_ACTION,
    REGISTERS,
    SCORES,
    TABLES,
)
from maplanner.simulation.kernel.events import noted
from maplanner.simulation.kernel.memory import forget, forget_older, remember
from maplanner.simulation.kernel.queue import packed, put, put_first
from maplanner.simulation.kernel.scores import child, mixed
from maplanner.simulation.kernel.scoring import award, change_points, number_of, take_back
from maplanner.simulation.kernel.standing import go_forward
from maplanner.simulation.layout import IDLE_RANK

_R, _C, _T, _D = REGISTERS, COLUMNS, TABLES, DIMS
_IDLE, _BY_POINTS, _BY_ACTION, _BY_STAGE = op.IDLE, op.BY_POINTS, op.BY_ACTION, op.BY_STAGE
_COUNTER, _RECENT, _FACT = op.COUNTER, op.RECENT, op.FACT
_CREDIT = np.uint64(2**63)


@large
def gain(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any, amount: Any) -> Any:
    """Give or take points; return where to go on."""
    code = ints(desk, _T.code)
    points = floats(desk, _T.num)[cell(4 * here, 0)]
    if code[cell(8 * here, 3)] > 0:
        points *= amount
    if points != 0.0:
        base = key ^ words(desk, _T.salt)[here]
        change_points(desk, now, days, base, lead, np.int64(code[cell(8 * here, 1)]), points)
        desk[_R.changed] |= _BY_POINTS
    return here + 1


@large
def give(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any, amount: Any) -> None:
    """Give what a rule grants."""
    code = ints(desk, _T.code)
    points = floats(desk, _T.num)[4 * here]
    if code[8 * here + 3] > 0:
        points *= amount
    base = key ^ words(desk, _T.salt)[here]
    given = award(desk, now, days, base, lead, np.int64(code[8 * here + 1]), points)
    if given != 0.0:
        desk[_R.changed] |= _BY_POINTS


@large
def happen(desk: Any, now: Any, here: Any, base: Any, lead: Any) -> None:
    """Let counters, windows and patterns know, and the stage that the step speaks to."""
    code = ints(desk, _T.code)
    stage, row = np.int64(code[8 * here + 1]), code[8 * here + 2]
    floats(desk, _R.levels)[lead * desk[_C.levels] + LAST_ACTION] = now
    if row >= 0:
        hear = ints(desk, _T.hear)
        for spot in range(ints(desk, _T.hears)[row], ints(desk, _T.hears)[row + 1]):
            number = np.int64(hear[2 * spot + 1])
            if hear[2 * spot] == _COUNTER:
                ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.counters] + number] += 1
            elif hear[2 * spot] == _RECENT:
                which = ints(desk, _T.window)[number]
                forget_older(desk, lead, which, floats(desk, _T.window_days)[number], now)
                remember(desk, lead, which, now, 0.0)
            else:
                floats(desk, _R.levels)[lead * desk[_C.levels] + desk[_C.spoilt] + number] = now
    changes = _BY_ACTION
    if stage >= 0:
        ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.tallies] + stage] += 1
        go_forward(desk, now, base, lead, stage, False)
        changes |= _BY_STAGE
    desk[_R.changed] |= changes


@large
def pattern(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any) -> None:
    """Give what a rule grants, if its pattern is there now: see ``scoring.patterns``."""
    rule = np.int64(ints(desk, _T.code)[8 * here + 1])
    row, width = ints(desk, _T.rule), floats(desk, _T.rule_num)[3 * rule + 2]
    times, which = row[8 * rule + 5], row[8 * rule + 6]
    forget_older(desk, lead, which, width, now)
    remember(desk, lead, which, now, 0.0)
    column = lead * desk[_C.marks] + desk[_C.lists] + 3 * which + 2
    if ints(desk, _R.marks)[column] > times:
        forget(desk, lead, which)
    if ints(desk, _R.marks)[column] < times:
        return
    spoilt = floats(desk, _R.levels)[lead * desk[_C.levels] + desk[_C.spoilt] + rule]
    if row[8 * rule + 7] and spoilt + width > now:
        return
    while ints(desk, _R.marks)[column] > 0:
        forget(desk, lead, which)
    give(desk, now, days, here, key, lead, 1.0)


@large
def expire(desk: Any, now: Any, here: Any, base: Any, lead: Any, gen: Any, credit: Any) -> None:
    """Take away points whose time is over."""
    rule = np.int64(ints(desk, _T.code)[8 * here + 1])
    points = number_of(desk, gen)
    for place in range(desk[_D.watchers]):
        watch = ints(desk, _T.watch)
        if watch[3 * place + 1] == _FACT and watch[3 * place + 2] == rule:
            levels, column = floats(desk, _R.levels), lead * desk[_C.levels] + desk[_C.facts] + 2 * rule
            ends = levels[column + 1] + floats(desk, _T.rule_num)[3 * rule + 1]
            if levels[column] == 0.0 or ends != now:
                return
            levels[column] = 0.0
    desk[_R.events] += credit
    take_back(desk, now, base, lead, np.int64(ints(desk, _T.rule)[8 * rule]), points)
    desk[_R.changed] |= _BY_POINTS


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
        put_first(desk, now, due, mixed(key), packed(lead, here), 0, IDLE_RANK)
    return -1

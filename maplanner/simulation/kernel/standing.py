"""Stages, sales status, money, answers and dates of leads, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import flags, floats, ints, large, longs, words
from maplanner.simulation.kernel.delays import when
from maplanner.simulation.kernel.desk import (
    ANSWER,
    APPOINTMENTS,
    COLUMNS,
    COUNTS,
    DIMS,
    QUALIFIED,
    REGISTERS,
    SPENT,
    STAGE,
    STATUS,
    TABLES,
)
from maplanner.simulation.kernel.events import fire, noted
from maplanner.simulation.kernel.queue import packed, put
from maplanner.simulation.kernel.scores import child, draw, normal

_R, _C, _T, _D, _N = REGISTERS, COLUMNS, TABLES, DIMS, COUNTS
_STAGE, _PROGRESS, _QUALIFY, _SPEND, _ANSWER = op.STAGE, op.PROGRESS, op.QUALIFY, op.SPEND, op.ANSWER


@large
def go_forward(desk: Any, now: Any, base: Any, lead: Any, stage: Any, back: Any) -> Any:
    """Let a lead stand in a stage, unless it is further already; tell whether it came to stand there."""
    marks, column = ints(desk, _R.marks), lead * desk[_C.marks] + desk[_C.stage] + STAGE
    before = marks[column] - 1
    if stage == before or (stage < before and not back):
        return False
    marks[column] = np.int32(stage + 1)
    longs(desk, _R.counts)[desk[_N.stages] + stage] += 1
    noted(desk, now, lead, _STAGE, stage, 0.0)
    hook = np.int64(ints(desk, _T.stage_hook)[stage])
    if hook >= 0:
        fire(desk, now, base, lead, hook, 0)
    return True


@large
def progress(desk: Any, now: Any, lead: Any, status: Any) -> None:
    """Note what sales have made of a lead."""
    ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.stage] + STATUS] = np.int32(status)
    longs(desk, _R.counts)[desk[_N.statuses] + status] += 1
    noted(desk, now, lead, _PROGRESS, status, 0.0)


@large
def qualify(desk: Any, now: Any, lead: Any) -> None:
    """Count a lead as qualified, the first time."""
    spot = lead * desk[_C.flags] + QUALIFIED
    if not flags(desk, _R.flags)[spot]:
        flags(desk, _R.flags)[spot] = 1
        longs(desk, _R.counts)[desk[_N.qualified]] += 1
        noted(desk, now, lead, _QUALIFY, 0, 0.0)


@large
def spend(desk: Any, now: Any, here: Any, key: Any, lead: Any) -> None:
    """Let a lead buy."""
    num = floats(desk, _T.num)
    mean, sigma = num[4 * here], num[4 * here + 1]
    amount = mean
    if sigma > 0.0:
        deviate = normal(draw(key, words(desk, _T.salt)[here]))
        amount = mean * math.exp(min(700.0, sigma * deviate - sigma * sigma / 2.0))
    floats(desk, _R.levels)[lead * desk[_C.levels] + SPENT] += amount
    step = np.int64(ints(desk, _T.code)[8 * here + 6])
    floats(desk, _R.revenue)[step] += amount
    noted(desk, now, lead, _SPEND, step, amount)


@large
def answer(desk: Any, now: Any, here: Any, key: Any, lead: Any) -> None:
    """Let a lead answer a survey."""
    code = ints(desk, _T.code)
    row = code[8 * here + 1]
    first, last = ints(desk, _T.answers)[row], ints(desk, _T.answers)[row + 1]
    chance = draw(key, words(desk, _T.salt)[here])
    found = np.int64(1)
    while found < last - first and not chance < floats(desk, _T.answer_share)[first + found - 1]:
        found += 1
    ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.stage] + ANSWER] = np.int32(found)
    noted(desk, now, lead, _ANSWER, np.int64(code[8 * here + 6]), np.float64(found))


@large
def appoint(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any) -> None:
    """Set the next-contact date; an older one no longer counts."""
    code, num = ints(desk, _T.code), floats(desk, _T.num)
    marks, column = ints(desk, _R.marks), lead * desk[_C.marks] + desk[_C.stage] + APPOINTMENTS
    marks[column] += 1
    contact = np.int64(code[8 * here + 1])
    if contact >= 0:
        new = child(key, words(desk, _T.salt)[here])
        due = when(desk, code[8 * here + 5], num[4 * here + 2], num[4 * here + 3], now, new)
        if due < days:
            put(desk, now, due, new, packed(lead, contact), np.int64(marks[column]))


@large
def contact(desk: Any, now: Any, here: Any, base: Any, lead: Any, gen: Any, credit: Any) -> None:
    """Let a lead in whose next-contact date has come."""
    if gen == ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.stage] + APPOINTMENTS]:
        desk[_R.events] += credit
        fire(desk, now, base, lead, np.int64(ints(desk, _T.code)[8 * here + 1]), 0)

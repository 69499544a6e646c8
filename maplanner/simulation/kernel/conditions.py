"""What conditions say of a lead at a moment, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import flags, floats, ints, large, words
from maplanner.simulation.kernel.desk import (
    ANSWER,
    COLUMNS,
    IDENTIFIED,
    LAST_ACTION,
    REGISTERS,
    SPENT,
    STAGE,
    STATUS,
    TABLES,
)
from maplanner.simulation.kernel.memory import forget_older
from maplanner.simulation.kernel.scores import draw
from maplanner.simulation.kernel.state import account_points, own_points

_R, _C, _T = REGISTERS, COLUMNS, TABLES
_SCORE, _ACCOUNT, _SEGMENT, _THRESHOLD = op.OF_SCORE, op.OF_ACCOUNT_SCORE, op.OF_SEGMENT, op.OF_THRESHOLD
_FIELD, _IDENTITY, _ACTION, _REST = op.OF_FIELD, op.OF_IDENTITY, op.OF_ACTION, op.OF_REST
_STAGE, _TALLY, _GRADE, _STATUS = op.OF_STAGE, op.OF_TALLY, op.OF_GRADE, op.OF_STATUS
_SPEND, _ANSWER = op.OF_SPEND, op.OF_ANSWER
_HOLDS = op.HOLDS


@large
def holds(desk: Any, index: Any, lead: Any, now: Any) -> Any:
    """Tell whether a condition holds for a lead."""
    condition = ints(desk, _T.condition)
    subject, ref, negated = condition[4 * index], condition[4 * index + 1], condition[4 * index + 2] != 0
    value = floats(desk, _T.condition_num)[2 * index]
    marked, row = flags(desk, _R.flags), lead * desk[_C.flags]
    yes = False
    if subject == _SCORE:
        yes = own_points(desk, lead, ref, now) >= value
    elif subject == _ACCOUNT:
        yes = account_points(desk, ref, now, -1, 0.0) >= value
    elif subject == _SEGMENT:
        yes = marked[row + desk[_C.member] + ref] != 0
    elif subject == _IDENTITY:
        yes = marked[row + IDENTIFIED] != 0
    elif subject == _FIELD:
        yes = marked[row + desk[_C.known] + ref] != 0
        share = floats(desk, _T.condition_num)[2 * index + 1]
        if yes and share >= 0.0:
            yes = draw(words(desk, _R.keys)[lead], words(desk, _T.condition_salt)[index]) < share
    elif subject == _THRESHOLD:
        yes = has_passed(desk, ref, lead, now)
    elif subject == _ANSWER and not ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.stage] + ANSWER]:
        return False
    else:
        yes = says(desk, index, lead, now)
    return yes != negated


@large
def says(desk: Any, index: Any, lead: Any, now: Any) -> Any:
    """Tell whether what a condition of a less common kind says is so."""
    condition = ints(desk, _T.condition)
    subject, ref, wide = condition[4 * index], condition[4 * index + 1], condition[4 * index + 3] != 0
    value, other = floats(desk, _T.condition_num)[2 * index], floats(desk, _T.condition_num)[2 * index + 1]
    marks, row = ints(desk, _R.marks), lead * desk[_C.marks]
    levels, level = floats(desk, _R.levels), lead * desk[_C.levels]
    if subject == _ACTION:
        if wide:
            days = floats(desk, _T.window_days)[ref]
            return np.float64(forget_older(desk, lead, ints(desk, _T.window)[ref], days, now)) >= value
        return np.float64(marks[row + desk[_C.counters] + ref]) >= value
    if subject == _REST:
        return levels[level + LAST_ACTION] + value <= now
    if subject == _STAGE:
        stage = marks[row + desk[_C.stage] + STAGE] - 1
        return stage >= ref if wide else stage == ref
    if subject == _TALLY:
        return np.float64(marks[row + desk[_C.tallies] + ref]) >= value
    if subject == _GRADE:
        return has_side(desk, lead, ref, 0, value, wide, now) and has_side(
            desk, lead, ref, 1, other, wide, now
        )
    if subject == _STATUS:
        return marks[row + desk[_C.stage] + STATUS] == ref
    if subject == _SPEND:
        return levels[level + SPENT] >= value
    answer = np.float64(marks[row + desk[_C.stage] + ANSWER])
    return answer == value if wide else answer >= value


@large
def has_side(desk: Any, lead: Any, matrix: Any, side: Any, place: Any, as_good: Any, now: Any) -> Any:
    """Tell whether a lead has the letter or the number of a grade, or one as good or better."""
    found = 0.0
    number = ints(desk, _T.matrix)[2 * matrix + side]
    if number >= 0:
        points = own_points(desk, lead, number, now)
        starts = ints(desk, _T.marks)
        for spot in range(starts[2 * matrix + side], starts[2 * matrix + side + 1]):
            if points < floats(desk, _T.mark)[spot]:
                found += 1.0
    return place >= 0.0 and (found <= place if as_good else found == place)


@large
def has_passed(desk: Any, threshold: Any, lead: Any, now: Any) -> Any:
    """Tell whether a mark stands passed: for ever, or while the score is beyond it if it fires again."""
    number = ints(desk, _T.threshold_score)[threshold]
    again = ints(desk, _T.threshold_again)[threshold] != 0
    if ints(desk, _T.threshold_account)[threshold]:
        points = account_points(desk, number, now, -1, 0.0)
        ever = flags(desk, _R.passed)[threshold] != 0
    else:
        points = own_points(desk, lead, number, now)
        ever = flags(desk, _R.flags)[lead * desk[_C.flags] + desk[_C.passed] + threshold] != 0
    at_it = points >= floats(desk, _T.threshold_value)[threshold]
    if ints(desk, _T.threshold_down)[threshold]:
        return ever and not (at_it and again)
    return at_it or (ever and not again)


@large
def fits(desk: Any, lead: Any, segment: Any, now: Any) -> Any:
    """Tell whether the criteria of a segment hold for a lead."""
    tests = ints(desk, _T.tests)
    at = np.int64(ints(desk, _T.segment_test)[segment])
    while at >= 0:
        at = np.int64(tests[3 * at + 1] if holds(desk, tests[3 * at], lead, now) else tests[3 * at + 2])
    return at == _HOLDS

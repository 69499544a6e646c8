"""What is remembered of the leads of one account, and what conditions say of it, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation.kernel.compiling import (
    cell,
    flags,
    floats,
    ints,
    large,
    lengthened,
    small,
    words,
)
from maplanner.simulation.kernel.desk import COLUMNS, DIMS, IDENTIFIED, REGISTERS, SCORES, TABLES
from maplanner.simulation.kernel.scores import draw, faded, next_fall
from maplanner.simulation.program import (
    HALF_LIFE,
    OF_ACCOUNT_SCORE,
    OF_FIELD,
    OF_IDENTITY,
    OF_SCORE,
    OF_SEGMENT,
    OF_THRESHOLD,
)
from maplanner.simulation.randomness import LATER

_R, _C, _T, _D = REGISTERS, COLUMNS, TABLES, DIMS


@large
def more_leads(desk: Any) -> None:
    """Make room for twice as many leads."""
    size = desk[_R.leads_room]
    lengthened(desk, _R.marks, _half(size * desk[_C.marks]), size * desk[_C.marks] + 1)
    lengthened(desk, _R.flags, (size * desk[_C.flags] + 7) // 8, (2 * size * desk[_C.flags] + 7) // 8)
    lengthened(desk, _R.levels, size * desk[_C.levels], 2 * size * desk[_C.levels])
    lengthened(desk, _R.keys, size, 2 * size)
    desk[_R.leads_room] = 2 * size


@small
def _half(count: Any) -> Any:
    """Return how many words hold so many 32-bit numbers."""
    return (count + 1) // 2


@small
def points_of(score: Any, levels: Any, width: Any, lead: Any, number: Any, now: Any) -> Any:
    """Return a lead's points."""
    column = cell(lead * width, SCORES + 3 * number)
    return faded(score, number, levels[column], levels[column + 1], levels[column + 2], now)


@large
def points_of_others(desk: Any, number: Any, but: Any, now: Any) -> Any:
    """Return the sum over an account's leads but one, in their order."""
    score, levels, width = floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels]
    total = 0.0
    for lead in range(desk[_R.leads]):
        if lead != but:
            total += points_of(score, levels, width, lead, number, now)
    return total


@large
def own_points(desk: Any, lead: Any, number: Any, now: Any) -> Any:
    """Return a lead's points."""
    return points_of(floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels], lead, number, now)


@large
def holds(desk: Any, index: Any, lead: Any, now: Any) -> Any:
    """Tell whether a condition holds for a lead."""
    condition = ints(desk, _T.condition)
    subject, ref, negated = condition[3 * index], condition[3 * index + 1], condition[3 * index + 2]
    mark = floats(desk, _T.condition_num)[2 * index]
    marked = flags(desk, _R.flags)
    row = lead * desk[_C.flags]
    yes = False
    if subject == OF_SCORE:
        yes = own_points(desk, lead, ref, now) >= mark
    elif subject == OF_ACCOUNT_SCORE:
        yes = points_of_others(desk, ref, -1, now) >= mark
    elif subject == OF_SEGMENT:
        yes = marked[row + desk[_C.member] + ref] != 0
    elif subject == OF_IDENTITY:
        yes = marked[row + IDENTIFIED] != 0
    elif subject == OF_FIELD:
        yes = marked[row + desk[_C.known] + ref] != 0
        share = floats(desk, _T.condition_num)[2 * index + 1]
        if yes and share >= 0.0:
            yes = draw(words(desk, _R.keys)[lead], words(desk, _T.condition_salt)[index]) < share
    elif subject == OF_THRESHOLD:
        yes = has_passed(desk, ref, lead, now)
    return yes != (negated != 0)


@large
def has_passed(desk: Any, threshold: Any, lead: Any, now: Any) -> Any:
    """Tell whether a mark stands passed: for ever, or while the score is at it if it fires again."""
    number = ints(desk, _T.threshold_score)[threshold]
    mark = floats(desk, _T.threshold_value)[threshold]
    again = ints(desk, _T.threshold_again)[threshold] != 0
    if ints(desk, _T.threshold_account)[threshold]:
        at_it = points_of_others(desk, number, -1, now) >= mark
        return at_it or (not again and flags(desk, _R.passed)[threshold] != 0)
    ever = flags(desk, _R.flags)[lead * desk[_C.flags] + desk[_C.passed] + threshold] != 0
    return own_points(desk, lead, number, now) >= mark or (not again and ever)


@large
def next_look(desk: Any, lead: Any, now: Any) -> Any:
    """Return when a watched score of a lead may next fall below its mark; infinity if it will not."""
    score, levels, width = floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels]
    earliest = np.inf
    for place in range(desk[_D.watched]):
        number = ints(desk, _T.watched_score)[place]
        mark = floats(desk, _T.watched_value)[place]
        account = ints(desk, _T.watched_account)[place] != 0
        rest = max(0.0, score[6 * number])
        points = points_of(score, levels, width, lead, number, now)
        if score[6 * number + 3] != HALF_LIFE:
            if points > rest and (account or points >= mark):
                since = levels[lead * width + SCORES + 3 * number + 1]
                earliest = min(earliest, next_fall(score, number, since, now))
            continue
        fading = points
        still = 0.0
        if account:
            fading = 0.0
            for other in range(desk[_R.leads]):
                theirs = points_of(score, levels, width, other, number, now)
                if theirs > rest:
                    fading += theirs
                else:
                    still += theirs
        if fading + still >= mark and mark - still > 0.0 and (account or mark > rest):
            lasts = score[6 * number + 4] * (math.log(fading / (mark - still)) / math.log(2.0))
            earliest = min(earliest, now + max(0.0, lasts) + LATER)
    return earliest

"""What is remembered of the leads of one account, and what their points come to, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation.kernel.compiling import cell, floats, ints, large, lengthened, small, words
from maplanner.simulation.kernel.desk import COLUMNS, DIMS, REGISTERS, SCORES, TABLES
from maplanner.simulation.kernel.scores import draw, faded
from maplanner.simulation.program import BY_CHAMPION, BY_MAXIMUM, BY_MEAN, BY_ROLES, BY_SUM
from maplanner.simulation.randomness import ROLE_SALT

_ROLE = np.uint64(ROLE_SALT)
_R, _C, _T, _D = REGISTERS, COLUMNS, TABLES, DIMS


@large
def more_leads(desk: Any) -> None:
    """Make room for twice as many leads."""
    size = desk[_R.leads_room]
    lengthened(desk, _R.marks, _half(size * desk[_C.marks]), size * desk[_C.marks] + 1)
    lengthened(desk, _R.flags, (size * desk[_C.flags] + 7) // 8, (2 * size * desk[_C.flags] + 7) // 8)
    lengthened(desk, _R.levels, size * desk[_C.levels], 2 * size * desk[_C.levels])
    lengthened(desk, _R.keys, size, 2 * size)
    lengthened(desk, _R.pile, 0, 2 * size)
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
def own_points(desk: Any, lead: Any, number: Any, now: Any) -> Any:
    """Return a lead's points."""
    return points_of(floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels], lead, number, now)


@large
def role_weight(desk: Any, lead: Any) -> Any:
    """Return how much a lead counts by its role in buying."""
    chance = draw(words(desk, _R.keys)[lead], _ROLE)
    for role in range(desk[_D.roles]):
        if chance < floats(desk, _T.role_share)[role]:
            return floats(desk, _T.role_weight)[role]
    return 1.0


@large
def account_points(desk: Any, number: Any, at: Any, but: Any, instead: Any) -> Any:
    """Return the account's score at a time, the points of lead ``but`` taken to be others.

    The arithmetic of ``scoring.rollup``, operation for operation.
    """
    score, levels, width = floats(desk, _T.score), floats(desk, _R.levels), desk[_C.levels]
    leads, pile = desk[_R.leads], floats(desk, _R.pile)
    how = ints(desk, _T.roll_up)[number]
    total = 0.0
    best = -np.inf
    for lead in range(leads):
        value = instead if lead == but else points_of(score, levels, width, lead, number, at)
        if how == BY_ROLES:
            value *= role_weight(desk, lead)
        total += value
        best = max(best, value)
        pile[lead] = value
    if leads == 0 or how == BY_SUM or how == BY_ROLES:
        return total
    if how == BY_MAXIMUM or (how == BY_CHAMPION and leads == 1):
        return best
    if how == BY_MEAN:
        return total / leads
    if how == BY_CHAMPION:
        others = (total - best) / (leads - 1)
        weight = floats(desk, _T.roll_num)[2 * number]
        return weight * best + (1.0 - weight) * others
    return trimmed(pile, leads, floats(desk, _T.roll_num)[2 * number + 1])


@large
def trimmed(pile: Any, leads: Any, share: Any) -> Any:
    """Return the mean without a share of the lowest; the numbers are put in order."""
    for place in range(1, leads):
        value = pile[place]
        spot = place
        while spot > 0 and pile[spot - 1] > value:
            pile[spot] = pile[spot - 1]
            spot -= 1
        pile[spot] = value
    first = min(leads - 1, np.int64(math.floor(share * leads)))
    total = 0.0
    for place in range(first, leads):
        total += pile[place]
    return total / (leads - first)

"""Days that come for everybody, and searches of the database, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import flags, floats, ints, large, words
from maplanner.simulation.kernel.conditions import fits
from maplanner.simulation.kernel.desk import COLUMNS, DIMS, IDENTIFIED, REGISTERS, TABLES
from maplanner.simulation.kernel.events import set_member
from maplanner.simulation.kernel.queue import packed, put
from maplanner.simulation.kernel.scores import child, mixed
from maplanner.simulation.kernel.watching import look_again

_R, _C, _T, _D = REGISTERS, COLUMNS, TABLES, DIMS
_BY_SEGMENT = op.BY_SEGMENT
_CREDIT = np.uint64(2**63)


@large
def day(desk: Any, now: Any, days: Any, here: Any, key: Any) -> None:
    """Let everybody in who is known, or the members of a segment; wait for the next such day."""
    number = np.int64(ints(desk, _T.code)[8 * here + 1])
    segment = np.int64(ints(desk, _T.day)[3 * number])
    entry = np.int64(ints(desk, _T.day)[3 * number + 1])
    column = desk[_C.member] + segment if segment >= 0 else np.int64(IDENTIFIED)
    for lead in range(desk[_R.leads]):
        if flags(desk, _R.flags)[lead * desk[_C.flags] + column]:
            origin = mixed(key ^ words(desk, _R.keys)[lead])
            put(desk, now, now, child(origin, words(desk, _T.salt)[entry]), packed(lead, entry) | _CREDIT, 0)
    due = now + floats(desk, _T.day_num)[2 * number + 1]
    if due < days:
        put(desk, now, due, mixed(key), packed(0, here), 0)


@large
def mine(desk: Any, now: Any, days: Any, here: Any, key: Any) -> None:
    """Search the leads of the account for those who belong to a segment; wait for the next search."""
    segment = np.int64(ints(desk, _T.code)[8 * here + 1])
    for lead in range(desk[_R.leads]):
        inside = fits(desk, lead, segment, now)
        if inside != (flags(desk, _R.flags)[lead * desk[_C.flags] + desk[_C.member] + segment] != 0):
            base = mixed(key ^ words(desk, _R.keys)[lead]) ^ words(desk, _T.salt)[here]
            desk[_R.events] += 1
            set_member(desk, now, base, lead, segment, inside)
            if desk[_D.watches] & _BY_SEGMENT:
                look_again(desk, now, days, base, lead, 0, here)
    due = now + floats(desk, _T.mine_days)[ints(desk, _T.code)[8 * here + 2]]
    if due < days:
        put(desk, now, due, mixed(key), packed(0, here), 0)

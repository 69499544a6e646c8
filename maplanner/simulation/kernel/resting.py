"""Inactivity: points for days without any action, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import floats, ints, large, words
from maplanner.simulation.kernel.desk import COLUMNS, DIMS, LAST_ACTION, REGISTERS, TABLES
from maplanner.simulation.kernel.queue import packed, put_first
from maplanner.simulation.kernel.scores import child, mixed
from maplanner.simulation.kernel.scoring import award
from maplanner.simulation.layout import RESTED_RANK

_R, _C, _T, _D = REGISTERS, COLUMNS, TABLES, DIMS
_BY_POINTS = op.BY_POINTS


@large
def watch_rest(desk: Any, now: Any, days: Any, key: Any, lead: Any) -> None:
    """Begin to watch a lead that came in for inactivity."""
    for place in range(desk[_D.rests]):
        rule = np.int64(ints(desk, _T.resting)[2 * place])
        own = np.int64(ints(desk, _T.resting)[2 * place + 1])
        wait(desk, now, days, lead, rule, own, child(key, words(desk, _T.salt)[own]), 1)


@large
def wait(desk: Any, now: Any, days: Any, lead: Any, rule: Any, own: Any, key: Any, number: Any) -> None:
    """Let the end of a period without action be pending."""
    last = floats(desk, _R.levels)[lead * desk[_C.levels] + LAST_ACTION]
    due = last + number * floats(desk, _T.rule_num)[3 * rule + 2]
    if due < days:
        put_first(desk, now, due, key, packed(lead, own), number, RESTED_RANK + rule)


@large
def rest(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any, number: Any, credit: Any) -> None:
    """Give what a rule grants for inactivity, unless something happened; then wait on."""
    rule = np.int64(ints(desk, _T.code)[8 * here + 1])
    last = floats(desk, _R.levels)[lead * desk[_C.levels] + LAST_ACTION]
    lasts = floats(desk, _T.rule_num)[3 * rule + 2]
    if last + number * lasts > now:
        number = np.int64(1)
        if last + lasts > now:
            wait(desk, now, days, lead, rule, here, mixed(key), 1)
            return
    desk[_R.events] += credit
    base = key ^ words(desk, _T.salt)[here]
    given = award(desk, now, days, base, lead, rule, floats(desk, _T.rule_num)[3 * rule])
    if not ints(desk, _T.rule)[8 * rule + 1]:
        wait(desk, now, days, lead, rule, here, mixed(key), number + 1)
    if given != 0.0:
        desk[_R.changed] |= _BY_POINTS

"""What leads ask of sales teams, compiled."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from maplanner.simulation.kernel.compiling import floats, ints, large, lengthened, words
from maplanner.simulation.kernel.conditions import has_passed
from maplanner.simulation.kernel.delays import rows_of, working_time
from maplanner.simulation.kernel.desk import COLUMNS, REGISTERS, TABLES
from maplanner.simulation.kernel.events import noted
from maplanner.simulation.kernel.queue import packed, put
from maplanner.simulation.kernel.scores import child
from maplanner.simulation.kernel.state import own_points
from maplanner.simulation.layout import DELAYED
from maplanner.simulation.serving import COLUMNS as WORDS

_R, _C, _T = REGISTERS, COLUMNS, TABLES
_WORDS: Final = WORDS


@large
def ask(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any, campaign: Any, gen: Any) -> None:
    """Ask a team to deal with a lead, and open a branch for when that is done."""
    if campaign >= 0:
        marks, row = ints(desk, _R.marks), lead * desk[_C.marks]
        if gen != marks[row + desk[_C.visit] + campaign]:
            return
        marks[row + campaign] += 1
    code = ints(desk, _T.code)
    team = np.int64(code[8 * here + 2])
    step = np.int64(code[8 * here + 6])
    new = child(key, words(desk, _T.salt)[here])
    rank = 0.0
    score = ints(desk, _T.team_score)[team]
    if score >= 0:
        rank = own_points(desk, lead, score, now)
    mark = ints(desk, _T.team_hot)[team]
    hot = mark >= 0 and has_passed(desk, mark, lead, now)
    work = working_time(rows_of(desk), code[8 * here + 3], new)
    length = desk[_R.asked_length]
    if length == desk[_R.asked_room]:
        lengthened(desk, _R.asked, _WORDS * length, 2 * _WORDS * length)
        desk[_R.asked_room] = 2 * length
    numbers, asked = floats(desk, _R.asked), words(desk, _R.asked)
    spot = _WORDS * length
    numbers[spot] = now
    numbers[spot + 1] = work
    numbers[spot + 2] = rank
    asked[spot + 3] = new
    asked[spot + 4] = np.uint64(desk[_R.account])
    asked[spot + 5] = np.uint64(2 * team + (1 if hot else 0))
    asked[spot + 6] = np.uint64(step)
    desk[_R.asked_length] = length + 1
    due = answered(desk, new)
    if due > now:
        noted(desk, now, lead, DELAYED, step, due)
    if due < days:
        put(desk, now, due, new, packed(lead, np.int64(code[8 * here + 1])), gen)


@large
def answered(desk: Any, key: Any) -> Any:
    """Return when a request is done, as far as is known; infinity where it is not."""
    answer_key = words(desk, _R.answer_key)
    low, high = np.int64(0), desk[_R.answers]
    while low < high:
        middle = (low + high) // 2
        if answer_key[middle] < key:
            low = middle + 1
        else:
            high = middle
    if low < desk[_R.answers] and answer_key[low] == key:
        return floats(desk, _R.answer_time)[low]
    return np.inf

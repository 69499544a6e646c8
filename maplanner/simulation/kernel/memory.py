"""Times that leads remember, in lists: the oldest first, each with a number beside it, compiled.

A lead's ``marks`` hold first, last (one more than the place; 0 is none) and length of each list; what is
forgotten is used again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation.kernel.compiling import floats, ints, large, lengthened, longs
from maplanner.simulation.kernel.desk import COLUMNS, REGISTERS

_R, _C = REGISTERS, COLUMNS


@large
def remember(desk: Any, lead: Any, which: Any, time: Any, value: Any) -> None:
    """Put a time at the end of a list."""
    place = desk[_R.past_free]
    if place >= 0:
        desk[_R.past_free] = longs(desk, _R.past_next)[place]
    else:
        place = desk[_R.past_length]
        if place == desk[_R.past_room]:
            room = max(64, 2 * place)
            lengthened(desk, _R.past_time, place, room)
            lengthened(desk, _R.past_value, place, room)
            lengthened(desk, _R.past_next, place, room)
            desk[_R.past_room] = room
        desk[_R.past_length] = place + 1
    floats(desk, _R.past_time)[place] = time
    floats(desk, _R.past_value)[place] = value
    longs(desk, _R.past_next)[place] = 0
    marks, column = ints(desk, _R.marks), lead * desk[_C.marks] + desk[_C.lists] + 3 * which
    if marks[column + 1]:
        longs(desk, _R.past_next)[marks[column + 1] - 1] = place + 1
    else:
        marks[column] = np.int32(place + 1)
    marks[column + 1] = np.int32(place + 1)
    marks[column + 2] += 1


@large
def forget(desk: Any, lead: Any, which: Any) -> None:
    """Take the oldest time out of a list."""
    marks, column = ints(desk, _R.marks), lead * desk[_C.marks] + desk[_C.lists] + 3 * which
    place = np.int64(marks[column]) - 1
    after = longs(desk, _R.past_next)[place]
    marks[column] = np.int32(after)
    if after == 0:
        marks[column + 1] = 0
    marks[column + 2] -= 1
    longs(desk, _R.past_next)[place] = desk[_R.past_free]
    desk[_R.past_free] = place


@large
def forget_older(desk: Any, lead: Any, which: Any, days: Any, now: Any) -> Any:
    """Take the times out of a list that lie so many days back; return how many are left."""
    marks, column = ints(desk, _R.marks), lead * desk[_C.marks] + desk[_C.lists] + 3 * which
    times = floats(desk, _R.past_time)
    while marks[column] and times[marks[column] - 1] + days <= now:
        forget(desk, lead, which)
    return np.int64(marks[column + 2])


@large
def oldest(desk: Any, lead: Any, which: Any) -> Any:
    """Return the oldest time of a list; infinity where there is none."""
    first = ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.lists] + 3 * which]
    return floats(desk, _R.past_time)[first - 1] if first else np.inf


@large
def total(desk: Any, lead: Any, which: Any) -> Any:
    """Return the sum of a list's numbers, from the oldest on."""
    place = np.int64(ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.lists] + 3 * which])
    found = 0.0
    while place:
        found += floats(desk, _R.past_value)[place - 1]
        place = longs(desk, _R.past_next)[place - 1]
    return found

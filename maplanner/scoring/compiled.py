"""The two walks through a history that look back: limits of the last days, and patterns. Compiled.

They do what :mod:`maplanner.scoring.limits` and :mod:`maplanner.scoring.patterns` say, for all leads one
after the other. Import this late: the compiler takes half a second to load.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from maplanner.scoring.history import Flags, Floats
from maplanner.scoring.limits import CRUMB

Places = npt.NDArray[np.int64]


COUNTS, SPOILS = 1, 2
"""What an event is to a pattern: its action, what must not happen, or both together."""


@numba.njit(nogil=True, cache=True)
def limited(
    lead: Places, day: Floats, wanted: Floats, limits: Places, room: Floats
) -> Floats:  # pragma: no cover - compiled
    """Return what limits leave of points; rows by lead and time.

    ``limits`` (rows, 2) are the places of each row's own and shared limit, −1 for none; ``room`` (limits, 2)
    is what each gives at most, and in how many days.
    """
    rows = len(lead)
    given = np.zeros(rows)
    used = np.zeros((2, len(room)))
    behind = np.zeros((2, len(room)), np.int64)
    for row in range(rows):
        if row == 0 or lead[row] != lead[row - 1]:
            used[:] = 0.0
            behind[:] = row
        side = 1 if wanted[row] < 0.0 else 0
        points = abs(wanted[row])
        for limit in limits[row]:
            if limit < 0:
                continue
            while behind[side, limit] < row and day[behind[side, limit]] + room[limit, 1] <= day[row]:
                old = behind[side, limit]
                if (given[old] < 0.0) == (side == 1) and (limits[old, 0] == limit or limits[old, 1] == limit):
                    used[side, limit] -= abs(given[old])
                behind[side, limit] += 1
            left = room[limit, 0] - used[side, limit]
            points = min(points, left if left > CRUMB else 0.0)
        given[row] = -points if side == 1 else points
        for limit in limits[row]:
            if limit >= 0:
                used[side, limit] += points
    return given


@numba.njit(nogil=True, cache=True)
def met(
    lead: Places, day: Floats, what: npt.NDArray[np.int8], times: int, days: float
) -> Flags:  # pragma: no cover - compiled
    """Tell at which events, by lead and time, a pattern is there.

    ``what`` says what each event is to it; one event spoils before it counts.
    """
    found = np.zeros(len(lead), np.bool_)
    seen = np.zeros(times)
    begin, count, without = 0, 0, -np.inf
    for row in range(len(lead)):
        if row == 0 or lead[row] != lead[row - 1]:
            begin, count, without = 0, 0, -np.inf
        if what[row] & SPOILS:
            without = day[row]
        if not what[row] & COUNTS:
            continue
        while count and seen[begin] + days <= day[row]:
            begin, count = (begin + 1) % times, count - 1
        if count == times:
            begin, count = (begin + 1) % times, count - 1
        seen[(begin + count) % times] = day[row]
        count += 1
        if count == times and without + days <= day[row]:
            found[row], count = True, 0
    return found

"""Time as people have it: when somebody who begins at a moment will have worked so many hours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TINY: Final = 1e-9
"""Hours and days below this are rounding."""


class WorkClock:
    """Made of the hours that somebody has had by the beginning of each day; times are days."""

    def __init__(self, capacity: Floats) -> None:
        self._capacity = capacity
        self._days = np.arange(capacity.size, dtype=np.float64)
        self._listed: list[float] = capacity.tolist()

    def done(self, start: Floats, hours: Floats) -> Floats:
        """Return when each piece of work is done; infinite where the hours never suffice."""
        target = np.maximum(np.interp(start, self._days, self._capacity) + hours, TINY)
        place = np.searchsorted(self._capacity, target, side="left")
        last = np.minimum(place, self._capacity.size - 1)
        before = np.maximum(last - 1, 0)
        step = self._capacity[last] - self._capacity[before]
        share = np.divide(target - self._capacity[before], step, out=np.zeros_like(step), where=step > 0)
        found: Floats = np.where(place < self._capacity.size, before + np.minimum(share, 1.0), inf)
        return found

    def done_at(self, start: float, hours: float) -> float:
        """Return what :meth:`done` does, for a single piece of work."""
        return self._when(self._by(start) + hours)

    def begun_at(self, start: float) -> float:
        """Return the first moment from which on there is any time at all."""
        rises = bisect_right(self._listed, self._by(start))
        return max(start, rises - 1.0) if rises < len(self._listed) else inf

    def worked(self, since: float, until: float) -> float:
        """Return the hours that there are between two moments."""
        return self._by(until) - self._by(since)

    def _by(self, moment: float) -> float:
        """Return the hours that there have been by a moment."""
        last = len(self._listed) - 1
        if moment >= last:
            return self._listed[last]
        day = int(moment)
        return self._listed[day] + (moment - day) * (self._listed[day + 1] - self._listed[day])

    def _when(self, target: float) -> float:
        place = bisect_left(self._listed, max(target, TINY))
        if place == len(self._listed):
            return inf
        before = max(place - 1, 0)
        step = self._listed[place] - self._listed[before]
        return before + min((target - self._listed[before]) / step, 1.0) if step > 0 else float(before)

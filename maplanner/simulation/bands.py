"""Arrivals over time, run by run, as finely as memory allows: what bands around time series are made of."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.simulation.chunks import bucket_days, buckets
from maplanner.simulation.program import FlowProgram

MOST_CELLS: Final = 12_000_000
"""Counts kept at most, four bytes each."""
_FIRST_RUNS: Final = 20


class Bands:
    """Counts (runs, steps, spans). A span is a whole number of the time series' buckets, the last may be cut.

    When more runs come, spans become longer, so that memory stays within its bound.
    """

    def __init__(self, program: FlowProgram, runs: int) -> None:
        """Choose the spans for so many runs."""
        self._buckets, self._width = buckets(program), bucket_days(program)
        self._steps = program.dims.steps
        self._each = self._coarseness(runs)
        self._counts = np.zeros((runs, self._steps, self._spans(self._each)), np.int32)

    @property
    def days(self) -> float:
        """How long a span is."""
        return self._each * self._width

    def add(self, run: int, series: NDArray[np.int32]) -> None:
        """Add counts (steps, buckets) of a run."""
        self._counts[run] += _coarser(series, self._each)

    def extend(self, runs: int) -> None:
        """Make room for more runs."""
        each = self._coarseness(runs)
        if each != self._each:
            each = -(-each // self._each) * self._each
            self._counts = _coarser(self._counts, each // self._each)
            self._each = each
        more = np.zeros((runs - len(self._counts), *self._counts.shape[1:]), np.int32)
        self._counts = np.concatenate([self._counts, more])

    def of(self, step: int) -> NDArray[np.int32]:
        """Return a step's counts (runs, spans)."""
        return self._counts[:, step]

    def _coarseness(self, runs: int) -> int:
        cells = max(runs, _FIRST_RUNS) * max(self._steps, 1)
        return min(max(1, math.ceil(cells * self._buckets / MOST_CELLS)), self._buckets)

    def _spans(self, each: int) -> int:
        return -(-self._buckets // each)


def _coarser(counts: NDArray[Any], each: int) -> NDArray[Any]:
    """Return sums of ``each`` neighbours along the last axis."""
    if each == 1 or not counts.size:
        return counts
    return np.add.reduceat(counts, np.arange(0, counts.shape[-1], each), axis=-1)

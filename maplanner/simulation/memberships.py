"""Who is in which segments: how many at what time, and how many in two of them at the end.

Totals count the members of each segment by itself. Who is in two at once is read from the event log of a
sample of leads, as :mod:`details` does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import Cancelled
from maplanner.document.reading import Snapshot
from maplanner.simulation import program as op
from maplanner.simulation.chunks import EventLines, bucket_days, buckets
from maplanner.simulation.details import SAMPLE_LEADS, sampled
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.runnable import compiled

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Memberships:
    """Members of segments, scaled from a sample of ``leads`` to one run of everybody.

    ``segments`` are identifiers; ``days`` the moments of ``sizes`` (segments, moments); ``shared`` (segments,
    segments) are those in both at the end, on the diagonal those in one.
    """

    segments: tuple[str, ...]
    leads: int
    days: Floats
    sizes: Floats
    shared: Floats

    def in_both(self, one: str, other: str) -> float:
        """Return how many are in two segments at the end."""
        return float(self.shared[self.segments.index(one), self.segments.index(other)])


def memberships(
    snapshot: Snapshot,
    *,
    seed: int | None = None,
    leads: int = SAMPLE_LEADS,
    cancelled: Callable[[], bool] = lambda: False,
) -> Memberships:
    """Run a plan once for a sample of about so many leads and return who is in which segments.

    Raises:
        CannotSimulate: The plan cannot run as it stands.
        Cancelled: The person stopped the work.
    """
    program, _left_out = compiled(snapshot, None)
    gathering, accounts = _Gathering(program), 0
    for size, lines in sampled(program, snapshot.plan.seed if seed is None else seed, 1, leads):
        if cancelled():
            raise Cancelled("The counting was stopped.")
        accounts += size
        gathering.add(lines)
    return gathering.found(program.accounts / max(accounts, 1))


class _Gathering:
    def __init__(self, program: FlowProgram) -> None:
        self._program = program
        self._width, spans = bucket_days(program), buckets(program)
        count = len(program.segments)
        self._changes = np.zeros((count, spans + 1))
        self._shared = np.zeros((count, count))
        self._leads = 0

    def add(self, lines: EventLines) -> None:
        """Take in the log of some accounts."""
        self._leads += int(np.count_nonzero(lines.what == op.SOURCE))
        moved = (lines.what == op.JOIN) | (lines.what == op.LEAVE)
        step = np.where(lines.what[moved] == op.JOIN, 1.0, -1.0)
        segment = lines.which[moved]
        # A change counts from the beginning of the next bucket on.
        bucket = np.minimum(
            (lines.time[moved] / self._width).astype(np.int64) + 1, self._changes.shape[1] - 1
        )
        np.add.at(self._changes, (segment, bucket), step)
        who = lines.account[moved] * 1_000_000_000 + lines.lead[moved]
        _people, lead = np.unique(who, return_inverse=True)
        inside = np.zeros((int(lead.max(initial=-1)) + 1, len(self._shared)))
        np.add.at(inside, (lead, segment), step)
        self._shared += inside.T @ inside

    def found(self, scale: float) -> Memberships:
        """Return what was gathered, ``scale`` times as much."""
        days = np.minimum(np.arange(self._changes.shape[1]) * self._width, self._program.days)
        return Memberships(
            tuple(each.id for each in self._program.segments),
            self._leads,
            days,
            np.cumsum(self._changes, axis=1) * scale,
            self._shared * scale,
        )

"""Who of a sample of leads comes to what, when first, and how many are there: read from the event log.

One way of counting serves links, campaigns, campaign groups, buying stages, segments and thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Durations:
    """How long leads took, in days, shortest first."""

    days: Floats

    @property
    def count(self) -> int:
        """How many leads it is known of."""
        return len(self.days)

    @property
    def mean(self) -> float:
        """The mean; 0 where nobody is known."""
        return float(self.days.mean()) if self.count else 0.0

    def at(self, share: float) -> float:
        """Return the time in which a share of those who come at all have come."""
        return float(np.quantile(self.days, share)) if self.count else 0.0

    def to_json(self) -> dict[str, float]:
        """Return median, 5th and 95th percentile and the number of leads, by name."""
        return {"p5": self.at(0.05), "p50": self.at(0.5), "p95": self.at(0.95), "leads": self.count}


@dataclass(frozen=True)
class Passing:
    """What a sample tells of one thing that leads come to, such as a segment.

    ``took`` are the times from a lead's first arrival in the plan until it first came to this; its count is
    that of different leads of the sample. ``first`` (buckets) counts leads that come for the first time,
    ``inside`` (buckets + 1) those who are there at the beginning of each bucket and at the end; both are
    made up to one run of everybody. ``inside`` is empty where nobody stays.
    """

    took: Durations
    first: Floats
    inside: Floats


@dataclass
class Passings:
    """Sums over the parts of a sample for ``count`` things of one sort, over ``spans`` of ``width`` days."""

    count: int
    spans: int
    width: float
    days: float
    stays: bool = False
    _found: list[tuple[Longs, Floats]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._first = np.zeros((self.count, self.spans))
        self._changes = np.zeros((self.count, self.spans + 2))
        self._edges = np.append(np.arange(self.spans) * self.width, self.days)

    def came(self, which: Longs, who: Longs, time: Floats, began: Floats) -> None:
        """Take in that leads came to things, in the order of time; ``began`` is when each lead came in."""
        keys, place = np.unique(who * max(self.count, 1) + which, return_index=True)
        thing, lead = keys % max(self.count, 1), keys // max(self.count, 1)
        self._found.append((thing, time[place] - began[lead]))
        np.add.at(self._first, (thing, self._bucket(time[place])), 1.0)

    def moved(self, which: Longs, time: Floats, change: float) -> None:
        """Take in that so many more leads are there from then on; negative for fewer."""
        np.add.at(self._changes, (which, np.searchsorted(self._edges, time, side="left")), change)

    def _bucket(self, time: Floats) -> Longs:
        return np.minimum((time / self.width).astype(np.int64), self.spans - 1)

    def told(self, scale: float) -> tuple[Passing, ...]:
        """Return what was found of each thing, made up by ``scale``."""
        things = np.concatenate([each for each, _ in self._found]) if self._found else np.zeros(0, np.int64)
        took = np.concatenate([each for _, each in self._found]) if self._found else np.zeros(0)
        order = np.lexsort((took, things))
        parts = np.split(took[order], np.searchsorted(things[order], np.arange(1, max(self.count, 1))))
        inside = np.cumsum(self._changes, axis=1)[:, :-1] * scale
        return tuple(
            Passing(Durations(parts[place]), self._first[place] * scale, inside[place, : self._length])
            for place in range(self.count)
        )

    @property
    def _length(self) -> int:
        return self.spans + 1 if self.stays else 0

"""The busiest moments: the most calls in each window that matters, against what the vendor allows in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, DataFlow, System
from maplanner.document.records import Mapping as FieldMapping
from maplanner.document.vocabulary import Direction, SyncWay
from maplanner.estimate.allowed import Allowance, Allowed
from maplanner.estimate.load import Load
from maplanner.simulation.results import Range

DAY: Final = 86_400
HOUR: Final = 3_600


@dataclass(frozen=True)
class Peak:
    """The most calls in any window of so many seconds under each way, and what is allowed in it."""

    seconds: int
    most: Mapping[SyncWay, Range]
    allowed: Allowance | None = None
    kept: float = 0.0
    """The share of the limit that is kept for other integrations."""

    @property
    def usable(self) -> float | None:
        """What may be used of the limit; ``None`` where nothing is known."""
        return None if self.allowed is None else self.allowed.value * (1.0 - self.kept)

    def share(self, way: SyncWay) -> float | None:
        """Return the peak's part of what may be used, by its mean; ``None`` where nothing is known."""
        usable = self.usable
        return self.most[way].mean / usable if usable else None

    def to_json(self) -> dict[str, Any]:
        """Return the window, its peaks and its limit as JSON values."""
        return {
            "seconds": self.seconds,
            "calls": {way_key(way): most.to_json() for way, most in self.most.items()},
            "limit": None if self.allowed is None else self.allowed.value,
            "usable": self.usable,
            "share_of_limit": {way_key(way): self.share(way) for way in self.most},
            "source": "" if self.allowed is None else self.allowed.origin.words,
        }


def peaks_of(
    loads: Mapping[SyncWay, Load], allowed: Allowed, factor: float, *, reads: float = 0.0, kept: float = 0.0
) -> tuple[Peak, ...]:
    """Return the peaks in the vendor's own windows, and in any hour and any 24 hours, the shortest first.

    ``factor`` is how many of the vendor's units a call becomes, repetitions included. ``reads`` are calls a
    day that look for what comes back, evenly over it; ``kept`` is the share of limits kept for others.
    """
    limits: dict[int, Allowance | None] = {HOUR: None, DAY: allowed.daily}
    limits |= {window.seconds: window for window in allowed.windows}
    return tuple(
        Peak(
            seconds,
            {way: _raised(load.peak(seconds), reads * seconds / DAY, factor) for way, load in loads.items()},
            limits[seconds],
            kept,
        )
        for seconds in sorted(limits)
    )


def retry_factor(system: System) -> float:
    """Return how many calls one becomes: a geometric row, as each repetition may fail again."""
    failed = system.failed_share
    if failed >= 1.0:
        return float(system.retries + 1)
    return (1.0 - failed ** (system.retries + 1)) / (1.0 - failed)


def reads_per_day(reader: RecordReader, system: System) -> float:
    """Return the calls a day with which tools look into a system for what comes back.

    In each cycle of a data flow that leads out of it, a tool asks once for every object of which a field
    comes back; at least once. What arrives by itself, in real time, costs the system no call.
    """
    flows = [
        flow
        for flow in reader.referring(DataFlow, "source", system.id)
        if flow.way in {SyncWay.POLLED, SyncWay.BATCHED}
    ]
    objects = max(1, len(_objects_read(reader, system)))
    asked = sum((objects if flow.overhead is None else flow.overhead) * 1440.0 / flow.every for flow in flows)
    return float(asked)


def _objects_read(reader: RecordReader, system: System) -> set[str]:
    """Return the objects of which a mapped field comes back."""
    found = set()
    for mapping in reader.all(FieldMapping):
        target = reader.find_or_none(CrmField, mapping.target)
        if target is not None and mapping.direction in {Direction.BACK, Direction.BOTH}:
            holder = reader.find_or_none(CrmObject, target.object)
            if holder is not None and holder.system == system.id:
                found.add(target.object)
    return found


def _raised(found: Range, more: float, factor: float) -> Range:
    return Range(*((each + more) * factor for each in (found.mean, found.p5, found.p50, found.p95)))


def way_key(way: SyncWay) -> str:
    """Return what a way of synchronising is called in JSON."""
    return way.value.replace(" ", "_")

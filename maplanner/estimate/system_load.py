"""What one system must carry under each way of synchronising, and how that stands to its limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from maplanner.document.records import System
from maplanner.document.vocabulary import SyncWay, WriteOperation
from maplanner.estimate.budget import Budget
from maplanner.estimate.growing import Resync, breaks_on
from maplanner.estimate.load import Load
from maplanner.estimate.peaks import Peak, way_key
from maplanner.estimate.remedies import Remedy
from maplanner.estimate.rhythm import PlannedRhythm
from maplanner.estimate.words import Figure, number, per_cent
from maplanner.simulation.results import WriteResult

_DONE = {
    WriteOperation.CREATE: "created",
    WriteOperation.UPDATE: "updated",
    WriteOperation.UPSERT: "created or updated",
}


@dataclass(frozen=True)
class SystemLoad:
    """What one system must carry under each way of synchronising.

    ``lacks`` says, for people, what is missing for a full answer. Figures that
    stand for all runs are means; ranges are the 5th to the 95th percentile.
    """

    system: System
    writes: tuple[WriteResult, ...]
    loads: Mapping[SyncWay, Load]
    rhythm: PlannedRhythm
    budget: Budget
    peaks: tuple[Peak, ...] = ()
    reads: float = 0.0
    """Calls a day with which tools look into the system for what comes back."""
    again: float = 1.0
    """How many calls each becomes when some fail and are tried again."""
    resync: Resync | None = None
    start: date = date(2027, 1, 4)
    growth: float = 0.0
    """By how much more leads come each year."""
    remedies: tuple[Remedy, ...] = ()

    @property
    def title(self) -> str:
        """The system's name."""
        return self.system.title or self.system.product or "untitled system"

    def used(self, way: SyncWay) -> float:
        """Return what the busiest day takes of the limit, in the vendor's units."""
        if way is SyncWay.POLLED and not self.rhythm.polls_count:
            return self.reads * self.again * self.budget.units_per_call
        calls = self.loads[way].busiest_day.mean + self.reads
        return calls * self.again * self.budget.units_per_call

    def share_of_limit(self, way: SyncWay) -> float | None:
        """Return the busiest day's part of what may be used (1 is all of it); ``None`` without a limit."""
        usable = self.budget.usable_per_day
        return self.used(way) / usable if usable else None

    def headroom(self, way: SyncWay) -> float | None:
        """Return what is left on the busiest day; below nought where the limit does not suffice."""
        usable = self.budget.usable_per_day
        return None if usable is None else usable - self.used(way)

    def growth_to_limit(self, way: SyncWay) -> float | None:
        """Return by what factor the writes may grow before the busiest day reaches the limit.

        Exact in real time. In cycles it is the least: calls grow no faster than
        what changes, and overhead does not grow at all. ``None`` without a limit
        or where nothing grows.
        """
        usable = self.budget.usable_per_day
        idle = self._idle(way)
        growing = self.used(way) - idle
        return None if usable is None or growing <= 0 else max(0.0, (usable - idle) / growing)

    def breaks_on(self, way: SyncWay) -> date | None:
        """Return when the limit breaks if leads grow as the plan says; ``None`` if it does not."""
        return breaks_on(self.start, self.growth, self.growth_to_limit(way))

    def _idle(self, way: SyncWay) -> float:
        """Return what a day takes of the limit in any case, however many leads come."""
        calls = self.reads
        if way is SyncWay.POLLED and self.rhythm.polls_count:
            calls += self.rhythm.overhead_per_day
        return calls * self.again * self.budget.units_per_call

    @cached_property
    def lacks(self) -> tuple[str, ...]:
        """What is missing for a full answer."""
        nothing = () if self.writes else (f"No step writes to {self.title}.",)
        return (*nothing, *self.budget.lacks)

    @cached_property
    def explanation(self) -> tuple[Figure, ...]:
        """Every figure that the result rests on, with where it comes from."""
        return (
            *_of_writes(self.writes),
            *self.rhythm.explanation,
            *self.budget.explanation,
            *self._of_rest(),
            *self._of_ways(),
        )

    def _of_rest(self) -> list[Figure]:
        found = []
        if self.reads:
            words = f"{number(self.reads)} calls a day"
            found.append(
                Figure("Looking for what comes back", words, "cycles × objects with fields that come back")
            )
        if self.again > 1.0:
            words = f"{self.again:.3g} calls for each"
            found.append(
                Figure("Calls that fail and are tried again", words, "1 + f + f² …, f the share that fails")
            )
        return found

    def _of_ways(self) -> list[Figure]:
        found = []
        for way, load in self.loads.items():
            share = self.share_of_limit(way)
            words = f"{number(load.busiest_day.mean)} calls"
            if share is not None:
                words += f", {per_cent(share)} of what may be used"
            found.append(Figure(f"Busiest day, {way.value}", words, "simulated, cycle by cycle"))
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "system": self.title,
            "system_id": self.system.id,
            "product": self.system.product,
            "edition": self.system.edition,
            "seats": self.system.seats,
            "way": self.rhythm.way.value,
            "limit_per_day": self.budget.limit_per_day,
            "usable_per_day": self.budget.usable_per_day,
            "limit": self.budget.words,
            "unit": self.budget.unit,
            "units_per_call": self.budget.units_per_call,
            "calls_per_day": {way_key(way): _days(load) for way, load in self.loads.items()},
            "busiest_hour": {way_key(way): load.busiest_hour.to_json() for way, load in self.loads.items()},
            "share_of_limit": {way_key(way): self.share_of_limit(way) for way in self.loads},
            "headroom": {way_key(way): self.headroom(way) for way in self.loads},
            "growth_to_limit": {way_key(way): self.growth_to_limit(way) for way in self.loads},
            "breaks_on": {way_key(way): _iso(self.breaks_on(way)) for way in self.loads},
            "windows": [peak.to_json() for peak in self.peaks],
            "reads_per_day": self.reads,
            "retry_factor": self.again,
            "resync": None if self.resync is None else self.resync.to_json(),
            "remedies": [remedy.to_json() for remedy in self.remedies],
            "writes": [write.to_json() for write in self.writes],
            "explanation": [figure.to_json() for figure in self.explanation],
            "lacks": list(self.lacks),
        }


def load_summary(load: SystemLoad) -> dict[str, Any]:
    """Return the planned way of one system in a few figures, and its records by object."""
    way = load.rhythm.way
    return {
        "system": load.title,
        "system_id": load.system.id,
        "way": way.value,
        "records_per_day": [
            {
                "object": write.api_name,
                "operation": write.operation.value,
                "median": write.median_per_day,
                "busiest": write.busiest_day,
            }
            for write in load.writes
        ],
        "calls_per_day": _days(load.loads[way]),
        "used_on_busiest_day": load.used(way),
        "limit_per_day": load.budget.limit_per_day,
        "usable_per_day": load.budget.usable_per_day,
        "share_of_limit": load.share_of_limit(way),
        "headroom": load.headroom(way),
        "growth_to_limit": load.growth_to_limit(way),
        "breaks_on": _iso(load.breaks_on(way)),
    }


def _of_writes(writes: tuple[WriteResult, ...]) -> list[Figure]:
    return [
        Figure(
            f"{write.api_name} records {_DONE[write.operation]} a day",
            f"{number(write.median_per_day)} on the median day, {number(write.busiest_day)} on the busiest",
            "simulated",
        )
        for write in writes
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _days(load: Load) -> dict[str, Any]:
    return {
        "median": load.median_day.mean,
        "busiest": load.busiest_day.mean,
        "median_range": load.median_day.to_json(),
        "busiest_range": load.busiest_day.to_json(),
    }

"""The estimate of a plan: what each CRM must carry, and how that stands to its limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import System
from maplanner.document.vocabulary import SyncWay, SystemRole, WriteOperation
from maplanner.estimate.budget import Budget, budget_of
from maplanner.estimate.load import Load, Writes, batched, polled, real_time, together
from maplanner.estimate.programmes import Programme, programmes_of
from maplanner.estimate.rhythm import PlannedRhythm, planned_rhythm
from maplanner.estimate.words import Figure, number, per_cent
from maplanner.estimate.work import WorkEstimate, work_of
from maplanner.simulation.results import SimulationResult, WriteResult
from maplanner.simulation.scenario import with_scenario

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

    @property
    def title(self) -> str:
        """The system's name."""
        return self.system.title or self.system.product or "untitled system"

    def used(self, way: SyncWay) -> float:
        """Return what the busiest day takes of the limit, in the vendor's units."""
        if way is SyncWay.POLLED and not self.rhythm.polls_count:
            return 0.0
        return self.loads[way].busiest_day.mean * self.budget.units_per_call

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
        idle = self.rhythm.overhead_per_day * self.budget.units_per_call if way is SyncWay.POLLED else 0.0
        growing = self.used(way) - idle
        return None if usable is None or growing <= 0 else max(0.0, (usable - idle) / growing)

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
            *self._of_ways(),
        )

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
            "calls_per_day": {_key(way): _days(load) for way, load in self.loads.items()},
            "busiest_hour": {_key(way): load.busiest_hour.to_json() for way, load in self.loads.items()},
            "share_of_limit": {_key(way): self.share_of_limit(way) for way in self.loads},
            "headroom": {_key(way): self.headroom(way) for way in self.loads},
            "growth_to_limit": {_key(way): self.growth_to_limit(way) for way in self.loads},
            "writes": [write.to_json() for write in self.writes],
            "explanation": [figure.to_json() for figure in self.explanation],
            "lacks": list(self.lacks),
        }


@dataclass(frozen=True)
class Estimate:
    """What the systems of a plan must carry, and the work of building it.

    ``lacks`` says what is missing for a full answer on the systems.
    """

    systems: tuple[SystemLoad, ...]
    lacks: tuple[str, ...] = ()
    work: WorkEstimate | None = None
    programmes: tuple[Programme, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        programmes = [each.to_json() for each in self.programmes]
        return {
            "systems": [system.to_json() for system in self.systems],
            "work": None if self.work is None else self.work.to_json() | {"programmes": programmes},
            "lacks": list(self.lacks),
        }


def estimate(snapshot: Snapshot, result: SimulationResult) -> Estimate:
    """Return what every CRM of the plan, and every other system that is written to, must carry.

    What the result's scenario assumes of systems and flows, such as other seats, counts here too.

    Raises:
        CannotSimulate: The plan no longer has that scenario.
    """
    reader = with_scenario(snapshot, result.scenario)
    written = {write.system for write in result.writes}
    systems = [
        system for system in reader.all(System) if system.role is SystemRole.CRM or system.id in written
    ]
    systems.sort(key=lambda system: system.role is not SystemRole.CRM)
    lacks = () if systems else ("The plan has no CRM; add one to see what it must carry.",)
    loads = tuple(_load_of(reader, system, result) for system in systems)
    work = work_of(reader)
    return Estimate(loads, lacks, work, programmes_of(reader, work))


def _load_of(reader: RecordReader, system: System, result: SimulationResult) -> SystemLoad:
    writes = tuple(write for write in result.writes if write.system == system.id)
    rhythm = planned_rhythm(reader, system, objects=len({write.object for write in writes}))
    counted = _counted(writes, result)
    loads = {
        SyncWay.REAL_TIME: real_time(counted),
        SyncWay.BATCHED: batched(counted, rhythm.batches),
        SyncWay.POLLED: polled(counted, rhythm.polls),
    }
    return SystemLoad(system, writes, loads, rhythm, budget_of(system))


def _counted(writes: tuple[WriteResult, ...], result: SimulationResult) -> Writes:
    objects: dict[str, list[WriteResult]] = {}
    for write in writes:
        objects.setdefault(write.object, []).append(write)
    days = max((write.days for write in writes), default=max(1, ceil(result.days)))
    counts = tuple(
        tuple(together(run) for run in zip(*(write.runs for write in same), strict=True))
        for same in objects.values()
    )
    return Writes(counts, result.runs, days)


def _of_writes(writes: tuple[WriteResult, ...]) -> list[Figure]:
    return [
        Figure(
            f"{write.api_name} records {_DONE[write.operation]} a day",
            f"{number(write.median_per_day)} on the median day, {number(write.busiest_day)} on the busiest",
            "simulated",
        )
        for write in writes
    ]


def _key(way: SyncWay) -> str:
    return way.value.replace(" ", "_")


def _days(load: Load) -> dict[str, Any]:
    return {
        "median": load.median_day.mean,
        "busiest": load.busiest_day.mean,
        "median_range": load.median_day.to_json(),
        "busiest_range": load.busiest_day.to_json(),
    }

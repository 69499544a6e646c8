"""The estimate of a plan: what each CRM must carry, and how that stands to its limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import System
from maplanner.document.vocabulary import LimitKind, SyncWay, SystemRole
from maplanner.estimate.allowed import allowed_by, own_limit
from maplanner.estimate.budget import budget_of
from maplanner.estimate.custom_fields import ObjectFields, custom_fields_of
from maplanner.estimate.growing import resync_of
from maplanner.estimate.load import Writes, batched, polled, real_time, together
from maplanner.estimate.peaks import peaks_of, reads_per_day, retry_factor
from maplanner.estimate.programmes import Programme, programmes_of
from maplanner.estimate.remedies import remedies_of
from maplanner.estimate.returns import Returns, returns_of
from maplanner.estimate.rhythm import planned_rhythm
from maplanner.estimate.sales import SalesLoad, sales_of
from maplanner.estimate.storage import Storage, storage_of
from maplanner.estimate.system_load import SystemLoad, load_summary
from maplanner.estimate.work import WorkEstimate, work_of
from maplanner.simulation.results import SimulationResult, WriteResult
from maplanner.simulation.scenario import with_scenario


@dataclass(frozen=True)
class Estimate:
    """What the systems of a plan must carry, and the work of building it.

    ``lacks`` says what is missing for a full answer on the systems.
    """

    systems: tuple[SystemLoad, ...]
    lacks: tuple[str, ...] = ()
    work: WorkEstimate | None = None
    programmes: tuple[Programme, ...] = ()
    storage: tuple[Storage, ...] = ()
    custom_fields: tuple[ObjectFields, ...] = ()
    sales: SalesLoad | None = None
    returns: Returns | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        programmes = [each.to_json() for each in self.programmes]
        return {
            "systems": [system.to_json() for system in self.systems],
            "load": [load_summary(system) for system in self.systems],
            "storage": [each.to_json() for each in self.storage],
            "custom_fields": [each.to_json() for each in self.custom_fields],
            "work": None if self.work is None else self.work.to_json() | {"programmes": programmes},
            "sales": None if self.sales is None else self.sales.to_json(),
            "return": None if self.returns is None else self.returns.to_json(),
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
    work = work_of(reader)
    programmes = programmes_of(reader, work)
    return Estimate(
        tuple(against_limits(reader, _load_of(reader, system, result), system) for system in systems),
        lacks,
        work,
        programmes,
        tuple(storage_of(reader, system, result) for system in systems),
        tuple(each for system in systems for each in custom_fields_of(reader, system)),
        sales_of(reader, result),
        returns_of(reader, result, work, programmes),
    )


def against_limits(reader: RecordReader, load: SystemLoad, system: System) -> SystemLoad:
    """Return a load against what the system allows as it is now; what was worked out of the writes stays."""
    shown = with_limit(reader, load, system)
    factor = retry_factor(system) * shown.budget.units_per_call
    return replace(
        shown,
        again=retry_factor(system),
        peaks=peaks_of(load.loads, allowed_by(reader, system), factor, reads=load.reads, kept=system.reserve),
        remedies=remedies_of(reader, shown, lambda other: with_limit(reader, shown, other)),
    )


def with_limit(reader: RecordReader, load: SystemLoad, system: System) -> SystemLoad:
    """Return a load against the daily limit of a system."""
    return replace(load, system=system, budget=budget_of(system, own_limit(reader, system, LimitKind.DAILY)))


def _load_of(reader: RecordReader, system: System, result: SimulationResult) -> SystemLoad:
    writes = tuple(write for write in result.writes if write.system == system.id)
    rhythm = planned_rhythm(reader, system, objects=len({write.object for write in writes}))
    counted = _counted(writes, result)
    loads = {
        SyncWay.REAL_TIME: real_time(counted),
        SyncWay.BATCHED: batched(counted, rhythm.batches),
        SyncWay.POLLED: polled(counted, rhythm.polls),
    }
    budget = budget_of(system, own_limit(reader, system, LimitKind.DAILY))
    return SystemLoad(
        system,
        writes,
        loads,
        rhythm,
        budget,
        reads=reads_per_day(reader, system),
        resync=resync_of(
            system.id, result, rhythm.batches.batch, budget.units_per_call, budget.usable_per_day
        ),
        start=reader.plan.start,
        growth=reader.plan.growth,
    )


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

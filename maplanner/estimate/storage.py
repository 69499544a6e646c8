"""How a system's storage fills: records created times what each takes, against what is allowed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from maplanner.crm.limits import product_named
from maplanner.document.reading import RecordReader
from maplanner.document.records import System
from maplanner.document.vocabulary import WriteOperation
from maplanner.estimate.allowed import Allowance, allowed_by
from maplanner.estimate.explaining import SIMULATED, THE_PLAN, Explanation, Input, Kept, Origin
from maplanner.estimate.growing import DAYS_PER_YEAR, FARTHEST_YEARS
from maplanner.simulation.results import Range, SimulationResult

KB_PER_MB: Final = 1024.0


@dataclass(frozen=True)
class Stored:
    """What the new records of one object take."""

    object: str
    api_name: str
    created: Range
    kilobytes: float | None
    megabytes: Range | None

    def to_json(self) -> dict[str, Any]:
        """Return the object's records and megabytes."""
        return {
            "object": self.api_name,
            "object_id": self.object,
            "created": self.created.to_json(),
            "kilobytes_each": self.kilobytes,
            "megabytes": None if self.megabytes is None else self.megabytes.to_json(),
        }


@dataclass(frozen=True)
class Storage:
    """How a system's storage fills over the simulated time, and when it will be full.

    ``megabytes`` are those of the simulated time, ``per_year`` the same pace over a year; ``full_on`` is
    ``None`` where it is not known or too far away.
    """

    system: System
    objects: tuple[Stored, ...]
    megabytes: Range
    per_year: float
    allowed: Allowance | None
    size_origin: Origin | None
    full_on: date | None
    lacks: tuple[str, ...]

    @property
    def share_at_end(self) -> float | None:
        """The part of the allowed storage in use at the end of the simulated time."""
        if self.allowed is None or not self.allowed.value:
            return None
        return ((self.system.used_mb or 0.0) + self.megabytes.mean) / self.allowed.value

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "system": self.system.title,
            "system_id": self.system.id,
            "objects": [each.to_json() for each in self.objects],
            "megabytes": self.megabytes.to_json(),
            "megabytes_a_year": self.per_year,
            "used_mb": self.system.used_mb,
            "allowed_mb": None if self.allowed is None else self.allowed.value,
            "share_at_end": self.share_at_end,
            "full_on": None if self.full_on is None else self.full_on.isoformat(),
            "explanation": self.explanation().to_json(),
            "lacks": list(self.lacks),
        }

    def explanation(self) -> Explanation:
        """Say how the megabytes come about."""
        inputs = [
            Input(f"{each.api_name} records created", each.created.mean, origin=SIMULATED)
            for each in self.objects
        ]
        if self.size_origin is not None:
            inputs += [
                Input(f"A {each.api_name} record takes", each.kilobytes, "KB", self.size_origin)
                for each in self.objects
            ]
        inputs.append(
            Input("In use today", self.system.used_mb, "MB", THE_PLAN, Kept(self.system.id, "used_mb"))
        )
        if self.allowed is not None:
            inputs.append(Input("Allowed", self.allowed.value, "MB", self.allowed.origin, self.allowed.kept))
        return Explanation(
            f"Storage of {self.system.title}",
            f"{self.megabytes.mean:,.1f} MB",
            "records created × kilobytes of one, added over the objects; 1,024 KB are 1 MB",
            tuple(inputs),
            (self.system.id, *(each.object for each in self.objects)),
            self.lacks,
        )


def storage_of(reader: RecordReader, system: System, result: SimulationResult) -> Storage:
    """Return how a system's storage fills by what was simulated."""
    product = product_named(system.product)
    size = None if product is None else product.record_size
    created: dict[str, tuple[str, Any]] = {}
    for write in result.writes:
        if write.system == system.id and write.operation is WriteOperation.CREATE:
            created[write.object] = (write.api_name, write.total)
    objects = []
    total = np.zeros(max(1, result.runs))
    for key, (name, counts) in created.items():
        each = None if size is None else size.objects.get(name, size.kilobytes)
        megabytes = None if each is None else counts * each / KB_PER_MB
        if megabytes is not None:
            total = total + megabytes
        objects.append(
            Stored(key, name, Range.of(counts), each, None if megabytes is None else Range.of(megabytes))
        )
    allowed = allowed_by(reader, system).storage_mb
    per_year = float(total.mean()) * DAYS_PER_YEAR / result.days
    full_on = _full_on(reader, system, per_year, allowed)
    origin = None if size is None else Origin.of(size)
    lacks = _lacks(system, has_sizes=size is not None, allowed=allowed, writes=bool(objects))
    return Storage(system, tuple(objects), Range.of(total), per_year, allowed, origin, full_on, lacks)


def _lacks(system: System, *, has_sizes: bool, allowed: Allowance | None, writes: bool) -> tuple[str, ...]:
    name = system.title or "the system"
    found = []
    if writes and not has_sizes:
        found.append(f"No figure is known of how much a record takes in {system.product or name}.")
    if allowed is None:
        found.append(f"How much storage {name} allows is not known; add a limit of your own.")
    if system.used_mb is None:
        found.append(f"How much storage is in use in {name} today is not known.")
    return tuple(found)


def _full_on(reader: RecordReader, system: System, per_year: float, allowed: Allowance | None) -> date | None:
    """Return when the storage is full if records keep coming, faster by the plan's growth each year."""
    if allowed is None or per_year <= 0.0:
        return None
    left = allowed.value - (system.used_mb or 0.0)
    if left <= 0.0:
        return reader.plan.start
    growth = math.log1p(reader.plan.growth)
    # With pace p and growth g a year, t years bring p (e^(g t) - 1) / g.
    if abs(growth) < 1e-12:
        years = left / per_year
    else:
        reached = 1.0 + growth * left / per_year
        if reached <= 0.0:
            return None
        years = math.log(reached) / growth
    return None if years > FARTHEST_YEARS else reader.plan.start + timedelta(days=years * DAYS_PER_YEAR)

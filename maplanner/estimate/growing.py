"""When a limit breaks if leads grow as the plan says, and what a mass change costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from maplanner.document.vocabulary import WriteOperation
from maplanner.simulation.results import SimulationResult

DAYS_PER_YEAR: Final = 365.25
FARTHEST_YEARS: Final = 100.0
"""Beyond, a date says nothing."""


def breaks_on(start: date, growth_a_year: float, factor: float | None) -> date | None:
    """Return when something that may grow by a factor has done so; ``None``: not in a hundred years."""
    if factor is None:
        return None
    if factor <= 1.0:
        return start
    if growth_a_year <= 0.0:
        return None
    years = math.log(factor) / math.log1p(growth_a_year)
    return None if years > FARTHEST_YEARS else start + timedelta(days=years * DAYS_PER_YEAR)


@dataclass(frozen=True)
class Resync:
    """What it costs to send every record again, as a changed scoring rule or a new field makes tools do.

    ``records`` are those in the system at the end of the simulated time, created by the plan; ``calls`` is
    what they take, one by one and in batches.
    """

    records: float
    one_by_one: float
    in_batches: float
    usable_per_day: float | None

    @property
    def days_one_by_one(self) -> float | None:
        """For how many days it takes all that may be used; ``None`` without a limit."""
        return self.one_by_one / self.usable_per_day if self.usable_per_day else None

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "records": self.records,
            "calls": {"real_time": self.one_by_one, "batched": self.in_batches},
            "days_of_limit": self.days_one_by_one,
        }


def resync_of(
    system: str, result: SimulationResult, batch: int, units_per_call: float, usable_per_day: float | None
) -> Resync:
    """Return what sending every record of a system again would cost."""
    created = [
        float(write.total.mean())
        for write in result.writes
        if write.system == system and write.operation is WriteOperation.CREATE
    ]
    calls = sum(math.ceil(records / batch) for records in created)
    records = sum(created)
    return Resync(records, records * units_per_call, calls * units_per_call, usable_per_day)

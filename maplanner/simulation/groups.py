"""Results of many steps and writes together: by campaign, campaign group, system, object and operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CampaignGroup
from maplanner.simulation.results import Range, SimulationResult, StepResult, WriteResult
from maplanner.simulation.shares import Share, wilson
from maplanner.steps import KINDS


@dataclass(frozen=True)
class CampaignRow:
    """A campaign, or a group of them; ``id`` is ``None`` for campaigns without a group.

    ``entries`` counts arrivals at the steps where leads come in, ``tasks`` and ``notifications`` what sales
    gets, ``waiting`` who waits there when the simulated time ends, on average. ``people`` is the share of
    all leads that come to any of its steps; ``None`` where no leads were followed or campaigns overlap.
    """

    id: str | None
    title: str
    entries: NDArray[Any]
    tasks: NDArray[Any]
    notifications: NDArray[Any]
    waiting: float | None
    people: Share | None

    def to_json(self) -> dict[str, Any]:
        """Return names and ranges."""
        return {
            "id": self.id,
            "title": self.title,
            "entries": Range.of(self.entries).to_json(),
            "tasks": Range.of(self.tasks).to_json(),
            "notifications": Range.of(self.notifications).to_json(),
            "in_flight": self.waiting,
            "leads": None if self.people is None else self.people.to_json(),
        }


@dataclass(frozen=True)
class WriteRow:
    """Writes of one system, one object or one operation together."""

    id: str
    title: str
    total: NDArray[Any]
    median_per_day: float
    busiest_day: float

    def to_json(self) -> dict[str, Any]:
        """Return names, the range of the total, and the median and the busiest day."""
        return {
            "id": self.id,
            "title": self.title,
            "total": Range.of(self.total).to_json(),
            "per_day": {"median": self.median_per_day, "busiest": self.busiest_day},
        }


def campaign_rows(reader: RecordReader, result: SimulationResult) -> list[CampaignRow]:
    """Return every campaign in its order."""
    steps = _by_campaign(result)
    people = _people(reader, result)
    return [
        _row(campaign.id, campaign.title, steps.get(campaign.id, []), result, people.get(campaign.id))
        for campaign in sorted(reader.all(Campaign), key=lambda each: (each.order, each.title))
        if campaign.id in steps
    ]


def group_rows(reader: RecordReader, result: SimulationResult) -> list[CampaignRow]:
    """Return every campaign group that has a campaign, in their order; those without a group come last."""
    steps = _by_campaign(result)
    found: dict[str | None, list[tuple[int, StepResult]]] = {}
    for campaign in reader.all(Campaign):
        found.setdefault(campaign.group, []).extend(steps.get(campaign.id, []))
    groups = sorted(reader.all(CampaignGroup), key=lambda each: (each.order, each.title))
    titles: dict[str | None, str] = {group.id: group.title for group in groups} | {None: ""}
    return [
        _row(group, title, found[group], result, None) for group, title in titles.items() if found.get(group)
    ]


def _by_campaign(result: SimulationResult) -> dict[str, list[tuple[int, StepResult]]]:
    found: dict[str, list[tuple[int, StepResult]]] = {}
    for number, step in enumerate(result.steps):
        found.setdefault(step.campaign, []).append((number, step))
    return found


def _people(reader: RecordReader, result: SimulationResult) -> dict[str, Share]:
    if result.details is None:
        return {}
    campaigns = [campaign.id for campaign in reader.all(Campaign)]
    counts = result.details.people.tolist()
    return {key: wilson(count, result.details.leads) for key, count in zip(campaigns, counts, strict=False)}


def _row(
    row_id: str | None,
    title: str,
    steps: list[tuple[int, StepResult]],
    result: SimulationResult,
    people: Share | None,
) -> CampaignRow:
    nothing = np.zeros(len(result.leads), np.int64)

    def summed(counts: Iterable[NDArray[Any]]) -> NDArray[Any]:
        return sum(counts, nothing)

    entries = (step.entered for _, step in steps if step.kind in KINDS and KINDS[step.kind].entry)
    details = result.details
    waiting = None
    if details is not None:
        waiting = float(sum(details.stock[number, -1] for number, _ in steps))
    return CampaignRow(
        row_id,
        title,
        summed(entries),
        summed(step.tasks for _, step in steps),
        summed(step.notifications for _, step in steps),
        waiting,
        people,
    )


# --- writes --------------------------------------------------------------------


def system_rows(result: SimulationResult) -> list[WriteRow]:
    """Return what is written to each system."""
    return _write_rows(result, lambda write: (write.system, write.system_title))


def object_rows(result: SimulationResult) -> list[WriteRow]:
    """Return what is written to each object."""
    return _write_rows(result, lambda write: (write.object, write.api_name))


def operation_rows(result: SimulationResult) -> list[WriteRow]:
    """Return how many records are created and how many updated, in all systems."""
    return _write_rows(result, lambda write: (write.operation.value, write.operation.value))


def _write_rows(result: SimulationResult, key: Callable[[WriteResult], tuple[str, str]]) -> list[WriteRow]:
    found: dict[tuple[str, str], list[WriteResult]] = {}
    for write in result.writes:
        found.setdefault(key(write), []).append(write)
    rows = []
    for (row_id, title), writes in found.items():
        daily = np.sum([write.daily for write in writes], axis=0)
        rows.append(
            WriteRow(
                row_id,
                title,
                np.sum([write.total for write in writes], axis=0),
                float(np.median(daily, axis=1).mean()),
                float(daily.max(axis=1).mean()),
            )
        )
    return rows

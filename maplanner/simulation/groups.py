"""Results of many steps and writes together: by campaign, campaign group, system, object and operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CampaignGroup
from maplanner.simulation.passing import Durations, Passing
from maplanner.simulation.results import Range, SimulationResult, StepResult, WriteResult
from maplanner.simulation.shares import Share, wilson
from maplanner.steps import KINDS


@dataclass(frozen=True)
class CampaignRow:
    """A campaign, or a group of them; ``id`` is ``None`` for campaigns without a group.

    ``entries`` counts arrivals at the steps where leads come in, ``tasks`` and ``notifications`` what sales
    gets, ``waiting`` who waits there when the simulated time ends, on average. ``people`` is the share of
    all leads that come to any of its steps, ``reach`` how long they take to it from when they first came in
    anywhere; both are ``None`` where no leads were followed. ``over_time`` are the entries on average in
    each of the result's buckets, ``by_run`` those (runs, spans) of each run, where they were kept.
    """

    id: str | None
    title: str
    entries: NDArray[Any]
    tasks: NDArray[Any]
    notifications: NDArray[Any]
    waiting: float | None
    people: Share | None
    reach: Durations | None
    over_time: NDArray[np.float64]
    by_run: NDArray[Any] | None

    def to_json(self) -> dict[str, Any]:
        """Return names and ranges."""
        reach = self.reach
        return {
            "id": self.id,
            "title": self.title,
            "time_to_reach": reach.to_json() if reach is not None and reach.count else None,
            "entries": Range.of(self.entries).to_json(),
            "tasks": Range.of(self.tasks).to_json(),
            "notifications": Range.of(self.notifications).to_json(),
            "in_flight": self.waiting,
            "leads": None if self.people is None else self.people.to_json(),
        }


@dataclass(frozen=True)
class WriteRow:
    """Writes of one system, one object or one operation together; ``over_time`` on average on each day."""

    id: str
    title: str
    total: NDArray[Any]
    median_per_day: float
    busiest_day: float
    over_time: NDArray[np.float64]

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
    passings = _passings(result, [campaign.id for campaign in reader.all(Campaign)], "campaigns")
    return [
        _row(campaign.id, campaign.title, steps.get(campaign.id, []), result, passings.get(campaign.id))
        for campaign in sorted(reader.all(Campaign), key=lambda each: (each.order, each.title))
        if campaign.id in steps
    ]


def group_rows(reader: RecordReader, result: SimulationResult) -> list[CampaignRow]:
    """Return every campaign group that has a campaign, in their order; those without a group come last."""
    steps = _by_campaign(result)
    found: dict[str | None, list[tuple[int, StepResult]]] = {}
    for campaign in reader.all(Campaign):
        found.setdefault(campaign.group, []).extend(steps.get(campaign.id, []))
    titles = {group.id: group.title for group in reader.all(CampaignGroup)}
    places = _groups(reader)
    passings = _passings(result, places, "groups")
    return [
        _row(group, titles.get(group or "", ""), found[group], result, passings.get(group))
        for group in places
        if found.get(group)
    ]


def groups_of_campaigns(reader: RecordReader) -> NDArray[np.int64]:
    """Return the number of each campaign's group, in the plan's order; those without one have the last."""
    numbers = {group: number for number, group in enumerate(_groups(reader))}
    return np.asarray([numbers[campaign.group] for campaign in reader.all(Campaign)], np.int64)


def _groups(reader: RecordReader) -> list[str | None]:
    groups = sorted(reader.all(CampaignGroup), key=lambda each: (each.order, each.title))
    return [*(group.id for group in groups), None]


def _by_campaign(result: SimulationResult) -> dict[str, list[tuple[int, StepResult]]]:
    found: dict[str, list[tuple[int, StepResult]]] = {}
    for number, step in enumerate(result.steps):
        found.setdefault(step.campaign, []).append((number, step))
    return found


def _passings(
    result: SimulationResult, ids: Sequence[str | None], sort: Literal["campaigns", "groups"]
) -> dict[str | None, Passing]:
    """Return who came to which campaign or group; empty where no leads were followed."""
    details = result.details
    if details is None:
        return {}
    return dict(zip(ids, details.campaigns if sort == "campaigns" else details.groups, strict=False))


def _row(
    row_id: str | None,
    title: str,
    steps: list[tuple[int, StepResult]],
    result: SimulationResult,
    passing: Passing | None,
) -> CampaignRow:
    nothing = np.zeros(len(result.leads), np.int64)

    def summed(counts: Iterable[NDArray[Any]]) -> NDArray[Any]:
        return sum(counts, nothing)

    entries = [step for _, step in steps if step.kind in KINDS and KINDS[step.kind].entry]
    kept = [step.by_run for step in entries if step.by_run is not None]
    details = result.details
    waiting = None
    if details is not None:
        waiting = float(sum(details.stock[number, -1] for number, _ in steps))
    return CampaignRow(
        row_id,
        title,
        summed(step.entered for step in entries),
        summed(step.tasks for _, step in steps),
        summed(step.notifications for _, step in steps),
        waiting,
        None if passing is None or details is None else wilson(passing.took.count, details.leads),
        None if passing is None else passing.took,
        sum((step.over_time for step in entries), np.zeros(_buckets(result))),
        np.sum(kept, axis=0) if kept and len(kept) == len(entries) else None,
    )


def _buckets(result: SimulationResult) -> int:
    return max((len(step.over_time) for step in result.steps), default=0)


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
                daily.mean(axis=0),
            )
        )
    return rows

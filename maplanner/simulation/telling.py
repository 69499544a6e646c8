"""Everything a result tells, as JSON values for other programs, and over time in hours, days or weeks."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Link
from maplanner.simulation.groups import (
    CampaignRow,
    WriteRow,
    campaign_rows,
    group_rows,
    object_rows,
    operation_rows,
    system_rows,
)
from maplanner.simulation.money import money
from maplanner.simulation.passing import Passing
from maplanner.simulation.results import SimulationResult, StepResult
from maplanner.simulation.shares import Share, share_of, wilson
from maplanner.simulation.stages import StageRow, stage_report


class Span(StrEnum):
    """How finely time series are told."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"

    @property
    def days(self) -> float:
        """How long a span is."""
        return {Span.HOUR: 1.0 / 24.0, Span.DAY: 1.0, Span.WEEK: 7.0}[self]


def reached_by(result: SimulationResult, step: StepResult) -> Share:
    """Return which share of all leads comes to a step."""
    return share_of(step.unique, result.leads)


def taken_by(result: SimulationResult, link_id: str, source_id: str) -> Share | None:
    """Return which share of the arrivals at a step goes on along a link; ``None`` where that is unknown.

    A lead may take a link more than once for one arrival: then it is no share.
    """
    link, source = result.link_by_id.get(link_id), result.step_by_id.get(source_id)
    if link is None or source is None or not source.entered.any() or link.taken.sum() > source.entered.sum():
        return None
    return share_of(link.taken, source.entered)


def to_json(reader: RecordReader, result: SimulationResult, span: Span | None = None) -> dict[str, Any]:
    """Return all figures as JSON values; ``span`` adds arrivals over time to every step.

    Nothing is taken out of :meth:`SimulationResult.to_json`; steps and links have more besides.
    """
    found = result.to_json()
    for place, step in enumerate(result.steps):
        found["steps"][place] |= _step_extras(result, place, step, span)
    for place, link_result in enumerate(result.links):
        link = reader.find_or_none(Link, link_result.link)
        share = taken_by(result, link_result.link, link.source) if link is not None else None
        found["links"][place]["conversion"] = None if share is None else share.to_json()
        if result.details is not None:
            found["links"][place] |= _passing(result, result.details.links[place], span)
            if span is not None:
                taken = coarser(result, result.details.flows[place], span.days)
                found["links"][place]["over_time"] = taken.tolist()
    found |= {
        "campaigns": [_campaign(result, row, span) for row in campaign_rows(reader, result)],
        "groups": [_campaign(result, row, span) for row in group_rows(reader, result)],
        "stages": [_stage(result, row, span) for row in stage_report(reader, result)],
        "systems": [_writes(row, span) for row in system_rows(result)],
        "objects": [_writes(row, span) for row in object_rows(result)],
        "operations": [_writes(row, span) for row in operation_rows(result)],
        "precision": None if result.precision is None else result.precision.to_json(),
        "preview": None if result.preview is None else result.preview.to_json(),
        "left_out": [{"id": each.step, "why": each.why} for each in result.left_out],
        "money": money(reader, result).to_json(),
        "followed": None if result.details is None else result.details.leads,
        "span": None if span is None else span.value,
    }
    if result.details is not None:
        for place, spread in enumerate(result.details.scores):
            found["scores"][place]["over_time"] = spread.to_json()
        for name in ("segments", "thresholds"):
            for place, passing in enumerate(getattr(result.details, name)):
                found[name][place] |= _passing(result, passing, span)
    return found


def leads_of(result: SimulationResult, passing: Passing | None) -> Share | None:
    """Return which share of all leads ever came to something; ``None`` where no leads were followed."""
    if passing is None or result.details is None:
        return None
    return wilson(passing.took.count, result.details.leads)


def _passing(result: SimulationResult, passing: Passing, span: Span | None) -> dict[str, Any]:
    share, stays = leads_of(result, passing), len(passing.inside) > 0
    told: dict[str, Any] = {
        "leads": None if share is None else share.to_json(),
        "time_to_reach": passing.took.to_json() if passing.took.count else None,
    }
    if stays:
        told["in_flight"] = float(passing.inside[-1])
    if span is not None:
        told["first_over_time"] = coarser(result, passing.first, span.days).tolist()
        if stays:
            told["there_over_time"] = passing.inside.tolist()
    return told


def _campaign(result: SimulationResult, row: CampaignRow, span: Span | None) -> dict[str, Any]:
    told = row.to_json()
    if span is not None:
        told["over_time"] = summed(row.over_time, result.bucket_days, span.days).tolist()
    return told


def _stage(result: SimulationResult, row: StageRow, span: Span | None) -> dict[str, Any]:
    told = row.to_json()
    if span is not None and row.passing is not None:
        told["first_over_time"] = coarser(result, row.passing.first, span.days).tolist()
    return told


def _writes(row: WriteRow, span: Span | None) -> dict[str, Any]:
    told = row.to_json()
    if span is not None:
        told["over_time"] = summed(row.over_time, 1.0, span.days).tolist()
    return told


def _step_extras(result: SimulationResult, place: int, step: StepResult, span: Span | None) -> dict[str, Any]:
    extras: dict[str, Any] = {"conversion": reached_by(result, step).to_json()}
    if result.details is not None:
        reach = result.details.reach[place]
        extras["time_to_reach"] = reach.to_json() if reach.count else None
        extras["in_flight"] = float(result.details.stock[place, -1])
    if span is not None:
        extras["over_time"] = over_time(result, step, span.days).tolist()
    return extras


def over_time(result: SimulationResult, step: StepResult, span_days: float) -> NDArray[np.float64]:
    """Return the mean arrivals at a step in each span; the last span may be cut."""
    return summed(step.over_time, result.bucket_days, span_days)


def summed(values: NDArray[Any], width: float, span_days: float) -> NDArray[np.float64]:
    """Return sums over longer spans along the last axis; spans cannot become shorter than ``width``."""
    each = max(1, round(span_days / width))
    if each == 1 or not values.shape[-1]:
        return values.astype(float)
    return np.add.reduceat(values.astype(float), np.arange(0, values.shape[-1], each), axis=-1)


def coarser(result: SimulationResult, values: NDArray[Any], span_days: float) -> NDArray[np.float64]:
    """Return what a sample tells of each bucket in longer spans; its buckets are a day long, or longer."""
    return summed(values, max(1.0, round(result.days / max(values.shape[-1], 1))), span_days)


def band(
    result: SimulationResult, step: StepResult, span_days: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the 5th and 95th percentile of the runs in each span; ``None`` where they were not kept."""
    return band_of(result, step.by_run, span_days)


def band_of(
    result: SimulationResult, by_run: NDArray[Any] | None, span_days: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the 5th and 95th percentile of counts (runs, spans) as they were kept; ``None`` for none."""
    if by_run is None or len(by_run) < 2 or result.band_days > span_days + 1e-9:
        return None
    low, high = np.percentile(summed(by_run, result.band_days, span_days), (5, 95), axis=0)
    return low, high

"""Everything a result tells, as JSON values for other programs, and over time in hours, days or weeks."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Link
from maplanner.simulation.groups import campaign_rows, group_rows, object_rows, operation_rows, system_rows
from maplanner.simulation.money import money
from maplanner.simulation.results import SimulationResult, StepResult
from maplanner.simulation.shares import Share, share_of
from maplanner.simulation.stages import stage_report


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
    found |= {
        "campaigns": [row.to_json() for row in campaign_rows(reader, result)],
        "groups": [row.to_json() for row in group_rows(reader, result)],
        "stages": [row.to_json() for row in stage_report(reader, result)],
        "systems": [row.to_json() for row in system_rows(result)],
        "objects": [row.to_json() for row in object_rows(result)],
        "operations": [row.to_json() for row in operation_rows(result)],
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
    return found


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


def band(
    result: SimulationResult, step: StepResult, span_days: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the 5th and 95th percentile of the runs in each span; ``None`` where they were not kept."""
    if step.by_run is None or len(step.by_run) < 2 or result.band_days > span_days + 1e-9:
        return None
    low, high = np.percentile(summed(step.by_run, result.band_days, span_days), (5, 95), axis=0)
    return low, high

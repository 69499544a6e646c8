"""Which charts there are for a row of the results: by section, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from maplanner.desktop.words import tr
from maplanner.document.records import Campaign, Link
from maplanner.drawing.charts import of_passing, of_result
from maplanner.drawing.charts.chart import Chart
from maplanner.drawing.charts.over_time import TimeChart
from maplanner.drawing.charts.series import counts_over_time, times_taken

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.simulation import SimulationResult
    from maplanner.simulation.passing import Passing
    from maplanner.simulation.results import WriteResult

NO_GROUP = "no group"
"""The row of all campaigns that are in no group."""


@dataclass(frozen=True)
class ChartChoice:
    """A chart that a row offers: its name, and how it is made; ``None`` is nothing to show.

    ``spans`` says that it counts by hours, days or weeks, as a person wants.
    """

    name: str
    make: Callable[[], Chart | None]
    spans: bool = False


def step_charts(
    reader: RecordReader, result: SimulationResult, step_id: str, span_days: float | None
) -> list[ChartChoice]:
    """Return the charts of a step."""
    return [
        ChartChoice(tr("Arrivals"), lambda: of_result.arrivals(reader, result, step_id, span_days), True),
        ChartChoice(tr("Time to come"), lambda: of_result.time_to_reach(reader, result, step_id)),
        ChartChoice(tr("Waiting"), lambda: of_result.waiting(reader, result, step_id)),
    ]


def link_charts(
    reader: RecordReader, result: SimulationResult, link_id: str, span_days: float | None
) -> list[ChartChoice]:
    """Return the charts of a link, and where the leads of its campaign go."""
    link = reader.find_or_none(Link, link_id)
    step = None if link is None else result.step_by_id.get(link.source)
    if step is None:
        return []
    charts = of_passing.LinkCharts(reader, result, link_id)
    return [
        ChartChoice(tr("Over time"), lambda: charts.taken(span_days), True),
        ChartChoice(tr("Time to come"), charts.times),
        ChartChoice(tr("On the way"), charts.waiting),
        ChartChoice(tr("Where leads go"), lambda: of_result.sankey(reader, result, step.campaign)),
    ]


def campaign_charts(
    reader: RecordReader, result: SimulationResult, row_id: str, span_days: float | None
) -> list[ChartChoice]:
    """Return the charts of a campaign or a group of campaigns."""
    from maplanner.simulation.groups import campaign_rows, group_rows

    if reader.find_or_none(Campaign, row_id) is not None:
        flow = [
            ChartChoice(tr("Funnel"), lambda: of_result.funnel(reader, result, row_id)),
            ChartChoice(tr("Where leads go"), lambda: of_result.sankey(reader, result, row_id)),
        ]
        found = next((row for row in campaign_rows(reader, result) if row.id == row_id), None)
    else:
        flow = []
        found = next((row for row in group_rows(reader, result) if (row.id or NO_GROUP) == row_id), None)
    if found is None:
        return flow
    title = found.title or tr("Without a group")
    return [
        *flow,
        ChartChoice(tr("Entries"), lambda: of_passing.entries(result, found, span_days), True),
        ChartChoice(
            tr("Time to come"),
            lambda: times_taken(result, tr("Time to “{title}”").format(title=title), found.reach),
        ),
    ]


def stage_charts(
    reader: RecordReader, result: SimulationResult, stage_id: str, span_days: float | None
) -> list[ChartChoice]:
    """Return the charts of buying stages, and of the chosen one."""
    from maplanner.simulation.stages import stage_report

    rows = [row for row in stage_report(reader, result) if row.passing is not None]
    titles, passings = [row.title for row in rows], [row.passing for row in rows if row.passing is not None]
    charts = [
        ChartChoice(tr("Funnel"), lambda: of_result.stage_funnel(reader, result)),
        ChartChoice(tr("Over time"), lambda: of_passing.stages_over_time(result, titles, passings)),
    ]
    own = next((row for row in rows if row.stage == stage_id), None)
    if own is None or own.passing is None:
        return charts
    return [*charts, *_of_passing(result, own.title, own.passing, span_days)]


def score_charts(
    _reader: RecordReader, result: SimulationResult, row_id: str, span_days: float | None
) -> list[ChartChoice]:
    """Return the charts of a score, a threshold or a segment."""
    if any(score.score == row_id for score in result.scores):
        return [
            ChartChoice(tr("Over time"), lambda: of_result.score_over_time(result, row_id)),
            ChartChoice(tr("At the end"), lambda: of_result.score_at_end(result, row_id)),
        ]
    details = result.details
    if details is None:
        return []
    for segment, passing in zip(result.segments, details.segments, strict=True):
        if segment.segment == row_id:
            there = ChartChoice(
                tr("Leads in it"), partial(of_passing.members, result, segment.title, passing)
            )
            return [there, *_of_passing(result, segment.title, passing, span_days)]
    for threshold, passing in zip(result.thresholds, details.thresholds, strict=True):
        if threshold.threshold == row_id:
            return _of_passing(result, threshold.title, passing, span_days)
    return []


def _of_passing(
    result: SimulationResult, title: str, passing: Passing, span_days: float | None
) -> list[ChartChoice]:
    return [
        ChartChoice(tr("First time"), lambda: of_passing.firsts(result, title, passing, span_days), True),
        ChartChoice(tr("Time to come"), lambda: of_passing.times_to(result, title, passing)),
    ]


def write_charts(
    _reader: RecordReader, result: SimulationResult, write_id: str, span_days: float | None
) -> list[ChartChoice]:
    """Return the charts of writes to a system, an object or of one operation."""
    return [ChartChoice(tr("Over time"), lambda: _writes(result, write_id, span_days), True)]


def _writes(result: SimulationResult, write_id: str, span_days: float | None) -> TimeChart | None:
    import numpy as np

    from maplanner.simulation.telling import summed

    named = write_id.split("|")
    writes = [
        write
        for write in result.writes
        if write_id in (write.system, write.object, write.operation.value)
        or named == [write.object, write.operation.value]
    ]
    if not writes:
        return None
    span = max(span_days or 1.0, 1.0)
    counts = summed(np.sum([write.daily for write in writes], axis=0), 1.0, span)
    low, high = np.percentile(counts, (5, 95), axis=0)
    title = tr("{name}: records written").format(name=_written(writes, write_id))
    return counts_over_time(result, title, counts.mean(axis=0), span, (low, high))


def _written(writes: Sequence[WriteResult], write_id: str) -> str:
    """Return what writes have in common: a system, an object, an operation, or the last two."""
    first = writes[0]
    if write_id == first.system:
        return first.system_title
    if write_id == first.operation.value:
        return tr(first.operation.value)
    return first.api_name if write_id == first.object else f"{first.api_name}, {tr(first.operation.value)}"

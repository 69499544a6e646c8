"""Which charts there are for a row of the results: by section, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maplanner.desktop.words import tr
from maplanner.document.records import Link
from maplanner.drawing.charts import of_result
from maplanner.drawing.charts.chart import Chart
from maplanner.drawing.charts.over_time import Line, TimeChart

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.simulation import SimulationResult


@dataclass(frozen=True)
class ChartChoice:
    """A chart that a row offers: its name, and how it is made; ``None`` is nothing to show."""

    name: str
    make: Callable[[], Chart | None]


def step_charts(
    reader: RecordReader, result: SimulationResult, step_id: str, span_days: float | None
) -> list[ChartChoice]:
    """Return the charts of a step."""
    return [
        ChartChoice(tr("Arrivals"), lambda: of_result.arrivals(reader, result, step_id, span_days)),
        ChartChoice(tr("Time to come"), lambda: of_result.time_to_reach(reader, result, step_id)),
        ChartChoice(tr("Waiting"), lambda: of_result.waiting(reader, result, step_id)),
    ]


def link_charts(
    reader: RecordReader, result: SimulationResult, link_id: str, _span: float | None
) -> list[ChartChoice]:
    """Return the charts of a link: what comes of the leads of its campaign."""
    link = reader.find_or_none(Link, link_id)
    step = None if link is None else result.step_by_id.get(link.source)
    if step is None:
        return []
    return campaign_charts(reader, result, step.campaign, None)[1:]


def campaign_charts(
    reader: RecordReader, result: SimulationResult, campaign_id: str, _span: float | None
) -> list[ChartChoice]:
    """Return the charts of a campaign."""
    return [
        ChartChoice(tr("Funnel"), lambda: of_result.funnel(reader, result, campaign_id)),
        ChartChoice(tr("Where leads go"), lambda: of_result.sankey(reader, result, campaign_id)),
    ]


def stage_charts(
    reader: RecordReader, result: SimulationResult, _stage: str, _span: float | None
) -> list[ChartChoice]:
    """Return the charts of buying stages."""
    return [ChartChoice(tr("Funnel"), lambda: of_result.stage_funnel(reader, result))]


def score_charts(
    _reader: RecordReader, result: SimulationResult, score_id: str, _span: float | None
) -> list[ChartChoice]:
    """Return the charts of a score; thresholds and segments have none."""
    if all(score.score != score_id for score in result.scores):
        return []
    return [
        ChartChoice(tr("Over time"), lambda: of_result.score_over_time(result, score_id)),
        ChartChoice(tr("At the end"), lambda: of_result.score_at_end(result, score_id)),
    ]


def write_charts(
    _reader: RecordReader, result: SimulationResult, write_id: str, _span: float | None
) -> list[ChartChoice]:
    """Return the charts of writes to a system, an object or of one operation."""
    return [ChartChoice(tr("Each day"), lambda: _writes(result, write_id))]


def _writes(result: SimulationResult, write_id: str) -> TimeChart | None:
    import numpy as np

    named = write_id.split("|")
    writes = [
        write
        for write in result.writes
        if write_id in (write.system, write.object, write.operation.value)
        or named == [write.object, write.operation.value]
    ]
    if not writes:
        return None
    daily = np.sum([write.daily for write in writes], axis=0)
    low, high = np.percentile(daily, (5, 95), axis=0)
    days = tuple(float(day + 1) for day in range(daily.shape[1]))
    line = Line("", tuple(daily.mean(axis=0).tolist()), tuple(low.tolist()), tuple(high.tolist()))
    return TimeChart(tr("Records written, per day"), times=days, lines=(line,), per="per day")

"""Charts of a simulation's result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.document.records import Campaign, Link, Step
from maplanner.drawing.charts.bars import Funnel, FunnelRow, Histogram, classes_of
from maplanner.drawing.charts.over_time import Line, TimeChart
from maplanner.drawing.charts.sankey import Sankey, SankeyFlow, SankeyNode
from maplanner.drawing.charts.series import (
    counts_over_time,
    rests_on,
    span_of,
    there_over_time,
    times_taken,
)
from maplanner.drawing.labels import one_line
from maplanner.steps import KINDS

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.simulation.results import SimulationResult, StepResult
    from maplanner.steps.kind import PaletteGroup

_MOST_ROWS = 9


def arrivals(
    reader: RecordReader, result: SimulationResult, step_id: str, span_days: float | None = None
) -> TimeChart | None:
    """Return the arrivals at a step over time, with a band where nine runs of ten lie.

    ``span_days`` is what they are summed over; ``None`` chooses days for short times and weeks for long ones.
    """
    from maplanner.simulation.telling import band, over_time

    step = result.step_by_id.get(step_id)
    if step is None or not len(step.over_time):
        return None
    span = span_of(result, span_days, result.bucket_days)
    title = f"{title_of(reader, step)}: arrivals"
    return counts_over_time(result, title, over_time(result, step, span), span, band(result, step, span))


def waiting(reader: RecordReader, result: SimulationResult, step_id: str) -> TimeChart | None:
    """Return who waits at a step, over time; ``None`` where nobody does or it is not known."""
    step, place = _numbered(result, step_id)
    if step is None or result.details is None:
        return None
    title = f"{title_of(reader, step)}: leads that wait here"
    return there_over_time(result, title, result.details.stock[place], rests_on(result))


def time_to_reach(reader: RecordReader, result: SimulationResult, step_id: str) -> Histogram | None:
    """Return how long leads take to a step, from when they first came in."""
    step, place = _numbered(result, step_id)
    if step is None or result.details is None:
        return None
    return times_taken(result, f"Time to “{title_of(reader, step)}”", result.details.reach[place])


def score_over_time(result: SimulationResult, score_id: str) -> TimeChart | None:
    """Return how a score spreads over leads, over time: the mean, and what most of them lie below."""
    for score, spread in zip(result.scores, result.details.scores if result.details else (), strict=False):
        if score.score == score_id:
            levels = [tuple(column) for column in spread.levels.T.tolist()]
            mean = tuple(spread.means.tolist())
            lines = (Line("mean", mean), Line("95 % lie below", levels[4]), Line("75 % lie below", levels[3]))
            return TimeChart(
                f"{score.title}: points of leads", "", times=tuple(spread.times.tolist()), lines=lines
            )
    return None


def score_at_end(result: SimulationResult, score_id: str) -> Histogram | None:
    """Return how many leads have how many points at the end, among those who have any."""
    for score, spread in zip(result.scores, result.details.scores if result.details else (), strict=False):
        values = spread.final[spread.final != 0].tolist()
        if score.score == score_id and values:
            edges, counts = classes_of(values)
            none = len(spread.final) - len(values)
            return Histogram(
                f"{score.title}: points at the end",
                f"{len(values):,} leads with points; {none:,} have none",
                edges=edges,
                counts=counts,
                unit=f"points; {none / len(spread.final):.0%} have none",
                marks=(("mean of all", float(spread.final.mean())),),
            )
    return None


def funnel(reader: RecordReader, result: SimulationResult, campaign_id: str) -> Funnel | None:
    """Return how many leads get how far along a campaign's busiest way."""
    from maplanner.simulation import Range

    steps = busiest_way(reader, result, campaign_id)
    if len(steps) < 2:
        return None
    rows = []
    for step in steps:
        found = Range.of(step.unique)
        rows.append(FunnelRow(title_of(reader, step), found.mean, found.p5, found.p95))
    campaign = reader.find(Campaign, campaign_id)
    title = f"{one_line(campaign.title) or 'Campaign'}: how far leads get"
    return Funnel(title, rests_on(result), height=max(240.0, 30.0 + 44.0 * len(rows)), rows=tuple(rows))


def stage_funnel(reader: RecordReader, result: SimulationResult) -> Funnel | None:
    """Return how many leads get to each buying stage."""
    from maplanner.simulation.stages import stage_report

    rows = [row for row in stage_report(reader, result) if row.stage is not None]
    if len(rows) < 2 or not any(row.reached.share for row in rows):
        return None
    leads = float(result.leads.mean())
    found = tuple(
        FunnelRow(
            one_line(row.title) or "Stage",
            row.reached.share * leads,
            row.reached.low * leads,
            row.reached.high * leads,
        )
        for row in rows
    )
    return Funnel(
        "How far leads get in buying",
        rests_on(result),
        height=max(240.0, 30.0 + 44.0 * len(rows)),
        rows=found,
    )


def sankey(reader: RecordReader, result: SimulationResult, campaign_id: str) -> Sankey | None:
    """Return where the leads of a campaign go."""
    steps = [step for step in result.steps if step.campaign == campaign_id and step.entered.any()]
    if len(steps) < 2:
        return None
    nodes = tuple(
        SankeyNode(step.step, title_of(reader, step), _group(step), float(step.entered.mean()))
        for step in steps
    )
    known = {node.id for node in nodes}
    flows = []
    for found in result.links:
        link = reader.find_or_none(Link, found.link)
        if link is not None and link.source in known and link.target in known and found.taken.any():
            flows.append(SankeyFlow(link.source, link.target, float(found.taken.mean())))
    campaign = reader.find(Campaign, campaign_id)
    title = f"{one_line(campaign.title) or 'Campaign'}: where leads go"
    return Sankey(title, rests_on(result), width=960.0, height=440.0, nodes=nodes, flows=tuple(flows))


def busiest_way(reader: RecordReader, result: SimulationResult, campaign_id: str) -> list[StepResult]:
    """Return the steps that most leads come along, from an entry on; each has no more than the one before."""
    steps = {step.step: step for step in result.steps if step.campaign == campaign_id}
    carried = {found.link: float(found.taken.mean()) for found in result.links}
    entries = [s for s in steps.values() if s.kind in KINDS and KINDS[s.kind].entry and s.entered.any()]
    if not entries:
        return []
    at = max(entries, key=lambda step: float(step.unique.mean()))
    way, seen = [at], {at.step}
    while True:
        onward = [
            (carried.get(link.id, 0.0), steps[link.target])
            for link in reader.referring(Link, "source", at.step)
            if link.target in steps and link.target not in seen
        ]
        onward = [each for each in onward if each[0] > 0]
        if not onward:
            break
        _, at = max(onward, key=lambda each: each[0])
        seen.add(at.step)
        way.append(at)
    return _narrowing(way)


def _narrowing(way: list[StepResult]) -> list[StepResult]:
    """Leave out steps to which fewer come than to a later one, and of too many those that lose the fewest."""
    while len(way) > 1 and way[-1].kind == "end":
        way = way[:-1]
    kept: list[StepResult] = []
    for step in reversed(way):
        if not kept or float(step.unique.mean()) >= float(kept[0].unique.mean()):
            kept.insert(0, step)
    while len(kept) > _MOST_ROWS:
        means = [float(step.unique.mean()) for step in kept]
        losses = [means[at - 1] - means[at] for at in range(1, len(kept) - 1)]
        del kept[losses.index(min(losses)) + 1]
    return kept


def title_of(reader: RecordReader, step: StepResult) -> str:
    """Return what a step is called now, or was."""
    record = reader.find_or_none(Step, step.step)
    kind = KINDS.get(step.kind)
    return one_line(record.title if record is not None else step.title) or (kind.title if kind else step.kind)


def _group(step: StepResult) -> PaletteGroup | None:
    kind = KINDS.get(step.kind)
    return kind.group if kind is not None else None


def _numbered(result: SimulationResult, step_id: str) -> tuple[StepResult | None, int]:
    return next(((step, at) for at, step in enumerate(result.steps) if step.step == step_id), (None, -1))

"""The simulation: how many leads take which way, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.document.records import Step
from maplanner.report.naming import in_order
from maplanner.report.parts import (
    Cell,
    Chart,
    Column,
    Figures,
    Illustration,
    KeyFigure,
    Part,
    Series,
    Sort,
    Text,
    table,
)
from maplanner.report.section import Audience, Section, Subject
from maplanner.simulation.groups import campaign_rows, group_rows
from maplanner.simulation.results import Range, SimulationResult
from maplanner.simulation.stages import stage_report
from maplanner.simulation.telling import reached_by

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture
    from maplanner.simulation.passing import Durations

_FUNNELS: Final = ("chart:stages", "chart:funnel:")
_MOST_POINTS: Final = 60
_MOST_BARS: Final = 12


def make(subject: Subject) -> Iterator[Part]:
    """Yield what came out, or why nothing did."""
    result = subject.result
    if result is None:
        if subject.why_no_result:
            yield Text(subject.why_no_result)
        return
    leads, tasks = Range.of(result.leads), sum(float(step.tasks.mean()) for step in result.steps)
    reached = sum(float(each.reached.mean()) for each in result.thresholds)
    told = f"{result.runs:,} runs of {result.days:,.0f} days, seed {result.seed}"
    yield Figures(
        (
            KeyFigure("Leads", f"{leads.mean:,.0f}", f"[{leads.p5:,.0f} to {leads.p95:,.0f}] {told}"),
            KeyFigure("Thresholds reached", f"{reached:,.0f}", "mean of all runs"),
            KeyFigure("Tasks for sales", f"{tasks:,.0f}", "mean of all runs"),
        )
    )
    yield from _charts(subject, result)
    yield from _funnels(subject)
    yield from _campaigns(subject, result)
    yield from _stages(subject, result)
    columns = (
        "Campaign", Column("Step", wide=True), Column("Entered", Sort.NUMBER),
        Column("from (5 %)", Sort.NUMBER), Column("to (95 %)", Sort.NUMBER),
        Column("Leads", Sort.NUMBER), Column("Of all leads", Sort.SHARE),
        Column("Days to come, median", Sort.NUMBER), Column("Tasks", Sort.NUMBER),
    )  # fmt: skip
    rows = [_row(result, place) for place in _as_drawn(subject, result)]
    yield table("Steps", columns, rows, "No step ran.")
    if result.left_out:
        titles = {step.step: step.title for step in result.steps}
        rows = [(titles.get(each.step, each.step), each.why) for each in result.left_out]
        yield table("Left out", ("Step", Column("Why", wide=True)), rows, "")


def _as_drawn(subject: Subject, result: SimulationResult) -> list[int]:
    """Return the places of the steps in the order of campaigns, and from left to right in each."""
    places = {campaign.id: place for place, campaign in enumerate(in_order(subject.snapshot))}

    def key(place: int) -> tuple[int, float, float]:
        found = result.steps[place]
        step = subject.snapshot.find_or_none(Step, found.step)
        return places.get(found.campaign, len(places)), step.x if step else 0.0, step.y if step else 0.0

    return sorted(range(len(result.steps)), key=key)


def _row(result: SimulationResult, place: int) -> tuple[Cell, ...]:
    step = result.steps[place]
    entered, tasks = Range.of(step.entered), float(step.tasks.mean())
    counts = (entered.mean, entered.p5, entered.p95, float(step.unique.mean()))
    took = None if result.details is None else result.details.reach[place]
    share = reached_by(result, step).share
    counted = tuple(round(value, 1) for value in counts)
    return step.campaign_title, step.title, *counted, share, _median(took), round(tasks, 1)


def _median(took: Durations | None) -> float | None:
    return round(took.at(0.5), 1) if took is not None and took.count else None


def _campaigns(subject: Subject, result: SimulationResult) -> Iterator[Part]:
    """Yield the campaigns and their groups: who comes, which share of all, how soon, and who waits."""
    columns = (
        Column("Campaign", wide=True), "What", Column("Entries", Sort.NUMBER),
        Column("from (5 %)", Sort.NUMBER), Column("to (95 %)", Sort.NUMBER),
        Column("Of all leads", Sort.SHARE), Column("Days to come, median", Sort.NUMBER),
        Column("Waiting at the end", Sort.NUMBER),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    groups = [row for row in group_rows(subject.snapshot, result) if row.id is not None]
    for what, found in (("campaign", campaign_rows(subject.snapshot, result)), ("group", groups)):
        for row in found:
            entries = Range.of(row.entries)
            counts = tuple(round(value, 1) for value in (entries.mean, entries.p5, entries.p95))
            share = None if row.people is None else row.people.share
            waiting = None if row.waiting is None else round(row.waiting, 1)
            rows.append((row.title, what, *counts, share, _median(row.reach), waiting))
    if rows:
        yield table("Campaigns", columns, rows, "")


def _stages(subject: Subject, result: SimulationResult) -> Iterator[Part]:
    """Yield the stage report, where the plan has buying stages and leads were followed."""
    columns = (
        Column("Buying stage", wide=True), Column("Leads in it", Sort.SHARE), Column("Got here", Sort.SHARE),
        Column("On to the next", Sort.SHARE), Column("Days to come, median", Sort.NUMBER),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for row in stage_report(subject.snapshot, result):
        onward = None if row.onward is None else row.onward.share
        took = None if row.passing is None else row.passing.took
        rows.append((row.title or "No stage yet", row.here.share, row.reached.share, onward, _median(took)))
    if rows:
        yield table("Buying stages", columns, rows, "")


def _charts(subject: Subject, result: SimulationResult) -> Iterator[Part]:
    """Yield arrivals over time by campaign, and the busiest steps."""
    lines = []
    for campaign in in_order(subject.snapshot):
        steps = [step for step in result.steps if step.campaign == campaign.id]
        if steps:
            lines.append(Series(campaign.title, _summed(np.sum([step.over_time for step in steps], axis=0))))
    lines = [line for line in lines if any(line.values)]
    if lines:
        count = len(lines[0].values)
        every = result.days / count
        start = subject.snapshot.plan.start
        places = tuple(f"{start + timedelta(days=place * every):%-d %b}" for place in range(count))
        yield Chart("Arrivals at steps over time", places, tuple(lines), is_line=True)
    busiest = sorted(result.steps, key=lambda step: -float(step.entered.mean()))[:_MOST_BARS]
    if busiest:
        values = tuple(float(step.entered.mean()) for step in busiest)
        names = tuple(step.title for step in busiest)
        yield Chart("The busiest steps", names, (Series("Leads", values),))


def _funnels(subject: Subject) -> Iterator[Part]:
    """Yield the funnels of buying stages and of campaigns."""
    from maplanner.drawing.charts.chart import Chart as Drawn
    from maplanner.drawing.pictures.sources import Scene, picture_offers

    for offer in picture_offers(Scene(subject.snapshot, subject.result)):
        if offer.key.startswith(_FUNNELS):
            drawn = offer.draw()
            words = drawn.words() if isinstance(drawn, Drawn) else drawn.subtitle
            yield Illustration(offer.title, words, partial(_same, drawn), small=True)


def _same(drawn: Picture) -> Picture:
    return drawn


def _summed(values: NDArray[np.float64]) -> tuple[float, ...]:
    """Return a series of at most so many points, each the sum of those it stands for."""
    every = -(-len(values) // _MOST_POINTS)
    return tuple(float(values[at : at + every].sum()) for at in range(0, len(values), every))


SECTION: Final = Section(
    "simulation",
    "Simulation",
    90.0,
    frozenset({Audience.MARKETING, Audience.SALES, Audience.MANAGEMENT}),
    make,
    "What the plan makes of the people who come, in many runs; brackets hold nine of ten runs.",
    needs_result=True,
)

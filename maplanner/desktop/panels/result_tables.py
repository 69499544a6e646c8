"""What a simulation found, as rows: steps, ways, CRM writes, scores and segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maplanner.core.errors import InvalidRecord
from maplanner.desktop.naming import title_of
from maplanner.desktop.panels.chart import Series
from maplanner.desktop.tables.figures import Cell, Column, Row
from maplanner.desktop.words import number, percent, spread, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Link, Step
from maplanner.steps import KINDS, outputs_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from maplanner.simulation import Range, SimulationResult


@dataclass(frozen=True)
class Table:
    """Columns and rows; ``series`` gives what the chart shows for a row's identifier."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    series: Callable[[str], Series | None] = lambda _id: None


def ranges(samples: Sequence[NDArray[np.generic]]) -> list[Range]:
    """Return the range of each row of samples; one pass over all of them."""
    import numpy as np

    from maplanner.simulation import Range

    if not samples:
        return []
    table = np.stack(samples).astype(float)
    p5, p50, p95 = np.percentile(table, (5, 50, 95), axis=1)
    columns = (table.mean(axis=1), p5, p50, p95)
    return [Range(*(float(column[place]) for column in columns)) for place in range(len(samples))]


def range_column(title: str, tip: str = "") -> Column:
    """Return a column of ranges, exported as four figures."""
    export = (title, f"{title}, 5 %", f"{title}, 50 %", f"{title}, 95 %")
    return Column(title, figures=True, export=export, tip=tip)


def range_cell(figure: Range) -> Cell:
    """Return a cell with a mean and its range."""
    tip = tr("On average {mean}; in 9 of 10 runs between {low} and {high}").format(
        mean=number(figure.mean, 1), low=number(figure.p5), high=number(figure.p95)
    )
    return Cell(spread(figure), figure.mean, tip, (figure.mean, figure.p5, figure.p50, figure.p95))


def figure_cell(value: float, text: str | None = None) -> Cell:
    """Return a cell with one figure."""
    return Cell(number(value) if text is None else text, value, export=(value,))


def steps_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return the leads at each step."""
    leads = float(result.leads.mean())
    entered = ranges([step.entered for step in result.steps])
    unique = ranges([step.unique for step in result.steps])
    rows = []
    places = _campaign_places(reader)
    found = sorted(
        zip(result.steps, entered, unique, strict=True),
        key=lambda each: places.get(each[0].campaign, len(places)),
    )
    for step, arrivals, people in found:
        share = people.mean / leads if leads else 0.0
        kind = KINDS.get(step.kind)
        rows.append(
            Row(
                step.step,
                (
                    Cell(step.title),
                    range_cell(arrivals),
                    range_cell(people),
                    figure_cell(share, percent(share)),
                    Cell(_campaign_title(step.campaign, reader) or step.campaign_title),
                    Cell(tr(kind.title) if kind else step.kind),
                ),
            )
        )
    columns = (
        Column(tr("Step")),
        range_column(tr("Entered"), tr("Arrivals: a lead that comes twice counts twice")),
        range_column(tr("Leads"), tr("Different people among them")),
        Column(tr("Share"), figures=True, tip=tr("Of all leads")),
        Column(tr("Campaign")),
        Column(tr("Kind")),
    )

    def series(step_id: str) -> Series | None:
        found = result.step_by_id.get(step_id)
        return None if found is None else Series(result.bucket_days, found.over_time)

    return Table(columns, tuple(rows), series)


def links_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return how many leads took each link."""
    rows = []
    for found, taken in zip(result.links, ranges([link.taken for link in result.links]), strict=True):
        link = reader.find_or_none(Link, found.link) if reader else None
        source = reader.find_or_none(Step, link.source) if reader and link else None
        target = reader.find_or_none(Step, link.target) if reader and link else None
        if reader is None or link is None or source is None or target is None:
            continue
        rows.append(
            Row(
                found.link,
                (
                    Cell(title_of(source, reader)),
                    Cell(_output_title(source, link)),
                    Cell(title_of(target, reader)),
                    range_cell(taken),
                    Cell(_campaign_title(source.campaign, reader)),
                ),
            )
        )
    ends = (Column(tr("From")), Column(tr("Way out")), Column(tr("To")))
    return Table((*ends, range_column(tr("Taken")), Column(tr("Campaign"))), tuple(rows))


def writes_table(result: SimulationResult, _reader: RecordReader | None) -> Table:
    """Return how often records are created and updated."""
    totals = ranges([write.total for write in result.writes])
    rows = [
        Row(
            _write_id(write.object, write.operation.value),
            (
                Cell(write.api_name),
                Cell(tr(write.operation.value)),
                range_cell(total),
                figure_cell(write.median_per_day),
                figure_cell(write.busiest_day),
                Cell(write.system_title),
            ),
        )
        for write, total in zip(result.writes, totals, strict=True)
    ]
    columns = (
        Column(tr("Object")),
        Column(tr("Operation")),
        range_column(tr("In all")),
        Column(tr("On a median day"), figures=True),
        Column(tr("On the busiest day"), figures=True),
        Column(tr("System")),
    )

    def series(write_id: str) -> Series | None:
        import numpy as np

        for write in result.writes:
            if _write_id(write.object, write.operation.value) == write_id:
                low, high = np.percentile(write.daily, (5, 95), axis=0)
                return Series(1.0, write.daily.mean(axis=0), low, high)
        return None

    return Table(columns, tuple(rows), series)


def scores_table(result: SimulationResult, _reader: RecordReader | None) -> Table:
    """Return scores, thresholds and segments."""
    means = [(each.score, tr("Score, mean at the end"), each.title, each.mean) for each in result.scores]
    reached = [
        (each.threshold, tr("Threshold, times reached"), each.title, each.reached)
        for each in result.thresholds
    ]
    members = [
        (each.segment, tr("Segment, leads at the end"), each.title, each.members) for each in result.segments
    ]
    found = [*means, *reached, *members]
    figures = ranges([samples for *_, samples in found])
    rows = [
        Row(record_id, (Cell(title), Cell(sort), range_cell(figure)))
        for (record_id, sort, title, _samples), figure in zip(found, figures, strict=True)
    ]
    return Table((Column(tr("Title")), Column(tr("What")), range_column(tr("Figure"))), tuple(rows))


def record_of_row(row_id: str) -> str:
    """Return the identifier of the record that a row is about."""
    return row_id.split("|", maxsplit=1)[0]


def _campaign_places(reader: RecordReader | None) -> dict[str, int]:
    campaigns = sorted(reader.all(Campaign), key=lambda each: each.order) if reader else []
    return {campaign.id: place for place, campaign in enumerate(campaigns)}


def _output_title(source: Step, link: Link) -> str:
    try:
        titles = {output.name: output.title for output in outputs_of(source)}
    except InvalidRecord:
        titles = {}
    return tr(titles.get(link.output, link.output))


def _write_id(object_id: str, operation: str) -> str:
    return f"{object_id}|{operation}"


def _campaign_title(campaign_id: str, reader: RecordReader | None) -> str:
    campaign = reader.find_or_none(Campaign, campaign_id) if reader else None
    return title_of(campaign, reader) if campaign and reader else ""

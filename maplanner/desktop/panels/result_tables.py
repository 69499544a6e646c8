"""What a simulation found, as rows: steps, ways, CRM writes, scores and segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maplanner.app.analysis import in_flow_order
from maplanner.core.errors import InvalidRecord
from maplanner.desktop.naming import title_of
from maplanner.desktop.tables.figures import Cell, Column, Row
from maplanner.desktop.words import number, percent, spread, told, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Link, Step
from maplanner.drawing.measures import days_range_text, days_text
from maplanner.steps import KINDS, outputs_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from maplanner.simulation import Range, SimulationResult
    from maplanner.simulation.groups import CampaignRow
    from maplanner.simulation.shares import Share


@dataclass(frozen=True)
class Table:
    """Columns and rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


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
        mean=told(figure.mean, 1), low=told(figure.p5), high=told(figure.p95)
    )
    return Cell(spread(figure), figure.mean, tip, (figure.mean, figure.p5, figure.p50, figure.p95))


def figure_cell(value: float, text: str | None = None) -> Cell:
    """Return a cell with one figure."""
    return Cell(told(value) if text is None else text, value, export=(value,))


def steps_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return the leads at each step."""
    from maplanner.simulation.shares import share_of

    entered = ranges([step.entered for step in result.steps])
    unique = ranges([step.unique for step in result.steps])
    rows = []
    places = {} if reader is None else {key: at for at, key in enumerate(in_flow_order(reader))}
    found = sorted(
        zip(result.steps, entered, unique, strict=True),
        key=lambda each: places.get(each[0].step, len(places)),
    )
    numbers = {step.step: number for number, step in enumerate(result.steps)}
    for step, arrivals, people in found:
        kind = KINDS.get(step.kind)
        rows.append(
            Row(
                step.step,
                (
                    Cell(step.title),
                    range_cell(arrivals),
                    range_cell(people),
                    share_cell(share_of(step.unique, result.leads)),
                    *_time_cells(result, numbers[step.step]),
                    Cell(_campaign_title(step.campaign, reader) or step.campaign_title),
                    Cell(tr(kind.title) if kind else step.kind),
                ),
            )
        )
    return Table(_step_columns(), tuple(rows))


def _step_columns() -> tuple[Column, ...]:
    return (
        Column(tr("Step")),
        range_column(tr("Entered"), tr("Arrivals: a lead that comes twice counts twice")),
        range_column(tr("Leads"), tr("Different people among them")),
        share_column(tr("Share"), tr("Of all leads")),
        Column(
            tr("Time to come"),
            figures=True,
            export=(tr("Days, median"), tr("Days, 5 %"), tr("Days, 95 %")),
            tip=tr("Days from a lead’s first arrival to here: median, and where 9 of 10 leads lie"),
        ),
        Column(tr("Waiting"), figures=True, tip=tr("Leads that wait here when the simulated time ends")),
        Column(tr("Campaign")),
        Column(tr("Kind")),
    )


def share_cell(share: Share | None) -> Cell:
    """Return a cell with a share and how sure it is."""
    if share is None:
        return Cell("", -1.0, export=("", "", ""))
    tip = tr("The true share lies between {low} and {high} in 95 of 100 cases").format(
        low=percent(share.low), high=percent(share.high)
    )
    return Cell(percent(share.share), share.share, tip, (share.share, share.low, share.high))


def share_column(title: str, tip: str = "") -> Column:
    """Return a column of shares, exported with the ends of their intervals."""
    return Column(title, figures=True, export=(title, f"{title}, at least", f"{title}, at most"), tip=tip)


def _time_cells(result: SimulationResult, place: int) -> tuple[Cell, Cell]:
    """Return how long it takes to come to a step, and who waits there at the end; empty where unknown."""
    details = result.details
    if details is None:
        return Cell("", -1.0, export=("", "", "")), Cell("", -1.0)
    reach, stock = details.reach[place], float(details.stock[place, -1])
    if not reach.count:
        return Cell("", -1.0, export=("", "", "")), figure_cell(stock, number(stock) if stock else "")
    low, middle, high = (reach.at(level) for level in (0.05, 0.5, 0.95))
    text, spread_text = days_text(middle), days_range_text(low, high)
    text = text if text == spread_text else f"{text} ({spread_text})"
    tip = tr("Of {leads} leads that were followed to here").format(leads=number(reach.count))
    return Cell(text, middle, tip, (middle, low, high)), figure_cell(stock, number(stock) if stock else "")


def links_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return how many leads took each link."""
    from maplanner.simulation.telling import taken_by

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
                    share_cell(taken_by(result, found.link, source.id)),
                    Cell(_campaign_title(source.campaign, reader)),
                ),
            )
        )
    ends = (Column(tr("From")), Column(tr("Way out")), Column(tr("To")))
    share = share_column(tr("Share"), tr("Of the arrivals at the step it comes from"))
    return Table((*ends, range_column(tr("Taken")), share, Column(tr("Campaign"))), tuple(rows))


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

    return Table(columns, tuple(rows))


def campaigns_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return campaigns, then campaign groups."""
    from maplanner.simulation.groups import campaign_rows, group_rows

    if reader is None:
        return Table((), ())
    rows = [_campaign_row(row, tr("Campaign")) for row in campaign_rows(reader, result)]
    rows += [_campaign_row(row, tr("Group")) for row in group_rows(reader, result)]
    columns = (
        Column(tr("Title")),
        Column(tr("What")),
        range_column(tr("Entries"), tr("Arrivals at the steps where leads come in")),
        share_column(tr("Share"), tr("Of all leads: those who come to any step of it")),
        Column(tr("Waiting"), figures=True, tip=tr("Leads that wait there when the simulated time ends")),
        range_column(tr("Tasks")),
        range_column(tr("Notifications")),
    )
    return Table(columns, tuple(rows))


def _campaign_row(row: CampaignRow, what: str) -> Row:
    entries, tasks, notes = ranges([row.entries, row.tasks, row.notifications])
    waiting = Cell("", -1.0) if row.waiting is None else figure_cell(row.waiting)
    title = Cell(row.title or tr("Without a group"))
    cells = (title, Cell(what), range_cell(entries), share_cell(row.people), waiting)
    return Row(row.id or "", (*cells, range_cell(tasks), range_cell(notes)))


def stages_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return the share of leads in each buying stage, and how each converts to the next."""
    from maplanner.simulation.stages import stage_report

    rows = [
        Row(
            row.stage or "",
            (
                Cell(row.title or tr("No stage yet")),
                share_cell(row.here),
                share_cell(row.reached),
                share_cell(row.onward),
            ),
        )
        for row in (stage_report(reader, result) if reader is not None else ())
    ]
    columns = (
        Column(tr("Stage")),
        share_column(tr("Leads in it"), tr("Those who got no further")),
        share_column(tr("Got here")),
        share_column(tr("On to the next"), tr("Of those who got here")),
    )
    return Table(columns, tuple(rows))


def loads_table(result: SimulationResult, _reader: RecordReader | None) -> Table:
    """Return writes by system, object and operation, each summed over the others."""
    from maplanner.simulation.groups import object_rows, operation_rows, system_rows

    groups = (
        (tr("System"), system_rows(result)),
        (tr("Object"), object_rows(result)),
        (tr("Operation"), operation_rows(result)),
    )
    rows = []
    for what, found in groups:
        totals = ranges([row.total for row in found])
        for row, total in zip(found, totals, strict=True):
            title = tr(row.title) if what == tr("Operation") else row.title
            cells = (Cell(title), Cell(what), range_cell(total), figure_cell(row.median_per_day))
            rows.append(Row(row.id, (*cells, figure_cell(row.busiest_day))))
    columns = (
        Column(tr("Title")),
        Column(tr("What")),
        range_column(tr("In all")),
        Column(tr("On a median day"), figures=True),
        Column(tr("On the busiest day"), figures=True),
    )
    return Table(columns, tuple(rows))


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

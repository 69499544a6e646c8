"""What a simulation found, as rows: steps, ways, CRM writes, scores and segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from maplanner.app.analysis import in_flow_order
from maplanner.core.errors import InvalidRecord
from maplanner.desktop.naming import title_of
from maplanner.desktop.results.charts_of_rows import NO_GROUP
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
    from maplanner.simulation.passing import Durations, Passing
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
        took_column(),
        _waiting_column(),
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
        return took_cell(None), Cell("", -1.0)
    return took_cell(details.reach[place]), waiting_cell(float(details.stock[place, -1]))


def took_cell(took: Durations | None) -> Cell:
    """Return a cell with how long leads take to come; empty where it is not known or nobody comes."""
    if took is None or not took.count:
        return Cell("", -1.0, export=("", "", ""))
    low, middle, high = (took.at(level) for level in (0.05, 0.5, 0.95))
    text, ends = days_text(middle), days_range_text(low, high)
    tip = tr("Of {leads} leads that were followed to here").format(leads=number(took.count))
    return Cell(text if text == ends else f"{text} ({ends})", middle, tip, (middle, low, high))


def took_column() -> Column:
    """Return the column of how long leads take to come."""
    return Column(
        tr("Time to come"),
        figures=True,
        export=(tr("Days, median"), tr("Days, 5 %"), tr("Days, 95 %")),
        tip=tr("Days from a lead’s first arrival to here: median, and where 9 of 10 leads lie"),
    )


def waiting_cell(stock: float | None) -> Cell:
    """Return a cell with who waits; empty for nobody."""
    return figure_cell(stock, told(stock) if stock else "") if stock is not None else Cell("", -1.0)


def _waiting_column() -> Column:
    return Column(tr("Waiting"), figures=True, tip=tr("Leads that wait here when the simulated time ends"))


def links_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return how many leads took each link."""
    from maplanner.simulation.telling import leads_of, taken_by

    if reader is None:
        return Table(_link_columns(), ())
    places = {key: at for at, key in enumerate(in_flow_order(reader))}
    found = []
    taken = ranges([link.taken for link in result.links])
    for number_of, link_result in enumerate(result.links):
        link = reader.find_or_none(Link, link_result.link)
        source = reader.find_or_none(Step, link.source) if link else None
        target = reader.find_or_none(Step, link.target) if link else None
        if link is None or source is None or target is None:
            continue
        passing = None if result.details is None else result.details.links[number_of]
        cells = (
            Cell(title_of(source, reader)),
            Cell(_output_title(source, link)),
            Cell(title_of(target, reader)),
            range_cell(taken[number_of]),
            share_cell(taken_by(result, link.id, source.id)),
            share_cell(leads_of(result, passing)),
            took_cell(None if passing is None else passing.took),
            waiting_cell(None if passing is None else float(passing.inside[-1])),
            Cell(_campaign_title(source.campaign, reader)),
        )
        found.append((places.get(source.id, len(places)), Row(link.id, cells)))
    return Table(_link_columns(), tuple(row for _place, row in sorted(found, key=lambda each: each[0])))


def _link_columns() -> tuple[Column, ...]:
    return (
        Column(tr("From")),
        Column(tr("Way out")),
        Column(tr("To")),
        range_column(tr("Taken")),
        share_column(tr("Share"), tr("Of the arrivals at the step it comes from")),
        share_column(tr("Of all leads"), tr("Leads that ever come along here")),
        took_column(),
        _waiting_column(),
        Column(tr("Campaign")),
    )


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
        took_column(),
        _waiting_column(),
        range_column(tr("Tasks")),
        range_column(tr("Notifications")),
    )
    return Table(columns, tuple(rows))


def _campaign_row(row: CampaignRow, what: str) -> Row:
    entries, tasks, notes = ranges([row.entries, row.tasks, row.notifications])
    title = Cell(row.title or tr("Without a group"))
    cells = (title, Cell(what), range_cell(entries), share_cell(row.people), took_cell(row.reach))
    return Row(row.id or NO_GROUP, (*cells, waiting_cell(row.waiting), range_cell(tasks), range_cell(notes)))


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
                took_cell(None if row.passing is None else row.passing.took),
            ),
        )
        for row in (stage_report(reader, result) if reader is not None else ())
    ]
    columns = (
        Column(tr("Stage")),
        share_column(tr("Leads in it"), tr("Those who got no further")),
        share_column(tr("Got here")),
        share_column(tr("On to the next"), tr("Of those who got here")),
        took_column(),
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
    from maplanner.simulation.telling import leads_of

    details = result.details
    nothing: list[Passing | None] = [None] * len(result.scores)
    passings = [*nothing, *(details.thresholds + details.segments if details is not None else ())]
    named: list[tuple[str, str, str, NDArray[Any]]]
    named = [(each.score, tr("Score, mean at the end"), each.title, each.mean) for each in result.scores]
    named += [
        (each.threshold, tr("Threshold, times reached"), each.title, each.reached)
        for each in result.thresholds
    ]
    named += [
        (each.segment, tr("Segment, leads at the end"), each.title, each.members) for each in result.segments
    ]
    figures = ranges([samples for *_, samples in named])
    rows = []
    for (record_id, sort, title, _samples), figure, passing in zip_longest(named, figures, passings):
        came = share_cell(leads_of(result, passing))
        took = took_cell(None if passing is None else passing.took)
        rows.append(Row(record_id, (Cell(title), Cell(sort), range_cell(figure), came, took)))
    ever = share_column(tr("Of all leads"), tr("Leads that ever come there"))
    return Table(
        (Column(tr("Title")), Column(tr("What")), range_column(tr("Figure")), ever, took_column()),
        tuple(rows),
    )


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

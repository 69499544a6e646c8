"""What a simulation found of sales teams, money and duplicates on lists, as rows and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.app.analysis import in_flow_order
from maplanner.desktop.naming import title_of
from maplanner.desktop.panels.result_tables import Table, figure_cell, range_cell, range_column, ranges
from maplanner.desktop.results.charts_of_rows import ChartChoice
from maplanner.desktop.tables.figures import Cell, Column, Row
from maplanner.desktop.words import percent, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Step
from maplanner.drawing.charts.bars import Histogram
from maplanner.drawing.charts.over_time import Line, TimeChart
from maplanner.drawing.charts.series import rests_on
from maplanner.drawing.measures import days_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from maplanner.simulation import SimulationResult
    from maplanner.simulation.money import MoneyRow
    from maplanner.simulation.team_results import TeamResult

_CLASSES = 24
_NEARLY_ALL = 0.98
"""The longest waits are left out of the picture: a few would press all others together."""


def teams_table(result: SimulationResult, _reader: RecordReader | None) -> Table:
    """Return what each sales team had to do, and how long leads waited for it."""
    columns = (
        Column(tr("Team")),
        range_column(tr("Asked")),
        range_column(tr("Done")),
        range_column(tr("Left at the end")),
        Column(tr("Half wait"), figures=True, tip=tr("Half of those who were served waited no longer.")),
        Column(tr("19 of 20 wait"), figures=True, tip=tr("19 of 20 who were served waited no longer.")),
        Column(tr("Hot leads: 19 of 20"), figures=True),
        Column(tr("Busy"), figures=True, tip=tr("Share of the working time that goes into tasks.")),
        Column(
            tr("A day and person"), figures=True, tip=tr("Tasks that one person begins on a working day.")
        ),
    )
    rows = []
    for team in result.teams:
        asked, done, left = ranges([team.requests, team.done, team.waiting_at_end])
        busy = float(team.utilisation.mean())
        rows.append(
            Row(
                team.team,
                (
                    Cell(team.title),
                    *(range_cell(each) for each in (asked, done, left)),
                    _wait(team, 0.5),
                    _wait(team, 0.95),
                    _wait(team, 0.95, hot=True),
                    figure_cell(busy, percent(busy)),
                    figure_cell(team.tasks_per_person_and_day),
                ),
            )
        )
    return Table(columns, tuple(rows))


def _wait(team: TeamResult, share: float, *, hot: bool = False) -> Cell:
    waited = team.waited(share, hot=hot)
    return Cell(tr("nobody"), -1.0) if waited is None else figure_cell(waited, days_text(waited))


def money_table(result: SimulationResult, reader: RecordReader | None) -> Table:
    """Return what campaigns, steps and teams cost and bring."""
    from maplanner.simulation.money import money

    if reader is None:
        return Table(_money_columns(""), ())
    found = money(reader, result)
    places = {key: at for at, key in enumerate(in_flow_order(reader))}
    steps = sorted(found.steps, key=lambda row: places.get(row.id, len(places)))
    titles = {campaign.id: title_of(campaign, reader) for campaign in reader.all(Campaign)}
    named = [(tr("All"), tr("All together"), "", found.total)]
    named += [(titles[row.id], tr("Campaign"), "", row) for row in found.campaigns]
    named += [(row.title, tr("Sales team"), "", row) for row in found.teams]
    for row in steps:
        step = reader.find(Step, row.id)
        named.append((title_of(step, reader), tr("Step"), titles.get(step.campaign, ""), row))
    rows = tuple(_money_row(*each) for each in named) if found.total.cost.any() or found.steps else ()
    return Table(_money_columns(reader.plan.currency), rows)


def _money_columns(currency: str) -> tuple[Column, ...]:
    in_currency = f", {currency}" if currency else ""
    return (
        Column(tr("Title")),
        Column(tr("What")),
        range_column(tr("Costs") + in_currency),
        range_column(tr("Brings") + in_currency),
        range_column(tr("Leaves") + in_currency),
        Column(tr("Budget") + in_currency, figures=True),
        Column(tr("Beyond it"), figures=True, tip=tr("Share of the runs in which the budget does not do.")),
        Column(tr("Campaign")),
    )


def _money_row(title: str, sort: str, campaign: str, row: MoneyRow) -> Row:
    cost, revenue, left = ranges([row.cost, row.revenue, row.left])
    budget, beyond = row.budget, row.over_budget
    return Row(
        row.id or "all",
        (
            Cell(title),
            Cell(sort),
            range_cell(cost),
            range_cell(revenue),
            range_cell(left),
            Cell("") if budget is None else figure_cell(budget),
            Cell("") if beyond is None else figure_cell(beyond, percent(beyond)),
            Cell(campaign),
        ),
    )


def lists_table(result: SimulationResult, _reader: RecordReader | None) -> Table:
    """Return what became of people who are on lists more than once."""
    columns = (
        Column(tr("List or e-mail")),
        Column(tr("Entries"), figures=True),
        Column(
            tr("Left out"), figures=True, tip=tr("Entries that the tool does not take: on the list already.")
        ),
        range_column(
            tr("Met already"), tr("People who came in and were leads already, by this or another list.")
        ),
        range_column(tr("Sent once"), tr("E-mails spared, because the person was on two lists.")),
    )
    rows = [
        Row(
            each.step,
            (
                Cell(each.title),
                figure_cell(float(each.size)),
                figure_cell(float(each.left_out)),
                range_cell(ranges([each.met])[0]),
                Cell(""),
            ),
        )
        for each in result.lists
    ]
    for step in result.steps:
        if step.sent_once is not None:
            spared = range_cell(ranges([step.sent_once])[0])
            rows.append(Row(step.step, (Cell(step.title), Cell(""), Cell(""), Cell(""), spared)))
    return Table(columns, tuple(rows))


# --- charts ------------------------------------------------------------------


def team_charts(
    _reader: RecordReader, result: SimulationResult, team_id: str, _span: float | None
) -> list[ChartChoice]:
    """Return the charts of a team: how many wait, how long, and what is begun each day."""
    team = next((each for each in result.teams if each.team == team_id), None)
    if team is None:
        return []
    return [
        ChartChoice(tr("Waiting leads"), lambda: _backlog(team)),
        ChartChoice(tr("Waiting times"), lambda: _waits(team)),
        ChartChoice(tr("Tasks begun"), lambda: _begun(team)),
    ]


def money_charts(
    reader: RecordReader, result: SimulationResult, _row: str, _span: float | None
) -> list[ChartChoice]:
    """Return the chart of costs over time."""
    return [ChartChoice(tr("Costs over time"), lambda: _costs(reader, result))]


def list_charts(
    _reader: RecordReader, _result: SimulationResult, _row: str, _span: float | None
) -> list[ChartChoice]:
    """Return no charts: duplicates have none."""
    return []


def _days(count: int) -> tuple[float, ...]:
    return tuple(float(day + 1) for day in range(count))


def _banded(table: NDArray[np.int64]) -> Line:
    import numpy as np

    low, high = np.percentile(table, (5, 95), axis=0)
    return Line("", tuple(table.mean(axis=0).tolist()), tuple(low.tolist()), tuple(high.tolist()))


def _backlog(team: TeamResult) -> TimeChart:
    import numpy as np

    table = np.array([run.waiting for run in team.runs])
    title = tr("Waiting for {team} at the end of each day").format(team=team.title)
    return TimeChart(title, times=_days(table.shape[1]), lines=(_banded(table),), per=tr("leads"))


def _begun(team: TeamResult) -> TimeChart:
    title = tr("Tasks that {team} begins").format(team=team.title)
    return TimeChart(title, times=_days(team.begun.shape[1]), lines=(_banded(team.begun),), per=tr("per day"))


def _waits(team: TeamResult) -> Histogram | None:
    import numpy as np

    if not team.waits.size:
        return None
    longest = max(float(np.quantile(team.waits, _NEARLY_ALL)), 1 / 24)
    counts, edges = np.histogram(team.waits, _CLASSES, (0.0, longest))
    marks = ((tr("half"), float(np.median(team.waits))),)
    title = tr("How long leads wait for {team}").format(team=team.title)
    per_run = (counts / len(team.runs)).tolist()
    return Histogram(title, edges=tuple(edges.tolist()), counts=tuple(per_run), marks=marks)


def _costs(reader: RecordReader, result: SimulationResult) -> TimeChart | None:
    from maplanner.simulation.money import money

    spent = money(reader, result).cost_over_time
    if not spent.any():
        return None
    times = tuple((place + 1) * result.bucket_days for place in range(len(spent)))
    per = tr("per day") if result.bucket_days == 1.0 else tr("each time")
    title = tr("Costs {per}, {currency}").format(per=per, currency=reader.plan.currency).rstrip(", ")
    return TimeChart(title, rests_on(result), times=times, lines=(Line("", tuple(spent.tolist())),), per=per)

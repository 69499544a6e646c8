"""Sales teams, money and duplicates on lists as plain tables for export."""

from __future__ import annotations

from maplanner.document.reading import RecordReader
from maplanner.simulation.money import MoneyRow, money
from maplanner.simulation.result_sheets import ResultSheet, Value, as_range, as_sheet, ranged
from maplanner.simulation.results import SimulationResult


def sales_sheets(reader: RecordReader, result: SimulationResult) -> list[ResultSheet]:
    """Return the tables, also those without rows."""
    return [_teams(result), _money(reader, result), _lists(result)]


def _teams(result: SimulationResult) -> ResultSheet:
    header = (
        "Team", "People", ranged("Asked"), ranged("Done"), ranged("Left at the end"), ranged("Busy"),
        "Days waited, 50 %", "Days waited, 95 %",
        "Hot leads: days waited, 50 %", "Hot leads: days waited, 95 %",
        "Tasks a day and person", "Busiest day", "Identifier",
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for team in result.teams:
        counts = (team.requests, team.done, team.waiting_at_end, team.utilisation)
        waits = [team.waited(share, hot=hot) for hot in (False, True) for share in (0.5, 0.95)]
        figures = [figure for samples in counts for figure in as_range(samples)]
        days = (team.tasks_per_person_and_day, team.busiest_day)
        rows.append((team.title, team.people, *figures, *waits, *days, team.team))
    return as_sheet("Sales teams", header, rows)


def _money(reader: RecordReader, result: SimulationResult) -> ResultSheet:
    header = (
        "Title", "What", ranged("Costs"), ranged("Brings"), ranged("Leaves"), "Budget",
        "Runs beyond the budget", "Campaign", "Identifier",
    )  # fmt: skip
    found = money(reader, result)
    if not found.steps and not found.teams:
        return as_sheet("Money", header, [])
    rows = [_money_row("all together", found.total)]
    rows += [_money_row("campaign", row) for row in found.campaigns]
    rows += [_money_row("sales team", row) for row in found.teams]
    named = {step.step: step.campaign_title for step in result.steps}
    rows += [_money_row("step", row, named.get(row.id, "")) for row in found.steps]
    return as_sheet("Money", header, rows)


def _money_row(what: str, row: MoneyRow, campaign: str = "") -> tuple[Value, ...]:
    figures = [figure for samples in (row.cost, row.revenue, row.left) for figure in as_range(samples)]
    return (row.title or "All", what, *figures, row.budget, row.over_budget, campaign, row.id)


def _lists(result: SimulationResult) -> ResultSheet:
    header = ("List", "Entries", "Left out", ranged("Met already"), "Identifier")
    rows = [(each.title, each.size, each.left_out, *as_range(each.met), each.step) for each in result.lists]
    return as_sheet("Contact lists", header, rows)

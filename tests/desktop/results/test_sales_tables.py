"""Sales teams, money and duplicates in the results panel."""

from __future__ import annotations

from typing import Any

import pytest

from maplanner.desktop.panels.results import SECTIONS
from maplanner.desktop.results.sales_tables import (
    lists_table,
    money_charts,
    money_table,
    team_charts,
    teams_table,
)
from maplanner.document.reading import Snapshot
from maplanner.document.records import SalesTeam
from maplanner.simulation import SimulationOptions, SimulationResult
from maplanner.simulation.run import run_plan
from tests.builders import PlanBuilder


@pytest.fixture(scope="module")
def simulated() -> tuple[Snapshot, SimulationResult]:
    builder = PlanBuilder(days=30.0, accounts=50)
    builder.campaign("Pavasaris", budget=10.0)
    team = builder.add(SalesTeam, title="Rīgas komanda", people=1, task_hours=2.0, hour_cost=30.0)
    first = builder.step("contact_list", "Fair", props={"size": 100, "cost": 50.0})
    shared = {"size": 50, "shares_with": first.id, "shared_share": 0.4}
    second = builder.step("contact_list", "Partner", props=shared)
    mail = builder.step("email", "Mail")
    task = builder.step("sales_task", props={"team": team.id})
    builder.link(first, mail)
    builder.link(second, mail)
    builder.link(mail, task, "sent")
    snapshot = builder.snapshot()
    return snapshot, run_plan(snapshot, SimulationOptions(runs=3, threads=1))


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_team_shows_what_it_had_to_do(simulated: tuple[Snapshot, SimulationResult]) -> None:
    snapshot, result = simulated
    (row,) = texts(teams_table(result, snapshot))
    assert row[0] == "Rīgas komanda"
    assert row[1] == "130"
    assert row[6] == "nobody", "no lead is hot"
    assert row[7] == "36 %"
    charts = [choice.make() for choice in team_charts(snapshot, result, result.teams[0].team, None)]
    assert len(charts) == 3
    assert None not in charts


def test_money_shows_costs_and_what_is_beyond_the_budget(
    simulated: tuple[Snapshot, SimulationResult],
) -> None:
    snapshot, result = simulated
    rows = texts(money_table(result, snapshot))
    assert rows[0][:2] == ["All", "All together"]
    assert rows[1] == ["Pavasaris", "Campaign", "50", "0", "−50", "10", "100 %", ""]
    assert [text.replace(",", "") for text in rows[2][:3]] == ["Rīgas komanda", "Sales team", "7800"]
    assert rows[3][:2] == ["Fair", "Step"]
    assert rows[3][-1] == "Pavasaris"
    assert money_table(result, snapshot).columns[2].title == "Costs, EUR"
    (choice,) = money_charts(snapshot, result, "all", None)
    assert choice.make() is not None


def test_lists_show_who_was_met_and_spared(simulated: tuple[Snapshot, SimulationResult]) -> None:
    snapshot, result = simulated
    found = {row[0]: row[1:] for row in texts(lists_table(result, snapshot))}
    assert found["Partner"] == ["50", "0", "20", ""]
    assert found["Mail"] == ["", "", "", "20"]


def test_the_panel_offers_the_tables() -> None:
    assert {"Teams", "Money", "Lists"} <= {section.title for section in SECTIONS}

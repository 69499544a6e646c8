"""Sales teams, money and lists among the exported tables."""

from __future__ import annotations

from maplanner.document.records import Effect, SalesTeam
from maplanner.simulation import SimulationOptions
from maplanner.simulation.result_sheets import result_sheets
from maplanner.simulation.run import run_plan
from tests.builders import PlanBuilder


def test_teams_money_and_lists_are_exported() -> None:
    builder = PlanBuilder(days=30.0, accounts=10)
    mark = builder.threshold(builder.score(), 1.0)
    builder.add(Effect, threshold=mark.id, kind="qualify the lead")
    team = builder.add(SalesTeam, title="Inside sales")
    people = builder.step("contact_list", props={"size": 40, "cost": 5.0, "repeated_share": 0.1})
    builder.link(people, builder.step("sales_task", props={"team": team.id}))
    result = run_plan(builder.snapshot(), SimulationOptions(runs=2, threads=1))
    sheets = {sheet.title: sheet for sheet in result_sheets(builder.snapshot(), result)}
    for title in ("Sales teams", "Money", "Contact lists"):
        assert all(len(row) == len(sheets[title].header) for row in sheets[title].rows)
    (row,) = sheets["Sales teams"].rows
    named = dict(zip(sheets["Sales teams"].header, row, strict=True))
    assert (named["Team"], named["Asked"], named["Hot leads: days waited, 50 %"]) == (
        "Inside sales",
        36.0,
        None,
    )
    assert [row[:3] for row in sheets["Money"].rows][:2] == [
        ("All", "all together", 5.0),
        ("Campaign", "campaign", 5.0),
    ]
    assert sheets["Contact lists"].rows[0][1:3] == (40, 4)


def test_without_them_there_are_no_such_tables() -> None:
    builder = PlanBuilder(days=30.0, accounts=10)
    builder.step("contact_list")
    result = run_plan(builder.snapshot(), SimulationOptions(runs=2, threads=1))
    titles = {sheet.title for sheet in result_sheets(builder.snapshot(), result)}
    assert not titles & {"Sales teams", "Money", "Contact lists"}

"""Money in the results: clicks, lists, steps, teams, budgets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from maplanner.document.records import SalesTeam
from maplanner.simulation import SimulationOptions
from maplanner.simulation.money import money
from maplanner.simulation.run import run_plan
from tests.builders import PlanBuilder


def test_what_steps_cost_is_added_up_by_campaign() -> None:
    builder = PlanBuilder(days=50.0, accounts=100)
    campaign = builder.campaign("Spring", budget=2000.0)
    ad = builder.step("paid_ad", props={"budget_per_day": 50.0, "cost_per_click": 5.0})
    people = builder.step("contact_list", props={"size": 400, "cost": 300.0, "at": 10.0})
    mail = builder.step("email", cost_each=0.5, cost_fixed=120.0, props={"bounce_share": 0.0})
    builder.link(people, mail)
    result = run_plan(builder.snapshot(), SimulationOptions(runs=10, threads=1))
    found = money(builder.snapshot(), result)
    costs = {row.id: row.cost for row in found.steps}
    assert costs[ad.id].tolist() == (result.step_by_id[ad.id].entered * 5.0).tolist()
    assert costs[ad.id].mean() == pytest.approx(2500, rel=0.05)
    assert set(costs[people.id]) == {300.0}
    assert set(costs[mail.id]) == {320.0}
    (row,) = found.campaigns
    assert row.id == campaign.id
    assert row.cost.tolist() == sum(costs.values()).tolist()
    assert row.over_budget == 1.0
    assert found.cost_over_time.sum() == pytest.approx(row.cost.mean())
    assert found.cost_over_time[10] == pytest.approx(300 + 200, abs=150), "the list and its e-mails"
    assert found.total.gain == -1.0


def test_what_leads_spend_is_revenue_and_what_is_left_the_rest() -> None:
    builder = PlanBuilder(days=10.0, accounts=100)
    people = builder.step("contact_list", props={"size": 100, "cost": 300.0})
    result = run_plan(builder.snapshot(), SimulationOptions(runs=2, threads=1))
    steps = tuple(replace(step, spent=np.array([900.0, 300.0])) for step in result.steps)
    found = money(builder.snapshot(), replace(result, steps=steps))
    assert found.steps[0].id == people.id
    assert found.total.left.tolist() == [600.0, 0.0]
    assert found.total.gain == 1.0
    assert found.to_json()["total"]["revenue"]["mean"] == 600.0


def test_the_work_of_teams_costs_by_the_hour() -> None:
    builder = PlanBuilder(days=30.0, accounts=10)
    team = builder.add(SalesTeam, people=2, task_hours=0.5, hour_cost=60.0)
    people = builder.step("contact_list", props={"size": 40})
    builder.link(people, builder.step("sales_task", props={"team": team.id}))
    result = run_plan(builder.snapshot(), SimulationOptions(runs=2, threads=1))
    found = money(builder.snapshot(), result)
    assert found.teams[0].cost.tolist() == pytest.approx([1200.0, 1200.0])
    assert found.total.cost.tolist() == pytest.approx([1200.0, 1200.0])

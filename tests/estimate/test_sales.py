"""What sales must bear, by hand: what comes a day, and whether the people suffice."""

from __future__ import annotations

import pytest

from maplanner.document.records import SalesTeam
from maplanner.estimate import estimate
from maplanner.estimate.sales import SalesLoad, explained
from maplanner.simulation import SimulationOptions, simulate
from tests.builders import PlanBuilder


def sales(built: PlanBuilder) -> SalesLoad:
    snapshot = built.snapshot()
    found = estimate(snapshot, simulate(snapshot, SimulationOptions(runs=3, seed=2)))
    assert found.sales is not None
    return found.sales


def plan(**task: object) -> PlanBuilder:
    built = PlanBuilder(days=20.0, accounts=10, runs=3)
    entry = built.step("contact_list", "List", props={"size": 60})
    built.chain(entry, built.step("sales_task", "Call", props=dict(task)), built.step("notification", "Tell"))
    return built


def test_what_comes_to_sales_is_counted_by_the_day() -> None:
    found = sales(plan())
    assert found.tasks.total.mean == 60
    assert found.tasks.a_day == 3.0
    assert found.tasks.busiest is not None
    assert found.tasks.busiest.mean == 60  # the list is sent at once
    assert found.tasks.steps == ("step_2",)
    assert found.notifications.total.mean == 60
    assert found.handed_over.total.mean == 0
    assert any("no sales team" in lack for lack in found.lacks)


def test_a_team_that_is_too_small_is_named() -> None:
    built = plan(team="sales_team_1")
    built.add(SalesTeam, title="Pārdevēji", people=1, task_hours=8.0)
    found = sales(built)
    (team,) = found.teams
    # 60 tasks of 8 hours in 20 days around the clock: just what one person has.
    assert float(team.utilisation.mean()) == pytest.approx(1.0, abs=0.02)
    assert any("“Pārdevēji” works at" in lack for lack in found.lacks)
    assert found.to_json()["tasks_per_person_and_day"] == 3.0
    told = explained(team)
    assert told.elements == (team.team,)
    assert told.figure.endswith("%")


def test_a_plan_without_sales_says_so() -> None:
    built = PlanBuilder(days=20.0, accounts=10)
    built.chain(built.step("contact_list", "List"), built.step("email", "Mail"))
    assert any("Nothing is handed over" in lack for lack in sales(built).lacks)

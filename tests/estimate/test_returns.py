"""What a plan costs and brings, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from maplanner.document.records import Plan
from maplanner.estimate.returns import Returns, payback_of, returns_of
from maplanner.simulation import SimulationOptions, simulate
from tests.builders import PlanBuilder


def plan() -> PlanBuilder:
    """Return 100 people at 2 each and a list of 300; all are handed over, 40 % of 60 % of 20 % are won."""
    built = PlanBuilder(days=100.0, accounts=10, runs=4, currency="NOK")
    built.campaign("Vārdi", budget=600.0)
    people = built.step("contact_list", "List", props={"size": 100, "cost": 300.0})
    mail = built.step("email", "Mail", cost_each=2.0, props={"bounce_share": 0.0})
    sales = built.step("hand_off", "Sales", props={"deal_value": 0.0})
    built.chain(people, mail)
    built.link(mail, sales, output="sent")
    return built


def returns(built: PlanBuilder, spent: float = 0.0) -> Returns:
    snapshot = built.snapshot()
    result = simulate(snapshot, SimulationOptions(seed=1))
    steps = tuple(
        replace(step, spent=np.full(result.runs, spent)) if step.kind == "hand_off" and spent else step
        for step in result.steps
    )
    return returns_of(snapshot, replace(result, steps=steps), None, ())


def test_costs_and_counts_of_a_campaign_are_those_of_the_hand() -> None:
    (found,) = returns(plan()).campaigns
    assert set(found.media) == {300.0 + 100 * 2.0}
    assert set(found.reached.leads) == {100.0}
    assert set(found.reached.handed_over) == {100.0}
    assert found.reached.opportunities.mean() == pytest.approx(100 * 0.4 * 0.6)
    assert found.reached.customers.mean() == pytest.approx(100 * 0.4 * 0.6 * 0.2)
    assert found.cost_per(found.reached.leads) == 5.0
    assert found.cost_per(found.reached.customers) == pytest.approx(500 / 4.8)
    assert found.gain == -1.0
    assert found.budget == 600.0


def test_revenue_less_cost_is_what_is_left() -> None:
    found = returns(plan(), spent=2000.0)
    assert found.total.left.tolist() == [1500.0] * 4
    assert found.total.gain == 3.0
    assert found.currency == "NOK"
    # Nothing is paid at the beginning, so it pays from the first day on.
    assert found.payback == Plan().start
    assert not any("revenue" in lack for lack in found.lacks)


def test_what_is_paid_at_the_beginning_is_paid_back_later() -> None:
    found = returns(plan(), spent=2000.0)
    total = replace(found.total, making=450.0, integration=300.0)
    assert total.left.mean() == 750.0
    snapshot = plan().snapshot()
    result = simulate(snapshot, SimulationOptions(runs=1))
    # 15 a day are left of 20 less 5: 750 take 50 days.
    assert payback_of(snapshot, result, total) == Plan().start + timedelta(days=50)


def test_what_is_not_known_is_said_and_the_rest_given() -> None:
    found = returns(plan())
    assert any("revenue" in lack for lack in found.lacks)
    assert any("hourly rate" in lack for lack in found.lacks)
    assert found.payback is None
    data = found.to_json()
    assert data["total"]["cost"]["mean"] == 500.0
    assert data["campaigns"][0]["making"] is None
    assert "revenue − media" in found.total.explanation().formula


def test_opportunities_are_counted_where_a_link_takes_them_all() -> None:
    built = plan()
    won = built.step("end", "Won")
    built.link(built.records["step_3"], won, output="won")  # type: ignore[arg-type]
    snapshot = built.snapshot()
    result = simulate(snapshot, SimulationOptions(seed=1))
    (found,) = returns_of(snapshot, result, None, ()).campaigns
    assert found.reached.customers.tolist() == result.link_by_id["link_3"].taken.tolist()

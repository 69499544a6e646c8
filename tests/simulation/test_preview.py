"""Previews are close to the truth, and say how close."""

from __future__ import annotations

import numpy as np
import pytest

from maplanner.core.errors import Cancelled
from maplanner.simulation import SimulationOptions, simulate
from maplanner.simulation.preview import preview
from tests.builders import PlanBuilder
from tests.simulation.reference_funnel import reference_funnel


def test_a_preview_is_as_close_as_it_says() -> None:
    plan = reference_funnel(0.5).snapshot()
    truth = simulate(plan, SimulationOptions(runs=20))
    found = preview(plan, 3_000)
    assert found is not None
    assert found.preview is not None
    assert 2_500 < found.preview.leads < 3_500
    away = []
    for true, guess in zip(truth.steps, found.steps, strict=True):
        spread = float(np.std(guess.entered, ddof=1))
        if guess.entered.mean() > 300 and spread > 0:
            away.append((guess.entered.mean() - true.entered.mean()) / spread)
    assert len(away) > 20
    assert np.sqrt(np.mean(np.square(away))) < 2.0, "in standard errors"


def test_lists_that_do_not_go_round_all_accounts_are_not_counted_twice() -> None:
    """A list of 300 goes to the first 300 of 1,000 accounts: a sample of the first ones would be wrong."""
    builder = PlanBuilder(days=20.0, accounts=1_000)
    builder.campaign()
    listed = builder.step("contact_list", "List", props={"size": 300, "at": 1.0})
    builder.link(listed, builder.step("end"))
    found = preview(builder.snapshot(), 60)
    assert found is not None
    assert float(found.leads.mean()) == pytest.approx(300.0)


def test_a_small_plan_is_run_as_a_whole() -> None:
    plan = reference_funnel(0.02).snapshot()
    found, whole = preview(plan, 50_000), simulate(plan, SimulationOptions(runs=1))
    assert found is not None
    assert found.preview is not None
    assert found.preview.share == pytest.approx(1.0)
    for part, step in zip(found.steps, whole.steps, strict=True):
        assert part.entered.mean() == pytest.approx(step.entered[0])
    assert found.scores[0].mean[0] == pytest.approx(whole.scores[0].mean[0])


def test_a_preview_that_is_not_wanted_any_more_stops() -> None:
    with pytest.raises(Cancelled):
        preview(reference_funnel(0.1).snapshot(), 1_000, cancelled=lambda: True)


def test_the_same_plan_gives_the_same_preview() -> None:
    plan = reference_funnel(0.1).snapshot()
    one, two = preview(plan, 500), preview(plan, 500)
    assert one is not None
    assert two is not None
    assert one.to_json() == two.to_json()

"""Funnels of the reference funnel's kind, with other numbers, come to what a program of their own says.

That program knows nothing of the product; where both draw and both are right, their means agree.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from maplanner.document.reading import Snapshot
from maplanner.document.textform import plan_from_text
from maplanner.simulation import SimulationOptions, SimulationResult, simulate
from tests.simulation.funnel_numbers import FIGURES, FunnelNumbers
from tests.simulation.funnel_program import funnel_runs
from tests.simulation.reference_funnel import EXPECTED, reference_funnel

PAGE = Path(__file__).resolve().parents[2] / "docs" / "plan-format.md"

FUNNELS = {
    "accounts of a hundred and more": FunnelNumbers(
        days=90.0,
        accounts=9,
        listed=800,
        paid_on_working_days=6,
        paid_at_weekends=2,
        organic=3,
        ready=60.0,
        account_ready=900.0,
    ),
    "accounts are ready before leads are": FunnelNumbers(
        accounts=300,
        listed=1_000,
        organic=3,
        paid_at_weekends=5,
        paid_on_working_days=9,
        account_ready=45.0,
        webinar_day=1,
        webinar_hour=10.5,
    ),
    "points fade soon and cold leads come back often": FunnelNumbers(
        accounts=150,
        listed=700,
        paid_on_working_days=4,
        paid_at_weekends=9,
        organic=2,
        decay_points=7.0,
        decay_days=5.0,
        ready=50.0,
        account_ready=80.0,
        cold_after=21.0,
        cold_apart=6.0,
        cold_emails=8,
        cold_opens=0.35,
        cold_clicks=0.3,
        again=9,
    ),
    "a week of weekends": FunnelNumbers(
        days=7.0,
        accounts=150,
        listed=300,
        listed_at=0.5,
        paid_on_working_days=0.0,
        paid_at_weekends=400.0,
        organic=0.0,
        form=0.4,
        open_points=0.0,
        webinar=0.5,
        webinar_day=6,
        webinar_hour=9.25,
        emails=3,
        emails_apart=1.0,
        opens=0.5,
        clicks=0.5,
        ready=45.0,
        account_ready=70.0,
        accepted_after=0.2,
        opportunity_after=0.3,
        won_after=0.4,
    ),
}
BY_HAND = FunnelNumbers(
    days=120.0,
    accounts=1_200,
    listed=2_000,
    paid_on_working_days=12 * 7 / 5.8,
    paid_at_weekends=0.4 * 12 * 7 / 5.8,
    organic=8.0,
    form=0.1,
    pricing=0.3,
    video=0.4,
    webinar=0.15,
    attends=0.5,
    webinar_day=2,
    webinar_hour=11.0,
    returns=0.6,
    returns_after=5.0,
    emails=3,
    emails_apart=5.0,
    opens=0.25,
    clicks=0.2,
    open_points=4.0,
    click_points=9.0,
    form_points=15.0,
    pricing_points=18.0,
    webinar_points=25.0,
    decay_points=20.0,
    decay_days=28.0,
    cold_after=40.0,
    cold_emails=2,
    cold_apart=10.0,
    cold_opens=0.12,
    again=2,
    ready=80.0,
    account_ready=150.0,
    accepted=0.45,
    opportunity=0.3,
    won=0.25,
    won_after=25.0,
)
"""The funnel that the page on the text form shows."""


def figures(result: SimulationResult) -> dict[str, NDArray[np.float64]]:
    found = {step.title: step.entered for step in result.steps if step.title in FIGURES}
    return found | {"leads": result.leads, "events": result.events, "score": result.scores[0].mean}


def assert_agree(plan: Snapshot, numbers: FunnelNumbers, runs: int) -> None:
    ours = figures(simulate(plan, SimulationOptions(runs=runs, seed=4, threads=1)))
    theirs = funnel_runs(numbers, runs, seed=1)
    for name in FIGURES:
        one, other = np.asarray(ours[name], float), theirs[name]
        error = ((one.var(ddof=1) + other.var(ddof=1)) / runs) ** 0.5
        assert abs(one.mean() - other.mean()) <= 4 * error, name


@pytest.mark.parametrize("name", FUNNELS)
def test_a_funnel_with_other_numbers_comes_to_what_its_program_says(name: str) -> None:
    numbers = FUNNELS[name]
    assert_agree(reference_funnel(numbers=numbers).snapshot(), numbers, 25)


def test_the_funnel_written_by_hand_comes_to_what_its_program_says() -> None:
    text = PAGE.read_text("utf-8").split("```json\n")[2].split("```")[0]
    assert_agree(Snapshot.of(plan_from_text(text)), BY_HAND, 25)


def test_the_cold_e_mails_of_the_funnel_written_by_hand_end_when_a_lead_warms() -> None:
    """However soon it is cold again: each e-mail goes by the days since the last gain."""
    text = PAGE.read_text("utf-8").split("```json\n")[2].split("```")[0]
    plan = json.loads(text)
    quiet = {"idle": 8, "cold-1": 22, "cold-2": 36}
    for step in plan["records"]["step"]:
        if step["id"] in quiet:
            step["props"]["days"] = quiet[step["id"]]
        if step["id"].startswith("cold-mail"):
            step["props"] |= {"open_share": 0.5}
    numbers = BY_HAND._replace(cold_after=8.0, cold_apart=14.0, cold_opens=0.5)
    assert_agree(Snapshot.of(plan_from_text(json.dumps(plan))), numbers, 15)


def test_the_program_itself_comes_to_the_known_figures() -> None:
    runs = 3
    found = funnel_runs(FunnelNumbers(), runs, seed=1)
    for name, (mean, half_width) in EXPECTED.items():
        known = half_width / 1.96
        error = ((known * 400**0.5) ** 2 / runs + known**2) ** 0.5
        assert abs(found[name].mean() - mean) <= 4 * error, name

"""What comes first at one instant: what time brings about comes before what leads do just then."""

from __future__ import annotations

import pytest

from maplanner.simulation import SimulationOptions, simulate
from tests.builders import PlanBuilder
from tests.simulation.reference_funnel import fixed

SIZE = 40


def entered(builder: PlanBuilder) -> dict[str, int]:
    result = simulate(builder.snapshot(), SimulationOptions(runs=1, seed=2, threads=1))
    return {step.title: int(step.entered[0]) for step in result.steps}


def test_days_without_a_gain_are_over_before_the_gain_of_that_instant() -> None:
    """However long before that gain was set off, and whatever put the end of the days off."""
    builder = PlanBuilder(days=14.0, accounts=3)
    score = builder.score()
    listed = builder.step("contact_list", props={"size": SIZE, "at": 0.0})
    for days in (1.0, 8.0):
        points = builder.step("points", props={"score": score.id, "points": 5.0})
        builder.link(listed, points, delay=fixed(days))
    quiet = {"on": "nothing gained for a while", "score": score.id, "days": 7.0}
    builder.chain(builder.step("trigger", props=quiet), builder.step("end", "Cold"))
    assert entered(builder)["Cold"] == SIZE


def test_points_run_out_before_others_are_given_at_that_instant() -> None:
    """20 points of a day's length and 20 more a day later never stand together."""
    builder = PlanBuilder(days=10.0, accounts=3)
    score = builder.score()
    builder.rule(score, event="page visited", points=20.0, lasts=1.0)
    mark = builder.threshold(score, 30.0)
    listed = builder.step("contact_list", props={"size": SIZE, "at": 0.0})
    first, second = builder.step("page_visit"), builder.step("page_visit")
    builder.link(listed, second, delay=fixed(1.0))
    builder.link(listed, first)
    ready = builder.step("trigger", "Ready", props={"threshold": mark.id})
    builder.chain(ready, builder.step("end"))
    assert entered(builder)["Ready"] == 0


@pytest.mark.parametrize(("days", "in_time"), [(6.5, SIZE), (7.5, 0)])
def test_a_threshold_is_reached_by_points_that_come_back(days: float, in_time: int) -> None:
    """On the third day of ten, to the instant."""
    builder = PlanBuilder(days=10.0, accounts=3)
    score = builder.score(floor=-50.0)
    builder.rule(score, event="page visited", points=-20.0, lasts=3.0)
    mark = builder.threshold(score, 30.0)
    listed = builder.step("contact_list", props={"size": SIZE, "at": 0.0})
    page = builder.step("page_visit")
    points = builder.step("points", props={"score": score.id, "points": 40.0})
    builder.chain(listed, page)
    builder.link(page, points, delay=fixed(1.0))
    reached = builder.step("trigger", "Ready", props={"threshold": mark.id})
    builder.link(reached, builder.step("end", "In time"), delay=fixed(days))
    found = entered(builder)
    assert (found["Ready"], found["In time"]) == (SIZE, in_time)

"""Calls, events, posts and hand-offs with teams: what comes of them in a simulation."""

from __future__ import annotations

from typing import Any

import pytest

from maplanner.checks import run_checks
from maplanner.document.records import SalesTeam, Step
from maplanner.simulation import SimulationOptions, SimulationResult
from maplanner.simulation.run import run_plan
from maplanner.steps import summary_of
from tests.builders import PlanBuilder


def simulated(builder: PlanBuilder, runs: int = 5) -> SimulationResult:
    return run_plan(builder.snapshot(), SimulationOptions(runs=runs, threads=1))


def entered(result: SimulationResult, step: Step) -> float:
    return float(result.step_by_id[step.id].entered.mean())


def with_list(kind: str, size: int = 2000, at: float = 0.0, **props: Any) -> tuple[PlanBuilder, Step]:
    builder = PlanBuilder(days=120.0, accounts=100)
    people = builder.step("contact_list", props={"size": size, "at": at})
    step = builder.step(kind, props=props)
    builder.link(people, step)
    return builder, step


def ends(builder: PlanBuilder, step: Step, *outputs: str) -> dict[str, Step]:
    found = {output: builder.step("end", output) for output in outputs}
    for output, end in found.items():
        builder.link(step, end, output)
    return found


def test_calls_are_made_until_somebody_answers() -> None:
    builder, step = with_list("call", attempts=3, answer_share=0.2, interested_share=0.5)
    found = ends(builder, step, "answered", "interested", "not_reached")
    result = simulated(builder)
    assert entered(result, found["not_reached"]) == pytest.approx(2000 * 0.8**3, rel=0.05)
    assert entered(result, found["answered"]) == pytest.approx(2000 * (1 - 0.8**3), rel=0.05)
    assert entered(result, found["interested"]) == pytest.approx(1000 * (1 - 0.8**3), rel=0.08)
    tasks = result.step_by_id[step.id].tasks.mean()
    assert tasks == pytest.approx(2000 * (1 + 0.8 + 0.64), rel=0.03)


def test_a_team_calls_no_more_than_it_can() -> None:
    builder, step = with_list("call", attempts=2, answer_share=0.0)
    team = builder.add(SalesTeam, people=2, most_per_day=5, task_hours=0.1)
    builder.put(step.changed({"props.team": team.id}))
    result = simulated(builder, runs=1)
    assert result.teams[0].busiest_day == 10
    assert result.teams[0].done.tolist() == [1200]


@pytest.mark.parametrize(("at", "late"), [(10.0, False), (80.0, True)])
def test_who_hears_of_an_event_after_it_is_too_late(at: float, late: bool) -> None:
    builder, step = with_list("event", at=at, attend_share=0.4, talk_share=0.5)
    found = ends(builder, step, "attended", "talked", "missed", "late")
    result = simulated(builder)
    assert entered(result, found["late"]) == (2000 if late else 0)
    attended = entered(result, found["attended"])
    assert attended == pytest.approx(0 if late else 800, rel=0.06)
    assert entered(result, found["talked"]) == pytest.approx(attended / 2, rel=0.1)
    assert entered(result, found["missed"]) == (0 if late else 2000 - attended)


def test_everybody_attends_when_the_event_takes_place() -> None:
    builder, step = with_list("event")
    found = ends(builder, step, "attended")
    over_time = simulated(builder).step_by_id[found["attended"].id].over_time
    assert over_time.nonzero()[0].tolist() == [73], "18 March is the 74th day from 4 January"


def test_posts_bring_the_clicks_of_a_week_and_of_busy_times() -> None:
    builder = PlanBuilder(days=70.0, accounts=100)
    props = {"posts_per_week": 5, "followers": 10_000, "reach_share": 0.1, "click_share": 0.05}
    post = builder.step("social_post", props=props)
    assert entered(simulated(builder, 10), post) == pytest.approx(2500, rel=0.03)
    assert summary_of(post, builder.snapshot()) == "250 clicks a week"


def test_posts_should_lead_to_a_landing_page() -> None:
    builder = PlanBuilder()
    post, visit = builder.step("social_post", "Posts"), builder.step("page_visit", "Price list")
    builder.link(post, visit)
    assert "post-untracked" in {finding.code for finding in run_checks(builder.snapshot())}
    builder.put(visit.changed({"kind": "landing_page"}))
    assert "post-untracked" not in {finding.code for finding in run_checks(builder.snapshot())}


def test_a_hand_off_waits_for_its_team() -> None:
    builder, step = with_list("hand_off", 50, accepted_share=1.0)
    found = ends(builder, step, "accepted")
    team = builder.add(SalesTeam, people=1, task_hours=24.0)
    builder.put(step.changed({"props.team": team.id}))
    result = simulated(builder, runs=1)
    over_time = result.step_by_id[found["accepted"].id].over_time
    assert over_time[1:51].tolist() == [1.0] * 50, "a lead a day"
    assert result.teams[0].waited(0.5) == pytest.approx(24.5)

"""Who comes to links, campaigns, groups, stages, segments, thresholds: against totals and known answers."""

from __future__ import annotations

import numpy as np
import pytest

from maplanner.document.reading import Snapshot
from maplanner.document.records import CampaignGroup, Stage
from maplanner.simulation import SimulationOptions, SimulationResult, simulate
from maplanner.simulation.groups import campaign_rows, group_rows
from maplanner.simulation.stages import stage_report
from maplanner.simulation.telling import Span, to_json
from tests.builders import PlanBuilder
from tests.simulation.reference_funnel import fixed, reference_funnel

SIZE = 300.0


def run(plan: Snapshot, runs: int = 1) -> SimulationResult:
    return simulate(plan, SimulationOptions(runs=runs, seed=3, sample_leads=10**6, threads=1))


@pytest.fixture(scope="module")
def plan() -> Snapshot:
    """A list of 300 on day 4; a page, two days' wait, three days on a link, points, a segment for four days.

    The points carry everybody over a threshold, which calls for the second campaign and its page; both
    campaigns are in one group.
    """
    builder = PlanBuilder(days=20.0, accounts=30)
    builder.put(CampaignGroup(id="both", title="Both"))
    builder.put(Stage(id="early", title="Early", order=1.0))
    builder.put(Stage(id="late", title="Late", order=2.0))
    score = builder.score()
    threshold = builder.threshold(score, 10.0)
    segment = builder.segment("Warm").id
    builder.campaign("First", group="both")
    listed = builder.step("contact_list", "List", props={"size": SIZE, "at": 4.0})
    wait = builder.step("wait", "Wait", props={"delay": fixed(2.0)})
    points = builder.step("points", "Points", props={"score": score.id, "points": 20.0})
    joins = builder.step("segment_change", "Joins", props={"segment": segment})
    leaves = builder.step("segment_change", "Leaves", props={"segment": segment, "change": "leave"})
    builder.link(listed, wait)
    builder.link(wait, points, delay=fixed(3.0))
    builder.link(points, joins)
    builder.link(joins, leaves, delay=fixed(4.0))
    builder.link(listed, builder.step("page_visit", "Guide", stage="early"))
    builder.campaign("Second", group="both")
    entry = builder.step("trigger", "Ready", props={"threshold": threshold.id})
    builder.chain(entry, builder.step("page_visit", "Prices", stage="late"))
    return builder.snapshot()


@pytest.fixture(scope="module")
def result(plan: Snapshot) -> SimulationResult:
    return run(plan)


def on_day(day: int, spans: int = 20) -> list[float]:
    return [SIZE if at == day else 0.0 for at in range(spans)]


def test_a_delay_of_a_link_holds_its_leads_on_the_link(result: SimulationResult) -> None:
    assert result.details is not None
    quick, _page, slow = result.details.links[:3]
    assert not quick.inside.any()
    assert slow.took.count == SIZE
    assert slow.took.at(0.5) == 2.0
    assert slow.first.tolist() == on_day(6)
    assert slow.inside.tolist() == [SIZE if 6 <= day <= 8 else 0.0 for day in range(21)]


def test_a_segment_is_joined_and_left(result: SimulationResult) -> None:
    assert result.details is not None
    (warm,) = result.details.segments
    assert warm.took.at(0.05) == warm.took.at(0.95) == 5.0
    assert warm.inside.tolist() == [SIZE if 9 <= day <= 12 else 0.0 for day in range(21)]
    assert int(result.segments[0].members[0]) == 0


def test_thresholds_stages_campaigns_and_groups_know_when(plan: Snapshot, result: SimulationResult) -> None:
    assert result.details is not None
    assert result.details.thresholds[0].took.at(0.5) == 5.0
    _none, early, late = stage_report(plan, result)
    assert early.passing is not None
    assert late.passing is not None
    assert (early.passing.took.at(0.5), late.passing.took.at(0.5)) == (0.0, 5.0)
    first, second = campaign_rows(plan, result)
    assert (first.reach.at(0.5), second.reach.at(0.5)) == (0.0, 5.0)  # type: ignore[union-attr]
    assert second.over_time.tolist() == on_day(9)
    (group,) = group_rows(plan, result)
    assert group.people is not None
    assert group.people.share == 1.0, "nobody counts twice who is in both campaigns"
    assert group.over_time.sum() == 2 * SIZE


def test_everybody_followed_agrees_with_the_totals() -> None:
    plan = reference_funnel(0.05).snapshot()
    result = run(plan)
    details = result.details
    assert details is not None
    for link, passing in zip(result.links, details.links, strict=True):
        assert passing.took.count <= link.taken[0]
        assert bool(passing.took.count) == bool(link.taken[0])
    for segment, passing in zip(result.segments, details.segments, strict=True):
        assert passing.inside[-1] == segment.members[0]
    for found in campaign_rows(plan, result):
        most = max(int(step.unique[0]) for step in result.steps if step.campaign == found.id)
        assert found.people is not None
        assert round(found.people.share * details.leads) >= most
    held = sum(passing.inside for passing in details.links)
    assert np.all(held <= details.stock.sum(axis=0) + 1e-9), "who is on a link waits at the step it leaves"


def test_other_programs_are_told_the_same(plan: Snapshot, result: SimulationResult) -> None:
    found = to_json(plan, result, Span.WEEK)
    slow = found["links"][2]
    assert slow["leads"]["share"] == 1.0
    assert slow["time_to_reach"]["p50"] == 2.0
    assert slow["in_flight"] == 0.0
    assert slow["over_time"] == [SIZE, 0.0, 0.0]
    assert found["segments"][0]["time_to_reach"]["p50"] == 5.0
    assert found["thresholds"][0]["first_over_time"] == [0.0, SIZE, 0.0]
    assert found["stages"][2]["first_over_time"] == [0.0, SIZE, 0.0]
    assert found["campaigns"][1]["over_time"] == [0.0, SIZE, 0.0]
    assert found["groups"][0]["leads"]["share"] == 1.0
    assert found["groups"][0]["time_to_reach"]["p50"] == 0.0

"""The estimate of a plan: against limits, by the plan's own rhythm, and saying what it lacks."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from maplanner.document.records import Assumption, DataFlow, Scenario
from maplanner.document.vocabulary import SyncWay, SystemRole, WriteOperation
from maplanner.estimate import Estimate, SystemLoad, estimate
from maplanner.simulation.results import BINS_PER_DAY, BinnedCounts, SimulationResult, WriteResult
from tests.builders import PlanBuilder

DAYS = 4

FIVES = 288
"""Spans of five minutes in a day; the times below are counted in them."""


def counted(written: dict[int, int]) -> BinnedCounts:
    """Return counts by spans of five minutes."""
    bins = sorted(written)
    within_day = np.array(bins, np.int64) * (BINS_PER_DAY // FIVES)
    return BinnedCounts(within_day, np.array([written[each] for each in bins], np.int64))


def write(
    *runs: dict[int, int], object_id: str = "object_1", operation: WriteOperation = WriteOperation.CREATE
) -> WriteResult:
    counts = tuple(counted(run) for run in runs)
    return WriteResult("system_1", "CRM", object_id, "Lead", operation, counts, DAYS)


def result(*writes: WriteResult, runs: int = 1) -> SimulationResult:
    none = np.zeros(runs, np.int64)
    return SimulationResult(
        seed=1, days=float(DAYS), runs=runs, threads=1, seconds=0.1, leads=none, events=none,
        steps=(), links=(), writes=writes, scores=(), thresholds=(), segments=(),
    )  # fmt: skip


def plan(**crm: object) -> PlanBuilder:
    built = PlanBuilder()
    built.crm(**{"product": "Salesforce", "edition": "Enterprise", "seats": 50} | crm)
    return built


def only(found: Estimate) -> SystemLoad:
    (system,) = found.systems
    return system


def test_an_idle_marketo_uses_the_known_part_of_an_enterprise_with_50_seats() -> None:
    built = plan()
    built.add_system("Marketo", role=SystemRole.AUTOMATION, product="Marketo Engage")
    found = only(estimate(built.snapshot(), result()))
    assert found.budget.limit_per_day == 150_000
    assert found.loads[SyncWay.POLLED].median_day.mean == 7200
    assert found.share_of_limit(SyncWay.POLLED) == pytest.approx(0.048)
    assert found.headroom(SyncWay.POLLED) == 142_800
    assert found.growth_to_limit(SyncWay.POLLED) is None
    assert found.rhythm.way is SyncWay.POLLED
    assert any("No step writes" in lack for lack in found.lacks)


def test_every_way_stands_in_the_document_under_its_own_name() -> None:
    busy = write({0: 10, FIVES: 300, FIVES + 1: 30})
    data = estimate(plan().snapshot(), result(busy)).to_json()
    assert json.loads(json.dumps(data)) == data
    (system,) = data["systems"]
    assert system["system"] == "CRM"
    assert system["edition"] == "Enterprise"
    assert system["limit_per_day"] == 150_000
    calls = system["calls_per_day"]
    assert set(calls) == {"real_time", "batched", "polled"}
    # Days of 10, 330, 0 and 0 records: the median is 5. The batches are of 15 minutes and 200 records.
    assert (calls["real_time"]["median"], calls["real_time"]["busiest"]) == (5, 330)
    assert (calls["batched"]["median"], calls["batched"]["busiest"]) == (0.5, 2)
    assert calls["polled"]["busiest"] == 2 + 96
    assert system["busiest_hour"]["real_time"]["mean"] == 330
    assert system["share_of_limit"]["real_time"] == pytest.approx(330 / 150_000)
    assert system["growth_to_limit"]["real_time"] == pytest.approx(150_000 / 330)
    assert all(set(figure) == {"what", "figure", "source"} for figure in system["explanation"])
    assert all(figure["source"] for figure in system["explanation"])


def test_ranges_are_over_runs() -> None:
    runs = [{0: count} for count in range(1, 102)]
    found = only(estimate(plan().snapshot(), result(write(*runs), runs=101)))
    busiest = found.loads[SyncWay.REAL_TIME].busiest_day
    assert (busiest.p5, busiest.p50, busiest.p95) == (6, 51, 96)


def test_created_and_updated_records_of_an_object_share_batches() -> None:
    both = write({0: 5}), write({1: 5}, operation=WriteOperation.UPDATE)
    found = only(estimate(plan().snapshot(), result(*both)))
    assert found.loads[SyncWay.BATCHED].busiest_day.mean == 1
    assert found.loads[SyncWay.REAL_TIME].busiest_day.mean == 10


def test_the_plans_data_flow_says_how_often_and_how_many() -> None:
    built = plan()
    tool = built.add_system("Tool", role=SystemRole.AUTOMATION)
    flow = {"source": tool.id, "target": "system_1", "way": SyncWay.BATCHED, "every": 60.0, "batch": 10}
    built.add(DataFlow, **flow)
    found = only(estimate(built.snapshot(), result(write({0: 8, 3: 8, 12: 1}))))
    assert found.rhythm.way is SyncWay.BATCHED
    assert found.loads[SyncWay.BATCHED].busiest_day.mean == 3
    assert any(figure.source == "the plan's data flow" for figure in found.explanation)


def test_no_call_takes_more_records_than_the_vendor_allows() -> None:
    built = plan(product="HubSpot", edition="Professional")
    found = only(estimate(built.snapshot(), result(write({0: 150}))))
    assert found.rhythm.batches.batch == 100
    assert found.loads[SyncWay.BATCHED].busiest_day.mean == 2


def test_a_connector_whose_calls_are_free_takes_nothing_of_the_limit() -> None:
    built = plan()
    built.add_system("Pardot", role=SystemRole.AUTOMATION, product="Account Engagement")
    found = only(estimate(built.snapshot(), result(write({0: 150}))))
    assert found.share_of_limit(SyncWay.POLLED) == 0
    assert found.share_of_limit(SyncWay.REAL_TIME) == pytest.approx(0.001)


def test_looking_for_changes_costs_calls_unless_the_vendor_says_otherwise() -> None:
    built = plan()
    built.add_system("Mautic", role=SystemRole.AUTOMATION, product="Mautic")
    found = only(estimate(built.snapshot(), result(write({0: 150}))))
    assert found.rhythm.polls.overhead == 1
    assert found.loads[SyncWay.POLLED].median_day.mean == found.rhythm.overhead_per_day == 96


def test_tokens_are_counted_where_the_vendor_counts_tokens() -> None:
    built = plan(product="Pipedrive", edition="Lite", seats=1)
    found = only(estimate(built.snapshot(), result(write({0: 300}))))
    assert found.budget.unit == "tokens"
    assert found.share_of_limit(SyncWay.REAL_TIME) == pytest.approx(300 * 10 / 30_000)


def test_what_others_need_is_kept_back() -> None:
    found = only(estimate(plan(reserve=0.4).snapshot(), result(write({0: 900}))))
    assert found.budget.usable_per_day == pytest.approx(90_000)
    assert found.share_of_limit(SyncWay.REAL_TIME) == pytest.approx(0.01)


def test_a_limit_that_breaks_is_told() -> None:
    found = only(estimate(plan(seats=0).snapshot(), result(write({0: 200_000}))))
    assert found.share_of_limit(SyncWay.REAL_TIME) == 2
    assert found.headroom(SyncWay.REAL_TIME) == -100_000
    assert found.growth_to_limit(SyncWay.REAL_TIME) == pytest.approx(0.5)
    assert any("no seats" in lack for lack in found.lacks)


@pytest.mark.parametrize(
    ("crm", "lack"),
    [
        ({"product": ""}, "Choose the product of CRM"),
        ({"product": "Ledger 3000"}, "No limits are known of Ledger 3000"),
        ({"edition": ""}, "Choose the edition of CRM"),
        ({"edition": "Gigantic"}, "“Gigantic” is no edition of Salesforce"),
    ],
)
def test_what_is_missing_is_named_and_the_calls_are_there_anyway(crm: dict[str, str], lack: str) -> None:
    found = only(estimate(plan(**crm).snapshot(), result(write({0: 7}))))
    assert any(lack in each for each in found.lacks)
    assert found.budget.limit_per_day is None
    assert found.share_of_limit(SyncWay.REAL_TIME) is None
    assert found.headroom(SyncWay.REAL_TIME) is None
    assert found.loads[SyncWay.REAL_TIME].busiest_day.mean == 7


def test_an_unpublished_limit_is_said_in_words() -> None:
    built = plan(product="SugarCloud", edition="Sell")
    found = only(estimate(built.snapshot(), result(write({0: 7}))))
    assert found.budget.limit_per_day is None
    assert "publishes no daily limit" in found.budget.words
    assert found.lacks == ()


def test_every_figure_of_the_writes_is_put_into_words() -> None:
    found = only(estimate(plan().snapshot(), result(write({0: 12_345}))))
    figure = found.explanation[0]
    assert figure.what == "Lead records created a day"
    assert figure.figure == "0 on the median day, 12,345 on the busiest"


def test_a_plan_without_a_crm_says_so() -> None:
    found = estimate(PlanBuilder().snapshot(), result())
    assert found.systems == ()
    assert "no CRM" in found.lacks[0]


def test_other_systems_count_once_something_is_written_to_them() -> None:
    built = PlanBuilder()
    built.add_system("Shop", role=SystemRole.SHOP)
    assert estimate(built.snapshot(), result()).systems == ()
    assert only(estimate(built.snapshot(), result(write({0: 7})))).title == "Shop"


def test_a_scenario_s_seats_count_in_its_estimate() -> None:
    records = [
        Scenario(id="more", title="More people"),
        Assumption(id="a", scenario="more", about="system_1", path="seats", value=150),
    ]
    snapshot = plan().snapshot().replacing(list(records))
    assert only(estimate(snapshot, result())).budget.limit_per_day == 150_000
    in_scenario = replace(result(), scenario="more")
    assert only(estimate(snapshot, in_scenario)).budget.limit_per_day == 250_000

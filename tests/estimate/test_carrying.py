"""Limits of short windows, of storage and of fields; growth, retries, reads: worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from maplanner.document.records import CrmField, DataFlow, OwnLimit, Plan
from maplanner.document.vocabulary import (
    Direction,
    FieldType,
    LimitKind,
    SyncWay,
    SystemRole,
    WriteOperation,
)
from maplanner.estimate import SystemLoad, estimate
from maplanner.estimate.custom_fields import custom_fields_of
from maplanner.estimate.growing import breaks_on
from maplanner.estimate.peaks import retry_factor
from tests.builders import PlanBuilder
from tests.estimate.test_estimate import only, plan, result, write


def load(built: PlanBuilder, *written: dict[int, int]) -> SystemLoad:
    return only(estimate(built.snapshot(), result(*(write(each) for each in written))))


def test_a_short_window_of_the_vendor_breaks_while_the_day_holds() -> None:
    built = plan(product="HubSpot", edition="Professional")
    found = load(built, {12: 1000})
    (short,) = [peak for peak in found.peaks if peak.seconds == 10]
    assert short.allowed is not None
    assert short.allowed.value == 190
    assert short.share(SyncWay.REAL_TIME) == pytest.approx(1000 / 190)
    assert short.share(SyncWay.BATCHED) == pytest.approx(10 / 190)
    share = found.share_of_limit(SyncWay.REAL_TIME)
    assert share is not None
    assert share < 0.01


def test_any_24_hours_count_and_not_only_those_of_a_calendar_day() -> None:
    found = load(plan(), {288 - 1: 100, 288: 100})
    (day,) = [peak for peak in found.peaks if peak.seconds == 86_400]
    assert day.most[SyncWay.REAL_TIME].mean == 200
    assert found.loads[SyncWay.REAL_TIME].busiest_day.mean == 100


def test_the_teams_own_limit_goes_before_the_list() -> None:
    built = plan(reserve=0.5)
    built.add(OwnLimit, system="system_1", kind=LimitKind.DAILY, value=1000.0, source="Contract of May")
    built.add(OwnLimit, system="system_1", kind=LimitKind.WINDOW, value=40.0, seconds=20)
    found = load(built, {12: 250})
    assert (found.budget.limit_per_day, found.budget.usable_per_day) == (1000, 500.0)
    assert found.share_of_limit(SyncWay.REAL_TIME) == 0.5
    assert any("Contract of May" in figure.source for figure in found.explanation)
    (window,) = [peak for peak in found.peaks if peak.seconds == 20]
    assert window.share(SyncWay.REAL_TIME) == 250 / 20  # half is kept for others


@pytest.mark.parametrize(
    ("failed", "retries", "factor"),
    [(0.0, 3, 1.0), (0.1, 0, 1.0), (0.1, 2, 1.11), (0.5, 1, 1.5), (1.0, 4, 5.0)],
)
def test_calls_that_fail_count_again(failed: float, retries: int, factor: float) -> None:
    built = plan(failed_share=failed, retries=retries)
    found = load(built, {12: 100})
    assert retry_factor(found.system) == pytest.approx(factor)
    assert found.used(SyncWay.REAL_TIME) == pytest.approx(100 * factor)


def test_looking_for_what_comes_back_costs_a_question_for_each_object_and_cycle() -> None:
    built = plan()
    tool = built.add_system("Tool", role=SystemRole.AUTOMATION)
    crm = built.snapshot().find(type(tool), "system_1")
    fields = [built.crm_field(built.object(crm, name), "Status") for name in ("Lead", "Opportunity")]
    form = built.step("form", "Form")
    for field in fields:
        built.map(built.field(form, field.id), field, direction=Direction.BACK)
    built.add(DataFlow, source=crm.id, target=tool.id, way=SyncWay.POLLED, every=15.0)
    found = load(built, {12: 10})
    assert found.reads == 2 * 96
    assert found.used(SyncWay.REAL_TIME) == 10 + 192


def test_a_limit_breaks_when_growth_has_eaten_the_headroom() -> None:
    start = date(2027, 1, 4)
    assert breaks_on(start, 1.0, 4.0) == date(2029, 1, 3)  # doubled twice: two years of 365.25 days
    assert breaks_on(start, 0.0, 4.0) is None
    assert breaks_on(start, 0.5, 0.9) == start
    assert breaks_on(start, 0.5, None) is None
    assert breaks_on(start, 1e-6, 4.0) is None


def test_storage_fills_by_what_a_record_takes() -> None:
    built = plan(used_mb=10_000.0)
    found = estimate(
        built.snapshot(), result(write({0: 1024}), write({0: 500}, operation=WriteOperation.UPDATE))
    )
    (storage,) = found.storage
    # 1,024 leads of 2 KB are 2 MB in four days; updates take nothing.
    assert storage.megabytes.mean == 2.0
    assert storage.per_year == pytest.approx(2.0 * 365.25 / 4)
    assert storage.allowed is not None
    assert storage.allowed.value == 11_240  # 10 GB and 20 MB for each of 50 seats
    years = (storage.allowed.value - 10_000.0) / storage.per_year
    assert storage.full_on is not None
    assert (storage.full_on - Plan().start).days == pytest.approx(years * 365.25, abs=1)
    assert storage.share_at_end == pytest.approx(10_002 / storage.allowed.value)
    assert "kilobytes" in storage.explanation().formula


def test_storage_says_what_it_lacks_and_gives_what_it_can() -> None:
    found = estimate(plan(product="SugarCRM", edition="").snapshot(), result(write({0: 10})))
    (storage,) = found.storage
    assert storage.objects[0].created.mean == 10
    assert storage.allowed is None
    assert len(storage.lacks) == 3


def test_custom_fields_count_by_weight_against_the_edition() -> None:
    built = plan(edition="Professional")
    crm = next(iter(built.snapshot().all(type(built.add_system("Other")))))
    lead = built.object(crm)
    built.crm_field(lead, "Email")
    built.crm_field(lead, "Budget__c")
    built.crm_field(lead, "Home", custom=True, type=FieldType.ADDRESS)
    built.put(CrmField(id="gone", object=lead.id, api_name="Old__c", gone_on=date(2026, 1, 1)))
    (found,) = custom_fields_of(built.snapshot(), crm)
    assert found.counted == 1 + 9
    assert found.share_of_limit == 10 / 100
    assert found.to_json()["needed"] == []


def test_sending_everything_again_takes_days_of_the_limit() -> None:
    found = load(plan(), {0: 3000})
    assert found.resync is not None
    assert (found.resync.one_by_one, found.resync.in_batches) == (3000, 15)
    assert found.resync.days_one_by_one == 3000 / 150_000


def test_remedies_are_those_that_help_the_best_first() -> None:
    built = plan(edition="Professional", seats=1, reserve=0.9)
    tool = built.add_system("Tool", role=SystemRole.AUTOMATION)
    flow = built.add(DataFlow, source=tool.id, target="system_1", way=SyncWay.REAL_TIME)
    found = load(built, dict.fromkeys(range(0, 288, 12), 1000))
    assert found.share_of_limit(SyncWay.REAL_TIME) == pytest.approx(24_000 / 10_100)
    assert found.remedies[0].changes == ((flow.id, "way", "batched"),)
    assert found.remedies[0].holds
    shares = [remedy.share for remedy in found.remedies]
    assert shares == sorted(shares)
    assert any(remedy.changes == (("system_1", "reserve", 0.0),) for remedy in found.remedies)
    assert any(remedy.title == "Choose the edition Unlimited" for remedy in found.remedies)


def test_without_a_limit_nothing_is_proposed() -> None:
    assert load(plan(product=""), {0: 10}).remedies == ()

"""Hours, cost and weeks: against a spreadsheet computed by hand, and by what must hold for every plan."""

from __future__ import annotations

import csv
import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    ChecklistItem,
    DataFlow,
    ExchangeRate,
    HourEstimate,
    OwnWork,
    TeamMember,
    TimeAway,
    ValuePair,
    WorkOrder,
    WorkRole,
)
from maplanner.document.vocabulary import ChecklistState, Means, SystemRole
from maplanner.estimate.breakdown import breakdown_of
from maplanner.estimate.hours import all_items, build_items, usual_roles
from maplanner.estimate.work import WorkEstimate, work_of
from tests.builders import PlanBuilder

MONDAY = date(2027, 1, 4)
SHEET = Path(__file__).with_name("work_by_hand.csv")


class Team(PlanBuilder):
    """A small plan with people: a form that lands in a custom field, an e-mail, a task."""

    def __init__(self, **plan: Any) -> None:
        super().__init__(**{"start": MONDAY} | plan)

    def role(self, key: str, rate: float | None = 50.0, **values: Any) -> WorkRole:
        return self.add(WorkRole, **{"title": key.capitalize(), "key": key, "rate": rate} | values)

    def member(self, role: WorkRole, hours: float = 10.0, **values: Any) -> TeamMember:
        return self.add(TeamMember, **{"title": "Ana", "role": role.id, "hours_per_week": hours} | values)

    def everybody(self, hours: float = 20.0) -> None:
        for place, usual in enumerate(usual_roles()):
            self.member(self.role(usual.key, 40.0 + 10 * place), hours, title=usual.title)

    def own(self, title: str, hours: float, role: WorkRole | None = None, **values: Any) -> OwnWork:
        values = {"low": hours, "likely": hours, "high": hours} | values
        return self.add(OwnWork, title=title, role=role.id if role else None, **values)

    def work(self) -> WorkEstimate:
        return work_of(self.snapshot())


def small_plan() -> Team:
    plan = Team(trained=4)
    plan.everybody()
    crm = plan.crm("CRM")
    tool = plan.add_system("Tool", role=SystemRole.AUTOMATION)
    plan.add(DataFlow, source=tool.id, target=crm.id, means=Means.CONNECTOR)
    lead = plan.object(crm)
    plan.campaign("Guide")
    form = plan.step("form", "Guide form")
    plan.map(plan.field(form, "E-mail"), plan.crm_field(lead, "Email"))
    budget = plan.map(plan.field(form, "Budget"), plan.crm_field(lead, "Budget__c", custom=True))
    plan.add(ValuePair, mapping=budget.id, value="much", becomes="M")
    plan.add(ValuePair, mapping=budget.id, value="little", becomes="L")
    plan.step("contact_list", "Partner list", props={"size": 2500})
    plan.step("email", "First")
    plan.step("email", "Second")
    plan.step("landing_page", "Page")
    plan.step("wait", "Wait")
    plan.step("sales_task", "Call")
    plan.rule(plan.score(), event="form filled")
    return plan


def test_every_line_agrees_with_the_sheet_computed_by_hand() -> None:
    with SHEET.open(encoding="utf-8") as file:
        by_hand = list(csv.DictReader(file))
    work = small_plan().work()
    found = [
        (line.line.item.key, line.line.quantity, share.role.key, share.hours, share.cost)
        for line in work.lines
        for share in line.shares
    ]
    assert [(row["item"], row["role"]) for row in by_hand] == [(item, role) for item, _, role, _, _ in found]
    for row, (item, quantity, role, hours, cost) in zip(by_hand, found, strict=True):
        assert quantity == pytest.approx(float(row["pieces"])), item
        assert hours == pytest.approx(float(row["hours"]), abs=5e-5), (item, role)
        assert cost == pytest.approx(float(row["cost"]), abs=5e-3), (item, role)
    assert work.hours.mean == pytest.approx(sum(float(row["hours"]) for row in by_hand), rel=0.02)
    assert work.cost is not None
    assert work.cost.mean == pytest.approx(sum(float(row["cost"]) for row in by_hand), rel=0.02)


def test_lines_name_what_causes_them() -> None:
    plan = small_plan()
    lines = {line.line.item.key: line.line for line in plan.work().lines}
    assert lines["value-map"].elements == ["mapping_2"]
    assert lines["custom-field"].elements == ["field_2"]
    assert len(lines["email"].elements) == 2
    assert lines["data-cleaning"].quantity == 2.5
    for line in lines.values():
        assert line.elements
        assert all(plan.records.get(element) is not None for element in line.elements)


def test_fixed_hours_give_exact_totals_and_days() -> None:
    plan = Team()
    role = plan.role("developer", 100.0)
    plan.member(role, 10.0)
    plan.own("First", 10, role)
    second = plan.own("Second", 5, role)
    plan.add(WorkOrder, first="own_work_1", then=second.id)
    work = plan.work()
    assert (work.hours.p50, work.hours.p80) == (15.0, 15.0)
    assert work.cost is not None
    assert work.cost.p80 == 1500.0
    assert work.weeks is not None
    # Ten hours fill the first week until Friday night; five more reach Wednesday noon of the second.
    assert work.weeks.p50 == pytest.approx((7 + 2.5) / 7)
    first, then = work.lines
    assert (first.start, first.finish) == (pytest.approx(0, abs=1e-6), pytest.approx(5.0))
    assert (then.start, then.finish) == (pytest.approx(7.0), pytest.approx(9.5))


def test_time_away_and_later_starts_are_kept_free() -> None:
    plan = Team()
    role = plan.role("developer")
    ana = plan.member(role, 10.0, start=date(2027, 1, 11))
    plan.add(TimeAway, member=ana.id, first=date(2027, 1, 18), last=date(2027, 1, 24))
    plan.own("Long", 20, role)
    (line,) = plan.work().lines
    assert line.start == pytest.approx(7.0)
    assert line.finish == pytest.approx(26.0)
    weeks = plan.work().weeks_of("developer")
    assert [week.available for week in weeks] == [0, 10, 0, 10]
    assert [week.planned for week in weeks] == pytest.approx([0, 10, 0, 10], abs=1e-6)
    assert [week.waiting for week in weeks] == pytest.approx([20, 10, 10, 0], abs=1e-6)


def test_two_people_share_the_work_of_a_role() -> None:
    plan = Team()
    role = plan.role("developer")
    plan.member(role, 10.0)
    plan.member(role, 10.0, title="Bo")
    plan.own("A", 10, role)
    plan.own("B", 10, role)
    work = plan.work()
    assert {each.worker.title for line in work.lines for each in line.placed} == {"Ana", "Bo"}
    assert work.schedule.days == pytest.approx(5.0)


def test_whoever_is_dearer_costs_more() -> None:
    plan = Team()
    role = plan.role("developer", 50.0)
    plan.member(role, 10.0, rate=80.0, currency="EUR")
    plan.own("A", 10, role)
    cost = plan.work().cost
    assert cost is not None
    assert cost.p50 == 800.0


def test_cyclic_work_is_told_of_and_the_rest_is_scheduled() -> None:
    plan = Team()
    role = plan.role("developer")
    plan.member(role)
    plan.own("Alpha", 5, role)
    plan.own("Beta", 5, role)
    plan.add(WorkOrder, first="own_work_1", then="own_work_2")
    plan.add(WorkOrder, first="own_work_2", then="own_work_1")
    plan.add(WorkOrder, first="own_work_2", then="own_work_2")
    plan.add(WorkOrder, first="own_work_9", then="own_work_2")
    work = plan.work()
    circles = [lack for lack in work.lacks if "circle" in lack]
    assert len(circles) == 2
    assert "“Alpha”" in circles[0]
    assert "“Beta”" in circles[0]
    assert any("“own_work_9”" in lack for lack in work.lacks)
    assert work.weeks is not None
    assert work.lines[1].start == pytest.approx(5.0 - 2.5 + 0.0)


def test_work_waits_for_the_checklist() -> None:
    plan = small_plan()
    plan.add(ChecklistItem, title="List fields", ticked_by="fields listed", due=date(2027, 2, 1))
    plan.add(ChecklistItem, title="Find module", ticked_by="connectors chosen", order=1)
    work = plan.work()
    lines = {line.line.item.key: line for line in work.lines}
    # The fields are listed and the means are chosen: both are ticked from the plan, and nothing waits.
    assert all(each.done for each in work.network.milestones)
    assert lines["custom-field"].start is not None
    early = lines["custom-field"].start
    plan.add(ChecklistItem, title="Sign", due=date(2027, 3, 1), order=2)
    plan.add(WorkOrder, first="checklist_item_3", then=lines["custom-field"].line.key)
    late = {line.line.item.key: line for line in plan.work().lines}["custom-field"].start
    assert late is not None
    assert late >= 57 > early
    plan.put(plan.records["checklist_item_3"].changed({"state": ChecklistState.DONE.value}))
    again = {line.line.item.key: line for line in plan.work().lines}["custom-field"].start
    assert again == early


def test_without_people_one_of_each_role_is_assumed_and_said() -> None:
    plan = Team()
    plan.step("email", "Hello")
    work = plan.work()
    assert work.weeks is not None
    assert work.cost is not None
    assert any("no people yet" in lack for lack in work.lacks)


def test_a_role_without_anybody_is_named() -> None:
    plan = Team()
    plan.member(plan.role("marketer"))
    plan.step("email", "Hello")
    assert any("Nobody is Content author yet" in lack for lack in plan.work().lacks)


def test_zero_hours_leave_the_duration_open_and_the_rest_stands() -> None:
    plan = Team()
    role = plan.role("developer", 100.0)
    plan.member(role, 0.0)
    other = plan.role("author", 100.0)
    plan.member(other, 10.0, title="Bo")
    plan.own("Stuck", 10, role)
    plan.own("Goes", 10, other)
    work = plan.work()
    assert work.weeks is None
    assert work.hours.p50 == 20
    assert work.cost is not None
    assert work.cost.p50 == 2000
    assert any("Ana has too few hours" in lack for lack in work.lacks)
    assert [line.finish for line in work.lines] == [None, pytest.approx(5.0)]
    assert work.to_json()["weeks"]["p50"] is None


def test_somebody_who_leaves_too_early_is_told_of() -> None:
    plan = Team()
    role = plan.role("developer")
    plan.member(role, 10.0, end=date(2027, 1, 8))
    plan.own("Done", 8, role)
    plan.own("Not done", 8, role)
    work = plan.work()
    assert work.weeks is None
    assert any("too few hours" in lack for lack in work.lacks)


@pytest.mark.parametrize(
    ("currency", "said"),
    [("NOK", "What 1 NOK is worth in EUR is not known"), ("KRONER", "no known currency")],
)
def test_other_currencies_need_a_rate(currency: str, said: str) -> None:
    plan = Team()
    role = plan.role("developer", 1000.0, currency=currency)
    plan.member(role)
    plan.own("A", 10, role)
    work = plan.work()
    assert work.cost is None
    assert any(said in lack for lack in work.lacks)
    plan.add(ExchangeRate, currency=currency.casefold(), worth=0.085)
    cost = plan.work().cost
    assert cost is not None
    assert cost.p50 == pytest.approx(850.0)


def test_an_unknown_currency_of_the_plan_is_told_of() -> None:
    plan = Team(currency="Taler")
    role = plan.role("developer")
    plan.member(role)
    plan.own("A", 10, role)
    work = plan.work()
    assert any("“Taler”, is no known currency" in lack for lack in work.lacks)
    assert work.cost is not None


def test_own_hours_go_before_the_usual_ones_whatever_their_order() -> None:
    plan = Team()
    plan.everybody()
    plan.step("email", "Hello")
    plan.add(HourEstimate, item="email", role="author", low=9, likely=3, high=6, source="Ours")
    line = next(each for each in plan.work().lines if each.line.item.key == "email")
    author = next(share for share in line.shares if share.role.key == "author")
    assert (author.guess.low, author.guess.likely, author.guess.high) == (3, 3, 6)
    assert author.hours == 3.5
    assert author.guess.origin.text == "Ours"


def test_a_campaign_does_not_wait_for_another_but_for_the_mappings() -> None:
    plan = small_plan()
    plan.campaign("Other")
    plan.step("landing_page", "Other page")
    plan.step("form", "Other form")
    network = plan.work().network
    assert network.before["form@campaign_2"] == {"page@campaign_2", "standard-mapping@object_1"}
    assert network.before["form@campaign_1"] == {"page@campaign_1", "standard-mapping@object_1"}


def test_objects_wait_for_connections_of_their_own_system() -> None:
    plan = small_plan()
    site, shop = plan.add_system("Site"), plan.add_system("Shop")
    plan.add(DataFlow, source=site.id, target=shop.id, means=Means.API)
    assert plan.work().network.before["object@object_1"] == {"connector@data_flow_1"}


def test_nobody_works_twice_at_once_and_everything_waits_for_what_is_before() -> None:
    work = work_of(Snapshot.of(template_records("sample")))
    by_worker: dict[str, list[tuple[float, float]]] = {}
    for each in work.schedule.placed:
        by_worker.setdefault(each.worker.id, []).append((each.start, each.finish))
    for spans in by_worker.values():
        ordered = sorted(spans)
        assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(ordered))
    for key, before in work.network.before.items():
        for each in before:
            done, begun = work.by_key[each].finish, work.by_key[key].start
            assert done is not None
            assert begun is not None
            assert begun >= done - 1e-6
    for role in work.roles:
        weeks = work.weeks_of(role.key)
        assert all(week.planned <= week.available + 1e-6 for week in weeks)
        assert sum(week.planned for week in weeks) == pytest.approx(work.hours_of(role.key))


def test_the_same_seed_gives_the_same_figures() -> None:
    snapshot = Snapshot.of(template_records("sample"))
    assert json.dumps(work_of(snapshot).to_json()) == json.dumps(work_of(snapshot).to_json())


def test_errors_that_go_together_make_ranges_wider() -> None:
    alone = [*template_records("sample")]
    apart = Snapshot.of([alone[0].changed({"hours_correlation": 0.0}), *alone[1:]])
    together = Snapshot.of([alone[0].changed({"hours_correlation": 1.0}), *alone[1:]])
    low, high = work_of(apart), work_of(together)
    assert high.hours.p80 - high.hours.p50 > 1.5 * (low.hours.p80 - low.hours.p50)


def test_an_empty_plan_says_that_there_is_nothing_to_build() -> None:
    work = PlanBuilder().snapshot()
    found = work_of(work)
    assert found.hours.p50 == 0
    assert found.lines == ()
    assert any("Nothing is drawn" in lack for lack in found.lacks)
    json.dumps(found.to_json(), allow_nan=False)


def test_the_usual_items_wait_for_each_other_without_a_circle() -> None:
    known = {item.key for item in build_items()}
    done: set[str] = set()
    pending = list(build_items())
    while pending:
        ready = [item for item in pending if set(item.after) <= done]
        assert ready, [item.key for item in pending]
        done |= {item.key for item in ready}
        pending = [item for item in pending if item.key not in done]
    for item in all_items():
        assert set(item.after) <= known
        for hours in item.hours:
            assert hours.low <= hours.likely <= hours.high
            assert hours.role in {role.key for role in usual_roles()}


def test_cleaning_counts_thousands_of_records() -> None:
    lines = breakdown_of(small_plan().snapshot()).lines
    assert [line.quantity for line in lines if line.item.key == "training-person"] == [4.0]

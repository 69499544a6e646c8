"""The text form: every plan comes back exactly, twice the same text, and reads well line by line."""

import difflib
import json

import pytest
from hypothesis import HealthCheck, given, settings

from maplanner.document.reading import Snapshot
from maplanner.document.records import RECORD_TYPES, Scope, Step
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text, plan_to_text
from tests.property.plans_at_random import beginnings, plans


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_every_plan_comes_back_exactly(plan: Snapshot) -> None:
    text = plan_to_text(plan)
    again = Snapshot.of(plan_from_text(text))
    saved = {each.id: each for each in plan.records() if type(each).scope is Scope.DOCUMENT}
    assert {each.id: each for each in again.records()} == saved
    assert plan_to_text(again) == text


def test_the_example_has_every_record() -> None:
    there = {type(record) for record in beginnings()[0].records()}
    lacking = {cls.type_name for cls in RECORD_TYPES if cls.scope is Scope.DOCUMENT and cls not in there}
    assert not lacking


@pytest.mark.parametrize("plan", beginnings())
def test_one_change_is_a_few_lines(plan: Snapshot) -> None:
    store = Store(plan.records())
    steps = store.all(Step)
    if not steps:
        return
    before = plan_to_text(plan)
    with store.transact("Rename") as transaction:
        transaction.change(steps[0].id, {"title": "Pavisam cits"})
    after = plan_to_text(store.snapshot())
    changed = [
        line
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    assert len(changed) == 2
    assert all('"title"' in line for line in changed)


@pytest.mark.parametrize("plan", beginnings())
def test_records_stand_in_one_order(plan: Snapshot) -> None:
    told = json.loads(plan_to_text(Snapshot.of(list(reversed(list(plan.records()))))))
    assert told == json.loads(plan_to_text(plan))
    names = [cls.type_name for cls in RECORD_TYPES]
    order = [names.index(name) for name in told["records"] if name in names]
    assert order == sorted(order)

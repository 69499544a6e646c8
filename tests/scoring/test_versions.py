"""Versions of the scoring model are kept whole, come back in one step, and can be read as the plan's own."""

from __future__ import annotations

import pytest

from maplanner.document.records import (
    Effect,
    ScoringRule,
    ScoringVersion,
    Threshold,
)
from maplanner.document.vocabulary import EventType
from maplanner.scoring.versions import (
    NoSuchVersion,
    changes_between,
    kept_of,
    restore,
    version_named,
    version_of,
    versions_in_order,
    with_version,
)
from tests.builders import PlanBuilder


def plan() -> PlanBuilder:
    made = PlanBuilder()
    form = made.step("form", "Demo form")
    score = made.score()
    made.rule(score, title="Form", event=EventType.FORM_FILLED, step=form.id, points=30)
    made.rule(score, title="Mail", event=EventType.EMAIL_OPENED, points=5)
    mark = made.threshold(score, 100, title="Ready")
    made.add(Effect, threshold=mark.id)
    return made


def test_a_version_comes_back_as_it_was_in_one_step_that_can_be_undone() -> None:
    store = plan().store()
    before = store.snapshot()
    version = version_of(store, "Spring", author="Ana")
    with store.transact("Change") as transaction:
        transaction.put(version)
        transaction.change("scoring_rule_2", {"points": 50.0})
        transaction.remove("threshold_1")
        transaction.put(ScoringRule.new(score="score_1", title="New"))
    changed = store.snapshot()
    kept = restore(store, version, "Restore")
    assert kept.lost == ()
    assert [*store.all(ScoringRule)] == [*before.all(ScoringRule)]
    assert {mark.id for mark in store.all(Threshold)} == {"threshold_1"}
    assert store.count(Effect) == 1
    store.undo()
    undone = {record.id: record for record in store.records()}
    assert undone == {record.id: record for record in changed.records()}


def test_a_plan_can_be_read_as_if_a_version_were_its_own() -> None:
    made = plan()
    version = version_of(made.snapshot(), "Spring")
    made.put(made.snapshot().find(ScoringRule, "scoring_rule_2").changed({"points": 9.0}))
    then = with_version(made.snapshot(), version)
    assert then.find(ScoringRule, "scoring_rule_2").points == 5
    found = list(changes_between(then, made.snapshot()))
    assert [(each.what, each.name, each.before, each.after) for each in found] == [
        ("scoring rule", "Mail: Points", "5", "9")
    ]


def test_a_rule_on_a_step_that_is_gone_is_left_out_and_named() -> None:
    store = plan().store()
    version = version_of(store, "Spring")
    with store.transact("Delete") as transaction:
        transaction.remove("step_1")
    kept = restore(store, version, "Restore")
    assert kept.lost == ("Form",)
    assert [rule.title for rule in store.all(ScoringRule)] == ["Mail"]


def test_odd_records_in_a_version_are_passed_over() -> None:
    version = ScoringVersion.new(
        title="Odd",
        records={
            "a": 5,
            "b": {"type": "campaign"},
            "c": {"type": "score", "floor": "low"},
            "d": {"type": "score"},
        },
    )
    kept = kept_of(version, plan().snapshot())
    assert [record.id for record in kept.records] == ["d"]
    assert kept.lost == ("a", "b", "c")


def test_versions_are_found_by_name() -> None:
    made = plan()
    made.put(version_of(made.snapshot(), "Spring"))
    made.put(version_of(made.snapshot(), "Autumn"))
    assert [each.title for each in versions_in_order(made.snapshot())] == ["Autumn", "Spring"]
    assert version_named(made.snapshot(), "spring").title == "Spring"
    with pytest.raises(NoSuchVersion, match="Winter"):
        version_named(made.snapshot(), "Winter")

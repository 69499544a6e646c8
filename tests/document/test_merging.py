"""Merging two copies of a plan, field by field."""

import random

from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.merging import Merge, merge
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Link, Plan, Record, Step
from maplanner.document.store import Store
from tests.property.test_store_histories import assert_sound, contents, first_plan, local_step


def copies(*edits: dict[str, dict[str, object] | None]) -> tuple[Snapshot, ...]:
    base: list[Record] = [
        Plan(),
        Campaign(id="c", title="Spring"),
        *(Step(id=f"s{number}", campaign="c", kind="email") for number in range(3)),
        Link(id="l", source="s0", target="s1"),
    ]
    found = [Store(base)]
    for edit in edits:
        store = Store(base)
        with store.transact("Edit") as transaction:
            for record_id, values in edit.items():
                if values is None:
                    transaction.remove(record_id)
                else:
                    transaction.change(record_id, values)  # type: ignore[arg-type]
        found.append(store)
    return tuple(store.snapshot() for store in found)


def merged(mine: Snapshot, outcome: Merge) -> Store:
    store = Store(mine.records())
    with store.transact("Merge") as transaction:
        for record_id, record in outcome.mended(mine.records()).items():
            transaction.become(record_id, record)
    return store


def test_two_fields_of_one_record_come_together() -> None:
    base, mine, theirs = copies({"c": {"title": "Mine"}}, {"c": {"owner": "Jānis"}})
    outcome = merge(base, mine, theirs)
    assert outcome.conflicts == ()
    campaign = merged(mine, outcome).find(Campaign, "c")
    assert (campaign.title, campaign.owner) == ("Mine", "Jānis")


def test_the_same_field_is_a_conflict_that_either_side_can_win() -> None:
    base, mine, theirs = copies({"c": {"title": "Mine"}}, {"c": {"title": "Theirs", "owner": "J"}})
    outcome = merge(base, mine, theirs)
    (conflict,) = outcome.conflicts
    assert (conflict.path, conflict.base, conflict.mine, conflict.theirs) == (
        "title",
        "Spring",
        "Mine",
        "Theirs",
    )
    for chosen, title in (((), "Mine"), ((conflict,), "Theirs")):
        campaign = merged(mine, outcome.decided(mine, theirs, chosen)).find(Campaign, "c")
        assert (campaign.title, campaign.owner) == (title, "J")


def test_what_one_deleted_and_the_other_changed_stays_unless_decided_otherwise() -> None:
    base, mine, theirs = copies({"s1": None}, {"s1": {"title": "Kept"}})
    outcome = merge(base, mine, theirs)
    (conflict,) = outcome.conflicts
    assert conflict.is_deletion
    assert merged(mine, outcome).find(Step, "s1").title == "Kept"
    assert merged(mine, outcome.decided(mine, theirs, [])).get("s1") is None
    assert merged(mine, outcome.decided(mine, theirs, [conflict])).find(Step, "s1").title == "Kept"


def test_what_both_broke_together_is_mended() -> None:
    base, mine, theirs = copies({"s1": None}, {"l": {"share": 0.5}})
    outcome = merge(base, mine, theirs)
    assert merged(mine, outcome).get("l") is None, "its step is gone"


@given(st.integers(0, 2**32 - 1))
def test_merging_is_sound_and_takes_all_that_one_side_alone_did(number: int) -> None:
    dice = random.Random(number)
    base, mine, theirs = Store(first_plan()), Store(first_plan()), Store(first_plan())
    for _ in range(5):
        local_step(mine, dice)
        local_step(theirs, dice)
    outcome = merge(base.snapshot(), mine.snapshot(), theirs.snapshot())
    for chosen in ((), outcome.conflicts):
        result = merged(mine.snapshot(), outcome.decided(mine, theirs, chosen))
        assert_sound(result)
    alone = merge(base.snapshot(), base.snapshot(), theirs.snapshot())
    assert alone.conflicts == ()
    assert contents(merged(base.snapshot(), alone)) == contents(theirs)
    same = merge(base.snapshot(), mine.snapshot(), mine.snapshot())
    assert (same.changed, same.conflicts) == ({}, ())

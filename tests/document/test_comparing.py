"""What differs between two plans: found, complete, and enough to make one of the other."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maplanner.core.resources import resource_root
from maplanner.document.comparing import Sort, compare, rewound
from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Campaign, CanvasView, Plan, Record, Scope, Step
from maplanner.document.store import Store
from maplanner.document.textform import plan_from_text, plan_to_text
from tests.property.plans_at_random import plans


def sample() -> Snapshot:
    return Snapshot.of(plan_from_text((resource_root() / "plans" / "sample.json").read_text("utf-8")))


def test_a_plan_does_not_differ_from_itself() -> None:
    assert not compare(sample(), sample())


def test_records_are_added_changed_and_removed() -> None:
    before = Snapshot.of([Plan(), Campaign(id="a", title="A"), Campaign(id="b", title="B")])
    after = Snapshot.of([Plan(), Campaign(id="a", title="A2", budget=5.0), Campaign(id="c")])
    found = compare(before, after)
    assert {each.record.id: each.sort for each in found.differences} == found.sort_of
    assert found.sort_of == {"a": Sort.CHANGED, "c": Sort.ADDED, "b": Sort.REMOVED}
    (changed,) = [each for each in found.differences if each.sort is Sort.CHANGED]
    assert changed.change.before == {"title": "A", "budget": None}
    assert changed.change.after == {"title": "A2", "budget": 5.0}


def test_what_is_mine_alone_is_no_difference() -> None:
    campaign = Campaign(id="a")
    seen = Snapshot.of([Plan(), campaign, CanvasView(id="v", campaign="a")])
    assert not compare(Snapshot.of([Plan(), campaign]), seen)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), plans())
def test_the_difference_makes_one_plan_of_the_other(one: Snapshot, other: Snapshot) -> None:
    found = compare(one, other)
    store = Store(one.records())
    store.apply(found.patch)
    assert saved(store) == saved(other)


def saved(reader: RecordReader) -> dict[str, Record]:
    return {each.id: each for each in reader.records() if type(each).scope is Scope.DOCUMENT}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.data())
def test_a_plan_is_rewound_to_what_it_was(plan: Snapshot, data: st.DataObject) -> None:
    store = Store(plan.records())
    patches: list[Patch] = []
    store.subscribe(patches.append)
    texts = [plan_to_text(store.snapshot())]
    for number in range(data.draw(st.integers(1, 4))):
        with store.transact(f"Change {number}") as transaction:
            transaction.put(Campaign(id=f"new{number}", title=f"New {number}"))
            steps = store.all(Step)
            if steps:
                transaction.change(steps[-1].id, {"title": f"Named {number}"})
        texts.append(plan_to_text(store.snapshot()))
    for back in range(len(patches) + 1):
        was = rewound(store, reversed(patches[len(patches) - back :]))
        assert plan_to_text(was) == texts[len(patches) - back]

"""Trees of criteria: what holds after every change, and what a merge mends."""

import pytest

from maplanner.core.errors import InvalidRecord
from maplanner.document.records import Criterion, CriterionGroup, Segment, SegmentRemoval
from maplanner.document.store import Store


def plan() -> Store:
    return Store(
        [
            Segment(id="warm"),
            Segment(id="hot"),
            CriterionGroup(id="outer", segment="warm"),
            CriterionGroup(id="inner", segment="warm", parent="outer"),
            Criterion(id="c", segment="warm", group="inner"),
            SegmentRemoval(id="r", segment="hot", leaves="warm"),
        ]
    )


def test_criteria_stay_with_the_segment_of_their_group() -> None:
    store = plan()
    for change in (("c", {"segment": "hot"}), ("inner", {"segment": "hot"}), ("outer", {"segment": "hot"})):
        with pytest.raises(InvalidRecord, match="own segment"), store.transact("Move") as t:
            t.change(*change)


def test_no_group_comes_to_stand_inside_itself() -> None:
    store = plan()
    with pytest.raises(InvalidRecord, match="inside itself"), store.transact("Move") as t:
        t.change("outer", {"parent": "inner"})
    assert store.find(CriterionGroup, "outer").parent is None


def test_nobody_leaves_the_segment_just_joined() -> None:
    store = plan()
    with pytest.raises(InvalidRecord, match="same segment"), store.transact("Take out") as t:
        t.change("r", {"leaves": "hot"})


def test_a_group_goes_with_all_that_stands_in_it() -> None:
    store = plan()
    with store.transact("Delete the group") as t:
        t.remove("outer")
    assert not store.all(Criterion)
    assert not store.all(CriterionGroup)
    store.undo()
    assert store.find(Criterion, "c").group == "inner"


def test_two_moves_that_make_a_circle_together_are_mended() -> None:
    store, other = plan(), plan()
    for each in (store, other):
        with each.transact("Add") as t:
            t.put(CriterionGroup(id="second", segment="warm"))
    patches = []
    other.subscribe(patches.append)
    with other.transact("Put in") as t:
        t.change("outer", {"parent": "second"})
    with store.transact("Put in") as t:
        t.change("second", {"parent": "inner"})
    store.apply(patches[0])
    inside = {group.id: group.parent for group in store.all(CriterionGroup)}
    assert inside == {"inner": None, "outer": "second", "second": "inner"}


def test_a_criterion_whose_group_has_moved_away_comes_to_the_top() -> None:
    store, other = plan(), plan()
    patches = []
    other.subscribe(patches.append)
    with other.transact("Give away") as t:
        t.change("c", {"group": None})
        t.change("inner", {"segment": "hot", "parent": None})
    with store.transact("Add") as t:
        t.put(Criterion(id="late", segment="warm", group="inner"))
    store.apply(patches[0])
    assert store.find(Criterion, "late").group is None

"""Frames and comments: what holds after every change, and what a merge mends."""

import pytest

from maplanner.core.errors import InvalidRecord
from maplanner.document.records import Campaign, Comment, Frame, Note, Step
from maplanner.document.store import Store


def plan() -> Store:
    return Store(
        [
            Campaign(id="spring"),
            Campaign(id="autumn"),
            Frame(id="f", campaign="spring", title="First touch"),
            Step(id="a", campaign="spring", kind="email", frame="f"),
            Note(id="n", campaign="spring", frame="f"),
            Comment(id="c", about="a", text="Which list?"),
            Comment(id="d", about="a", answers="c", text="The short one"),
            Comment(id="e", about="f", text="Needed?"),
        ]
    )


def test_what_lies_in_a_frame_is_of_its_campaign() -> None:
    store = plan()
    with pytest.raises(InvalidRecord, match="First touch"), store.transact("Move away") as t:
        t.change("a", {"campaign": "autumn"})
    with pytest.raises(InvalidRecord, match="another campaign"), store.transact("Move away") as t:
        t.change("f", {"campaign": "autumn"})
    with store.transact("Move away") as t:
        t.change("a", {"campaign": "autumn", "frame": None})
    assert store.find(Step, "a").campaign == "autumn"


def test_a_merge_takes_out_of_a_frame_what_another_campaign_has_got() -> None:
    store, other = plan(), plan()
    patches = []
    other.subscribe(patches.append)
    with other.transact("Take out") as t:
        t.change("a", {"campaign": "autumn", "frame": None})
    with store.transact("Put elsewhere") as t:
        t.put(Frame(id="g", campaign="spring"))
        t.change("a", {"frame": "g"})
    store.apply(patches[0])
    step = store.find(Step, "a")
    assert step.campaign == "autumn"
    assert step.frame is None


def test_a_frame_that_goes_leaves_its_contents() -> None:
    store = plan()
    with store.transact("Delete frame") as t:
        t.remove("f")
    assert store.find(Step, "a").frame is None
    assert store.find(Note, "n").frame is None
    assert [each.id for each in store.all(Comment)] == ["c", "d"]
    store.undo()
    assert store.find(Step, "a").frame == "f"
    assert store.find_or_none(Comment, "e") is not None


def test_comments_go_with_what_they_are_about_and_come_back_with_it() -> None:
    store = plan()
    before = {record.id for record in store.records()}
    with store.transact("Delete step") as t:
        t.remove("a")
    assert [each.id for each in store.all(Comment)] == ["e"]
    store.undo()
    assert {record.id for record in store.records()} == before


def test_a_campaign_takes_the_comments_on_its_steps_with_it() -> None:
    store = plan()
    with store.transact("Delete campaign") as t:
        t.remove("spring")
    assert store.all(Comment) == []


def test_a_comment_is_about_something_that_exists() -> None:
    store = plan()
    with pytest.raises(InvalidRecord, match="does not exist"), store.transact("Comment") as t:
        t.put(Comment(id="x", about="moon", text="Far"))
    with store.transact("Comment") as t:
        t.put(Comment(id="x", about="", text="On the plan as a whole"))
    assert store.find(Comment, "x").about == ""


def test_a_comment_that_arrives_after_its_step_has_gone_is_dropped() -> None:
    store, other = plan(), plan()
    patches = []
    other.subscribe(patches.append)
    with other.transact("Comment") as t:
        t.put(Comment(id="late", about="a", text="Wait"))
    with store.transact("Delete step") as t:
        t.remove("a")
    store.apply(patches[0])
    assert store.find_or_none(Comment, "late") is None

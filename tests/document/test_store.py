"""Transactions, rules, listeners and undo."""

from datetime import UTC, datetime, timedelta

import pytest

from maplanner.core.errors import InvalidRecord, NoSuchRecord
from maplanner.document.patch import Change, Patch, patch_from_json, patch_to_json
from maplanner.document.records import (
    PLAN_ID,
    Campaign,
    CampaignGroup,
    CanvasView,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Plan,
    Scope,
    Step,
    System,
)
from maplanner.document.store import Store


def small_plan() -> Store:
    return Store(
        [
            Plan(),
            CampaignGroup(id="g", title="Inbound"),
            Campaign(id="c", title="Search", group="g"),
            Step(id="a", campaign="c", kind="landing_page", title="Page"),
            Step(id="b", campaign="c", kind="form", title="Form"),
            Link(id="ab", source="a", target="b"),
            FormField(id="f", step="b", title="E-mail", key="email"),
        ]
    )


def edit(store: Store, record_id: str, label: str = "Edit", **values: object) -> None:
    with store.transact(label) as transaction:
        transaction.change(record_id, values)  # type: ignore[arg-type]


def test_a_transaction_makes_one_patch_with_only_what_differs() -> None:
    store = small_plan()
    patches: list[Patch] = []
    store.subscribe(patches.append)
    with store.transact("Rename") as transaction:
        transaction.change("a", {"title": "Start", "x": 0.0})
        transaction.change("b", {"title": "Form"})
    (patch,) = patches
    assert patch.label == "Rename"
    assert patch.changes == (Change("step", "a", {"title": "Page"}, {"title": "Start"}),)
    assert store.revision == 1


def test_there_and_back_within_a_transaction_emits_nothing() -> None:
    store = small_plan()
    patches: list[Patch] = []
    store.subscribe(patches.append)
    with store.transact("Move") as transaction:
        transaction.change("a", {"x": 5.0})
        transaction.change("a", {"x": 0.0})
    assert patches == []
    assert store.history.undo_label is None


def test_an_error_restores_everything() -> None:
    store = small_plan()
    before = {record.id: record for record in store.records()}

    def wrong() -> None:
        with store.transact("Wrong") as transaction:
            transaction.change("a", {"title": "x"})
            transaction.remove("c")
            transaction.change("nowhere", {"title": "x"})

    with pytest.raises(NoSuchRecord):
        wrong()
    assert {record.id: record for record in store.records()} == before
    assert [link.id for link in store.referring(Link, "source", "a")] == ["ab"]


@pytest.mark.parametrize(
    "record",
    [
        Link(id="x", source="a", target="gone"),
        Link(id="x", source="a", target="b"),
        Mapping(id="m", target="gone"),
        Plan(id="another"),
    ],
    ids=["dangling", "twin link", "mapping without source", "second plan"],
)
def test_my_own_edit_that_breaks_a_rule_is_refused(record: Link) -> None:
    store = small_plan()
    with pytest.raises(InvalidRecord), store.transact("Wrong") as transaction:
        transaction.put(record)
    assert store.get(record.id) is None


def test_a_link_across_campaigns_is_refused() -> None:
    store = small_plan()
    other = (Campaign(id="d"), Step(id="z", campaign="d", kind="end"), Link(id="az", source="a", target="z"))
    with pytest.raises(InvalidRecord, match="two campaigns"), store.transact("Wrong") as transaction:
        transaction.put(*other)


def test_what_points_to_a_deleted_record_follows_or_forgets() -> None:
    store = small_plan()
    with store.transact("Delete") as transaction:
        transaction.remove("g", "b")
    assert store.find(Campaign, "c").group is None
    assert store.get("ab") is None
    assert store.get("f") is None
    undone = store.undo()
    assert undone is not None
    assert store.find(Campaign, "c").group == "g"
    assert store.find(Link, "ab").target == "b"
    assert store.find(FormField, "f").step == "b"


def test_the_plan_record_stays() -> None:
    store = small_plan()
    with pytest.raises(InvalidRecord), store.transact("Delete") as transaction:
        transaction.remove(PLAN_ID)
    store.apply(Patch("Delete", (Change("plan", PLAN_ID, Plan().values(), None),)))
    assert store.find(Plan, PLAN_ID).title == "New plan"


def test_a_remote_edit_of_something_gone_is_left_out_and_repaired() -> None:
    store = small_plan()
    with store.transact("Delete") as transaction:
        transaction.remove("b")
    effect = store.apply(
        Patch(
            "Theirs",
            (
                Change("step", "b", {"title": "Form"}, {"title": "Theirs"}),
                Change("link", "new", None, Link(id="new", source="a", target="b").values()),
                Change("step", "a", {"title": "Page"}, {"title": "Theirs"}),
            ),
        )
    )
    assert [change.id for change in effect.changes] == ["a"]
    assert store.get("new") is None


def test_two_equal_links_drawn_at_once_become_one() -> None:
    store = small_plan()
    store.apply(
        Patch("Theirs", (Change("link", "aa", None, Link(id="aa", source="a", target="b").values()),))
    )
    assert [link.id for link in store.all(Link)] == ["aa"]


def test_undo_keeps_a_remote_edit_to_another_field() -> None:
    store = small_plan()
    edit(store, "a", title="Mine")
    store.apply(Patch("Theirs", (Change("step", "a", {"x": 0.0}, {"x": 40.0}),)))
    store.undo()
    assert (store.find(Step, "a").title, store.find(Step, "a").x) == ("Page", 40.0)
    store.redo()
    assert (store.find(Step, "a").title, store.find(Step, "a").x) == ("Mine", 40.0)


def test_undo_leaves_a_field_that_a_teammate_changed_since_and_passes_over_the_entry() -> None:
    store = small_plan()
    edit(store, "b", "First", title="Earlier")
    edit(store, "a", "Second", title="Mine")
    store.apply(Patch("Theirs", (Change("step", "a", {"title": "Mine"}, {"title": "Theirs"}),)))
    undone = store.undo()
    assert undone is not None
    assert undone.label == "First"
    assert store.find(Step, "a").title == "Theirs"
    assert store.find(Step, "b").title == "Form"


def test_redo_is_the_inverse_of_what_undo_did() -> None:
    store = small_plan()
    with store.transact("Add") as transaction:
        transaction.put(Step(id="n", campaign="c", kind="end"), Link(id="bn", source="b", target="n"))
    store.undo()
    store.apply(
        Patch("Theirs", (Change("step", "b", Step(id="b", campaign="c", kind="form").values(), None),))
    )
    store.redo()
    assert store.get("n") is not None
    assert store.get("bn") is None, "its other end is gone"


def test_typing_coalesces_until_a_pause() -> None:
    now = [datetime(2027, 1, 4, tzinfo=UTC)]
    store = Store(small_plan().records(), clock=lambda: now[0])
    for text, pause in (("P", 0), ("Pl", 1), ("Pla", 1), ("Plan", 10)):
        now[0] += timedelta(seconds=pause)
        with store.transact("Rename", coalesce="title of a") as transaction:
            transaction.change("a", {"title": text})
    store.undo()
    assert store.find(Step, "a").title == "Pla"
    store.undo()
    assert store.find(Step, "a").title == "Page"


def test_a_new_step_forgets_what_was_undone() -> None:
    store = small_plan()
    edit(store, "a", title="One")
    store.undo()
    edit(store, "a", title="Two")
    assert store.redo() is None


def test_listeners_never_write() -> None:
    store = small_plan()

    def writes(_patch: Patch) -> None:
        edit(store, "b", title="no")

    store.subscribe(writes)
    with pytest.raises(RuntimeError, match="listener"):
        edit(store, "a", title="x")


def test_a_listener_can_leave() -> None:
    store = small_plan()
    patches: list[Patch] = []
    leave = store.subscribe(patches.append)
    leave()
    edit(store, "a", title="x")
    assert patches == []


def test_session_records_are_neither_undone_nor_part_of_the_document() -> None:
    store = small_plan()
    with store.transact("Zoom") as transaction:
        transaction.put(CanvasView(id="v", campaign="c", zoom=2.0))
    assert store.history.undo_label is None
    patch = Patch(
        "x", (Change("canvas_view", "v", None, {"id": "v"}), Change("step", "a", {"x": 0.0}, {"x": 1.0}))
    )
    assert [change.id for change in patch.within(Scope.DOCUMENT).changes] == ["a"]


def test_a_snapshot_never_changes() -> None:
    store = small_plan()
    before = store.snapshot()
    assert store.snapshot() is before
    edit(store, "a", title="later")
    with store.transact("Delete") as transaction:
        transaction.remove("ab")
    assert before.find(Step, "a").title == "Page"
    assert [link.id for link in before.referring(Link, "source", "a")] == ["ab"]
    assert store.snapshot().referring(Link, "source", "a") == []
    assert store.snapshot().revision == before.revision + 2


def test_a_patch_survives_json() -> None:
    patch = Patch(
        "Ā", (Change("step", "a", {"x": 0.0}, {"x": 1.5}),), "Ilze", datetime(2027, 1, 4, tzinfo=UTC)
    )
    assert patch_from_json(patch_to_json(patch)) == patch


def test_records_of_an_unknown_type_survive_a_patch() -> None:
    store = small_plan()
    store.apply(Patch("Newer", (Change("hologram", "h", None, {"id": "h", "depth": 3}),)))
    assert store.counts()["hologram"] == 1
    store.apply(Patch("Newer", (Change("hologram", "h", {"depth": 3}, {"depth": 4}),)))
    record = store.get("h")
    assert record is not None
    assert record.values()["depth"] == 4


def test_a_mapping_goes_with_either_end() -> None:
    store = small_plan()
    with store.transact("Map") as transaction:
        transaction.put(System(id="s"), CrmObject(id="o", system="s"), CrmField(id="t", object="o"))
        transaction.put(Mapping(id="m", collected="f", target="t"))
    with store.transact("Delete") as transaction:
        transaction.remove("s")
    assert store.get("m") is None


def test_an_identifier_belongs_to_one_sort_of_record() -> None:
    store = small_plan()
    with (
        pytest.raises(InvalidRecord, match="is the id of a step already"),
        store.transact("Put") as transaction,
    ):
        transaction.put(Campaign(id="a"))
    store.apply(Patch("Theirs", (Change("campaign", "a", None, Campaign(id="a").values()),)))
    assert store.find(Step, "a").title == "Page"

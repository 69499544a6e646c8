"""The shared document: what it keeps of a plan, and what it brings back."""

import pytest
from pycrdt import Array, Doc, Map

from maplanner.document.patch import Change, Patch
from maplanner.document.records import Campaign, Plan, Record, Step, UnknownRecord
from maplanner.document.store import Store
from maplanner.team.entries import entry_of, record_from
from maplanner.team.mirror import ACTIVITY, FORMAT, Mirror, seed, seed_client
from maplanner.team.wire import DamagedMessage, TooEarly, state_of


def plan() -> list[Record]:
    return [
        Plan(),
        Campaign(id="c", title="Pavasaris"),
        Step(id="s", campaign="c", kind="email", props={"tries": 3, "share": 0.25, "name": "Ā"}),
        Step.from_values({"id": "n", "campaign": "c", "kind": "telepathy", "aura": 7}),
        UnknownRecord.from_values({"id": "u", "written_as": "budget", "euros": 12, "parts": [1, 2.0]}),
    ]


def copy_of(update: bytes) -> Mirror:
    mirror = Mirror(Store(), [update])
    mirror.settle_all("Join the plan")
    return mirror


def test_a_plan_comes_back_whole_with_what_a_newer_version_wrote() -> None:
    copy = copy_of(seed(plan(), "x"))
    for record in plan():
        assert copy.store.get(record.id) == record
    again = copy.store.find(Step, "s").props
    assert [type(again[name]) for name in ("tries", "share", "name")] == [int, float, str]
    assert copy.store.get("u").values()["euros"] == 12  # type: ignore[union-attr]
    assert (copy.lineage, copy.format) == ("x", FORMAT)


def test_the_same_plan_and_lineage_give_the_same_document() -> None:
    assert seed(plan(), "x") == seed(reversed(plan()), "x")
    assert set(state_of(copy_of(seed(plan(), "x")).state())) == {seed_client("x")}


def test_defaults_do_not_travel() -> None:
    assert entry_of(Campaign(id="c", title="T")) == {"@": "campaign", "title": '"T"'}


@pytest.mark.parametrize(
    "entry",
    [{}, {"@": 5}, {"@": ""}, {"@": "link", "source": "5"}, {"@": "step"}, {"title": '"no type"'}],
)
def test_what_makes_no_record_is_left_out(entry: dict[str, object]) -> None:
    assert record_from("x", entry) is None


def test_a_bad_value_takes_its_default() -> None:
    entry = {"@": "campaign", "title": "[1, 2]", "budget": "-5", "owner": "not json", "notes": '"kept"'}
    assert record_from("c", entry) == Campaign(id="c", notes="kept")


def test_two_people_edit_two_fields_of_one_record() -> None:
    start = seed(plan(), "x")
    mine, theirs = copy_of(start), copy_of(start)
    updates: list[bytes | None] = []
    for mirror, values in ((mine, {"title": "Mine"}), (theirs, {"notes": "theirs"})):
        mirror.store.subscribe(lambda patch, mirror=mirror: updates.append(mirror.write(patch)))  # type: ignore[misc]
        with mirror.store.transact("Edit") as transaction:
            transaction.change("s", values)
    own, other = updates[0] or b"", updates[1] or b""
    mine.take(other)
    theirs.take(own)
    for mirror in (mine, theirs):
        mirror.settle()
        step = mirror.store.find(Step, "s")
        assert (step.title, step.notes) == ("Mine", "theirs")


def test_a_patch_of_somebody_else_tells_who_did_what() -> None:
    start = seed(plan(), "x")
    mine, theirs = copy_of(start), copy_of(start)
    theirs.person = "Jānis"
    update = None
    with theirs.store.transact("Rename the step") as transaction:
        transaction.change("s", {"title": "Hello"})
    update = theirs.write(Patch("Rename the step", (Change("step", "s", {"title": ""}, {"title": "Hello"}),)))
    mine.take(update or b"")
    patch = mine.settle()
    assert patch is not None
    assert (patch.author, patch.label, patch.origin) == ("Jānis", "Rename the step", "remote")
    assert [each.person for each in mine.activities()] == ["Jānis"]


def test_my_own_edit_while_others_still_wait_loses_neither() -> None:
    start = seed(plan(), "x")
    mine, theirs = copy_of(start), copy_of(start)
    mine.store.subscribe(mine.write)
    for mirror in (mine, theirs):
        assert mirror.settle() is None
    update = None

    def keep(patch: Patch) -> None:
        nonlocal update
        update = theirs.write(patch)

    theirs.store.subscribe(keep)
    with theirs.store.transact("Theirs") as transaction:
        transaction.change("s", {"title": "theirs", "notes": "theirs"})
    mine.take(update or b"")
    with mine.store.transact("Mine") as transaction:
        transaction.change("s", {"title": "mine"})
    mine.settle()
    step = mine.store.find(Step, "s")
    assert (step.title, step.notes) == ("mine", "theirs")


@pytest.mark.parametrize("update", [b"", b"\xff" * 30, b"\x01\x01\x05\x00", b"\x00"])
def test_what_is_no_update_is_refused_and_changes_nothing(update: bytes) -> None:
    copy = copy_of(seed(plan(), "x"))
    state = copy.state()
    with pytest.raises(DamagedMessage):
        copy.take(update)
    assert copy.state() == state


def test_an_update_that_leaves_a_gap_is_refused() -> None:
    document: Doc[Map[str]] = Doc(client_id=9)
    records = document.get("records", type=Map)
    records["a"] = Map({"@": "campaign"})
    state = document.get_state()
    records["b"] = Map({"@": "campaign"})
    copy = copy_of(seed(plan(), "x"))
    with pytest.raises(TooEarly):
        copy.take(document.get_update(state))
    copy.take(document.get_update())
    copy.settle()
    assert copy.store.get("a") is not None
    assert copy.store.get("b") is not None


def test_strange_things_in_the_document_do_no_harm() -> None:
    document: Doc[Array[object]] = Doc(client_id=9)
    records, activity = document.get("records", type=Map), document.get(ACTIVITY, type=Array)
    records["s"] = "not a map"
    records["t"] = 5.0
    records["l"] = Map({"@": "link", "source": '"nobody"', "target": '"nothing"'})
    activity.extend(["not json", '{"by": 5, "on": 3, "at": "yesterday", "n": "x"}', 7.0])
    copy = copy_of(seed(plan(), "x"))
    copy.take(document.get_update())
    copy.settle()
    assert copy.store.get("l") is None
    assert copy.store.get("t") is None
    assert [each.person for each in copy.activities()] == ["5"]
    assert copy.store.plan == Plan()

"""Any sequence of edits, undos, failed writes and reopenings leaves on disk what the store holds."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from maplanner.core.errors import InvalidRecord, NoSuchRecord
from maplanner.document.records import Campaign, FormField, Goal, Link, Step, UnknownRecord
from maplanner.document.store import Transaction
from maplanner.storage import PlanFile, read_plan, writing

IDS = ("a", "b", "c", "d")
TYPES = ("campaign", "step", "link", "field", "goal", "moon")
KINDS = ("campaign", "step", "link", "field", "goal", "unknown", "change", "remove")
PATHS = ("title", "x", "props.n", "props.m", "basic")
TEXTS = st.sampled_from(["", "x", "“ü”", "1.0", "null"])
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, object]:
    record_id = draw(st.sampled_from(IDS))
    kind = draw(st.sampled_from(KINDS))
    other = draw(st.sampled_from(IDS))
    made = {
        "campaign": lambda: Campaign(id=f"campaign_{record_id}", title=draw(TEXTS)),
        "step": lambda: Step(
            id=f"step_{record_id}",
            campaign=f"campaign_{other}",
            kind="form",
            x=draw(NUMBERS),
            props={"n": draw(NUMBERS)},
        ),
        "link": lambda: Link(
            id=f"link_{record_id}", source=f"step_{other}", target=f"step_{draw(st.sampled_from(IDS))}"
        ),
        "field": lambda: FormField(id=f"field_{record_id}", step=f"step_{other}", options=(draw(TEXTS),)),
        "goal": lambda: Goal(id=f"goal_{record_id}", basic=draw(TEXTS), agreed=draw(st.booleans())),
        "unknown": lambda: UnknownRecord(id=f"moon_{record_id}", written_as="moon", phase=draw(NUMBERS)),
        "change": lambda: {draw(st.sampled_from(PATHS)): draw(TEXTS | NUMBERS)},
        "remove": lambda: None,
    }[kind]()
    if made is None or isinstance(made, dict):
        record_id = f"{draw(st.sampled_from(TYPES))}_{record_id}"
    return record_id, made


def perform(transaction: Transaction, record_id: str, made: object) -> None:
    if made is None:
        transaction.remove(record_id)
    elif isinstance(made, dict):
        transaction.change(record_id, made)
    else:
        transaction.put(made)  # type: ignore[arg-type]


ACTS = st.lists(
    st.one_of(
        st.lists(edits(), min_size=1, max_size=4),
        st.sampled_from(["undo", "redo", "reopen", "break", "mend", "read"]),
    ),
    max_size=25,
)


@settings(max_examples=max(30, settings().max_examples // 2))
@given(acts=ACTS)
def test_the_file_holds_what_the_store_holds(acts: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        live_through(Path(folder) / "plan.maplan", acts)


def live_through(path: Path, acts: list[object]) -> None:
    working = writing.write_patches
    campaigns = [Campaign(id=f"campaign_{name}") for name in IDS]
    steps = [Step(id=f"step_{name}", campaign=f"campaign_{name}", kind="form") for name in IDS]
    opened = PlanFile.create(path, [*campaigns, *steps])
    try:
        for act in acts:
            opened = perform_act(opened, act, working)
    finally:
        writing.write_patches = working
    opened.close()
    assert_same(path, opened)


def perform_act(opened: PlanFile, act: object, working: object) -> PlanFile:
    if isinstance(act, list):
        try:
            with opened.store.transact("Edit") as transaction:
                for record_id, made in act:
                    perform(transaction, record_id, made)
        except (InvalidRecord, NoSuchRecord):
            return opened
    elif act == "undo":
        opened.store.undo()
    elif act == "redo":
        opened.store.redo()
    elif act == "break":
        writing.write_patches = fail
    elif act == "mend":
        writing.write_patches = working  # type: ignore[assignment]
        opened.retry()
    elif opened.saved:
        if act == "reopen":
            opened.close()
            assert_same(opened.path, opened)
            return PlanFile.open(opened.path, backup=False)
        assert_same(opened.path, opened)
    return opened


def fail(*_arguments: object) -> None:
    raise OperationalError("", None, Exception("disk I/O error"))


def assert_same(path: Path, opened: PlanFile) -> None:
    on_disk = read_plan(path)
    assert {record.id: record for record in on_disk.records()} == {r.id: r for r in opened.store.records()}
    assert on_disk.counts() == opened.store.counts()

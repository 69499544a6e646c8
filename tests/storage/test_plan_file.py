"""A plan file: what was acknowledged is there again, and one file remains."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from maplanner.core.errors import InvalidRecord, NoSuchRecord, PlanFileError, PlanFileLocked, PlanFileReadOnly
from maplanner.document.patch import Change, Patch
from maplanner.document.records import (
    Assumption,
    Campaign,
    CampaignGroup,
    CanvasView,
    Goal,
    Plan,
    Record,
    Scenario,
    Step,
    System,
    UnknownRecord,
)
from maplanner.storage import PlanFile, read_plan
from maplanner.storage.backups import KEPT, backups_of
from tests.storage.plans import small_plan

FULL = 2
"""What SQLite calls ``synchronous=FULL``."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.maplan"


@pytest.fixture
def plan_file(path: Path) -> Iterator[PlanFile]:
    with PlanFile.create(path, small_plan(), author="Ana") as opened:
        yield opened


def records_of(path: Path) -> dict[str, Record]:
    return {record.id: record for record in read_plan(path).records()}


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def alone(path: Path) -> bool:
    return names_in(path.parent) == [path.name]


def test_what_is_created_comes_back(path: Path) -> None:
    PlanFile.create(path, small_plan()).close()
    assert records_of(path) == {record.id: record for record in [*small_plan(), Plan()]}
    assert alone(path)


def test_records_that_break_a_rule_make_no_file(path: Path) -> None:
    with pytest.raises(InvalidRecord, match="points to campaign"):
        PlanFile.create(path, [Step(id="step_a", campaign="nowhere", kind="form")])
    assert not names_in(path.parent)


def test_each_patch_is_on_disk_when_the_transaction_ends(plan_file: PlanFile, path: Path) -> None:
    with plan_file.store.transact("Rename") as transaction:
        transaction.change(
            "step_a", {"title": "Renamed", "props.per_day": 10.0, "props.new": [1, {"a": None}]}
        )
        transaction.put(Goal(id="goal_a", basic="Leads reach the CRM"))
        transaction.remove("field_a")
    assert records_of(path) == {record.id: record for record in plan_file.store.records()}
    assert "field_a" not in records_of(path)


def test_undo_and_redo_are_written_like_any_change(plan_file: PlanFile, path: Path) -> None:
    with plan_file.store.transact("Delete the campaign") as transaction:
        transaction.remove("campaign_a")
    assert set(records_of(path)) == {"plan"}
    plan_file.store.undo()
    assert records_of(path) == {record.id: record for record in [*small_plan(), Plan()]}
    plan_file.store.redo()
    assert set(records_of(path)) == {"plan"}
    origins = [patch.origin for patch in plan_file.history()]
    assert origins == ["redo", "undo", "local"]


def test_history_says_who_did_what(path: Path) -> None:
    with (
        PlanFile.create(path, small_plan(), author="Ana") as plan_file,
        plan_file.store.transact("Rename") as t,
    ):
        t.change("step_a", {"title": "A"})
    with PlanFile.open(path, author="Bo") as plan_file:
        with plan_file.store.transact("Move") as transaction:
            transaction.change("step_a", {"x": 5.0})
        newest, oldest = plan_file.history()
    assert (newest.label, newest.author, oldest.label, oldest.author) == ("Move", "Bo", "Rename", "Ana")
    assert newest.at is not None
    assert newest.changes[0].before == {"x": 0.0}
    assert newest.changes[0].after == {"x": 5.0}


def test_only_the_document_is_kept(plan_file: PlanFile, path: Path) -> None:
    with plan_file.store.transact("Zoom") as transaction:
        transaction.put(CanvasView(id="view_a", campaign="campaign_a", zoom=2.0))
    assert plan_file.history() == []
    assert "view_a" not in records_of(path)


def test_order_of_making_survives(path: Path) -> None:
    ids = [f"campaign_{letter}" for letter in "qwertyuiop"]
    with PlanFile.create(path, [Campaign(id=name) for name in ids[:5]]) as plan_file:
        for name in ids[5:]:
            with plan_file.store.transact("Add") as transaction:
                transaction.put(Campaign(id=name))
        with plan_file.store.transact("Delete and change") as transaction:
            transaction.remove(ids[0])
            transaction.change(ids[3], {"title": "changed"})
        plan_file.store.undo()
        expected = [campaign.id for campaign in plan_file.store.all(Campaign)]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
    assert [campaign.id for campaign in read_plan(path).all(Campaign)] == expected


@pytest.mark.parametrize(
    "record",
    [
        Campaign(id="a", title="\U0001f600 ", notes="nul \x00 and “quotes” ' \" \n"),
        Campaign(id="a", start=date(2027, 1, 4), budget=0.1, max_entries=10**30),
        CampaignGroup(id="a", order=float("inf")),
        CampaignGroup(id="a", order=-0.0, future_field={"deep": [1, 2.5, None, True]}),
        System(id="a", seats=0, title="1", product="007", edition="1e5"),
        Step(id="a", campaign="c", kind="of a newer version", props={"ü.x": "y", "n": None, "f": 1.0}),
        UnknownRecord(id="a", written_as="moon_phase", light=0.5, names=["a"]),
    ],
    ids=lambda record: type(record).__name__,
)
def test_awkward_values_survive(path: Path, record: Record) -> None:
    with (
        PlanFile.create(path, [Campaign(id="c")]) as plan_file,
        plan_file.store.transact("Add") as transaction,
    ):
        transaction.put(record)
    assert records_of(path)["a"] == record
    assert records_of(path)["a"].values() == record.values()
    with PlanFile.open(path) as plan_file, plan_file.store.transact("Delete") as transaction:
        transaction.remove("a")
    assert "a" not in records_of(path)


@pytest.mark.parametrize("value", [1.0, 1, "1", True, None, [1.0], {"kind": "fixed"}, 10**30, "null"])
def test_assumptions_keep_the_type_of_their_value(path: Path, value: object) -> None:
    scenario = Scenario(id="s")
    PlanFile.create(path, [scenario, Assumption(id="a", scenario="s", value=value)]).close()
    found = read_plan(path).find(Assumption, "a").value
    assert (found, type(found)) == (value, type(value))


def test_a_record_may_take_the_place_of_one_of_another_type(plan_file: PlanFile, path: Path) -> None:
    for record in (
        Goal(id="thing"),
        System(id="thing", title="Now a system"),
        Goal(id="thing", basic="again"),
    ):
        with plan_file.store.transact("Replace") as transaction:
            if transaction.get("thing") is not None:
                transaction.remove("thing")
            transaction.put(record)
        assert records_of(path)["thing"] == record
        assert read_plan(path).counts() == plan_file.store.counts()


def test_a_plan_that_was_only_looked_at_stays_as_it_was(path: Path) -> None:
    PlanFile.create(path, small_plan()).close()
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    with PlanFile.open(path) as plan_file:
        assert plan_file.history() == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


# ---------------------------------------------------------------- several openers


def test_a_second_opener_is_told_who_has_the_file(plan_file: PlanFile, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(PlanFileLocked, match="is open already, in this program"):
        PlanFile.open(path)
    assert path.read_bytes() == before


def test_another_way_to_the_same_file_meets_the_same_lock(
    plan_file: PlanFile, path: Path, tmp_path: Path
) -> None:
    link = tmp_path / "other name.maplan"
    link.symlink_to(path)
    with pytest.raises(PlanFileLocked):
        PlanFile.open(link)


def test_a_lock_left_by_a_dead_process_does_not_block(path: Path) -> None:
    PlanFile.create(path).close()
    left = path.with_name(f".{path.name}.lock")
    left.write_text('{"person": "Ghost", "machine": "gone", "process": 1, "since": ""}')
    PlanFile.open(path).close()
    assert alone(path)


def test_a_plan_can_be_read_while_it_is_open(plan_file: PlanFile, path: Path) -> None:
    with plan_file.store.transact("Rename") as transaction:
        transaction.change("step_a", {"title": "Live"})
    beside = names_in(path.parent)
    assert read_plan(path).find(Step, "step_a").title == "Live"
    assert names_in(path.parent) == beside


# ---------------------------------------------------------------- save as


def test_save_as_goes_on_in_the_new_file(plan_file: PlanFile, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "sub" / "other.maplan"
    other.parent.mkdir()
    with plan_file.store.transact("Before") as transaction:
        transaction.change("step_a", {"title": "Before"})
    plan_file.save_as(other)
    assert (plan_file.path, alone(path) or "sub" in names_in(path.parent)) == (other, True)
    with plan_file.store.transact("After") as transaction:
        transaction.change("step_a", {"title": "After"})
    assert [patch.label for patch in plan_file.history()] == ["After", "Before"]
    plan_file.close()
    assert records_of(other)["step_a"].values()["title"] == "After"
    assert records_of(path)["step_a"].values()["title"] == "Before"
    assert alone(other)
    PlanFile.open(path).close()


def test_save_as_asks_before_it_overwrites(plan_file: PlanFile, tmp_path: Path) -> None:
    other = tmp_path / "other.maplan"
    other.write_text("precious")
    with pytest.raises(PlanFileError, match="exists already"):
        plan_file.save_as(other)
    assert other.read_text() == "precious"
    plan_file.save_as(other, overwrite=True)
    assert records_of(other).keys() == records_of(tmp_path / "plan.maplan").keys()


def test_save_as_ignores_what_a_crash_left_beside_the_old_file(plan_file: PlanFile, tmp_path: Path) -> None:
    other = tmp_path / "other.maplan"
    with PlanFile.create(other, [Campaign(id="old")]) as old:
        with old.store.transact("Edit") as transaction:
            transaction.put(Campaign(id="crashed"))
        left = other.with_name(other.name + "-wal").read_bytes()
    other.with_name(other.name + "-wal").write_bytes(left)
    plan_file.save_as(other, overwrite=True)
    assert set(records_of(other)) == {record.id for record in plan_file.store.records()}


def test_save_as_over_a_plan_that_is_open_elsewhere_is_refused(plan_file: PlanFile, tmp_path: Path) -> None:
    other = tmp_path / "other.maplan"
    with PlanFile.create(other), pytest.raises(PlanFileLocked):
        plan_file.save_as(other, overwrite=True)
    with plan_file.store.transact("Still works") as transaction:
        transaction.change("step_a", {"title": "x"})
    assert plan_file.saved


@pytest.mark.parametrize("name", ["", "missing/plan.maplan", "bad\x00name"])
def test_save_as_to_no_possible_name_says_so(plan_file: PlanFile, tmp_path: Path, name: str) -> None:
    with pytest.raises(PlanFileError):
        plan_file.save_as(tmp_path / name if name else tmp_path)
    assert plan_file.path == tmp_path / "plan.maplan"


# ---------------------------------------------------------------- history as a way back


def test_revert_goes_back_to_an_entry_and_can_be_undone(plan_file: PlanFile, path: Path) -> None:
    for title in ("one", "two", "three"):
        with plan_file.store.transact(f"Call it {title}") as transaction:
            transaction.change("step_a", {"title": title})
    with plan_file.store.transact("Delete") as transaction:
        transaction.remove("campaign_a")
    plan_file.revert_to(1)
    assert plan_file.store.find(Step, "step_a").title == "one"
    assert plan_file.history()[0].label == "Revert to “Call it one”"
    assert records_of(path) == {record.id: record for record in plan_file.store.records()}
    plan_file.store.undo()
    assert plan_file.store.get("step_a") is None
    plan_file.revert_to(0)
    assert {r.id: r for r in plan_file.store.records()} == {r.id: r for r in [*small_plan(), Plan()]}
    with pytest.raises(NoSuchRecord, match="no entry 99"):
        plan_file.revert_to(99)


# ---------------------------------------------------------------- backups


def test_opening_for_writing_makes_a_backup_of_what_changed(path: Path) -> None:
    PlanFile.create(path, small_plan()).close()
    PlanFile.open(path).close()
    assert len(backups_of(path)) == 1
    PlanFile.open(path).close()
    assert len(backups_of(path)) == 1, "nothing changed"
    with PlanFile.open(path) as plan_file, plan_file.store.transact("Rename") as transaction:
        transaction.change("step_a", {"title": "Later"})
    os.utime(path, (2e9, 2e9))
    PlanFile.open(path).close()
    newest, oldest = backups_of(path)
    assert records_of(newest)["step_a"].values()["title"] == "Later"
    assert records_of(oldest)["step_a"].values()["title"] == "Term"


def test_old_backups_go(path: Path) -> None:
    PlanFile.create(path).close()
    for turn in range(KEPT + 3):
        os.utime(path, (2e9 + turn, 2e9 + turn))
        PlanFile.open(path).close()
    assert len(backups_of(path)) == KEPT


def test_work_goes_on_without_a_backup_and_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    PlanFile.create(path).close()
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    with PlanFile.open(path) as plan_file:
        assert "No backup" in plan_file.notice
        assert not plan_file.read_only


# ---------------------------------------------------------------- when writing fails


def fill_disk(plan_file: PlanFile) -> None:
    """Let the database have no page more, as on a full disk."""
    database = plan_file._writer()
    database.pragma(f"max_page_count={database.pragma('page_count')}")


def free_disk(plan_file: PlanFile) -> None:
    plan_file._writer().pragma("max_page_count=1000000")


BIG = "x" * 100_000


def test_a_full_disk_is_told_and_nothing_is_half_written(plan_file: PlanFile, path: Path) -> None:
    told: list[object] = []
    plan_file.on_failure = told.append
    fill_disk(plan_file)
    with plan_file.store.transact("Write a lot") as transaction:
        transaction.change("step_b", {"title": "small part"})
        transaction.put(Goal(id="goal_a", basic=BIG))
    assert "the disk is full" in str(told[0])
    assert (plan_file.saved, len(told)) == (False, 1)
    assert records_of(path)["step_b"].values()["title"] == "Form"
    assert plan_file.store.find(Step, "step_b").title == "small part"
    free_disk(plan_file)


def test_what_failed_is_written_with_the_next_change(plan_file: PlanFile, path: Path) -> None:
    told: list[object] = []
    plan_file.on_failure = told.append
    fill_disk(plan_file)
    for label, values in (("Fails", {"basic": BIG}), ("Fails too", {"area": "a"})):
        with plan_file.store.transact(label) as transaction:
            transaction.put(Goal(id="goal_a", **values))
    with plan_file.store.transact("Delete") as transaction:
        transaction.remove("link_a")
    free_disk(plan_file)
    with plan_file.store.transact("Works") as transaction:
        transaction.change("step_a", {"title": "again"})
    assert told[-1] is None
    assert plan_file.saved
    assert records_of(path) == {record.id: record for record in plan_file.store.records()}
    assert [patch.label for patch in plan_file.history()] == ["Works", "Delete", "Fails too", "Fails"]


def test_what_failed_can_be_saved_elsewhere(plan_file: PlanFile, tmp_path: Path) -> None:
    fill_disk(plan_file)
    with plan_file.store.transact("Fails") as transaction:
        transaction.put(Goal(id="goal_a", basic=BIG))
    plan_file.save_as(tmp_path / "other.maplan")
    assert (plan_file.saved, plan_file.failure) == (True, None)
    assert records_of(tmp_path / "other.maplan")["goal_a"].values()["basic"] == BIG


def test_leaving_with_unsaved_changes_is_an_error(path: Path) -> None:
    def work() -> None:
        with PlanFile.create(path) as plan_file:
            fill_disk(plan_file)
            with plan_file.store.transact("Fails") as transaction:
                transaction.put(Goal(id="goal_a", basic=BIG))

    with pytest.raises(PlanFileError, match="disk is full"):
        work()
    assert alone(path)
    assert "goal_a" not in records_of(path)


def test_a_file_that_is_moved_away_while_open_is_told(
    plan_file: PlanFile, path: Path, tmp_path: Path
) -> None:
    told: list[object] = []
    plan_file.on_failure = told.append
    for title in ("before", "after"):
        with plan_file.store.transact("Rename") as transaction:
            transaction.change("step_a", {"title": title})
        if title == "before":
            path.rename(tmp_path / "moved.maplan")
    assert "was moved or deleted" in str(told[0])
    plan_file.save_as(tmp_path / "other.maplan")
    assert told[-1] is None
    assert records_of(tmp_path / "other.maplan")["step_a"].values()["title"] == "after"
    assert records_of(tmp_path / "moved.maplan")["step_a"].values()["title"] == "before"


def test_a_file_that_is_deleted_while_open_can_be_saved_again(
    plan_file: PlanFile, path: Path, tmp_path: Path
) -> None:
    with plan_file.store.transact("Rename") as transaction:
        transaction.change("step_a", {"title": "kept"})
    path.unlink()
    with plan_file.store.transact("Rename") as transaction:
        transaction.change("step_b", {"title": "kept too"})
    assert not plan_file.saved
    plan_file.save_as(tmp_path / "other.maplan")
    plan_file.close()
    assert records_of(tmp_path / "other.maplan") == {
        record.id: record for record in plan_file.store.records()
    }
    assert names_in(tmp_path) == ["other.maplan"]


def test_a_file_that_is_gone_before_the_first_change(path: Path, tmp_path: Path) -> None:
    PlanFile.create(path, small_plan()).close()
    plan_file = PlanFile.open(path, backup=False)
    path.unlink()
    with plan_file.store.transact("Rename") as transaction:
        transaction.change("step_b", {"title": "kept"})
    assert "was moved or deleted" in str(plan_file.failure)
    plan_file.save_as(tmp_path / "other.maplan")
    plan_file.close()
    assert records_of(tmp_path / "other.maplan") == {
        record.id: record for record in plan_file.store.records()
    }
    assert names_in(tmp_path) == ["other.maplan"]


# ---------------------------------------------------------------- read-only


@pytest.fixture
def sealed(path: Path) -> Iterator[Path]:
    PlanFile.create(path, small_plan()).close()
    path.chmod(0o444)
    yield path
    path.chmod(0o644)


def test_a_read_only_file_opens_and_stays_untouched(sealed: Path, tmp_path: Path) -> None:
    before, stamp = sealed.read_bytes(), sealed.stat().st_mtime_ns
    with PlanFile.open(sealed) as plan_file:
        assert plan_file.read_only
        assert "is read-only" in plan_file.notice
        assert names_in(tmp_path) == [sealed.name]
    assert (sealed.read_bytes(), sealed.stat().st_mtime_ns, alone(sealed)) == (before, stamp, True)


def test_changes_of_a_read_only_file_can_be_saved_elsewhere(sealed: Path, tmp_path: Path) -> None:
    told: list[object] = []
    plan_file = PlanFile.open(sealed)
    plan_file.on_failure = told.append
    with plan_file.store.transact("Rename") as transaction:
        transaction.change("step_a", {"title": "Mine"})
    assert isinstance(told[0], PlanFileReadOnly)
    plan_file.save_as(tmp_path / "mine.maplan")
    assert not plan_file.read_only
    with plan_file.store.transact("Rename") as transaction:
        transaction.change("step_a", {"title": "Mine too"})
    plan_file.close()
    assert records_of(tmp_path / "mine.maplan")["step_a"].values()["title"] == "Mine too"
    assert records_of(sealed)["step_a"].values()["title"] == "Term"


def test_a_read_only_folder_makes_a_read_only_plan(path: Path) -> None:
    PlanFile.create(path, small_plan()).close()
    path.parent.chmod(0o555)
    try:
        with PlanFile.open(path) as plan_file:
            assert plan_file.read_only
        assert alone(path)
    finally:
        path.parent.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="names are always Unicode there")
def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 100% #?.maplan")
    PlanFile.create(path, small_plan()).close()
    with PlanFile.open(path) as plan_file:
        assert plan_file.store.counts() == read_plan(path).counts()
    assert [os.fsencode(found.name) for found in tmp_path.iterdir()] == [b"caf\xe9 100% #?.maplan"]


def test_only_steps_of_others_do_not_wait_for_the_disk(path: Path) -> None:
    with PlanFile.create(path, [Campaign(id="c", title="Spring")]) as file:
        with file.store.transact("Begin") as edit:
            edit.change("c", {"title": "Begun"})
        with file.beside(to_write=True) as database:
            said: list[str] = []
            database.raw.set_trace_callback(said.append)
            theirs = Change("campaign", "c", {"title": "Begun"}, {"title": "Theirs"})
            file.store.apply(Patch("Rename", (theirs,), "Jānis"))
            assert "PRAGMA synchronous=NORMAL" in said
            assert database.pragma("synchronous") == FULL
            said.clear()
            with file.store.transact("Rename") as edit:
                edit.change("c", {"title": "Mine"})
            assert not any("synchronous" in words for words in said)
            database.raw.set_trace_callback(None)
    assert read_plan(path).find(Campaign, "c").title == "Mine"

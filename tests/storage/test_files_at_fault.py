"""Missing, damaged, newer and foreign files: a clear message, and not a byte is changed."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from maplanner.core.errors import (
    PlanFileDamaged,
    PlanFileError,
    PlanFileMissing,
    PlanFileNewer,
)
from maplanner.document.records import Campaign, Step, UnknownRecord
from maplanner.storage import PlanFile, database, read_plan
from maplanner.storage.schema import FORMAT_VERSION
from tests.storage.plans import small_plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "plan.maplan"
    PlanFile.create(
        place, [*small_plan(), *(Campaign(id=f"c{i}", notes="n" * 500) for i in range(40))]
    ).close()
    return place


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def assert_refused(path: Path, kind: type[PlanFileError], said: str) -> None:
    before = path.read_bytes()
    for opening in (PlanFile.open, read_plan):
        with pytest.raises(kind, match=said) as raised:
            opening(path)
        assert raised.value.advice
        assert "\n" not in str(raised.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_missing_file(tmp_path: Path) -> None:
    for opening in (PlanFile.open, read_plan):
        with pytest.raises(PlanFileMissing, match="There is no plan file"):
            opening(tmp_path / "plan.maplan")
    assert not list(tmp_path.iterdir())


def test_a_folder(tmp_path: Path) -> None:
    for opening in (PlanFile.open, read_plan):
        with pytest.raises(PlanFileError, match="is a folder"):
            opening(tmp_path)


def test_a_name_that_cannot_be(tmp_path: Path) -> None:
    for name in ("x" * 300, "a\x00b"):
        with pytest.raises(PlanFileError):
            PlanFile.open(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"hello", "is not a plan"),
        (b"SQLite format 3\x00", "is not a plan"),
        (b"\x00" * 4096, "is not"),
    ],
)
def test_something_else(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "plan.maplan"
    path.write_bytes(content)
    assert_refused(path, PlanFileDamaged, said)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    run(path, "CREATE TABLE campaign (id TEXT)")
    assert_refused(path, PlanFileDamaged, "of another program")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_file_cut_short(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert_refused(path, PlanFileDamaged, "is cut short")


@pytest.mark.parametrize("page", [1, 2, 5, 9])
def test_a_page_overwritten(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[page * 4096 : page * 4096 + 1024] = os.urandom(512) + b"\xff" * 512
    path.write_bytes(content)
    assert_refused(path, PlanFileDamaged, "is damaged")


def test_a_missing_table(path: Path) -> None:
    run(path, "DROP TABLE history")
    with pytest.raises(PlanFileDamaged, match="no such table"), PlanFile.open(path) as plan_file:
        plan_file.history()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE step SET x = 'far away'",
        "UPDATE step SET props = '{broken'",
        "UPDATE campaign SET bound = 'sideways'",
        "UPDATE link SET share = 7",
    ],
)
def test_a_value_that_makes_no_sense(path: Path, statement: str) -> None:
    run(path, statement)
    assert_refused(path, PlanFileDamaged, "that makes no sense")


def test_references_that_another_program_broke_are_mended(path: Path) -> None:
    run(path, "DELETE FROM step WHERE id = 'step_b'")
    assert read_plan(path).get("link_a") is not None, "reading shows the file as it is"
    with PlanFile.open(path) as plan_file:
        assert plan_file.store.get("link_a") is None
        assert plan_file.store.get("field_a") is None
        assert [patch.label for patch in plan_file.history()] == ["Repair the plan"]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert read_plan(path).get("link_a") is None


# ---------------------------------------------------------------- newer files


@pytest.fixture
def newer(path: Path) -> Path:
    run(
        path,
        f"PRAGMA user_version={FORMAT_VERSION + 1}",
        "UPDATE alembic_version SET version_num = '9999'",
        "ALTER TABLE step ADD COLUMN mood TEXT DEFAULT 'sunny'",
        "ALTER TABLE step ADD COLUMN weights JSON_TEXT",
        "UPDATE step SET weights = '[1.0, 2]' WHERE id = 'step_a'",
        "CREATE TABLE moon (position INTEGER PRIMARY KEY, id TEXT, phase REAL, extra JSON_TEXT)",
        "INSERT INTO moon VALUES (1, 'moon_a', 0.5, '{\"far\": true}')",
    )
    return path


def test_a_newer_file_opens_read_only_with_all_it_holds(newer: Path) -> None:
    before = newer.read_bytes()
    with PlanFile.open(newer) as plan_file:
        assert plan_file.read_only
        assert "newer maplanner" in plan_file.notice
        step = plan_file.store.find(Step, "step_a")
        assert (step.model_extra or {}) == {"mood": "sunny", "weights": [1.0, 2]}
        moon = plan_file.store.find(UnknownRecord, "moon_a")
        assert moon.written_as == "moon"
        assert moon.model_extra == {"phase": 0.5, "far": True}
    assert newer.read_bytes() == before
    assert [entry.name for entry in newer.parent.iterdir()] == [newer.name]


def test_a_newer_file_can_be_saved_as_one_of_this_version(newer: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.maplan"
    with PlanFile.open(newer) as plan_file:
        with plan_file.store.transact("Rename") as transaction:
            transaction.change("step_a", {"title": "Mine"})
        plan_file.save_as(other)
        expected = {record.id: record for record in plan_file.store.records()}
    assert {record.id: record for record in read_plan(other).records()} == expected
    with PlanFile.open(other) as plan_file:
        assert not plan_file.read_only


def test_a_newer_file_that_this_version_cannot_read(newer: Path) -> None:
    run(newer, f"UPDATE meta SET value = '{FORMAT_VERSION + 1}' WHERE key = 'readable from'")
    assert_refused(newer, PlanFileNewer, "Install the newest version")


# ---------------------------------------------------------------- making


def test_making_a_plan_where_there_is_one(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(PlanFileError, match="exists already"):
        PlanFile.create(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["missing/plan.maplan", "a\x00b.maplan", "x" * 300])
def test_making_a_plan_where_none_can_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(PlanFileError):
        PlanFile.create(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_making_a_plan_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield Campaign(id="c")
        raise RuntimeError("the source ran dry")

    with pytest.raises(RuntimeError):
        PlanFile.create(tmp_path / "plan.maplan", broken())
    assert not list(tmp_path.iterdir())


def test_a_lock_that_cannot_say_whose_it_is_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        with pytest.raises(PlanFileError, match=r"(?i)no space left"):
            PlanFile.create(tmp_path / "plan.maplan", [])
    assert list(tmp_path.iterdir()) == []
    PlanFile.create(tmp_path / "plan.maplan", []).close()


def test_a_connection_to_what_is_no_database_is_closed(tmp_path: Path) -> None:
    opened: list[sqlite3.Connection] = []
    (tmp_path / "other").write_text("no database at all, but longer than the head of one " * 4)

    def connect() -> sqlite3.Connection:
        opened.append(sqlite3.connect(tmp_path / "other"))
        return opened[-1]

    with pytest.raises(sqlite3.DatabaseError):
        database.Database(connect, writes=False)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")

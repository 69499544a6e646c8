"""The layout of plan files: migrated and generated files are the same, and nothing drifts unnoticed."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from maplanner.core.errors import PlanFileError
from maplanner.document.records import RECORD_TYPES, CrmField, FormField, Plan, Scope, Step
from maplanner.storage import PlanFile, read_plan
from maplanner.storage.backups import backups_of
from maplanner.storage.columns import field_columns
from maplanner.storage.database import APPLICATION_ID, close_for_good, open_for_writing
from maplanner.storage.schema import FORMAT_VERSION, MIGRATIONS, migrate, migration_config
from tests.storage.plans import small_plan


def layout(path: Path) -> dict[str, str]:
    """Return each table's CREATE statement with its white space evened out."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: re.sub(r"\s+", "", sql) for name, sql in rows}


def test_all_migrations_lead_to_the_layout_that_the_records_declare(tmp_path: Path) -> None:
    made, migrated = tmp_path / "made.maplan", tmp_path / "migrated.maplan"
    PlanFile.create(made).close()
    with closing(sqlite3.connect(migrated)) as empty:
        empty.execute(f"PRAGMA application_id={APPLICATION_ID}")
    database = open_for_writing(migrated)
    migrate(database)
    close_for_good(database)
    assert layout(migrated) == layout(made), "a changed record needs a migration and a new FORMAT_VERSION"


def older_file(path: Path) -> None:
    """Make a file of a layout before the first."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("CREATE TABLE moon (id TEXT, phase REAL)")
        connection.execute("INSERT INTO moon VALUES ('moon_a', 0.5)")
        connection.commit()


def test_an_older_file_is_brought_up_to_date_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    older_file(path)
    assert read_plan(path).counts() == {"moon": 1}, "reading needs no migration"
    with PlanFile.open(path) as plan_file:
        assert not plan_file.read_only
        assert plan_file.store.counts() == {"moon": 1}
        with plan_file.store.transact("Add") as transaction:
            transaction.put(Plan())
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT_VERSION,)
    (backup,) = backups_of(path)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (0,), "made before the migration"


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    older_file(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE form_field (id TEXT)")
    before = layout(path)
    with pytest.raises(PlanFileError, match="already exists"):
        PlanFile.open(path)
    assert layout(path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_the_newest_migration_is_the_version_of_the_format() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(migration_config())
    assert scripts.get_current_head() == f"{FORMAT_VERSION:04d}"
    assert MIGRATIONS.is_dir()


def test_a_new_file_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT_VERSION,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_every_record_type_of_the_document_has_a_table_with_a_column_per_field(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for cls in RECORD_TYPES:
            columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{cls.type_name}")')}
            expected = {*cls.model_fields, "position", "extra"} if cls.scope is Scope.DOCUMENT else set()
            assert columns == expected, cls.type_name


def test_columns_have_the_types_of_the_fields() -> None:
    steps = {column.name: (column.shape, column.optional) for column in field_columns(Step)}
    assert steps["x"] == ("REAL", False)
    assert steps["once"] == ("BOOLEAN", False)
    assert steps["props"] == ("JSON_TEXT", False)
    assert steps["system"] == ("TEXT", True)
    fields = {column.name: (column.shape, column.optional) for column in field_columns(FormField)}
    assert fields["fill_rate"] == ("REAL", False)
    assert fields["length"] == ("INTEGER", True)
    assert fields["options"] == ("JSON_TEXT", False)
    assert {column.name: column.ref for column in field_columns(CrmField)}["object"] == "object"


def test_another_program_can_query_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path, small_plan()).close()
    query = """
        SELECT campaign.title, step.title, form_field.title, form_field.required
        FROM form_field JOIN step ON step.id = form_field.step JOIN campaign ON campaign.id = step.campaign
    """
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(query).fetchall() == [("Search", "Form", "E-mail", 1)]
    assert read_plan(path).counts()["form_field"] == 1

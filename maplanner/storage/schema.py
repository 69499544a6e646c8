"""Making a new plan file, and bringing an older one up to date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from maplanner import __version__
from maplanner.storage.database import APPLICATION_ID, Database

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Table

FORMAT_VERSION: Final = 1
"""The version of the file's layout; a revision of that number stands in ``migrations/versions``."""

MIGRATIONS: Final = Path(__file__).with_name("migrations")


def revision_id(version: int) -> str:
    """Return the name of the migration that leads to a version."""
    return f"{version:04d}"


def make_schema(database: Database) -> None:
    """Make all tables of this version in an empty database and mark it as a plan file."""
    from sqlalchemy import text

    from maplanner.storage.tables import schema

    database.pragma(f"application_id={APPLICATION_ID}")
    with database.connection.begin():
        schema().create_all(database.connection, checkfirst=False)
        database.connection.execute(
            text(
                "CREATE TABLE alembic_version ("
                "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
        )
        database.connection.execute(
            text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision_id(FORMAT_VERSION)}
        )
        _note(database.connection)
        database.connection.exec_driver_sql(f"PRAGMA user_version={FORMAT_VERSION}")


def get_ready_to_write() -> None:
    """Load what is needed to write, which reading does without. It takes a tenth of a second."""
    from maplanner.storage.tables import schema

    schema()


def table(name: str) -> Table:
    """Return one of a plan file's tables; this loads what is needed to write."""
    from maplanner.storage.tables import schema

    return schema().tables[name]


def _note(connection: Connection) -> None:
    rows = [
        {"key": "made by", "value": f"maplanner {__version__}"},
        {"key": "made at", "value": datetime.now(UTC).isoformat(timespec="seconds")},
        # A later version that adds to the layout leaves this as it is, and older programs can still read.
        {"key": "readable from", "value": str(FORMAT_VERSION)},
    ]
    connection.execute(table("meta").insert(), rows)


def version_of(database: Database) -> int:
    """Return the version of a plan file's layout."""
    return int(database.pragma("user_version"))


def readable_from(database: Database) -> int:
    """Return the oldest version of the layout whose programs can read this file."""
    row = database.raw.execute("SELECT value FROM meta WHERE key = 'readable from'").fetchone()
    return int(row[0]) if row else 1


def migrate(database: Database) -> None:
    """Bring an older plan file up to date, in one transaction."""
    from alembic import command

    with database.connection.begin():
        config = migration_config()
        config.attributes["connection"] = database.connection
        command.upgrade(config, revision_id(FORMAT_VERSION))
        database.connection.exec_driver_sql(f"PRAGMA user_version={FORMAT_VERSION}")


def migration_config() -> Config:
    """Return Alembic's settings; there is no settings file to look for."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config

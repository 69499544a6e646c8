"""Names that people gave to moments of a plan's history."""

from __future__ import annotations

from maplanner.storage.database import explained
from maplanner.storage.plan_file import PlanFile
from maplanner.storage.schema import table

_KEY = "version "
LONGEST_NAME = 200


def named_versions(file: PlanFile) -> dict[int, str]:
    """Return the names of moments, by the entry of the history behind which they lie."""
    query = "SELECT key, value FROM meta WHERE key LIKE 'version %'"
    with explained(file.path), file.beside(to_write=False) as database:
        rows = database.raw.execute(query).fetchall()
    found = ((str(key).removeprefix(_KEY), str(name)) for key, name in rows)
    return {int(seq): name for seq, name in found if seq.isdecimal()}


def name_version(file: PlanFile, seq: int, name: str) -> None:
    """Give a moment a name; an empty one takes it away.

    Raises:
        PlanFileError: The file cannot be written.
    """
    meta = table("meta")
    key, kept = f"{_KEY}{seq}", " ".join(name.split())[:LONGEST_NAME]
    with explained(file.path), file.beside(to_write=True) as database, database.connection.begin():
        database.connection.execute(meta.delete().where(meta.c.key == key))
        if kept:
            database.connection.execute(meta.insert().values(key=key, value=kept))

"""Reading all records of a plan file, those of newer versions included."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from maplanner.core.errors import PlanFileDamaged, PlanFileNewer
from maplanner.document.fields import references
from maplanner.document.patch import Change, Patch, record_class
from maplanner.document.records import RECORD_TYPE, Record, Scope, UnknownRecord
from maplanner.document.store import Store
from maplanner.storage.columns import UNKNOWN_TABLE, RowReading
from maplanner.storage.database import LEFT_AS_IT_WAS, Database
from maplanner.storage.schema import FORMAT_VERSION, readable_from, version_of

_NOT_RECORDS = frozenset({"history", "share_update", "meta", "alembic_version"})


def check_integrity(database: Database, path: Path) -> None:
    """See that the database is whole and that this version can read it.

    Raises:
        PlanFileDamaged: Pages are missing or contradict each other.
        PlanFileNewer: A newer program wrote it in a way that this one cannot read.
    """
    complaint = database.pragma("quick_check(1)")
    if complaint != "ok":
        raise PlanFileDamaged(
            f"“{path.name}” is damaged: {str(complaint).splitlines()[-1]}.",
            advice=LEFT_AS_IT_WAS,
        )
    if version_of(database) > FORMAT_VERSION and readable_from(database) > FORMAT_VERSION:
        raise PlanFileNewer(
            f"“{path.name}” was made by a newer maplanner and cannot be read by this one.",
            advice="Install the newest version.",
        )


def read_records(database: Database, path: Path) -> list[Record]:
    """Return all records of a plan file, type by type, each type in the order of making.

    Raises:
        PlanFileDamaged: A row is no acceptable record; the message names it.
    """
    tables = [name for name in _table_names(database.raw) if name not in _NOT_RECORDS]
    # Types in the order of the document, so that a store made of them iterates like the one that was saved.
    tables.sort(key=lambda name: _ORDER.get(name, len(_ORDER)))
    return [record for name in tables for record in _records_of(database.raw, name, path)]


_ORDER = {name: index for index, name in enumerate(RECORD_TYPE)}


def _table_names(raw: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return [name for (name,) in raw.execute(query)]


def _records_of(raw: sqlite3.Connection, table: str, path: Path) -> Iterator[Record]:
    cls = UnknownRecord if table == UNKNOWN_TABLE else record_class(table)
    if cls.scope is not Scope.DOCUMENT:
        return
    if raw.execute(f"SELECT 1 FROM {_quoted(table)} LIMIT 1").fetchone() is None:  # noqa: S608 - as below
        return
    columns = [(str(row[1]), str(row[2])) for row in raw.execute(f"PRAGMA table_info({_quoted(table)})")]
    names = [name for name, _shape in columns]
    if "id" not in names:
        return
    reading = RowReading.of(cls, columns, written_as="" if table == UNKNOWN_TABLE else table)
    order = '"position"' if "position" in names else "rowid"
    for row in raw.execute(f"SELECT * FROM {_quoted(table)} ORDER BY {order}"):  # noqa: S608 - the name is the file's own, and quoted
        try:
            yield reading.record(row)
        except (ValidationError, ValueError) as error:
            raise _unacceptable(path, table, row[names.index("id")], error) from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unacceptable(path: Path, table: str, record_id: object, error: Exception) -> PlanFileDamaged:
    complaint = str(error)
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        complaint = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return PlanFileDamaged(
        f"“{path.name}” holds a {table.replace('_', ' ')} “{record_id}” that makes no sense: {complaint}.",
        advice=LEFT_AS_IT_WAS,
    )


def mended(store: Store) -> Patch:
    """Repair references to records that do not exist, as another program's writing may have left them.

    Returns the patch, empty as a rule: the store's own rules never let it come to that.
    """
    broken = tuple(_broken(store.records(), store))
    return store.apply(Patch("Repair the plan", broken, author="maplanner"), origin="local")


def _broken(records: Iterable[Record], store: Store) -> Iterator[Change]:
    """Yield an empty change for each record with a dangling reference: the store's rules do the rest."""
    for record in records:
        for field, meaning in references(type(record)).items():
            target = getattr(record, field)
            if target is None:
                continue
            if store.find_or_none(record_class(meaning.ref), target) is None:
                yield Change(record.type_name, record.id, {field: target}, {field: target})
                break

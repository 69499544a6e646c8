"""Writing records and patches into a plan file, each patch in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam

from maplanner.document.patch import Change, Patch, patch_to_json, record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import Record
from maplanner.storage.columns import Cell, row_of, stored_types
from maplanner.storage.database import Database
from maplanner.storage.tables import schema, table_of

Rows = dict[type[Record], list[dict[str, Cell]]]


def write_all(database: Database, records: Iterable[Record]) -> None:
    """Fill the tables of a new plan file."""
    rows: Rows = {}
    for record in records:
        rows.setdefault(type(record), []).append(row_of(record))
    with database.connection.begin():
        _insert(database.connection, rows)


def write_patches(database: Database, patches: Sequence[Patch], reader: RecordReader) -> None:
    """Write patches of the document's scope in one transaction, and enter them in the history.

    ``reader`` holds the records as they are after the last patch. When this returns, the change is on disk;
    when it raises, nothing of it is.

    Raises:
        sqlalchemy.exc.DatabaseError: The disk is full, or does not answer.
    """
    with database.connection.begin():
        _write_changes(database.connection, _by_record(patches), reader)
        database.connection.execute(schema().tables["history"].insert(), [_entry(patch) for patch in patches])


def _by_record(patches: Sequence[Patch]) -> dict[str, list[Change]]:
    changes: dict[str, list[Change]] = {}
    for patch in patches:
        for change in patch.changes:
            # Taken out and put back in, so that the order is that of the last change.
            changes[change.id] = [*changes.pop(change.id, []), change]
    return changes


def _write_changes(connection: Connection, changes: dict[str, list[Change]], reader: RecordReader) -> None:
    created: Rows = {}
    for record_id, its_changes in changes.items():
        record = reader.get(record_id)
        edited = record is not None and all(change.is_edit for change in its_changes)
        if record is not None and edited and _update(connection, record):
            continue
        _delete(connection, record_id, its_changes, record)
        if record is not None:
            created.setdefault(type(record), []).append(row_of(record))
    _insert(connection, created)


def _update(connection: Connection, record: Record) -> bool:
    """Write an edited record; return whether it was there."""
    row = row_of(record)
    row["its_id"] = row.pop("id")
    table = table_of(type(record))
    return connection.execute(table.update().where(table.c.id == bindparam("its_id")), row).rowcount > 0


def _delete(connection: Connection, record_id: str, changes: list[Change], record: Record | None) -> None:
    if all(change.before is None for change in changes):
        return
    # A record that was put in place of one of another type may lie in any table.
    edited_away = record is not None and all(change.is_edit for change in changes)
    classes = stored_types() if edited_away else {record_class(change.type_name) for change in changes}
    for cls in classes:
        table = table_of(cls)
        connection.execute(table.delete().where(table.c.id == bindparam("its_id")), {"its_id": record_id})


def _insert(connection: Connection, rows: Rows) -> None:
    for cls in stored_types():
        if rows.get(cls):
            connection.execute(table_of(cls).insert(), rows[cls])


def _entry(patch: Patch) -> dict[str, Cell]:
    at = patch.at or datetime.now(UTC)
    return {
        "at": at.isoformat(),
        "author": _writable(patch.author),
        "origin": patch.origin,
        "label": _writable(patch.label),
        "patch": json.dumps(patch_to_json(patch)),
    }


def _writable(text: str) -> str:
    """Return the text without what cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")

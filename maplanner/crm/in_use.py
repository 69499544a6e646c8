"""Which fields of a system something in the plan still needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import JsonValue

from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, System


def used_ids(reader: RecordReader, fields: Collection[CrmField]) -> set[str]:
    """Return the identifiers of those fields that any other record mentions.

    Mappings and conversions point to fields, and steps, conditions, assumptions, comments and problems name
    them; whoever names a field would be left with nothing if it vanished.
    """
    wanted = {field.id for field in fields}
    if not wanted:
        return set()
    found: set[str] = set()
    for record in reader.records():
        if not isinstance(record, CrmField | CrmObject | System):
            found.update(text for text in _texts(list(record.values().values())) if text in wanted)
    return found


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)

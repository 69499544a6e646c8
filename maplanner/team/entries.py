"""Records as the shared document keeps them: one map each, from field path to JSON text.

JSON text and not the document's own numbers, because those are all floating-point: a whole number would come
back as another value. A field that a record never had set is left out and takes its default.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue, ValidationError

from maplanner.core.errors import InvalidRecord
from maplanner.document.patch import name_of, record_class
from maplanner.document.records import Record, RecordValues, UnknownRecord
from maplanner.document.textform import default_values

TYPE: Final = "@"
"""The key under which a record's map tells its type; no field has such a name."""

_UNSHARED: Final = frozenset({"id", "written_as"})


def entry_of(record: Record) -> dict[str, str]:
    """Return a record as the document keeps it, without what equals the defaults."""
    defaults = default_values(type(record))
    entry = {TYPE: name_of(record)}
    for path, value in record.values().items():
        if path not in _UNSHARED and not (path in defaults and defaults[path] == value):
            entry[path] = written(value)
    return entry


def written(value: JsonValue) -> str:
    """Return one field's value as the document keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def shared_paths(values: Mapping[str, JsonValue]) -> dict[str, str]:
    """Return an edit's values as the document keeps them."""
    return {path: written(value) for path, value in values.items() if path not in _UNSHARED}


def record_from(record_id: str, entry: Mapping[str, object]) -> Record | None:
    """Return the record of an entry; ``None`` if it makes none.

    A field that makes no sense takes its default, so that one bad value does not hide a record; every copy
    reads an entry alike, whatever it held before.
    """
    type_name = entry.get(TYPE)
    if not isinstance(type_name, str) or not type_name:
        return None
    cls = record_class(type_name)
    values = _values(entry)
    values["id"] = record_id
    if cls is UnknownRecord:
        values["written_as"] = type_name
    while True:
        try:
            return cls.from_values(values)
        except InvalidRecord as error:
            bad = _bad_paths(error, values)
            if not bad:
                return None
            for path in bad:
                del values[path]


def _values(entry: Mapping[str, object]) -> RecordValues:
    values: RecordValues = {}
    # In the order of their names, which all copies share.
    for path, text in sorted(entry.items()):
        if path in _UNSHARED or path == TYPE or not isinstance(text, str):
            continue
        try:
            values[path] = json.loads(text)
        except (ValueError, RecursionError):
            # What is not JSON was not written by maplanner; the default stands in for it.
            continue
    return values


def _bad_paths(error: InvalidRecord, values: RecordValues) -> list[str]:
    """Return the paths of the values that were refused, the identifier never."""
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return []
    fields = {str(each["loc"][0]) for each in cause.errors(include_url=False) if each["loc"]}
    return [path for path in values if path != "id" and path.partition(".")[0] in fields]

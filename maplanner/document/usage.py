"""Where a record is used: by references, and by identifiers in conditions, in steps' properties and in pins.

What a record consists of (the steps of a campaign, the fields of a form, the mappings of a field) belongs to
it and is no use of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from pydantic import BaseModel, JsonValue

from maplanner.document.fields import field_specs, references
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    RECORD_TYPES,
    Comment,
    FormField,
    IgnoredFinding,
    Link,
    Mapping,
    Record,
)
from maplanner.document.values import Condition

_NO_USE: Final = frozenset({"presence", "canvas_view", IgnoredFinding.type_name, Comment.type_name})
"""Records that name others without anybody missing it."""
_BELONGS: Final = frozenset({(Mapping, "collected")})
"""References that are shown, and yet say what a record is a part of."""


@dataclass(frozen=True)
class Use:
    """One place where a record is used: who names which record, in which field.

    ``goes_too`` says that the user is deleted with it; else it merely forgets it.
    """

    user: Record
    path: str
    used: str
    goes_too: bool = False


def uses_of(reader: RecordReader, ids: Iterable[str]) -> list[Use]:
    """Return every place where one of the records is used, apart from what belongs to it."""
    wanted = frozenset(ids)
    return [
        use
        for use in (*_by_reference(reader, wanted), *_by_name(reader, wanted))
        if use.user.id not in wanted
    ]


def uses_elsewhere(reader: RecordReader, ids: Iterable[str]) -> list[Use]:
    """Return who would miss the records if they were deleted with all that belongs to them."""
    gone = with_parts(reader, ids)
    return [*uses_of(reader, gone), *_asked_for_no_more(reader, gone)]


def with_parts(reader: RecordReader, ids: Iterable[str]) -> set[str]:
    """Return the records and all that belongs to them, however deep."""
    found: set[str] = set()
    pending = list(ids)
    while pending:
        record_id = pending.pop()
        if record_id in found:
            continue
        found.add(record_id)
        for cls, field in _memberships():
            pending += [part.id for part in reader.referring(cls, field, record_id)]
    return found


def ways_into(reader: RecordReader, step_id: str) -> list[Use]:
    """Return the links that lead to a step."""
    return [Use(link, "target", step_id, goes_too=True) for link in reader.referring(Link, "target", step_id)]


def belongs(cls: type[Record], field: str) -> bool:
    """Whether a reference says what a record is a part of."""
    return field_specs(cls)[field].hidden or (cls, field) in _BELONGS


@cache
def _memberships() -> tuple[tuple[type[Record], str], ...]:
    """Return the references by which a record goes with what it belongs to."""
    return tuple(
        (cls, field)
        for cls in RECORD_TYPES
        for field, meaning in references(cls).items()
        if belongs(cls, field) and meaning.on_delete == "cascade"
    )


def _by_reference(reader: RecordReader, wanted: Set[str]) -> Iterator[Use]:
    for cls in RECORD_TYPES:
        if cls.type_name in _NO_USE:
            continue
        for field, meaning in references(cls).items():
            if belongs(cls, field):
                continue
            for record_id in wanted:
                for record in reader.referring(cls, field, record_id):
                    yield Use(record, field, record_id, goes_too=meaning.on_delete == "cascade")


def _by_name(reader: RecordReader, wanted: Set[str]) -> Iterator[Use]:
    """Yield the places that hold a plain identifier."""
    for cls in RECORD_TYPES:
        fields = _plain_fields(cls)
        if not fields or cls.type_name in _NO_USE:
            continue
        for record in reader.all(cls):
            for field in fields:
                yield from _in_value(record, field, getattr(record, field), wanted)


def _in_value(record: Record, path: str, value: object, wanted: Set[str]) -> Iterator[Use]:
    if isinstance(value, Condition):
        if value.subject != "field" and value.ref in wanted:
            yield Use(record, path, value.ref)
    elif isinstance(value, str):
        if value in wanted:
            yield Use(record, path, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            for name in _names_in(item):
                if name in wanted:
                    yield Use(record, f"{path}.{key}", name)


def _names_in(value: JsonValue) -> Iterator[str]:
    """Yield the texts in a property; of a condition about a field the key is no identifier."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _names_in(item)
    elif isinstance(value, dict) and value.get("subject") != "field":
        for item in value.values():
            yield from _names_in(item)


@cache
def _plain_fields(cls: type[Record]) -> tuple[str, ...]:
    """Return the fields of a record that hold identifiers without declaring a reference."""
    return tuple(
        name
        for name, meaning in field_specs(cls).items()
        if meaning.editor == "record" or meaning.nested or _holds_condition(cls, name)
    )


def _holds_condition(cls: type[BaseModel], name: str) -> bool:
    annotation = cls.model_fields[name].annotation
    return Condition in (annotation, *get_args(annotation))


# --- pieces of data, which go by their key ---------------------------------


def _asked_for_no_more(reader: RecordReader, gone: Set[str]) -> Iterator[Use]:
    """Yield the conditions on a piece of data that nothing would collect any more."""
    leaving = [field for name in gone if (field := reader.find_or_none(FormField, name)) is not None]
    if not leaving:
        return
    kept = {field.key for field in reader.all(FormField) if field.id not in gone}
    keys = {field.key: field.id for field in leaving if field.key and field.key not in kept}
    for cls in RECORD_TYPES if keys else ():
        plain = _plain_fields(cls)
        for record in reader.all(cls) if plain else ():
            if record.id not in gone:
                for name in plain:
                    yield from _by_key(record, name, getattr(record, name), keys)


def _by_key(record: Record, path: str, value: object, keys: dict[str, str]) -> Iterator[Use]:
    if isinstance(value, Condition):
        if value.subject == "field" and value.ref in keys:
            yield Use(record, path, keys[value.ref])
    elif isinstance(value, dict):
        for key, item in value.items():
            ref = item.get("ref") if isinstance(item, dict) and item.get("subject") == "field" else None
            if isinstance(ref, str) and ref in keys:
                yield Use(record, f"{path}.{key}", keys[ref])

"""The text form of a plan: JSON in a stable order, for people, review and version control.

::

    {"format": "maplanner", "version": 1, "records": {"campaign": [{"id": "c1", "title": "Spring"}], …}}

Values that equal a field's default are left out. Record types and fields of a
newer version are kept as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import JsonValue, ValidationError
from pydantic.json_schema import models_json_schema

from maplanner.core.errors import InvalidPlan, InvalidRecord
from maplanner.document.complaints import complaint, meant
from maplanner.document.fields import references
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    PLAN_ID,
    RECORD_TYPE,
    RECORD_TYPES,
    Plan,
    Record,
    Scope,
    UnknownRecord,
)
from maplanner.document.store import Store

FORMAT = "maplanner"
VERSION = 1

_ADVICE = "“maplanner schema” prints what is accepted."


def plan_to_text(reader: RecordReader) -> str:
    """Return every saved record as text; equal plans give equal text."""
    types: dict[str, list[dict[str, JsonValue]]] = {}
    for cls in RECORD_TYPES:
        if cls.scope is Scope.DOCUMENT:
            types[cls.type_name] = [_lean(record) for record in sorted(reader.all(cls), key=_order)]
    for record in sorted(reader.all(UnknownRecord), key=_order):
        data = record.model_dump(mode="json", exclude={"written_as"})
        types.setdefault(record.written_as, []).append(data)
    kept = {name: records for name, records in types.items() if records}
    data = {"format": FORMAT, "version": VERSION, "records": kept}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def plan_from_text(text: str, where: str = "The text") -> list[Record]:
    """Return the records that a text form holds; ``where`` names its origin in messages.

    Raises:
        InvalidPlan: It is not the text form, or a record in it is not acceptable.
            The message names the line, or the record and the field.
    """
    data = _parsed(text, where)
    records = list(_records(data, where))
    _refuse_twins(records, where)
    _refuse_dangling(records, where)
    if not any(isinstance(record, Plan) for record in records):
        records.insert(0, Plan())
    _refuse_broken_rules(records, where)
    return records


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the text form."""
    saved = [cls for cls in RECORD_TYPES if cls.scope is Scope.DOCUMENT]
    refs, definitions = models_json_schema(
        [(cls, "validation") for cls in saved], ref_template="#/$defs/{model}"
    )
    lists = {
        cls.type_name: {"type": "array", "items": refs[(cls, "validation")], "description": cls.__doc__}
        for cls in saved
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A maplanner plan",
        "type": "object",
        "required": ["format", "version", "records"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"type": "integer", "minimum": 1},
            "records": {"type": "object", "properties": lists},
        },
        "$defs": definitions["$defs"],
    }


def _order(record: Record) -> tuple[float, str]:
    order = getattr(record, "order", 0.0)
    return (float(order), record.id)


def _lean(record: Record) -> dict[str, JsonValue]:
    """Return a record's values without those that equal the default; the identifier stands first."""
    data: dict[str, JsonValue] = record.model_dump(mode="json")
    defaults = default_values(type(record))
    told = {name: value for name, value in data.items() if name not in defaults or defaults[name] != value}
    return {"id": record.id} | told


@cache
def default_values(cls: type[Record]) -> dict[str, JsonValue]:
    """Return what a record type's fields hold unless told otherwise, as JSON values."""
    given: dict[str, Any] = {name: "x" for name, info in cls.model_fields.items() if info.is_required()}
    data: dict[str, JsonValue] = cls.model_construct(**given).model_dump(mode="json")
    return {name: value for name, value in data.items() if name not in given and name != "id"}


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_twins)
    except json.JSONDecodeError as error:
        raise InvalidPlan(
            f"{where} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.",
            advice="Mend it there; neither comments nor a comma behind the last item are allowed.",
        ) from error
    except RecursionError as error:
        raise InvalidPlan(f"{where} is not a plan: it is nested too deeply.", advice=_ADVICE) from error
    except ValueError as error:
        raise InvalidPlan(f"{where} is not a plan: {error}.") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InvalidPlan(f"{where} is not a plan: it lacks “format”: “{FORMAT}”.", advice=_ADVICE)
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InvalidPlan(f"{where} does not say its version, a whole number from 1.", advice=_ADVICE)
    if version > VERSION:
        message = f"{where} has version {version}; this maplanner reads up to {VERSION}."
        raise InvalidPlan(message, advice="Update maplanner.")
    if not isinstance(data.get("records"), dict):
        message = f"{where} is not a plan: “records” must hold lists of records by type."
        raise InvalidPlan(message, advice=_ADVICE)
    for name in data:
        if name in RECORD_TYPE:
            raise InvalidPlan(f"{where}: “{name}” stands beside “records”.", advice="Put it inside.")
    return data


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of two values by one name, one would be lost without a word."""
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twin}” stands twice in one object")
    return data


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number JSON allows")


def _records(data: dict[str, Any], where: str) -> Iterator[Record]:
    for type_name, items in data["records"].items():
        if not isinstance(items, list):
            raise InvalidPlan(f"{where}: “{type_name}” must be a list of records.", advice=_ADVICE)
        for number, item in enumerate(items, start=1):
            yield _record(type_name, item, f"{where}: {type_name} {number}")


def _record(type_name: str, item: object, place: str) -> Record:
    if not isinstance(item, dict):
        raise InvalidPlan(f"{place} is not a record.", advice=_ADVICE)
    cls = record_class(type_name)
    if cls is UnknownRecord:
        item = item | {"written_as": type_name}
    elif cls is Plan:
        item = {"id": PLAN_ID} | item
    try:
        return cls.model_validate_json(json.dumps(item))
    except ValidationError as error:
        name = item.get("id") or "without an id"
        raise InvalidPlan(f"{place} ({name}): {complaint(error)}.", advice=_ADVICE) from error


def _refuse_twins(records: list[Record], where: str) -> None:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            message = f"{where}: two records have the id “{record.id}”."
            raise InvalidPlan(message, advice="Every id must be used once.")
        seen.add(record.id)


def _refuse_dangling(records: list[Record], where: str) -> None:
    """Refuse references to records that are not there, in the words of the text form."""
    known = {(type(record), record.id) for record in records}
    for record in records:
        for field, meaning in references(type(record)).items():
            target = getattr(record, field)
            if target is not None and (record_class(meaning.ref), target) not in known:
                place = f"{where}: {record.type_name} “{record.id}”: {field}"
                near = meant(target, (name for cls, name in known if cls is record_class(meaning.ref)))
                raise InvalidPlan(
                    f"{place}: there is no {meaning.ref} “{target}”.",
                    advice=near or "Add it, or name another.",
                )


def _refuse_broken_rules(records: list[Record], where: str) -> None:
    """Refuse what the store would refuse, before anything is made of it."""
    try:
        with Store().transact("Read") as transaction:
            transaction.put(*records)
    except InvalidRecord as error:
        raise InvalidPlan(f"{where}: {error.message}") from error

"""What things are called in reports and comparisons."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from pydantic import BaseModel, JsonValue

from maplanner.document.fields import field_specs
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    Comment,
    Criterion,
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Goal,
    Link,
    Mapping,
    Note,
    Problem,
    Record,
    ScoringRule,
    Step,
    System,
)
from maplanner.scoring.words import rule_title
from maplanner.steps.catalogue import kind_of
from maplanner.steps.words import condition_text

_LONGEST: Final = 120


def called(reader: RecordReader, record_id: str) -> str:
    """Return what people call a record: a CRM's field with its object, everything else by its title."""
    record = reader.get(record_id)
    if record is None:
        return ""
    special = _SPECIAL.get(type(record))
    told = special(record, reader) if special is not None else str(getattr(record, "title", ""))
    return told or record.type_name.replace("_", " ")


def _field(record: CrmField, reader: RecordReader) -> str:
    holder = reader.find_or_none(CrmObject, record.object)
    return f"{holder.api_name}.{record.api_name}" if holder is not None else record.api_name


def _between(source: str | None, target: str, reader: RecordReader) -> str:
    return f"{called(reader, source or '')} → {called(reader, target)}"


def _text(record: Any, _reader: RecordReader) -> str:
    return _short(record.text)


def kind_called(record: Record) -> str:
    """Return what sort of thing a record is: “E-mail”, “link”, “mapping”."""
    if isinstance(record, Step):
        kind = kind_of(record)
        return kind.title if kind is not None else "step"
    return record.type_name.replace("_", " ")


def field_called(record: Record, path: str) -> str:
    """Return what people call a field of a record; the path itself where nobody knows it."""
    name = path.removeprefix("props.")
    kind = kind_of(record) if isinstance(record, Step) and name != path else None
    model: type[BaseModel] = kind.props if kind is not None else type(record)
    meaning = field_specs(model).get(name.partition(".")[0])
    return meaning.title if meaning is not None else path


def value_called(reader: RecordReader, record: Record, path: str, value: JsonValue) -> str:
    """Return a value of a record as people read it; of a reference what it leads to."""
    meaning = field_specs(type(record)).get(path)
    if meaning is not None and meaning.ref and isinstance(value, str):
        return called(reader, value) or value
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:g}"
    return _short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def told_apart(names: Iterable[str]) -> list[str]:
    """Return names of which each stands once, whatever the case: a second one gets a number."""
    found: list[str] = []
    for name in names:
        told, number = name, 2
        while told.casefold() in {each.casefold() for each in found}:
            told, number = f"{name} ({number})", number + 1
        found.append(told)
    return found


def in_order(reader: RecordReader) -> list[Campaign]:
    """Return the campaigns that are not put away, in the order of the inventory."""
    shown = (campaign for campaign in reader.all(Campaign) if not campaign.archived)
    return sorted(shown, key=lambda campaign: (campaign.order, campaign.title))


_SPECIAL: Final[dict[type[Record], Callable[[Any, RecordReader], str]]] = {
    CrmField: _field,
    CrmObject: lambda record, _reader: record.label or record.api_name,
    FormField: lambda record, _reader: record.title or record.key,
    System: lambda record, _reader: record.title or record.role.value,
    DataFlow: lambda record, reader: _between(record.source, record.target, reader),
    Link: lambda record, reader: _between(record.source, record.target, reader),
    Mapping: lambda record, reader: _between(record.collected or record.held, record.target, reader),
    Note: _text,
    Problem: _text,
    Comment: _text,
    Goal: lambda record, _reader: _short(record.basic),
    Criterion: lambda record, reader: condition_text(record.condition, reader),
    ScoringRule: rule_title,
}

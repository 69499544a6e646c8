"""What copied records refer to, and what stands for it in the plan they are pasted into.

A system is known by its name, an object by its system and API name, a field by its object and API name, the
rest by title. Systems, objects, fields and stages that the other plan lacks come along; anything else is left
out and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import JsonValue

from maplanner.core.ids import new_id
from maplanner.document.fields import references
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    Record,
    Score,
    Segment,
    Stage,
    Step,
    System,
    Threshold,
)
from maplanner.steps.copying import named_in

REFERRED: Final[tuple[type[Record], ...]] = (
    System,
    CrmObject,
    CrmField,
    Stage,
    Campaign,
    Score,
    Segment,
    Threshold,
)
"""Records that a copy names without taking them along as its own; each after those that it points to."""
_BROUGHT: Final = (System, CrmObject, CrmField, Stage)


def referred_records(reader: RecordReader, records: Iterable[Record]) -> list[Record]:
    """Return what the records refer to outside of themselves, and what that belongs to."""
    own = {record.id: record for record in records}
    found: dict[str, Record] = {}
    pending = [name for record in own.values() for name in _names_in(record)]
    while pending:
        name = pending.pop()
        other = None if name in own or name in found else reader.get(name)
        if isinstance(other, REFERRED):
            found[name] = other
            pending += [target for key in references(type(other)) if (target := getattr(other, key))]
    return sorted(found.values(), key=lambda record: REFERRED.index(type(record)))


def _names_in(record: Record) -> Iterator[str]:
    for key, meaning in references(type(record)).items():
        target = getattr(record, key)
        if target is not None and meaning.ref != Campaign.type_name:
            yield target
    if isinstance(record, Step):
        for key in named_in(record):
            yield from _texts_in(record.props[key])


def _texts_in(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
    elif isinstance(value, dict):
        yield str(value["ref"])


@dataclass
class Adoption:
    """What stands in a plan for what was referred to in another one.

    ``names`` leads from the identifier there to the one here; ``brought`` are records to add; ``missing``
    are those that nothing stands for.
    """

    names: dict[str, str] = field(default_factory=dict)
    brought: list[Record] = field(default_factory=list)
    missing: dict[str, Record] = field(default_factory=dict)


def adopt(reader: RecordReader, referred: Iterable[Record]) -> Adoption:
    """Return what stands in a plan for each of the records; what comes along has an identity of its own."""
    adoption = Adoption()
    for record in sorted(referred, key=lambda each: REFERRED.index(type(each))):
        there = reader.find_or_none(type(record), record.id) or _alike(reader, record, adoption)
        if there is not None:
            adoption.names[record.id] = there.id
        elif isinstance(record, _BROUGHT):
            _bring(adoption, record)
        else:
            adoption.missing[record.id] = record
    return adoption


def _bring(adoption: Adoption, record: Record) -> None:
    update: dict[str, Any] = {"id": new_id(record.type_name)}
    for key in references(type(record)):
        holder = adoption.names.get(getattr(record, key) or "")
        if holder is None:
            adoption.missing[record.id] = record
            return
        update[key] = holder
    is_new_here = isinstance(record, CrmField) and update["object"] not in {
        each.id for each in adoption.brought
    }
    if is_new_here:
        from maplanner.crm.catalogue import PLANNED

        # The system's own list of fields does not have it: until it is read again, it is planned.
        update["source"] = PLANNED
    adoption.names[record.id] = update["id"]
    adoption.brought.append(record.model_copy(update=update))


def _alike(reader: RecordReader, record: Record, adoption: Adoption) -> Record | None:
    """Return the record of a plan that means the same, if there is exactly that one."""
    if isinstance(record, CrmObject):
        system = adoption.names.get(record.system, "")
        return _named(reader.referring(CrmObject, "system", system), "api_name", record.api_name)
    if isinstance(record, CrmField):
        holder = adoption.names.get(record.object, "")
        return _named(reader.referring(CrmField, "object", holder), "api_name", record.api_name)
    if isinstance(record, Threshold):
        score = adoption.names.get(record.score, "")
        return _named(reader.referring(Threshold, "score", score), "title", record.title)
    return _named(reader.all(type(record)), "title", getattr(record, "title", ""))


def _named(records: Iterable[Record], key: str, name: str) -> Record | None:
    wanted = name.strip().casefold()
    if not wanted:
        return None
    return next((each for each in records if str(getattr(each, key)).strip().casefold() == wanted), None)

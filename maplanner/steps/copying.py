"""Copies of campaigns: everything that is drawn in one, with identities of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any, TypeVar, cast

from pydantic import JsonValue

from maplanner.core.ids import new_id
from maplanner.document.fields import references
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, FormField, Frame, Link, Note, Record, Step, ValuePair
from maplanner.document.records import Mapping as FieldMapping
from maplanner.steps.catalogue import kind_of
from maplanner.steps.kind import Props

C = TypeVar("C", bound=Record)


def campaign_records(reader: RecordReader, campaign_id: str) -> list[Record]:
    """Return a campaign and all that stands in its drawing, each record after those that it points to.

    Raises:
        NoSuchRecord: There is no such campaign.
    """
    campaign = reader.find(Campaign, campaign_id)
    frames = reader.referring(Frame, "campaign", campaign_id)
    steps = reader.referring(Step, "campaign", campaign_id)
    notes = reader.referring(Note, "campaign", campaign_id)
    inside = {step.id for step in steps}
    links = [link for step in steps for link in reader.referring(Link, "source", step.id)]
    fields = [field for step in steps for field in reader.referring(FormField, "step", step.id)]
    mappings = [each for field in fields for each in reader.referring(FieldMapping, "collected", field.id)]
    kept = [link for link in links if link.target in inside]
    pairs = [pair for each in mappings for pair in reader.referring(ValuePair, "mapping", each.id)]
    return [campaign, *frames, *steps, *notes, *kept, *fields, *mappings, *pairs]


def named_in(step: Step) -> list[str]:
    """Return the properties of a step that hold identifiers: declared references, and conditions.

    Other texts may look like one, such as a subject “call”, and mean nothing of the kind.
    """
    kind = kind_of(step)
    model: type[Props] | None = kind.props if kind is not None else None
    declared: Set[str] = references(model).keys() if model is not None else set()
    return [key for key, value in step.props.items() if key in declared or _is_condition(value)]


def copies_for(reader: RecordReader, records: Iterable[Record]) -> list[Record]:
    """Return copies that point to each other, and fit into a plan.

    The records come in the order of :func:`campaign_records`. What points to something that neither they nor
    the plan have forgets it, or is left out where it cannot do without.
    """
    originals = list(records)
    names = {record.id: new_id(record.type_name) for record in originals}
    copies: dict[str, Record] = {}
    for record in originals:
        update = _references(record, names, copies, reader)
        if update is not None:
            copy = record.model_copy(update={**update, "id": names[record.id]})
            copies[copy.id] = _with_properties(copy, names)
    return list(copies.values())


def standing_alone(reader: RecordReader, records: Iterable[Record]) -> list[Record]:
    """Return the records without what points out of them, so that they mean something in any plan."""
    chosen = {record.id: record for record in records}
    alone: dict[str, Record] = {}
    for record in chosen.values():
        update = _references(record, {name: name for name in chosen}, alone, None)
        if update is None:
            continue
        kept = record.model_copy(update=update)
        if isinstance(kept, Step):
            kept = kept.model_copy(update={"props": _without_strangers(kept, chosen, reader)})
        alone[kept.id] = kept
    return list(alone.values())


def _references(
    record: Record, names: Mapping[str, str], copies: Mapping[str, Record], reader: RecordReader | None
) -> dict[str, Any] | None:
    """Return what the references of a copy become; ``None`` if it cannot stand without one of them."""
    update: dict[str, Any] = {}
    for field, meaning in references(type(record)).items():
        target = getattr(record, field)
        if target is None:
            continue
        if names.get(target) in copies:
            update[field] = names[target]
        elif reader is None or reader.find_or_none(record_class(meaning.ref), target) is None:
            if meaning.on_delete != "clear":
                return None
            update[field] = None
    return update


def _with_properties(record: C, names: Mapping[str, str]) -> C:
    """Return a copy whose properties name the other copies."""
    if not isinstance(record, Step):
        return record
    named = {key: _renamed(record.props[key], names) for key in named_in(record)}
    return cast(C, record.model_copy(update={"props": record.props | named}))


def _renamed(value: JsonValue, names: Mapping[str, str]) -> JsonValue:
    """Return a property in which identifiers of copied records are those of their copies."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, dict) and isinstance(value.get("ref"), str):
        return {**value, "ref": _renamed(value["ref"], names)}
    return value


def _without_strangers(
    step: Step, chosen: Mapping[str, Record], reader: RecordReader
) -> dict[str, JsonValue]:
    """Return a step's properties without the names of records of this plan other than the chosen ones."""
    kept = dict(step.props)
    for key in named_in(step):
        value = step.props[key]
        if isinstance(value, list):
            kept[key] = [item for item in value if not _is_strange(item, chosen, reader)]
        elif _is_strange(value["ref"] if isinstance(value, dict) else value, chosen, reader):
            del kept[key]
    return kept


def _is_strange(value: JsonValue, chosen: Mapping[str, Record], reader: RecordReader) -> bool:
    return isinstance(value, str) and value not in chosen and reader.get(value) is not None


def _is_condition(value: JsonValue) -> bool:
    return isinstance(value, dict) and "ref" in value and value.get("subject") != "field"

"""Changing many fields of the inventory at once, each as one step that can be undone."""

from __future__ import annotations

from collections.abc import Iterable

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, FormField, Mapping, RecordValues
from maplanner.document.vocabulary import Use
from maplanner.steps.field_use import FieldUses


def mappings_of_fields(reader: RecordReader, field_ids: Iterable[str]) -> list[Mapping]:
    """Return the mappings that begin or end at one of the fields, each once."""
    uses = FieldUses(reader)
    found: dict[str, Mapping] = {}
    for field in fields(reader, field_ids):
        found.update({mapping.id: mapping for mapping in uses.mappings(field)})
    return list(found.values())


def fields(reader: RecordReader, field_ids: Iterable[str]) -> list[FormField | CrmField]:
    """Return those of the fields that there are."""
    found = (reader.get(field_id) for field_id in field_ids)
    return [each for each in found if isinstance(each, FormField | CrmField)]


def change_mappings(bridge: PlanBridge, field_ids: Iterable[str], values: RecordValues) -> int:
    """Give all mappings of the fields the same values; return how many mappings there are."""
    mappings = mappings_of_fields(bridge.reader, field_ids)
    if mappings:
        label = tr("Change {count} mappings").format(count=number(len(mappings)))
        with bridge.store.transact(label) as transaction:
            for mapping in mappings:
                transaction.change(mapping.id, dict(values))
    return len(mappings)


def set_use(bridge: PlanBridge, field_ids: Iterable[str], use: Use, *, used: bool) -> int:
    """Say of all the fields that they are used for something, or no longer; return how many there are."""
    found = fields(bridge.reader, field_ids)
    label = tr("Change what {count} fields are used for").format(count=number(len(found)))
    with bridge.store.transact(label) as transaction:
        for field in found:
            others = [each for each in field.uses if each != use.value]
            transaction.change(field.id, {"uses": [*others, use.value] if used else list(others)})
    return len(found)


def set_personal(bridge: PlanBridge, field_ids: Iterable[str], *, personal: bool) -> int:
    """Mark fields of systems as personal data, or no longer; return how many there are."""
    found = [each for each in fields(bridge.reader, field_ids) if isinstance(each, CrmField)]
    if found:
        label = tr("Change personal data of {count} fields").format(count=number(len(found)))
        with bridge.store.transact(label) as transaction:
            for field in found:
                transaction.change(field.id, {"personal": personal})
    return len(found)

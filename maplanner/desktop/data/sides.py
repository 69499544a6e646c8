"""What can stand on a side of the mapping screen – a form, an object, a system – and what lies between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from maplanner.crm.fit import misfit, name_of
from maplanner.crm.systems import default_system
from maplanner.desktop.data.board_parts import End, Tie
from maplanner.desktop.inspector.picking import field_words
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, Step, System
from maplanner.document.vocabulary import Direction, FieldType, SystemRole
from maplanner.steps import kind_of

Field = FormField | CrmField


@dataclass(frozen=True)
class Side:
    """A form, an object or a system that can be chosen for a side."""

    id: str
    title: str


def sides(reader: RecordReader) -> list[Side]:
    """Return what can be chosen: forms and lists, then each system and its objects."""
    found = [Side(step.id, title_of(step, reader)) for step in _forms(reader)]
    for system in reader.all(System):
        objects = reader.referring(CrmObject, "system", system.id)
        if objects:
            name = title_of(system, reader)
            found.append(Side(system.id, tr("{system}: everything").format(system=name)))
            found += [Side(each.id, f"{name}: {each.label or each.api_name}") for each in objects]
    return found


def groups(reader: RecordReader, side_id: str) -> list[tuple[str, list[Field]]]:
    """Return the fields of a side, under the titles of their objects and forms."""
    record = reader.get(side_id)
    if isinstance(record, Step):
        return [(title_of(record, reader), _asked(reader, record))]
    if isinstance(record, CrmObject):
        return [(record.label or record.api_name, list(reader.referring(CrmField, "object", record.id)))]
    if isinstance(record, System):
        return list(_of_system(reader, record))
    return []


def _of_system(reader: RecordReader, system: System) -> Iterator[tuple[str, list[Field]]]:
    web_site = default_system(reader, SystemRole.WEB_SITE)
    for step in _forms(reader):
        if (step.system or web_site) == system.id:
            yield title_of(step, reader), _asked(reader, step)
    for each in reader.referring(CrmObject, "system", system.id):
        yield each.label or each.api_name, list(reader.referring(CrmField, "object", each.id))


def _forms(reader: RecordReader) -> list[Step]:
    found = []
    for step in reader.all(Step):
        kind = kind_of(step)
        if kind is not None and kind.collects and reader.referring(FormField, "step", step.id):
            found.append(step)
    return found


def _asked(reader: RecordReader, step: Step) -> list[Field]:
    fields = sorted(reader.referring(FormField, "step", step.id), key=lambda field: field.order)
    return [*fields]


def ends(reader: RecordReader, found: list[tuple[str, list[Field]]]) -> list[End]:
    """Return fields as ends of a board; headings where there is more than one group."""
    shown: list[End] = []
    for title, fields in found:
        if len(found) > 1 and fields:
            shown.append(End("", title))
        shown += [_end(reader, field) for field in fields]
    return shown


def _end(reader: RecordReader, field: Field) -> End:
    name = field.title or field.key if isinstance(field, FormField) else field.api_name
    tip = title_of(field, reader)
    if isinstance(field, CrmField):
        tip = "\n".join((tip, field_words(field, reader)))
    return End(field.id, name, detail_of(field), field.required, tip)


def detail_of(field: Field) -> str:
    """Return type and length in a few words: ``text · 40``; for a list how many values it has."""
    values = field.options if isinstance(field, FormField) else field.allowed
    lists = (FieldType.PICKLIST, FieldType.MULTI_PICKLIST)
    count = tr("%n values", len(values)) if values and field.type in lists else ""
    length = number(field.length) if field.length and not count else ""
    return " · ".join(part for part in (tr(field.type.value), length, count) if part)


def ties(reader: RecordReader, left: set[str], right: set[str]) -> list[Tie]:
    """Return the mappings between two sides, whichever way they were made."""
    found = []
    for mapping in reader.all(Mapping):
        source = mapping.collected or mapping.held or ""
        if source in left and mapping.target in right:
            found.append(_tie(reader, mapping, source, mapping.target, turned=False))
        elif source in right and mapping.target in left:
            found.append(_tie(reader, mapping, mapping.target, source, turned=True))
    return found


def _tie(reader: RecordReader, mapping: Mapping, left: str, right: str, *, turned: bool) -> Tie:
    into, back = mapping.direction is not Direction.BACK, mapping.direction is not Direction.INTO
    parts = [tr(mapping.direction.value), tr(mapping.conflict.value), mapping.conversion]
    return Tie(
        mapping.id,
        left,
        right,
        to_right=back if turned else into,
        to_left=into if turned else back,
        warning=_warning(reader, mapping),
        words=" · ".join(part for part in parts if part),
    )


def _warning(reader: RecordReader, mapping: Mapping) -> str:
    """Return why a mapping does not fit and no conversion mends it; empty where all is well."""
    if mapping.conversion:
        return ""
    source: Field | None = reader.find_or_none(FormField, mapping.collected)
    source = source or reader.find_or_none(CrmField, mapping.held)
    target = reader.find_or_none(CrmField, mapping.target)
    if source is None or target is None:
        return ""
    problem = misfit(source, target) if mapping.direction is not Direction.BACK else None
    if problem is None and mapping.direction is not Direction.INTO and isinstance(source, CrmField):
        problem = misfit(target, source)
    return tr(problem.message) if problem is not None else ""


def busiest_pair(reader: RecordReader) -> tuple[str, str] | None:
    """Return the two sides that most mappings lie between, the source first; ``None`` without mappings."""
    counts = Counter(_pair(reader, mapping) for mapping in reader.all(Mapping))
    whole = [pair for pair, _count in counts.most_common() if all(pair)]
    return whole[0] if whole else None


def sides_of(reader: RecordReader, field_id: str) -> tuple[str, str] | None:
    """Return the sides between which a field is mapped; one is empty where it is not mapped yet.

    ``None`` for what is no field.
    """
    record = reader.get(field_id)
    if isinstance(record, FormField):
        found = reader.referring(Mapping, "collected", field_id)
        return _pair(reader, found[0]) if found else (record.step, "")
    if isinstance(record, CrmField):
        into, out = reader.referring(Mapping, "target", field_id), reader.referring(Mapping, "held", field_id)
        return _pair(reader, [*into, *out][0]) if into or out else ("", record.object)
    return None


def _pair(reader: RecordReader, mapping: Mapping) -> tuple[str, str]:
    asked = reader.find_or_none(FormField, mapping.collected)
    held = reader.find_or_none(CrmField, mapping.held)
    target = reader.find_or_none(CrmField, mapping.target)
    source = asked.step if asked is not None else held.object if held is not None else ""
    return source, target.object if target is not None else ""


def field_name(reader: RecordReader, field_id: str) -> str:
    """Return what a person calls a field; empty for one that is gone."""
    found = reader.get(field_id)
    return name_of(found) if isinstance(found, FormField | CrmField) else ""

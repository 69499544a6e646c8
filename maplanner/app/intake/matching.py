"""Which field each column of a list is meant for: remembered, else proposed with the reason, else chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from maplanner.app.intake.values import Rule
from maplanner.crm.fit import name_of
from maplanner.crm.landing import mappings_of, must_be_filled
from maplanner.crm.suggest import Suggestion, suggestions, usual_type
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    CrmField,
    CrmObject,
    DataColumn,
    DataSet,
    FormField,
    Step,
    System,
)
from maplanner.document.records import Mapping as FieldMapping
from maplanner.document.vocabulary import FieldType

Field = FormField | CrmField
"""What a column can be meant for: a column of a contact list in the plan, or a field of a system."""


_NAMES_PEOPLE: Final = re.compile(
    "lead|contact|prospect|person|people|customer|subscriber|party", re.IGNORECASE
)
"""What objects that hold people are called; others are asked only where there is none of these."""


@dataclass(frozen=True)
class Target:
    """What a list is checked against: a contact list in a drawing, or an object of a system."""

    record: Step | CrmObject
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class ColumnUse:
    """A column and the field it is meant for, if any, with the reason in words.

    ``skipped`` says that a person left it without a field.
    """

    title: str
    field: Field | None = None
    reason: str = ""
    skipped: bool = False


def targets(reader: RecordReader) -> list[Target]:
    """Return everything in the plan that a list can be checked against: contact lists, then objects."""
    lists = [step for step in reader.all(Step) if step.kind == "contact_list"]
    return [_list_target(reader, step) for step in lists] + [
        Target(item, _object_title(reader, item), tuple(reader.referring(CrmField, "object", item.id)))
        for item in reader.all(CrmObject)
    ]


def best_target(reader: RecordReader, columns: Sequence[str]) -> Target | None:
    """Return what most columns fit, contact lists first among equals; ``None`` where nothing fits any."""
    there = targets(reader)
    likely = [each for each in there if isinstance(each.record, Step) or _NAMES_PEOPLE.search(each.title)]
    rated = [(_brought(propose(reader, columns, each)), each) for each in likely or there]
    most = max((count for count, _target in rated), default=0)
    return next((each for count, each in rated if count == most), None) if most else None


def _brought(uses: Sequence[ColumnUse]) -> int:
    return sum(use.field is not None for use in uses)


def propose(reader: RecordReader, columns: Sequence[str], target: Target | None) -> list[ColumnUse]:
    """Return a proposal for each column: what was chosen for such a column before, else the likeliest."""
    known = _remembered(reader, target)
    uses = [_known_use(title, known, target) for title in columns]
    taken = {use.field.id for use in uses if use is not None and use.field is not None}
    open_at = [at for at, use in enumerate(uses) if use is None]
    found = dict(_likeliest([(at, columns[at]) for at in open_at], target, taken))
    return [use if use is not None else _suggested(columns[at], found.get(at)) for at, use in enumerate(uses)]


def chosen(use: ColumnUse, field: Field | None) -> ColumnUse:
    """Return a column's use as a person chose it."""
    return replace(use, field=field, reason="Chosen by you.", skipped=field is None)


def rule_of(reader: RecordReader, field: Field) -> Rule:
    """Return what a field takes. A list's column must also fit the fields it is mapped to."""
    own = _own_rule(field)
    if isinstance(field, CrmField):
        return own
    for mapping in mappings_of(reader, field):
        held = reader.find_or_none(CrmField, mapping.target)
        if held is not None:
            own = _both(own, _own_rule(held), mapping)
    return own


def missing_fields(target: Target | None, uses: Sequence[ColumnUse]) -> list[str]:
    """Return the names of required fields that no column brings."""
    if target is None:
        return []
    brought = {use.field.id for use in uses if use.field is not None}
    return [name_of(field) for field in target.fields if _is_required(field) and field.id not in brought]


def unwritable(uses: Sequence[ColumnUse]) -> list[str]:
    """Return the names of fields that columns are meant for and that nothing can be written to."""
    return [name_of(use.field) for use in uses if isinstance(use.field, CrmField) and not use.field.writable]


def _list_target(reader: RecordReader, step: Step) -> Target:
    fields = sorted(reader.referring(FormField, "step", step.id), key=lambda field: field.order)
    return Target(step, step.title or "Contact list", tuple(fields))


def _object_title(reader: RecordReader, item: CrmObject) -> str:
    system = reader.find_or_none(System, item.system)
    return " · ".join(part for part in (system.title if system else "", item.label or item.api_name) if part)


def _remembered(reader: RecordReader, target: Target | None) -> dict[str, DataColumn]:
    """Return the columns of earlier lists by title; those checked for the same list go before others."""
    wanted = target.record.id if target is not None else ""
    of_list = {each.id for each in reader.all(DataSet) if each.step == wanted}
    ordered = sorted(reader.all(DataColumn), key=lambda column: column.data_set in of_list)
    return {column.title.casefold(): column for column in ordered}


def _known_use(title: str, known: Mapping[str, DataColumn], target: Target | None) -> ColumnUse | None:
    column = known.get(title.casefold())
    if column is None or target is None:
        return None
    if column.skipped:
        return ColumnUse(title, None, "Left unmapped before.", skipped=True)
    field = next((each for each in target.fields if each.id in {column.collected, column.held}), None)
    return ColumnUse(title, field, "As it was before.") if field is not None else None


def _likeliest(
    columns: Sequence[tuple[int, str]], target: Target | None, taken: set[str]
) -> Iterator[tuple[int, Suggestion | tuple[FormField, str]]]:
    """Yield the best field for each column; the likeliest pairs first, no field twice."""
    if target is None:
        return
    held = [field for field in target.fields if isinstance(field, CrmField)]
    pairs: list[tuple[float, int, Field, str]] = []
    for at, title in columns:
        asked = FormField(id=f"column {at}", step="", title=title, key=title, type=usual_type(title))
        pairs += [(found.likeness, at, found.field, found.reason) for found in suggestions(asked, held)]
        pairs += [(likeness, at, field, why) for likeness, field, why in _among_forms(asked, target)]
    done: set[int] = set()
    for _likeness, at, field, reason in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if at not in done and field.id not in taken:
            done.add(at)
            taken.add(field.id)
            yield at, (field, reason)  # type: ignore[misc]


def _among_forms(asked: FormField, target: Target) -> Iterator[tuple[float, FormField, str]]:
    """Yield the columns of a list in the plan that a title is like, compared as fields are."""
    by_id = {field.id: field for field in target.fields if isinstance(field, FormField)}
    as_held = [
        CrmField(
            id=field.id, object="", api_name=field.key or field.title, label=field.title, type=field.type
        )
        for field in by_id.values()
    ]
    for found in suggestions(asked, as_held):
        yield found.likeness, by_id[found.field.id], found.reason


def _as_held(field: FormField) -> CrmField:
    name = field.key or field.title
    return CrmField(id=field.id, object="", api_name=name, label=field.title, type=field.type)


def _suggested(title: str, found: object) -> ColumnUse:
    if not isinstance(found, tuple):
        return ColumnUse(title)
    field, reason = found
    return ColumnUse(title, field, reason)


def _own_rule(field: Field) -> Rule:
    if isinstance(field, FormField):
        return Rule(name_of(field), field.type, field.required, field.length, allowed=field.options)
    digits = None if field.precision is None else field.precision - (field.scale or 0)
    allowed = field.allowed if field.restricted else ()
    length = field.length if field.type not in _WITHOUT_LENGTH else None
    return Rule(name_of(field), field.type, must_be_filled(field), length or None, digits, allowed)


_WITHOUT_LENGTH = frozenset(
    {
        FieldType.CHECKBOX,
        FieldType.DATE,
        FieldType.DATETIME,
        FieldType.TIME,
        FieldType.NUMBER,
        FieldType.INTEGER,
        FieldType.MONEY,
        FieldType.PERCENT,
        FieldType.MULTI_PICKLIST,
        FieldType.REFERENCE,
    }
)
"""Types whose length, where a system states one, does not count the letters of a list's text."""


def _is_required(field: Field) -> bool:
    return field.required if isinstance(field, FormField) else must_be_filled(field)


def _both(own: Rule, held: Rule, mapping: FieldMapping) -> Rule:
    """Return the stricter of two rules; a value that is converted on the way keeps to its own."""
    if mapping.conversion:
        return own
    lengths = [length for length in (own.length, held.length) if length is not None]
    return replace(
        own,
        type=held.type if own.type is FieldType.TEXT else own.type,
        required=own.required or held.required,
        length=min(lengths, default=None),
        digits=held.digits,
        allowed=own.allowed or held.allowed,
    )

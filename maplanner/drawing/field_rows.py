"""The rows of an open card: what a form asks for, and what a write puts into the CRM. Plain Python.

A form's row has its port on the right, a row of the CRM on the left; ``field_lines`` joins them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from maplanner.crm.landing import fields_filled, is_filled, mappings_of, must_be_filled
from maplanner.document.records import CrmField, CrmObject, FormField, Step
from maplanner.drawing.labels import one_line

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.steps.kind import Kind

NOWHERE: Final = "lands nowhere"
EMPTY: Final = "stays empty"
MORE: Final = "Another field …"


class RowSort(StrEnum):
    """What a row stands for."""

    COLLECTED = "collected"
    """A field of a form, or a column of a list."""
    RECEIVING = "receiving"
    """A field of the CRM that is written."""
    MORE = "more"
    """All other fields of the object that is written."""


@dataclass(frozen=True)
class FieldRow:
    """One row of an open card.

    ``lands`` says where a collected field arrives, and is ``None`` where no mapping takes it anywhere;
    ``mappings`` are pairs of a mapping and the CRM field it leads to. ``type_words`` stand beside a field of
    the CRM, and ``is_filled`` tells whether anything arrives in it.
    """

    id: str
    title: str
    required: bool = False
    lands: str | None = None
    sort: RowSort = RowSort.COLLECTED
    mappings: tuple[tuple[str, str], ...] = ()
    type_words: str = ""
    is_filled: bool = True

    @property
    def is_at_fault(self) -> bool:
        """Whether the row says that something is missing."""
        return (self.sort is RowSort.COLLECTED and self.lands is None) or not self.is_filled

    @property
    def beside(self) -> str:
        """What stands at the right of the row."""
        if self.sort is RowSort.COLLECTED:
            return self.lands or NOWHERE
        return self.type_words if self.is_filled else EMPTY


def rows_of(reader: RecordReader, step: Step, kind: Kind[Any] | None) -> tuple[FieldRow, ...]:
    """Return the rows of a step's card; none where it is folded or has no fields to show."""
    if kind is None or not step.open:
        return ()
    if kind.collects:
        return field_rows(reader, step)
    return receiving_rows(reader, step, received_object(step, kind))


def received_object(step: Step, kind: Kind[Any]) -> str:
    """Return the identifier of the CRM object that a step writes collected data to; empty for most steps."""
    value = step.props.get(kind.receives) if kind.receives else None
    return value if isinstance(value, str) else ""


def can_open(reader: RecordReader, step: Step, kind: Kind[Any] | None) -> bool:
    """Whether a card has rows to show or hide."""
    if kind is None:
        return False
    if kind.collects:
        return bool(reader.referring(FormField, "step", step.id))
    return is_filled(reader, received_object(step, kind), step.campaign)


def field_rows(reader: RecordReader, step: Step) -> tuple[FieldRow, ...]:
    """Return the rows of a form, in order, each with the field it lands in."""
    fields = sorted(reader.referring(FormField, "step", step.id), key=lambda field: (field.order, field.id))
    return tuple(_collected(reader, field) for field in fields)


def _collected(reader: RecordReader, field: FormField) -> FieldRow:
    found = {mapping.id: mapping.target for mapping in mappings_of(reader, field)}
    title = one_line(field.title or field.key) or "(no label)"
    lands = _landing_words(reader, found.values())
    return FieldRow(field.id, title, field.required, lands, mappings=tuple(found.items()))


def receiving_rows(reader: RecordReader, step: Step, object_id: str) -> tuple[FieldRow, ...]:
    """Return the rows of a write: fields that this campaign fills or has to fill, and one for the rest.

    There are none while nothing lands in the object.
    """
    filled = fields_filled(reader, object_id, step.campaign)
    if not filled:
        return ()
    here = {field.id for field in filled}
    others = reader.referring(CrmField, "object", object_id)
    empty = [field for field in others if field.id not in here and must_be_filled(field)]
    rows = [
        FieldRow(
            field.id,
            one_line(field.label or field.api_name) or "(no name)",
            field.required,
            sort=RowSort.RECEIVING,
            type_words=type_words(field),
            is_filled=field.id in here,
        )
        for field in (*filled, *empty)
    ]
    return (*rows, FieldRow(object_id, MORE, sort=RowSort.MORE))


def type_words(field: CrmField) -> str:
    """Return a field's type in a word, with its length where that is short enough to matter."""
    return f"{field.type} {field.length}" if field.length and field.length < 1000 else str(field.type)


def _landing_words(reader: RecordReader, targets: Iterable[str]) -> str | None:
    names = [name for target in dict.fromkeys(targets) if (name := field_name(reader, target)) is not None]
    if not names:
        return None
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"


def field_name(reader: RecordReader, field_id: str) -> str | None:
    """Return a CRM field's name with its object's, or ``None`` where it is gone."""
    field = reader.find_or_none(CrmField, field_id)
    if field is None:
        return None
    owner = reader.find_or_none(CrmObject, field.object)
    name = field.api_name or field.label
    return name if owner is None else f"{owner.api_name or owner.label}.{name}"

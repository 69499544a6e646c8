"""Lists of a plan for spreadsheets: campaigns, steps, form fields, mappings, a row each, with identifiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from maplanner.core.errors import CannotExport
from maplanner.document.fields import field_specs
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Mapping,
    Record,
    Step,
    System,
)
from maplanner.exchange.tables import CellValue, SheetOfTable
from maplanner.steps.catalogue import kind_of

ID: Final = "id"
ID_TITLE: Final = "Identifier"
BETWEEN: Final = "; "
"""What stands between several values in one cell."""


@dataclass(frozen=True)
class ListColumn:
    """A column: a field of the records. ``ref`` is the type of record that it leads to, told by its name."""

    path: str
    title: str
    annotation: Any
    ref: str = ""

    @property
    def kind(self) -> type:
        """The type of one value, without ``None``."""
        inner = self.annotation
        if get_origin(inner) in (Union, UnionType):
            inner = next(each for each in get_args(inner) if each is not type(None))
        while hasattr(inner, "__metadata__"):
            inner = get_args(inner)[0]
        origin = get_origin(inner)
        found = origin if isinstance(origin, type) else inner
        return found if isinstance(found, type) else str

    @property
    def may_be_empty(self) -> bool:
        """Whether the field may hold nothing at all."""
        return type(None) in get_args(self.annotation)


@dataclass(frozen=True)
class PlanList:
    """A list of all records of a type; ``keys`` are the paths by which a row without identifier is found."""

    name: str
    title: str
    cls: type[Record]
    paths: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def columns(self) -> tuple[ListColumn, ...]:
        """The columns behind the identifier."""
        specs = field_specs(self.cls)
        fields = self.cls.model_fields
        return tuple(
            ListColumn(path, _TITLES.get(path, specs[path].title), fields[path].annotation, specs[path].ref)
            for path in self.paths
        )

    def sheet(self, reader: RecordReader) -> SheetOfTable:
        """Return the list of a plan."""
        columns = self.columns
        header = [ID_TITLE, *(column.title for column in columns)]
        rows = [
            [record.id, *(cell_of(reader, column, getattr(record, column.path)) for column in columns)]
            for record in ordered(reader, self.cls)
        ]
        return SheetOfTable(self.title, header, rows)


_TITLES: Final = {"kind": "Kind", "step": "Form", "campaign": "Campaign"}

LISTS: Final = (
    PlanList(
        "campaigns",
        "Campaigns",
        Campaign,
        (
            "title",
            "group",
            "bound",
            "purpose",
            "state",
            "owner",
            "start",
            "end",
            "budget",
            "archived",
            "notes",
        ),
        ("title",),
    ),
    PlanList(
        "steps",
        "Steps",
        Step,
        (
            "campaign",
            "kind",
            "title",
            "owner",
            "stage",
            "system",
            "cost_fixed",
            "cost_each",
            "paused",
            "notes",
        ),
        ("campaign", "title"),
    ),
    PlanList(
        "fields",
        "Form fields",
        FormField,
        ("step", "title", "key", "type", "required", "length", "options", "hidden", "consent", "fill_rate"),
        ("step", "key"),
    ),
    PlanList(
        "mappings",
        "Mappings",
        Mapping,
        ("collected", "held", "target", "direction", "conflict", "conversion", "reason", "notes"),
        ("collected", "held", "target"),
    ),
)


def lists_named(names: Sequence[str]) -> tuple[PlanList, ...]:
    """Return the lists of these names; all where none is named.

    Raises:
        CannotExport: There is none of a name; the advice names those that there are.
    """
    known = {each.name: each for each in LISTS}
    for name in names:
        if name not in known:
            raise CannotExport(f"There is no list “{name}”.", advice=f"There are: {', '.join(known)}.")
    return tuple(each for each in LISTS if not names or each.name in names)


def ordered(reader: RecordReader, cls: type[Record]) -> list[Any]:
    """Return the records of a type as people see them: by campaign and place, else by their order."""
    campaigns = {each.id: (each.order, each.title) for each in reader.all(Campaign)}
    steps = {each.id: (campaigns.get(each.campaign, (0.0, "")), each.x, each.y) for each in reader.all(Step)}
    keys: dict[type[Record], Callable[[Any], Any]] = {
        Campaign: lambda record: campaigns[record.id],
        Step: lambda record: steps[record.id],
        FormField: lambda record: (steps.get(record.step, ((0.0, ""), 0.0, 0.0)), record.order),
    }
    return sorted(reader.all(cls), key=keys.get(cls, lambda record: record.id))


def cell_of(reader: RecordReader, column: ListColumn, value: Any) -> CellValue:
    """Return what stands in a cell for a value."""
    if value is None:
        return None
    if column.ref:
        return reference_text(reader, str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return BETWEEN.join(str(each) for each in value)
    return value if isinstance(value, int | float) else str(value)


def reference_text(reader: RecordReader, record_id: str) -> str:
    """Return how a record is named in a cell, so that it is found again: a field with its form or object."""
    record = reader.get(record_id)
    match record:
        case CrmField():
            holder = reader.find_or_none(CrmObject, record.object)
            return f"{holder.api_name}.{record.api_name}" if holder is not None else record.api_name
        case FormField():
            step = reader.find_or_none(Step, record.step)
            return f"{step.title}: {record.title or record.key}" if step is not None else record.title
        case System():
            return record.title or record.role.value
        case None:
            return record_id
        case _:
            return str(getattr(record, "title", "")) or record_id


def reference_names(reader: RecordReader, ref: str) -> dict[str, list[str]]:
    """Return the identifiers of all records of a type by how cells name them, case and blanks aside."""
    found: dict[str, list[str]] = {}
    for record in reader.all(record_class(ref)):
        found.setdefault(folded(reference_text(reader, record.id)), []).append(record.id)
        found.setdefault(folded(record.id), []).append(record.id)
    return {name: list(dict.fromkeys(ids)) for name, ids in found.items()}


def folded(text: str) -> str:
    """Return a text as two are compared: without case, blanks as one."""
    return " ".join(text.split()).casefold()


def kind_names() -> dict[str, str]:
    """Return the names of kinds of step by what people may write for them."""
    from maplanner.steps import KINDS

    found = {folded(kind.title): name for name, kind in KINDS.items()}
    return found | {folded(name): name for name in KINDS}


def kind_title(step: Step) -> str:
    """Return what people call a step's kind."""
    kind = kind_of(step)
    return kind.title if kind is not None else step.kind

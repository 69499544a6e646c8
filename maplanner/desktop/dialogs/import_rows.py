"""What an import would change, as rows: a person reads them before anything happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.app.differences import Difference, shown
from maplanner.desktop.tables.figures import Cell, Column, Row
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject

if TYPE_CHECKING:
    from maplanner.crm.change import CatalogueChange, RecordChange

COLUMNS = (Column("What"), Column("Object"), Column("Field"), Column("Type"), Column("In words"))


def rows_of(change: CatalogueChange, reader: RecordReader) -> list[Row]:
    """Return a row for each thing that happens: what is lost first, then what changes, then what is new."""
    names = {each.id: each.api_name for each in reader.all(CrmObject)}
    names |= {each.id: each.api_name for each in change.new_objects}
    difference = Difference(change, reader)
    rows = [
        Row(
            f"{each.mapping.id} breaks",
            (
                Cell(tr("no longer holds")),
                Cell(names.get(each.field.object, "")),
                Cell(each.field.api_name),
                Cell(tr("mapping")),
                Cell(f"{difference.mapping(each.mapping)}: {tr(each.why)}"),
            ),
        )
        for each in change.broken
    ]
    rows += [
        _row(each, tr("gone, used"), names, tr("stays and is marked: something still uses it"))
        for each in change.gone_in_use
    ]
    rows += [_row(each, tr("gone"), names, tr("is deleted here too")) for each in change.gone]
    rows += [
        _row(each.record, tr("changed"), names, _difference(difference, each)) for each in change.changed
    ]
    rows += [_row(each, tr("new"), names, "") for each in change.new]
    lines = [(each, tr("new")) for each in change.new_conversions]
    lines += [(each, tr("gone")) for each in change.gone_conversions]
    return rows + [
        Row(
            each.id,
            (Cell(what), Cell(""), Cell(""), Cell(tr("lead conversion")), Cell(difference.conversion(each))),
        )
        for each, what in lines
    ]


def _row(record: CrmObject | CrmField, what: str, names: dict[str, str], words: str) -> Row:
    if isinstance(record, CrmObject):
        cells = (Cell(what), Cell(record.api_name), Cell(""), Cell(tr("object")), Cell(words or record.label))
    else:
        cells = (
            Cell(what),
            Cell(names.get(record.object, "")),
            Cell(record.api_name),
            Cell(_type(record)),
            Cell(words or record.label),
        )
    return Row(record.id, cells)


def _type(field: CrmField) -> str:
    length = f" ({field.length})" if field.length else ""
    required = ", " + tr("required") if field.required else ""
    return f"{tr(field.type.value)}{length}{required}"


def _difference(difference: Difference, change: RecordChange) -> str:
    """Return what changes in a record, such as “Length: 80 → 120”."""
    return "; ".join(
        f"{tr(value.title)}: {tr(shown(value.before))} → {tr(shown(value.after))}"
        for value in difference.values(change)
    )

"""What an import would change, as rows: a person reads them before anything happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue

from maplanner.desktop.tables.figures import Cell, Column, Row
from maplanner.desktop.words import tr
from maplanner.document.fields import field_specs
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject

if TYPE_CHECKING:
    from maplanner.crm.change import CatalogueChange, RecordChange

COLUMNS = (Column("What"), Column("Object"), Column("Field"), Column("Type"), Column("In words"))


def rows_of(change: CatalogueChange, reader: RecordReader) -> list[Row]:
    """Return a row for each object and field that is new, changes, or is gone."""
    names = {each.id: each.api_name for each in reader.all(CrmObject)}
    names |= {each.id: each.api_name for each in change.new_objects}
    rows = [_row(each, tr("new"), names, "") for each in change.new]
    rows += [_row(each.record, tr("changed"), names, _difference(each)) for each in change.changed]
    rows += [_row(each, tr("gone"), names, tr("is deleted here too")) for each in change.gone]
    rows += [
        _row(each, tr("gone, used"), names, tr("stays: something still uses it"))
        for each in change.gone_in_use
    ]
    return rows


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


def _difference(change: RecordChange) -> str:
    """Return what changes in a record, such as “Length: 80 → 120”."""
    before = change.record.values()
    titles = field_specs(type(change.record))
    return "; ".join(
        f"{tr(titles[name].title)}: {_shown(before.get(name))} → {_shown(value)}"
        for name, value in change.values.items()
        if name in titles and name not in ("source", "read_on")
    )


def _shown(value: JsonValue) -> str:
    if value is None or value in ("", []):
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, list):
        texts = [str(item) for item in value]
        more = f" … ({len(texts)})" if len(texts) > 4 else ""
        return ", ".join(texts[:4]) + more
    return str(value)

"""The columns of the inventory of fields: what stands in each, what it sorts by, what a file gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from maplanner.desktop.naming import title_of
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader
from maplanner.document.vocabulary import ConflictRule, Use
from maplanner.exchange.tables import CellValue
from maplanner.steps.field_inventory import FieldLine

Texts = Callable[[FieldLine, RecordReader], str]


def _same_as_shown(_line: FieldLine, text: str) -> CellValue:
    return text


@dataclass(frozen=True)
class InventoryColumn:
    """A column. ``filed`` returns what stands in an exported table instead of the shown text."""

    title: str
    text: Texts
    width: int
    figures: bool = False
    help: str = ""
    order: Callable[[FieldLine], float] | None = None
    filed: Callable[[FieldLine, str], CellValue] = _same_as_shown


def _uses(uses: frozenset[Use]) -> str:
    return ", ".join(tr(use.value) for use in Use if use in uses)


def _fields(ids: tuple[str, ...], reader: RecordReader) -> str:
    found = (reader.get(field_id) for field_id in ids)
    return ", ".join(title_of(each, reader) for each in found if each is not None)


def _conflicts(line: FieldLine, _reader: RecordReader) -> str:
    decided = [rule for rule in line.conflicts if rule is not ConflictRule.NONE]
    return ", ".join(tr(rule.value) for rule in decided or line.conflicts)


def _yes(value: bool | None) -> str:
    return tr("yes") if value else ""


def _length(line: FieldLine, _reader: RecordReader) -> str:
    return number(line.length) if line.length is not None else ""


def _values(line: FieldLine, _reader: RecordReader) -> str:
    return ", ".join(line.values[:40]) + (" …" if len(line.values) > 40 else "")


COLUMNS: Final[tuple[InventoryColumn, ...]] = (
    InventoryColumn("Field", lambda line, _reader: line.name or line.label, 160),
    InventoryColumn("Label", lambda line, _reader: line.label, 130),
    InventoryColumn("Object or form", lambda line, _reader: line.object, 120),
    InventoryColumn("System", lambda line, _reader: line.system, 90),
    InventoryColumn("Type", lambda line, _reader: tr(line.type.value), 108),
    InventoryColumn(
        "Length",
        _length,
        60,
        figures=True,
        order=lambda line: float(line.length or -1),
        filed=lambda line, _text: line.length,
    ),
    InventoryColumn("Required", lambda line, _reader: _yes(line.required), 68),
    InventoryColumn("Mapped from", lambda line, reader: _fields(line.brought_by, reader), 170),
    InventoryColumn("Mapped to", lambda line, reader: _fields(line.taken_to, reader), 170),
    InventoryColumn(
        "Used for",
        lambda line, _reader: _uses(line.uses),
        190,
        help="Filled: what people said. Outlined: what follows from where the field is read.",
        filed=lambda line, _text: _uses(line.declared),
    ),
    InventoryColumn(
        "Where used",
        lambda line, _reader: number(len(line.places)) if line.places else "",
        82,
        figures=True,
        help="Press to see the places and go there.",
        order=lambda line: float(len(line.places)),
        filed=lambda line, _text: len(line.places),
    ),
    InventoryColumn(
        "Direction",
        lambda line, _reader: ", ".join(tr(direction.value) for direction in line.directions),
        112,
    ),
    InventoryColumn(
        "When both differ", _conflicts, 112, help="Who wins when both systems hold another value."
    ),
    InventoryColumn("Custom", lambda line, _reader: _yes(line.custom), 62),
    InventoryColumn("Personal", lambda line, _reader: _yes(line.personal), 70),
    InventoryColumn("Reason to keep it", lambda line, _reader: "; ".join(line.reasons), 140),
    InventoryColumn("Values", _values, 160),
)
"""The columns in their order."""

NAME: Final = 0
USES: Final = next(place for place, each in enumerate(COLUMNS) if each.title == "Used for")
WHERE: Final = next(place for place, each in enumerate(COLUMNS) if each.title == "Where used")


def filed_header() -> list[str]:
    """Return the head of an exported table: the columns, and the derived uses apart."""
    titles = [tr(column.title) for column in COLUMNS]
    titles[USES] = tr("Used for (said)")
    titles.insert(USES + 1, tr("Used for (follows from where it is read)"))
    return titles


def filed_row(line: FieldLine, reader: RecordReader) -> list[CellValue]:
    """Return a row of an exported table."""
    cells = [column.filed(line, column.text(line, reader)) for column in COLUMNS]
    cells.insert(USES + 1, _uses(line.derived))
    return cells

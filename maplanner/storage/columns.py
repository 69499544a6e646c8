"""How records lie in the rows of a plan file, made from the records' own declarations.

One table per record type with one real column per field, so that any tool that reads SQLite can query a
plan. What a column cannot hold as it is — fields of a newer version, numbers beyond 64 bits, *not a number* —
goes to the JSON column ``extra`` under the field's name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import JsonValue

from maplanner.document.fields import field_specs
from maplanner.document.records import RECORD_TYPES, Record, RecordValues, Scope, UnknownRecord

Shape = Literal["TEXT", "REAL", "INTEGER", "BOOLEAN", "DATE", "JSON_TEXT"]
"""The declared type of a column; ``JSON_TEXT`` is JSON, and keeps numbers as they are written."""

Cell = str | int | float | None
"""A value as the database keeps it."""

EXTRA: Final = "extra"
POSITION: Final = "position"
UNKNOWN_TABLE: Final = "unknown"
_INTEGER_RANGE = range(-(2**63), 2**63)
_PLAIN: dict[type, Shape] = {bool: "BOOLEAN", int: "INTEGER", float: "REAL", date: "DATE", str: "TEXT"}


@dataclass(frozen=True)
class FieldColumn:
    """How one field of a record type is kept; ``optional`` fields may be ``None``."""

    name: str
    shape: Shape
    optional: bool
    ref: str


@cache
def stored_types() -> tuple[type[Record], ...]:
    """Return the record types that a plan file keeps, referred-to types first."""
    kept = tuple(cls for cls in RECORD_TYPES if cls.scope is Scope.DOCUMENT)
    return (*kept, UnknownRecord)


@cache
def field_columns(cls: type[Record]) -> tuple[FieldColumn, ...]:
    """Return how each field of a record type is kept, ``id`` first."""
    specs = field_specs(cls)
    found = [
        FieldColumn(name, *_shape_of(info.annotation), specs[name].ref)
        for name, info in cls.model_fields.items()
    ]
    return tuple(sorted(found, key=lambda column: column.name != "id"))


def _shape_of(annotation: Any) -> tuple[Shape, bool]:
    """Return the shape of a type, and whether ``None`` is one of its values."""
    kind = get_origin(annotation)
    if kind is Annotated:
        return _shape_of(get_args(annotation)[0])
    if kind in (Union, UnionType):
        arms = [arm for arm in get_args(annotation) if arm is not type(None)]
        optional = len(arms) < len(get_args(annotation))
        return (_shape_of(arms[0])[0] if len(arms) == 1 else "JSON_TEXT"), optional
    if isinstance(annotation, type):
        if issubclass(annotation, Enum):
            return "TEXT", False
        return _PLAIN.get(annotation, "JSON_TEXT"), False
    return "JSON_TEXT", False


def table_name(cls: type[Record]) -> str:
    """Return the name of the table that keeps a record type."""
    return UNKNOWN_TABLE if cls is UnknownRecord else cls.type_name


# ---------------------------------------------------------------- records to rows


def row_of(record: Record) -> dict[str, Cell]:
    """Return the row of a record: a cell for every column but the position."""
    return _row(type(record), record.model_dump(mode="json"))


def _row(cls: type[Record], data: Mapping[str, JsonValue]) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    rest = dict(data)
    for column in field_columns(cls):
        value = rest.get(column.name)
        if _fits(value, column):
            row[column.name] = _cell(value, column.shape)
            rest.pop(column.name, None)
        else:
            row[column.name] = None
    row[EXTRA] = json.dumps(rest) if rest else None
    return row


def _fits(value: JsonValue, column: FieldColumn) -> bool:
    if value is None:
        return column.optional
    return _HOLDS[column.shape](value)


def _is_text(value: JsonValue) -> bool:
    return isinstance(value, str)


def _is_real(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_integer(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in _INTEGER_RANGE


_HOLDS: dict[Shape, Callable[[JsonValue], bool]] = {
    "TEXT": _is_text,
    "DATE": _is_text,
    "REAL": _is_real,
    "INTEGER": _is_integer,
    "BOOLEAN": lambda value: isinstance(value, bool),
    "JSON_TEXT": lambda _value: True,
}


def _cell(value: JsonValue, shape: Shape) -> Cell:
    if value is None:
        return None
    if shape == "JSON_TEXT":
        return json.dumps(value)
    if isinstance(value, bool):
        return int(value)
    return value  # type: ignore[return-value] # _fits has seen to it


# ---------------------------------------------------------------- rows to records


@dataclass(frozen=True)
class RowReading:
    """Turns the rows of one table into records; made once per table, because files have many rows.

    Build it with :meth:`of`. ``cells`` are (place in the row, field, what turns the cell into a value,
    whether ``None`` is a value of the field).
    """

    cls: type[Record]
    cells: tuple[tuple[int, str, Callable[[Any], JsonValue] | None, bool], ...]
    extra: int | None
    constant: RecordValues

    @classmethod
    def of(
        cls, record_class: type[Record], columns: Sequence[tuple[str, str]], *, written_as: str = ""
    ) -> RowReading:
        """Return the reading of a table whose columns have these names and declared types.

        ``written_as`` is the type name of records in a table that only a newer version knows.
        """
        known = {column.name: column for column in field_columns(record_class)}
        cells = []
        for place, (name, declared) in enumerate(columns):
            if name not in (POSITION, EXTRA):
                column = known.get(name)
                shape = column.shape if column else declared.upper()
                cells.append((place, name, _DECODE.get(shape), column is None or column.optional))
        names = [name for name, _declared in columns]
        constant: RecordValues = (
            {"written_as": written_as} if record_class is UnknownRecord and written_as else {}
        )
        return cls(record_class, tuple(cells), names.index(EXTRA) if EXTRA in names else None, constant)

    def record(self, row: Sequence[Cell]) -> Record:
        """Return the record of a row.

        Raises:
            pydantic.ValidationError: A value is not acceptable.
            ValueError: A JSON column holds no JSON.
        """
        values: RecordValues = dict(self.constant)
        for place, name, decode, optional in self.cells:
            cell = row[place]
            if cell is None:
                # A field that may not be empty stands in the extra column, or takes its default.
                if optional:
                    values[name] = None
            else:
                values[name] = cell if decode is None else decode(cell)
        if self.extra is not None and (extra := row[self.extra]):
            values |= json.loads(str(extra))
        return self.cls.model_validate(values)


_DECODE: dict[str, Callable[[Any], JsonValue]] = {
    "JSON_TEXT": lambda cell: json.loads(str(cell)),
    "BOOLEAN": bool,
}

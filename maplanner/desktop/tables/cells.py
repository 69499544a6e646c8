"""How a record's field stands in a table: as text, as what it sorts by, and back from what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import JsonValue
from PySide6.QtCore import QDate, QLocale

from maplanner.core.units import Unit, shown, stored, suffix
from maplanner.desktop.inspector.shape import Form, Shape, shapes
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import number, percent, tr
from maplanner.document.fields import FieldSpec, Limits, field_specs
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import Assumption, Record
from maplanner.document.values import Condition, HalfLifeDecay, LinearDecay, StepDecay
from maplanner.steps.words import condition_text, delay_text

TYPED = frozenset({Form.LINE, Form.TEXT, Form.NUMBER, Form.WHOLE, Form.DATE, Form.PRODUCT, Form.EDITION})
"""Forms that are edited in place by typing."""
CHOSEN = frozenset({Form.CHOICE, Form.REFERENCE})
"""Forms that are edited in place by choosing."""
FIGURES = frozenset({Form.NUMBER, Form.WHOLE})


@dataclass(frozen=True)
class FieldColumn:
    """A column: the field and how it is edited. ``parent`` marks the reference that the record hangs on."""

    shape: Shape
    parent: bool = False

    @property
    def name(self) -> str:
        """The field's name in the record."""
        return self.shape.name

    @property
    def edited_by_typing(self) -> bool:
        """Whether the cell takes typed text."""
        return self.shape.form in TYPED and self.shape.meaning.editor not in {"record", "path"}

    @property
    def edited_by_choosing(self) -> bool:
        """Whether the cell takes one of several values."""
        return self.shape.form in CHOSEN

    @property
    def title(self) -> str:
        """What the head of the column says."""
        unit = suffix(self.shape.meaning.unit)
        title = tr(self.shape.meaning.title)
        return f"{title} ({tr(unit)})" if unit and self.shape.form in FIGURES and unit != "%" else title

    @property
    def is_figure(self) -> bool:
        """Whether the column holds numbers, which stand at the right."""
        return self.shape.form in FIGURES


@cache
def columns_of(cls: type[Record]) -> tuple[FieldColumn, ...]:
    """Return the columns of a record type: the field that names it, what it hangs on, then the rest."""
    parents = [
        FieldColumn(Shape(name, Form.REFERENCE, meaning, Limits(), _optional(cls, name)), parent=True)
        for name, meaning in field_specs(cls).items()
        if meaning.ref and meaning.hidden
    ]
    own = [FieldColumn(shape) for shape in shapes(cls) if shape.name != "id" and shape.form is not Form.JSON]
    if cls is Assumption:
        own.append(FieldColumn(Shape("value", Form.JSON, field_specs(cls)["value"], Limits())))
    kind = field_specs(cls).get("kind")
    if kind is not None:
        own.insert(0, FieldColumn(Shape("kind", Form.JSON, kind, Limits())))
    return (*own[:1], *parents, *own[1:])


def _optional(cls: type[Record], name: str) -> bool:
    return not cls.model_fields[name].is_required()


def text_of(column: FieldColumn, record: Record, reader: RecordReader) -> str:
    """Return what stands in the cell."""
    value = getattr(record, column.name, None)
    if value is None or value == "":
        return ""
    if isinstance(record, Assumption) and column.name in {"path", "value"}:
        return _assumed(record, column.name, reader)
    return _TEXTS.get(column.shape.form, _plain)(column.shape.meaning, value, reader)


def _assumed(assumption: Assumption, name: str, reader: RecordReader) -> str:
    """Return which field an assumption is about, or its value there, in the field's own words."""
    from maplanner.desktop.inspector.assuming import assumable, value_words

    about = reader.get(assumption.about)
    if name == "value":
        return value_words(about, assumption.path, assumption.value, reader)
    entry = assumable(about).get(assumption.path) if about is not None else None
    return assumption.path if entry is None else tr(entry[1].meaning.title)


def order_of(column: FieldColumn, record: Record, reader: RecordReader) -> tuple[int, float, str]:
    """Return what the cell is sorted by: numbers by size, text without regard to case, empty cells last."""
    value = getattr(record, column.name, None)
    if value is None or value == "":
        return (1, 0.0, "")
    if isinstance(value, bool | int | float):
        return (0, float(value), "")
    if isinstance(value, date):
        return (0, float(value.toordinal()), "")
    return (0, 0.0, text_of(column, record, reader).casefold())


def raw_of(column: FieldColumn, record: Record) -> JsonValue:
    """Return the stored JSON value of the cell."""
    return record.values().get(column.name)


def typed_text(column: FieldColumn, record: Record) -> str:
    """Return what stands in the line when the cell is edited: no separators, no unit."""
    value = getattr(record, column.name, None)
    if value is None:
        return ""
    if column.is_figure:
        figure = round(shown(float(value), column.shape.meaning.unit), 10)
        locale = QLocale()
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        return locale.toString(int(figure)) if figure == int(figure) else locale.toString(figure, "g", 10)
    if isinstance(value, date):
        return _date(column.shape.meaning, value, None)
    return str(value)


def value_typed(column: FieldColumn, text: str) -> JsonValue:
    """Return the value that a typed text means.

    Raises:
        ValueError: The text is no number or no date; the message says so.
    """
    text = text.strip()
    shape = column.shape
    if not text and shape.optional:
        return None
    if shape.form in FIGURES:
        return _number_typed(text, shape)
    if shape.form is Form.DATE:
        return _date_typed(text)
    return text


def choices_of(column: FieldColumn, reader: RecordReader) -> list[tuple[JsonValue, str]]:
    """Return values and texts to choose from."""
    shape = column.shape
    empty: Sequence[tuple[JsonValue, str]] = [(None, tr("none"))] if shape.optional else []
    if shape.form is Form.CHOICE:
        return [*empty, *((choice, tr(choice)) for choice in shape.choices)]
    records = reader.all(record_class(shape.meaning.ref))
    named = sorted(((record.id, title_of(record, reader)) for record in records), key=lambda pair: pair[1])
    return [*empty, *named]


def _number_typed(text: str, shape: Shape) -> JsonValue:
    text = text.removesuffix("%").strip()
    figure, ok = QLocale().toDouble(text)
    if not ok:
        figure, ok = QLocale.c().toDouble(text.replace(",", "."))
    if not ok:
        raise ValueError(tr("“{text}” is not a number.").format(text=text))
    value = round(stored(figure, shape.meaning.unit), 12)
    return int(value) if shape.form is Form.WHOLE and value == int(value) else value


def _date_typed(text: str) -> JsonValue:
    day = QLocale().toDate(text, QLocale.FormatType.ShortFormat)
    if not day.isValid() or day.year() < 1970:
        day = QDate.fromString(text, "yyyy-MM-dd")
    if not day.isValid():
        example = QDate(2027, 3, 31).toString("yyyy-MM-dd")
        raise ValueError(
            tr("“{text}” is not a date. Write it like {example}.").format(text=text, example=example)
        )
    return day.toString("yyyy-MM-dd")


def _plain(_meaning: FieldSpec, value: Any, _reader: RecordReader | None) -> str:
    return " ".join(str(value).split())


def _figure(meaning: FieldSpec, value: Any, _reader: RecordReader) -> str:
    if meaning.unit is Unit.SHARE:
        return percent(float(value))
    figure = float(value)
    return number(figure) if figure == round(figure) else number(figure, 2)


def _date(_meaning: FieldSpec, value: Any, _reader: RecordReader | None) -> str:
    return QDate(value.year, value.month, value.day).toString("yyyy-MM-dd")


def _reference(_meaning: FieldSpec, value: Any, reader: RecordReader) -> str:
    found = reader.get(str(value))
    return title_of(found, reader) if found is not None else tr("{value} (missing)").format(value=value)


def _line(meaning: FieldSpec, value: Any, reader: RecordReader) -> str:
    return (
        _reference(meaning, value, reader) if meaning.editor == "record" else _plain(meaning, value, reader)
    )


def _variants(_meaning: FieldSpec, value: Any, _reader: RecordReader) -> str:
    match value:
        case LinearDecay():
            return tr("{points} points every {days} days").format(
                points=number(-value.points), days=number(value.days)
            )
        case HalfLifeDecay():
            return tr("halves every {days} days").format(days=number(value.days))
        case StepDecay():
            return tr("{share} less every {days} days").format(
                share=percent(value.share), days=number(value.days)
            )
    return delay_text(value)


_TEXTS: dict[Form, Callable[[FieldSpec, Any, RecordReader], str]] = {
    Form.LINE: _line,
    Form.NUMBER: _figure,
    Form.WHOLE: _figure,
    Form.DATE: _date,
    Form.SWITCH: lambda _meaning, value, _reader: tr("yes") if value else "",
    Form.CHOICE: lambda _meaning, value, _reader: tr(str(value)),
    Form.REFERENCE: _reference,
    Form.LINES: lambda _meaning, value, _reader: ", ".join(str(item) for item in value),
    Form.USES: lambda _meaning, value, _reader: ", ".join(tr(str(item)) for item in value),
    Form.CONDITION: lambda _meaning, value, reader: (
        condition_text(value, reader) if isinstance(value, Condition) else ""
    ),
    Form.VARIANTS: _variants,
}

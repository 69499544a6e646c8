"""Choosing the editor for a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from pydantic import JsonValue
from PySide6.QtCore import QLocale

from maplanner.desktop.inspector.compound import VariantEditor
from maplanner.desktop.inspector.condition import ConditionEditor, choices_for
from maplanner.desktop.inspector.editor import (
    ChoiceEditor,
    Editor,
    LineEditor,
    NumberEditor,
    SwitchEditor,
    TextEditor,
)
from maplanner.desktop.inspector.picking import PickEditor, place_words
from maplanner.desktop.inspector.shape import Form, Shape
from maplanner.desktop.inspector.special import DateEditor, FiguresEditor, JsonView, TicksEditor, WeekEditor
from maplanner.desktop.inspector.swatches import ColorEditor
from maplanner.desktop.inspector.times import QuantilesEditor, WeekdaysEditor, YearEditor, ZoneEditor
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.vocabulary import Use

_MOST_IN_A_BOX = 40
"""Of more records than these one is chosen by searching for its name."""


def make_editor(shape: Shape, reader: RecordReader) -> Editor:
    """Return the editor that a field's shape asks for."""
    return _MAKERS[shape.form](shape, reader)


def _choice(shape: Shape, _reader: RecordReader) -> Editor:
    empty: list[tuple[JsonValue, str]] = [(None, tr("none"))] if shape.optional else []
    return ChoiceEditor(shape, empty + [(choice, tr(choice)) for choice in shape.choices])


def _reference(shape: Shape, reader: RecordReader) -> Editor:
    if reader.count(record_class(shape.meaning.ref)) > _MOST_IN_A_BOX:
        return PickEditor(shape, reader)
    records = reader.all(record_class(shape.meaning.ref))
    often = Counter(title_of(record, reader) for record in records)
    choices: list[tuple[JsonValue, str]] = []
    for record in records:
        title = title_of(record, reader)
        choices.append((record.id, f"{title} – {place_words(record, reader)}" if often[title] > 1 else title))
    empty: list[tuple[JsonValue, str]] = [(None, tr("none"))] if shape.optional else []
    return ChoiceEditor(shape, empty + sorted(choices, key=lambda choice: choice[1]))


def _weekday(shape: Shape, _reader: RecordReader) -> Editor:
    return ChoiceEditor(shape, [(day, QLocale().dayName(day + 1)) for day in range(7)])


def _product(shape: Shape, _reader: RecordReader) -> Editor:
    from maplanner.crm.limits import products

    names = [product.name for product in products()]
    return ChoiceEditor(shape, [("", tr("none")), *[(name, name) for name in names]])


class EditionEditor(ChoiceEditor):
    """The edition of a system's product; of any product where none is chosen yet."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, [])
        self._product: JsonValue = None
        self.regard({})

    def regard(self, values: Mapping[str, JsonValue]) -> None:
        """Offer the editions of the product that the record names."""
        product = values.get("product", "")
        if product == self._product:
            return
        self._product = product
        from maplanner.crm.limits import products

        known = {each.name: each.edition_names for each in products()}
        everything = sorted({name for names in known.values() for name in names})
        names = known.get(str(product), everything)
        self.offer([("", tr("none")), *[(name, name) for name in names]])


def _key(shape: Shape, reader: RecordReader) -> Editor:
    """Offer the pieces of data that forms and lists collect."""
    return ChoiceEditor(shape, [("", tr("choose …")), *choices_for("field", reader)])


_MAKERS: dict[Form, Callable[[Shape, RecordReader], Editor]] = {
    Form.LINE: lambda shape, _reader: LineEditor(shape),
    Form.COLOR: lambda shape, _reader: ColorEditor(shape),
    Form.TEXT: lambda shape, _reader: TextEditor(shape),
    Form.LINES: lambda shape, _reader: TextEditor(shape, as_list=True),
    Form.NUMBER: lambda shape, _reader: NumberEditor(shape),
    Form.WHOLE: lambda shape, _reader: NumberEditor(shape, whole=True),
    Form.SWITCH: lambda shape, _reader: SwitchEditor(shape),
    Form.DATE: lambda shape, _reader: DateEditor(shape),
    Form.FIGURES: lambda shape, _reader: FiguresEditor(shape),
    Form.WEEK: lambda shape, _reader: WeekEditor(shape),
    Form.USES: lambda _shape, _reader: TicksEditor([(use.value, tr(use.value)) for use in Use]),
    Form.JSON: lambda _shape, _reader: JsonView(),
    Form.CHOICE: _choice,
    Form.KEY: _key,
    Form.REFERENCE: _reference,
    Form.WEEKDAY: _weekday,
    Form.WEEKDAYS: lambda shape, _reader: WeekdaysEditor(shape),
    Form.YEAR: lambda shape, _reader: YearEditor(shape),
    Form.ZONE: lambda shape, _reader: ZoneEditor(shape),
    Form.QUANTILES: lambda shape, _reader: QuantilesEditor(shape),
    Form.PRODUCT: _product,
    Form.EDITION: lambda shape, _reader: EditionEditor(shape),
    Form.VARIANTS: lambda shape, reader: VariantEditor(shape, reader, make_editor),
    Form.CONDITION: lambda shape, reader: ConditionEditor(shape, reader, make_editor),
}

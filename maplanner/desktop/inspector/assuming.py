"""Assumptions of a scenario: what they are about, which field, and which value instead of the drawn one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, JsonValue, ValidationError
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from maplanner.core.errors import InvalidRecord
from maplanner.core.units import suffix
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.editor import ChoiceEditor
from maplanner.desktop.inspector.form import GeneratedForm, Section, field_label, plain, refuse_unfit
from maplanner.desktop.inspector.making import make_editor
from maplanner.desktop.inspector.picking import PickEditor
from maplanner.desktop.inspector.shape import Form, Shape, shapes
from maplanner.desktop.tables.cells import FieldColumn, text_of
from maplanner.desktop.words import tr
from maplanner.document.fields import FieldSpec, Limits
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Assumption,
    Campaign,
    Criterion,
    Link,
    Record,
    Score,
    ScoringRule,
    Step,
    Threshold,
)
from maplanner.steps import kind_of

_ABOUT = (Step, Link, Campaign, Score, ScoringRule, Threshold, Criterion)
_FORMS = frozenset(
    {
        Form.NUMBER,
        Form.WHOLE,
        Form.SWITCH,
        Form.CHOICE,
        Form.WEEK,
        Form.WEEKDAY,
        Form.VARIANTS,
        Form.CONDITION,
    }
)
_NO_EFFECT = frozenset({"locked", "state", "bound", "purpose", "seed"})
"""Fields that change no figure of a simulation, or only its luck."""

Assumable = dict[str, tuple[Section, Shape]]


def subjects(reader: RecordReader) -> list[Record]:
    """Return everything an assumption can be about."""
    return [reader.plan, *(record for cls in _ABOUT for record in reader.all(cls))]


def assumable(record: Record) -> Assumable:
    """Return the fields of a record that can have another value in a scenario, by path."""
    sections = [Section(type(record))]
    kind = kind_of(record) if isinstance(record, Step) else None
    if kind is not None:
        sections.insert(0, Section(kind.props, prefix="props."))
    return {
        section.prefix + shape.name: (section, shape)
        for section in sections
        for shape in shapes(section.model)
        if shape.form in _FORMS and shape.name not in _NO_EFFECT
    }


def drawn_value(record: Record, path: str) -> JsonValue:
    """Return the value that a field has in the plan as drawn."""
    values = record.values()
    section = assumable(record)[path][0]
    if path in values or not section.prefix:
        return values.get(path)
    default: JsonValue = section.model().model_dump(mode="json").get(path.removeprefix(section.prefix))
    return default


def new_assumption(scenario_id: str, record: Record, path: str = "") -> Assumption:
    """Return an assumption about a field, the first where none is named; it begins with the drawn value."""
    path = path or next(iter(assumable(record)), "")
    value = drawn_value(record, path) if path else None
    return Assumption.new(scenario=scenario_id, about=record.id, path=path, value=value)


def first_assumption(scenario_id: str, reader: RecordReader) -> Record:
    """Return an assumption to begin with, about the first step, or about the plan where there is none."""
    record: Record = next((step for step in reader.all(Step) if assumable(step)), reader.plan)
    return new_assumption(scenario_id, record)


def value_words(record: Record | None, path: str, value: JsonValue, reader: RecordReader) -> str:
    """Return a value as a person reads it."""
    entry = assumable(record).get(path) if record is not None else None
    if entry is None:
        return str(value)
    section, shape = entry
    if shape.form is Form.SWITCH:
        return tr("yes") if value else tr("no")
    try:
        holder: Any = _holding(section.model, shape.name, value)
    except ValidationError:
        return str(value)
    text = text_of(FieldColumn(shape), holder, reader)
    unit = tr(suffix(shape.meaning.unit))
    return f"{text} {unit}".strip() if text and unit != "%" else text or tr("none")


def _holding(model: type[BaseModel], name: str, value: JsonValue) -> Any:
    return model.__pydantic_validator__.validate_assignment(model.model_construct(), name, value)


class SubjectEditor(PickEditor):
    """Chooses what an assumption is about."""

    def __init__(self, reader: RecordReader) -> None:
        meaning = FieldSpec(tr("Of"), ref=Step.type_name)
        super().__init__(Shape("about", Form.REFERENCE, meaning, Limits()), reader)

    def records(self) -> list[Record]:
        """Return everything an assumption can be about."""
        return subjects(self._reader)


class AssumptionForm(GeneratedForm):
    """Edits one assumption: each choice narrows the next, and the drawn value stands below the new one."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._assumption: Assumption | None = None
        self._subject = SubjectEditor(bridge.reader)
        self._subject.edited.connect(self._choose_subject)
        self._path_slot, self._value_slot = QVBoxLayout(), QVBoxLayout()

    def build(self, records: Sequence[Record], sections: Sequence[Section]) -> None:
        """Lay out the editors and show the assumption."""
        field_label(self._layout, tr("Of"), self._subject)
        self._layout.addWidget(self._subject)
        for slot in (self._path_slot, self._value_slot):
            slot.setSpacing(3)
            self._layout.addLayout(slot)
        self._editors["about"] = (self._subject, QLabel())
        self.refresh(records)

    def refresh(self, records: Sequence[Record]) -> None:
        """Show the assumption as it is now."""
        now = records[0]
        if not isinstance(now, Assumption):
            return
        before, self._assumption = self._assumption, now
        about = self._bridge.reader.get(now.about)
        if before is None or before.about != now.about:
            self._fill_path(about)
        if before is None or (before.about, before.path) != (now.about, now.path):
            self._fill_value(about, now.path)
        for path in ("about", "path", "value"):
            entry = self._editors.get(path)
            if entry is not None:
                entry[0].show_value(getattr(now, path))

    def begin(self) -> None:
        """Put the focus where a person first chooses."""
        self._subject.setFocus()

    def _fill_path(self, about: Record | None) -> None:
        _empty(self._path_slot)
        fields = assumable(about) if about is not None else {}
        shape = Shape("path", Form.CHOICE, FieldSpec(tr("Field")), Limits())
        chooser = ChoiceEditor(shape, [(path, tr(each.meaning.title)) for path, (_, each) in fields.items()])
        chooser.edited.connect(self._choose_path)
        field_label(self._path_slot, tr("Field"), chooser)
        self._path_slot.addWidget(chooser)
        self._editors["path"] = (chooser, QLabel())

    def _fill_value(self, about: Record | None, path: str) -> None:
        _empty(self._value_slot)
        self._editors.pop("value", None)
        entry = assumable(about).get(path) if about is not None else None
        if about is None or entry is None:
            return
        section, shape = entry
        editor = make_editor(shape, self._bridge.reader)
        editor.edited.connect(lambda value: self._set_value(section, shape, value))
        drawn = QLabel(
            tr("As drawn: {value}").format(
                value=value_words(about, path, drawn_value(about, path), self._bridge.reader)
            )
        )
        drawn.setProperty("role", "hint")
        complaint = QLabel()
        complaint.setProperty("role", "complaint")
        complaint.setWordWrap(True)
        complaint.hide()
        field_label(self._value_slot, tr("Value in this scenario"), editor)
        for widget in (editor, drawn, complaint):
            self._value_slot.addWidget(widget)
        self._editors["value"] = (editor, complaint)

    def _choose_subject(self, record_id: JsonValue) -> None:
        record = self._bridge.reader.get(str(record_id))
        if record is not None and self._assumption is not None:
            fresh = new_assumption(self._assumption.scenario, record)
            self._change({"about": fresh.about, "path": fresh.path, "value": fresh.value})

    def _choose_path(self, path: JsonValue) -> None:
        about = self._bridge.reader.get(self._assumption.about) if self._assumption is not None else None
        if about is not None:
            self._change({"path": path, "value": drawn_value(about, str(path))})

    def _set_value(self, section: Section, shape: Shape, value: JsonValue) -> None:
        complaint = self._editors["value"][1]
        assumption = self._assumption
        about = self._bridge.reader.get(assumption.about) if assumption is not None else None
        if assumption is None or about is None:
            return
        try:
            refuse_unfit(section, shape.name, value)
            about.changed({assumption.path: value})
            self._change({"value": value})
        except InvalidRecord as error:
            complaint.setText(tr(plain(str(error))))
            complaint.show()
        else:
            complaint.hide()

    def _change(self, values: dict[str, JsonValue]) -> None:
        if self._assumption is None:
            return
        with self._bridge.store.transact(
            tr("Change assumption"), coalesce=self._assumption.id
        ) as transaction:
            transaction.change(self._assumption.id, values)


def _empty(slot: QVBoxLayout) -> None:
    while (item := slot.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            # The click that brought us here may have come from it.
            widget.hide()
            widget.deleteLater()

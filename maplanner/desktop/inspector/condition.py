"""The editor of conditions: what is asked, of which thing, how it compares, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from pydantic import JsonValue, ValidationError
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from maplanner.core.units import Unit
from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.inspector.compound import MakeEditor, Parts
from maplanner.desktop.inspector.editor import ChoiceEditor, Editor
from maplanner.desktop.inspector.shape import Form, Shape, shapes
from maplanner.desktop.words import tr
from maplanner.document.asking import SUBJECTS, PointKind, grades, sales_statuses
from maplanner.document.fields import FieldSpec, Limits
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, ScoreMatrix, Step
from maplanner.document.values import Condition

SUBJECT_WORDS: Final[dict[str, str]] = {
    "identified": "whether the lead is known",
    "field": "a piece of data",
    "survey answer": "an answer to a survey",
    "action": "an action",
    "score": "a score",
    "account score": "an account's score",
    "threshold": "a threshold",
    "grade": "a grade",
    "interactions": "interactions in a buying stage",
    "days without action": "days without action",
    "segment": "a segment",
    "stage": "the buying stage",
    "sales status": "what sales made of the lead",
    "spend": "money spent",
}
"""Subjects in words, those of one kind of data point together."""
_OPERATORS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "segment": (("is", "contains the lead"), ("is not", "does not contain the lead")),
    "threshold": (("is", "was reached"), ("is not", "was not reached")),
    "field": (("is", "is known or equal"), ("is not", "is unknown or differs")),
    "identified": (("is", "is known by name"), ("is not", "is anonymous")),
    "action": (("at least", "was done at least"), ("below", "was done less than")),
    "stage": (
        ("is", "is this one"),
        ("is not", "is another"),
        ("at least", "is this one or a later one"),
        ("below", "is an earlier one"),
    ),
    "grade": (("is", "is"), ("is not", "is not")),
    "sales status": (("is", "is"), ("is not", "is not")),
}
_NUMBER_OPERATORS: Final = (("at least", "is at least"), ("below", "is below"))
_NUMBERS: Final[dict[str, tuple[str, Unit | None]]] = {
    "score": ("Points", Unit.POINTS),
    "account score": ("Points", Unit.POINTS),
    "action": ("Times", None),
    "days without action": ("Days", Unit.DAYS),
    "interactions": ("Times", None),
    "spend": ("Amount", Unit.MONEY),
    "survey answer": ("Answer", None),
}
"""What the number of a subject is called, and its unit."""
_FIRST_NUMBERS: Final[dict[str, float]] = {
    "action": 1,
    "interactions": 3,
    "days without action": 45,
    "spend": 1000,
    "survey answer": 9,
}
"""Numbers that a new condition begins with; others begin with nought."""


def subject_groups() -> Iterator[tuple[PointKind, list[str]]]:
    """Yield the subjects by kind of data point, in the order in which they are offered."""
    for kind, names in groupby(SUBJECT_WORDS, key=lambda name: SUBJECTS[name].point):
        yield kind, list(names)


def fresh_condition(subject: str, reader: RecordReader) -> Condition:
    """Return a condition about a subject as it begins: about the first thing there is to ask about."""
    meaning = SUBJECTS[subject]
    named = choices_for(subject, reader) if meaning.must_name else []
    condition = Condition(
        subject=subject,  # type: ignore[arg-type]
        ref=named[0][0] if named else "",
        operator=meaning.operators[0],
        value=_FIRST_NUMBERS.get(subject, 0.0),
    )
    texts = texts_for(condition, reader)
    return condition.model_copy(update={"text": texts[0]}) if texts else condition


def choices_for(subject: str, reader: RecordReader) -> list[tuple[str, str]]:
    """Return what a condition about a subject can name: pairs of reference and words."""
    cls = SUBJECTS[subject].names
    if cls is not None:
        return [(each.id, str(getattr(each, "title", "")) or each.id) for each in reader.all(cls)]
    if subject != "field":
        return []
    keys = {field.key: field.title for field in reader.all(FormField) if field.key}
    return sorted(keys.items(), key=lambda item: item[1].casefold())


def texts_for(condition: Condition, reader: RecordReader) -> list[str]:
    """Return the texts that a condition can compare with; empty where any text will do."""
    if condition.subject == "sales status":
        return sales_statuses()
    if condition.subject == "grade":
        matrix = reader.find_or_none(ScoreMatrix, condition.ref)
        return [] if matrix is None else grades(matrix)
    return []


class ConditionEditor(Editor):
    """A statement about a lead: what, which, how it compares, and with what."""

    def __init__(
        self, shape: Shape, reader: RecordReader, make: MakeEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._optional = shape.optional
        self._make = make
        self._value = Condition()
        self._parts: Parts | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.subject, self.which, self.operator = ChoiceBox(), ChoiceBox(), ChoiceBox()
        for box, title in ((self.subject, "What"), (self.which, "Which"), (self.operator, "Is")):
            box.setAccessibleName(f"{tr(shape.meaning.title)}: {tr(title)}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self._layout.addWidget(box)
        if self._optional:
            self.subject.addItem(tr("never"), "")
        self._offer_subjects()
        self.setFocusProxy(self.subject)
        self.subject.activated.connect(self._choose_subject)
        self.which.activated.connect(lambda: self._choose_which(self.which.currentData()))
        self.operator.activated.connect(lambda: self._change("operator", self.operator.currentData()))

    def _offer_subjects(self) -> None:
        for number, (_kind, names) in enumerate(subject_groups()):
            if number or self._optional:
                self.subject.insertSeparator(self.subject.count())
            for name in names:
                self.subject.addItem(tr(SUBJECT_WORDS[name]), name)

    def show_value(self, value: JsonValue) -> None:
        """Show a condition, or that there is none."""
        if not isinstance(value, dict):
            self._clear_parts()
            for box in (self.which, self.operator):
                box.hide()
            self.subject.setCurrentIndex(self.subject.findData(""))
            return
        before = self._value
        try:
            self._value = Condition.model_validate(value)
        except ValidationError:
            self._value = Condition()
        self._fill()
        self._show_parts(before)

    def show_mixed(self) -> None:
        """Show that the selected things differ here; a subject chosen now holds for all."""
        self._clear_parts()
        for box in (self.which, self.operator):
            box.hide()
        self.subject.setCurrentIndex(-1)
        self.subject.setPlaceholderText(tr("different"))

    def _fill(self) -> None:
        subject = self._value.subject
        self.subject.setCurrentIndex(self.subject.findData(subject))
        self.operator.clear()
        for name, text in _OPERATORS.get(subject, _NUMBER_OPERATORS):
            self.operator.addItem(tr(text), name)
        self.operator.setCurrentIndex(self.operator.findData(self._value.operator))
        self.operator.show()
        self._fill_which(subject)

    def _fill_which(self, subject: str) -> None:
        """Offer what can be named; steps are too many for a list and are searched for."""
        is_listed = SUBJECTS[subject].must_name
        self.which.clear()
        self.which.setVisible(is_listed)
        if not is_listed:
            return
        for ref, text in choices_for(subject, self._reader):
            self.which.addItem(text, ref)
        if self.which.findData(self._value.ref) < 0:
            self.which.addItem(self._value.ref or tr("choose …"), self._value.ref)
        self.which.setCurrentIndex(self.which.findData(self._value.ref))

    def _show_parts(self, before: Condition) -> None:
        """Show the other fields that count; those already there stay, so that typing goes on in them."""
        shown = self._part_shapes()
        stays = (before.subject, before.ref) == (self._value.subject, self._value.ref)
        if self._parts is None or not stays or list(self._parts.editors) != [each.name for each in shown]:
            self._clear_parts()
            if not shown:
                return
            self._parts = Parts(shown, self._reader, self._make_part)
            for name, editor in self._parts.editors.items():
                editor.edited.connect(lambda part, name=name: self._change(name, part))
                editor.complained.connect(self.complained)
            self._layout.addWidget(self._parts)
        values = self._value.model_dump(mode="json")
        for name, editor in self._parts.editors.items():
            editor.show_value(values[name])
        if "share" in self._parts.editors:
            self._parts.show_part("share", shown=bool(self._value.text))

    def _part_shapes(self) -> list[Shape]:
        meaning = SUBJECTS[self._value.subject]
        names = list(meaning.parts)
        known = {shape.name: shape for shape in shapes(Condition)}
        found = [known[name] for name in names]
        if "value" in names:
            found[names.index("value")] = _number_shape(self._value.subject, known["value"])
        if meaning.names is Step:
            about = FieldSpec(title="On", ref=Step.type_name)
            found.insert(1, Shape("ref", Form.REFERENCE, about, Limits(), optional=True))
        return found

    def _make_part(self, shape: Shape, reader: RecordReader) -> Editor:
        texts = texts_for(self._value, reader) if shape.name == "text" else []
        if texts:
            return ChoiceEditor(shape, [(text, tr(text)) for text in texts])
        editor = self._make(shape, reader)
        if shape.name == "event" and isinstance(editor, ChoiceEditor):
            editor.box.setItemText(0, tr("any action"))
        return editor

    def _clear_parts(self) -> None:
        if self._parts is not None:
            self._layout.removeWidget(self._parts)
            self._parts.deleteLater()
            self._parts = None

    def _choose_subject(self) -> None:
        subject = self.subject.currentData()
        fresh = fresh_condition(subject, self._reader).model_dump(mode="json") if subject else None
        self.emit_edit(fresh)

    def _choose_which(self, ref: str) -> None:
        chosen = self._value.model_copy(update={"ref": ref})
        texts = texts_for(chosen, self._reader)
        if texts and chosen.text not in texts:
            chosen = chosen.model_copy(update={"text": texts[0]})
        self.emit_edit(chosen.model_dump(mode="json"))

    def _change(self, name: str, part: JsonValue) -> None:
        part = "" if name == "ref" and part is None else part
        self.emit_edit(self._value.model_dump(mode="json") | {name: part})


def _number_shape(subject: str, shape: Shape) -> Shape:
    title, unit = _NUMBERS[subject]
    meaning = SUBJECTS[subject]
    low = meaning.least if meaning.least > float("-inf") else None
    return replace(
        shape,
        form=Form.WHOLE if meaning.whole else Form.NUMBER,
        meaning=replace(shape.meaning, title=title, unit=unit),
        limits=Limits(low, shape.limits.high),
    )

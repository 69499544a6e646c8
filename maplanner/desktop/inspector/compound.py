"""Editors made of several: a choice among variants (delays, decays) and conditions."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import JsonValue, ValidationError
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from maplanner.desktop.inspector.editor import Editor
from maplanner.desktop.inspector.shape import Shape, shapes
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Record, Score, Segment, Threshold
from maplanner.document.values import Condition, Value

MakeEditor = Callable[[Shape, RecordReader], Editor]


class _Parts(QWidget):
    """The fields of one value, one below the other."""

    def __init__(
        self, model: type[Value], names: tuple[str, ...], reader: RecordReader, make: MakeEditor
    ) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(4)
        for shape in shapes(model):
            if shape.name in names:
                self.editors[shape.name] = make(shape, reader)
                layout.addRow(tr(shape.meaning.title), self.editors[shape.name])


class VariantEditor(Editor):
    """A value that is one of several kinds, each with its own figures."""

    def __init__(
        self, shape: Shape, reader: RecordReader, make: MakeEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._variants = {str(variant.model_fields["kind"].default): variant for variant in shape.variants}
        self._reader = reader
        self._make = make
        self._parts: _Parts | None = None
        self._value: dict[str, JsonValue] = {}
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr(shape.meaning.title))
        if shape.optional:
            self.kind.addItem(tr("none"), "")
        for name in self._variants:
            self.kind.addItem(tr(_VARIANTS.get(name, name)), name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.kind)
        self.setFocusProxy(self.kind)
        self.kind.activated.connect(self._choose)

    def show_value(self, value: JsonValue) -> None:
        """Show the kind and its figures."""
        value = value if isinstance(value, dict) else {}
        self._rebuild(str(value.get("kind", "")))
        self._value = dict(value)
        if self._parts is not None:
            for name, editor in self._parts.editors.items():
                editor.show_value(self._value.get(name))

    def show_mixed(self) -> None:
        """Show that the selected things differ here; a kind chosen now holds for all."""
        self._rebuild("")
        self._value = {}
        self.kind.setCurrentIndex(-1)
        self.kind.setPlaceholderText(tr("different"))

    def _rebuild(self, kind: str) -> None:
        self.kind.setCurrentIndex(self.kind.findData(kind))
        if kind == self._value.get("kind") and self._parts is not None:
            return
        if self._parts is not None:
            self._layout.removeWidget(self._parts)
            self._parts.deleteLater()
            self._parts = None
        variant = self._variants.get(kind)
        if variant is not None:
            self._parts = _Parts(variant, tuple(variant.model_fields), self._reader, self._make)
            for name, editor in self._parts.editors.items():
                editor.edited.connect(lambda part, name=name: self._change(name, part))
            self._layout.addWidget(self._parts)

    def _choose(self) -> None:
        kind = self.kind.currentData()
        self.emit_edit(self._variants[kind]().model_dump(mode="json") if kind else None)

    def _change(self, name: str, part: JsonValue) -> None:
        self.emit_edit(self._value | {name: part})


_VARIANTS: dict[str, str] = {
    "fixed": "always the same time",
    "exponential": "mostly soon, a few late",
    "uniform": "anywhere between two times",
    "log-normal": "half soon, some much later",
    "weekly": "until a day of the week",
    "linear": "so many points at a time",
    "half-life": "by half, steadily",
    "step": "by a share at a time",
}
"""Variants in words; their usual names are short for those who know them only."""
_SUBJECTS: dict[str, str] = {
    "score": "a score",
    "account score": "an account's score",
    "segment": "a segment",
    "threshold": "a threshold",
    "field": "a piece of data",
    "identified": "whether the lead is known",
}
_CHOSEN_FROM: dict[str, type[Record]] = {
    "score": Score,
    "account score": Score,
    "segment": Segment,
    "threshold": Threshold,
}
_OPERATORS: dict[str, tuple[tuple[str, str], ...]] = {
    "score": (("at least", "is at least"), ("below", "is below")),
    "account score": (("at least", "is at least"), ("below", "is below")),
    "segment": (("is", "contains the lead"), ("is not", "does not contain the lead")),
    "threshold": (("is", "was reached"), ("is not", "was not reached")),
    "field": (("is", "is known or equal"), ("is not", "is unknown or differs")),
    "identified": (("is", "is known by name"), ("is not", "is anonymous")),
}
_PARTS: dict[str, tuple[str, ...]] = {
    "score": ("value",),
    "account score": ("value",),
    "field": ("text", "share"),
}


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
        self._parts: _Parts | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.subject, self.which, self.operator = QComboBox(), QComboBox(), QComboBox()
        for box, title in ((self.subject, "What"), (self.which, "Which"), (self.operator, "Is")):
            box.setAccessibleName(f"{tr(shape.meaning.title)}: {tr(title)}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self._layout.addWidget(box)
        if self._optional:
            self.subject.addItem(tr("never"), "")
        for name in _OPERATORS:
            self.subject.addItem(tr(_SUBJECTS[name]), name)
        self.setFocusProxy(self.subject)
        self.subject.activated.connect(self._choose_subject)
        self.which.activated.connect(lambda: self._change("ref", self.which.currentData()))
        self.operator.activated.connect(lambda: self._change("operator", self.operator.currentData()))

    def show_value(self, value: JsonValue) -> None:
        """Show a condition, or that there is none."""
        has_value = isinstance(value, dict)
        for box in (self.which, self.operator):
            box.setVisible(has_value)
        self._clear_parts()
        if not has_value:
            self.subject.setCurrentIndex(self.subject.findData(""))
            return
        try:
            self._value = Condition.model_validate(value)
        except ValidationError:
            self._value = Condition()
        self._fill()

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
        for name, text in _OPERATORS[subject]:
            self.operator.addItem(tr(text), name)
        self.operator.setCurrentIndex(self.operator.findData(self._value.operator))
        self.which.clear()
        for ref, text in self._choices(subject):
            self.which.addItem(text, ref)
        self.which.setVisible(subject != "identified")
        if self.which.findData(self._value.ref) < 0 and subject != "identified":
            self.which.addItem(self._value.ref or tr("choose …"), self._value.ref)
        self.which.setCurrentIndex(self.which.findData(self._value.ref))
        self._show_parts(_PARTS.get(subject, ()))

    def _choices(self, subject: str) -> list[tuple[str, str]]:
        cls = _CHOSEN_FROM.get(subject)
        if cls is not None:
            return [
                (record.id, str(getattr(record, "title", "")) or record.id)
                for record in self._reader.all(cls)
            ]
        keys = {field.key: field.title for field in self._reader.all(FormField) if field.key}
        return sorted(keys.items(), key=lambda item: item[1].casefold())

    def _show_parts(self, names: tuple[str, ...]) -> None:
        if not names:
            return
        self._parts = _Parts(Condition, names, self._reader, self._make)
        values = self._value.model_dump(mode="json")
        for name, editor in self._parts.editors.items():
            editor.show_value(values[name])
            editor.edited.connect(lambda part, name=name: self._change(name, part))
        self._layout.addWidget(self._parts)

    def _clear_parts(self) -> None:
        if self._parts is not None:
            self._layout.removeWidget(self._parts)
            self._parts.deleteLater()
            self._parts = None

    def _choose_subject(self) -> None:
        subject = self.subject.currentData()
        if not subject:
            self.emit_edit(None)
            return
        choices = self._choices(subject) if subject != "identified" else []
        first = choices[0][0] if choices else ""
        fresh = Condition(subject=subject, ref=first, operator=_OPERATORS[subject][0][0])  # type: ignore[arg-type]
        self.emit_edit(fresh.model_dump(mode="json"))

    def _change(self, name: str, part: JsonValue) -> None:
        self.emit_edit(self._value.model_dump(mode="json") | {name: part})

"""Editors made of several: the parts of a value, and a choice among variants such as delays and decays."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import JsonValue
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.inspector.editor import Editor
from maplanner.desktop.inspector.shape import Shape, shapes
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader

MakeEditor = Callable[[Shape, RecordReader], Editor]


class Parts(QWidget):
    """The fields of one value, one below the other."""

    def __init__(self, fields: Iterable[Shape], reader: RecordReader, make: MakeEditor) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(4)
        for shape in fields:
            self.editors[shape.name] = make(shape, reader)
            layout.addRow(tr(shape.meaning.title), self.editors[shape.name])
        self._layout = layout

    def show_part(self, name: str, *, shown: bool) -> None:
        """Show a field with its title, or hide it while it does not count; typing in others goes on."""
        self._layout.setRowVisible(self.editors[name], shown)


class VariantEditor(Editor):
    """A value that is one of several kinds, each with its own figures."""

    def __init__(
        self, shape: Shape, reader: RecordReader, make: MakeEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._variants = {str(variant.model_fields["kind"].default): variant for variant in shape.variants}
        self._reader = reader
        self._make = make
        self._parts: Parts | None = None
        self._value: dict[str, JsonValue] = {}
        self.kind = ChoiceBox()
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
            self._parts = Parts(shapes(variant), self._reader, self._make)
            for name, editor in self._parts.editors.items():
                editor.edited.connect(lambda part, name=name: self._change(name, part))
                editor.complained.connect(self.complained)
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
    "gamma": "around a time, more or less",
    "empirical": "as it was measured",
    "weekly": "until a day of the week",
    "working": "in working hours",
    "window": "until the next send window",
    "date": "until a date",
    "linear": "so many points at a time",
    "half-life": "by half, steadily",
    "step": "by a share at a time",
}
"""Variants in words; their usual names are short for those who know them only."""

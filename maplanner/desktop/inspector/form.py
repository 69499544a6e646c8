"""A generated form: the fields of one or several things of the same sort, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel, JsonValue, ValidationError
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from maplanner.core.errors import InvalidRecord
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.editor import Editor, LineEditor
from maplanner.desktop.inspector.following import following
from maplanner.desktop.inspector.making import make_editor
from maplanner.desktop.inspector.shape import Form, Shape, shapes
from maplanner.desktop.words import tr
from maplanner.document.records import Record


@dataclass(frozen=True)
class Section:
    """Fields of one model, as they lie in a record: under ``prefix`` (``props.`` for a kind's properties)."""

    model: type[BaseModel]
    prefix: str = ""
    leave_out: frozenset[str] = frozenset()


class _Depending(NamedTuple):
    """A field that counts only with some values of another one, and all that shows it."""

    path: str
    values: tuple[str, ...]
    parts: tuple[QWidget, ...]

    def show(self, *, counts: bool) -> None:
        """Show the field where it counts; without a flicker where nothing changes."""
        for part in self.parts:
            if part.isHidden() is counts:
                part.setVisible(counts)


class GeneratedForm(QWidget):
    """Shows and edits the fields of records. An edit is one undo step; typing coalesces."""

    menu_requested = Signal(str, QPoint)
    """A field's name was clicked with the right button: its path, and where on the screen."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._ids: list[str] = []
        self._editors: dict[str, tuple[Editor, QLabel]] = {}
        self._defaults: dict[str, JsonValue] = {}
        self._depending: dict[str, _Depending] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self._group = ""

    def build(self, records: Sequence[Record], sections: Sequence[Section]) -> None:
        """Lay out editors for what the records have in common and show their values."""
        self._ids = [record.id for record in records]
        for section in sections:
            self._group = ""
            self._defaults |= _defaults(section)
            for shape in shapes(section.model):
                if shape.name not in section.leave_out:
                    self._add(section, shape)
        self.refresh(records)

    def refresh(self, records: Sequence[Record]) -> None:
        """Show the records' present values, leaving the editor in use alone if nothing changed under it."""
        values = [record.values() for record in records]
        for path, (editor, _complaint) in self._editors.items():
            found = [row.get(path, self._defaults.get(path)) for row in values]
            editor.regard(values[0] if len(values) == 1 else {})
            if all(value == found[0] for value in found):
                editor.show_value(found[0])
            else:
                editor.show_mixed()
        for depending in self._depending.values():
            found = [row.get(depending.path, self._defaults.get(depending.path)) for row in values]
            depending.show(counts=any(value in depending.values for value in found))

    def place_after(self, path: str, widget: QWidget) -> None:
        """Put a widget below a field; at the end where there is no such field."""
        entry = self._editors.get(path)
        at = self._layout.indexOf(entry[1]) + 1 if entry is not None else self._layout.count()
        self._layout.insertWidget(at, widget)

    def begin(self) -> None:
        """Put the cursor into the first line of text and mark all of it, ready to be typed over."""
        for editor, _complaint in self._editors.values():
            if isinstance(editor, LineEditor):
                editor.line.setFocus(Qt.FocusReason.OtherFocusReason)
                editor.line.selectAll()
                return

    def first_editor(self) -> Editor | None:
        """Return the uppermost editor, or ``None`` where nothing can be edited."""
        return next((editor for editor, _complaint in self._editors.values()), None)

    def editor(self, path: str) -> Editor | None:
        """Return the editor of a field, or ``None``."""
        entry = self._editors.get(path)
        return entry[0] if entry else None

    def path_of(self, part: QWidget) -> str:
        """Return the field that a part of the form edits; empty for any other part."""
        editors = ((path, editor) for path, (editor, _complaint) in self._editors.items())
        return next((path for path, each in editors if each is part or each.isAncestorOf(part)), "")

    def _add(self, section: Section, shape: Shape) -> None:
        path = section.prefix + shape.name
        if shape.meaning.group != self._group:
            self._group = shape.meaning.group
            if self._group:
                self._layout.addWidget(section_head(tr(self._group)))
        editor = make_editor(shape, self._bridge.reader)
        parts: list[QWidget] = [editor]
        if shape.form is not Form.SWITCH:
            label = field_label(self._layout, tr(shape.meaning.title), editor)
            self._offer_assuming(label, path)
            parts.append(label)
        self._layout.addWidget(editor)
        hint = _hint(shape)
        parts += [hint] if hint.text() else []
        self._layout.addWidget(hint)
        if shape.meaning.when is not None:
            on, counting = shape.meaning.when
            self._depending[path] = _Depending(section.prefix + on, counting, tuple(parts))
        complaint = QLabel()
        complaint.setProperty("role", "complaint")
        complaint.setWordWrap(True)
        complaint.hide()
        self._layout.addWidget(complaint)
        self._editors[path] = (editor, complaint)
        editor.setToolTip(tr(shape.meaning.help))
        editor.edited.connect(lambda value: self._commit(section, shape, value))
        editor.complained.connect(lambda words: _show_complaint(complaint, words))

    def _offer_assuming(self, label: QLabel, path: str) -> None:
        """Let a person assume another value from the menu of the field's name."""
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        label.customContextMenuRequested.connect(
            lambda place: self.menu_requested.emit(path, label.mapToGlobal(place))
        )

    def _commit(self, section: Section, shape: Shape, value: JsonValue) -> None:
        path = section.prefix + shape.name
        _editor, complaint = self._editors[path]
        label = tr("Change {title}").format(title=tr(shape.meaning.title))
        try:
            refuse_unfit(section, shape.name, value)
            with self._bridge.store.transact(label, coalesce=f"{path} {self._ids}") as transaction:
                for record_id in self._ids:
                    record = transaction.get(record_id)
                    if record is not None:
                        more = following(record, path, value, transaction)
                        transaction.change(record_id, {path: value, **more})
        except InvalidRecord as error:
            complaint.setText(tr(plain(str(error))))
            complaint.show()
        else:
            complaint.hide()


def _show_complaint(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def field_label(layout: QBoxLayout, title: str, editor: QWidget) -> QLabel:
    """Add the name of a field to a layout, ready to stand above its editor."""
    label = QLabel(title)
    label.setProperty("role", "field")
    label.setBuddy(editor)
    label.setContentsMargins(0, 5, 0, 0)
    layout.addWidget(label)
    return label


def section_head(text: str) -> QLabel:
    """Return a small heading in capitals."""
    head = QLabel(text.upper())
    head.setProperty("role", "head")
    # A label with a padding of its own would be indented as well.
    head.setIndent(0)
    return head


def _hint(shape: Shape) -> QLabel:
    """Return what stands in small letters under an editor: the source of its default, or its help."""
    text = tr(shape.meaning.source) or tr(shape.meaning.help)
    hint = QLabel(text)
    hint.setProperty("role", "hint")
    hint.setWordWrap(True)
    if not text:
        hint.hide()  # others show with their form; shown before, they would flash as windows
    return hint


def _defaults(section: Section) -> dict[str, JsonValue]:
    if not section.prefix:
        return {}
    data = section.model().model_dump(mode="json")
    return {section.prefix + name: value for name, value in data.items()}


def refuse_unfit(section: Section, name: str, value: JsonValue) -> None:
    """Refuse a value that a nested model would not take; the record around it would take anything.

    Raises:
        InvalidRecord: The value is not acceptable.
    """
    if not section.prefix or value is None:
        return
    try:
        section.model.__pydantic_validator__.validate_assignment(section.model.model_construct(), name, value)
    except ValidationError as error:
        raise InvalidRecord(error.errors()[0]["msg"]) from error


def plain(message: str) -> str:
    """Keep the last clause of a message: the record and the field are plain to see here."""
    return message.rsplit(": ", 1)[-1]

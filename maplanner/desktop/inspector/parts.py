"""Lists of child things in the inspector: a form's fields, a step's ways on, a score's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.deleting import delete_with_care
from maplanner.desktop.eliding import ElidedButton, ElidedLabel
from maplanner.desktop.inspector.assuming import first_assumption, value_words
from maplanner.desktop.inspector.following import free_key
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.inspector.landing import choose_landing, landings, landings_by_key
from maplanner.desktop.inspector.picking import field_words
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Assumption,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Record,
    Scenario,
    Score,
    ScoringRule,
    Segment,
    SegmentRemoval,
    Step,
    System,
    Threshold,
)
from maplanner.steps import kind_of, outputs_of
from maplanner.steps.words import delay_text, share_text


@dataclass(frozen=True)
class Part:
    """One sort of child: how it points to its parent, what it is called, what stands beside it.

    What stands beside one that ``warns`` can be pressed where there is a way to ``mend`` it. The list stands
    below the field ``after``, or at the end; its heading stays ``even_empty``.
    """

    title: str
    cls: type[Record]
    field: str
    name: Callable[[Any, RecordReader], str]
    beside: Callable[[Any, RecordReader], str]
    make: Callable[[str, RecordReader], Record] | None = None
    warns: Callable[[Any, RecordReader], bool] = lambda _record, _reader: False
    mend: Callable[[PlanBridge, str, QWidget], None] | None = None
    after: str = ""
    even_empty: bool = False


def parts_of(record: Record) -> list[Part]:
    """Return the sorts of children that a record shows."""
    if isinstance(record, Step):
        kind = kind_of(record)
        fields = [_FIELDS] if kind is not None and kind.collects else []
        return [*fields, _WAYS_ON]
    return _PARTS.get(type(record), [])


def holder_of(record: Record, reader: RecordReader) -> Record | None:
    """Return what a record is a part of, such as the form of a field; ``None`` for what stands by itself."""
    field = _HOLDERS.get(type(record))
    held_by = getattr(record, field) if field is not None else None
    return reader.get(held_by) if held_by else None


_HOLDERS: dict[type[Record], str] = {
    FormField: "step",
    Mapping: "collected",
    ScoringRule: "score",
    Threshold: "score",
    Criterion: "segment",
    CrmObject: "system",
    CrmField: "object",
    Assumption: "scenario",
    Link: "source",
}


class PartsList(QWidget):
    """The children of one record, in order; each can be opened, new ones added, old ones removed."""

    jump_requested = Signal(str)
    added = Signal()
    """A new one was made and is shown: it wants a name."""

    def __init__(self, bridge: PlanBridge, parent_id: str, part: Part) -> None:
        super().__init__()
        self._bridge = bridge
        self._parent_id = parent_id
        self._part = part
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(section_head(tr(part.title)), 1)
        if part.make is not None:
            add = QPushButton(tr("+ Add"))
            add.setProperty("role", "link")
            add.setCursor(Qt.CursorShape.PointingHandCursor)
            add.clicked.connect(self._add)
            head.addWidget(add)
        layout.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        layout.addLayout(self._rows)
        self.refresh()

    def refresh(self) -> None:
        """Show the children as they are now."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        children = self._children()
        for record in children:
            self._rows.addWidget(self._row(record))
        wanted = bool(children) or self._part.make is not None or self._part.even_empty
        if self.parentWidget() is not None or not wanted:  # without a place it would flash as a window
            self.setVisible(wanted)

    def _children(self) -> list[Record]:
        found = self._bridge.reader.referring(self._part.cls, self._part.field, self._parent_id)
        return sorted(found, key=lambda record: (getattr(record, "order", 0.0), record.id))

    def _row(self, record: Record) -> QWidget:
        reader = self._bridge.reader
        frame = QFrame()
        frame.setProperty("role", "row")
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(4)
        name = ElidedButton(self._part.name(record, reader))
        name.setProperty("role", "part")
        name.setCursor(Qt.CursorShape.PointingHandCursor)
        name.clicked.connect(lambda: self.jump_requested.emit(record.id))
        beside = self._beside(record)
        remove = QToolButton()
        remove.setText("×")
        remove.setAutoRaise(True)
        remove.setToolTip(tr("Delete"))
        remove.setAccessibleName(tr("Delete {name}").format(name=name.whole))
        remove.clicked.connect(lambda: self._remove(record.id))
        layout.addWidget(name, 1)
        layout.addWidget(beside)
        layout.addWidget(remove)
        return frame

    def _beside(self, record: Record) -> QWidget:
        reader, mend = self._bridge.reader, self._part.mend
        text, is_wrong = self._part.beside(record, reader), self._part.warns(record, reader)
        if is_wrong and mend is not None:
            button = QPushButton(text)
            button.setProperty("role", "complaint")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda: mend(self._bridge, record.id, self.window()))
            return button
        label = ElidedLabel(text)
        label.setProperty("role", "complaint" if is_wrong else "secondary")
        return label

    def _add(self) -> None:
        if self._part.make is None:
            return
        record = self._part.make(self._parent_id, self._bridge.reader)
        with self._bridge.store.transact(tr("Add {what}").format(what=tr(self._part.title))) as transaction:
            transaction.put(record)
        self.refresh()
        self.jump_requested.emit(record.id)
        self.added.emit()

    def _remove(self, record_id: str) -> None:
        delete_with_care(self, self._bridge.reader, [record_id], lambda: self._remove_now(record_id))

    def _remove_now(self, record_id: str) -> None:
        with self._bridge.store.transact(
            tr("Delete {what}").format(what=tr(self._part.title))
        ) as transaction:
            transaction.remove(record_id)
        self.refresh()


def _next_order(cls: type[Record], field: str, parent_id: str, reader: RecordReader) -> float:
    orders = [float(getattr(record, "order", 0.0)) for record in reader.referring(cls, field, parent_id)]
    return max(orders, default=0.0) + 1.0


def _new(cls: type[Record], field: str, **values: Any) -> Callable[[str, RecordReader], Record]:
    def make(parent_id: str, reader: RecordReader) -> Record:
        order = {"order": _next_order(cls, field, parent_id, reader)} if "order" in cls.model_fields else {}
        return cls.new(**{field: parent_id}, **order, **values)

    return make


def _new_field(step_id: str, reader: RecordReader) -> Record:
    title = tr("New field")
    order = _next_order(FormField, "step", step_id, reader)
    return FormField.new(step=step_id, title=title, key=free_key(title, step_id, reader), order=order)


def _left(removal: SegmentRemoval, reader: RecordReader) -> str:
    left = reader.find_or_none(Segment, removal.leaves)
    return title_of(left, reader) if left is not None else removal.leaves


def _landing(field: FormField, reader: RecordReader) -> str:
    names = landings(field, reader) or landings_by_key(field, reader)
    return ", ".join(names) if names else tr("map it …")


def _target_name(mapping: Mapping, reader: RecordReader) -> str:
    target = reader.find_or_none(CrmField, mapping.target)
    return title_of(target, reader) if target is not None else title_of(mapping, reader)


def _in_words(mapping: Mapping, reader: RecordReader) -> str:
    target = reader.find_or_none(CrmField, mapping.target)
    return field_words(target, reader) if target is not None else ""


def _way(link: Link, _reader: RecordReader) -> str:
    parts = [share_text(link.share)] if link.share is not None else []
    parts += [delay_text(link.delay)] if link.delay is not None else []
    return " · ".join(parts) or tr("all, at once")


def _way_name(link: Link, reader: RecordReader) -> str:
    source = reader.find_or_none(Step, link.source)
    target = reader.find_or_none(Step, link.target)
    titles = {output.name: output.title for output in outputs_of(source)} if source else {}
    output = tr(titles.get(link.output, link.output))
    return f"{output} → {title_of(target, reader)}" if target else output


def _assumed_value(assumption: Assumption, reader: RecordReader) -> str:
    return value_words(reader.get(assumption.about), assumption.path, assumption.value, reader)


_FIELDS = Part(
    "Fields",
    FormField,
    "step",
    lambda field, _reader: (field.title or field.key) + (" *" if field.required else ""),
    _landing,
    _new_field,
    lambda field, reader: not landings_by_key(field, reader),
    choose_landing,
    after="title",
)
_WAYS_ON = Part("Ways on", Link, "source", _way_name, _way)
_PARTS: dict[type[Record], list[Part]] = {
    FormField: [
        Part("Lands in", Mapping, "collected", _target_name, _in_words, after="required", even_empty=True),
    ],
    Score: [
        Part(
            "Rules",
            ScoringRule,
            "score",
            lambda rule, _reader: rule.title or rule.event.value,
            lambda rule, _reader: f"{rule.points:+g}",
            _new(ScoringRule, "score"),
        ),
        Part(
            "Thresholds",
            Threshold,
            "score",
            title_of,
            lambda threshold, _reader: f"≥ {threshold.value:g}",
            _new(Threshold, "score", title="Ready for sales"),
        ),
    ],
    Segment: [
        Part("Criteria", Criterion, "segment", title_of, lambda *_: "", _new(Criterion, "segment")),
        Part("Who joins leaves", SegmentRemoval, "segment", _left, lambda *_: ""),
    ],
    System: [
        Part(
            "Objects",
            CrmObject,
            "system",
            lambda thing, _reader: thing.label or thing.api_name,
            lambda thing, reader: tr("%n fields", len(reader.referring(CrmField, "object", thing.id))),
            _new(CrmObject, "system", api_name="NewObject", label="New object", custom=True),
        )
    ],
    CrmObject: [
        Part(
            "Fields",
            CrmField,
            "object",
            lambda field, _reader: field.label or field.api_name,
            lambda field, _reader: field.type.value,
            _new(CrmField, "object", api_name="New_Field__c", label="New field", custom=True),
        )
    ],
    Scenario: [
        Part(
            "Assumptions",
            Assumption,
            "scenario",
            title_of,
            _assumed_value,
            first_assumption,
        )
    ],
}

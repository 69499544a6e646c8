"""Choosing one record among many: a button that opens a search field over their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pydantic import JsonValue
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from maplanner.desktop.eliding import ElidedButton
from maplanner.desktop.inspector.editor import Editor
from maplanner.desktop.inspector.shape import Shape
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import tr
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CrmField, CrmObject, Record, Step, System

if TYPE_CHECKING:
    from maplanner.desktop.dialogs.command_palette import PaletteEntry


def pick_record(
    window: QWidget,
    records: Iterable[Record],
    reader: RecordReader,
    chosen: Callable[[str], object],
    placeholder: str = "",
    *,
    first: Mapping[str, str] | None = None,
) -> None:
    """Open a search over records; ``chosen`` gets the identifier of the one that is picked.

    ``first`` holds identifiers of those to stand above the others, each with the reason.
    """
    from maplanner.desktop.dialogs.command_palette import CommandPalette

    reasons = first or {}
    by_id = {record.id: _entry(record, reader, chosen) for record in records}
    best = [replace(by_id.pop(key), hint=reason, icon="sparkles") for key, reason in reasons.items()]
    rest = sorted(by_id.values(), key=lambda entry: entry.title.casefold())
    CommandPalette(window, [*best, *rest], placeholder=placeholder or tr("Search")).open()


class PickEditor(Editor):
    """A reference to one of many records, chosen by searching for its name."""

    def __init__(self, shape: Shape, reader: RecordReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._type = record_class(shape.meaning.ref)
        self._title = tr(shape.meaning.title)
        self.button = ElidedButton("")
        self.button.setProperty("role", "pick")
        self.button.clicked.connect(self._open)
        self.clear = QToolButton()
        self.clear.setText("×")
        self.clear.setToolTip(tr("None"))
        self.clear.setAccessibleName(tr("{title}: none").format(title=self._title))
        self.clear.clicked.connect(lambda: self.emit_edit(None))
        self._optional = shape.optional
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.button, 1)
        layout.addWidget(self.clear)
        self.setFocusProxy(self.button)
        self.show_value(None)

    def records(self) -> Sequence[Record]:
        """Return what can be chosen."""
        return self._reader.all(self._type)

    def show_value(self, value: JsonValue) -> None:
        """Show the name of the chosen record."""
        record = self._reader.get(str(value)) if value else None
        if record is not None:
            text = title_of(record, self._reader)
        else:
            text = tr("{value} (missing)").format(value=value) if value else tr("choose …")
        self._show_text(text)
        self.clear.setVisible(self._optional and bool(value))

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self._show_text(tr("different"))

    def _show_text(self, text: str) -> None:
        self.button.show_text(text)
        self.button.setAccessibleName(f"{self._title}: {text}")

    def _open(self) -> None:
        pick_record(self.window(), self.records(), self._reader, self.emit_edit, self._title)


def field_words(field: CrmField, reader: RecordReader) -> str:
    """Return what a person wants to know of a field before choosing it: label, type, length, system."""
    kind = tr(field.type.value) + (f", {field.length}" if field.length else "")
    parts = [field.label, kind]
    if field.required:
        parts.append(tr("required"))
    if not field.writable:
        parts.append(tr("cannot be written"))
    if reader.count(System) > 1:
        holder = reader.find_or_none(CrmObject, field.object)
        system = reader.find_or_none(System, holder.system) if holder is not None else None
        parts.append(system.title if system is not None else "")
    return " · ".join(part for part in parts if part)


def _entry(record: Record, reader: RecordReader, chosen: Callable[[str], object]) -> PaletteEntry:
    from maplanner.desktop.dialogs.command_palette import PaletteEntry

    words = field_words(record, reader) if isinstance(record, CrmField) else place_words(record, reader)
    return PaletteEntry(title_of(record, reader), words, "", "", partial(chosen, record.id))


def place_words(record: Record, reader: RecordReader) -> str:
    """Return what tells records of the same name apart: the sort, and the campaign of a step."""
    campaign = reader.find_or_none(Campaign, record.campaign) if isinstance(record, Step) else None
    return " · ".join([kind_title(record), *([campaign.title] if campaign is not None else [])])

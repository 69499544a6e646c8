"""The inventory of fields as a table: filtered, sorted, in groups that fold; patches keep it up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.ahead import Ahead
from maplanner.desktop.data.columns import COLUMNS
from maplanner.desktop.late import Late
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import (
    Campaign,
    Conversion,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Step,
    System,
)
from maplanner.steps.field_inventory import FieldInventory, FieldLine

Index = QModelIndex | QPersistentModelIndex
_READ: Final = frozenset(
    cls.type_name
    for cls in (CrmField, FormField, Mapping, Conversion, Step, Criterion, Campaign, CrmObject, System, Link)
)
"""Records that the inventory is made from."""
_FIELDS: Final = frozenset({CrmField.type_name, FormField.type_name})


class Grouping(StrEnum):
    """By what the rows are put together."""

    NONE = "none"
    SYSTEM = "system"
    OBJECT = "object"
    TYPE = "type"
    USE = "use"


@dataclass(frozen=True)
class FieldFilter:
    """Which fields are shown. Empty parts let everything pass; ``facets`` must all hold."""

    words: tuple[str, ...] = ()
    system: str | None = None
    object: str | None = None
    facets: frozenset[str] = frozenset()

    @property
    def lets_all_pass(self) -> bool:
        """Whether nothing is left out."""
        return self == FieldFilter()

    def passes(self, line: FieldLine, text: str) -> bool:
        """Tell whether a field is shown; ``text`` holds all its words in small letters."""
        if self.system is not None and line.system_id != self.system:
            return False
        if self.object is not None and line.object_id != self.object:
            return False
        return all(FACETS[facet](line) for facet in self.facets) and all(word in text for word in self.words)


FACETS: Final[dict[str, Callable[[FieldLine], bool]]] = {
    "Required": lambda line: line.required,
    "Not mapped": lambda line: not line.is_mapped,
    "Without use": lambda line: not line.uses,
    "Custom": lambda line: bool(line.custom),
    "Personal": lambda line: bool(line.personal),
}
"""What can be asked of a field, by the words on the button."""


@dataclass(frozen=True)
class Heading:
    """A row that names a group."""

    title: str
    count: int


class FieldsModel(QAbstractTableModel):
    """Rows are fields, or headings of groups. Only lines that somebody looks at are worked out.

    An edited row stays where it is until the next sorting or filtering.
    """

    laid_out = Signal()
    """Rows came, went, or changed places."""

    def __init__(self, bridge: PlanBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._inventory = FieldInventory(bridge.reader)
        self._texts: dict[str, str] = {}
        self._rows: list[str | Heading] = []
        self._places: dict[str, int] = {}
        self._filter = FieldFilter()
        self._grouping = Grouping.NONE
        self._folded: set[str] = set()
        self._sorted_by = -1
        self._descending = False
        self.shown = 0
        self._members_changed = False
        self._late = Late(self.refresh, self)
        self._ahead = Ahead(self._work_ahead, self)
        self._is_looked_at = False
        bridge.patched.connect(self._on_patch)
        self._lay_out()

    # ------------------------------------------------------------ reading

    @property
    def total(self) -> int:
        """How many fields there are, shown or not."""
        return self._bridge.reader.count(CrmField) + self._bridge.reader.count(FormField)

    def field_id(self, row: int) -> str | None:
        """Return the field in a row; ``None`` for a heading."""
        found = self._rows[row]
        return found if isinstance(found, str) else None

    def heading(self, row: int) -> Heading | None:
        """Return the heading in a row; ``None`` for a field."""
        found = self._rows[row]
        return found if isinstance(found, Heading) else None

    def headings(self) -> list[int]:
        """Return the rows that are headings."""
        return [row for row, each in enumerate(self._rows) if isinstance(each, Heading)]

    def is_folded(self, heading: Heading) -> bool:
        """Tell whether a group's fields are hidden."""
        return heading.title in self._folded

    def line(self, row: int) -> FieldLine | None:
        """Return what is known of the field in a row; ``None`` for a heading or one that has just gone."""
        field_id = self.field_id(row)
        return self.line_of(field_id) if field_id is not None else None

    def line_of(self, field_id: str) -> FieldLine | None:
        """Return what is known of a field; ``None`` for one that is gone."""
        return self._inventory.line(field_id) if self._exists(field_id) else None

    def row_of(self, field_id: str) -> int:
        """Return the row of a field, or -1 as Qt's models do."""
        return self._places.get(field_id, -1)

    def shown_lines(self) -> Iterable[FieldLine]:
        """Yield the lines that pass the filter, in their order, folded or not."""
        for field_id in self._chosen():
            line = self.line_of(field_id)
            if line is not None:
                yield line

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        heading = self.heading(index.row())
        if heading is not None:
            return _of_heading(heading, role) if index.column() == 0 else None
        line, column = self.line(index.row()), COLUMNS[index.column()]
        if line is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(line, self._bridge.reader)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(figures=column.figures)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(column.help) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(figures=column.figures)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.heading(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    # ------------------------------------------------------------ choosing and ordering

    def set_filter(self, chosen: FieldFilter) -> None:
        """Show only what passes."""
        self._filter = chosen
        self._lay_out_anew()

    def set_grouping(self, grouping: Grouping) -> None:
        """Put the rows together by something else."""
        self._grouping = grouping
        self._folded.clear()
        self._lay_out_anew()

    def toggle(self, row: int) -> None:
        """Hide or show the fields of the group whose heading stands in a row."""
        heading = self.heading(row)
        if heading is not None:
            self._folded ^= {heading.title}
            self._lay_out_anew()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = column, order is Qt.SortOrder.DescendingOrder
        if wanted != (self._sorted_by, self._descending):
            self._sorted_by, self._descending = wanted
            self._lay_out_anew()

    def set_looked_at(self, looked_at: bool) -> None:
        """Work lines out ahead while somebody looks, so that the first filter and sort answer at once."""
        self._is_looked_at = looked_at
        if looked_at:
            self._ahead.begin()
        else:
            self._ahead.stop()

    def refresh(self) -> None:
        """Work everything out anew."""
        self._inventory = FieldInventory(self._bridge.reader)
        self._texts.clear()
        if self._is_looked_at:
            self._ahead.begin()
        if self._members_changed:
            self._members_changed = False
            self._lay_out_anew()
        elif self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))

    def _on_patch(self, patch: Patch) -> None:
        if not any(change.type_name in _READ for change in patch.changes):
            return
        if any(change.type_name in _FIELDS and not change.is_edit for change in patch.changes):
            self._members_changed = True
        self._late.follow(patch)

    def _work_ahead(self) -> Iterator[None]:
        for field_id in self._inventory.ids():
            if self._exists(field_id):
                self._text_of(field_id)
            yield

    def _exists(self, field_id: str) -> bool:
        reader = self._bridge.reader
        return reader.find_or_none(CrmField, field_id) is not None or (
            reader.find_or_none(FormField, field_id) is not None
        )

    def _lay_out_anew(self) -> None:
        self.beginResetModel()
        self._lay_out()
        self.endResetModel()
        self.laid_out.emit()

    def _lay_out(self) -> None:
        chosen = self._chosen()
        self.shown = len(chosen)
        self._rows = list(chosen) if self._grouping is Grouping.NONE else self._in_groups(chosen)
        self._places = {each: row for row, each in enumerate(self._rows) if isinstance(each, str)}

    def _chosen(self) -> Sequence[str]:
        ids = [each for each in self._inventory.ids() if self._exists(each)]
        if not self._filter.lets_all_pass:
            ids = [each for each in ids if self._filter.passes(self._inventory.line(each), self._text(each))]
        if 0 <= self._sorted_by < len(COLUMNS):
            ids = self._sorted(ids)
        return ids

    def _sorted(self, ids: list[str]) -> list[str]:
        """Return fields by the chosen column: numbers by size, text without regard to case, empty last."""
        column, reader = COLUMNS[self._sorted_by], self._bridge.reader
        keys: dict[str, tuple[float, str]] = {}
        for each in ids:
            line = self._inventory.line(each)
            text = column.text(line, reader)
            if text:
                keys[each] = (column.order(line), "") if column.order else (0.0, text.casefold())
        filled = sorted(keys, key=lambda each: keys[each], reverse=self._descending)
        return [*filled, *(each for each in ids if each not in keys)]

    def _text(self, field_id: str) -> str:
        """Return everything that stands in a row, in small letters; only where words are looked for."""
        return self._text_of(field_id) if self._filter.words else ""

    def _text_of(self, field_id: str) -> str:
        text = self._texts.get(field_id)
        if text is None:
            line = self._inventory.line(field_id)
            texts = (column.text(line, self._bridge.reader) for column in COLUMNS)
            text = self._texts[field_id] = " ".join(texts).casefold()
        return text

    def _in_groups(self, ids: Sequence[str]) -> list[str | Heading]:
        groups: dict[str, list[str]] = {}
        for each in ids:
            groups.setdefault(self._group(self._inventory.line(each)), []).append(each)
        rows: list[str | Heading] = []
        for title, members in groups.items():
            rows.append(Heading(title, len(members)))
            if title not in self._folded:
                rows += members
        return rows

    def _group(self, line: FieldLine) -> str:
        match self._grouping:
            case Grouping.SYSTEM:
                return line.system or tr("No system")
            case Grouping.TYPE:
                return tr(line.type.value)
            case Grouping.USE:
                return ", ".join(sorted(tr(use.value) for use in line.uses)) or tr("Without use")
            case _:
                return " · ".join(part for part in (line.system, line.object) if part) or tr("No object")


def _of_heading(heading: Heading, role: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return f"{heading.title}  ({heading.count})"
    return None


def _alignment(*, figures: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""All records of one type as a table that patches keep up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import JsonValue
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.shape import Form
from maplanner.desktop.tables.cells import (
    columns_of,
    order_of,
    raw_of,
    text_of,
    typed_text,
    value_typed,
)
from maplanner.desktop.words import tr
from maplanner.document.patch import Change, Patch
from maplanner.document.records import Record

Index = QModelIndex | QPersistentModelIndex

_MANY = 50
"""From so many new or gone rows on, the table is laid out afresh at once."""


class RecordModel(QAbstractTableModel):
    """Rows are records in a chosen order; an edited row stays where it is until the next sorting.

    Only the texts that somebody looks at are made; 20,000 rows cost little.
    """

    refused = Signal(str)
    """An edit was not acceptable: why, for the person."""
    total_changed = Signal()

    def __init__(self, bridge: PlanBridge, record_type: type[Record], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._type = record_type
        self._columns = columns_of(record_type)
        self._shown: list[str] = []
        self._places: dict[str, int] = {}
        self._searched: dict[str, str] = {}
        self._wanted: list[str] = []
        self._accepts: Callable[[Record], bool] | None = None
        self._sorted_by = -1
        self._descending = False
        self._lay_out()
        bridge.patched.connect(self._on_patch)
        bridge.mates_moved.connect(self._on_mates)

    # ------------------------------------------------------------ reading

    @property
    def record_type(self) -> type[Record]:
        """The type of the records."""
        return self._type

    @property
    def total(self) -> int:
        """How many records there are, shown or not."""
        return self._bridge.reader.count(self._type)

    def record_id(self, row: int) -> str:
        """Return the identifier of the record in a row."""
        return self._shown[row]

    def record(self, row: int) -> Record | None:
        """Return the record in a row; ``None`` for one that has just gone."""
        return self._bridge.reader.find_or_none(self._type, self._shown[row])

    def row_of(self, record_id: str) -> int:
        """Return the row of a record, or -1 as Qt's models do."""
        return self._places.get(record_id, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.record(index.row()) if index.isValid() else None
        if record is None:
            return None
        column = self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text_of(column, record, self._bridge.reader)
        if role == Qt.ItemDataRole.EditRole:
            return typed_text(column, record)
        if role == Qt.ItemDataRole.UserRole:
            return raw_of(column, record)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(is_figure=column.is_figure)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            color = self._bridge.mates.get(record.id)
            return QColor(color) if color is not None else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(column.shape.meaning.help) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(is_figure=column.is_figure)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        column = self._columns[index.column()]
        can_edit = column.edited_by_typing or column.edited_by_choosing or column.shape.form is Form.SWITCH
        return flags | Qt.ItemFlag.ItemIsEditable if can_edit else flags

    def _on_mates(self, moved: set[str]) -> None:
        for record_id in moved:
            row = self.row_of(record_id)
            if row >= 0:
                place = self.index(row, 0)
                self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])

    # ------------------------------------------------------------ editing

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        record = self.record(index.row()) if index.isValid() else None
        if record is None:
            return False
        column = self._columns[index.column()]
        try:
            raw: JsonValue = value
            if role == Qt.ItemDataRole.EditRole:
                raw = value_typed(column, str(value))
            return self._write(record, column.name, column.shape.meaning.title, raw)
        except MaplannerError as error:
            self.refused.emit(error.message.rsplit(": ", 1)[-1])
        except ValueError as error:
            self.refused.emit(str(error))
        return False

    def _write(self, record: Record, name: str, title: str, value: JsonValue) -> bool:
        if record.values().get(name) == value:
            return True
        label = tr("Change {title}").format(title=tr(title))
        with self._bridge.store.transact(label) as transaction:
            transaction.change(record.id, {name: value})
        return True

    # ------------------------------------------------------------ choosing and ordering

    def filter(self, text: str) -> None:
        """Show only records in whose row every word of the text occurs."""
        self._wanted = text.casefold().split()
        self.beginResetModel()
        self._lay_out()
        self.endResetModel()

    def choose(self, accepts: Callable[[Record], bool] | None) -> None:
        """Show only records that are accepted; with ``None`` all of them."""
        self._accepts = accepts
        self.beginResetModel()
        self._lay_out()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before = [(index, self._shown[index.row()]) for index in self.persistentIndexList()]
        self._lay_out()
        for index, record_id in before:
            self.changePersistentIndex(index, self.index(self.row_of(record_id), index.column()))
        self.layoutChanged.emit()

    def _lay_out(self) -> None:
        records: Sequence[Record] = self._bridge.reader.all(self._type)
        if self._accepts is not None:
            records = [record for record in records if self._accepts(record)]
        if self._wanted:
            records = [record for record in records if self._matches(record)]
        reader = self._bridge.reader
        if 0 <= self._sorted_by < len(self._columns):
            column = self._columns[self._sorted_by]
            keys = {record.id: order_of(column, record, reader) for record in records}
            filled = sorted((r for r in records if not keys[r.id][0]), key=lambda r: keys[r.id])
            empty = [record for record in records if keys[record.id][0]]
            records = [*(reversed(filled) if self._descending else filled), *empty]
        elif "order" in self._type.model_fields:
            records = _in_order(records, next((each.name for each in self._columns if each.parent), ""))
        self._shown = [record.id for record in records]
        self._number()

    def _number(self, start: int = 0) -> None:
        if not start:
            self._places = {}
        for place in range(start, len(self._shown)):
            self._places[self._shown[place]] = place

    def _matches(self, record: Record) -> bool:
        text = self._searched.get(record.id)
        if text is None:
            texts = (text_of(column, record, self._bridge.reader) for column in self._columns)
            text = self._searched[record.id] = " ".join(texts).casefold()
        return all(word in text for word in self._wanted)

    # ------------------------------------------------------------ patches

    def _on_patch(self, patch: Patch) -> None:
        mine = [change for change in patch.changes if change.type_name == self._type.type_name]
        if len(mine) < len(patch.changes):
            # Another record's title may stand in these rows.
            self._searched.clear()
            self._tell_changed(0, len(self._shown) - 1)
        comings = [change for change in mine if not change.is_edit]
        for change in mine:
            self._searched.pop(change.id, None)
        if len(comings) > _MANY:
            self.beginResetModel()
            self._lay_out()
            self.endResetModel()
        else:
            self._follow(mine)
        if comings:
            self.total_changed.emit()

    def _follow(self, changes: Sequence[Change]) -> None:
        reader = self._bridge.reader
        for change in changes:
            place = self.row_of(change.id)
            exists = reader.find_or_none(self._type, change.id) is not None
            if place >= 0 and exists:
                self._tell_changed(place, place)
            elif place >= 0:
                self._take_out(place)
            elif exists and change.before is None:
                self._append(change.id)

    def _append(self, record_id: str) -> None:
        place = len(self._shown)
        self.beginInsertRows(QModelIndex(), place, place)
        self._shown.append(record_id)
        self._places[record_id] = place
        self.endInsertRows()

    def _take_out(self, place: int) -> None:
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._places[self._shown.pop(place)]
        self._number(place)
        self.endRemoveRows()

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _in_order(records: Sequence[Record], parent: str) -> list[Record]:
    """Return records by their order, those of one parent together."""
    places: dict[str, int] = {}
    for record in records:
        places.setdefault(str(getattr(record, parent, "")), len(places))
    return sorted(
        records,
        key=lambda record: (places[str(getattr(record, parent, ""))], float(getattr(record, "order", 0.0))),
    )


def _alignment(*, is_figure: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""A read-only table of figures that sorts and filters itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from maplanner.exchange.tables import CellValue

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column: its title, whether it holds figures, and the titles under which it is exported."""

    title: str
    figures: bool = False
    export: tuple[str, ...] = ()
    tip: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, what it is sorted by (its text where ``None``), and what is exported."""

    text: str
    order: float | None = None
    tip: str = ""
    export: tuple[CellValue, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row about one record; ``id`` is empty where it is about none."""

    id: str
    cells: tuple[Cell, ...]


class FigureModel(QAbstractTableModel):
    """Rows of cells. Sorting and filtering keep the rows, they only choose and order them."""

    def __init__(self, columns: Sequence[Column] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []
        self._shown: list[Row] = []
        self._wanted = ""
        self._sorted_by = -1
        self._descending = False

    def show_table(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Show other columns and rows."""
        self.beginResetModel()
        if tuple(columns) != self._columns:
            self._sorted_by = -1
        self._columns = tuple(columns)
        self._rows = list(rows)
        self._choose()
        self.endResetModel()

    def filter(self, text: str) -> None:
        """Show only rows that hold every word of a text."""
        self.beginResetModel()
        self._wanted = text
        self._choose()
        self.endResetModel()

    def row(self, row: int) -> Row:
        """Return a shown row."""
        return self._shown[row]

    def place_of(self, record_id: str) -> int:
        """Return the shown row about a record, or -1 as Qt's models do."""
        return next((place for place, row in enumerate(self._shown) if row.id == record_id), -1)

    @property
    def row_total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._rows)

    def csv(self) -> str:
        """Return the shown rows as CSV."""
        from maplanner.exchange.tables import csv_text  # only here: the window starts without formats

        header = [title for column in self._columns for title in column.export or (column.title,)]
        rows = [[value for cell in row.cells for value in cell.export or (cell.text,)] for row in self._shown]
        return csv_text(header, rows)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._shown[index.row()].cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[index.column()])
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
            return column.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = [(index, self._shown[index.row()]) for index in self.persistentIndexList()]
        self._sorted_by = column
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._choose()
        places = {id(row): place for place, row in enumerate(self._shown)}
        for index, row in before:
            self.changePersistentIndex(index, self.index(places[id(row)], index.column()))
        self.layoutChanged.emit()

    def _choose(self) -> None:
        words = self._wanted.casefold().split()
        self._shown = [row for row in self._rows if _holds(row, words)] if words else list(self._rows)
        if 0 <= self._sorted_by < len(self._columns):
            column = self._sorted_by
            self._shown.sort(key=lambda row: _key(row.cells[column]), reverse=self._descending)


def _key(cell: Cell) -> tuple[float, str]:
    return (cell.order, "") if cell.order is not None else (float("-inf"), cell.text.casefold())


def _holds(row: Row, words: list[str]) -> bool:
    text = " ".join(cell.text for cell in row.cells).casefold()
    return all(word in text for word in words)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""A table of records in which a person types, one change of the plan for each cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.late import Late
from maplanner.desktop.lettering import scaled
from maplanner.desktop.planning.cell_choices import CHOICES, VALUE, ChoiceDelegate, Choices
from maplanner.desktop.planning.head_row import HeadRow
from maplanner.desktop.tables.look import calm_table
from maplanner.document.patch import Patch
from maplanner.document.records import Record
from maplanner.drawing.theme import ink

_ROW_HEIGHT = 34
RECORD = Qt.ItemDataRole.UserRole
"""The role under which an item holds the identifier of its record."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: text, a tooltip, whether it can be typed over, a tick where it has one.

    A cell with ``choices`` is edited by choosing one of their values; ``value`` is the one chosen now. A
    ``figure`` stands at the right; a ``heading`` goes across its whole row.
    """

    text: str
    tip: str = ""
    editable: bool = False
    ticked: bool | None = None
    tickable: bool = False
    color: str = ""
    strong: bool = False
    choices: Choices = ()
    value: str = ""
    figure: bool = False
    heading: bool = False


class Grid(QTableWidget):
    """Shows rows of cells; tells what was typed and ticked, never its own changes."""

    typed = Signal(int, int, str)
    """Row, column and the new text."""
    ticked = Signal(int, bool)
    chosen = Signal(int, int, str)
    """Row, column and the value that was chosen."""

    def __init__(self, name: str, titles: tuple[str, ...], widths: tuple[int, ...]) -> None:
        super().__init__(0, len(titles))
        calm_table(self, name, row_height=_ROW_HEIGHT)
        self.setHorizontalHeaderLabels(list(titles))
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, scaled(width))
        self.itemChanged.connect(self._changed)
        choosing = ChoiceDelegate(self)
        choosing.chosen.connect(self.chosen)
        self.setItemDelegate(choosing)

    def show_rows(self, rows: list[tuple[str, tuple[Cell, ...]]]) -> None:
        """Show rows, each with the identifier of its record; what is selected stays so."""
        row, column = self.currentRow(), self.currentColumn()
        chosen = self.id_at(row)
        with QSignalBlocker(self):
            self.clearSpans()
            self.setRowCount(len(rows))
            for at, (record_id, cells) in enumerate(rows):
                if len(cells) == 1 and cells[0].heading and self.columnCount() > 1:
                    self.setSpan(at, 0, 1, self.columnCount())
                for place, cell in enumerate(cells):
                    self.setItem(at, place, _item(record_id, cell))
                for place in range(len(cells), self.columnCount()):
                    self.takeItem(at, place)
            self._align_heads(rows)
            ids = [record_id for record_id, _cells in rows]
            at = ids.index(chosen) if chosen and chosen in ids else min(row, len(rows) - 1)
            if at >= 0:
                self.setCurrentCell(at, max(column, 0))

    def _align_heads(self, rows: list[tuple[str, tuple[Cell, ...]]]) -> None:
        """Let the titles of columns of figures stand at the right, as the figures do."""
        cells = next((cells for _record, cells in rows if not cells[0].heading), ())
        for column, cell in enumerate(cells):
            item = self.horizontalHeaderItem(column)
            if item is not None and cell.figure:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def id_at(self, row: int) -> str:
        """Return the identifier of the record in a row, or an empty text."""
        item = self.item(row, 0)
        return str(item.data(RECORD) or "") if item is not None else ""

    def current_id(self) -> str:
        """Return the identifier of the record in the current row, or an empty text."""
        return self.id_at(self.currentRow())

    def select_id(self, record_id: str, column: int = 0) -> bool:
        """Go to a record's row; return whether there is one."""
        for row in range(self.rowCount()):
            if self.id_at(row) == record_id:
                self.setCurrentCell(row, column)
                return True
        return False

    def edit_id(self, record_id: str, column: int) -> None:
        """Let a record's cell be typed over."""
        if self.select_id(record_id, column):
            self.setFocus()
            self.edit(self.currentIndex())

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            self.ticked.emit(item.row(), item.checkState() is Qt.CheckState.Checked)
        elif item.flags() & Qt.ItemFlag.ItemIsEditable:
            self.typed.emit(item.row(), item.column(), item.text())


class RecordScreen(QWidget):
    """A screen with a title, a line that sums up, buttons, and a grid that follows the plan."""

    selection_changed = Signal(list)

    def __init__(self, bridge: PlanBridge, title: str, grid: Grid, watched: tuple[type[Record], ...]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bridge = bridge
        self.grid = grid
        self._watched = {cls.type_name for cls in watched}
        self.title, self.summary, self.complaint = QLabel(title), QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.summary.setProperty("role", "secondary")
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self._is_stale = False
        self._late = Late(self.refresh, self)
        self._lay_out()
        grid.currentCellChanged.connect(self._tell_selection)
        bridge.patched.connect(self._on_patch)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What nobody looks at does not follow each edit; it catches up when it is looked at.
        if self._is_stale:
            self._is_stale = False
            self._late.start(0)

    def add_button(self, text: str, run: Callable[[], object], *, primary: bool = False) -> QPushButton:
        """Add a button at the right of the title."""
        button = QPushButton(text)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _checked: run())
        self.head.add(button)
        return button

    def add_delete(self, text: str, run: Callable[[], object]) -> None:
        """Let the Delete key take away what is chosen."""
        action = QAction(text, self.grid)
        action.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked: run())
        self.grid.addAction(action)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def change(self, label: str, record_id: str, values: dict[str, object]) -> None:
        """Change a record as one step that can be undone; say so if it cannot take the value."""
        self.complaint.hide()
        try:
            with self.bridge.store.transact(label) as transaction:
                transaction.change(record_id, values)  # type: ignore[arg-type]
        except MaplannerError as error:
            self.complain(str(error))
            self.refresh()

    def put(self, label: str, *records: Record) -> None:
        """Add records as one step that can be undone."""
        with self.bridge.store.transact(label) as transaction:
            for record in records:
                transaction.put(record)

    def remove_current(self, label: str) -> None:
        """Take the chosen record out of the plan."""
        record_id = self.grid.current_id()
        if record_id and self.bridge.reader.get(record_id) is not None:
            with self.bridge.store.transact(label) as transaction:
                transaction.remove(record_id)

    def complain(self, text: str) -> None:
        """Say what was wrong with what was typed."""
        self.complaint.setText(text)
        self.complaint.show()

    def _tell_selection(self) -> None:
        record_id = self.grid.current_id()
        if record_id and self.bridge.reader.get(record_id) is not None:
            self.selection_changed.emit([record_id])

    def _on_patch(self, patch: Patch) -> None:
        if not any(change.type_name in self._watched for change in patch.changes):
            return
        if self.isVisible():
            self._late.follow(patch)
        else:
            self._is_stale = True

    def _lay_out(self) -> None:
        said = QWidget()
        words = QVBoxLayout(said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        self.summary.setWordWrap(True)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        self.head = HeadRow(said)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.complaint)
        layout.addWidget(self.grid, 1)


def _item(record_id: str, cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.text)
    item.setData(RECORD, record_id)
    item.setToolTip(cell.tip or cell.text)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if cell.editable:
        flags |= Qt.ItemFlag.ItemIsEditable
    if cell.tickable:
        flags |= Qt.ItemFlag.ItemIsUserCheckable
    if cell.choices:
        item.setData(CHOICES, cell.choices)
        item.setData(VALUE, cell.value)
        flags |= Qt.ItemFlag.ItemIsEditable
    if cell.figure:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if cell.heading:
        flags = Qt.ItemFlag.ItemIsEnabled
    item.setFlags(flags)
    if cell.ticked is not None and cell.tickable:
        item.setCheckState(Qt.CheckState.Checked if cell.ticked else Qt.CheckState.Unchecked)
    if cell.color:
        item.setForeground(ink(cell.color))
    if cell.strong:
        font = item.font()
        font.setWeight(font.Weight.DemiBold)
        item.setFont(font)
    return item

"""A table of all records of one type: sort, filter, add, delete, edit in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.deleting import delete_with_care
from maplanner.desktop.naming import title_of
from maplanner.desktop.tables.adding import can_add, new_record, parent_choices, parent_column
from maplanner.desktop.tables.cell_editing import CellDelegate
from maplanner.desktop.tables.look import calm_table, filter_field, fit_columns
from maplanner.desktop.tables.record_model import RecordModel
from maplanner.desktop.tables.topics import topic_title
from maplanner.desktop.words import number, tr
from maplanner.document.records import Record

_MENU_AT_MOST = 40
_FILTER_AFTER_MS = 120


class RecordTable(QWidget):
    """Lists the records of one type. The inspector shows what is selected."""

    selection_changed = Signal(list)
    """Identifiers of the selected records, top to bottom."""
    jump_requested = Signal(str)
    """A row was double-clicked where it is not edited in place, or entered: show that record."""

    def __init__(self, bridge: PlanBridge, record_type: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._type = record_type
        self.model = RecordModel(bridge, record_type, self)
        self.view = QTableView()
        calm_table(self.view, topic_title(record_type))
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(bridge, record_type, self.view))
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicatorClearable(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.filter = filter_field(tr("Filter {what}").format(what=topic_title(record_type).lower()))
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.add_button = QPushButton(tr("Add"))
        self.delete_button = QPushButton(tr("Delete"))
        self.empty = QLabel()
        self._lay_out()
        self._connect()
        fit_columns(self.view)
        self.refresh()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 6)
        top.setSpacing(8)
        top.addWidget(self.filter, 2)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.delete_button)
        top.addWidget(self.add_button)
        self.delete_button.setToolTip(tr("Delete what is selected (Del)"))
        self.add_button.setProperty("role", "primary")
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.complaint)
        layout.addWidget(body, 1)

    def _connect(self) -> None:
        self._filtering = QTimer(self)
        self._filtering.setSingleShot(True)
        self._filtering.setInterval(_FILTER_AFTER_MS)
        self._filtering.timeout.connect(self.apply_filter)
        self.filter.textChanged.connect(lambda _text: self._filtering.start())
        self.filter.returnPressed.connect(self.apply_filter)
        self.model.refused.connect(self._refuse)
        self.model.total_changed.connect(self.refresh)
        self.model.dataChanged.connect(lambda *_: self.complaint.hide())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell_selection())
        self.view.activated.connect(lambda index: self.jump_requested.emit(self.model.record_id(index.row())))
        self.add_button.clicked.connect(self._ask_and_add)
        self.delete_button.clicked.connect(self.delete_selected)
        delete = QAction(tr("Delete"), self.view)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self.delete_selected)
        self.view.addAction(delete)

    # ------------------------------------------------------------ what others may ask

    def selected_ids(self) -> list[str]:
        """Return the identifiers of the selected records, top to bottom."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.record_id(row) for row in rows]

    def select(self, record_id: str) -> bool:
        """Select a record, clearing the filter if it hides it; return whether it is there."""
        if self.model.row_of(record_id) < 0 and self.filter.text():
            self.filter.clear()
            self.apply_filter()
        row = self.model.row_of(record_id)
        if row < 0:
            return False
        self.view.selectRow(row)
        self.view.scrollTo(self.model.index(row, 0))
        return True

    def add(self, parent_id: str | None = None) -> str | None:
        """Add a record, under a parent where its sort needs one, and select it; return its identifier."""
        record = new_record(self._type, self._bridge.reader, parent_id or self._likely_parent())
        if record is None:
            return None
        try:
            with self._bridge.store.transact(self._label("Add")) as transaction:
                transaction.put(record)
        except MaplannerError as error:
            self._refuse(str(error))
            return None
        self.select(record.id)
        return record.id

    def delete_selected(self) -> None:
        """Delete the selected records as one step; ask first where others use them."""
        ids = self.selected_ids()
        if ids:
            delete_with_care(self, self._bridge.reader, ids, lambda: self._delete(ids))

    def _delete(self, ids: list[str]) -> None:
        try:
            with self._bridge.store.transact(self._label("Delete", len(ids))) as transaction:
                transaction.remove(*ids)
        except MaplannerError as error:
            self._refuse(str(error))

    def show_only(self, accepts: Callable[[Record], bool] | None) -> None:
        """Show only records that are accepted, besides what is typed; with ``None`` all of them."""
        self.model.choose(accepts)
        self.refresh()

    def apply_filter(self) -> None:
        """Filter by what stands in the search field, now."""
        self._filtering.stop()
        chosen = self.selected_ids()
        self.model.filter(self.filter.text())
        selection = self.view.selectionModel()
        for record_id in chosen:
            row = self.model.row_of(record_id)
            if row >= 0:
                flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                selection.select(self.model.index(row, 0), flags)
        self.refresh()

    def refresh(self) -> None:
        """Say how many there are, and what can be done."""
        total, shown = self.model.total, self.model.rowCount()
        self.count.setText(
            tr("{shown} of {total}").format(shown=number(shown), total=number(total))
            if shown != total
            else number(total)
        )
        allowed, why = can_add(self._type, self._bridge.reader)
        self.add_button.setEnabled(allowed)
        self.add_button.setToolTip(why)
        self.delete_button.setEnabled(bool(self.selected_ids()))
        self.empty.setText(tr("Nothing matches the filter.") if total else self._empty_text(why))
        self._stack.setCurrentWidget(self.view if shown else self.empty)

    # ------------------------------------------------------------ inside

    def _empty_text(self, why: str) -> str:
        return why or tr("No {what} yet. Add makes the first.").format(what=topic_title(self._type).lower())

    def _label(self, verb: str, count: int = 1) -> str:
        what = topic_title(self._type).lower()
        if verb == "Add":
            return tr("Add to {what}").format(what=what)
        return tr("Delete {count} of {what}").format(count=count, what=what)

    def _likely_parent(self) -> str | None:
        """Return the parent of the selected row, so that a new record lands beside it."""
        column = parent_column(self._type)
        ids = self.selected_ids()
        record = self._bridge.reader.find_or_none(self._type, ids[-1]) if ids else None
        return getattr(record, column, None) if column and record else None

    def _add_and_name(self, parent_id: str | None = None) -> None:
        """Add a record and open its first cell, where it is called something."""
        if self.add(parent_id) is None:
            return
        row = self.view.currentIndex()
        first = row.siblingAtColumn(0)
        if first.isValid() and first.flags() & Qt.ItemFlag.ItemIsEditable:
            self.view.setCurrentIndex(first)
            self.view.setFocus()
            self.view.edit(first)

    def _ask_and_add(self) -> None:
        choices = parent_choices(self._type, self._bridge.reader)
        if len(choices) < 2 or self._likely_parent() or len(choices) > _MENU_AT_MOST:
            self._add_and_name()
            return
        menu = QMenu(self)
        for record in choices:
            action = menu.addAction(title_of(record, self._bridge.reader).replace("&", "&&"))
            action.triggered.connect(
                lambda _checked=False, parent_id=record.id: self._add_and_name(parent_id)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height())))

    def _open_menu(self, place: QPoint) -> None:
        ids = self.selected_ids()
        menu = QMenu(self)
        if len(ids) == 1:
            menu.addAction(tr("Show where it is used"), lambda: self.jump_requested.emit(ids[0]))
        if self.add_button.isEnabled():
            menu.addAction(tr("Add"), self._add_and_name)
        if ids:
            menu.addAction(tr("Delete"), self.delete_selected)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _tell_selection(self) -> None:
        ids = self.selected_ids()
        self.delete_button.setEnabled(bool(ids))
        self.selection_changed.emit(ids)

    def _refuse(self, why: str) -> None:
        self.complaint.setText(why)
        self.complaint.setContentsMargins(16, 0, 16, 6)
        self.complaint.show()

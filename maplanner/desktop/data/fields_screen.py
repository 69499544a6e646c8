"""The inventory of fields as a screen: filter, facets, groups, bulk changes, suggestions, export."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QLabel,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.bulk_bar import BulkBar
from maplanner.desktop.data.columns import COLUMNS, NAME, WHERE, filed_header, filed_row
from maplanner.desktop.data.fields_bar import FieldsBar
from maplanner.desktop.data.fields_model import FieldsModel
from maplanner.desktop.data.fields_paint import FieldDelegate
from maplanner.desktop.data.fields_view import FieldsView
from maplanner.desktop.inspector.landing import choose_landing
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import title_of
from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import tr
from maplanner.document.records import FormField
from maplanner.drawing.theme import Theme

_MOST_SHOWN: Final = 500
"""More selected fields than these are not all shown in the inspector."""


class FieldsScreen(QWidget):
    """Lists every field of the plan."""

    selection_changed = Signal(list)
    jump_requested = Signal(str)
    """A place where a field is used was chosen: show that record."""
    way_requested = Signal(str)
    """The whole way of a field is to be shown."""
    mapping_requested = Signal(str)
    """A field is to be shown on the mapping screen."""
    message = Signal(str)

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.model = FieldsModel(bridge, self)
        self.view = FieldsView()
        self._delegate = FieldDelegate(theme, self.view)
        self.bar = FieldsBar(bridge)
        self.empty = QLabel()
        self.bulk = BulkBar(bridge)
        self._chosen: list[str] = []
        self._make_view()
        self._lay_out()
        self._connect()
        self._after_layout()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.set_looked_at(True)

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.set_looked_at(False)
        super().hideEvent(event)

    # ------------------------------------------------------------ what others may ask

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._delegate.theme = theme
        self.view.repaint_all()

    def selected_ids(self) -> list[str]:
        """Return the selected fields, top to bottom."""
        ranges = self.view.selectionModel().selection()
        parts = [ranges.at(place) for place in range(ranges.size())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return [each for each in (self.model.field_id(row) for row in rows) if each is not None]

    def show_field(self, field_id: str) -> bool:
        """Select a field, clearing what hides it; return whether it is there."""
        if self.model.row_of(field_id) < 0:
            self.bar.clear()
        row = self.model.row_of(field_id)
        if row < 0:
            return False
        self.view.selectRow(row)
        self.view.scrollTo(self.model.index(row, NAME))
        return True

    def open_suggestions(self) -> None:
        """Propose mappings for what is selected, or for all that forms collect."""
        from maplanner.app.suggesting import proposed_mappings
        from maplanner.desktop.data.suggesting import SuggestDialog

        chosen = self.selected_ids()
        wanted = chosen if len(chosen) > 1 else None
        dialog = SuggestDialog(
            self._bridge, lambda snapshot, tell: proposed_mappings(snapshot, wanted, tell), self.window()
        )
        dialog.open()

    def export_table(self, path: Path) -> None:
        """Write the shown fields as CSV, or as XLSX where the name ends so.

        Raises:
            CannotExport: The file cannot be written.
        """
        from maplanner.exchange.exporter import write_whole
        from maplanner.exchange.tables import csv_text, xlsx_bytes

        header = filed_header()
        rows = [filed_row(line, self._bridge.reader) for line in self.model.shown_lines()]
        if path.suffix.casefold() == ".xlsx":
            write_whole(path, xlsx_bytes(header, rows, tr("Fields")))
        else:
            write_whole(path, csv_text(header, rows).encode("utf-8-sig"))

    # ------------------------------------------------------------ making

    def _make_view(self) -> None:
        calm_table(self.view, tr("Fields"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.keep_first_column(self._delegate)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.view.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        for place, column in enumerate(COLUMNS):
            header.resizeSection(place, scaled(column.width))
        # Before sorting is switched on, which would sort by the first column at once.
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._body(), 1)
        layout.addWidget(self.bulk)

    def _body(self) -> QWidget:
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        return body

    def _connect(self) -> None:
        self.bar.filter_changed.connect(self.model.set_filter)
        self.bar.grouping_changed.connect(self.model.set_grouping)
        self.model.modelAboutToBeReset.connect(self._keep_chosen)
        self.model.laid_out.connect(self._after_layout)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell_selection())
        self.view.clicked.connect(self._click)
        self.view.activated.connect(self._activate)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.bar.suggest.clicked.connect(self.open_suggestions)
        self.bar.export.clicked.connect(self._ask_and_export)
        self.bulk.message.connect(self.message)

    # ------------------------------------------------------------ what happens

    def _keep_chosen(self) -> None:
        self._chosen = self.selected_ids()

    def _after_layout(self) -> None:
        """Give headings the whole width, select again what was selected, and say how many there are."""
        self.view.clearSpans()
        for row in self.model.headings():
            self.view.setSpan(row, 0, 1, len(COLUMNS))
        selection = QItemSelection()
        for field_id in self._chosen:
            row = self.model.row_of(field_id)
            if row >= 0:
                selection.select(self.model.index(row, 0), self.model.index(row, len(COLUMNS) - 1))
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        total, shown = self.model.total, self.model.shown
        self.bar.show_counts(shown, total)
        self.empty.setText(
            tr("Nothing matches.")
            if total
            else tr("No fields yet. Import what your CRM holds, or draw a form.")
        )
        self._stack.setCurrentWidget(self.view if shown else self.empty)

    def _tell_selection(self) -> None:
        ids = self.selected_ids()
        self.bulk.show_fields(ids)
        self.selection_changed.emit(ids if len(ids) <= _MOST_SHOWN else ids[:1])

    def _click(self, index: QModelIndex) -> None:
        if self.model.heading(index.row()) is not None:
            self.model.toggle(index.row())
        elif index.column() == WHERE:
            rect = self.view.visualRect(index)
            self._show_places(index.row(), self.view.viewport().mapToGlobal(rect.bottomLeft()))

    def _activate(self, index: QModelIndex) -> None:
        if self.model.heading(index.row()) is not None:
            self.model.toggle(index.row())
            return
        field_id = self.model.field_id(index.row())
        if field_id is not None and index.column() != WHERE:
            self.jump_requested.emit(field_id)

    def _show_places(self, row: int, place: QPoint) -> None:
        menu = QMenu(self)
        self._fill_places(menu, row)
        if not menu.isEmpty():
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def _fill_places(self, menu: QMenu, row: int) -> None:
        """List the places where the field in a row is used; each goes there."""
        line, reader = self.model.line(row), self._bridge.reader
        for each in line.places if line is not None else ():
            record = reader.get(each.record)
            if record is not None:
                text = f"{title_of(record, reader)}  –  {tr(each.role.value)}".replace("&", "&&")
                menu.addAction(text, partial(self.jump_requested.emit, each.record))

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        field_id = self.model.field_id(index.row()) if index.isValid() else None
        if field_id is None:
            return
        menu = QMenu(self)
        used = menu.addMenu(tr("Where it is used"))
        self._fill_places(used, index.row())
        used.setEnabled(not used.isEmpty())
        menu.addAction(tr("Show its way"), partial(self.way_requested.emit, field_id))
        menu.addAction(tr("Go to it"), partial(self.jump_requested.emit, field_id))
        menu.addAction(tr("Show its mapping"), partial(self.mapping_requested.emit, field_id))
        if isinstance(self._bridge.reader.get(field_id), FormField):
            menu.addAction(tr("Map it …"), partial(choose_landing, self._bridge, field_id, self.window()))
        menu.addSeparator()
        menu.addAction(tr("Suggest mappings …"), self.open_suggestions)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _ask_and_export(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self.window(), tr("Export fields"), tr("fields") + ".xlsx", "XLSX (*.xlsx);;CSV (*.csv)"
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.xlsx")
        try:
            self.export_table(path)
        except MaplannerError as error:
            self.message.emit(" ".join(part for part in (error.message, error.advice) if part))
        else:
            self.message.emit(tr("Written to {path}").format(path=path))

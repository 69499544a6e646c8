"""The rows of the inventory: a tree edited in place, its rows dragged into groups."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inventory.model import COLUMNS, ID_ROLE, InventoryModel
from maplanner.desktop.lettering import scaled, text_size
from maplanner.desktop.tables.cell_editing import CellDelegate
from maplanner.desktop.words import tr
from maplanner.document.records import Campaign

_WIDTHS = (240, 120, 90, 125, 75, 115, 90, 90, 100, 60, 76)
_Trigger = QAbstractItemView.EditTrigger


class InventoryTree(QTreeView):
    """Double click or Enter on a name opens the campaign; on anything else it is edited where it stands."""

    def __init__(self, bridge: PlanBridge, model: InventoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setAccessibleName(tr("Campaigns"))
        self.setModel(model)
        self.setItemDelegate(_Cells(bridge, self))
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed)
        self.setAllColumnsShowFocus(False)
        self.setExpandsOnDoubleClick(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        header = self.header()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._sized_for = 0
        self.size_columns()

    def edit(  # type: ignore[override]
        self,
        index: QModelIndex | QPersistentModelIndex,
        trigger: QAbstractItemView.EditTrigger = _Trigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        if trigger is _Trigger.DoubleClicked and index.column() == 0:
            return False
        return super().edit(index, trigger, event)  # type: ignore[arg-type]  # Qt takes none as well

    def selected_ids(self) -> list[str]:
        """Return the identifiers of the selected campaigns, top to bottom."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda i: (i.parent().row(), i.row()))
        return [str(index.data(ID_ROLE)) for index in rows if self._rows.row_at(index) is not None]

    def rename(self, campaign_id: str) -> None:
        """Open a campaign's name for typing."""
        index = self._rows.index_of(campaign_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(index)

    def follow(self) -> None:
        """Lay the rows out anew; what was selected, folded and in sight stays so."""
        chosen, current = set(self.selected_ids()), self.currentIndex()
        at = max(current.column(), 0)
        here = str(current.data(ID_ROLE) or "") if current.isValid() else ""
        folded = {str(i.data(ID_ROLE)) for i in self._group_indexes() if not self.isExpanded(i)}
        place = self.verticalScrollBar().value()
        self._rows.lay_out()
        for column in range(1, self._rows.columnCount()):
            self.setColumnHidden(column, column == self._rows.grouped_column)
        for index in self._group_indexes():
            self.setExpanded(index, str(index.data(ID_ROLE)) not in folded)
        self._select(chosen, here, at)
        self.verticalScrollBar().setValue(place)

    def _select(self, chosen: set[str], here: str, column: int) -> None:
        selection = self.selectionModel()
        flags = selection.SelectionFlag
        now = self._rows.index_of(here)
        if now.isValid():
            selection.setCurrentIndex(now.siblingAtColumn(column), flags.NoUpdate)
        for each in chosen:
            index = self._rows.index_of(each)
            if index.isValid():
                selection.select(index, flags.Select | flags.Rows)

    def _group_indexes(self) -> list[QModelIndex]:
        return [] if self._rows.is_flat else [self._rows.index(at, 0) for at in range(self._rows.rowCount())]

    def size_columns(self) -> None:
        """Give the columns the widths that suit the size of texts, unless a person has since changed them."""
        if self._sized_for != text_size():
            self._sized_for = text_size()
            for column, width in enumerate(_WIDTHS):
                self.header().resizeSection(column, scaled(width))


class _Cells(CellDelegate):
    """Edits the inventory's own choice of columns."""

    def __init__(self, bridge: PlanBridge, parent: QWidget) -> None:
        super().__init__(bridge, Campaign, parent)
        # What is counted is never edited; Qt asks about its cells all the same.
        self._columns = (*COLUMNS, COLUMNS[0], COLUMNS[0])

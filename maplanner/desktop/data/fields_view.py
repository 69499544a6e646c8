"""A table whose first column stays in sight however far it is scrolled sideways."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView

from maplanner.desktop.data.fields_paint import KEPT
from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import tr


class FieldsView(QTableView):
    """The table of fields. The space bar opens a group or the list of places."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: QTableView | None = None

    def keep_first_column(self, delegate: QAbstractItemDelegate) -> None:
        """Show the first column above the others while the table is scrolled sideways."""
        kept = self.kept = QTableView(self)
        calm_table(kept, tr("Fields"))
        kept.setProperty(KEPT, True)
        kept.setModel(self.model())
        kept.setSelectionModel(self.selectionModel())
        kept.setItemDelegate(delegate)
        kept.setSelectionMode(self.selectionMode())
        kept.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        kept.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        kept.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        kept.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        kept.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        kept.customContextMenuRequested.connect(self._pass_menu)
        kept.clicked.connect(self.clicked)
        kept.activated.connect(self.activated)
        self.verticalScrollBar().valueChanged.connect(kept.verticalScrollBar().setValue)
        kept.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._place())
        self.horizontalHeader().sectionResized.connect(lambda *_: self._place())
        kept.hide()

    def repaint_all(self) -> None:
        """Paint everything anew, in other colours."""
        self.viewport().update()
        if self.kept is not None:
            self.kept.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        kept = self.kept
        if kept is None:
            return
        is_scrolled = self.horizontalScrollBar().value() > 0
        if is_scrolled:
            for column in range(1, self.model().columnCount()):
                kept.setColumnHidden(column, True)
            width, head = self.columnWidth(0), self.horizontalHeader().height()
            kept.setColumnWidth(0, width)
            kept.horizontalHeader().setFixedHeight(head)
            edge = self.frameWidth()
            kept.setGeometry(edge, edge, width, self.viewport().height() + head)
            kept.verticalScrollBar().setValue(self.verticalScrollBar().value())
            kept.raise_()
        kept.setVisible(is_scrolled)

    def _pass_menu(self, place: QPoint) -> None:
        if self.kept is not None:
            on_screen = self.kept.viewport().mapToGlobal(place)
            self.customContextMenuRequested.emit(self.viewport().mapFromGlobal(on_screen))

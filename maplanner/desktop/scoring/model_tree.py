"""Rules in their groups, and thresholds with their effects, as trees of sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr
from maplanner.drawing.theme import ink

_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Line:
    """A line of a tree: its record, a sentence, a figure at the right, and the lines below it."""

    id: str
    text: str
    figure: str = ""
    below: tuple[Line, ...] = ()
    strong: bool = False
    color: str = ""
    tip: str = ""


class ModelTree(QTreeWidget):
    """Shows lines; says which is chosen, moved, doubled or deleted by the keyboard."""

    picked = Signal(str)
    moved = Signal(str, int)
    doubled = Signal(str)
    deleted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(scaled(16))
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(lambda _now, _before: self._pick())
        self.itemClicked.connect(lambda _item, _column: self._pick())
        self._offer(tr("Move up"), "Alt+Up", lambda: self.moved.emit(self.current_id(), -1))
        self._offer(tr("Move down"), "Alt+Down", lambda: self.moved.emit(self.current_id(), 1))
        self._offer(tr("Duplicate"), "Ctrl+D", lambda: self.doubled.emit(self.current_id()))
        self._offer(
            tr("Delete"), QKeySequence(Qt.Key.Key_Delete), lambda: self.deleted.emit(self.current_id())
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_lines(self, lines: list[Line]) -> None:
        """Show lines; what is chosen stays so."""
        chosen = self.current_id()
        with QSignalBlocker(self):
            self.clear()
            for line in lines:
                self.addTopLevelItem(_item(line))
            self.expandAll()
            self.select_id(chosen)

    def select_id(self, record_id: str) -> bool:
        """Go to a record's line; return whether there is one."""
        for item in self._items():
            if item.data(0, _ID) == record_id:
                self.setCurrentItem(item)
                return True
        return False

    def current_id(self) -> str:
        """Return the identifier of the record that is chosen, or an empty text."""
        item = self.currentItem()
        return str(item.data(0, _ID)) if item is not None else ""

    def ids(self) -> list[str]:
        """Return all records, from top to bottom."""
        return [str(item.data(0, _ID)) for item in self._items()]

    def texts(self) -> list[str]:
        """Return all sentences, from top to bottom."""
        return [item.text(0) for item in self._items()]

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        for place in range(self.topLevelItemCount()):
            top = self.topLevelItem(place)
            if top is not None:
                below = (top.child(at) for at in range(top.childCount()))
                found += [top, *(item for item in below if item is not None)]
        return found

    def _pick(self) -> None:
        if self.current_id():
            self.picked.emit(self.current_id())

    def _offer(self, text: str, keys: str | QKeySequence, run: Callable[[], object]) -> None:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked: run() if self.current_id() else None)
        self.addAction(action)


def _item(line: Line) -> QTreeWidgetItem:
    item = QTreeWidgetItem([line.text, line.figure])
    item.setData(0, _ID, line.id)
    item.setToolTip(0, line.tip or line.text)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if line.strong:
        font = item.font(0)
        font.setWeight(font.Weight.DemiBold)
        item.setFont(0, font)
    if line.color:
        item.setForeground(1, ink(line.color))
    for each in line.below:
        item.addChild(_item(each))
    return item

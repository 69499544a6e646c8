"""The criteria of one segment as a tree: dragged into order and into groups, or moved by keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeWidget, QTreeWidgetItem, QWidget

from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr
from maplanner.document.asking import PointKind
from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, Segment
from maplanner.document.vocabulary import Joining
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme, ink
from maplanner.scoring.criteria.statement import Joined, Statement, statement_of
from maplanner.scoring.criteria.superfluous import Superfluous, Why
from maplanner.scoring.data_points import kind_of_point, point_of
from maplanner.steps import PaletteGroup
from maplanner.steps.words import condition_text

GROUP_WORDS: dict[Joining, str] = {
    Joining.ALL: "all of these hold",
    Joining.ANY: "any of these holds",
    Joining.NONE: "none of these holds",
}
_ICONS: dict[PointKind, str] = {
    PointKind.DEMOGRAPHIC: "user-round",
    PointKind.ACTION: "mouse-pointer-click",
    PointKind.BEHAVIOUR: "activity",
    PointKind.CRM: "database",
}
_WHY: dict[Why, str] = {
    Why.TWICE: "is there twice",
    Why.IMPLIED: "follows from another",
    Why.NEVER: "never makes a difference",
}
ID = Qt.ItemDataRole.UserRole
_POSITION = QAbstractItemView.DropIndicatorPosition


class CriteriaTree(QTreeWidget):
    """Shows criteria and groups; tells what is moved where, and changes nothing itself."""

    moved = Signal(list, object, int)
    """Identifiers, the group they come into (``None``: the top), and the place there."""
    nudged = Signal(str, int)
    turned = Signal(str, bool)
    """A criterion or group is to go into the group above it (true), or out of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(tr("Criteria"))
        self.setHeaderLabels([tr("Criterion"), tr("Data point"), tr("Remark")])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setUniformRowHeights(True)
        self.setColumnWidth(0, scaled(320))
        self.setColumnWidth(1, scaled(120))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setIndentation(scaled(20))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours, from the next time on."""
        self._theme = theme

    def show_segment(
        self, reader: RecordReader, segment: Segment | None, remarks: dict[str, Superfluous]
    ) -> None:
        """Show the criteria of a segment; what is selected stays so."""
        chosen, current = set(self.selected_ids()), self.current_id()
        self.blockSignals(True)
        self.clear()
        if segment is not None:
            for part in statement_of(reader, segment).parts:
                self.addTopLevelItem(self._item(part, reader, remarks))
        self.expandAll()
        for item in self._items():
            if item.data(0, ID) == current:
                self.setCurrentItem(item)
        for item in self._items():
            item.setSelected(item.data(0, ID) in chosen)
        self.blockSignals(False)

    def selected_ids(self) -> list[str]:
        """Return the identifiers of what is selected, top to bottom; nothing whose group is selected, too."""
        chosen = [item for item in self._items() if item.isSelected()]
        return [str(item.data(0, ID)) for item in chosen if not _has_chosen_parent(item)]

    def current_id(self) -> str:
        """Return the identifier of what the keyboard is on, or an empty text."""
        item = self.currentItem()
        return str(item.data(0, ID)) if item is not None else ""

    def choose(self, record_id: str) -> None:
        """Select one criterion or group."""
        for item in self._items():
            if item.data(0, ID) == record_id:
                self.clearSelection()
                self.setCurrentItem(item)
                item.setSelected(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.current_id()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and here and event.key() in _NUDGES:
            self.nudged.emit(here, _NUDGES[Qt.Key(event.key())])
        elif alt and here and event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.turned.emit(here, event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where things were dropped; the plan's answer moves them."""
        target = self.itemAt(event.position().toPoint())
        inside, place = self._landing(target, self.dropIndicatorPosition())
        ids = self.selected_ids()
        # Qt must move nothing: the tree is shown anew once the plan has changed.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.moved.emit(ids, inside, place)

    def _landing(
        self, target: QTreeWidgetItem | None, position: QAbstractItemView.DropIndicatorPosition
    ) -> tuple[str | None, int]:
        if target is None:
            return None, self.topLevelItemCount()
        if position is _POSITION.OnItem and _is_group(target):
            return str(target.data(0, ID)), target.childCount()
        around = target.parent()
        place = self.indexFromItem(target).row() + (0 if position is _POSITION.AboveItem else 1)
        return (str(around.data(0, ID)) if around is not None else None), place

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [self.topLevelItem(at) for at in reversed(range(self.topLevelItemCount()))]
        while waiting:
            item = waiting.pop()
            if item is not None:
                found.append(item)
                waiting += [item.child(at) for at in reversed(range(item.childCount()))]
        return found

    def _item(
        self, part: Statement, reader: RecordReader, remarks: dict[str, Superfluous]
    ) -> QTreeWidgetItem:
        if isinstance(part, Joined):
            return self._group_item(part, reader, remarks)
        kind = kind_of_point(reader, point_of(part.condition))
        item = QTreeWidgetItem([condition_text(part.condition, reader), tr(kind.value), ""])
        item.setIcon(0, themed_icon(_ICONS[kind], self._theme, self._theme.groups[PaletteGroup.SEGMENTS]))
        item.setData(0, ID, part.of)
        item.setToolTip(0, item.text(0))
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        remark = remarks.get(part.of)
        if remark is not None:
            item.setText(2, _remark_text(remark, reader))
            item.setToolTip(2, item.text(2))
            item.setForeground(2, ink(self._theme.warning_text))
        return item

    def _group_item(
        self, part: Joined, reader: RecordReader, remarks: dict[str, Superfluous]
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([tr(GROUP_WORDS[part.joining]), "", ""])
        item.setIcon(0, themed_icon("braces", self._theme))
        item.setData(0, ID, part.of)
        font = item.font(0)
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(0, font)
        if not part.parts:
            item.setText(2, tr("nothing in it yet"))
            item.setForeground(2, ink(self._theme.warning_text))
        item.addChildren([self._item(each, reader, remarks) for each in part.parts])
        return item

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def index_of(self, record_id: str) -> QModelIndex:
        """Return where a criterion or group stands; an invalid index where it does not."""
        for item in self._items():
            if item.data(0, ID) == record_id:
                return self.indexFromItem(item)
        return QModelIndex()


_NUDGES: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def _is_group(item: QTreeWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsDropEnabled)


def _has_chosen_parent(item: QTreeWidgetItem) -> bool:
    around = item.parent()
    while around is not None:
        if around.isSelected():
            return True
        around = around.parent()
    return False


def _remark_text(remark: Superfluous, reader: RecordReader) -> str:
    other = reader.find_or_none(Criterion, remark.by)
    said = tr(_WHY[remark.why])
    return f"{said}: {condition_text(other.condition, reader)}" if other is not None else said

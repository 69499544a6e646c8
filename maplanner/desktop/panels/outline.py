"""The outline: the drawing in front as a tree, for the keyboard and for those who listen to the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.deleting import delete_with_care
from maplanner.desktop.late import Late
from maplanner.desktop.panels.outline_words import LineWords, words_of
from maplanner.desktop.tabs import PlanTabs
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import FormField, Frame, Link, Step
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme
from maplanner.steps.outline import OutlineLine, OutlineSort, outline

if TYPE_CHECKING:
    from maplanner.checks import Finding

_KEY = Qt.ItemDataRole.UserRole
_SHOWN_TYPES = {Step.type_name, FormField.type_name, Link.type_name, Frame.type_name}
_NAMED = {OutlineSort.STEP, OutlineSort.FIELD, OutlineSort.FRAME}
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate


class OutlinePanel(QWidget):
    """Steps in the order in which leads pass them. F2 renames, Delete deletes, Enter opens the inspector.

    What is selected here is selected on the drawing, and the other way round.
    """

    activated = Signal(str)
    """Enter was pressed on the line of this record."""

    def __init__(self, bridge: PlanBridge, tabs: PlanTabs, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._tabs = tabs
        self._theme = theme
        self._lines: dict[str, OutlineLine] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._findings: dict[str, list[Finding]] = {}
        self._folded: set[str] = set()
        self._campaign = ""
        self._is_telling = False
        self.tree = _Tree()
        self.tree.itemCollapsed.connect(lambda item: self._folded.add(item.data(0, _KEY)))
        self.tree.itemExpanded.connect(lambda item: self._folded.discard(item.data(0, _KEY)))
        self.tree.itemSelectionChanged.connect(self._tell_selection)
        self.tree.itemActivated.connect(self._activate)
        self.tree.itemChanged.connect(self._rename)
        self.tree.delete_pressed.connect(self._delete)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 4)
        layout.addWidget(self.tree)
        self._late = Late(self.refresh, self)
        bridge.patched.connect(self._on_patch)
        tabs.campaign_changed.connect(lambda _campaign: self._late.start(0))
        tabs.selection_changed.connect(self.set_selected)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self._theme = theme
        self._fill()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Say at each step and field what was found there."""
        self._findings = {}
        for finding in findings:
            for record_id in {finding.record, finding.step_id} - {""}:
                self._findings.setdefault(record_id, []).append(finding)
        self._fill()

    def set_selected(self, ids: Sequence[str]) -> None:
        """Select the lines of these records, as far as they have any, and bring the first into view."""
        if self._is_telling or not self.isVisible():
            return
        if self._late.isActive():
            self.refresh()
        found = [self._items[record_id] for record_id in ids if record_id in self._items]
        self.tree.blockSignals(True)
        self.tree.clearSelection()
        for item in found:
            item.setSelected(True)
        if found and self.tree.currentItem() not in found:
            self.tree.setCurrentItem(found[0], 0, _NO_UPDATE)
        if found:
            self.tree.scrollToItem(found[0])
        self.tree.blockSignals(False)

    def refresh(self) -> None:
        """Bring the tree up to date; lines that stay keep their place, and stay folded or not."""
        self._late.stop()
        if not self.isVisible():
            return
        lines = outline(self._bridge.reader, self._tabs.campaign_id())
        current = self.tree.currentItem()
        key = "" if current is None else str(current.data(0, _KEY))
        selected = [str(item.data(0, _KEY)) for item in self.tree.selectedItems()]
        self.tree.setUpdatesEnabled(False)
        self.tree.blockSignals(True)
        self._take_away({line.key: line.parent for line in lines})
        self._lines = {line.key: line for line in lines}
        self._put_in_order(lines)
        self._fill()
        if key in self._items:
            self.tree.setCurrentItem(self._items[key], 0, _NO_UPDATE)
        # Where a line went away Qt selects its neighbour; Delete pressed twice must not take that too.
        self.tree.clearSelection()
        for each in selected:
            if each in self._items:
                self._items[each].setSelected(True)
        self.tree.blockSignals(False)
        self.tree.setUpdatesEnabled(True)
        canvas = self._tabs.canvas()
        if canvas is not None and self._campaign != canvas.campaign_id:
            self._campaign = canvas.campaign_id
            self.set_selected(canvas.selected_ids())

    def _take_away(self, parents: dict[str, str]) -> None:
        """Take out the lines that are gone or stand under another line now; keep the latter."""
        moved = [key for key, line in self._lines.items() if parents.get(key) != line.parent]
        for key in moved:
            item = self._items[key]
            (item.parent() or self.tree.invisibleRootItem()).removeChild(item)
        # Only now: a line takes those below it with it when it is let go.
        for key in moved:
            if key not in parents:
                del self._items[key]

    def _put_in_order(self, lines: list[OutlineLine]) -> None:
        """Put every line at its place; only those that are not there yet are touched."""
        places: dict[str, int] = {}
        for line in lines:
            above = self._items[line.parent] if line.parent else self.tree.invisibleRootItem()
            at = places[line.parent] = places.get(line.parent, -1) + 1
            item = self._items.get(line.key)
            if item is None:
                item = self._items[line.key] = self._new_item(line)
            if above.child(at) is item:
                continue
            if item.treeWidget() is not None:
                above.removeChild(item)
            above.insertChild(at, item)
        # A line that moves forgets whether it was folded, and so do those below it.
        for key, item in self._items.items():
            item.setExpanded(key not in self._folded)

    def _new_item(self, line: OutlineLine) -> QTreeWidgetItem:
        item = QTreeWidgetItem()
        item.setData(0, _KEY, line.key)
        if line.sort in _NAMED:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        return item

    def _fill(self) -> None:
        """Write the words of every line that says something else than before."""
        was_blocked = self.tree.blockSignals(True)
        for key, line in self._lines.items():
            words = words_of(line, self._bridge.reader, self._findings.get(line.record, ()))
            self._write(self._items[key], words)
        self.tree.blockSignals(was_blocked)

    def _write(self, item: QTreeWidgetItem, words: LineWords) -> None:
        if item.text(0) != words.text:
            item.setText(0, words.text)
        if item.data(0, Qt.ItemDataRole.AccessibleTextRole) != words.spoken:
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words.spoken)
            item.setToolTip(0, words.spoken)
        color = self._theme.group(words.group) if words.group is not None else self._theme.secondary
        item.setIcon(0, themed_icon(words.icon, self._theme, color))
        item.setText(1, words.count)

    def _tell_selection(self) -> None:
        """Show on the drawing what was selected here."""
        records = [self._lines[str(item.data(0, _KEY))].record for item in self.tree.selectedItems()]
        ids = [record_id for record_id in records if record_id]
        canvas = self._tabs.canvas()
        if not ids or canvas is None or self._is_telling:
            return
        self._is_telling = True
        try:
            if len(ids) == 1:
                self._tabs.reveal(ids[0])
            else:
                canvas.select(ids)
        finally:
            self._is_telling = False

    def _activate(self, item: QTreeWidgetItem) -> None:
        record_id = self._lines[str(item.data(0, _KEY))].record
        if record_id:
            self.activated.emit(record_id)

    def _rename(self, item: QTreeWidgetItem) -> None:
        line = self._lines[str(item.data(0, _KEY))]
        title, record = item.text(0).strip(), self._bridge.reader.get(line.record)
        if record is None or not title or title == getattr(record, "title", ""):
            self._fill()
            return
        with self._bridge.store.transact(tr("Rename")) as transaction:
            transaction.change(line.record, {"title": title})

    def _delete(self) -> None:
        """Delete the selected steps and links as on the drawing, else the selected fields."""
        records = [self._lines[str(item.data(0, _KEY))].record for item in self.tree.selectedItems()]
        fields = [each for each in records if self._bridge.reader.find_or_none(FormField, each) is not None]
        drawn = [record_id for record_id in records if record_id and record_id not in fields]
        canvas = self._tabs.canvas()
        if drawn and canvas is not None:
            canvas.select(drawn)
            canvas.delete_selection()
        elif fields:
            delete_with_care(self, self._bridge.reader, fields, lambda: self._delete_fields(fields))

    def _delete_fields(self, fields: list[str]) -> None:
        with self._bridge.store.transact(tr("Delete fields")) as transaction:
            transaction.remove(*fields)

    def _on_patch(self, patch: Patch) -> None:
        if any(change.type_name in _SHOWN_TYPES for change in patch.changes):
            self._late.follow(patch)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._campaign = ""
        self._late.start(0)


class _Tree(QTreeWidget):
    """The tree; tells when somebody wants to delete what is selected."""

    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Outline of the campaign"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIndentation(12)
        self.setHorizontalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeWidget.EditTrigger.EditKeyPressed)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(8)
        for column in (0, 1):
            header.setSectionResizeMode(column, header.ResizeMode.ResizeToContents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selectedItems():
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

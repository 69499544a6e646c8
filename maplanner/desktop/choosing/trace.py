"""What serves what: a tree of goals or requirements with ticks, and the elements behind them to go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, FormField, Step

_KEY = Qt.ItemDataRole.UserRole
_ELEMENT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class TraceLine:
    """One line: what it stands for, its words, whether it is ticked (``None``: no tick), elements below."""

    key: str
    title: str
    detail: str = ""
    ticked: bool | None = None
    elements: tuple[str, ...] = ()


class TracePanel(QWidget):
    """Shows lines with the elements behind them; a click on an element goes there."""

    jump_requested = Signal(str)
    ticked = Signal(str, bool)
    """The key of a line, and whether it is ticked now."""

    def __init__(self, reader: RecordReader, name: str) -> None:
        super().__init__()
        self._reader = reader
        self.head = QLabel()
        self.head.setProperty("role", "field")
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(name)
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setUniformRowHeights(True)
        self.tree.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.header().setStretchLastSection(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.tree.header().resizeSection(0, scaled(440))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.tree)
        self.tree.itemChanged.connect(self._changed)
        self.tree.itemClicked.connect(self._clicked)
        self.tree.itemActivated.connect(self._go)

    def show_lines(self, head: str, lines: Sequence[TraceLine]) -> None:
        """Show lines under a heading; what was unfolded stays so."""
        self.head.setText(head)
        open_ones = {
            item.data(0, _KEY)
            for at in range(self.tree.topLevelItemCount())
            if (item := self.tree.topLevelItem(at)) is not None and item.isExpanded()
        }
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for line in lines:
                item = self._line(line)
                self.tree.addTopLevelItem(item)
                item.setExpanded(line.key in open_ones or not line.title)

    def _line(self, line: TraceLine) -> QTreeWidgetItem:
        item = QTreeWidgetItem([line.title, line.detail])
        item.setData(0, _KEY, line.key)
        item.setToolTip(0, line.title)
        item.setToolTip(1, line.detail)
        if line.ticked is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked)
        item.addChildren([found for each in line.elements if (found := self._element(each)) is not None])
        return item

    def _element(self, record_id: str) -> QTreeWidgetItem | None:
        record = self._reader.get(record_id)
        if record is None:
            return None
        step = self._reader.find_or_none(Step, record.step) if isinstance(record, FormField) else record
        campaign = self._reader.find_or_none(Campaign, step.campaign) if isinstance(step, Step) else None
        where = " · ".join(
            part for part in (kind_title(record), campaign.title if campaign is not None else "") if part
        )
        item = QTreeWidgetItem([title_of(record, self._reader), where])
        item.setData(0, _ELEMENT, record_id)
        item.setToolTip(0, tr("Show it where it stands"))
        item.setForeground(0, self.palette().link())
        return item

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        key = str(item.data(0, _KEY) or "")
        if key and column == 0:
            self.ticked.emit(key, item.checkState(0) is Qt.CheckState.Checked)

    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        if column == 0:
            self._go(item)

    def _go(self, item: QTreeWidgetItem) -> None:
        element = str(item.data(0, _ELEMENT) or "")
        if element:
            self.jump_requested.emit(element)

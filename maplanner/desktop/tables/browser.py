"""The lists: every sort of thing in the plan by topic, each as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.late import Late
from maplanner.desktop.lettering import lettering, scaled
from maplanner.desktop.tables.record_table import RecordTable
from maplanner.desktop.tables.topics import TOPICS, Topic
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import Record
from maplanner.drawing.theme import SECONDARY_SIZE

_TYPE = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1


class RecordBrowser(QWidget):
    """Topics at the left with their counts, the chosen one's table at the right."""

    selection_changed = Signal(list)
    jump_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tables: dict[type[Record], RecordTable] = {}
        self.topics = QListWidget()
        self.topics.setAccessibleName(tr("Lists"))
        self.topics.setFrameShape(QFrame.Shape.NoFrame)
        self.topics.setMinimumWidth(scaled(140))
        self.topics.setItemDelegate(_TopicDelegate(self.topics))
        self.topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages = QStackedWidget()
        self._items: dict[type[Record], QListWidgetItem] = {}
        self._fill()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.topics)
        split.addWidget(self.pages)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(190), 700])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self._late = Late(self.refresh, self)
        bridge.patched.connect(self._on_patch)
        self.topics.currentItemChanged.connect(lambda item, _before: self._open(item))
        self.refresh()
        self.show_topic(TOPICS[1].record_type)

    def show_topic(self, record_type: type[Record]) -> None:
        """Open the list of a sort of records; sorts without a list are passed over."""
        if record_type in self._items:
            self.topics.setCurrentItem(self._items[record_type])

    def show_record(self, record_id: str) -> bool:
        """Open the list that holds a record and select it; return whether there is one."""
        record = self._bridge.reader.get(record_id)
        if record is None or type(record) not in self._items:
            return False
        self.show_topic(type(record))
        return self.table(type(record)).select(record_id)

    def table(self, record_type: type[Record]) -> RecordTable:
        """Return the table of a sort of records, made when first asked for."""
        table = self._tables.get(record_type)
        if table is None:
            table = RecordTable(self._bridge, record_type)
            table.selection_changed.connect(self.selection_changed)
            table.jump_requested.connect(self.jump_requested)
            self._tables[record_type] = table
            self.pages.addWidget(table)
        return table

    def current_table(self) -> RecordTable:
        """Return the table that is shown."""
        return self.table(self.topics.currentItem().data(_TYPE))

    def refresh(self) -> None:
        """Count anew."""
        for record_type, item in self._items.items():
            count = self._bridge.reader.count(record_type)
            item.setData(_COUNT, number(count) if count else "")
            title = item.text()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {count}")

    def _fill(self) -> None:
        heading = ""
        for topic in TOPICS:
            if topic.heading != heading:
                heading = topic.heading
                self.topics.addItem(_heading(tr(heading)))
            item = _entry(topic)
            self.topics.addItem(item)
            self._items[topic.record_type] = item

    def _open(self, item: QListWidgetItem | None) -> None:
        record_type: Any = item.data(_TYPE) if item is not None else None
        if record_type is None:
            return
        table = self.table(record_type)
        self.pages.setCurrentWidget(table)
        table.refresh()
        self.selection_changed.emit(table.selected_ids())

    def _on_patch(self, patch: Patch) -> None:
        if any(not change.is_edit for change in patch.changes):
            self._late.follow(patch)


class _TopicDelegate(QStyledItemDelegate):
    """Paints a topic with its count at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(lettering(SECONDARY_SIZE))
        painter.setPen(option.palette.placeholderText().color())
        place = option.rect.adjusted(0, 0, -10, 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, int(side), str(index.data(_COUNT) or ""))
        painter.restore()


def _heading(text: str) -> QListWidgetItem:
    item = QListWidgetItem(text.upper())
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = item.font()
    font.setPixelSize(scaled(10))
    font.setWeight(font.Weight.DemiBold)
    font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 1)
    item.setFont(font)
    item.setSizeHint(QSize(100, scaled(30)))
    return item


def _entry(topic: Topic) -> QListWidgetItem:
    item = QListWidgetItem(tr(topic.title))
    item.setData(_TYPE, topic.record_type)
    return item

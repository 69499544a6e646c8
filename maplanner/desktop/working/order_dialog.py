"""What one line of work waits for: by the sort of work, and as people say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lettering import scaled
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import tr
from maplanner.document.records import WorkOrder
from maplanner.estimate.work import WorkEstimate

_KEY = Qt.ItemDataRole.UserRole


class OrderDialog(QDialog):
    """Lists all lines and milestones; a tick makes the chosen line wait for one."""

    def __init__(
        self, bridge: PlanBridge, work: WorkEstimate, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What has to be done first"))
        self._bridge = bridge
        self._key = key
        self.filter = filter_field(tr("Filter lines"))
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(tr("What has to be done first"))
        self.by_hand = {each.first for each in bridge.reader.all(WorkOrder) if each.then == key}
        self._fill(work)
        self._lay_out(work.by_key[key].line.title)
        self.filter.textChanged.connect(self._filter)

    def ticked(self) -> set[str]:
        """Return what people let the line wait for."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return {
            str(item.data(_KEY))
            for item in items
            if item.checkState() is Qt.CheckState.Checked and item.flags() & Qt.ItemFlag.ItemIsEnabled
        }

    def accept(self) -> None:
        """Write what has changed as one step that can be undone."""
        wanted = self.ticked()
        gone = [
            each.id
            for each in self._bridge.reader.all(WorkOrder)
            if each.then == self._key and each.first not in wanted
        ]
        new = [WorkOrder.new(first=first, then=self._key) for first in sorted(wanted - self.by_hand)]
        if gone or new:
            with self._bridge.store.transact(tr("Change the order of work")) as transaction:
                transaction.remove(*gone)
                transaction.put(*new)
        super().accept()

    def _fill(self, work: WorkEstimate) -> None:
        by_itself = work.network.before[self._key] - self.by_hand
        choices = [(each.id, each.title, False) for each in work.network.milestones]
        choices += [
            (each.line.key, each.line.title, each.line.key in by_itself)
            for each in work.lines
            if each.line.key != self._key
        ]
        for key, title, anyway in sorted(
            choices, key=lambda each: (not each[2], each[0] not in self.by_hand)
        ):
            item = QListWidgetItem(tr("{line} (by the sort of work)").format(line=title) if anyway else title)
            item.setData(_KEY, key)
            item.setToolTip(title)
            on = anyway or key in self.by_hand
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            if anyway:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in item.text().casefold())

    def _lay_out(self, title: str) -> None:
        self.resize(scaled(560), scaled(520))
        head = QLabel(tr("“{line}” begins when all that is ticked is done.").format(line=title))
        head.setWordWrap(True)
        head.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        for widget in (head, self.filter, self.list, buttons):
            layout.addWidget(widget)

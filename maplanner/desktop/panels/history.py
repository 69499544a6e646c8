"""The history: every step that can be taken back or made again; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch


class HistoryPanel(QWidget):
    """The steps of this session, oldest first; those behind the present point are undone and grey."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Steps of this session"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(lambda item: self.go_to(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self.go_to(self.list.row(item)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.list)
        # The store tells of a patch before it enters the step into its history.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self.refresh)
        bridge.patched.connect(self._on_patch)
        self.refresh()

    def go_to(self, position: int) -> None:
        """Undo or redo until ``position`` steps are done; 0 is how the plan was opened."""
        while self._done() > position and self._bridge.undo() is not None:
            pass
        # Undo passes over steps that a teammate has made void, and may so go one too far.
        while self._done() < position and self._bridge.redo() is not None:
            pass
        self.refresh()

    def refresh(self) -> None:
        """Show the steps as they are now."""
        done, undone = self._bridge.store.history.labels
        self.list.clear()
        self.list.addItem(tr("As opened"))
        for label in done:
            self.list.addItem(QListWidgetItem(tr(label)))
        for label in undone:
            item = QListWidgetItem(tr("{step} (undone)").format(step=tr(label)))
            item.setForeground(self.palette().placeholderText())
            font = item.font()
            font.setItalic(True)
            item.setFont(font)
            self.list.addItem(item)
        present = self.list.item(len(done))
        present.setData(Qt.ItemDataRole.AccessibleTextRole, tr("{step}, now").format(step=present.text()))
        self.list.setCurrentItem(present)
        self.list.scrollToItem(present)

    def _done(self) -> int:
        return len(self._bridge.store.history.labels[0])

    def _on_patch(self, patch: Patch) -> None:
        # Steps of others are not among those that this list takes back.
        if patch.origin != "remote":
            self._late.start(0)

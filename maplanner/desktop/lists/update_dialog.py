"""What a list that was changed in a spreadsheet would change; taken over as one step."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.app import lists
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.words import tr
from maplanner.drawing.theme import Theme, ink
from maplanner.exchange.plan_list_reading import ListChange

_MOST_LINES: Final = 2_000


class ListUpdateDialog(QDialog):
    """Shows what is new, changed, missing and left out, list by list, before anything happens."""

    def __init__(self, bridge: PlanBridge, path: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Update from {name}").format(name=path.name))
        self.resize(760, 560)
        self._bridge, self._path, self._theme = bridge, path, theme
        self.changes: list[ListChange] = []
        self.tree = QTreeWidget()
        self.delete_missing = QCheckBox(tr("Delete what the list has no row for"))
        self.message = QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take_over = self.buttons.addButton(tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.delete_missing.toggled.connect(self.show_changes)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.read()

    def read(self) -> None:
        """Read the file and show what it would change; say why where it cannot be read."""
        try:
            self.changes = lists.preview_lists(self._bridge.reader, self._path)
        except MaplannerError as error:
            self._complain(error)
            self.take_over.setEnabled(False)
            return
        self.delete_missing.setVisible(any(change.missing for change in self.changes))
        self.show_changes()

    def show_changes(self) -> None:
        """Show every line, in its colour."""
        self.tree.clear()
        is_deleting = self.delete_missing.isChecked()
        colors = {"+": self._theme.good_text, "~": self._theme.warning_text, "−": self._theme.error_text}
        for change in self.changes:
            lines = lists.lines_of(self._bridge.reader, change, delete_missing=is_deleting)
            notes = lists.notes_of(change)
            head = QTreeWidgetItem([f"{tr(change.plan_list.title)} ({len(lines) + len(notes)})"])
            self.tree.addTopLevelItem(head)
            for line in (*notes, *lines)[:_MOST_LINES]:
                item = QTreeWidgetItem([line.replace("~", "≠", 1) if line.startswith("~") else line])
                item.setToolTip(0, line)
                color = self._theme.error_text if line in notes else colors.get(line[:1], self._theme.text)
                item.setForeground(0, ink(color))
                head.addChild(item)
            head.setExpanded(True)
        self.message.setText(tr(lists.summary(self.changes)))
        deletes = is_deleting and any(change.missing for change in self.changes)
        self.take_over.setEnabled(deletes or any(self.changes))

    def accept(self) -> None:
        """Take everything over; say why where the plan does not take it, and stay open."""
        try:
            lists.apply_lists(
                self._bridge.store,
                self.changes,
                self._path.name,
                delete_missing=self.delete_missing.isChecked(),
            )
        except MaplannerError as error:
            self._complain(error)
            return
        super().accept()

    def _complain(self, error: MaplannerError) -> None:
        self.message.setText(f"{tr(error.message)} {tr(error.advice)}".strip())

    def _lay_out(self) -> None:
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(tr("What would change"))
        self.message.setWordWrap(True)
        self.take_over.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.delete_missing)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)

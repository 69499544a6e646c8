"""Ticks the assumptions that are to be tried, found by typing any part of their names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.lettering import scaled
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import tr

_KEY = Qt.ItemDataRole.UserRole


class LeverDialog(QDialog):
    """Offers (key, title) pairs; those that are ticked come back by :meth:`ticked`."""

    def __init__(
        self, pairs: Iterable[tuple[str, str]], ticked: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Choose assumptions"))
        self.filter = filter_field(tr("Filter assumptions"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Assumptions"))
        for key, title in pairs:
            item = QListWidgetItem(title)
            item.setData(_KEY, key)
            item.setToolTip(title)
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.all_button, self.none_button = QPushButton(tr("Tick shown")), QPushButton(tr("Tick none"))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.filter.textChanged.connect(self._show_some)
        self.all_button.clicked.connect(self._tick_shown)
        self.none_button.clicked.connect(self._tick_none)
        self.list.itemChanged.connect(lambda _item: self._allow())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self._allow()

    def ticked(self) -> list[str]:
        """Return the keys of what is ticked, in the order of the list."""
        return [str(item.data(_KEY)) for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _show_some(self, text: str) -> None:
        wanted = text.casefold().split()
        for item in self._items():
            item.setHidden(not all(word in item.text().casefold() for word in wanted))

    def _tick_shown(self) -> None:
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(Qt.CheckState.Checked)

    def _tick_none(self) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Unchecked)

    def _allow(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.ticked()))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.all_button)
        row.addWidget(self.none_button)
        row.addStretch(1)
        row.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.resize(scaled(520), scaled(480))

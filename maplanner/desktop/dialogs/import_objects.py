"""Choosing which of a CRM's objects are taken over: few plans need all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.crm.catalogue import CatalogueObject
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import tr

_NAME = Qt.ItemDataRole.UserRole


class ObjectsDialog(QDialog):
    """Lists objects with a box each; the filter hides rows, and *All* and *None* tick those that are seen."""

    def __init__(
        self, objects: Sequence[CatalogueObject], chosen: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Which objects?"))
        self.filter = filter_field(tr("Filter objects"))
        self.all, self.none = QPushButton(tr("All")), QPushButton(tr("None"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Objects"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("role", "primary")
        for each in sorted(objects, key=lambda each: each.api_name.casefold()):
            self.list.addItem(_row(each, ticked=not chosen or each.api_name in chosen))
        self._lay_out()
        self._connect()
        self._show_count()

    def chosen(self) -> tuple[str, ...]:
        """Return the API names of the ticked objects; none where all are, so that later ones are too."""
        ticked = tuple(
            str(row.data(_NAME)) for row in self._rows() if row.checkState() is Qt.CheckState.Checked
        )
        return () if len(ticked) == self.list.count() else ticked

    def _rows(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.filter, 1)
        for button in (self.all, self.none):
            button.setAutoDefault(False)
            top.addWidget(button)
        bottom.addWidget(self.count, 1)
        bottom.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)
        self.resize(460, 520)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.all.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.list.itemChanged.connect(self._show_count)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in self._rows():
            row.setHidden(not all(word in row.text().casefold() for word in words))

    def _tick(self, state: Qt.CheckState) -> None:
        self.list.blockSignals(True)
        for row in self._rows():
            if not row.isHidden():
                row.setCheckState(state)
        self.list.blockSignals(False)
        self.list.viewport().update()
        self._show_count()

    def _show_count(self) -> None:
        ticked = sum(row.checkState() is Qt.CheckState.Checked for row in self._rows())
        self.count.setText(tr("{count} of {total}").format(count=ticked, total=self.list.count()))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(ticked))


def _row(described: CatalogueObject, *, ticked: bool) -> QListWidgetItem:
    fields = tr("%n fields", len(described.fields))
    is_alike = described.label.replace(" ", "").casefold() == described.api_name.casefold()
    label = "" if is_alike or not described.label else f" · {described.label}"
    row = QListWidgetItem(f"{described.api_name} · {fields}{label}")
    row.setData(_NAME, described.api_name)
    row.setToolTip(row.text())
    row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    row.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return row

"""The bar below the inventory: what can be done with all selected fields at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QLabel, QMenu, QPushButton, QWidget

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.bulk import change_mappings, fields, set_personal, set_use
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.words import number, tr
from maplanner.document.vocabulary import ConflictRule, Direction, Use

_LONGEST_REASON = 2_000


class BulkBar(QWidget):
    """Says how many fields are selected and changes them together."""

    message = Signal(str)

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bridge = bridge
        self._ids: list[str] = []
        self.count = QLabel()
        layout = FlowLayout(self, spacing=8)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.addWidget(self.count)
        for text, fill in (
            (tr("When both differ"), self._fill_conflicts),
            (tr("Direction"), self._fill_directions),
            (tr("Used for"), self._fill_uses),
            (tr("Personal"), self._fill_personal),
        ):
            layout.addWidget(self._button(text, fill))
        self.reason = QPushButton(tr("Reason …"))
        self.reason.setToolTip(tr("Why these systems may hold the data"))
        self.reason.clicked.connect(self._ask_reason)
        layout.addWidget(self.reason)
        self.show_fields([])

    def show_fields(self, ids: list[str]) -> None:
        """Offer to change these fields; with none there is nothing to see."""
        self._ids = ids
        self.count.setText(
            tr("{count} selected").format(count=number(len(ids))) if len(ids) != 1 else tr("1 selected")
        )
        self.setVisible(bool(ids))

    def set_conflict(self, rule: ConflictRule) -> None:
        """Decide who wins in all mappings of the fields."""
        self._tell_mappings(change_mappings(self._bridge, self._ids, {"conflict": rule.value}))

    def set_direction(self, direction: Direction) -> None:
        """Let all mappings of the fields go one way."""
        try:
            self._tell_mappings(change_mappings(self._bridge, self._ids, {"direction": direction.value}))
        except MaplannerError as error:
            self.message.emit(error.message)

    def set_reason(self, text: str) -> None:
        """Give all mappings of the fields the same reason."""
        self._tell_mappings(change_mappings(self._bridge, self._ids, {"reason": text.strip()}))

    def set_use(self, use: Use, used: bool) -> None:
        """Say what all the fields are used for."""
        set_use(self._bridge, self._ids, use, used=used)

    def set_personal(self, personal: bool) -> None:
        """Mark all the fields as personal data, or no longer."""
        if not set_personal(self._bridge, self._ids, personal=personal):
            self.message.emit(tr("Only fields of systems are marked as personal; none is selected."))

    def _button(self, text: str, fill: Callable[[QMenu], None]) -> QPushButton:
        button = QPushButton(text + " ▾")
        button.setAccessibleName(text)
        button.clicked.connect(partial(self._open, button, fill))
        return button

    def _open(self, button: QPushButton, fill: Callable[[QMenu], None]) -> None:
        menu = QMenu(self)
        fill(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _fill_conflicts(self, menu: QMenu) -> None:
        for rule in ConflictRule:
            menu.addAction(tr(rule.value), partial(self.set_conflict, rule))

    def _fill_directions(self, menu: QMenu) -> None:
        for direction in Direction:
            menu.addAction(tr(direction.value), partial(self.set_direction, direction))

    def _fill_uses(self, menu: QMenu) -> None:
        """Offer every use; a tick says that all the fields have it."""
        found = fields(self._bridge.reader, self._ids)
        for use in Use:
            action = menu.addAction(tr(use.value))
            action.setCheckable(True)
            action.setChecked(bool(found) and all(use.value in field.uses for field in found))
            action.triggered.connect(partial(self.set_use, use))

    def _fill_personal(self, menu: QMenu) -> None:
        menu.addAction(tr("Personal data"), partial(self.set_personal, True))
        menu.addAction(tr("Not personal"), partial(self.set_personal, False))

    def _ask_reason(self) -> None:
        text, given = QInputDialog.getMultiLineText(
            self.window(), tr("Reason"), tr("Why may these systems hold the data?")
        )
        if given:
            self.set_reason(text[:_LONGEST_REASON])

    def _tell_mappings(self, count: int) -> None:
        self.message.emit(
            tr("{count} mappings changed").format(count=number(count))
            if count
            else tr("None of the selected fields is mapped yet.")
        )

"""The CRM load: calls a day and in the busiest hour for each way of synchronising, against the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.late import Late
from maplanner.desktop.panels.load_beyond import Beyond
from maplanner.desktop.panels.load_card import SystemCard
from maplanner.desktop.panels.load_returns import ReturnsCard
from maplanner.desktop.panels.load_sales import SalesCard
from maplanner.desktop.panels.showing import EmptyState
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader
from maplanner.document.records import System
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.estimate import Estimate, SystemLoad


class LoadPanel(QWidget):
    """One card for each CRM. Edition and seats are chosen here; the limit follows at once."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._estimate: Estimate | None = None
        self.cards: dict[str, SystemCard] = {}
        self.beyond: dict[str, Beyond] = {}
        self.sales: SalesCard | None = None
        self.empty = EmptyState(theme, "gauge")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(tr("CRM load"))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.empty)
        # An editor that has just written must not be replaced while it is still at work.
        self._late = Late(self.refresh, self)
        bridge.patched.connect(self._on_patch)
        self.set_estimate(None)

    def set_estimate(self, estimate: Estimate | None) -> None:
        """Show an estimate, or that there is none yet."""
        self._estimate = estimate
        if estimate is None or not estimate.systems:
            self.cards, self.beyond, self.sales = {}, {}, None
            lacks = " ".join(tr(each) for each in estimate.lacks) if estimate is not None else ""
            self.empty.say("gauge", lacks or tr("Press Simulate to see what the CRM has to carry."))
            self._stack.setCurrentWidget(self.empty)
            return
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(12)
        self.cards = {
            load.system.id: SystemCard(self._bridge, load, self._theme) for load in estimate.systems
        }
        self.beyond = {load.system.id: Beyond(self._bridge, self._theme) for load in estimate.systems}
        for load in estimate.systems:
            layout.addWidget(self.cards[load.system.id])
            layout.addWidget(self.beyond[load.system.id])
            self._show_beyond(load)
        self.sales = None if estimate.sales is None else SalesCard(estimate.sales, self._theme)
        if self.sales is not None:
            layout.addWidget(self.sales)
        if estimate.returns is not None:
            layout.addWidget(ReturnsCard(self._bridge, estimate.returns))
        layout.addStretch(1)
        self._area.setWidget(body)
        self._fit()
        self._stack.setCurrentWidget(self._area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for card in self.cards.values():
            card.fit(self.width() - 44)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.empty.set_theme(theme)
        for card in self.cards.values():
            card.set_theme(theme)
        for part in self.beyond.values():
            part.set_theme(theme)
        if self.sales is not None:
            self.sales.set_theme(theme)

    def refresh(self) -> None:
        """Work the limits out anew from the systems as they are now; the simulated calls stay."""
        if self._estimate is None:
            return
        for load in self._estimate.systems:
            system = self._bridge.reader.find_or_none(System, load.system.id)
            card = self.cards.get(load.system.id)
            if card is None:
                continue
            card.setVisible(system is not None)
            self.beyond[load.system.id].setVisible(system is not None)
            if system is not None:
                changed = _with_system(self._bridge.reader, load, system)
                card.show_load(changed)
                self._show_beyond(changed)

    def _show_beyond(self, load: SystemLoad) -> None:
        found = self._estimate
        if found is not None:
            key = load.system.id
            storage = next((each for each in found.storage if each.system.id == key), None)
            fields = [each for each in found.custom_fields if each.object.system == key]
            self.beyond[key].show_load(load, storage, fields)

    def _on_patch(self, patch: Patch) -> None:
        if self.cards and any(change.id in self.cards for change in patch.changes):
            self._late.follow(patch)


def _with_system(reader: RecordReader, load: SystemLoad, system: System) -> SystemLoad:
    from maplanner.estimate.estimate import against_limits

    return against_limits(reader, load, system)

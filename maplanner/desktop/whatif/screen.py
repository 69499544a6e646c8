"""The screen for “what if”: scenarios side by side, what matters most, where a limit breaks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.whatif.breaking import BreakingPage
from maplanner.desktop.whatif.mattering import MatteringPage
from maplanner.desktop.whatif.side_by_side import SideBySidePage
from maplanner.desktop.words import tr
from maplanner.drawing.theme import Theme


class WhatIfScreen(QWidget):
    """Three questions, a page each."""

    selection_changed = Signal(list)
    jump_requested = Signal(str)
    wants_new_scenario = Signal()

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__()
        self.side_by_side = SideBySidePage(bridge)
        self.mattering = MatteringPage(bridge, theme)
        self.breaking = BreakingPage(bridge)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.addTab(self.side_by_side, tr("Side by side"))
        self.pages.addTab(self.mattering, tr("What matters most"))
        self.pages.addTab(self.breaking, tr("Where it breaks"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self.side_by_side.picked.connect(self.selection_changed)
        self.side_by_side.wants_new.connect(self.wants_new_scenario)
        self.mattering.jump_requested.connect(self.jump_requested)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.mattering.set_theme(theme)

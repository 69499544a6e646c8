"""Searching in one window: which of the two searches a key means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.search.bar import FindBar
from maplanner.desktop.search.panel import FindPanel
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


class Search:
    """The bar over the drawing and the panel for the plan."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.bar = FindBar(window.tabs, window.bridge, window.theme)
        self.panel = FindPanel(window.bridge, window.tabs, window.theme)
        self.panel.jump_requested.connect(window.tabs.reveal)

    def find_in_campaign(self) -> None:
        """Open the bar over the drawing; without a drawing in front, the panel."""
        if self._window.tabs.canvas() is None:
            self.find_in_plan()
        else:
            self.bar.open()

    def find_in_plan(self, *, replacing: bool = False) -> None:
        """Open the panel, with what was looked for on the drawing."""
        self._window.docks.show("find")
        self.panel.open(self.bar.field.text(), replacing=replacing)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.bar.set_theme(theme)
        self.panel.set_theme(theme)

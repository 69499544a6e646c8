"""Searching in one window: which of the two searches a key means."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.search.bar import FindBar
    from maplanner.desktop.search.panel import FindPanel


class Search:
    """The bar over the drawing and the panel for the plan. Both are made when first looked for."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @cached_property
    def bar(self) -> FindBar:
        """The bar over the drawing."""
        from maplanner.desktop.search.bar import FindBar

        return FindBar(self._window.tabs, self._window.bridge, self._window.theme)

    @cached_property
    def panel(self) -> FindPanel:
        """The panel for the plan."""
        from maplanner.desktop.search.panel import FindPanel

        panel = FindPanel(self._window.bridge, self._window.tabs, self._window.theme)
        panel.jump_requested.connect(self._window.tabs.reveal)
        return panel

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
        for name in ("bar", "panel"):
            if name in vars(self):
                getattr(self, name).set_theme(theme)

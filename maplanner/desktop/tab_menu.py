"""The button beside the tabs that lists them all, for when there are more than fit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton

from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.tabs import PlanTabs


class TabMenu(QToolButton):
    """Shows every tab's whole title; the one in front is ticked."""

    def __init__(self, tabs: PlanTabs) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self.setText("▾")
        self.setToolTip(tr("All tabs"))
        self.setAccessibleName(tr("All tabs"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("menu", "bare")
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for at in range(self._tabs.count()):
            title = self._tabs.tabToolTip(at).replace("&", "&&") or self._tabs.tabText(at)
            action = menu.addAction(title, partial(self._show, at))
            action.setCheckable(True)
            action.setChecked(at == self._tabs.currentIndex())

    def _show(self, at: int) -> None:
        self._tabs.setCurrentIndex(at)
        self._tabs.take_focus()

"""The button beside the tabs that lists them all, for when there are more than fit."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QTabWidget, QToolButton

from maplanner.desktop.words import tr


class TabMenu(QToolButton):
    """Shows every tab's whole title; the one in front is ticked."""

    def __init__(self, tabs: QTabWidget) -> None:
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
            action = menu.addAction(title, partial(self._tabs.setCurrentIndex, at))
            action.setCheckable(True)
            action.setChecked(at == self._tabs.currentIndex())

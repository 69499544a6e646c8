"""Esc leads from any panel back to what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


class LeavingPanels(QObject):
    """Watches a window for an Esc that no part of it has taken, and lets the drawing hear the keys again."""

    def __init__(self, window: MainWindow) -> None:
        """Watch nothing yet: the window installs this as its filter."""
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take an Esc that came from a panel; leave everything else alone."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self._window and is_escape and event.type() is QEvent.Type.KeyPress:
            self._window.tabs.take_focus()
            return True
        return super().eventFilter(watched, event)

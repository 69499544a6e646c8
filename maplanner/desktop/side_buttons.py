"""The two buttons at a mouse's side go back and forward, wherever the pointer is in the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QWindow


class SideButtons(QObject):
    """Listens to a whole window, before any of its parts: ``go`` is told -1 for back and 1 for forward."""

    def __init__(self, window: QWindow, go: Callable[[int], object]) -> None:
        super().__init__(window)
        self._go = go
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick) and isinstance(
            event, QMouseEvent
        ):
            by = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}.get(event.button())
            if by is not None:
                self._go(by)
                return True
        return False

"""Panning: the drawing is drawn along with the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from maplanner.desktop.canvas.gestures.base import Gesture, Phase, Pointer


class Pan(Gesture):
    """Moves the view with the middle button, or with Space and the left one."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, start: Pointer, scroll: Callable[[int, int], None]) -> None:
        """Begin anywhere; ``scroll`` moves what is seen by pixels of the screen."""
        super().__init__(start)
        self._scroll = scroll
        self._last = start.view
        self.phase = Phase.DRAGGING

    def drag(self, pointer: Pointer) -> None:
        step, self._last = pointer.view - self._last, pointer.view
        self._scroll(step.x(), step.y())

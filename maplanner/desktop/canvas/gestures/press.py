"""A press that is only ever a click: a button on a card."""

from __future__ import annotations

from collections.abc import Callable

from maplanner.desktop.canvas.gestures.base import Gesture, Pointer


class Press(Gesture):
    """Runs an action when released where it was pressed; dragging away takes it back."""

    def __init__(self, start: Pointer, action: Callable[[], object]) -> None:
        """Begin on a button."""
        super().__init__(start)
        self._action = action

    def click(self, pointer: Pointer) -> None:
        self._action()


class Select(Gesture):
    """Selects one record when released; dragging it does nothing."""

    def __init__(self, start: Pointer, select: Callable[[], object]) -> None:
        """Begin on something that cannot be moved, such as a link."""
        super().__init__(start)
        self._select = select

    def click(self, pointer: Pointer) -> None:
        self._select()

    def commit(self, pointer: Pointer) -> None:
        self._select()

"""What every gesture has in common: pressed, then perhaps dragging, then committed or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, QPointF, Qt

DRAG_DISTANCE: Final = 4
"""Pixels of the screen that the mouse may move in a click."""


@dataclass(frozen=True)
class Pointer:
    """Where the mouse is: ``at`` on the drawing, ``view`` in pixels of the view; ``zoom`` relates the two."""

    at: QPointF
    view: QPoint
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    zoom: float = 1.0

    @property
    def adds(self) -> bool:
        """Whether Shift or Ctrl is held: what is touched joins the selection."""
        return bool(self.keys & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))

    @property
    def is_free(self) -> bool:
        """Whether Alt is held: nothing snaps."""
        return bool(self.keys & Qt.KeyboardModifier.AltModifier)


class Phase(Enum):
    """How far a gesture has come."""

    PRESSED = "pressed"
    DRAGGING = "dragging"
    DONE = "done"


class Gesture:
    """From pressing to releasing. Nothing is written before :meth:`commit`; a cancelled one leaves no trace.

    A gesture tells its owner with ``phase`` whether it goes on.
    """

    cursor: ClassVar[Qt.CursorShape | None] = None

    def __init__(self, start: Pointer) -> None:
        """Begin where the mouse was pressed."""
        self.start = start
        self.phase = Phase.PRESSED

    def moved(self, pointer: Pointer) -> None:
        """Follow the mouse."""
        if self.phase is Phase.PRESSED and self._is_far(pointer):
            self.phase = Phase.DRAGGING
            self.begin()
        if self.phase is Phase.DRAGGING:
            self.drag(pointer)

    def released(self, pointer: Pointer) -> None:
        """End the gesture where the mouse was released."""
        dragging, self.phase = self.phase is Phase.DRAGGING, Phase.DONE
        if dragging:
            self.commit(pointer)
        else:
            self.click(pointer)

    def cancel(self) -> None:
        """End the gesture as if it had never been."""
        dragging, self.phase = self.phase is Phase.DRAGGING, Phase.DONE
        if dragging:
            self.abandon()

    def begin(self) -> None:
        """Start dragging."""

    def drag(self, pointer: Pointer) -> None:
        """Show what releasing here would do."""

    def commit(self, pointer: Pointer) -> None:
        """Do it."""

    def abandon(self) -> None:
        """Take back what dragging showed."""

    def click(self, pointer: Pointer) -> None:
        """Act on a press and release at one place."""

    def _is_far(self, pointer: Pointer) -> bool:
        return (pointer.view - self.start.view).manhattanLength() >= DRAG_DISTANCE

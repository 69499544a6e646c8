"""Working things out ahead, in slices too short to be felt, so that a table answers at once when asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 400
"""How long nothing must have changed before work begins."""
_GAP_MS = 8
"""Time left to the window between two slices."""
_SLICE_SECONDS = 0.005


class Ahead(QObject):
    """Goes through an iterator in slices whenever the window has nothing else to do.

    ``work`` yields after every small piece; what it works out, it keeps itself.
    """

    def __init__(self, work: Callable[[], Iterator[object]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._left: Iterator[object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether there is still something to work out."""
        return self._timer.isActive()

    def begin(self) -> None:
        """Begin anew once nothing has changed for a moment."""
        self._left = None
        self._timer.start(_PAUSE_MS)

    def stop(self) -> None:
        """Leave the rest for when it is asked for."""
        self._left = None
        self._timer.stop()

    def _go_on(self) -> None:
        if self._left is None:
            self._left = self._work()
        until = time.perf_counter() + _SLICE_SECONDS
        for _ in self._left:
            if time.perf_counter() >= until:
                self._timer.start(_GAP_MS)
                return
        self._left = None

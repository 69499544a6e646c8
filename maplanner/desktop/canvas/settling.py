"""The final ways of a drawing's links, found in the background: a little at a time, and gently in a crowd."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene

_SLICE: Final = 0.006
"""Seconds of work between two looks at the mouse, after an edit of one's own."""
_GENTLE_SLICE: Final = 0.003
_GENTLE_TICK: Final = 16
_FIRST_REST: Final = 400
"""Milliseconds after an edit of others, so that edits that come together are looked at once."""
_REST: Final = 2_000
"""Milliseconds after which the ways are found anew where others have edited meanwhile."""


class Settling:
    """Works on the ways of a scene's links until nothing is left to do."""

    def __init__(self, scene: CanvasScene) -> None:
        """Begin at rest."""
        self._scene = scene
        self._is_gentle = False
        self._shown: dict[str, None] = {}
        self._timer = QTimer(scene)
        self._timer.timeout.connect(self._work)

    def begin(self, *, gently: bool) -> None:
        """Work from now on; ``gently`` after edits of others, who may be many and edit all the time."""
        if not gently:
            self._is_gentle = False
            self._timer.start(0)
        elif not self._timer.isActive():
            self._is_gentle = True
            self._timer.start(_FIRST_REST)

    def finish(self) -> None:
        """Do all of the work now."""
        self._timer.stop()
        self._scene.show_ways([*self._shown, *self._scene.wiring.settle()])
        self._shown.clear()

    def _work(self) -> None:
        scene = self._scene
        if scene.holding:
            return
        until = perf_counter() + (_GENTLE_SLICE if self._is_gentle else _SLICE)
        if not self._shown:
            self._shown = dict.fromkeys(scene.wiring.work(until - perf_counter()))
        while self._shown and perf_counter() < until:
            scene.show_ways([self._shown.popitem()[0]])
        if scene.wiring.is_settled and not self._shown:
            self._timer.stop()
            scene.tell_settled()
        elif self._is_gentle:
            self._timer.start(_REST if scene.wiring.is_between_rounds else _GENTLE_TICK)

"""What gestures work on: the scene, the store behind it, and a way to speak to the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from maplanner.core.errors import MaplannerError
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.document.store import Store


@dataclass(frozen=True)
class Desk:
    """The things a gesture may touch.

    ``say`` shows a sentence; ``offer_kinds`` opens the list of kinds at a place of the drawing, to continue
    from an output; ``visible`` returns the part of the drawing that is on the screen.
    """

    scene: CanvasScene
    store: Store
    say: Callable[[str], None]
    offer_kinds: Callable[[str, str, QPointF], None]
    visible: Callable[[], QRectF]

    def attempt(self, edit: Callable[[], object]) -> bool:
        """Run an edit; say why where the plan refuses it, and return whether it was made."""
        try:
            edit()
        except MaplannerError as error:
            self.say(str(error))
            return False
        return True

"""What gestures work on: the scene, the store behind it, and a way to speak to the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF

from maplanner.core.errors import MaplannerError
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.desktop.mapping import Verdict
from maplanner.document.store import Store


class ShowHint(Protocol):
    """Shows a sentence beside a point of the drawing."""

    def __call__(self, text: str, at: QPointF, *, is_refusal: bool = True) -> None:
        """Show it."""


class MakesMappings(Protocol):
    """Makes mappings, after asking a person what is still open."""

    def make(self, field_id: str, target_id: str, verdict: Verdict, mapping_id: str = "") -> None:
        """Map a form field to a field, or move the mapping named."""

    def offer(self, field_id: str, object_id: str = "") -> None:
        """Ask in which field of an object, or of any, a form field lands."""


@dataclass(frozen=True)
class Desk:
    """The things a gesture may touch.

    ``say`` shows a sentence; ``offer_kinds`` opens the list of kinds at a place of the drawing, to continue
    from an output; ``visible`` returns the part of the drawing that is on the screen; ``hint`` shows a
    sentence beside the mouse while something is dragged, an empty one none; ``landing`` makes mappings;
    ``cursor`` returns where on the drawing the mouse is, or was when a menu opened, ``None`` if elsewhere;
    ``with_care`` runs a deletion of records, after asking where something else uses them.
    """

    scene: CanvasScene
    store: Store
    say: Callable[[str], None]
    offer_kinds: Callable[[str, str, QPointF], None]
    visible: Callable[[], QRectF]
    hint: ShowHint
    landing: MakesMappings
    cursor: Callable[[], QPointF | None]
    with_care: Callable[[list[str], Callable[[], object]], None]

    def attempt(self, edit: Callable[[], object]) -> bool:
        """Run an edit; say why where the plan refuses it, and return whether it was made."""
        try:
            edit()
        except MaplannerError as error:
            self.say(str(error))
            return False
        return True

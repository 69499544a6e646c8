"""What a view lends to gestures: its scene, its plan, and ways to ask and tell a person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.hint import Hint
from maplanner.desktop.canvas.landing_choice import LandingChoice
from maplanner.desktop.deleting import delete_with_care

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView


def desk_of(view: CanvasView) -> Desk:
    """Return the desk on which the gestures of a view work."""

    def continue_link(source_id: str, output: str, at: QPointF) -> None:
        """Offer the kinds that may follow, where a link was dropped."""

        def add(kind_name: str) -> None:
            step_id = view.commands.continue_with(kind_name, source_id, output, at)
            if step_id is not None:
                view.walk_to(step_id)

        view.authoring.offer_kinds(at, lambda kind: kind.accepts_links, add)

    return Desk(
        view.canvas,
        view.bridge.store,
        view.message.emit,
        continue_link,
        view.camera.visible,
        Hint(view).show,
        LandingChoice(view),
        lambda: view.hand.cursor(),  # noqa: PLW0108 - the view has its hand later than its desk
        partial(delete_with_care, view, view.bridge.reader),
    )

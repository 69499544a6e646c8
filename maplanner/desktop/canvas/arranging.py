"""Lines up and spreads out what is selected on a drawing."""

from __future__ import annotations

from itertools import islice
from typing import Final

from maplanner.desktop.canvas import edits
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.drawing.arranging import Arrangement, arranged
from maplanner.drawing.geometry import Rect

_VERBS: Final = {Arrangement.ACROSS: "Distribute", Arrangement.DOWN: "Distribute"}


def has_boxes(desk: Desk, fewest: int) -> bool:
    """Tell whether at least so many steps and notes are selected."""
    boxes = (key for key in desk.scene.selected_ids() if key not in desk.scene.links)
    return len(list(islice(boxes, fewest))) == fewest


def _boxes_of(desk: Desk) -> dict[str, Rect]:
    """Return where the selected steps and notes lie."""
    scene = desk.scene
    rects = {key: scene.rect_of(key) for key in scene.selected_ids() if key not in scene.links}
    return {key: rect for key, rect in rects.items() if rect is not None}


def arrange(desk: Desk, how: Arrangement) -> None:
    """Arrange the selected steps and notes, in one step of undo; say so where nothing had to move."""
    places = {key: (point.x, point.y) for key, point in arranged(_boxes_of(desk), how).items()}
    if places:
        desk.attempt(lambda: edits.move(desk.store, places, verb=_VERBS.get(how, "Align")))
    else:
        desk.say("All of it is in its place already.")

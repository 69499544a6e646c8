"""Lines up, spreads out and makes alike what is selected on a drawing."""

from __future__ import annotations

from itertools import islice
from typing import Final

from maplanner.desktop.canvas import edits, framing
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.drawing.arranging import Arrangement, Sizing, arranged, same_sized
from maplanner.drawing.geometry import Rect

_VERBS: Final = {Arrangement.ACROSS: "Distribute", Arrangement.DOWN: "Distribute"}
_SIZE_LABELS: Final = {Sizing.WIDTH: "Same width", Sizing.HEIGHT: "Same height", Sizing.BOTH: "Same size"}


def has_boxes(desk: Desk, fewest: int) -> bool:
    """Tell whether at least so many steps, notes and frames are selected."""
    boxes = (key for key in desk.scene.selected_ids() if key not in desk.scene.links)
    return len(list(islice(boxes, fewest))) == fewest


def has_sizes(desk: Desk) -> bool:
    """Tell whether at least two things are selected whose size a person chooses."""
    return len(list(islice(_sized(desk), 2))) == 2


def _boxes_of(desk: Desk) -> dict[str, Rect]:
    """Return where the selected steps, notes and frames lie; what lies in a selected frame goes with it."""
    scene = desk.scene
    rects = {key: scene.rect_of(key) for key in scene.selected_ids() if key not in scene.links}
    members = set(framing.members(desk.store, rects))
    return {key: rect for key, rect in rects.items() if rect is not None and key not in members}


def _sized(desk: Desk) -> dict[str, Rect]:
    """Return where the selected notes and open frames lie, the one selected first in front."""
    scene = desk.scene
    keys = (key for key in scene.selected_ids() if key in scene.notes or key in scene.frames)
    return {key: rect for key in keys if (rect := scene.rect_of(key)) is not None}


def arrange(desk: Desk, how: Arrangement) -> None:
    """Arrange the selected steps, notes and frames, in one step of undo; say so where nothing had to move."""
    places = {key: (point.x, point.y) for key, point in arranged(_boxes_of(desk), how).items()}
    if places:
        desk.attempt(lambda: edits.move(desk.store, places, verb=_VERBS.get(how, "Align")))
    else:
        desk.say("All of it is in its place already.")


def make_alike(desk: Desk, how: Sizing) -> None:
    """Give the selected notes and frames the size of the one selected first, in one step of undo."""
    sizes = same_sized(_sized(desk), how)
    if sizes:
        desk.attempt(lambda: framing.resize_all(desk.store, sizes, _SIZE_LABELS[how]))
    else:
        desk.say("All of it has the same size already.")

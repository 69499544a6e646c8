"""What lies under the mouse."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem

from maplanner.desktop.canvas import frame_touch
from maplanner.desktop.canvas.link_item import LinkItem
from maplanner.desktop.canvas.note_item import CORNER, NoteItem
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.desktop.canvas.step_item import StepItem, fold_rect
from maplanner.drawing.geometry import Point, Rect

PORT_REACH: Final = 8.0
"""Pixels of the screen around a port that count as on it."""
LINK_REACH: Final = 6.0
END_REACH: Final = 10.0


def step_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the uppermost step whose card holds a point."""
    return step_near(scene, at, 0.0)


def step_near(scene: CanvasScene, at: QPointF, reach: float) -> str | None:
    """Return the uppermost step whose card holds a point, else one whose card grown by ``reach`` does."""
    point = Point(at.x(), at.y())
    found = [item for item in _items_around(scene, at, reach) if isinstance(item, StepItem)]
    for margin in (0.0, reach):
        for item in found:
            if item.card.rect.grown(margin).holds(point):
                return item.card.id
    return None


def note_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the uppermost note that holds a point."""
    for item in _items_around(scene, at, 0.0):
        if isinstance(item, NoteItem) and item.place.holds(Point(at.x(), at.y())):
            return item.note.id
    return None


def link_at(scene: CanvasScene, at: QPointF, reach: float) -> str | None:
    """Return the link that passes nearest, within ``reach``."""
    near = [
        (item.distance_to(at), item.wire.id)
        for item in _items_around(scene, at, reach)
        if isinstance(item, LinkItem)
    ]
    best = min(near, default=None)
    return best[1] if best is not None and best[0] <= reach else None


def record_at(scene: CanvasScene, at: QPointF, zoom: float) -> str | None:
    """Return the step, note, link or frame under a point, in the order in which they lie upon each other."""
    thing = step_at(scene, at) or note_at(scene, at) or link_at(scene, at, LINK_REACH / zoom)
    return thing or frame_touch.frame_at(scene, at, zoom)


def output_at(scene: CanvasScene, at: QPointF, zoom: float) -> tuple[str, str] | None:
    """Return the step and output whose port lies nearest to a point on the card's right edge."""
    reach = PORT_REACH / zoom
    for item in _items_around(scene, at, reach):
        if not isinstance(item, StepItem):
            continue
        card = item.card
        x, y = at.x() - card.x, at.y() - card.y
        head = max((port.y for _, port in card.out_ports()), default=0.0) + reach
        if abs(x - card.size.right) > reach or not -reach <= y <= head:
            continue
        nearest = min(card.out_ports(), key=lambda port: abs(port[1].y - y), default=None)
        if nearest is not None:
            return card.id, nearest[0].name
    return None


def fold_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the form whose button to show or hide fields lies under a point."""
    for item in _items_around(scene, at, 4.0):
        if isinstance(item, StepItem) and item.foldable:
            place = fold_rect(item.card).moved(item.card.x, item.card.y).grown(2.0)
            if place.holds(Point(at.x(), at.y())):
                return item.card.id
    return None


def corner_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the note whose corner lies under a point."""
    for item in _items_around(scene, at, 2.0):
        if isinstance(item, NoteItem):
            place = item.place
            corner = Rect(place.right - CORNER, place.bottom - CORNER, CORNER + 2, CORNER + 2)
            if corner.holds(Point(at.x(), at.y())):
                return item.note.id
    return None


def link_end_at(scene: CanvasScene, at: QPointF, zoom: float) -> tuple[str, bool] | None:
    """Return the selected link whose end lies under a point, and whether it is the end at its target."""
    reach = END_REACH / zoom
    for link_id in scene.selected_ids():
        item = scene.links.get(link_id)
        if item is None or len(item.points) < 2:
            continue
        for point, at_target in ((item.points[-1], True), (item.points[0], False)):
            if abs(point.x - at.x()) <= reach and abs(point.y - at.y()) <= reach:
                return link_id, at_target
    return None


def title_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the step whose title lies under a point."""
    step_id = step_at(scene, at)
    if step_id is None:
        return None
    card = scene.steps[step_id].card
    return step_id if TITLE_RECT.moved(card.x, card.y).holds(Point(at.x(), at.y())) else None


TITLE_RECT: Final = Rect(50.0, 6.0, 130.0, 23.0)
"""Where a card's title stands, from its upper left corner."""


def field_at(scene: CanvasScene, at: QPointF) -> str | None:
    """Return the form field whose row on an open form lies under a point."""
    step_id = step_at(scene, at)
    if step_id is None:
        return None
    card = scene.steps[step_id].card
    point = Point(at.x() - card.x, at.y() - card.y)
    rows = enumerate(card.rows)
    return next((row.id for index, row in rows if card.row_rect(index).holds(point)), None)


def _items_around(scene: CanvasScene, at: QPointF, reach: float) -> list[QGraphicsItem]:
    area = QRectF(at.x() - reach, at.y() - reach, 2 * reach + 0.01, 2 * reach + 0.01)
    return scene.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect, Qt.SortOrder.DescendingOrder)

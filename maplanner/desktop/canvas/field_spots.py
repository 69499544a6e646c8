"""What lies under the mouse where data lands: fields' ports, rows of the CRM, lines and their ends."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt

from maplanner.desktop.canvas.field_lines import FieldLineItem
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.desktop.canvas.step_item import StepItem
from maplanner.desktop.canvas.touch import END_REACH, PORT_REACH
from maplanner.document.records import Step
from maplanner.drawing.card import CARD_WIDTH, StepCard
from maplanner.drawing.field_line_paint import LEAST_ZOOM
from maplanner.drawing.field_rows import FieldRow, RowSort, received_object
from maplanner.drawing.geometry import Point, Rect
from maplanner.steps import kind_of

LINE_REACH: Final = 5.0


class RowSpot(NamedTuple):
    """A row of an open card: the step, the row, and its place on the drawing."""

    step: str
    row: FieldRow
    place: Rect


class LineEnd(NamedTuple):
    """An end of a selected line: the mapping, the form field it comes from, and which end it is."""

    mapping: str
    field: str
    at_target: bool


def row_at(scene: CanvasScene, at: QPointF) -> RowSpot | None:
    """Return the row of a card under a point, over the card's whole width."""
    for item in _steps_around(scene, at, 0.0):
        card = item.card
        if not card.rect.holds(Point(at.x(), at.y())):
            continue
        for index, row in enumerate(card.rows):
            place = _row_place(card, index)
            if place.holds(Point(at.x(), at.y())):
                return RowSpot(card.id, row, place)
        return None
    return None


def _row_place(card: StepCard, index: int) -> Rect:
    place = card.row_rect(index)
    return Rect(card.x, card.y + place.y, CARD_WIDTH, place.height)


def field_port_at(scene: CanvasScene, at: QPointF, zoom: float) -> tuple[str, str] | None:
    """Return the form and the field whose port lies under a point."""
    reach = PORT_REACH / zoom
    for item in _steps_around(scene, at, reach):
        card = item.card
        for index, row in enumerate(card.rows):
            port = card.field_port(index).moved(card.x, card.y)
            near = abs(port.x - at.x()) <= reach and abs(port.y - at.y()) <= min(reach, 11.0)
            if row.sort is RowSort.COLLECTED and near:
                return card.id, row.id
    return None


def receiving_step_at(scene: CanvasScene, at: QPointF) -> tuple[str, str] | None:
    """Return the step under a point that writes to the CRM, open or folded, and the object it writes."""
    for item in _steps_around(scene, at, 0.0):
        if not item.card.rect.holds(Point(at.x(), at.y())):
            continue
        step = scene.reader.find_or_none(Step, item.card.id)
        kind = kind_of(step) if step is not None else None
        return (step.id, received_object(step, kind)) if step and kind and kind.receives else None
    return None


def field_line_at(scene: CanvasScene, at: QPointF, zoom: float) -> str | None:
    """Return the mapping whose line passes under a point."""
    if zoom < LEAST_ZOOM:
        return None
    reach = LINE_REACH / zoom
    found = [
        (item.distance_to(at), item.line.mapping)
        for item in scene.items(_box(at, reach), Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        if isinstance(item, FieldLineItem)
    ]
    best = min(found, default=None)
    return best[1] if best is not None and best[0] <= reach else None


def line_end_at(scene: CanvasScene, at: QPointF, zoom: float) -> LineEnd | None:
    """Return the end of a selected line under a point."""
    reach = END_REACH / zoom
    for mapping_id in scene.selected_ids():
        for line in scene.field_lines.of_mapping(mapping_id):
            for end, at_target in ((line.end, True), (line.start, False)):
                if abs(end.x - at.x()) <= reach and abs(end.y - at.y()) <= reach:
                    return LineEnd(line.mapping, line.field, at_target)
    return None


def _steps_around(scene: CanvasScene, at: QPointF, reach: float) -> list[StepItem]:
    found = scene.items(
        _box(at, reach), Qt.ItemSelectionMode.IntersectsItemBoundingRect, Qt.SortOrder.DescendingOrder
    )
    return [item for item in found if isinstance(item, StepItem)]


def _box(at: QPointF, reach: float) -> QRectF:
    return QRectF(at.x() - reach, at.y() - reach, 2 * reach + 0.01, 2 * reach + 0.01)

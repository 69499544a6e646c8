"""Steps, notes and frames shown elsewhere while they are dragged; the records stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF

from maplanner.desktop.canvas.carrying import Carrying
from maplanner.desktop.canvas.layers import MARK
from maplanner.desktop.canvas.projection import Affected
from maplanner.desktop.canvas.step_item import DRAGGED_Z, STEP_Z
from maplanner.document.records import Frame, Step

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGraphicsItem

    from maplanner.desktop.canvas.scene import CanvasScene

MANY: Final = 60
"""Moving links beyond which other cards are not regarded until the mouse is released."""

Places = Mapping[str, tuple[float, float]]


class Holding:
    """What is held: moved item by item where it is little, else carried as a whole."""

    def __init__(self, scene: CanvasScene) -> None:
        """Hold nothing."""
        self._scene = scene
        self.carrying = Carrying(scene)
        self._held: dict[str, tuple[float, float]] = {}

    def __bool__(self) -> bool:
        return bool(self._held or self.carrying)

    def forget(self, record_id: str) -> None:
        """Let go of what is gone."""
        self._held.pop(record_id, None)

    def hold(self, places: Places) -> None:
        """Show things at places; links between two of them move along, the others find a new way."""
        if not self._held and self.carrying.take(places):
            return
        scene = self._scene
        areas = scene.areas()
        moving = {key: place for key, place in places.items() if key in scene.steps or key in areas}
        first = not self._held
        self._held.update(moving)
        touched: dict[str, None] = {}
        for record_id, (x, y) in moving.items():
            item = areas.get(record_id) or scene.steps[record_id]
            scene.spoil(_around(item))
            item.show_at(x, y)
            scene.spoil(_around(item))
            if record_id in areas:
                continue
            if first:
                item.setZValue(DRAGGED_Z)
            touched.update(dict.fromkeys(scene.wiring.touching(record_id)))
        self._drag_links(touched, moving)
        scene.field_lines.follow(moving)

    def _drag_links(self, touched: Iterable[str], moving: Places) -> None:
        scene = self._scene
        outer: list[str] = []
        for link_id in touched:
            item = scene.links.get(link_id)
            if item is None:
                continue
            source = scene.reader.get(item.wire.source)
            if isinstance(source, Step | Frame) and item.wire.source in moving and item.wire.target in moving:
                x, y = moving[item.wire.source]
                item.shift(x - source.x, y - source.y)
            else:
                outer.append(link_id)
        if outer:
            for step_id in self._ends(outer) & moving.keys():
                scene.wiring.put_card(scene.steps[step_id].card)
            scene.show_ways(scene.wiring.route_now(outer, roughly=len(outer) > MANY))

    def _ends(self, link_ids: Iterable[str]) -> set[str]:
        wires = [self._scene.links[link_id].wire for link_id in link_ids]
        return {wire.source for wire in wires} | {wire.target for wire in wires}

    def let_go(self) -> Affected | None:
        """Hold nothing any more; return what is to be shown at the place that its record gives."""
        scene = self._scene
        if self.carrying.end():
            return Affected(frames=set(scene.frames))
        held, self._held = self._held, {}
        if not held:
            return None
        touched = {link_id for key in held for link_id in scene.wiring.touching(key)}
        for link_id in touched & scene.links.keys():
            scene.links[link_id].shift(0.0, 0.0)
        for key in held.keys() & scene.steps.keys():
            scene.steps[key].setZValue(STEP_Z)
        steps = {key for key in held if key in scene.steps and scene.reader.find_or_none(Step, key)}
        frames = {key for key in held if scene.reader.find_or_none(Frame, key)}
        return Affected(steps=steps, notes=held.keys() & scene.notes.keys(), frames=frames)


def _around(item: QGraphicsItem) -> QRectF:
    """Return the area of an item with what layers paint around it."""
    return item.sceneBoundingRect().adjusted(-MARK, -MARK, MARK, MARK)

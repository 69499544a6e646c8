"""Many steps dragged at once: they are painted elsewhere while they are held, and none of them is moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF

from maplanner.desktop.canvas.tiles import Tiles
from maplanner.drawing.geometry import Rect, around

if TYPE_CHECKING:
    from maplanner.desktop.canvas.field_lines import FieldLineItem
    from maplanner.desktop.canvas.link_item import LinkItem
    from maplanner.desktop.canvas.note_item import NoteItem
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.desktop.canvas.step_item import StepItem

FEWEST: Final = 60
"""Things dragged at once from which on they are carried."""
MOST_LINKS: Final = 150
"""Links from which on a few things dragged at once are carried too: so many cannot find new ways in time."""
_EXACT: Final = 1e-6
_NO_SHIFT: Final = QPointF()
_EMPTY: Final = Rect(0.0, 0.0, 0.0, 0.0)

Places = Mapping[str, tuple[float, float]]


class Carrying:
    """What is carried, and how far from where it lies. Links to what stays are straight lines meanwhile."""

    def __init__(self, scene: CanvasScene) -> None:
        """Carry nothing."""
        self._scene = scene
        self.tiles = Tiles(scene)
        self.shift = QPointF()
        self._origins: dict[str, tuple[float, float]] = {}
        self._lifted: list[StepItem | NoteItem | LinkItem] = []
        self._outer: list[LinkItem] = []
        self._lines: list[FieldLineItem] = []
        self._areas = (_EMPTY, _EMPTY)

    def __bool__(self) -> bool:
        return bool(self._origins)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._origins

    def take(self, places: Places) -> bool:
        """Carry these to their places, if they are many and all go equally far; return whether it is so.

        A few with very many links count as many.
        """
        scene = self._scene
        if not self:
            if len(places) < FEWEST and self._count_links(places) < MOST_LINKS:
                return False
            self._begin(places)
        shift = self._common_shift(places)
        if shift is None:
            self.end()
            return False
        self.shift = shift
        for key in places.keys() & scene.frames.keys():
            scene.frames[key].show_at(*places[key])
        return True

    def _count_links(self, places: Places) -> int:
        touching = self._scene.wiring.touching
        return len({link_id for record_id in places for link_id in touching(record_id)})

    def end(self) -> bool:
        """Put everything down where its record says it lies; return whether anything was carried."""
        if not self:
            return False
        lifted, self._lifted = self._lifted, []
        self._origins, self._outer, self.shift = {}, [], QPointF()
        self.tiles = Tiles(self._scene)
        for item in lifted:
            if item.scene() is not None:
                item.show_lifted(lifted=False)
        for line in self._lines:
            line.setVisible(True)
        self._scene.layers.carried.update()
        return True

    def where(self, record_id: str) -> Tiles | None:
        """Return the tiles that a record belongs to now; ``None`` if it is painted as no tile's."""
        link = self._scene.links.get(record_id)
        if link is None:
            return self.tiles if record_id in self else self._scene.tiles
        ends = (link.wire.source in self) + (link.wire.target in self)
        return (self._scene.tiles, None, self.tiles)[ends]

    def content(self) -> Rect:
        """Return the area of all that is on the drawing, carried or not."""
        rest, held = self._areas
        moved = held.moved(self.shift.x(), self.shift.y())
        return around([rest, moved]) if rest.width else moved

    def lines(self) -> list[QLineF]:
        """Return the lines between what stays and what is carried."""
        steps, found = self._scene.steps, []
        for link in self._outer:
            source, target = steps.get(link.wire.source), steps.get(link.wire.target)
            if source is None or target is None:
                continue
            start = source.card.out_port(link.wire.output).moved(source.card.x, source.card.y)
            end = target.card.in_port.moved(target.card.x, target.card.y)
            at_source = self.shift if link.wire.source in self else _NO_SHIFT
            at_target = self.shift if link.wire.target in self else _NO_SHIFT
            found.append(QLineF(QPointF(*start) + at_source, QPointF(*end) + at_target))
        return found

    def _common_shift(self, places: Places) -> QPointF | None:
        if places.keys() != self._origins.keys():
            return None
        first = next(iter(places))
        dx, dy = places[first][0] - self._origins[first][0], places[first][1] - self._origins[first][1]
        for record_id, (x, y) in self._origins.items():
            to_x, to_y = places[record_id]
            if abs(to_x - x - dx) > _EXACT or abs(to_y - y - dy) > _EXACT:
                return None
        return QPointF(dx, dy)

    def _begin(self, places: Places) -> None:
        scene = self._scene
        rects = {each: rect for each in places if (rect := scene.rect_of(each)) is not None}
        self._origins = {each: (rect.x, rect.y) for each, rect in rects.items()}
        rest = [rect for key, rect in scene.places().items() if key not in self._origins]
        self._areas = (around(rest), around(rects.values()))
        links = self._touched_links()
        self._outer = [link for link in links if not (link.wire.source in self and link.wire.target in self)]
        cards = [scene.steps[key] for key in self._origins if key in scene.steps]
        notes = [scene.notes[key] for key in self._origins if key in scene.notes]
        self._lifted = [*cards, *notes, *links]
        for item in self._lifted:
            item.show_lifted(lifted=True)
        self._lines = scene.field_lines.of_steps(self._origins)
        for line in self._lines:
            line.setVisible(False)

    def _touched_links(self) -> list[LinkItem]:
        scene = self._scene
        near = {each: None for key in self._origins for each in scene.wiring.touching(key)}
        links = [scene.links[each] for each in near if each in scene.links]
        return [link for link in links if link.wire.source in self or link.wire.target in self]

"""Where a drawing's records lie, in tiles: each knows its own shapes, so that a change concerns few of them.

From afar a tile is cards, lines and colours; near by it is the bodies of its links, ready to be filled.
Shapes are gathered when they are first painted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from maplanner.drawing.card import BAR_WIDTH, Badge
from maplanner.drawing.geometry import Rect, around

if TYPE_CHECKING:
    from maplanner.desktop.canvas.link_item import LinkItem
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.desktop.canvas.step_item import StepItem
    from maplanner.drawing.theme import Theme

_SIDE: Final = 512.0
_BAR: Final = 2.5 * BAR_WIDTH
_SPOT: Final = 20.0
_ROOM: Final = 24.0
"""How far badges, chips and frames reach beyond what is measured."""

Cell = tuple[int, int]


class Shapes:
    """What is seen from afar: bodies, bars by colour, lines, notes, badges, and frames of the selected."""

    def __init__(self) -> None:
        """Start empty."""
        self.bodies: list[QRectF] = []
        self.bars: dict[str, list[QRectF]] = {}
        self.spots: dict[str, list[QRectF]] = {}
        self.notes: list[QRectF] = []
        self.lines = QPainterPath()
        self.badges: dict[Badge, list[QRectF]] = {}
        self.chosen: list[QRectF] = []

    def add_step(self, item: StepItem, look: Theme) -> None:
        """Take in a card."""
        card, rect = item.card, item.card.rect
        color = card.ink(look)
        if card.badge is not None:
            spot = QRectF(rect.right - _SPOT, rect.bottom - _SPOT, _SPOT, _SPOT)
            self.badges.setdefault(card.badge, []).append(spot)
        body = QRectF(*rect)
        self.bodies.append(body)
        self.spots.setdefault(color, []).append(body)
        self.bars.setdefault(color, []).append(QRectF(rect.x, rect.y, _BAR, rect.height))
        if item.state.selected:
            self.chosen.append(body)

    def add_link(self, item: LinkItem) -> None:
        """Take in a link's line."""
        x, y = item.x(), item.y()
        self.lines.addPolygon(QPolygonF([QPointF(p.x + x, p.y + y) for p in item.points]))

    def add_all(self, other: Shapes) -> None:
        """Take in all that others are."""
        self.bodies += other.bodies
        self.notes += other.notes
        self.chosen += other.chosen
        self.lines.addPath(other.lines)
        for mine, theirs in ((self.bars, other.bars), (self.spots, other.spots)):
            for color, rects in theirs.items():
                mine.setdefault(color, []).extend(rects)
        for badge, rects in other.badges.items():
            self.badges.setdefault(badge, []).extend(rects)


class Tile:
    """The records of one place, and what is known of their looks."""

    __slots__ = ("area", "bodies", "ids", "shapes")

    def __init__(self) -> None:
        """Start empty."""
        self.ids: dict[str, None] = {}
        self.forget()

    def forget(self) -> None:
        """Gather everything again when it is asked for."""
        self.shapes: Shapes | None = None
        self.bodies: list[QPainterPath] | None = None
        self.area: QRectF | None = None


class Tiles:
    """All records of a drawing that are to be painted, by place."""

    def __init__(self, scene: CanvasScene) -> None:
        """Start without records."""
        self._scene = scene
        self._tiles: dict[Cell, Tile] = {}
        self._where: dict[str, Cell] = {}
        self._together: Shapes | None = None

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._where

    def put(self, record_id: str, x: float, y: float) -> None:
        """Take in a record by one of its points, or note that it lies or looks differently now."""
        cell = (int(x // _SIDE), int(y // _SIDE))
        before = self._where.get(record_id)
        if before != cell:
            if before is not None:
                self.take(record_id)
            self._where[record_id] = cell
            self._tiles.setdefault(cell, Tile()).ids[record_id] = None
        self._tiles[cell].forget()
        self._together = None

    def take(self, record_id: str) -> None:
        """Take a record out, if it is there."""
        cell = self._where.pop(record_id, None)
        if cell is None:
            return
        tile = self._tiles[cell]
        del tile.ids[record_id]
        tile.forget()
        self._together = None
        if not tile.ids:
            del self._tiles[cell]

    def restyle_all(self) -> None:
        """Note that anything may look differently now."""
        self._together = None
        for tile in self._tiles.values():
            tile.forget()

    def all(self) -> list[Tile]:
        """Return every tile."""
        return list(self._tiles.values())

    def meeting(self, areas: Sequence[QRectF]) -> Iterator[Tile]:
        """Yield the tiles of which something may lie in one of the areas."""
        for tile in self.all():
            area = tile.area or self._measured(tile)
            if any(area.intersects(each) for each in areas):
                yield tile

    def _measured(self, tile: Tile) -> QRectF:
        scene, rects = self._scene, []
        for record_id in tile.ids:
            if record_id in scene.links:
                item = scene.links[record_id]
                rects.append(Rect(*item.rect().getRect()).moved(item.x(), item.y()))  # type: ignore[misc]
            else:
                rects.append(scene.rect_of(record_id) or Rect(0.0, 0.0, 0.0, 0.0))
        tile.area = QRectF(*around(rects).grown(_ROOM))
        return tile.area

    def gather(self, seconds: float) -> bool:
        """Gather shapes ahead for about so long; return whether all are there."""
        until = perf_counter() + seconds
        for tile in self._tiles.values():
            if tile.shapes is None:
                if perf_counter() > until:
                    return False
                self.shapes(tile)
        return True

    def shapes(self, tile: Tile) -> Shapes:
        """Return what is seen of a tile from afar."""
        if tile.shapes is None:
            tile.shapes = self._gathered(tile)
        return tile.shapes

    def together(self) -> Shapes:
        """Return what is seen of all tiles from afar: very many of them are painted faster as one."""
        if self._together is None:
            self._together = Shapes()
            for tile in self.all():
                self._together.add_all(self.shapes(tile))
        return self._together

    def _gathered(self, tile: Tile) -> Shapes:
        scene, shapes = self._scene, Shapes()
        for record_id in tile.ids:
            if record_id in scene.steps:
                shapes.add_step(scene.steps[record_id], scene.look)
            elif record_id in scene.links:
                shapes.add_link(scene.links[record_id])
            elif record_id in scene.notes:
                note = scene.notes[record_id]
                shapes.notes.append(QRectF(*note.place))
                if note.selected:
                    shapes.chosen.append(QRectF(*note.place))
        return shapes

    def bodies(self, tile: Tile) -> list[QPainterPath]:
        """Return the areas of a tile's links, but for those that show a state of their own.

        One area of all of them would take much longer to fill.
        """
        if tile.bodies is None:
            links = [self._scene.links[each] for each in tile.ids if each in self._scene.links]
            tile.bodies = [link.body() for link in links if not link.is_apart]
        return tile.bodies

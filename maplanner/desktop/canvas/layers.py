"""What is painted at once instead of item by item: the links of a drawing, and what is carried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas.link_item import LINK_Z
from maplanner.desktop.canvas.step_item import DRAGGED_Z
from maplanner.drawing.card import RADIUS
from maplanner.drawing.links import THIN
from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.desktop.canvas.tiles import Tile
    from maplanner.drawing.geometry import Rect

WORLD: Final = QRectF(-1.1e7, -1.1e7, 2.2e7, 2.2e7)
"""As far as a drawing can reach."""
MARK: Final = 6.0
"""How far a mark reaches beyond what was found."""


class Layer(QGraphicsRectItem):
    """Lies over all of the drawing, of which Qt learns without calling Python. The mouse never meets it."""

    def __init__(self, scene: CanvasScene, z: float) -> None:
        super().__init__(WORLD)
        self._scene = scene
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(z)

    def _fill(self, painter: QPainter, tiles: list[Tile]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(self._scene.look.link))
        draw = painter.drawPath
        for tile in tiles:
            for body in self._scene.tiles.bodies(tile):
                draw(body)


class LinksLayer(Layer):
    """Paints all links but those that show a state of their own."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene, LINK_Z)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        self._fill(painter, list(self._scene.tiles.meeting(self._scene.exposed)))


class MatchesLayer(Layer):
    """Paints a mark behind everything that a search has found."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene, LINK_Z - 0.25)
        self._ids: tuple[str, ...] = ()

    def show_matches(self, ids: Iterable[str]) -> bool:
        """Mark these and nothing else; return whether that changes anything."""
        before, self._ids = self._ids, tuple(dict.fromkeys(ids))
        self.update()
        return before != self._ids

    def places(self) -> list[Rect]:
        """Return where the marks lie."""
        return [place.grown(MARK) for each in self._ids if (place := self._place_of(each)) is not None]

    def _place_of(self, record_id: str) -> Rect | None:
        link = self._scene.links.get(record_id)
        return self._scene.rect_of(record_id) if link is None else link.chip

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem | None = None,
        _widget: QWidget | None = None,
    ) -> None:
        look = self._scene.look
        pen = QPen(ink(look.note_border), 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(ink(look.note))
        for place in self.places():
            painter.drawRoundedRect(QRectF(*place), MARK + RADIUS, MARK + RADIUS)


class CarriedLayer(Layer):
    """Paints what is carried, above all that stays."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene, DRAGGED_Z)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        carrying = self._scene.carrying
        if not carrying:
            return
        painter.setPen(QPen(ink(self._scene.look.link), THIN))
        painter.drawLines(carrying.lines())
        painter.translate(carrying.shift)
        areas = [area.translated(-carrying.shift) for area in self._scene.exposed]
        tiles = list(carrying.tiles.meeting(areas))
        self._fill(painter, tiles)
        base = painter.worldTransform()
        for item in self._items(tiles, areas):
            painter.setWorldTransform(base)
            painter.translate(item.pos())
            item.paint(painter, option, None)
        painter.setWorldTransform(base)

    def _items(self, tiles: list[Tile], areas: list[QRectF]) -> Iterator[QGraphicsRectItem]:
        """Yield the chips, then notes, then cards that can be seen."""
        scene = self._scene
        ids = [each for tile in tiles for each in tile.ids]
        links = [scene.links[each].label for each in ids if each in scene.links]
        chips: list[QGraphicsRectItem] = [label for label in links if label is not None]
        notes = [scene.notes[each] for each in ids if each in scene.notes]
        cards = [scene.steps[each] for each in ids if each in scene.steps]
        for item in (*chips, *notes, *cards):
            place = item.rect().translated(item.pos())
            if any(area.intersects(place) for area in areas):
                yield item


class Layers:
    """All layers of a scene."""

    def __init__(self, scene: CanvasScene) -> None:
        """Lie over a scene."""
        from maplanner.desktop.canvas.trail import TrailLayer  # which is a layer itself

        self.links, self.carried, self.matches = LinksLayer(scene), CarriedLayer(scene), MatchesLayer(scene)
        self.trail = TrailLayer(scene)
        for layer in (self.links, self.carried, self.matches, self.trail):
            scene.addItem(layer)

"""A link on the canvas: its line and its arrow, and apart from them its chip, above every line."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.link_paint import PLAIN, LinkState, fill_link, link_body
from maplanner.drawing.links import THIN, Wire
from maplanner.drawing.routing import Polyline

if TYPE_CHECKING:
    from maplanner.desktop.canvas.pictures import ChipPicture
    from maplanner.desktop.canvas.scene import CanvasScene

LINK_Z: Final = 0.0
RAISED_Z: Final = 1.0
CHIP_Z: Final = 1.2
_MARGIN: Final = 9.0
_CHIP_MARGIN: Final = 2.0
_NO_RECT: Final = QRectF()


class LinkItem(QGraphicsRectItem):
    """Shows one link. Its rectangle holds the chip too, which is an item of its own."""

    def __init__(self, scene: CanvasScene, wire: Wire) -> None:
        super().__init__()
        self.wire = wire
        self.points: Polyline = ()
        self.chip: Rect | None = None
        self.width = THIN
        self.state: LinkState = PLAIN
        self._scene = scene
        self.label: ChipItem | None = None
        self.setZValue(LINK_Z)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)

    def show_wire(self, wire: Wire, width: float) -> None:
        """Show another label or width."""
        if wire != self.wire or width != self.width:
            self.wire, self.width = wire, width
            self._paint_anew()
            self._show_chip()

    def show_way(self, points: Polyline, chip: Rect | None) -> None:
        """Show the link on another way, with its chip elsewhere."""
        if points == self.points and chip == self.chip:
            return
        self._paint_anew()
        self.points, self.chip = points, chip
        self.setRect(self._extent())
        self._paint_anew()
        self._show_chip()

    def shift(self, x: float, y: float) -> None:
        """Show the link so much to the right and further down, chip and all."""
        if (x, y) == self.pos().toTuple():
            return
        self._paint_anew()
        self.setPos(x, y)
        self._paint_anew()
        if self.label is not None:
            self.label.setPos(x, y)

    def show_lifted(self, *, lifted: bool) -> None:
        """Leave the painting to what carries the link, or take it over again."""
        for item in (self.label, self):
            if item is not None:
                item.setVisible(not lifted)
        self._paint_anew()

    def take_away(self) -> None:
        """Take the link off the drawing, chip and all."""
        self._paint_anew()
        for item in (self.label, self):
            if item is not None and item.scene() is self._scene:
                self._scene.removeItem(item)

    def show_state(self, **changes: bool) -> None:
        """Show the link selected or hovered."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.setZValue(RAISED_Z if self.is_apart else LINK_Z)
            self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents, not self.is_apart)
            self._paint_anew()
            self._show_chip()

    @property
    def is_apart(self) -> bool:
        """Whether the link paints itself, for it looks different from the others."""
        return self.state != PLAIN

    def body(self) -> QPainterPath:
        """Return the link's area on the drawing."""
        if len(self.points) < 2:
            return QPainterPath()
        body = link_body(self.points, self.width)
        return body if self.pos().isNull() else body.translated(self.pos())

    def _paint_anew(self) -> None:
        """Paint again what lies around the link, which the layer of all links does."""
        if self.points:
            self._scene.place(self.wire.id, self.points[0].x + self.x(), self.points[0].y + self.y())
            self._scene.spoil(self.sceneBoundingRect())

    def forget_picture(self) -> None:
        """Paint the chip anew where it is shown next."""
        if self.label is not None:
            self.label.picture = None

    def distance_to(self, at: QPointF) -> float:
        """Return how far a point of the drawing lies from the line; 0 on the chip."""
        x, y = at.x() - self.x(), at.y() - self.y()
        if self.chip is not None and self.chip.holds(Point(x, y)):
            return 0.0
        pieces = zip(self.points, self.points[1:], strict=False)
        return min((_distance(x, y, a, b) for a, b in pieces), default=1e9)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if not self.points:
            return
        fill_link(painter, self.points, self._scene.look, width=self.width, state=self.state)

    def shows(self) -> tuple[Any, ...]:
        """Return all that a person can see of the item."""
        return (
            self.wire, self.width, self.points, self.chip, self.state, self.pos().toTuple(),
            self.rect().getRect(),
        )  # fmt: skip

    def _show_chip(self) -> None:
        if self.label is None and self.chip is not None:
            self.label = ChipItem(self._scene)
            self.label.setPos(self.pos())
            self._scene.addItem(self.label)
        if self.label is not None:
            self.label.show_chip(self.chip, self.wire.label, self.state)

    def _extent(self) -> QRectF:
        if not self.points:
            return _NO_RECT
        across, down = zip(*self.points, strict=True)
        left, right, top, bottom = min(across), max(across), min(down), max(down)
        if self.chip is not None:
            left, right = min(left, self.chip.x), max(right, self.chip.right)
            top, bottom = min(top, self.chip.y), max(bottom, self.chip.bottom)
        width, height = right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN
        return QRectF(left - _MARGIN, top - _MARGIN, width, height)


class ChipItem(QGraphicsRectItem):
    """Shows the chip of one link, so that no other link's line crosses its words."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__()
        self.place: Rect | None = None
        self.label = ""
        self.state: LinkState = PLAIN
        self.picture: ChipPicture | None = None
        self.picture_rect = QRectF()
        self._scene = scene
        self.setZValue(CHIP_Z)

    def show_chip(self, place: Rect | None, label: str, state: LinkState) -> None:
        """Show the chip at another place, with other words, selected or hovered; hide it without a place."""
        if (place, label, state) == (self.place, self.label, self.state):
            return
        self.place, self.label, self.state = place, label, state
        self.picture = None
        self.setRect(_NO_RECT if place is None else QRectF(*place.grown(_CHIP_MARGIN)))
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if self.place is not None:
            self._scene.pictures.draw_chip(painter, self.place, self)


def _distance(x: float, y: float, a: Point, b: Point) -> float:
    """Return the distance from a point to a straight piece."""
    dx, dy = b.x - a.x, b.y - a.y
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else min(1.0, max(0.0, ((x - a.x) * dx + (y - a.y) * dy) / square))
    return hypot(x - a.x - share * dx, y - a.y - share * dy)

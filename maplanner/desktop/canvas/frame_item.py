"""An open frame on the canvas, below everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.document.records import Frame
from maplanner.drawing.frames import FrameBox, frame_box, paint_frame, paint_title, title_ground
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene

FRAME_Z: Final = -1.0
_LARGEST: Final = 1e10
"""The area, in square pixels, from which frames are no longer ordered by it."""
TITLE_Z: Final = 1.1
"""Above links and below their chips."""
HANDLE: Final = 8.0
"""Side of the squares by which a selected frame is made larger."""
_MARGIN: Final = HANDLE / 2 + 2.0
HANDLES: Final[tuple[tuple[int, int], ...]] = (
    (-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1),
)  # fmt: skip
"""Sides that a handle moves: -1 left or top, 1 right or bottom, 0 neither."""


class FrameItem(QGraphicsRectItem):
    """Shows one open frame. Its rectangle is all that is painted."""

    def __init__(self, scene: CanvasScene, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.selected = False
        self.hovered = False
        self._scene = scene
        self.title = FrameTitle(scene)
        self.show_frame(frame)

    @property
    def place(self) -> Rect:
        """Where the frame lies on the drawing."""
        return Rect(self.x(), self.y(), self.frame.width, self.frame.height)

    @property
    def box(self) -> FrameBox:
        """The frame where it is shown now."""
        x, y = self.x(), self.y()
        return frame_box(self.frame.model_copy(update={"x": x, "y": y}))

    def show_frame(self, frame: Frame) -> None:
        """Show another title, colour, size or place."""
        self.frame = frame
        # What lies inside another frame lies above it.
        self.setZValue(FRAME_Z - min(frame.width * frame.height, _LARGEST) / _LARGEST / 2)
        self.setRect(QRectF(0, 0, frame.width, frame.height).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self.show_at(frame.x, frame.y)
        self.title.show_frame(frame)
        self.update()

    def show_at(self, x: float, y: float) -> None:
        """Show the frame elsewhere."""
        self.setPos(x, y)
        self.title.setPos(x, y)

    def show_rect(self, rect: Rect) -> None:
        """Show the frame at another place and size."""
        values = {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}
        self.show_frame(self.frame.model_copy(update=values))

    def show_state(self, *, selected: bool | None = None, hovered: bool | None = None) -> None:
        """Show the frame selected or hovered."""
        before = (self.selected, self.hovered)
        self.selected = self.selected if selected is None else selected
        self.hovered = self.hovered if hovered is None else hovered
        if before != (self.selected, self.hovered):
            self.update()

    def handles(self) -> list[tuple[tuple[int, int], Point]]:
        """Return the handles of the selected frame, with their middles on the drawing."""
        place = self.place
        across = {-1: place.x, 0: place.center.x, 1: place.right}
        down = {-1: place.y, 0: place.center.y, 1: place.bottom}
        return [(side, Point(across[side[0]], down[side[1]])) for side in HANDLES]

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        look = self._scene.look
        box = frame_box(self.frame.model_copy(update={"x": 0.0, "y": 0.0}))
        paint_frame(painter, box, look, selected=self.selected, hovered=self.hovered)
        if self.selected:
            painter.setPen(QPen(ink(look.accent), 1.25))
            painter.setBrush(ink(look.card))
            for _side, at in self.handles():
                x, y = at.x - self.x(), at.y - self.y()
                painter.drawRect(QRectF(x - HANDLE / 2, y - HANDLE / 2, HANDLE, HANDLE))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def shows(self) -> tuple[Any, ...]:
        """Return all that a person can see of the item."""
        return (self.frame, self.selected, self.hovered, self.pos().toTuple(), self.rect().getRect())


class FrameTitle(QGraphicsRectItem):
    """Shows a frame's title: apart from the frame, so that it lies above the links."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__()
        self._scene = scene
        self._box: FrameBox | None = None
        self.setZValue(TITLE_Z)

    def show_frame(self, frame: Frame) -> None:
        """Show another title or colour."""
        self._box = frame_box(frame.model_copy(update={"x": 0.0, "y": 0.0}))
        self.setRect(QRectF(*title_ground(self._box)))
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if self._box is not None:
            paint_title(painter, self._box, self._scene.look)

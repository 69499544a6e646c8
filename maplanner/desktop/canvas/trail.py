"""The way that a lead came, on a drawing: its links and steps, and where it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas.layers import Layer
from maplanner.desktop.canvas.link_item import LINK_Z
from maplanner.drawing.card import RADIUS
from maplanner.drawing.link_paint import link_body
from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.desktop.canvas.view import CanvasView

_WIDTH: Final = 3.0
_AROUND: Final = 5.0


class TrailLayer(Layer):
    """Paints a trail in the accent's colour, the present step with a second ring around it."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene, LINK_Z + 0.25)
        self._ids: tuple[str, ...] = ()
        self._at = ""

    def show_trail(self, ids: Iterable[str], at: str) -> None:
        """Show steps and links as a trail that has come to ``at``; nothing takes it away."""
        self._ids, self._at = tuple(ids), at
        self.update()

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem | None = None,
        _widget: QWidget | None = None,
    ) -> None:
        if not self._ids and not self._at:
            return
        scene, look = self._scene, self._scene.look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(look.accent))
        for link_id in self._ids:
            points = scene.wiring.routes.get(link_id, ())
            if len(points) > 1:
                painter.drawPath(link_body(points, _WIDTH))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for step_id in (*self._ids, self._at):
            if step_id not in scene.steps:
                continue
            place = scene.rect_of(step_id)
            if place is None:
                continue
            painter.setPen(QPen(ink(look.accent), 2.0))
            around = (_AROUND, 2 * _AROUND) if step_id == self._at else (_AROUND,)
            for by in around:
                painter.drawRoundedRect(QRectF(*place.grown(by)), RADIUS + by, RADIUS + by)


def show_trail(view: CanvasView, ids: Iterable[str], at: str) -> None:
    """Show the way that a lead came on a drawing, and bring into view where it is."""
    view.canvas.layers.trail.show_trail(ids, at)
    rect = view.canvas.rect_of(at)
    if rect is not None:
        view.camera.show(rect)
    view.viewport().update()

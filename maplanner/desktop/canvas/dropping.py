"""Dragging a kind of step from the palette onto the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas.clipboard import KIND_MIME
from maplanner.desktop.canvas.commands import Commands
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.placing import snapped_point
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, StepCard
from maplanner.drawing.card_paint import CardState, paint_card
from maplanner.drawing.theme import Theme
from maplanner.steps import KINDS

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene

_GHOST = CardState(ghost=True)


def kind_in(data: QMimeData) -> str | None:
    """Return the kind of step that is being dragged, if it is one that this program knows."""
    if not data.hasFormat(KIND_MIME):
        return None
    name = bytes(data.data(KIND_MIME).data()).decode(errors="replace")
    return name if name in KINDS else None


class GhostCard(QGraphicsRectItem):
    """A step that is not there yet."""

    def __init__(self, kind_name: str, look: Theme) -> None:
        kind = KINDS[kind_name]
        self._card = StepCard("", kind.new_title or kind.title, "", kind.group, kind.icon)
        self._look = look
        super().__init__(QRectF(*self._card.extent))

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        paint_card(painter, self._card, self._look, _GHOST)


class Dropping:
    """Follows a kind over the drawing, shows where it would land, and adds the step."""

    def __init__(self, desk: Desk, commands: Commands) -> None:
        """Wait for something to be dragged in."""
        self._desk = desk
        self._commands = commands
        self._ghost: GhostCard | None = None
        self._link: str | None = None

    def over(self, kind_name: str, at: QPointF) -> None:
        """Show what dropping here would do."""
        scene = self._desk.scene
        if self._ghost is None:
            self._ghost = GhostCard(kind_name, scene.look)
            scene.add_preview(self._ghost)
        x, y = snapped_point(at.x() - CARD_WIDTH / 2, at.y() - CARD_HEIGHT / 2)
        self._ghost.setPos(x, y)
        self._mark(scene, self._commands.link_for(kind_name, at))

    def drop(self, kind_name: str, at: QPointF) -> str | None:
        """Add the step; return its identifier."""
        self.leave()
        return self._commands.add_step(kind_name, at)

    def leave(self) -> None:
        """Take away what was shown."""
        self._mark(self._desk.scene, None)
        if self._ghost is not None:
            self._desk.scene.remove_preview(self._ghost)
            self._ghost = None

    def _mark(self, scene: CanvasScene, link_id: str | None) -> None:
        if link_id == self._link:
            return
        if self._link in scene.links:
            scene.links[self._link].show_state(hovered=False, selected=scene.is_selected(self._link))
        if link_id is not None:
            scene.links[link_id].show_state(hovered=True, selected=True)
        self._link = link_id

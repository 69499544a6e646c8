"""Dims a drawing except for some of it: steps, fields and links that something shows the way of."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas.view import CanvasView
from maplanner.drawing.geometry import Rect
from maplanner.drawing.link_paint import link_path
from maplanner.drawing.theme import ink

_OPACITY: Final = 0.78
_ROOM: Final = 6.0
_BEYOND: Final = 20_000.0
"""How far the veil reaches over the bare sheet around the drawing."""


class Veil(QGraphicsItem):
    """Lies over a drawing with holes where something is lit; lit links are drawn again above it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__()
        self._canvas = view.canvas
        self._lit: Collection[str] = ()
        self._is_shown = False
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._canvas.content_changed.connect(self._follow)

    def light(self, lit: Collection[str] | None) -> None:
        """Dim all but the lit records; with ``None`` nothing is dimmed any more."""
        self._lit = lit or ()
        if (lit is not None) != self._is_shown:
            self._is_shown = lit is not None
            if self._is_shown:
                self._canvas.add_preview(self)
            else:
                self._canvas.remove_preview(self)
        self._follow()

    @property
    def lit_here(self) -> frozenset[str]:
        """The lit records that stand on this drawing."""
        if not self._is_shown:
            return frozenset()
        here = {*self._canvas.steps, *self._canvas.links}
        rows = {row.id for item in self._canvas.steps.values() for row in item.card.rows}
        return frozenset(record for record in self._lit if record in here | rows)

    def boundingRect(self) -> QRectF:
        return self._canvas.sceneRect().adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        look = self._canvas.look
        cards = [item.card for key, item in self._canvas.steps.items() if key in self._lit]
        ground = QPainterPath()
        ground.addRect(self.boundingRect())
        for card in cards:
            ground.addRoundedRect(QRectF(*card.rect.grown(_ROOM)), 12, 12)
        color = QColor(ink(look.canvas))
        color.setAlphaF(_OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPath(ground)  # odd and even: what is drawn twice is a hole
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink(look.accent), 2.5))
        for key, item in self._canvas.links.items():
            if key in self._lit and item.isVisible():
                painter.drawPath(link_path(tuple(self._canvas.wiring.routes.get(key, ()))))
        painter.setPen(QPen(ink(look.accent), 2))
        for card in cards:
            painter.drawRoundedRect(QRectF(*card.rect.grown(3.0)), 10, 10)
            for index, row in enumerate(card.rows):
                if row.id in self._lit:
                    place: Rect = card.row_rect(index).moved(card.x, card.y)
                    # Its words begin and end where the row does: a frame stands off them.
                    painter.drawRoundedRect(QRectF(*place).adjusted(-4.0, 1.0, 4.0, -1.0), 5, 5)

    def _follow(self) -> None:
        if self._is_shown:
            self.prepareGeometryChange()
            self.update()
            self._repaint_views()

    def _repaint_views(self) -> None:
        for view in self._canvas.views():
            view.viewport().update()

"""The whole drawing from afar: coloured cards and plain lines, painted at once without asking any item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from maplanner.drawing.card import Badge
from maplanner.drawing.frames import frame_color, paint_far_frame
from maplanner.drawing.theme import ink, mixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.desktop.canvas.tiles import Shapes, Tiles
    from maplanner.drawing.theme import Theme

_FAR: Final = 0.5
"""Below this hardly anybody can read a card, so that in large drawings none is painted with its words."""
_VERY_FAR: Final = 0.22
_FEW: Final = 150
"""Steps that can be painted with their words in every frame."""
_BORDERS_FROM: Final = 0.12
"""The zoom from which on borders can be told from what they surround."""


_MANY: Final = 150
"""Tiles on the screen from which on all of them are painted as one."""


class Overview:
    """Paints the scene's content at any small scale."""

    def __init__(self, scene: CanvasScene) -> None:
        """Paint the tiles of a scene."""
        self._scene = scene

    @property
    def zoom(self) -> float:
        """The zoom below which the drawing is shown from afar: sooner for large drawings."""
        return _VERY_FAR if len(self._scene.steps) <= _FEW else _FAR

    def paint(self, painter: QPainter, scale: float, areas: Sequence[QRectF]) -> None:
        """Draw what meets some areas, in the drawing's coordinates; ``scale`` pixels are one of them."""
        carrying = self._scene.carrying
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_frames(painter, areas, scale)
        self._scene.layers.matches.paint(painter)
        _paint(painter, _shapes(self._scene.tiles, areas), self._scene.look, scale)
        self._scene.layers.trail.paint(painter)
        if carrying:
            painter.setPen(_hairline(self._scene.look.link))
            painter.drawLines(carrying.lines())
            painter.translate(carrying.shift)
            moved = [area.translated(-carrying.shift) for area in areas]
            _paint(painter, _shapes(carrying.tiles, moved), self._scene.look, scale)
        painter.restore()

    def _paint_frames(self, painter: QPainter, areas: Sequence[QRectF], scale: float) -> None:
        for frame in self._scene.frames.values():
            place = QRectF(*frame.place)
            if any(area.intersects(place) for area in areas):
                paint_far_frame(painter, frame.box, self._scene.look, scale, selected=frame.selected)

    def paint_colors(self, painter: QPainter) -> None:
        """Draw each step as one spot of its colour, for scales at which a card is a few pixels wide."""
        scene, look = self._scene, self._scene.look
        painter.save()
        for frame in scene.frames.values():
            painter.setPen(_hairline(frame_color(frame.frame.color, look)))
            painter.setBrush(ink(mixed(frame_color(frame.frame.color, look), look.panel, 0.16)))
            painter.drawRect(QRectF(*frame.place))
        painter.setPen(Qt.PenStyle.NoPen)
        for tiles, shift in ((scene.tiles, None), (scene.carrying.tiles, scene.carrying.shift)):
            if shift is not None:
                painter.translate(shift)
            for color, rects in _spots(tiles, look).items():
                painter.setBrush(ink(color))
                painter.drawRects(rects)
        painter.restore()


def _spots(tiles: Tiles, look: Theme) -> dict[str, list[QRectF]]:
    """Return where steps and notes lie, by their colour; notes last."""
    found: dict[str, list[QRectF]] = {}
    shapes = [tiles.shapes(tile) for tile in tiles.all()]
    for each in shapes:
        for color, rects in each.spots.items():
            found.setdefault(color, []).extend(rects)
    notes = [note for each in shapes for note in each.notes]
    return found | {look.note_border: notes} if notes else found


def _shapes(tiles: Tiles, areas: Sequence[QRectF]) -> list[Shapes]:
    seen = list(tiles.meeting(areas))
    return [tiles.together()] if len(seen) > _MANY else [tiles.shapes(tile) for tile in seen]


def _hairline(color: str, width: float = 1.0) -> QPen:
    pen = QPen(ink(color), width)
    pen.setCosmetic(True)
    return pen


def _paint(painter: QPainter, shapes: Sequence[Shapes], look: Theme, scale: float) -> None:
    """Draw layer by layer, so that no line crosses a card of another tile."""
    is_near = scale > _BORDERS_FROM
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_hairline(look.link if is_near else mixed(look.link, look.canvas, 0.6)))
    for each in shapes:
        if not each.lines.isEmpty():
            painter.drawPath(each.lines)
    painter.setPen(_hairline(look.border) if is_near else Qt.PenStyle.NoPen)
    painter.setBrush(ink(look.card))
    for each in shapes:
        if each.bodies:
            painter.drawRects(each.bodies)
    painter.setPen(Qt.PenStyle.NoPen)
    _paint_colors(painter, shapes, look)
    # A frame around a few pixels would hide them, and takes long where there are thousands.
    painter.setPen(_hairline(look.accent, 2.0) if is_near else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if is_near else ink(look.accent))
    for each in shapes:
        if each.chosen:
            painter.drawRects(each.chosen)


def _paint_colors(painter: QPainter, shapes: Sequence[Shapes], look: Theme) -> None:
    signals = {Badge.ERROR: look.error, Badge.WARNING: look.warning, Badge.NOTE: look.secondary}
    for each in shapes:
        for color, bars in each.bars.items():
            painter.setBrush(ink(color))
            painter.drawRects(bars)
        for badge, spots in each.badges.items():
            painter.setBrush(ink(signals[badge]))
            painter.drawRects(spots)
        if each.notes:
            painter.setBrush(ink(look.note))
            painter.drawRects(each.notes)

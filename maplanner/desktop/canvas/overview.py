"""The whole drawing from afar: coloured cards and plain lines, painted at once without asking any item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from maplanner.drawing.card import BAR_WIDTH, Badge, StepCard
from maplanner.drawing.theme import ink, mixed

if TYPE_CHECKING:
    from maplanner.desktop.canvas.link_item import LinkItem
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.desktop.canvas.step_item import StepItem
    from maplanner.drawing.theme import Theme

_FAR: Final = 0.5
"""Below this hardly anybody can read a card, so that in large drawings none is painted with its words."""
_VERY_FAR: Final = 0.22
_FEW: Final = 150
"""Steps that can be painted with their words in every frame."""
_BAR: Final = 2.5 * BAR_WIDTH
_SPOT: Final = 20.0


class _Layer:
    """Shapes of one kind, ready to be painted: bodies, bars by colour, lines, notes."""

    def __init__(self) -> None:
        self.bodies: list[QRectF] = []
        self.bars: dict[str, list[QRectF]] = {}
        self.notes: list[QRectF] = []
        self.lines = QPainterPath()
        self.badges: dict[Badge, list[QRectF]] = {}

    def add_card(self, card: StepCard, color: str) -> None:
        rect = card.rect
        if card.badge is not None:
            spot = QRectF(rect.right - _SPOT, rect.bottom - _SPOT, _SPOT, _SPOT)
            self.badges.setdefault(card.badge, []).append(spot)
        self.bodies.append(QRectF(*rect))
        self.bars.setdefault(color, []).append(QRectF(rect.x, rect.y, _BAR, rect.height))


class Overview:
    """Paints the scene's content at any small scale. What is being dragged is kept apart from the rest."""

    def __init__(self, scene: CanvasScene) -> None:
        """Start stale; shapes are gathered when they are first painted."""
        self._scene = scene
        self._rest: _Layer | None = None
        self._held: frozenset[str] = frozenset()

    @property
    def zoom(self) -> float:
        """The zoom below which the drawing is shown from afar: sooner for large drawings."""
        return _VERY_FAR if len(self._scene.steps) <= _FEW else _FAR

    def mark_stale(self) -> None:
        """Gather the shapes again before the next painting."""
        self._rest = None

    def hold(self, ids: frozenset[str]) -> None:
        """Keep these records apart, because they move all the time."""
        self._held = ids
        self._rest = None

    def paint(self, painter: QPainter, theme: Theme, scale: float) -> None:
        """Draw everything; the painter's coordinates are the drawing's, ``scale`` pixels to one of them."""
        if self._rest is None:
            self._rest = self._gather(apart=False)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint(painter, self._rest, theme, scale)
        if self._held:
            self._paint(painter, self._gather(apart=True), theme, scale)
        self._paint_selection(painter, theme)
        painter.restore()

    def paint_colors(self, painter: QPainter, theme: Theme) -> None:
        """Draw each step as one spot of its colour, for scales at which a card is a few pixels wide."""
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        spots: dict[str, list[QRectF]] = {}
        for item in self._scene.steps.values():
            spots.setdefault(theme.group(item.card.group), []).append(QRectF(*item.card.rect))
        for color, rects in spots.items():
            painter.setBrush(ink(color))
            painter.drawRects(rects)
        painter.setBrush(ink(theme.note_border))
        painter.drawRects([QRectF(*note.place) for note in self._scene.notes.values()])
        painter.restore()

    def _gather(self, *, apart: bool) -> _Layer:
        """Return the shapes of what is held, or of all the rest."""
        layer, scene = _Layer(), self._scene
        for step_id, item in scene.steps.items() if not apart else self._held_steps():
            if apart or step_id not in self._held:
                layer.add_card(item.card, scene.look.group(item.card.group))
        for note_id, note in scene.notes.items():
            if (note_id in self._held) == apart:
                layer.notes.append(QRectF(*note.place))
        links = scene.links.values() if not apart else self._held_links()
        for link in links:
            is_held = link.wire.source in self._held or link.wire.target in self._held
            if link.points and is_held == apart:
                x, y = link.x(), link.y()
                layer.lines.addPolygon(QPolygonF([QPointF(p.x + x, p.y + y) for p in link.points]))
        return layer

    def _held_steps(self) -> list[tuple[str, StepItem]]:
        return [(key, self._scene.steps[key]) for key in self._held if key in self._scene.steps]

    def _held_links(self) -> list[LinkItem]:
        found = {link_id for key in self._held for link_id in self._scene.wiring.touching(key)}
        return [self._scene.links[link_id] for link_id in found if link_id in self._scene.links]

    def _paint(self, painter: QPainter, layer: _Layer, theme: Theme, scale: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(ink(theme.link if scale > 0.12 else mixed(theme.link, theme.canvas, 0.6)), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPath(layer.lines)
        border = QPen(ink(theme.border), 1)
        border.setCosmetic(True)
        painter.setPen(border if scale > 0.12 else Qt.PenStyle.NoPen)
        painter.setBrush(ink(theme.card))
        painter.drawRects(layer.bodies)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, bars in layer.bars.items():
            painter.setBrush(ink(color))
            painter.drawRects(bars)
        signals = {Badge.ERROR: theme.error, Badge.WARNING: theme.warning, Badge.NOTE: theme.secondary}
        for badge, spots in layer.badges.items():
            painter.setBrush(ink(signals[badge]))
            painter.drawRects(spots)
        painter.setBrush(ink(theme.note))
        painter.drawRects(layer.notes)

    def _paint_selection(self, painter: QPainter, theme: Theme) -> None:
        rects = [
            QRectF(*rect)
            for key in self._scene.selected_ids()
            if key not in self._scene.links and (rect := self._scene.rect_of(key)) is not None
        ]
        if rects:
            pen = QPen(ink(theme.accent), 2)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects(rects)

"""Steps, notes and links that glide to their new places, so that the eye can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEasingCurve, QPointF, QVariantAnimation

from maplanner.desktop.canvas.frame_item import FrameItem
from maplanner.drawing.geometry import Point

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGraphicsItem

    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.drawing.routing import Polyline

DURATION: Final = 140
"""Milliseconds."""
_MOST: Final = 1000
"""Items beyond which nothing glides: frames would take too long."""


class Glide(QVariantAnimation):
    """Shows how things go from where they lie when it is made to where they lie when it is started.

    Only what is painted moves: whatever asks the scene meanwhile finds things at their new places.
    """

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._scene = scene = view.canvas
        self._from = {key: item.pos() for key, item in self._items()}
        self._ways = {key: item.points for key, item in scene.links.items()}
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(DURATION)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._show)
        self.finished.connect(self._arrive)

    def _items(self) -> list[tuple[str, QGraphicsItem]]:
        scene = self._scene
        return [*scene.steps.items(), *scene.notes.items(), *scene.frames.items()]

    def start(self, policy: QVariantAnimation.DeletionPolicy | None = None) -> None:
        """Begin, unless that would be too much to paint, or too far away to see."""
        scene = self._scene
        self._from = {key: at for key, at in self._from.items() if self._target(key) not in (None, at)}
        ends = {
            key
            for key, item in scene.links.items()
            if {item.wire.source, item.wire.target} & self._from.keys()
        }
        self._ways = {key: way for key, way in self._ways.items() if way and key in ends}
        if len(self._from) + len(self._ways) > _MOST or self._view.zoom() < scene.overview.zoom:
            self.deleteLater()
            return
        self._show(0.0)
        super().start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _target(self, key: str) -> QPointF | None:
        if key in self._scene.steps:
            card = self._scene.steps[key].card
            return QPointF(card.x, card.y)
        if key in self._scene.notes:
            note = self._scene.notes[key].note
            return QPointF(note.x, note.y)
        if key in self._scene.frames:
            frame = self._scene.frames[key].frame
            return QPointF(frame.x, frame.y)
        return None

    def _item(self, key: str) -> QGraphicsItem | None:
        scene = self._scene
        return scene.steps.get(key) or scene.notes.get(key) or scene.frames.get(key)

    def _show(self, share: float) -> None:
        for key, start in self._from.items():
            item, end = self._item(key), self._target(key)
            if item is not None and end is not None:
                at = start + (end - start) * share
                if isinstance(item, FrameItem):
                    item.show_at(at.x(), at.y())
                else:
                    item.setPos(at)
        for key, way in self._ways.items():
            link = self._scene.links.get(key)
            if link is not None:
                link.show_way(between(way, self._scene.wiring.routes.get(key, ()), share), None)

    def _arrive(self) -> None:
        for key in self._from:
            item, end = self._item(key), self._target(key)
            if isinstance(item, FrameItem) and end is not None:
                item.show_at(end.x(), end.y())
            elif item is not None and end is not None:
                item.setPos(end)
        for key in self._ways.keys() & self._scene.links.keys():
            wiring = self._scene.wiring
            self._scene.links[key].show_way(wiring.routes.get(key, ()), wiring.chips.get(key))


def between(start: Polyline, end: Polyline, share: float) -> Polyline:
    """Return a way between two, of which the shorter one counts its last corner several times."""
    if not start or not end:
        return end
    count = max(len(start), len(end))
    pairs = zip(_padded(start, count), _padded(end, count), strict=True)
    return tuple(Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share) for a, b in pairs)


def _padded(way: Polyline, count: int) -> Polyline:
    return way + (way[-1],) * (count - len(way))

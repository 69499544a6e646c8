"""Lines from form fields to the CRM's fields on the canvas, behind everything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas.link_item import LINK_Z, RAISED_Z
from maplanner.desktop.canvas.step_item import STEP_Z
from maplanner.drawing.field_line_paint import LEAST_ZOOM, paint_field_line
from maplanner.drawing.field_lines import FieldLine, field_lines, moved_line
from maplanner.drawing.geometry import Point, Rect, around
from maplanner.drawing.link_paint import PLAIN, LinkState

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.desktop.canvas.step_item import StepItem

FIELD_LINE_Z: Final = LINK_Z - 0.5
ABOVE_CARDS: Final = STEP_Z + 0.5
"""Where a selected line lies, so that both its ends can be seen and taken hold of."""
_MARGIN: Final = 6.0


class FieldLineItem(QGraphicsRectItem):
    """Shows one line. Its rectangle is all that is painted."""

    def __init__(self, scene: CanvasScene, line: FieldLine) -> None:
        super().__init__()
        self.line = line
        self.state: LinkState = PLAIN
        self._scene = scene
        self.setZValue(FIELD_LINE_Z)
        self.show_line(line)

    def show_line(self, line: FieldLine) -> None:
        """Show the line elsewhere."""
        self.line = line
        self.setRect(QRectF(*line.extent.grown(_MARGIN)))
        self.update()

    def show_state(self, **changes: bool) -> None:
        """Show the line selected or hovered."""
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.setZValue(ABOVE_CARDS if state.selected else RAISED_Z if state.hovered else FIELD_LINE_Z)
            self.update()

    def distance_to(self, at: QPointF) -> float:
        """Return how far a point of the drawing lies from the line."""
        return self.line.distance_to(Point(at.x(), at.y()))

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if painter.worldTransform().m11() >= LEAST_ZOOM:
            paint_field_line(painter, self.line, self._scene.look, self.state)

    def shows(self) -> tuple[Any, ...]:
        """Return all that a person can see of the item."""
        return (self.line, self.state, self.rect().getRect())


class FieldLines:
    """All lines of a drawing, kept right while cards open, fold and move. Plain mappings select them."""

    def __init__(self, scene: CanvasScene) -> None:
        """Start without lines."""
        self._scene = scene
        self.items: dict[str, FieldLineItem] = {}
        self._of_mapping: dict[str, set[str]] = {}
        self._of_step: dict[str, set[str]] = {}
        self._open: dict[str, StepItem] = {}

    def note(self, item: StepItem) -> None:
        """Take note of whether a card is open, so that not every card is asked after every edit."""
        if item.card.rows:
            self._open[item.card.id] = item
        else:
            self._open.pop(item.card.id, None)

    def forget(self, step_id: str) -> None:
        """Forget a card that is gone."""
        self._open.pop(step_id, None)

    def __contains__(self, mapping_id: object) -> bool:
        return mapping_id in self._of_mapping

    def look_again(self) -> None:
        """Draw the lines that the open cards ask for now."""
        for item in list(self._open.values()):
            if item.words_stale:
                self._scene.read_words(item)
        if not (self._open or self.items):
            return
        cards = {key: item.card for key, item in sorted(self._open.items())}
        wanted = field_lines(self._scene.reader, cards)
        for line_id in self.items.keys() - wanted.keys():
            self._scene.removeItem(self.items.pop(line_id))
        for line_id, line in wanted.items():
            self._show(line_id, line)
        self._index(wanted.values())

    def _show(self, line_id: str, line: FieldLine) -> None:
        item = self.items.get(line_id)
        if item is None:
            item = self.items[line_id] = FieldLineItem(self._scene, line)
            item.show_state(selected=self._scene.is_selected(line.mapping))
            self._scene.addItem(item)
        elif item.line != line:
            item.show_line(line)

    def _index(self, lines: Iterable[FieldLine]) -> None:
        before = self._of_mapping
        self._of_mapping, self._of_step = {}, {}
        for line in lines:
            self._of_mapping.setdefault(line.mapping, set()).add(line.id)
            for step_id in (line.source, line.target):
                self._of_step.setdefault(step_id, set()).add(line.id)
        if any(self._scene.is_selected(gone) for gone in before.keys() - self._of_mapping.keys()):
            self._scene.select(self._scene.selected_ids())

    def follow(self, step_ids: Iterable[str]) -> None:
        """Draw the lines of steps from where their cards are shown just now."""
        steps = self._scene.steps
        touched = {line_id for step_id in step_ids for line_id in self._of_step.get(step_id, ())}
        for line_id in touched:
            item = self.items[line_id]
            item.show_line(moved_line(item.line, steps[item.line.source].card, steps[item.line.target].card))

    def of_steps(self, step_ids: Iterable[str]) -> list[FieldLineItem]:
        """Return the lines that begin or end at any of the steps."""
        found = {line_id for step_id in step_ids for line_id in self._of_step.get(step_id, ())}
        return [self.items[line_id] for line_id in sorted(found)]

    def show_state(self, mapping_id: str | None, **changes: bool) -> None:
        """Show all lines of a mapping selected or hovered, if it has any."""
        for line_id in self._of_mapping.get(mapping_id or "", ()):
            self.items[line_id].show_state(**changes)

    def show_hovered(self, record_id: str | None, hovered: bool) -> None:
        """Show the lines of a mapping more clearly, or those of a card, while the mouse is over it."""
        self.show_state(record_id, hovered=hovered)
        for line_id in self._of_step.get(record_id or "", ()):
            self.items[line_id].show_state(hovered=hovered)

    def rect_of(self, mapping_id: str) -> Rect | None:
        """Return the area that the lines of a mapping cover; ``None`` without any."""
        lines = self._of_mapping.get(mapping_id, ())
        return around(self.items[line_id].line.extent for line_id in lines) if lines else None

    def of_mapping(self, mapping_id: str) -> list[FieldLine]:
        """Return the lines that a mapping is drawn as."""
        return [self.items[line_id].line for line_id in sorted(self._of_mapping.get(mapping_id, ()))]

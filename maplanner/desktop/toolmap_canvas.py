"""The map of tools as it is painted: systems are moved, flows drawn from one to the other, both chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.late import Late
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import DataFlow, Problem, System
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, StepCard
from maplanner.drawing.link_paint import LinkState, hit_path, paint_chip, paint_link
from maplanner.drawing.links import Wire
from maplanner.drawing.notes import paint_note
from maplanner.drawing.picture import Diagram
from maplanner.drawing.theme import Theme, ink
from maplanner.drawing.toolmap import tool_map

_GRID: Final = 8
_MARGIN: Final = 28.0
_ZOOMS: Final = (0.1, 3.0)
_STEP: Final = 1.2
_PORT: Final = 7.0
_VEIL: Final = 0.78
_FAR: Final = 4
"""Pixels from which on a press has become a drag."""


class ToolMapCanvas(QWidget):
    """Paints the map; zooms, pans, selects, moves, and draws flows."""

    selection_changed = Signal(list)
    flow_drawn = Signal(str, str)
    """A flow was drawn from one system to another."""
    menu_requested = Signal(str, QPoint)
    """The menu of a system, flow or problem is wanted, or of the bare map where the name is empty."""
    renamed = Signal(str)
    """A system or flow was double-clicked: it wants to be named."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self.selected: list[str] = []
        self._zoom = 1.0
        self._offset = QPointF(_MARGIN, _MARGIN)
        self._fitted = False
        self._pressed: QPoint | None = None
        self._moving: dict[str, QPointF] = {}
        self._shift = QPointF()
        self._panning = False
        self._drawing = ""
        self._hovered = ""
        self._at = QPointF()
        self._lit: frozenset[str] | None = None
        self._lit_flows: frozenset[tuple[str, str]] = frozenset()
        self._diagram: Diagram | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Map of tools"))
        self._late = Late(self.forget, self)
        bridge.patched.connect(self._on_patch)

    # ------------------------------------------------------------ what others may ask

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def middle(self) -> QPointF:
        """Return the place in the middle of the view, on the grid."""
        return _on_grid(self._to_map(QPointF(self.rect().center())))

    def place_at(self, place: QPoint) -> QPointF:
        """Return the place on the map under a place of the view, on the grid."""
        return _on_grid(self._to_map(QPointF(place)))

    def fit_all(self) -> None:
        """Show the whole map, at 100 % at most."""
        bounds = QRectF(*self.diagram().bounds)
        room = self.size()
        wide = (room.width() - 2 * _MARGIN) / max(bounds.width(), 1.0)
        high = (room.height() - 2 * _MARGIN) / max(bounds.height(), 1.0)
        self._zoom = min(max(min(wide, high), _ZOOMS[0]), 1.0)
        self._offset = QPointF(self.rect().center()) - bounds.center() * self._zoom
        self.update()

    def select(self, ids: Iterable[str]) -> None:
        """Select systems, flows or problems."""
        self.selected = list(ids)
        self.selection_changed.emit(self.selected)
        self.forget()

    def light(self, systems: frozenset[str] | None, flows: frozenset[tuple[str, str]]) -> None:
        """Dim all but these systems and the flows between these pairs; with ``None`` nothing is dimmed."""
        self._lit, self._lit_flows = systems, flows
        self.update()

    def diagram(self) -> Diagram:
        """Return what is drawn."""
        if self._diagram is None:
            self._diagram = tool_map(self._bridge.reader)
        return self._diagram

    def hit(self, place: QPoint) -> str:
        """Return the system, flow or problem under a place of the view; empty for none."""
        at = self._to_map(QPointF(place))
        return self._card_at(at) or self._note_at(at) or self._wire_at(at)

    def port(self, system_id: str) -> QPointF:
        """Return where a flow is drawn from a system, in the view."""
        card = self._card(system_id)
        at = QPointF(card.x + CARD_WIDTH, card.y + CARD_HEIGHT / 2) if card is not None else QPointF()
        return self._offset + at * self._zoom

    def center(self, system_id: str) -> QPointF:
        """Return the middle of a system, in the view."""
        return self.port(system_id) - QPointF(CARD_WIDTH / 2, 0) * self._zoom

    def forget(self) -> None:
        """Draw anew what has changed."""
        self._diagram = None
        self.update()

    # ------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._fitted:
            self._fitted = True
            self.fit_all()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ink(self._theme.canvas))
        painter.translate(self._offset)
        painter.scale(self._zoom, self._zoom)
        self.diagram().paint(painter, self._theme)
        self._paint_lit(painter, self.diagram())
        self._paint_selection(painter, self.diagram())
        self._paint_gesture(painter)
        painter.end()

    def _paint_lit(self, painter: QPainter, diagram: Diagram) -> None:
        if self._lit is None:
            return
        ground = QPainterPath()
        ground.addRect(QRectF(self._to_map(QPointF(0, 0)), self._to_map(QPointF(*self.size().toTuple()))))
        for card in diagram.cards:
            if card.id in self._lit:
                ground.addRoundedRect(QRectF(*card.rect.grown(6.0)), 12, 12)
        color = QColor(ink(self._theme.canvas))
        color.setAlphaF(_VEIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPath(ground)
        for wire in diagram.wires:
            if (wire.source, wire.target) in self._lit_flows:
                self._paint_wire(painter, diagram, wire, LinkState(selected=True))

    def _paint_wire(self, painter: QPainter, diagram: Diagram, wire: Wire, state: LinkState) -> None:
        """Paint a flow once more, above what it was painted as, with its words above the line."""
        paint_link(painter, diagram.routes.get(wire.id, ()), self._theme, state=state)
        if wire.id in diagram.chips:
            paint_chip(painter, diagram.chips[wire.id], wire.label, self._theme)

    def _paint_selection(self, painter: QPainter, diagram: Diagram) -> None:
        for wire in diagram.wires:
            state = LinkState(selected=wire.id in self.selected, hovered=wire.id == self._hovered)
            if state.selected or state.hovered:
                self._paint_wire(painter, diagram, wire, state)
        for note in diagram.notes:
            if note.id in self.selected:
                paint_note(painter, note, self._theme, selected=True)
        painter.setPen(QPen(ink(self._theme.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for card in diagram.cards:
            if card.id in self.selected:
                painter.drawRoundedRect(QRectF(*card.rect).adjusted(-3, -3, 3, 3), 10, 10)

    def _paint_gesture(self, painter: QPainter) -> None:
        """Paint the port to draw from, the flow that is being drawn, and where what is moved will lie."""
        card = self._card(self._drawing or self._hovered)
        if card is not None:
            start = QPointF(card.x + CARD_WIDTH, card.y + CARD_HEIGHT / 2)
            painter.setPen(QPen(ink(self._theme.accent), 2.0))
            if self._drawing:
                painter.drawLine(start, self._at)
                over = self._card(self._card_at(self._at))
                if over is not None and over.id != self._drawing:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(QRectF(*over.rect).adjusted(-3, -3, 3, 3), 10, 10)
            painter.setBrush(ink(self._theme.panel))
            painter.drawEllipse(start, _PORT, _PORT)
            painter.drawLine(start - QPointF(3, 0), start + QPointF(3, 0))
            painter.drawLine(start - QPointF(0, 3), start + QPointF(0, 3))
        if self._moving and not self._shift.isNull():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink(self._theme.accent), 1.5, Qt.PenStyle.DashLine))
            for place in self._moving.values():
                corner = _on_grid(place + self._shift)
                painter.drawRoundedRect(QRectF(corner.x(), corner.y(), CARD_WIDTH, CARD_HEIGHT), 8, 8)

    # ------------------------------------------------------------ mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() is Qt.MouseButton.RightButton:
            return
        self._pressed = place
        port = self._port_at(place)
        if port and event.button() is Qt.MouseButton.LeftButton:
            self._drawing, self._at = port, self._to_map(event.position())
            return
        hit = self.hit(place)
        if event.button() is Qt.MouseButton.MiddleButton or not hit:
            self._panning = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            if event.button() is Qt.MouseButton.LeftButton and self.selected:
                self.select([])
            return
        adds = bool(
            event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        )
        if adds:
            rest = [each for each in self.selected if each != hit]
            self.select(rest if hit in self.selected else [*rest, hit])
        elif hit not in self.selected:
            self.select([hit])
        cards = (self._card(record_id) for record_id in self.selected)
        self._moving = {card.id: QPointF(card.x, card.y) for card in cards if card is not None}

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        now = event.position().toPoint()
        if self._drawing:
            self._at = self._to_map(event.position())
            self.update()
        elif self._pressed is None:
            self._hover(now)
        elif self._panning:
            self._offset += QPointF(now - self._pressed)
            self._pressed = now
            self.update()
        elif self._moving and (now - self._pressed).manhattanLength() >= _FAR:
            self._shift = QPointF(now - self._pressed) / self._zoom
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drawing, moving, shift = self._drawing, dict(self._moving), QPointF(self._shift)
        self.stop()
        if drawing:
            target = self._card_at(self._to_map(event.position()))
            if target and target != drawing:
                self.flow_drawn.emit(drawing, target)
        elif moving and not shift.isNull():
            self._move(moving, shift)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.hit(event.position().toPoint())
        if hit:
            self.renamed.emit(hit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            hit = self.selected[0] if self.selected else ""
        else:
            hit = self.hit(event.pos())
        self.select([hit] if hit and hit not in self.selected else self.selected)
        self.menu_requested.emit(hit, event.globalPos())

    def leaveEvent(self, _event: object) -> None:
        self._hovered = ""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = _STEP if event.angleDelta().y() > 0 else 1 / _STEP
            zoom = min(max(self._zoom * factor, _ZOOMS[0]), _ZOOMS[1])
            at = event.position()
            self._offset = at - (at - self._offset) * (zoom / self._zoom)
            self._zoom = zoom
        else:
            self._offset += QPointF(event.angleDelta()) / 2
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected:
            self.delete_selected()
        elif event.key() == Qt.Key.Key_Escape and (self._drawing or self._moving or self.selected):
            if not self.stop():
                self.select([])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._walk(-1 if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up) else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected:
            self.renamed.emit(self.selected[0])
        else:
            super().keyPressEvent(event)

    def delete_selected(self) -> None:
        """Delete what is selected and stands in the plan; what follows from campaigns cannot be deleted."""
        ids = [each for each in self.selected if self._bridge.reader.get(each) is not None]
        if not ids:
            return
        sorts = {type(self._bridge.reader.get(each)) for each in ids}
        words = {System: tr("Delete system"), DataFlow: tr("Delete data flow"), Problem: tr("Delete problem")}
        label = words.get(sorts.pop(), tr("Delete")) if len(sorts) == 1 else tr("Delete")  # type: ignore[arg-type]
        with self._bridge.store.transact(label) as transaction:
            transaction.remove(*ids)
        self.select([])

    def stop(self) -> bool:
        """Give up what the mouse is doing; return whether it was doing anything."""
        was = bool(self._drawing or (self._moving and not self._shift.isNull()))
        self._pressed, self._panning, self._drawing = None, False, ""
        self._moving, self._shift = {}, QPointF()
        self.unsetCursor()
        self.update()
        return was

    # ------------------------------------------------------------ inside

    def _walk(self, by: int) -> None:
        """Select the next system, or the one before."""
        ids = [card.id for card in self.diagram().cards]
        if ids:
            at = ids.index(self.selected[0]) + by if self.selected and self.selected[0] in ids else 0
            self.select([ids[at % len(ids)]])

    def _hover(self, place: QPoint) -> None:
        over = self._port_at(place) or self.hit(place)
        if over != self._hovered:
            self._hovered = over
            wire = next((each for each in self.diagram().wires if each.id == over), None)
            self.setToolTip(wire.label if wire is not None else "")
            self.update()

    def _move(self, moving: dict[str, QPointF], shift: QPointF) -> None:
        with self._bridge.store.transact(tr("Move system")) as transaction:
            for record_id, place in moving.items():
                to = _on_grid(place + shift)
                # A system at (0, 0) counts as one that nobody has put anywhere.
                x = to.x() if to.x() or to.y() else float(_GRID)
                transaction.change(record_id, {"x": x, "y": to.y()})

    def _card(self, system_id: str) -> StepCard | None:
        return next((card for card in self.diagram().cards if card.id == system_id), None)

    def _card_at(self, at: QPointF) -> str:
        for card in reversed(self.diagram().cards):
            if QRectF(*card.extent.moved(card.x, card.y)).contains(at):
                return card.id
        return ""

    def _note_at(self, at: QPointF) -> str:
        return next((note.id for note in self.diagram().notes if QRectF(*note.rect).contains(at)), "")

    def _wire_at(self, at: QPointF) -> str:
        diagram = self.diagram()
        for wire in diagram.wires:
            chip, points = diagram.chips.get(wire.id), diagram.routes.get(wire.id, ())
            on_line = len(points) > 1 and hit_path(points).contains(at)
            if on_line or (chip is not None and QRectF(*chip).contains(at)):
                return wire.id
        return ""

    def _port_at(self, place: QPoint) -> str:
        for card in self.diagram().cards:
            away = self.port(card.id) - QPointF(place)
            if away.manhattanLength() <= 2 * _PORT * max(self._zoom, 0.7):
                return card.id
        return ""

    def _to_map(self, place: QPointF) -> QPointF:
        return (place - self._offset) / self._zoom

    def _on_patch(self, patch: Patch) -> None:
        # The map is derived from nearly everything: it is drawn anew when it is looked at, not on each edit.
        self._late.follow(patch)


def _on_grid(place: QPointF) -> QPointF:
    return QPointF(round(place.x() / _GRID) * _GRID, round(place.y() / _GRID) * _GRID)

"""The map of tools in the window: systems and what flows between them; systems are moved and added here."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import DataFlow, System
from maplanner.drawing.picture import Diagram
from maplanner.drawing.theme import Theme, ink
from maplanner.drawing.toolmap import tool_map

_GRID = 8
_MARGIN = 48.0
_ZOOMS = (0.1, 3.0)
_STEP = 1.2


class ToolMapView(QWidget):
    """The map of tools under a row of buttons."""

    selection_changed = Signal(list)
    added = Signal(str)
    """A system was made, and wants a name."""
    """Identifiers of the selected systems or flows."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.map = _Map(bridge, theme)
        self.map.selection_changed.connect(self.selection_changed)
        hint = QLabel(tr("Flows are drawn from the campaigns and mappings; add what they do not show."))
        hint.setProperty("role", "secondary")
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        for text, run in (
            (tr("+ System"), self.add_system),
            (tr("+ Data flow"), self.add_flow),
            (tr("Fit all"), self.map.fit_all),
        ):
            button = QPushButton(text)
            button.clicked.connect(run)
            bar.addWidget(button)
        bar.addWidget(hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.map, 1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.map.set_theme(theme)

    def add_system(self) -> None:
        """Add a system and show it in the inspector."""
        place = self.map.middle()
        system = System.new(title=tr("New system"), x=place.x(), y=place.y())
        with self._bridge.store.transact(tr("Add system")) as transaction:
            transaction.put(system)
        self.selection_changed.emit([system.id])
        self.added.emit(system.id)

    def add_flow(self) -> None:
        """Add a data flow between the two selected systems, or the first two there are."""
        systems = [system.id for system in self._bridge.reader.all(System)]
        chosen = [record_id for record_id in self.map.selected if record_id in systems]
        ends = (chosen + [system for system in systems if system not in chosen])[:2]
        if len(ends) < 2:
            return
        flow = DataFlow.new(source=ends[0], target=ends[1], moves=tr("new data"))
        with self._bridge.store.transact(tr("Add data flow")) as transaction:
            transaction.put(flow)
        self.selection_changed.emit([flow.id])


class _Map(QWidget):
    """Paints the map; zooms, pans, selects and moves."""

    selection_changed = Signal(list)

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
        self._panning = False
        self._diagram: Diagram | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Map of tools"))
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._forget)
        bridge.patched.connect(self._on_patch)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def middle(self) -> QPointF:
        """Return the place in the middle of the view, on the grid."""
        place = self._to_map(QPointF(self.rect().center()))
        return QPointF(round(place.x() / _GRID) * _GRID, round(place.y() / _GRID) * _GRID)

    def fit_all(self) -> None:
        """Show the whole map, at 100 % at most."""
        bounds = QRectF(*self._drawn().bounds)
        room = self.size()
        wide = (room.width() - 2 * _MARGIN) / max(bounds.width(), 1.0)
        high = (room.height() - 2 * _MARGIN) / max(bounds.height(), 1.0)
        self._zoom = min(max(min(wide, high), _ZOOMS[0]), 1.0)
        self._offset = QPointF(self.rect().center()) - bounds.center() * self._zoom
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._fitted:
            self._fitted = True
            self.fit_all()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ink(self._theme.canvas))
        painter.translate(self._offset)
        painter.scale(self._zoom, self._zoom)
        self._drawn().paint(painter, self._theme)
        self._paint_selection(painter)
        painter.end()

    def _paint_selection(self, painter: QPainter) -> None:
        painter.setPen(QPen(ink(self._theme.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for card in self._drawn().cards:
            if card.id in self.selected:
                rect = QRectF(*card.rect).adjusted(-3, -3, 3, 3)
                painter.drawRoundedRect(rect, 10, 10)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        self._pressed = place
        hit = self._hit(place)
        if event.button() is Qt.MouseButton.MiddleButton or hit is None:
            self._panning = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            if event.button() is Qt.MouseButton.LeftButton:
                self._select([])
            return
        adds = bool(
            event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        )
        self._select([*self.selected, hit] if adds and hit not in self.selected else [hit])
        systems = (self._bridge.reader.find_or_none(System, record_id) for record_id in self.selected)
        self._moving = {
            card: self._place_of(card) for card in (each.id for each in systems if each is not None)
        }

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        now = event.position().toPoint()
        if self._panning:
            self._offset += QPointF(now - self._pressed)
            self._pressed = now
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self._moving and not self._panning:
            self._move(QPointF(event.position().toPoint() - self._pressed) / self._zoom)
        self._pressed, self._panning, self._moving = None, False, {}
        self.unsetCursor()

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
            with self._bridge.store.transact(tr("Delete system")) as transaction:
                transaction.remove(*self.selected)
            self._select([])
        else:
            super().keyPressEvent(event)

    def _move(self, by: QPointF) -> None:
        moved = {
            record_id: (
                round((place.x() + by.x()) / _GRID) * _GRID,
                round((place.y() + by.y()) / _GRID) * _GRID,
            )
            for record_id, place in self._moving.items()
        }
        if abs(by.x()) + abs(by.y()) < _GRID / 2:
            return
        with self._bridge.store.transact(tr("Move system")) as transaction:
            for record_id, (x, y) in moved.items():
                transaction.change(record_id, {"x": float(x), "y": float(y)})

    def _select(self, ids: list[str]) -> None:
        self.selected = ids
        self.selection_changed.emit(ids)
        self._forget()

    def _hit(self, place: QPoint) -> str | None:
        at = self._to_map(QPointF(place))
        for card in reversed(self._drawn().cards):
            if QRectF(*card.extent.moved(card.x, card.y)).contains(at):
                return card.id
        return None

    def _place_of(self, record_id: str) -> QPointF:
        for card in self._drawn().cards:
            if card.id == record_id:
                return QPointF(card.x, card.y)
        return QPointF()

    def _to_map(self, place: QPointF) -> QPointF:
        return (place - self._offset) / self._zoom

    def _drawn(self) -> Diagram:
        if self._diagram is None:
            self._diagram = tool_map(self._bridge.reader)
        return self._diagram

    def _on_patch(self, _patch: Patch) -> None:
        # The map is derived from nearly everything: it is drawn anew when it is looked at, not on each edit.
        self._late.start(0)

    def _forget(self) -> None:
        self._diagram = None
        self.update()

"""The surface that shows a drawing: painting, zooming, scrolling. It knows no edits."""

from __future__ import annotations

from math import isfinite
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGestureEvent,
    QGraphicsRectItem,
    QGraphicsView,
    QPinchGesture,
    QStyleOptionGraphicsItem,
    QWidget,
)

from maplanner.desktop.canvas.accessible import Telling
from maplanner.desktop.canvas.camera import Camera, Sight
from maplanner.desktop.canvas.focus_ring import FocusRing
from maplanner.desktop.canvas.ground import paint_ground
from maplanner.desktop.canvas.invitation import Invitation
from maplanner.desktop.canvas.lane_bands import LaneBands
from maplanner.desktop.canvas.layers import WORLD
from maplanner.desktop.canvas.minimap import Minimap
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.drawing.geometry import Rect
from maplanner.drawing.theme import Theme, ink

_FIRST_FRAME: Final = 0.25
_FRAME: Final = 0.006
"""Seconds that a frame may spend on painting cards anew; those left over come with the next one."""
_STILL_FRAME: Final = 0.012
"""The same for a frame that has nothing else to show."""
_PAUSE: Final = 60
"""Milliseconds after zooming until cards are painted sharply."""
_HALO_TIME: Final = 900
_WHEEL_ZOOM: Final = 1.2
_WIDEST_PINCH: Final = 4.0
"""How much larger or smaller one event of a pinch makes the drawing at most."""


class Corner(Protocol):
    """Something that lies over the drawing and stays in its place on the screen."""

    @property
    def rect(self) -> QRect:
        """Where it lies in the view; empty where it does not show."""

    def paint(self, painter: QPainter) -> None:
        """Draw it; the painter's coordinates are the view's."""

    def scrolled(self, dx: int, dy: int) -> None:
        """Stay where it is although the pixels below have moved."""

    def pressed(self, at: QPointF) -> bool:
        """Take a press of the mouse; return whether it was meant for it."""


class CanvasSurface(QGraphicsView):
    """Shows a scene at any zoom: items near by, the overview from afar."""

    zoom_changed = Signal(float)
    """1 is 100 %."""

    def __init__(self, canvas: CanvasScene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        self.camera = Camera(self)
        self.minimap = Minimap(self)
        self.bands = LaneBands(self)
        self.corners: list[Corner] = [self.bands, self.minimap, Invitation(self)]
        self.is_fresh = True
        self.stays_fitted = False
        self.stays_at: Sight | None = None
        self._painted_zoom = 0.0
        self._is_still = False
        self._halo: QGraphicsRectItem | None = None
        self._halo_timer = QTimer(self)
        self._halo_timer.setSingleShot(True)
        self._halo_timer.timeout.connect(self._remove_halo)
        self._late_timer = QTimer(self)
        self._late_timer.setSingleShot(True)
        self._late_timer.timeout.connect(self._paint_late_cards)
        self._set_up()
        self.telling = Telling(self)
        self.ring = FocusRing(self)
        canvas.content_changed.connect(self._content_changed)
        canvas.content_dragged.connect(self._content_dragged)
        canvas.selection_changed.connect(self._selection_changed)

    def _set_up(self) -> None:
        self.setScene(self.canvas)
        self.setSceneRect(WORLD)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName("Drawing of the campaign")

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self.canvas.look

    def on_screen(self, rect: Rect) -> QRect:
        """Return where a rectangle of the drawing lies in the view, in pixels."""
        return self.viewportTransform().mapRect(QRectF(*rect)).toAlignedRect()

    def show_halo(self, rect: Rect) -> None:
        """Put a frame around a rectangle for a moment."""
        self._remove_halo()
        pen = QPen(ink(self.theme.accent), 3)
        pen.setCosmetic(True)
        self._halo = QGraphicsRectItem(QRectF(*rect.grown(7)))
        self._halo.setPen(pen)
        self.canvas.add_preview(self._halo)
        self._halo_timer.start(_HALO_TIME)

    def _remove_halo(self) -> None:
        if self._halo is not None:
            self.canvas.remove_preview(self._halo)
            self._halo = None

    def _content_changed(self) -> None:
        self.minimap.mark_stale()
        self._repaint_from_afar()

    def _content_dragged(self) -> None:
        self.minimap.mark_stale()
        if self.canvas.carrying:
            self.viewport().update()
        elif self.camera.zoom < self.canvas.overview.zoom:
            # Past the items, Qt does not know what is to be painted again.
            to_view = self.viewportTransform()
            for area in self.canvas.spoiled:
                self.viewport().update(to_view.mapRect(area).toAlignedRect().adjusted(-2, -2, 2, 2))

    def _selection_changed(self) -> None:
        self._repaint_from_afar()

    def _repaint_from_afar(self) -> None:
        if self.camera.zoom < self.canvas.overview.zoom:
            self.viewport().update()

    # --- painting ------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.camera.zoom < self.canvas.overview.zoom:
            self._paint_overview(event)
            return
        self.canvas.exposed = self._exposed(event)
        pictures = self.canvas.pictures
        is_zooming = self.camera.zoom != self._painted_zoom and not self.is_fresh
        budget = _FIRST_FRAME if self.is_fresh else _STILL_FRAME if self._is_still else _FRAME
        pictures.begin_frame(budget, hurried=is_zooming)
        self.is_fresh, self._is_still, self._painted_zoom = False, False, self.camera.zoom
        super().paintEvent(event)
        self._paint_corners(event)
        if is_zooming or pictures.late:
            self._late_timer.start(_PAUSE if is_zooming else 0)

    def drawBackground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        paint_ground(painter, self.viewport().rect(), self.viewportTransform(), self.theme)
        self.bands.paint_ground(painter, self.viewportTransform())

    def _paint_corners(self, event: QPaintEvent) -> None:
        """Paint what lies over the drawing."""
        if self.ring.record_id:
            over = QPainter(self.viewport())
            over.setClipRegion(event.region())
            self.ring.paint(over)
            over.end()
        shown = [corner for corner in self.corners if event.region().intersects(corner.rect)]
        if shown:
            painter = QPainter(self.viewport())
            for corner in shown:
                corner.paint(painter)
            painter.end()

    def _paint_overview(self, event: QPaintEvent) -> None:
        """Paint everything from afar, past the items."""
        self.is_fresh = False
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        self.drawBackground(painter, event.rect())
        painter.setTransform(self.viewportTransform())
        self.canvas.overview.paint(painter, self.camera.zoom, self._exposed(event))
        option = QStyleOptionGraphicsItem()
        for item in self.canvas.previews:
            painter.save()
            painter.translate(item.pos())
            item.paint(painter, option, None)
            painter.restore()
        painter.end()
        self._paint_corners(event)

    def _exposed(self, event: QPaintEvent) -> list[QRectF]:
        """Return the parts of the drawing that are painted now."""
        inverse, _ = self.viewportTransform().inverted()
        return [inverse.mapRect(QRectF(rect)) for rect in event.region()]  # type: ignore[attr-defined]

    def _paint_late_cards(self) -> None:
        self._is_still = True
        if self.canvas.pictures.hurried:
            self.viewport().update()
            return
        for item in self.canvas.pictures.late:
            if item.scene() is self.canvas:
                item.update()
        if self.canvas.carrying:
            self.canvas.layers.carried.update()

    # --- events --------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        steps, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = steps.y() or steps.x()
            self.camera.zoom_to(self.camera.zoom * _WHEEL_ZOOM ** (turned / 120), event.position())
            return
        shift = QPointF(pixels) if not pixels.isNull() else QPointF(steps) * 0.5
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not shift.x():
            shift = QPointF(shift.y(), 0.0)
        self.camera.scroll(shift.x(), shift.y())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self._touched(event):
            return True
        if isinstance(event, QGestureEvent):
            return self._pinch(event)
        return super().viewportEvent(event)

    def _touched(self, event: QNativeGestureEvent) -> bool:
        """Take a touchpad's gesture: pinching, or two fingers tapping twice; return whether it is one."""
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            if isfinite(event.value()):
                by = min(max(1 + event.value(), 1 / _WIDEST_PINCH), _WIDEST_PINCH)
                self.camera.zoom_to(self.camera.zoom * by, event.position())
            return True
        if kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            self.zoom_smartly(event.position())
            return True
        return False

    def zoom_smartly(self, at: QPointF) -> None:
        """Go to 100 % at a point of the view, or away from it to all of the drawing."""
        content = self.canvas.content_rect()
        if self.camera.zoom < 1.0 or not content.width:
            self.camera.zoom_to(1.0, at)
        else:
            self.camera.fit(content)
            self.stays_fitted = True

    def _pinch(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        middle = QPointF(self.viewport().mapFromGlobal(pinch.centerPoint().toPoint()))
        self.camera.zoom_to(self.camera.zoom * pinch.scaleFactor(), middle)
        event.accept()
        return True

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._is_still = False
        if dx or dy:
            for corner in self.corners:
                corner.scrolled(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport().update()

"""What of the drawing is seen: zoom and place of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

from maplanner.desktop.lettering import text_size
from maplanner.drawing.geometry import Rect

if TYPE_CHECKING:
    from maplanner.desktop.canvas.surface import CanvasSurface

SMALLEST: Final = 0.05
LARGEST: Final = 4.0
STEP: Final = 1.25
"""One step of zooming by a key or button."""
_MARGIN: Final = 48.0
_GAP: Final = 16
"""Pixels of the screen between the minimap and what is shown below it."""
_IN_SIGHT: Final = 80.0
"""Pixels of the drawing that always stay on the screen."""


class Sight(NamedTuple):
    """What is seen: the point of the drawing in the middle, and the zoom."""

    x: float
    y: float
    zoom: float


class Camera:
    """Moves a view over its drawing."""

    def __init__(self, view: CanvasSurface) -> None:
        """Start at 100 %."""
        self._view = view

    @property
    def zoom(self) -> float:
        """The scale; 1 is 100 %."""
        return self._view.transform().m11()

    @property
    def sight(self) -> Sight:
        """What is seen now; what was asked for, as long as nobody moved the view."""
        middle = self.visible().center()
        return self._view.stays_at or Sight(middle.x(), middle.y(), self.zoom)

    def look_at(self, sight: Sight) -> None:
        """Show what was seen before, and keep it in the middle until somebody moves the view."""
        self.zoom_to(sight.zoom)
        self.center_on(QPointF(sight.x, sight.y))
        self._view.stays_at = sight

    def zoom_to(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom so that what lies under ``anchor`` stays there: pixels of the view, by default its middle."""
        view = self._view
        zoom = min(max(zoom, SMALLEST), LARGEST)
        if abs(zoom - 1.0) < 0.015:
            zoom = 1.0
        where = QPointF(view.viewport().rect().center()) if anchor is None else anchor
        self._let_go()
        if zoom == self.zoom:
            return
        there = self.to_drawing(where)
        view.setTransform(QTransform.fromScale(zoom, zoom))
        now = view.viewportTransform().map(there)
        self.scroll(where.x() - now.x(), where.y() - now.y())
        view.zoom_changed.emit(zoom)

    def to_drawing(self, at: QPointF) -> QPointF:
        """Return the point of the drawing under a point of the view, exactly."""
        inverse, _ = self._view.viewportTransform().inverted()
        return inverse.map(at)

    def visible(self) -> QRectF:
        """Return the part of the drawing that is on the screen."""
        inverse, _ = self._view.viewportTransform().inverted()
        return inverse.mapRect(QRectF(self._view.viewport().rect()))

    def scroll(self, dx: float, dy: float) -> None:
        """Move what is seen by pixels of the screen, but never all of the drawing out of sight."""
        self._let_go()
        dx, dy = self._kept_in_sight(dx, dy)
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - round(dx))
        down.setValue(down.value() - round(dy))

    def _let_go(self) -> None:
        self._view.stays_fitted, self._view.stays_at = False, None

    def center_on(self, at: QPointF) -> None:
        """Bring a point of the drawing into the middle."""
        now = self._view.viewportTransform().map(at)
        middle = QPointF(self._view.viewport().rect().center())
        self.scroll(middle.x() - now.x(), middle.y() - now.y())

    def fit(self, rect: Rect, least: float = 0.0) -> None:
        """Show a rectangle of the drawing whole, with a margin, its texts no larger than those of the window.

        Where that were smaller than ``least``, show its beginning.
        """
        port = self._view.viewport().rect()
        wide = max(port.width() - 2 * _MARGIN, 50.0) / max(rect.width, 1.0)
        high = max(port.height() - 2 * _MARGIN, 50.0) / max(rect.height, 1.0)
        self.zoom_to(max(min(wide, high, text_size() / 100), least))
        self.center_on(QPointF(*rect.center))
        if min(wide, high) < least:
            corner = self._view.viewportTransform().map(QPointF(rect.x, rect.y))
            self.scroll(max(_MARGIN - corner.x(), 0.0), max(_MARGIN - corner.y(), 0.0))

    def show(self, rect: Rect) -> None:
        """Scroll as little as needed to bring a rectangle onto the screen, and out from under the minimap."""
        seen = self.visible()
        margin = min(_MARGIN / self.zoom, seen.width() / 4, seen.height() / 4)
        inner = seen.adjusted(margin, margin, -margin, -margin)
        dx = _shift(rect.x, rect.right, inner.left(), inner.right())
        dy = _shift(rect.y, rect.bottom, inner.top(), inner.bottom())
        if dx or dy:
            self.scroll(dx * self.zoom, dy * self.zoom)
        shown, lid = self._view.on_screen(rect), self._view.minimap.rect
        if lid.intersects(shown):
            self.scroll(0, lid.bottom() + _GAP - shown.top())

    def _kept_in_sight(self, dx: float, dy: float) -> tuple[float, float]:
        content = self._view.canvas.content_rect()
        if not content.width:
            return dx, dy
        shown = self._view.viewportTransform().mapRect(QRectF(*content))
        port = self._view.viewport().rect()
        keep_x, keep_y = min(_IN_SIGHT, shown.width()), min(_IN_SIGHT, shown.height())
        return (
            _bounded(dx, keep_x - shown.right(), port.width() - keep_x - shown.left()),
            _bounded(dy, keep_y - shown.bottom(), port.height() - keep_y - shown.top()),
        )


def _bounded(shift: float, low: float, high: float) -> float:
    return min(max(shift, low), high) if low <= high else shift


def _shift(low: float, high: float, inner_low: float, inner_high: float) -> float:
    """Return how far to move what is seen so that low..high comes into the inner span."""
    if low < inner_low:
        return inner_low - low
    if high > inner_high:
        return max(inner_high - high, inner_low - low)
    return 0.0

"""A view of one picture that can be moved and zoomed, and brought to a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from maplanner.drawing.theme import Theme, ink

if TYPE_CHECKING:
    from maplanner.drawing.geometry import Rect
    from maplanner.drawing.picture import Picture

_STEP: Final = 1.2
_LEAST, _MOST = 0.05, 4.0
_CLOSE: Final = 0.8
"""How large a drawing is at least when a place of it is shown."""


class PictureItem(QGraphicsItem):
    """A picture as one item of a scene."""

    def __init__(self, picture: Picture, theme: Theme) -> None:
        super().__init__()
        self._picture, self._theme = picture, theme
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def boundingRect(self) -> QRectF:
        return QRectF(*self._picture.bounds)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        self._picture.paint(painter, self._theme)


class PictureView(QGraphicsView):
    """Shows a picture: the wheel with Ctrl zooms, dragging moves it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.picture: Picture | None = None
        self.setScene(QGraphicsScene(self))
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setBackgroundBrush(ink(theme.canvas))

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture whole; none shows nothing."""
        self.picture = picture
        self.scene().clear()
        if picture is not None:
            self.scene().addItem(PictureItem(picture, self._theme))
            self.scene().setSceneRect(QRectF(*picture.bounds.grown(40.0)))
            self.fit()

    def fit(self) -> None:
        """Zoom so that all is seen, at most at life size."""
        if self.picture is not None:
            self.fitInView(QRectF(*self.picture.bounds.grown(16.0)), Qt.AspectRatioMode.KeepAspectRatio)
            if self.transform().m11() > 1.0:
                self.resetTransform()

    def bring(self, place: Rect) -> None:
        """Show a place in the middle, large enough to read."""
        if self.transform().m11() < _CLOSE:
            self.resetTransform()
            self.scale(_CLOSE, _CLOSE)
        self.centerOn(place.center.x, place.center.y)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        factor = _STEP if event.angleDelta().y() > 0 else 1 / _STEP
        wanted = self.transform().m11() * factor
        if _LEAST <= wanted <= _MOST:
            self.scale(factor, factor)
        event.accept()

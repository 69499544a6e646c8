"""What a bare drawing says: how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from maplanner.desktop.lettering import lettering
from maplanner.desktop.words import tr
from maplanner.drawing.theme import TEXT_SIZE, ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.surface import CanvasSurface

_WIDEST: Final = 40
"""Letters in a line."""
_FLAGS: Final = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class Invitation:
    """Stands in the middle of a drawing as long as nothing is on it. The mouse goes through it."""

    def __init__(self, surface: CanvasSurface) -> None:
        """Stand in the middle of a surface."""
        self._surface = surface
        self._was_shown = not surface.canvas.content_rect().width
        surface.canvas.content_changed.connect(self._content_changed)

    @property
    def text(self) -> str:
        """What it says."""
        return tr("Drag a step here, or press Space and choose one.")

    @property
    def rect(self) -> QRect:
        """Where it lies in the view; empty where there is something on the drawing."""
        return QRect() if self._surface.canvas.content_rect().width else self._place

    @property
    def _place(self) -> QRect:
        port, metrics = self._surface.viewport().rect(), QFontMetrics(lettering(TEXT_SIZE))
        width = min(_WIDEST * metrics.averageCharWidth(), port.width() - 16)
        box = metrics.boundingRect(QRect(0, 0, width, port.height()), int(_FLAGS), self.text)
        box.setWidth(width)
        box.moveCenter(port.center())
        return box

    def paint(self, painter: QPainter) -> None:
        """Draw it; the painter's coordinates are the view's."""
        place = self.rect
        if not place.isEmpty():
            painter.setFont(lettering(TEXT_SIZE))
            painter.setPen(ink(self._surface.theme.secondary))
            painter.drawText(place, int(_FLAGS), self.text)

    def scrolled(self, dx: int, dy: int) -> None:
        """Stay where it is although the pixels below have moved."""
        place = self.rect
        if not place.isEmpty():
            self._surface.viewport().update(place.united(place.translated(dx, dy)))

    def pressed(self, _at: QPointF) -> bool:
        """Leave every press to the drawing."""
        return False

    def _content_changed(self) -> None:
        is_shown = not self.rect.isEmpty()
        if is_shown != self._was_shown:
            self._surface.viewport().update(self._place)
        self._was_shown = is_shown

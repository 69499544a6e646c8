"""A ring around what the keyboard is on, while a person works by keys; the mouse needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen

from maplanner.drawing.card import RADIUS
from maplanner.drawing.theme import ink

if TYPE_CHECKING:
    from maplanner.desktop.canvas.surface import CanvasSurface

_OUT: Final = 5.0
"""Pixels of the screen between a card and its ring."""
_BY_KEYS: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FocusRing(QObject):
    """Shows which of the selected things the next key acts on."""

    def __init__(self, surface: CanvasSurface) -> None:
        super().__init__(surface)
        self._surface = surface
        self._is_wanted = False
        self._drawn = QRect()
        surface.installEventFilter(self)
        surface.viewport().installEventFilter(self)
        surface.canvas.selection_changed.connect(self._follow)
        surface.canvas.content_changed.connect(self._follow)

    @property
    def record_id(self) -> str:
        """What it is around; nothing where it does not show."""
        return self._surface.telling.current() if self._is_wanted and self._surface.hasFocus() else ""

    def paint(self, painter: QPainter) -> None:
        """Draw it; the painter's coordinates are the view's."""
        place = self._place()
        if place.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink(self._surface.theme.text), 2, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(place).adjusted(2, 2, -2, -2), RADIUS, RADIUS)

    def _place(self) -> QRect:
        rect = self._surface.canvas.rect_of(self.record_id) if self.record_id else None
        if rect is None:
            return QRect()
        out = round(_OUT) + 2
        return self._surface.on_screen(rect).adjusted(-out, -out, out, out)

    def _follow(self) -> None:
        """Paint where it was and where it is."""
        place = self._place()
        for each in (self._drawn, place):
            if not each.isNull():
                self._surface.viewport().update(each.adjusted(-2, -2, 2, 2))
        self._drawn = place

    def _want(self, *, wanted: bool) -> None:
        if wanted != self._is_wanted:
            self._is_wanted = wanted
            self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            self._want(wanted=True)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._want(wanted=False)
        elif isinstance(event, QFocusEvent) and watched is self._surface:
            self._want(wanted=event.gotFocus() and (self._is_wanted or event.reason() in _BY_KEYS))
            self._surface.viewport().update(self._drawn)
        return super().eventFilter(watched, event)

"""A few words beside the mouse while something is dragged: why it cannot go here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel

from maplanner.desktop.lettering import lettering
from maplanner.drawing.theme import SECONDARY_SIZE

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView

_WIDEST: Final = 300
_BESIDE: Final = QPoint(16, 18)
_AROUND: Final = QSize(26, 14)
"""Padding and border on both sides."""


class Hint:
    """Shows a sentence near a point of the drawing; an empty one hides it."""

    def __init__(self, view: CanvasView) -> None:
        """Show nothing."""
        self._view = view
        self._label: QLabel | None = None

    @property
    def text(self) -> str:
        """What is shown just now."""
        return self._label.text() if self._label is not None and self._label.isVisibleTo(self._view) else ""

    def show(self, text: str, at: QPointF, *, is_refusal: bool = True) -> None:
        """Show a sentence beside a point of the drawing."""
        if not text:
            if self._label is not None:
                self._label.hide()
            return
        label = self._label = self._label or self._new_label()
        look = self._view.theme
        edge = look.error if is_refusal else look.warning
        label.setStyleSheet(
            f"background: {look.card}; color: {look.text}; border: 1px solid {edge};"
            " border-radius: 6px; padding: 4px 8px;"
        )
        label.setText(text)
        self._fit(label)
        self._put(label, self._view.viewportTransform().map(at).toPoint() + _BESIDE)
        label.show()
        label.raise_()

    def _new_label(self) -> QLabel:
        label = QLabel(self._view.viewport())
        label.setObjectName("hint")
        label.setFont(lettering(SECONDARY_SIZE + 1))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label

    def _fit(self, label: QLabel) -> None:
        room = QRect(0, 0, _WIDEST - _AROUND.width(), 10_000)
        words = label.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), label.text())
        label.setFixedSize(words.size() + _AROUND)

    def _put(self, label: QLabel, corner: QPoint) -> None:
        room = self._view.viewport().size()
        x = min(corner.x(), room.width() - label.width() - 4)
        y = min(corner.y(), room.height() - label.height() - 4)
        label.move(max(4, x), max(4, y))

"""Bars to both sides of a middle line: how far a figure falls and rises with an assumption."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from maplanner.desktop.tables.figures import FigureModel
from maplanner.drawing.theme import Theme

_INSET = 6.0


class SwingBars(QStyledItemDelegate):
    """Paints the bars of a row: ``reach`` is the longest of all, ``ends`` the two of each row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ends: dict[str, tuple[float, float, bool]] = {}
        self._reach = 0.0

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme

    def show_swings(self, ends: dict[str, tuple[float, float, bool]]) -> None:
        """Paint these: difference down, difference up, and whether they are more than chance, by row."""
        self._ends = ends
        self._reach = max((max(abs(down), abs(up)) for down, up, _clear in ends.values()), default=0.0)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, QColor(self._theme.accent_ground))
        model = index.model()
        found = self._ends.get(model.row(index.row()).id) if isinstance(model, FigureModel) else None
        area = QRectF(option.rect).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        middle = area.center().x()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if found is not None and self._reach:
            down, up, clear = found
            for value, color in ((down, self._theme.warning), (up, self._theme.accent)):
                bar = QColor(color)
                bar.setAlphaF(1.0 if clear else 0.4)
                painter.setBrush(bar)
                length = value / self._reach * area.width() / 2.0
                low = color == self._theme.warning
                half = area.height() / 2.0 - 0.5
                top = area.top() if low else area.top() + half + 1.0
                painter.drawRoundedRect(QRectF(middle, top, length, half).normalized(), 2.0, 2.0)
        painter.setBrush(QColor(self._theme.border))
        painter.drawRect(QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1.0))
        painter.drawRect(QRectF(middle - 0.5, option.rect.top(), 1.0, option.rect.height()))
        painter.restore()

"""How a finding is painted: a sign of its severity with its word, the message, the fix as a blue verb."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from maplanner.checks import Severity
from maplanner.desktop.lettering import lettering, scaled
from maplanner.desktop.panels.findings_model import FindingColumn, FindingsModel
from maplanner.drawing.theme import LIST_SIZE, MEDIUM, SECONDARY_SIZE, Theme, ink

_MARGIN = 16


class FindingDelegate(QStyledItemDelegate):
    """Paints the cells of the findings list."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state, rect = option.state, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, state)
        if index.column() == FindingColumn.SEVERITY:
            self._severity(painter, rect, index)
        else:
            self._words(painter, rect, index, state)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(48, scaled(34))

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, ink(self.theme.accent_ground))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, ink(self.theme.canvas))
        painter.setPen(QPen(ink(self.theme.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _severity(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        model = index.model()
        if not isinstance(model, FindingsModel):
            return
        finding = model.finding(index.row())
        # What is ignored has the calm sign of a note, whatever it would be otherwise.
        severity = finding.severity if finding.ignored is None else Severity.NOTE
        paint_sign(painter, self.theme, severity, QPointF(rect.left() + _MARGIN + 5, rect.center().y() + 0.5))
        painter.setFont(lettering(SECONDARY_SIZE))
        painter.setPen(ink(self.theme.secondary))
        words = rect.adjusted(_MARGIN + 17, 0, -2, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _words(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        state: QStyle.StateFlag,
    ) -> None:
        theme = self.theme
        column = index.column()
        side = Qt.AlignmentFlag.AlignLeft
        font, color = lettering(LIST_SIZE), theme.text
        if column == FindingColumn.PLACE:
            font, color = lettering(SECONDARY_SIZE), theme.secondary
        elif column == FindingColumn.FIX:
            font, color, side = lettering(LIST_SIZE, MEDIUM), theme.accent_text, Qt.AlignmentFlag.AlignRight
            rect = rect.adjusted(0, 0, 6 - _MARGIN, 0)
        rect = rect.adjusted(0, 0, -6, 0)
        painter.setFont(font)
        painter.setPen(ink(color))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        if column == FindingColumn.FIX and text and _is_focused(state):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink(theme.accent), 1.5))
            wide = painter.fontMetrics().horizontalAdvance(text) + 10
            painter.drawRoundedRect(
                QRectF(rect.right() - wide + 6, rect.top() + 5, wide, rect.height() - 10), 5, 5
            )


def paint_sign(painter: QPainter, theme: Theme, severity: Severity, center: QPointF) -> None:
    """Draw a severity's sign, 10 wide: a dot for an error, a triangle for a warning, a ring for a note."""
    x, y = center.x(), center.y()
    if severity is Severity.ERROR:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(theme.error))
        painter.drawEllipse(center, 5, 5)
    elif severity is Severity.WARNING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(theme.warning))
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - 5.5), QPointF(x + 5.8, y + 4.5), QPointF(x - 5.8, y + 4.5)])
        )
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink(theme.secondary), 2))
        painter.drawEllipse(center, 4, 4)


def _is_focused(state: QStyle.StateFlag) -> bool:
    return bool(state & QStyle.StateFlag.State_HasFocus)

"""How a field of the inventory is painted: uses as chips, the count of places as a link, headings in bold."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from maplanner.desktop.data.columns import NAME, USES, WHERE
from maplanner.desktop.data.fields_model import FieldsModel, Heading
from maplanner.desktop.lettering import lettering, scaled
from maplanner.desktop.words import tr
from maplanner.document.vocabulary import Use
from maplanner.drawing.theme import LIST_SIZE, MEDIUM, SECONDARY_SIZE, SEMIBOLD, Theme, ink

_CHIP_HEIGHT = 18
_CHIP_PADDING = 7
_GAP = 4
KEPT = "kept"
"""Marks the view of the column that stays in sight: a line sets it off."""


class FieldDelegate(QStyledItemDelegate):
    """Paints the cells of the inventory."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, FieldsModel):
            return
        rect, selected = option.rect, bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heading = model.heading(index.row())
        if selected:
            painter.fillRect(rect, ink(self.theme.accent_ground))
        elif heading is not None:
            painter.fillRect(rect, ink(self.theme.canvas))
        painter.setPen(QPen(ink(self.theme.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.widget.property(KEPT):
            painter.drawLine(rect.topRight(), rect.bottomRight())
        inner = rect.adjusted(8, 0, -8, 0)
        if heading is not None:
            self._heading(painter, inner, heading, folded=model.is_folded(heading))
        elif index.column() == USES:
            self._chips(painter, inner, model, index.row())
        else:
            self._words(painter, inner, index)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, heading: Heading, *, folded: bool) -> None:
        sign = "▸" if folded else "▾"
        # However far the table is scrolled sideways, the words stay where they can be read.
        rect.setLeft(max(rect.left(), 8))
        painter.setFont(lettering(LIST_SIZE, SEMIBOLD))
        painter.setPen(ink(self.theme.text))
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
        painter.drawText(rect, flags, f"{sign}  {heading.title}  ({heading.count})")

    def _words(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        text = str(index.data() or "")
        color = self.theme.text
        font: QFont = lettering(LIST_SIZE)
        if index.column() == NAME:
            font = lettering(LIST_SIZE, MEDIUM)
        elif index.column() == WHERE:
            font, color = lettering(LIST_SIZE, MEDIUM), self.theme.accent_text
        painter.setFont(font)
        painter.setPen(ink(color))
        side = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), elided)

    def _chips(self, painter: QPainter, rect: QRect, model: FieldsModel, row: int) -> None:
        line = model.line(row)
        if line is None:
            return
        said = [use for use in Use if use in line.declared]
        found = [use for use in Use if use in line.derived - line.declared]
        font = lettering(SECONDARY_SIZE)
        painter.setFont(font)
        metrics, left = QFontMetrics(font), rect.left()
        uses = [*said, *found]
        for place, use in enumerate(uses):
            text = tr(use.value)
            wide = metrics.horizontalAdvance(text) + 2 * _CHIP_PADDING
            if left + wide > rect.right():
                painter.setPen(ink(self.theme.secondary))
                more = QRect(left, rect.top(), rect.right() - left + 8, rect.height())
                painter.drawText(more, int(Qt.AlignmentFlag.AlignVCenter), f"+{len(uses) - place}")
                return
            top = rect.center().y() - scaled(_CHIP_HEIGHT) / 2 + 1
            self._chip(
                painter, QRectF(left, top, wide, scaled(_CHIP_HEIGHT)), text, said=use in line.declared
            )
            left += wide + _GAP

    def _chip(self, painter: QPainter, place: QRectF, text: str, *, said: bool) -> None:
        radius = place.height() / 2
        if said:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink(self.theme.chip))
        else:
            painter.setPen(QPen(ink(self.theme.link), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(ink(self.theme.text if said else self.theme.secondary))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)

"""Dots beside a name in a list: who of the team is there, each in their colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PEOPLE_ROLE: Final = Qt.ItemDataRole.UserRole + 40
"""Holds a tuple of :class:`Here`."""
_MOST: Final = 3
_SIZE: Final = 8
_GAP: Final = 3
_MARGIN: Final = 6
_NAME: Final = 96
"""Pixels that a name keeps if it needs them, as long as one dot is seen."""


class Here(NamedTuple):
    """Somebody who is in a campaign."""

    person: str
    color: str


def names_of(people: Sequence[Here]) -> str:
    """Return who is there, in words; empty for nobody."""
    if not people:
        return ""
    return tr("Here now: {names}").format(names=", ".join(each.person for each in people))


class PeopleDots(QStyledItemDelegate):
    """Paints a row with the dots of those who are there at its right end; the name gives way to them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        people = index.data(PEOPLE_ROLE)
        if not people:
            super().paint(painter, option, index)
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        widget: QWidget | None = option.widget
        style = widget.style() if widget is not None else QApplication.style()
        text_rect = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, shown, widget)
        wanted = min(shown.fontMetrics.horizontalAdvance(shown.text), scaled(_NAME))
        for most in (each for each in range(_MOST, 0, -1) if len(people) - each != 1):
            # A number for one more would take more room than the dot.
            more = f"+{len(people) - most}" if len(people) > most else ""
            taken = _width(min(len(people), most)) + shown.fontMetrics.horizontalAdvance(more)
            room = max(text_rect.width() - taken - 2 * _MARGIN, 0)
            if room >= wanted:
                break
        shown.text = shown.fontMetrics.elidedText(shown.text, Qt.TextElideMode.ElideMiddle, room)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)
        _paint(painter, option.rect, people[:most], more)


def _width(count: int) -> int:
    return count * scaled(_SIZE) + (count - 1) * _GAP


def _paint(painter: QPainter, row: QRect, people: Sequence[Here], more: str) -> None:
    size = scaled(_SIZE)
    right = row.right() - _MARGIN
    painter.save()
    if more:
        wide = painter.fontMetrics().horizontalAdvance(more)
        box = QRect(right - wide, row.top(), wide + 1, row.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, more)
        right -= wide + _GAP
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    left = right - _width(len(people))
    for place, each in enumerate(people):
        painter.setBrush(QColor(each.color))
        middle = QPointF(left + place * (size + _GAP) + size / 2, row.center().y() + 0.5)
        painter.drawEllipse(middle, size / 2, size / 2)
    painter.restore()

"""What stands on a board: two columns of ends, and the lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from maplanner.desktop.lettering import lettering, scaled
from maplanner.drawing.theme import LIST_SIZE, MEDIUM, SECONDARY_SIZE, SEMIBOLD, Theme, ink

Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT: Final = 30
PORT: Final = 4.0
_MARGIN: Final = 12


def row_height() -> int:
    """Return how high a field's row is, in pixels, at the present size of texts."""
    return scaled(_ROW_HEIGHT)


class Column(StrEnum):
    """The sides of a board."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Column:
        """The side across."""
        return Column.RIGHT if self is Column.LEFT else Column.LEFT


@dataclass(frozen=True)
class End:
    """A field in a column. An end without an identifier is a heading."""

    id: str
    title: str
    detail: str = ""
    required: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Tie:
    """A line between two ends. ``warning`` says what is wrong with it, empty where all is well."""

    id: str
    left: str
    right: str
    to_right: bool = True
    to_left: bool = False
    warning: str = ""
    words: str = ""


class EndsModel(QAbstractListModel):
    """The ends of one column, filtered; those without a line can be shown alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[End] = ()
        self._shown: list[End] = []
        self._rows: dict[str, int] = {}
        self._words: tuple[str, ...] = ()
        self._only_free = False
        self.tied: frozenset[str] = frozenset()
        self.lit: frozenset[str] = frozenset()

    def show_ends(self, ends: Sequence[End], tied: frozenset[str]) -> None:
        """Show other ends; ``tied`` are those that have a line."""
        if list(ends) == list(self._all) and not self._only_free:
            self.tied = tied
            if self._shown:
                self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))
            return
        self._all, self.tied = ends, tied
        self._choose()

    def filter(self, words: str, *, only_free: bool) -> None:
        """Show only ends that hold every word and, if so wished, have no line."""
        self._words, self._only_free = tuple(words.casefold().split()), only_free
        self._choose()

    def light(self, ids: frozenset[str]) -> None:
        """Show that these ends belong to what is selected."""
        self.lit = ids
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def end(self, row: int) -> End | None:
        """Return the end in a row; ``None`` for a heading or no row at all."""
        found = self._shown[row] if 0 <= row < len(self._shown) else None
        return found if found is not None and found.id else None

    def entry(self, row: int) -> End:
        """Return what stands in a row, an end or a heading."""
        return self._shown[row]

    def row_of(self, end_id: str) -> int:
        """Return the row of an end, or -1 as Qt's models do."""
        return self._rows.get(end_id, -1)

    @property
    def end_ids(self) -> list[str]:
        """The identifiers of all ends, shown or not."""
        return [end.id for end in self._all if end.id]

    @property
    def counts(self) -> tuple[int, int]:
        """How many ends are shown, and how many there are."""
        return sum(1 for end in self._shown if end.id), sum(1 for end in self._all if end.id)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        end = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return end.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return end.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (end.title, end.detail) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_end = index.isValid() and bool(self._shown[index.row()].id)
        return super().flags(index) if is_end else Qt.ItemFlag.NoItemFlags

    def _choose(self) -> None:
        self.beginResetModel()
        kept = [end for end in self._all if not end.id or self._passes(end)]
        # A heading without anything below it says nothing.
        self._shown = [
            end
            for place, end in enumerate(kept)
            if end.id or (place + 1 < len(kept) and bool(kept[place + 1].id))
        ]
        self._rows = {end.id: row for row, end in enumerate(self._shown) if end.id}
        self.endResetModel()

    def _passes(self, end: End) -> bool:
        if self._only_free and end.id in self.tied:
            return False
        text = f"{end.title} {end.tip}".casefold()
        return all(word in text for word in self._words)


class EndDelegate(QStyledItemDelegate):
    """Paints an end: its name, type and length, a mark where it is required, a port on the inner edge."""

    def __init__(self, column: Column, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self.theme = theme
        self.picked = ""
        self.target = ""
        self.refused = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, EndsModel):
            return
        end, rect = model.entry(index.row()), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The left column runs from right to left only to have its scroll bar outside.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if not end.id:
            self._heading(painter, rect, end)
        else:
            self._ground(painter, rect, end, bool(option.state & QStyle.StateFlag.State_Selected))
            self._words(painter, rect, end)
            self._port(painter, rect, end, model)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, end: End) -> None:
        painter.fillRect(rect, ink(self.theme.canvas))
        painter.setFont(lettering(LIST_SIZE, SEMIBOLD))
        painter.setPen(ink(self.theme.text))
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        text = painter.fontMetrics().elidedText(end.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _ground(self, painter: QPainter, rect: QRect, end: End, selected: bool) -> None:
        if selected or end.id == self.picked:
            painter.fillRect(rect, ink(self.theme.accent_ground))
        if end.id == self.target:
            color = self.theme.error if self.refused else self.theme.accent
            painter.setPen(QPen(ink(color), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 6, 6)
        elif end.id == self.picked:
            painter.setPen(QPen(ink(self.theme.accent), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 6, 6)
        painter.setPen(QPen(ink(self.theme.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _words(self, painter: QPainter, rect: QRect, end: End) -> None:
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN - 6, 0)
        if self._column is Column.RIGHT:
            inner = rect.adjusted(_MARGIN + 6, 0, -_MARGIN, 0)
        small = QFontMetrics(lettering(SECONDARY_SIZE))
        room = min(small.horizontalAdvance(end.detail) + 16, inner.width() * 45 // 100) if end.detail else 0
        name = inner.adjusted(0, 0, -room, 0)
        font = lettering(LIST_SIZE, MEDIUM)
        title = f"{end.title} *" if end.required else end.title
        painter.setFont(font)
        painter.setPen(ink(self.theme.text))
        elided = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideMiddle, name.width())
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), elided)
        painter.setFont(lettering(SECONDARY_SIZE))
        painter.setPen(ink(self.theme.secondary))
        detail = small.elidedText(end.detail, Qt.TextElideMode.ElideRight, room - 6)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(side), detail)

    def _port(self, painter: QPainter, rect: QRect, end: End, model: EndsModel) -> None:
        x = rect.right() - PORT - 1 if self._column is Column.LEFT else rect.left() + PORT + 1
        tied, lit = end.id in model.tied, end.id in model.lit
        color = self.theme.accent if lit else self.theme.link
        painter.setPen(QPen(ink(color), 1.5))
        painter.setBrush(ink(color) if tied else ink(self.theme.panel))
        painter.drawEllipse(QPointF(x, rect.center().y() + 0.5), PORT - 0.5, PORT - 0.5)

"""The lines of a board: painted between two columns, chosen by mouse or key; and the one being drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QListView, QWidget

from maplanner.desktop.data.board_parts import Column, EndsModel, Tie, row_height
from maplanner.desktop.lettering import lettering
from maplanner.desktop.words import tr
from maplanner.drawing.theme import SECONDARY_SIZE, Theme, ink

_HIT: Final = 9.0
_ARROW: Final = 7.0
_LEAST_WIDTH: Final = 72


class Lines(QWidget):
    """Paints a curve for each line of which an end can be seen. What is scrolled away ends at the edge."""

    chosen = Signal(str)
    """A line was chosen; empty for none."""
    removal = Signal(str)
    menu = Signal(str, QPoint)

    def __init__(
        self, models: Mapping[Column, EndsModel], views: Mapping[Column, QListView], theme: Theme
    ) -> None:
        super().__init__()
        self._models, self._views, self._theme = models, views, theme
        self._ties: Sequence[Tie] = ()
        self._hovered = ""
        self._focus = ""
        self.selected = ""
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Lines"))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def show_ties(self, ties: Sequence[Tie]) -> None:
        """Show these lines."""
        self._ties = ties
        if all(tie.id != self.selected for tie in ties):
            self.selected = ""
        self.update()

    def select(self, tie_id: str) -> None:
        """Choose a line, or none."""
        self.selected = tie_id if any(tie.id == tie_id for tie in self._ties) else ""
        self.update()

    def selected_tie(self) -> Tie | None:
        """Return the line that is chosen, or ``None``."""
        return next((tie for tie in self._ties if tie.id == self.selected), None)

    def focus_end(self, end_id: str) -> None:
        """Show strongly the lines of one end; no line is chosen any more."""
        self._focus, self.selected = end_id, ""
        self.update()

    def ends_of_focus(self) -> frozenset[str]:
        """Return the end whose lines are shown strongly, with the ends across."""
        mine = [tie for tie in self._ties if self._focus in (tie.left, tie.right)]
        return frozenset(end for tie in mine for end in (tie.left, tie.right))

    def port(self, column: Column, row: int) -> QPointF:
        """Return where lines of a row begin, at the edge where the row is scrolled away."""
        return self._port(column, self._top(column) + row * row_height())

    def _port(self, column: Column, top: float) -> QPointF:
        y = min(max(top + row_height() / 2, 2.0), self.height() - 2.0)
        return QPointF(0.0 if column is Column.LEFT else self.width(), y)

    def _top(self, column: Column) -> float:
        """Return where the first row of a column lies; all rows are equally high."""
        view, model = self._views[column], self._models[column]
        top = view.visualRect(model.index(0)).top()
        return float(self.mapFromGlobal(view.viewport().mapToGlobal(QPoint(0, top))).y())

    def _tops(self) -> dict[Column, float]:
        return {column: self._top(column) for column in Column}

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ink(self._theme.canvas))
        strong = [tie for tie in self._ties if self._is_strong(tie)]
        tops = self._tops()
        for tie in (*(tie for tie in self._ties if not self._is_strong(tie)), *strong):
            self._paint_tie(painter, tie, tops)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        tie = self.tie_at(event.position())
        if (tie.id if tie else "") != self._hovered:
            self._hovered = tie.id if tie else ""
            self.setToolTip("\n".join(part for part in (tie.words, tie.warning) if part) if tie else "")
            self.setCursor(Qt.CursorShape.PointingHandCursor if tie else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, _event: object) -> None:
        self._hovered = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tie = self.tie_at(event.position())
        self._focus = ""
        self.select(tie.id if tie is not None else "")
        self.chosen.emit(self.selected)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        tie = self.tie_at(QPointF(event.pos()))
        if tie is not None:
            self.menu.emit(tie.id, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected:
            self.removal.emit(self.selected)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._ties:
            ids = [tie.id for tie in self._ties]
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            at = ids.index(self.selected) + by if self.selected else 0
            self.select(ids[at % len(ids)])
            self.chosen.emit(self.selected)
        else:
            super().keyPressEvent(event)

    def tie_at(self, place: QPointF) -> Tie | None:
        """Return the line under a place, the chosen one first."""
        stroker = QPainterPathStroker()
        stroker.setWidth(_HIT)
        candidates = sorted(self._ties, key=lambda tie: not self._is_strong(tie))
        tops = self._tops()
        for tie in candidates:
            path = self._path(tie, tops)
            if path is not None and stroker.createStroke(path[0]).contains(place):
                return tie
        return None

    def _is_strong(self, tie: Tie) -> bool:
        return tie.id in (self.selected, self._hovered) or (
            bool(self._focus) and self._focus in (tie.left, tie.right)
        )

    def _path(self, tie: Tie, tops: Mapping[Column, float]) -> tuple[QPainterPath, bool] | None:
        """Return the curve of a line and whether both ends can be seen; ``None`` where neither can."""
        left, right = self._models[Column.LEFT].row_of(tie.left), self._models[Column.RIGHT].row_of(tie.right)
        if left < 0 or right < 0:
            return None
        from_top = tops[Column.LEFT] + left * row_height()
        to_top = tops[Column.RIGHT] + right * row_height()
        seen = [-row_height() < top < self.height() for top in (from_top, to_top)]
        if not any(seen):
            return None
        start, end = self._port(Column.LEFT, from_top), self._port(Column.RIGHT, to_top)
        path = QPainterPath(start)
        bend = self.width() * 0.45
        path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
        return path, all(seen)

    def _paint_tie(self, painter: QPainter, tie: Tie, tops: Mapping[Column, float]) -> None:
        found = self._path(tie, tops)
        if found is None:
            return
        path, whole = found
        color = self._theme.error if tie.warning else self._theme.link
        if self._is_strong(tie):
            color = self._theme.error if tie.warning else self._theme.accent
        pen = QPen(ink(color), 2.5 if self._is_strong(tie) else 1.5)
        if not whole:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(color))
        if tie.to_right:
            painter.drawPolygon(_head(path.pointAtPercent(1.0), -_ARROW))
        if tie.to_left:
            painter.drawPolygon(_head(path.pointAtPercent(0.0), _ARROW))
        if tie.warning:
            self._paint_sign(painter, path.pointAtPercent(0.5))

    def _paint_sign(self, painter: QPainter, at: QPointF) -> None:
        painter.setBrush(ink(self._theme.error))
        painter.drawEllipse(at, 7.0, 7.0)
        painter.setPen(ink(self._theme.on_signal))
        painter.setFont(lettering(SECONDARY_SIZE, 600))
        painter.drawText(QRectF(at.x() - 7, at.y() - 7, 14, 14), int(Qt.AlignmentFlag.AlignCenter), "!")


class Thread(QWidget):
    """The line that is being drawn, above everything, with what would be refused in words."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme = theme
        self.refusal = ""
        self._start, self._end = QPointF(), QPointF()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_line(self, start: QPointF, end: QPointF, refusal: str) -> None:
        """Show the line and why it cannot be, if it cannot."""
        self._start, self._end, self.refusal = start, end, refusal
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self.theme.error if self.refusal else self.theme.accent
        painter.setPen(QPen(ink(color), 2, Qt.PenStyle.DashLine if self.refusal else Qt.PenStyle.SolidLine))
        painter.drawLine(self._start, self._end)
        if self.refusal:
            self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        font = lettering(SECONDARY_SIZE)
        painter.setFont(font)
        room = min(360, self.width() - 24)
        flags = int(Qt.TextFlag.TextWordWrap)
        box = QRectF(QFontMetrics(font).boundingRect(0, 0, room, 400, flags, self.refusal))
        place = self._end + QPointF(14, 14)
        place.setX(min(place.x(), self.width() - box.width() - 28))
        place.setY(min(place.y(), self.height() - box.height() - 20))
        ground = QRectF(place.x(), place.y(), box.width() + 20, box.height() + 12)
        painter.setPen(QPen(ink(self.theme.error), 1))
        painter.setBrush(ink(self.theme.card))
        painter.drawRoundedRect(ground, 6, 6)
        painter.setPen(ink(self.theme.text))
        painter.drawText(ground.adjusted(10, 6, -10, -6), flags, self.refusal)


def _head(tip: QPointF, back: float) -> QPolygonF:
    """Return an arrow head whose tip lies there; ``back`` is where its base lies, sideways."""
    return QPolygonF([tip, tip + QPointF(back, -4.5), tip + QPointF(back, 4.5)])

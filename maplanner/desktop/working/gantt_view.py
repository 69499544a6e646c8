"""The schedule on a screen: scrolls, tells of a bar, opens why a line takes so long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from maplanner.desktop.words import number, tr
from maplanner.drawing.gantt import Gantt, gantt_of
from maplanner.drawing.theme import Theme, ink
from maplanner.estimate.work import LineEstimate, WorkEstimate

_MARGIN = 8


class GanttView(QScrollArea):
    """Shows the picture of a schedule in its own size."""

    line_chosen = Signal(str)
    """The key of a line that was clicked twice."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Schedule"))
        self.sheet = _Sheet(theme)
        self.sheet.line_chosen.connect(self.line_chosen)
        self.setWidget(self.sheet)

    def show_work(self, work: WorkEstimate) -> None:
        """Show another schedule."""
        self.sheet.show_gantt(gantt_of(work))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.sheet.set_theme(theme)


class _Sheet(QWidget):
    line_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.gantt: Gantt | None = None

    def show_gantt(self, gantt: Gantt) -> None:
        """Show another picture."""
        self.gantt = gantt
        self.resize(self.sizeHint())
        self.setAccessibleDescription(gantt.subtitle)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        if self.gantt is None:
            return QSize(100, 100)
        bounds = self.gantt.bounds
        return QSize(int(bounds.width) + 2 * _MARGIN, int(bounds.height) + 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), ink(self._theme.panel))
        if self.gantt is not None:
            painter.translate(_MARGIN, _MARGIN)
            self.gantt.paint(painter, self._theme)
        painter.end()

    def line_at(self, place: QPoint) -> LineEstimate | None:
        """Return the line of the breakdown at a place, or ``None``."""
        row = self.gantt.row_at(place.y() - _MARGIN) if self.gantt is not None else None
        return row.line if row is not None else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            line = self.line_at(event.pos())
            QToolTip.showText(event.globalPos(), self._words(line) if line is not None else "", self)
            return True
        return super().event(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = self.line_at(event.position().toPoint())
        if line is not None:
            self.line_chosen.emit(line.line.key)

    def _words(self, line: LineEstimate) -> str:
        assert self.gantt is not None  # noqa: S101 - there is a line, so there is a picture
        team = self.gantt.work.team
        said = [line.line.title]
        for each in line.placed:
            text = tr("{who}: {hours} hours, {since} to {until}")
            said.append(
                text.format(
                    who=each.worker.title,
                    hours=number(each.hours, 1),
                    since=team.day(each.start).isoformat(),
                    until=team.day(each.finish).isoformat(),
                )
            )
        return "\n".join(said)

"""Lines over time, with a band where the runs or leads lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from maplanner.drawing.charts.chart import (
    Axis,
    Chart,
    axis_to,
    figure,
    paint_base_axis,
    paint_value_axis,
    points_of,
)
from maplanner.drawing.geometry import Rect
from maplanner.drawing.text import paint_text, text_width
from maplanner.drawing.theme import SECONDARY_SIZE, ink
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme

_GROUPS: Final = (PaletteGroup.PAGES, PaletteGroup.MESSAGES, PaletteGroup.SALES, PaletteGroup.SEGMENTS)
_STROKES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_NAMED_FROM: Final = 56.0
"""Height from which the names of lines do not cover them; the reading names them in any case."""


@dataclass(frozen=True)
class Line:
    """One line: values beside the chart's times; ``low`` and ``high`` bound a band around it."""

    title: str
    values: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class TimeChart(Chart):
    """Lines over the days of the simulation; ``times`` are the days that values stand for, ascending.

    ``per`` says what a value is of, such as *per day*; ``band`` what the band around the first line holds.
    """

    times: tuple[float, ...] = ()
    lines: tuple[Line, ...] = ()
    per: str = ""
    band: str = "nine runs of ten"
    pointed: float | None = None

    @property
    def across(self) -> Axis:
        """The axis of days."""
        last = self.times[-1] if self.times else 1.0
        return Axis(0.0, max(last, 1e-9))

    @property
    def up(self) -> Axis:
        """The axis of values."""
        tops = [max((*line.values, *line.high), default=0.0) for line in self.lines]
        return axis_to(max(tops, default=0.0))

    def paint_body(self, painter: QPainter, theme: Theme) -> None:
        paint_value_axis(painter, self.area, self.up, theme)
        paint_base_axis(painter, self.area, self.across, theme, "day")
        for number, line in enumerate(self.lines):
            self._paint_line(painter, theme, number, line)
        self._paint_names(painter, theme)
        self._paint_pointer(painter, theme)

    def _color(self, number: int, theme: Theme) -> QColor:
        return ink(theme.accent if number == 0 else theme.group(_GROUPS[number % len(_GROUPS)]))

    def _paint_line(self, painter: QPainter, theme: Theme, number: int, line: Line) -> None:
        if line.low and line.high:
            upper = points_of(self.area, self.times, line.high, self.across, self.up)
            lower = points_of(self.area, self.times, line.low, self.across, self.up)
            ground = QColor(self._color(number, theme))
            ground.setAlphaF(0.18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawPolygon(QPolygonF(upper + lower[::-1]))
        pen = QPen(self._color(number, theme), 1.8, _STROKES[number % len(_STROKES)])
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points_of(self.area, self.times, line.values, self.across, self.up)))

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        x, y = self.area.x + 8.0, self.area.y - 2.0
        has_room = len(self.lines) > 1 and self.area.height >= _NAMED_FROM
        names = [line.title for line in self.lines] if has_room else []
        for number, name in enumerate(names):
            wide = min(text_width(name, SECONDARY_SIZE) + 2.0, 180.0)
            if x + wide + 24.0 > self.area.right:
                x, y = self.area.x + 8.0, y + 16.0
            painter.setPen(QPen(self._color(number, theme), 2.0, _STROKES[number % len(_STROKES)]))
            painter.drawLine(QLineF(x, y + 8.0, x + 18.0, y + 8.0))
            place = Rect(x + 23.0, y, wide, 16.0)
            paint_text(painter, place, name, theme.secondary, size=SECONDARY_SIZE)
            x += wide + 38.0

    def _paint_pointer(self, painter: QPainter, theme: Theme) -> None:
        place = None if self.pointed is None else self._nearest(self.pointed)
        if place is None:
            return
        x = self.area.x + self.across.share(self.times[place]) * self.area.width
        painter.setPen(QPen(ink(theme.link), 1))
        painter.drawLine(QLineF(x, self.area.y, x, self.area.bottom))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, line in enumerate(self.lines):
            y = self.area.bottom - self.up.share(line.values[place]) * self.area.height
            painter.setBrush(self._color(number, theme))
            painter.drawEllipse(QPointF(x, y), 3.5, 3.5)

    def _nearest(self, x: float) -> int | None:
        if not self.times or not self.area.x - 4 <= x <= self.area.right + 4:
            return None
        day = (x - self.area.x) / self.area.width * self.across.high
        return min(range(len(self.times)), key=lambda place: abs(self.times[place] - day))

    def reading(self, x: float, y: float) -> str:
        place = self._nearest(x)
        if place is None:
            return ""
        parts = [f"day {figure(self.times[place])}"]
        for line in self.lines:
            text = figure(line.values[place])
            if line.low and line.high:
                text += f" ({figure(line.low[place])} – {figure(line.high[place])})"
            parts.append(f"{line.title}: {text}" if len(self.lines) > 1 else text)
        return "   ".join(parts)

    def table(self) -> tuple[tuple[str, ...], list[tuple[str | float | None, ...]]]:
        head = ["Day"]
        columns: list[tuple[float, ...]] = [self.times]
        for line in self.lines:
            head.append(line.title or "Value")
            columns.append(line.values)
            if line.low and line.high:
                head += [f"{line.title}, low", f"{line.title}, high"]
                columns += [line.low, line.high]
        return tuple(head), list(zip(*columns, strict=True))

    def words(self) -> str:
        told = [self.title]
        for line in self.lines:
            if line.values:
                top = max(range(len(line.values)), key=line.values.__getitem__)
                told.append(
                    f"{line.title or 'It'}: from {figure(line.values[0])} to {figure(line.values[-1])}, "
                    f"most on day {figure(self.times[top])} with {figure(line.values[top])}."
                )
        return " ".join(told)

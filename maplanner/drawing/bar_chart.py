"""A plain chart as a picture: bars that lie one below the other with their numbers, or lines over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from maplanner.drawing.card_paint import Detail
from maplanner.drawing.charts.chart import axis_to, figure
from maplanner.drawing.geometry import Rect
from maplanner.drawing.text import Align, paint_text, text_width
from maplanner.drawing.theme import MEDIUM, SECONDARY_SIZE, TEXT_SIZE, ink
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.drawing.legend import LegendEntry
    from maplanner.drawing.theme import Theme

WIDTH: Final = 720.0
_LINES_HEIGHT: Final = 220.0
_BAR: Final = 14.0
_ROW: Final = 24.0
_NAMES: Final = 190.0
_AXIS: Final = 64.0
_GROUPS: Final = (
    PaletteGroup.PAGES,
    PaletteGroup.MESSAGES,
    PaletteGroup.SALES,
    PaletteGroup.SEGMENTS,
    PaletteGroup.OUTBOUND,
    PaletteGroup.INBOUND,
    PaletteGroup.LOGIC,
)
"""Whose colours the series have, one after the other."""
_DASHES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_TICKS: Final = 4


@dataclass(frozen=True)
class ChartPicture:
    """Series over places. Colour is never the only sign: bars carry numbers, lines have strokes of their own.

    ``series`` are pairs of a title and a value for each place.
    """

    title: str
    places: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    unit: str = ""
    is_line: bool = False
    subtitle: str = ""

    @property
    def bounds(self) -> Rect:
        """All that is painted."""
        rows = len(self.places) * max(len(self.series), 1)
        body = _LINES_HEIGHT if self.is_line else max(rows, 1) * _ROW + len(self.places) * 4
        return Rect(0.0, 0.0, WIDTH, body + 48.0)

    @property
    def legend(self) -> Sequence[LegendEntry]:
        """Nothing: the series are named in the chart."""
        return ()

    @property
    def most(self) -> float:
        """The end of the axis: a round number at or above every value."""
        highest = max((value for _title, values in self.series for value in values), default=0.0)
        return axis_to(highest, _TICKS).high if highest > 0 else 0.0

    def paint(self, painter: QPainter, theme: Theme, detail: Detail = Detail.FULL) -> None:
        """Draw the chart."""
        if self.is_line:
            self._paint_lines(painter, theme)
        else:
            self._paint_bars(painter, theme)
        if len(self.series) > 1:
            self._paint_names(painter, theme)

    def _paint_bars(self, painter: QPainter, theme: Theme) -> None:
        room = WIDTH - _NAMES - _AXIS
        y = 0.0
        for place, name in enumerate(self.places):
            height = _ROW * len(self.series)
            paint_text(painter, Rect(0, y, _NAMES - 10, height), name, theme.text, size=TEXT_SIZE)
            for number, (_title, values) in enumerate(self.series):
                long = room * values[place] / self.most if self.most else 0.0
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._color(number, theme))
                bar = QRectF(_NAMES, y + (_ROW - _BAR) / 2, max(long, 1.0), _BAR)
                painter.drawRoundedRect(bar, 3, 3)
                at = Rect(_NAMES + long + 6, y, _AXIS, _ROW)
                said = f"{figure(values[place])}{f' {self.unit}' if self.unit else ''}"
                paint_text(painter, at, said, theme.secondary, size=SECONDARY_SIZE)
                y += _ROW
            y += 4.0

    def _paint_lines(self, painter: QPainter, theme: Theme) -> None:
        left, right, top, bottom = _AXIS, WIDTH - 8.0, 8.0, _LINES_HEIGHT - 22.0
        most = self.most or 1.0
        for tick in range(_TICKS + 1):
            y = bottom - (bottom - top) * tick / _TICKS
            painter.setPen(QPen(ink(theme.border), 1))
            painter.drawLine(QLineF(left, y, right, y))
            words = figure(most * tick / _TICKS)
            paint_text(
                painter, Rect(0, y - 9, left - 8, 18), words, theme.secondary, size=SECONDARY_SIZE,
                align=Align.RIGHT,
            )  # fmt: skip
        step = (right - left) / max(len(self.places) - 1, 1)
        for number, (_title, values) in enumerate(self.series):
            points = [
                QPointF(left + n * step, bottom - (bottom - top) * v / most) for n, v in enumerate(values)
            ]
            pen = QPen(self._color(number, theme), 2, _DASHES[number % len(_DASHES)])
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
        self._paint_places(painter, theme, left, step, bottom)

    def _paint_places(self, painter: QPainter, theme: Theme, left: float, step: float, y: float) -> None:
        every = max(1, -(-len(self.places) // 8))
        for place in range(0, len(self.places), every):
            x = left + place * step
            room = Rect(x - 60, y + 4, 120, 16)
            align = Align.CENTER
            if x + 60 > WIDTH:
                room, align = Rect(WIDTH - 120, y + 4, 120, 16), Align.RIGHT
            paint_text(painter, room, self.places[place], theme.secondary, size=SECONDARY_SIZE, align=align)

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        x, y = _AXIS if self.is_line else _NAMES, self.bounds.bottom - 30.0
        for number, (title, _values) in enumerate(self.series):
            pen = QPen(self._color(number, theme), 3)
            if self.is_line:
                pen.setStyle(_DASHES[number % len(_DASHES)])
            painter.setPen(pen)
            painter.drawLine(QLineF(x, y + 9, x + 18, y + 9))
            wide = min(text_width(title, SECONDARY_SIZE, MEDIUM) + 2, 220.0)
            paint_text(
                painter, Rect(x + 24, y, wide, 18), title, theme.text, size=SECONDARY_SIZE, weight=MEDIUM
            )
            x += wide + 48

    def _color(self, number: int, theme: Theme) -> QColor:
        return ink(theme.group(_GROUPS[number % len(_GROUPS)]))

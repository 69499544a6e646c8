"""Histograms, funnels and tornadoes: charts of bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from maplanner.drawing.charts.chart import (
    HEAD,
    Axis,
    Chart,
    axis_to,
    figure,
    nice_step,
    paint_base_axis,
    paint_value_axis,
)
from maplanner.drawing.geometry import Rect
from maplanner.drawing.labels import share_text
from maplanner.drawing.text import Align, paint_text, text_width
from maplanner.drawing.theme import SECONDARY_SIZE, TEXT_SIZE, ink, mixed

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme

_OF_BEFORE = " of those before"

Table = tuple[tuple[str, ...], list[tuple[str | float | None, ...]]]


@dataclass(frozen=True)
class Histogram(Chart):
    """How often values fall into classes of equal width; ``edges`` are one more than ``counts``.

    ``marks`` are values that are pointed out, with their names, such as the median.
    """

    edges: tuple[float, ...] = ()
    counts: tuple[float, ...] = ()
    unit: str = "days"
    of: str = "leads"
    marks: tuple[tuple[str, float], ...] = ()
    pointed: float | None = None

    @property
    def across(self) -> Axis:
        """The axis of values."""
        return Axis(self.edges[0], self.edges[-1]) if len(self.edges) > 1 else Axis(0.0, 1.0)

    @property
    def up(self) -> Axis:
        """The axis of counts."""
        return axis_to(max(self.counts, default=0.0))

    def paint_body(self, painter: QPainter, theme: Theme) -> None:
        area = self.area
        paint_value_axis(painter, area, self.up, theme)
        pointed = None if self.pointed is None else self._class_at(self.pointed)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, count in enumerate(self.counts):
            left = area.x + self.across.share(self.edges[place]) * area.width
            right = area.x + self.across.share(self.edges[place + 1]) * area.width
            high = self.up.share(count) * area.height
            painter.setBrush(ink(theme.accent if place == pointed else mixed(theme.accent, theme.panel, 0.6)))
            bar = QRectF(left + 0.5, area.bottom - high, max(right - left - 1.0, 1.0), high)
            painter.drawRect(bar)
        paint_base_axis(painter, area, self.across, theme, "")
        unit = Rect(area.right - 160.0, 0.0, 160.0, HEAD - 6.0)
        paint_text(painter, unit, self.unit, theme.secondary, size=SECONDARY_SIZE, align=Align.RIGHT)
        self._paint_marks(painter, theme)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        area, free = self.area, self.area.x
        for name, value in self.marks:
            x = area.x + min(max(self.across.share(value), 0.0), 1.0) * area.width
            painter.setPen(QPen(ink(theme.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(x, area.y, x, area.bottom))
            text = f"{name} {figure(value)}"
            wide = text_width(text, SECONDARY_SIZE) + 4.0
            left = min(max(x + 4.0, free), area.right - wide)
            ground = QRectF(left - 2.0, area.y, wide, 15.0)
            painter.fillRect(ground, ink(theme.panel))
            paint_text(painter, Rect(left, area.y, wide, 15.0), text, theme.secondary, size=SECONDARY_SIZE)
            free = left + wide + 6.0

    def _class_at(self, x: float) -> int | None:
        share = (x - self.area.x) / max(self.area.width, 1.0)
        if not self.counts or not 0.0 <= share <= 1.0:
            return None
        return min(int(share * len(self.counts)), len(self.counts) - 1)

    def reading(self, x: float, y: float) -> str:
        place = self._class_at(x)
        if place is None:
            return ""
        low, high = figure(self.edges[place]), figure(self.edges[place + 1])
        part = self.counts[place] / max(sum(self.counts), 1e-9)
        return f"{low} – {high} {self.unit}: {figure(self.counts[place])} {self.of} ({share_text(part)})"

    def table(self) -> Table:
        rows = zip(self.edges, self.edges[1:], self.counts, strict=False)
        return (f"From ({self.unit})", f"To ({self.unit})", self.of.capitalize()), list(rows)

    def words(self) -> str:
        marks = ", ".join(f"{name} {figure(value)} {self.unit}" for name, value in self.marks)
        return f"{self.title}: {figure(sum(self.counts))} {self.of}. {marks}".strip()


def classes_of(values: list[float], most: int = 30) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return edges and counts of a histogram with round classes; values are in ascending order."""
    if not values:
        return (0.0, 1.0), (0.0,)
    low, high = values[0], values[-1]
    step = nice_step(max(high - low, 1e-6) / most)
    first = int(low // step)
    last = max(int(-(-high // step)), first + 1)
    counts = [0.0] * (last - first)
    for value in values:
        counts[min(int(value // step) - first, len(counts) - 1)] += 1
    return tuple(place * step for place in range(first, last + 1)), tuple(counts)


@dataclass(frozen=True)
class FunnelRow:
    """A stretch of a funnel: how many get there, where that lies in nine runs of ten, and on to the next."""

    title: str
    count: float
    low: float
    high: float


@dataclass(frozen=True)
class Funnel(Chart):
    """Rows from many to few, each as wide as the leads that get there."""

    rows: tuple[FunnelRow, ...] = ()

    @property
    def _row(self) -> float:
        return min(56.0, max(20.0, (self.height - HEAD) / max(len(self.rows), 1)))

    @property
    def bounds(self) -> Rect:
        return Rect(0.0, 0.0, self.width, max(self.height, HEAD + self._row * len(self.rows)))

    def paint_body(self, painter: QPainter, theme: Theme) -> None:
        most = max((row.count for row in self.rows), default=0.0) or 1.0
        names, told = self._columns()
        room, middle = self.width - names - told, names + (self.width - names - told) / 2
        for place, row in enumerate(self.rows):
            y, high = HEAD + place * self._row, self._row
            bar = min(high - 4.0, 34.0) if high > 30 else high - 3.0
            wide = max(row.count / most * room, 2.0)
            top = y + (high - bar) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink(theme.accent))
            painter.drawRoundedRect(QRectF(middle - wide / 2, top, wide, bar), 3, 3)
            if place + 1 < len(self.rows):
                below = max(self.rows[place + 1].count / most * room, 2.0)
                self._paint_slope(
                    painter, theme, middle, (wide, below), (top + bar, y + high + (high - bar) / 2)
                )
            name = Rect(0.0, y, names - 12.0, high)
            paint_text(painter, name, row.title, theme.text, size=TEXT_SIZE)
            self._paint_figures(painter, theme, place, Rect(self.width - told + 10.0, y, told - 10.0, high))

    def _columns(self) -> tuple[float, float]:
        """Return the widths of names and figures: as wide as they are, while the bars keep some room."""
        name = max((text_width(row.title, TEXT_SIZE) for row in self.rows), default=0.0) + 16.0
        places = range(len(self.rows))
        figures = max((text_width(self._figures(at), TEXT_SIZE) for at in places), default=0.0)
        onward = max((text_width(self._onward(at), SECONDARY_SIZE) for at in places), default=0.0)
        return (
            min(name, self.width * 0.36, 220.0),
            min(max(figures, onward) + 14.0, self.width * 0.34, 220.0),
        )

    def _figures(self, place: int) -> str:
        row = self.rows[place]
        count, low, high = figure(row.count), figure(row.low), figure(row.high)
        return count if low == high else f"{count} ({low} – {high})"

    @staticmethod
    def _paint_slope(
        painter: QPainter, theme: Theme, middle: float, widths: tuple[float, float], ys: tuple[float, float]
    ) -> None:
        above, below = widths[0] / 2, widths[1] / 2
        painter.setBrush(ink(theme.accent_ground))
        corners = ((-above, ys[0]), (above, ys[0]), (below, ys[1]), (-below, ys[1]))
        painter.drawPolygon(QPolygonF([QPointF(middle + x, y) for x, y in corners]))

    def _paint_figures(self, painter: QPainter, theme: Theme, place: int, room: Rect) -> None:
        onward, ranged, count = self._onward(place), self._figures(place), figure(self.rows[place].count)
        short = onward.removesuffix(_OF_BEFORE)
        if room.height >= 34.0 and onward:
            half = room.height / 2
            text = _fitting((ranged, count), room.width, TEXT_SIZE)
            paint_text(painter, Rect(room.x, room.y + 2, room.width, half), text, theme.text, size=TEXT_SIZE)
            below = Rect(room.x, room.y + half - 1, room.width, half)
            said = _fitting((onward, short), room.width, SECONDARY_SIZE)
            paint_text(painter, below, said, theme.secondary, size=SECONDARY_SIZE)
            return
        told = (f"{ranged}  {onward}", ranged, f"{count}  {onward}", f"{count}  {short}", count)
        paint_text(painter, room, _fitting(told, room.width, TEXT_SIZE), theme.text, size=TEXT_SIZE)

    def _onward(self, place: int) -> str:
        if place == 0 or not self.rows[place - 1].count:
            return ""
        return f"{share_text(self.rows[place].count / self.rows[place - 1].count)}{_OF_BEFORE}"

    def reading(self, x: float, y: float) -> str:
        place = int((y - HEAD) // self._row)
        if not 0 <= place < len(self.rows) or not 0 <= x <= self.width:
            return ""
        row = self.rows[place]
        return (
            f"{row.title}: {figure(row.count)} ({figure(row.low)} – {figure(row.high)}) {self._onward(place)}"
        )

    def table(self) -> Table:
        rows: list[tuple[str | float | None, ...]] = []
        for place, row in enumerate(self.rows):
            before = self.rows[place - 1].count if place else 0.0
            rows.append((row.title, row.count, row.low, row.high, row.count / before if before else None))
        return ("Step", "Leads", "5 %", "95 %", "Of those before"), rows

    def words(self) -> str:
        return f"{self.title}: " + ", ".join(f"{row.title} {figure(row.count)}" for row in self.rows)


def _fitting(texts: tuple[str, ...], width: float, size: int) -> str:
    """Return the first text that fits, or else the last."""
    return next((text for text in texts if text_width(text, size) <= width), texts[-1]).strip()


@dataclass(frozen=True)
class TornadoRow:
    """An assumption, and what a figure becomes when it is lower or higher."""

    title: str
    at_low: float
    at_high: float
    low_words: str = "lower"
    high_words: str = "higher"


@dataclass(frozen=True)
class Tornado(Chart):
    """Which assumption moves a figure most: bars around ``middle``, the longest on top."""

    middle: float = 0.0
    rows: tuple[TornadoRow, ...] = ()

    @property
    def _row(self) -> float:
        return min(34.0, max(18.0, (self.height - HEAD - 24.0) / max(len(self.rows), 1)))

    @property
    def bounds(self) -> Rect:
        return Rect(0.0, 0.0, self.width, max(self.height, HEAD + self._row * len(self.rows) + 24.0))

    def paint_body(self, painter: QPainter, theme: Theme) -> None:
        names = min(self.width * 0.3, 230.0)
        area = Rect(names, HEAD, self.width - names - 56.0, self._row * len(self.rows))
        away = max(
            (abs(end - self.middle) for row in self.rows for end in (row.at_low, row.at_high)), default=0
        )
        axis = (
            Axis(self.middle - away, self.middle + away) if away else Axis(self.middle - 1, self.middle + 1)
        )
        center = area.x + axis.share(self.middle) * area.width
        for place, row in enumerate(self.rows):
            y = HEAD + place * self._row
            paint_text(painter, Rect(0, y, names - 10, self._row), row.title, theme.text, size=TEXT_SIZE)
            for end, color in ((row.at_low, theme.secondary), (row.at_high, theme.accent)):
                x = area.x + axis.share(end) * area.width
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink(color))
                painter.drawRect(QRectF(min(x, center), y + 4, max(abs(x - center), 1.0), self._row - 8))
            self._paint_ends(painter, theme, row, Rect(area.x, y, area.width, self._row), axis)
        painter.setPen(QPen(ink(theme.text), 1))
        painter.drawLine(QLineF(center, area.y - 2, center, area.bottom + 2))
        note = Rect(center - 60.0, area.bottom + 4.0, 120.0, 16.0)
        paint_text(
            painter, note, figure(self.middle), theme.secondary, size=SECONDARY_SIZE, align=Align.CENTER
        )
        self._paint_key(painter, theme, area)

    @staticmethod
    def _paint_ends(painter: QPainter, theme: Theme, row: TornadoRow, room: Rect, axis: Axis) -> None:
        for end in (row.at_low, row.at_high):
            x = room.x + axis.share(end) * room.width
            is_right = axis.share(end) >= 0.5
            place = Rect(x + 4 if is_right else x - 56, room.y, 52, room.height)
            align = Align.LEFT if is_right else Align.RIGHT
            paint_text(painter, place, figure(end), theme.secondary, size=SECONDARY_SIZE, align=align)

    def _paint_key(self, painter: QPainter, theme: Theme, area: Rect) -> None:
        if not self.rows:
            return
        x, y = 0.0, area.bottom + 4.0
        for words, color in (
            (self.rows[0].low_words, theme.secondary),
            (self.rows[0].high_words, theme.accent),
        ):
            painter.fillRect(QRectF(x, y + 3, 10, 10), ink(color))
            wide = text_width(words, SECONDARY_SIZE) + 4
            paint_text(painter, Rect(x + 15, y, wide, 16), words, theme.secondary, size=SECONDARY_SIZE)
            x += wide + 32

    def reading(self, x: float, y: float) -> str:
        place = int((y - HEAD) // self._row)
        if not 0 <= place < len(self.rows) or not 0 <= x <= self.width:
            return ""
        row = self.rows[place]
        return f"{row.title}: {row.low_words} {figure(row.at_low)}, {row.high_words} {figure(row.at_high)}"

    def table(self) -> Table:
        rows: list[tuple[str | float | None, ...]] = [
            (row.title, row.at_low, row.at_high) for row in self.rows
        ]
        return ("Assumption", "Lower", "Higher"), rows

    def words(self) -> str:
        told = (f"{row.title} from {figure(row.at_low)} to {figure(row.at_high)}" for row in self.rows[:8])
        return f"{self.title}, in the middle {figure(self.middle)}: " + "; ".join(told)

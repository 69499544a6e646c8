"""A small chart over time: a line, the range of the runs around it, and a reading at the pointer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from maplanner.desktop.lettering import lettering
from maplanner.desktop.words import number, tr
from maplanner.drawing.theme import SECONDARY_SIZE, Theme, ink

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEFT, _TOP, _RIGHT, _BOTTOM = 44, 8, 12, 20


@dataclass(frozen=True)
class Series:
    """Amounts in equal spans of time; ``low`` and ``high`` bound 90 % of the runs where that is known."""

    span_days: float
    values: NDArray[np.float64]
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None

    def by_week(self) -> Series:
        """Return the same amounts per week; an incomplete last week is left out."""
        each = round(7 / self.span_days)
        if each <= 1 or len(self.values) < 2 * each:
            return self
        whole = len(self.values) // each * each
        sums = self.values[:whole].reshape(-1, each).sum(axis=1)
        return Series(self.span_days * each, sums)

    @property
    def top(self) -> float:
        """The largest amount."""
        highest = self.high if self.high is not None else self.values
        return float(highest.max(initial=0.0))


class TimeChart(QWidget):
    """Draws one series; the pointer reads it off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._series: Series | None = None
        self._title = ""
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(180, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_series(self, title: str, series: Series | None) -> None:
        """Show a series, or nothing."""
        self._title, self._series, self._pointed = title, series, None
        self.setAccessibleName(tr("Chart: {title}").format(title=title) if title else tr("Chart"))
        if series is not None and len(series.values):
            about = tr("{total} in all, at most {top} at once").format(
                total=number(float(series.values.sum())), top=number(float(series.values.max()))
            )
            self.setAccessibleDescription(about)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def reading(self) -> str:
        """Return what the pointer reads off; empty when it points at nothing."""
        if self._series is None or self._pointed is None:
            return ""
        series, place = self._series, self._pointed
        value = number(float(series.values[place]))
        if series.low is not None and series.high is not None:
            value += f" ({number(float(series.low[place]))} – {number(float(series.high[place]))})"
        return f"{span_text(place, series.span_days)}: {value}"

    def sizeHint(self) -> QSize:
        return QSize(320, 150)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        if self._series is not None and len(self._series.values) and area.contains(event.position()):
            count = len(self._series.values)
            share = (event.position().x() - area.left()) / max(area.width(), 1)
            self._pointed = min(int(share * count), count - 1)
        else:
            self._pointed = None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP + 16, -_RIGHT, -_BOTTOM)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(lettering(SECONDARY_SIZE))
        painter.setPen(ink(self._theme.secondary))
        head = QRectF(_LEFT, 0, self.width() - _LEFT - _RIGHT, 18)
        text = painter.fontMetrics().elidedText(
            self.reading() or self._title, Qt.TextElideMode.ElideMiddle, int(head.width())
        )
        painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        if self._series is not None and len(self._series.values):
            area = self._area()
            top = nice_top(self._series.top)
            self._axes(painter, area, top, self._series)
            paint_series(painter, area, self._series, top, self._theme)
            self._pointer(painter, area, top, self._series)
        painter.end()

    def _axes(self, painter: QPainter, area: QRectF, top: float, series: Series) -> None:
        side = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for share in (0.0, 0.5, 1.0):
            y = round(area.bottom() - share * area.height()) + 0.5
            painter.setPen(QPen(ink(self._theme.grid), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(ink(self._theme.secondary))
            painter.drawText(QRectF(0, y - 8, area.left() - 6, 16), side, number(top * share))
        days = len(series.values) * series.span_days
        step = nice_step(days, max(2, int(area.width() / 60)))
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        for place in range(int(days / step) + 1):
            x = area.left() + place * step / days * area.width()
            box = QRectF(min(max(x - 35, area.left() - 35), self.width() - 70), area.bottom() + 4, 70, 16)
            painter.drawText(box, middle, tr("day {day}").format(day=round(place * step)))

    def _pointer(self, painter: QPainter, area: QRectF, top: float, series: Series) -> None:
        if self._pointed is None:
            return
        point = points_of(area, series.values, top)[self._pointed]
        painter.setPen(QPen(ink(self._theme.link), 1))
        painter.drawLine(QPointF(point.x(), area.top()), QPointF(point.x(), area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(self._theme.accent))
        painter.drawEllipse(point, 3.5, 3.5)


def span_text(place: int, span_days: float) -> str:
    """Return which span of time is meant: “day 12”, “days 8 – 14”."""
    first, last = round(place * span_days) + 1, round((place + 1) * span_days)
    if last <= first:
        return tr("day {day}").format(day=first)
    return tr("days {first} – {last}").format(first=first, last=last)


def nice_top(value: float) -> float:
    """Return the round number at which an axis ends, so that its half is round as well."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return float(
        next(factor * power for factor in (1, 2, 3, 4, 5, 6, 8, 10) if factor * power >= value * 0.999)
    )


def nice_step(days: float, most: int) -> float:
    """Return a span between marks that gives at most ``most`` of them."""
    wanted = days / most
    steps = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365)
    return float(next((step for step in steps if step >= wanted), 365 * math.ceil(wanted / 365)))


def points_of(area: QRectF, values: NDArray[np.float64], top: float) -> list[QPointF]:
    """Return where the values lie in the area, each in the middle of its span."""
    wide = area.width() / max(len(values), 1)
    high = area.height() / top
    return [
        QPointF(area.left() + (place + 0.5) * wide, area.bottom() - value * high)
        for place, value in enumerate(values.tolist())
    ]


def paint_series(painter: QPainter, area: QRectF, series: Series, top: float, theme: Theme) -> None:
    """Draw the band, the ground and the line of a series."""
    points = points_of(area, series.values, top)
    ground = QColor(ink(theme.accent_ground))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    if series.low is not None and series.high is not None:
        band = points_of(area, series.high, top) + points_of(area, series.low, top)[::-1]
        painter.drawPolygon(QPolygonF(band))
    else:
        feet = [QPointF(points[-1].x(), area.bottom()), QPointF(points[0].x(), area.bottom())]
        painter.drawPolygon(QPolygonF([*points, *feet]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(ink(theme.accent), 1.6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(points))

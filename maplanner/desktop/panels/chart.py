"""A small line over time, without axes, with the range of the runs around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from maplanner.drawing.theme import Theme, ink

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


def nice_top(value: float) -> float:
    """Return the round number at which an axis ends, so that its half is round as well."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return float(
        next(factor * power for factor in (1, 2, 3, 4, 5, 6, 8, 10) if factor * power >= value * 0.999)
    )


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

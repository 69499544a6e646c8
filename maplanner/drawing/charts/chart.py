"""What every chart has, and the axes that several share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from maplanner.drawing.card_paint import Detail
from maplanner.drawing.geometry import Rect
from maplanner.drawing.labels import number_locale
from maplanner.drawing.legend import LegendEntry
from maplanner.drawing.text import Align, paint_text
from maplanner.drawing.theme import MEDIUM, SECONDARY_SIZE, TEXT_SIZE, ink

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme

HEAD: Final = 26.0
LEFT: Final = 52.0
BOTTOM: Final = 22.0
RIGHT: Final = 14.0
_TICK_HEIGHT: Final = 15.0
"""How far apart numbers on an upright axis have to be."""


@dataclass(frozen=True)
class Chart:
    """A chart of a size; ``title`` stands above it, ``subtitle`` says what it rests on.

    It has the shape of a :class:`~maplanner.drawing.picture.Picture`.
    """

    title: str
    subtitle: str = ""
    width: float = 720.0
    height: float = 360.0

    @property
    def bounds(self) -> Rect:
        """All that is painted."""
        return Rect(0.0, 0.0, self.width, self.height)

    @property
    def legend(self) -> Sequence[LegendEntry]:
        """What colours mean; charts say that beside their lines and bars."""
        return ()

    @property
    def area(self) -> Rect:
        """Where lines and bars are drawn."""
        return Rect(LEFT, HEAD, self.width - LEFT - RIGHT, max(self.height - HEAD - BOTTOM, 10.0))

    def paint(self, painter: QPainter, theme: Theme, detail: Detail = Detail.FULL) -> None:
        """Draw it; nothing reaches beyond its bounds."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = Rect(0.0, 0.0, self.width, HEAD - 6.0)
        paint_text(painter, head, self.title, theme.text, size=TEXT_SIZE, weight=MEDIUM)
        self.paint_body(painter, theme)
        painter.restore()

    def paint_body(self, painter: QPainter, theme: Theme) -> None:
        """Draw what stands below the title."""

    def reading(self, x: float, y: float) -> str:
        """Return what a point says, in words; empty where it says nothing."""
        del x, y
        return ""

    def table(self) -> tuple[tuple[str, ...], list[tuple[str | float | None, ...]]]:
        """Return the chart's figures as a head and rows."""
        return (), []

    def words(self) -> str:
        """Return the chart in a few sentences, for those who cannot see it."""
        return self.title


@dataclass(frozen=True)
class Axis:
    """Numbers from ``low`` to ``high`` along a length."""

    low: float
    high: float

    def share(self, value: float) -> float:
        """Return how far along a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0

    def ticks(self, most: int) -> list[float]:
        """Return round numbers on the axis, at most about so many."""
        step = nice_step((self.high - self.low) / max(most, 1))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [place * step for place in range(first, last + 1)]


def nice_step(wanted: float) -> float:
    """Return the next of 1, 2, 2.5 and 5 times a power of ten."""
    if not wanted > 0 or math.isinf(wanted):
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if wanted <= step * power * (1 + 1e-9)))


def axis_to(most: float, ticks: int = 4) -> Axis:
    """Return an axis from nought to a round number at or above ``most``."""
    if not most > 0:
        return Axis(0.0, 1.0)
    step = nice_step(most / ticks)
    return Axis(0.0, math.ceil(most / step - 1e-9) * step)


def figure(value: float) -> str:
    """Return a number in few letters, with the locale's separators."""
    locale, size = number_locale(), abs(value)
    if size >= 10_000_000:
        return f"{locale.toString(value / 1e6, 'f', 1)} M"
    digits = 0 if size >= 100 or abs(value - round(value)) < 1e-9 else 1 if size >= 1 else 2
    return locale.toString(float(value), "f", digits).replace("-", "−")


def paint_value_axis(painter: QPainter, area: Rect, axis: Axis, theme: Theme, unit: str = "") -> None:
    """Draw lines across at round numbers, and the numbers at the left."""
    for tick in _apart(axis, area.height):
        y = round(area.bottom - axis.share(tick) * area.height) + 0.5
        painter.setPen(QPen(ink(theme.grid), 1))
        painter.drawLine(QLineF(area.x, y, area.right, y))
        place = Rect(0.0, y - 8.0, area.x - 6.0, 16.0)
        text = f"{figure(tick)}{unit}"
        paint_text(painter, place, text, theme.secondary, size=SECONDARY_SIZE, align=Align.RIGHT)


def _apart(axis: Axis, height: float) -> list[float]:
    """Return the ticks of an upright axis whose numbers do not touch; both ends on a very low one."""
    found = axis.ticks(max(2, int(height / 44)))
    if len(found) < 2 or height / (len(found) - 1) >= _TICK_HEIGHT:
        return found
    return [found[0], found[-1]] if height >= _TICK_HEIGHT else found[-1:]


def paint_base_axis(painter: QPainter, area: Rect, axis: Axis, theme: Theme, unit: str) -> None:
    """Draw round numbers below; the first has the unit with it."""
    painter.setPen(QPen(ink(theme.border), 1))
    painter.drawLine(QLineF(area.x, area.bottom, area.right, area.bottom))
    for place, tick in enumerate(axis.ticks(max(2, int(area.width / 74)))):
        x = area.x + axis.share(tick) * area.width
        text = f"{unit} {figure(tick)}" if unit and (place == 0 or unit == "day") else figure(tick)
        wide = 70.0
        left = min(max(x - wide / 2, area.x - 24.0), area.right + RIGHT - wide)
        align = (
            Align.CENTER
            if abs(left - (x - wide / 2)) < 1.0
            else Align.RIGHT
            if left < x - wide / 2
            else Align.LEFT
        )
        box = Rect(left, area.bottom + 4.0, wide, 16.0)
        paint_text(painter, box, text, theme.secondary, size=SECONDARY_SIZE, align=align)


def points_of(area: Rect, xs: Sequence[float], ys: Sequence[float], across: Axis, up: Axis) -> list[QPointF]:
    """Return where pairs of numbers lie in an area."""
    return [
        QPointF(area.x + across.share(x) * area.width, area.bottom - up.share(y) * area.height)
        for x, y in zip(xs, ys, strict=True)
    ]


def rect(place: Rect) -> QRectF:
    """Return a place for Qt."""
    return QRectF(*place)

"""What stands around a picture: its title, a legend of the colours, the date. All of it only if wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QPainter

from maplanner.drawing.card_paint import Detail
from maplanner.drawing.geometry import Rect
from maplanner.drawing.legend import paint_entry
from maplanner.drawing.text import paint_text
from maplanner.drawing.theme import SECONDARY_SIZE, SEMIBOLD, TITLE_SIZE

if TYPE_CHECKING:
    from datetime import date

    from maplanner.drawing.legend import LegendEntry
    from maplanner.drawing.picture import Picture
    from maplanner.drawing.theme import Theme

TITLE_HEIGHT: Final = 56.0
LEGEND_ROW: Final = 24.0
LEAST_WIDTH: Final = 320.0
_GAP: Final = 20.0


def date_words(day: date | None) -> str:
    """Return a day as people here write it; nothing for none."""
    return "" if day is None else QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


@dataclass(frozen=True)
class Titled:
    """A drawing with a title above and a legend below, as far as they are wanted; itself a drawing."""

    inner: Picture
    with_title: bool = False
    with_legend: bool = False
    on: date | None = None

    @property
    def title(self) -> str:
        """What the picture is called."""
        return self.inner.title

    @property
    def subtitle(self) -> str:
        """What else is said beneath the title, the date among it."""
        parts = [self.inner.subtitle]
        parts.append(date_words(self.on))
        return " · ".join(part for part in parts if part)

    @property
    def legend(self) -> Sequence[LegendEntry]:
        """The colours and signs that occur, each with its meaning."""
        return self.inner.legend

    @property
    def bounds(self) -> Rect:
        """The drawing's bounds and the room for what stands around it."""
        inner = self.inner.bounds
        width = max(inner.width, LEAST_WIDTH) if self._has_head or self._rows else inner.width
        head = TITLE_HEIGHT if self._has_head else 0.0
        foot = len(self._rows) * LEGEND_ROW + (12.0 if self._rows else 0.0)
        return Rect(inner.x, inner.y - head, width, inner.height + head + foot)

    @property
    def _has_head(self) -> bool:
        return self.with_title or self.on is not None

    @property
    def _rows(self) -> list[list[LegendEntry]]:
        """The legend's entries, as many in a row as fit."""
        rows: list[list[LegendEntry]] = []
        width, room = 0.0, max(self.inner.bounds.width, LEAST_WIDTH)
        for entry in self.legend if self.with_legend else ():
            needs = entry.width + _GAP
            if not rows or width + needs > room:
                rows.append([])
                width = 0.0
            rows[-1].append(entry)
            width += needs
        return rows

    def paint(self, painter: QPainter, theme: Theme, detail: Detail = Detail.FULL) -> None:
        """Draw the drawing and what stands around it."""
        self.inner.paint(painter, theme, detail)
        bounds = self.bounds
        if self._has_head:
            self._paint_head(painter, theme, bounds)
        y = self.inner.bounds.bottom + 12.0
        for row in self._rows:
            self._paint_row(painter, theme, row, y)
            y += LEGEND_ROW

    def _paint_head(self, painter: QPainter, theme: Theme, bounds: Rect) -> None:
        if self.with_title:
            place = Rect(bounds.x, bounds.y, bounds.width, 24.0)
            paint_text(painter, place, self.title, theme.text, size=TITLE_SIZE, weight=SEMIBOLD)
        small = Rect(bounds.x, bounds.y + 23.0, bounds.width, 18.0)
        paint_text(painter, small, self.subtitle, theme.secondary, size=SECONDARY_SIZE)

    def _paint_row(self, painter: QPainter, theme: Theme, row: list[LegendEntry], y: float) -> None:
        x = self.inner.bounds.x
        for entry in row:
            paint_entry(painter, entry, Rect(x, y, entry.width + 1.0, LEGEND_ROW), theme)
            x += entry.width + _GAP

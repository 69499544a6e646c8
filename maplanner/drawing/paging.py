"""Divides a drawing among sheets of paper and paints each: fitted, spread over pages, or as a poster."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, Qt

from maplanner.drawing.geometry import Rect
from maplanner.drawing.theme import SEMIBOLD, Theme, ink, ui_font

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

PIXELS_PER_INCH: Final = 96.0
"""Of a drawing at 100 %."""
MOST_PAGES: Final = 200
_MM: Final = 1 / 25.4
_BLOCK_MM: Final = 9.0
_MARK_MM: Final = 4.0
_SMALLER: Final = 0.9


class Spread(StrEnum):
    """How a drawing is spread over paper."""

    ONE = "one page"
    PAGES = "so many pages"
    POSTER = "poster"


@dataclass(frozen=True)
class Wish:
    """How a drawing is to be printed.

    ``columns`` and ``rows`` count for *so many pages*, ``scale`` (1 is life size) for a *poster*. ``overlap``
    is the strip in millimetres that neighbours share, so that they can be glued.
    """

    spread: Spread = Spread.ONE
    columns: int = 2
    rows: int = 1
    scale: float = 1.0
    overlap: float = 10.0
    cut_marks: bool = True
    title_block: bool = True
    numbers: bool = True


@dataclass(frozen=True)
class Page:
    """The part of a drawing on one page, and the page's place among the others, from 0."""

    area: Rect
    column: int = 0
    row: int = 0


@dataclass(frozen=True)
class Sheets:
    """Which part of a drawing goes onto which page; ``scale`` is device units per drawing unit."""

    pages: tuple[Page, ...]
    scale: float
    columns: int = 1
    rows: int = 1
    overlap: float = 0.0
    """In device units."""
    remark: str = ""


@dataclass(frozen=True)
class Heading:
    """What the title block says."""

    title: str
    subtitle: str = ""
    date: str = ""
    page: str = "{number} / {count}"
    """How a page is numbered: ``{number}`` of ``{count}``."""


def one_page(area: Rect, width: float, height: float, largest: float) -> Sheets:
    """Return the whole drawing on one page, as large as it goes and at most at the scale ``largest``."""
    return Sheets((Page(area),), min(width / area.width, height / area.height, largest))


def spread_over(
    area: Rect, width: float, height: float, *, columns: int, rows: int, overlap: float = 0.0
) -> Sheets:
    """Return the drawing as large as it goes on so many pages; pages that stay empty are left out."""
    wide, high = _whole(width, columns, overlap), _whole(height, rows, overlap)
    return tiles(area, width, height, min(wide / area.width, high / area.height), overlap)


def tiles(area: Rect, width: float, height: float, scale: float, overlap: float = 0.0) -> Sheets:
    """Return the drawing at a scale on as many pages as it takes; beyond 200 it is made smaller.

    The drawing lies in the middle of its pages.
    """
    overlap = min(overlap, 0.4 * width, 0.4 * height)
    fitting = scale
    while (
        _count(area.width * fitting, width, overlap) * _count(area.height * fitting, height, overlap)
        > MOST_PAGES
    ):
        fitting *= _SMALLER
    columns = _count(area.width * fitting, width, overlap)
    rows = _count(area.height * fitting, height, overlap)
    left = area.x - (_whole(width, columns, overlap) / fitting - area.width) / 2
    top = area.y - (_whole(height, rows, overlap) / fitting - area.height) / 2
    step_x, step_y = (width - overlap) / fitting, (height - overlap) / fitting
    pages = tuple(
        Page(Rect(left + column * step_x, top + row * step_y, width / fitting, height / fitting), column, row)
        for row in range(rows)
        for column in range(columns)
    )
    remark = ""
    if fitting < scale:
        share = f"{fitting / scale:.0%}"
        remark = f"The drawing would need more than {MOST_PAGES} pages; it is at {share} of the size."
    return Sheets(pages, fitting, columns, rows, overlap, remark)


def sheets_for(area: Rect, width: float, height: float, dpi: float, wish: Wish) -> Sheets:
    """Return how a drawing is divided among pages with room of ``width`` × ``height`` device units."""
    room = body_height(height, dpi, wish)
    life_size = dpi / PIXELS_PER_INCH
    overlap = wish.overlap * _MM * dpi
    if wish.spread is Spread.ONE:
        return one_page(area, width, room, life_size * 2)
    if wish.spread is Spread.PAGES:
        return spread_over(area, width, room, columns=wish.columns, rows=wish.rows, overlap=overlap)
    return tiles(area, width, room, life_size * wish.scale, overlap)


def body_height(height: float, dpi: float, wish: Wish) -> float:
    """Return how much of a page's height the drawing has, above the title block."""
    return height - (_BLOCK_MM * _MM * dpi if wish.title_block or wish.numbers else 0.0)


def lies_across(area: Rect, wish: Wish) -> bool:
    """Tell whether paper is better laid across: the drawing, or a page's part of it, is wider than high."""
    if wish.spread is Spread.PAGES:
        return area.width / wish.columns > area.height / wish.rows
    return area.width > area.height


class Paper(NamedTuple):
    """The printable part of a sheet, in device units, and how many of them make an inch."""

    width: float
    height: float
    dpi: float


@dataclass(frozen=True)
class Printout:
    """A drawing on its way to paper: how it is spread, and what stands at the foot of each page."""

    drawing: Picture
    theme: Theme
    wish: Wish
    heading: Heading
    border: float = 12.0

    @property
    def area(self) -> Rect:
        """What is printed, in the drawing's coordinates."""
        return self.drawing.bounds.grown(self.border)

    def sheets(self, paper: Paper) -> Sheets:
        """Return how the drawing is divided among pages."""
        return sheets_for(self.area, paper.width, paper.height, paper.dpi, self.wish)

    def paint(
        self,
        painter: QPainter,
        paper: Paper,
        sheets: Sheets,
        number: int,
        *,
        first: int = 0,
        of: int | None = None,
    ) -> None:
        """Paint one page, from the upper left corner of its printable part; ``number`` counts from 0.

        In a book ``first`` pages of other drawings come before, and there are ``of`` pages in all.
        """
        page = sheets.pages[number]
        body = QRectF(0, 0, paper.width, body_height(paper.height, paper.dpi, self.wish))
        painter.save()
        painter.setClipRect(body)
        left = (body.width() - page.area.width * sheets.scale) / 2
        top = (body.height() - page.area.height * sheets.scale) / 2
        painter.translate(left, top)
        paint_part(painter, self.drawing, self.theme, page.area, sheets.scale)
        painter.restore()
        if self.wish.cut_marks and len(sheets.pages) > 1:
            _paint_marks(painter, body, sheets, page, paper.dpi)
        if self.wish.title_block or self.wish.numbers:
            painter.save()
            painter.translate(body.bottomLeft())
            # From here on in points, whatever the device: letters keep their size.
            points = paper.dpi / 72
            painter.scale(points, points)
            foot = QRectF(0, 0, paper.width / points, (paper.height - body.bottom()) / points)
            count = len(sheets.pages) if of is None else of
            words = self._page_words(sheets, number, first, count) if self.wish.numbers else ""
            self._paint_foot(painter, foot, words)
            painter.restore()

    def _paint_foot(self, painter: QPainter, foot: QRectF, page: str) -> None:
        """Paint title and plan at the left, date and page at the right."""
        painter.setPen(QPen(Qt.GlobalColor.gray, 0.5))
        painter.drawLine(QLineF(0, 6, foot.width(), 6))
        painter.setPen(QPen(Qt.GlobalColor.black, 1))
        base = (foot.height() + 6) / 2 + 3
        date = self.heading.date if self.wish.title_block else ""
        right = " · ".join(part for part in (date, page) if part)
        room = foot.width() - _text(painter, right, foot.width(), base, from_right=True) - 12
        if self.wish.title_block:
            taken = _text(painter, self.heading.title, room, base, bold=True)
            painter.translate(taken + 8, 0)
            _text(painter, self.heading.subtitle, room - taken - 8, base)

    def _page_words(self, sheets: Sheets, number: int, first: int, count: int) -> str:
        page = sheets.pages[number]
        said = self.heading.page.format(number=first + number + 1, count=count)
        return f"{said} · {_letters(page.column)}{page.row + 1}" if len(sheets.pages) > 1 else said


def paint_part(
    painter: QPainter, drawing: Picture, theme: Theme, area: Rect, scale: float, *, ground: bool = True
) -> None:
    """Paint a part of a drawing so that its upper left corner comes to lie at the painter's origin."""
    painter.save()
    part = QRectF(0, 0, area.width * scale, area.height * scale)
    painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
    # A light drawing on paper needs no ground: the paper is white enough.
    if ground and theme.dark:
        painter.fillRect(part, ink(theme.canvas))
    painter.scale(scale, scale)
    painter.translate(-area.x, -area.y)
    drawing.paint(painter, theme)
    painter.restore()


def _whole(size: float, count: int, overlap: float) -> float:
    """Return how long so many pages are together."""
    return size * count - overlap * (count - 1)


def _count(length: float, size: float, overlap: float) -> int:
    """Return how many pages a length takes."""
    return max(1, ceil((length - overlap) / (size - overlap) - 1e-6))


def _paint_marks(painter: QPainter, body: QRectF, sheets: Sheets, page: Page, dpi: float) -> None:
    """Paint short lines at the ends of each line to cut or glue along: the middle of a shared strip."""
    half = sheets.overlap / 2
    painter.setPen(QPen(Qt.GlobalColor.black, max(dpi / 150, 1.0)))
    long = _MARK_MM * _MM * dpi
    across = [half] if page.column else []
    across += [body.width() - half] if page.column < sheets.columns - 1 else []
    down = [half] if page.row else []
    down += [body.height() - half] if page.row < sheets.rows - 1 else []
    for x in across:
        painter.drawLine(QLineF(x, 0, x, long))
        painter.drawLine(QLineF(x, body.height() - long, x, body.height()))
    for y in down:
        painter.drawLine(QLineF(0, y, long, y))
        painter.drawLine(QLineF(body.width() - long, y, body.width(), y))


def _text(
    painter: QPainter, text: str, room: float, base: float, *, bold: bool = False, from_right: bool = False
) -> float:
    """Paint a line, shortened to its room, and return how wide it is."""
    font = ui_font(8, SEMIBOLD) if bold else ui_font(8)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0.0))
    width = metrics.horizontalAdvance(shown)
    painter.setFont(font)
    painter.drawText(QPointF(room - width if from_right else 0.0, base), shown)
    return width


def _letters(column: int) -> str:
    """Return a column's letter: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

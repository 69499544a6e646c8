"""PDF files of one picture or many: pages as large as the drawing, or sheets with a foot and page numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from maplanner.core.errors import CannotExport
from maplanner.drawing.application import drawing_application
from maplanner.drawing.geometry import Rect
from maplanner.drawing.paging import (
    PIXELS_PER_INCH,
    Heading,
    Page,
    Printout,
    Sheets,
    Spread,
    Wish,
    lies_across,
    paint_part,
)
from maplanner.drawing.paging import Paper as Room
from maplanner.drawing.pdf_outline import Bookmark, with_bookmarks

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture
    from maplanner.drawing.theme import Theme

LARGEST_PAGE: Final = 14_400.0
"""Points: the largest page that PDF readers must show (PDF 1.7, annex C)."""
_DPI: Final = 1200
_MARGIN_MM: Final = 10.0


class Paper(StrEnum):
    """The page of a PDF: as large as the drawing, or a standard sheet."""

    FITTED = "fitted"
    A4 = "A4"
    A3 = "A3"
    LETTER = "Letter"


_SHEETS: Final = {
    Paper.A4: QPageSize.PageSizeId.A4,
    Paper.A3: QPageSize.PageSizeId.A3,
    Paper.LETTER: QPageSize.PageSizeId.Letter,
}


@dataclass(frozen=True)
class PdfWish:
    """How a PDF is to be.

    ``scale`` 1 is life size. ``paged`` spreads a drawing over as many sheets as it needs, which share a strip
    to glue; ``numbers`` writes title and page at each sheet's foot. ``pages`` are the pages to keep, from 1;
    ``None`` for all.
    """

    scale: float = 1.0
    border: float = 24.0
    transparent: bool = False
    paper: Paper = Paper.FITTED
    paged: bool = False
    numbers: bool = False
    date: str = ""
    pages: frozenset[int] | None = None
    attached: tuple[str, bytes] | None = None
    """The name and content of a file that the PDF carries."""


@dataclass(frozen=True)
class _Sheet:
    """One page that is to be: of which picture, laid how, and which part."""

    printout: Printout
    layout: QPageLayout
    room: Room
    sheets: Sheets
    number: int
    begins: str = ""


@dataclass
class PdfPages:
    """Writes pictures one after the other into one PDF, each beginning on a page of its own."""

    theme: Theme
    wish: PdfWish
    title: str
    remarks: list[str] = field(default_factory=list)

    def written(self, pictures: Sequence[Picture]) -> bytes:
        """Return the file. With several pictures it has bookmarks.

        Raises:
            CannotExport: There is no font, nothing to write, or no such page.
        """
        drawing_application()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(_DPI)
        writer.setTitle(self.title)
        writer.setCreator("maplanner")
        if self.wish.attached is not None:
            writer.addFileAttachment(*self.wish.attached, "application/json")
        pages = [sheet for picture in pictures for sheet in self._sheets(writer, picture)]
        kept = self._kept(pages)
        self._paint(writer, [pages[number] for number in kept], kept, len(pages))
        buffer.close()
        marks = [Bookmark(pages[n].begins, place) for place, n in enumerate(kept) if pages[n].begins]
        return with_bookmarks(bytes(data.data()), marks if len(pictures) > 1 else [])

    def _kept(self, pages: Sequence[_Sheet]) -> list[int]:
        wanted = self.wish.pages
        kept = [number for number in range(len(pages)) if wanted is None or number + 1 in wanted]
        if not kept:
            count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
            raise CannotExport(f"There are only {count}.", advice="Choose other pages.")
        return kept

    def _sheets(self, writer: QPdfWriter, picture: Picture) -> Iterator[_Sheet]:
        if self.wish.paper is Paper.FITTED:
            yield self._fitted(picture)
            return
        wish = self._way(picture)
        heading = Heading(picture.title, picture.subtitle, self.wish.date)
        printout = Printout(picture, self.theme, wish, heading, self.wish.border)
        wide = lies_across(printout.area, wish)
        orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        paper = QPageSize(_SHEETS[self.wish.paper])
        layout = QPageLayout(paper, orientation, margins, QPageLayout.Unit.Millimeter)
        writer.setPageLayout(layout)
        room = Room(float(writer.width()), float(writer.height()), float(_DPI))
        sheets = printout.sheets(room)
        self._say(picture, sheets.remark)
        for number in range(len(sheets.pages)):
            yield _Sheet(printout, layout, room, sheets, number, "" if number else picture.title or "–")

    def _way(self, picture: Picture) -> Wish:
        spread = Spread.POSTER if self.wish.paged else Spread.ONE
        numbers = self.wish.numbers
        return Wish(spread, scale=self.wish.scale, title_block=numbers, numbers=numbers)

    def _fitted(self, picture: Picture) -> _Sheet:
        area = picture.bounds.grown(self.wish.border)
        points = self.wish.scale * 72 / PIXELS_PER_INCH
        fitting = min(points, LARGEST_PAGE / max(area.width, area.height))
        if fitting < points:
            share = f"{fitting / points:.0%}"
            self._say(picture, f"A page cannot be so large; the drawing is at {share} of the size asked for.")
        size = QPageSize(QSizeF(area.width * fitting, area.height * fitting), QPageSize.Unit.Point, "drawing")
        layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        sheets = Sheets((Page(area),), fitting * _DPI / 72)
        printout = Printout(picture, self.theme, Wish(), Heading(picture.title), self.wish.border)
        return _Sheet(printout, layout, Room(0.0, 0.0, float(_DPI)), sheets, 0, picture.title or "–")

    def _say(self, picture: Picture, remark: str) -> None:
        if remark and remark not in self.remarks:
            self.remarks.append(remark)

    def _paint(self, writer: QPdfWriter, sheets: Sequence[_Sheet], numbers: Sequence[int], all_: int) -> None:
        writer.setPageLayout(sheets[0].layout)
        painter = QPainter()
        if not painter.begin(writer):
            raise CannotExport(
                "The picture could not be begun.", advice="Choose a smaller scale or another format."
            )
        hints = QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.TextAntialiasing | hints.SmoothPixmapTransform)
        for place, sheet in enumerate(sheets):
            if place:
                writer.setPageLayout(sheet.layout)
                writer.newPage()
            self._paint_one(painter, sheet, numbers[place], all_)
        painter.end()

    def _paint_one(self, painter: QPainter, sheet: _Sheet, number: int, all_: int) -> None:
        if self.wish.paper is Paper.FITTED:
            area: Rect = sheet.sheets.pages[0].area
            ground = not self.wish.transparent
            paint_part(painter, sheet.printout.drawing, self.theme, area, sheet.sheets.scale, ground=ground)
            return
        first = number - sheet.number
        sheet.printout.paint(painter, sheet.room, sheet.sheets, sheet.number, first=first, of=all_)

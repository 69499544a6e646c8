"""PDF: lines and real texts, for paper; one picture, or a book of them with bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from maplanner.exchange.exporter import PictureExporter, PictureOptions, pages_in

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

ATTACHED: Final = "plan.maplanner.json"
"""The name of the file that a PDF carries when it carries its plan."""


def make(drawing: Picture, options: PictureOptions) -> tuple[bytes, str]:
    """Return the document's bytes. Vectors need no resolution: a scale of 2, the pictures' own, is life size.

    Raises:
        CannotExport: There is no font, or none of the pages that are wanted.
    """
    return make_book([drawing], options, "")


def make_book(pictures: Sequence[Picture], options: PictureOptions, title: str) -> tuple[bytes, str]:
    """Return a document of several pictures, each beginning on a page of its own.

    Raises:
        CannotExport: There is no font, no picture, or none of the pages that are wanted.
    """
    from maplanner.drawing.pdf_pages import Paper, PdfWish
    from maplanner.drawing.rendering import pdf
    from maplanner.drawing.sheet import Titled, date_words
    from maplanner.drawing.theme import theme

    # The foot of a page says title and date already.
    titled = options.title and not options.numbers
    on = None if options.numbers else options.date
    framed = [Titled(each, titled, options.legend, on) for each in pictures]
    wish = PdfWish(
        scale=options.factor / 2,
        border=options.room,
        transparent=options.transparent,
        paper=Paper(options.paper),
        paged=options.paged,
        numbers=options.numbers,
        date=date_words(options.date),
        pages=pages_in(options.page_range),
        attached=(ATTACHED, options.plan.encode()) if options.plan else None,
    )
    picture = pdf(framed, theme(options.theme), wish, title)
    return picture.data, picture.remark


EXPORTER = PictureExporter("pdf", "PDF document", ".pdf", make, make_book)

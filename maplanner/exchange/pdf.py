"""PDF: lines and real texts, for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.exchange.exporter import PictureExporter, PictureOptions

if TYPE_CHECKING:
    from maplanner.drawing.picture import Diagram


def make(drawing: Diagram, options: PictureOptions) -> tuple[bytes, str]:
    """Return the document's bytes. Vectors need no resolution: a scale of 2, the pictures' own, is life size.

    Raises:
        CannotExport: There is no font.
    """
    from maplanner.drawing.rendering import Paper, pdf
    from maplanner.drawing.sheet import Titled
    from maplanner.drawing.theme import theme

    framed = Titled(drawing, options.title, options.legend, options.date)
    picture = pdf(
        framed,
        theme(options.theme),
        scale=options.factor / 2,
        border=options.border,
        transparent=options.transparent,
        paper=Paper(options.paper),
        paged=options.paged,
    )
    return picture.data, picture.remark


EXPORTER = PictureExporter("pdf", "PDF document", ".pdf", make)

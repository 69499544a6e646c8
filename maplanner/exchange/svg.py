"""SVG: lines and real texts, for web pages and for drawing programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.exchange.exporter import PictureExporter, PictureOptions

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture


def make(drawing: Picture, options: PictureOptions) -> tuple[bytes, str]:
    """Return the picture's bytes. It has no scale: who shows it chooses one.

    Raises:
        CannotExport: There is no font to measure texts with.
    """
    from maplanner.drawing.rendering import svg
    from maplanner.drawing.sheet import Titled
    from maplanner.drawing.theme import theme

    framed = Titled(drawing, options.title, options.legend, options.date)
    picture = svg(
        framed,
        theme(options.theme),
        border=options.room,
        transparent=options.transparent,
        plan=options.plan,
    )
    return picture.data, picture.remark


EXPORTER = PictureExporter("svg", "SVG drawing", ".svg", make)

"""PNG: pixels, for pages and slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.exchange.exporter import PictureExporter, PictureOptions

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture


def make(drawing: Picture, options: PictureOptions) -> tuple[bytes, str]:
    """Return the picture's bytes and a remark, which says so if it had to be drawn smaller.

    Raises:
        CannotExport: There is not enough memory, or no font.
    """
    from maplanner.drawing.rendering import png
    from maplanner.drawing.sheet import Titled
    from maplanner.drawing.theme import theme

    framed = Titled(drawing, options.title, options.legend, options.date)
    picture = png(
        framed,
        theme(options.theme),
        scale=options.factor,
        border=options.room,
        transparent=options.transparent,
        plan=options.plan,
    )
    return picture.data, picture.remark


EXPORTER = PictureExporter("png", "PNG picture", ".png", make)

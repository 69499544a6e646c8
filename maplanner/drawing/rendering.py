"""Drawings as the bytes of a PNG, SVG or PDF file."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from maplanner.core.errors import CannotExport
from maplanner.drawing.application import drawing_application
from maplanner.drawing.geometry import Rect
from maplanner.drawing.paging import PIXELS_PER_INCH
from maplanner.drawing.pdf_pages import PdfPages, PdfWish
from maplanner.drawing.png_bytes import png_bytes
from maplanner.drawing.svg_parts import grouped
from maplanner.drawing.svg_text import portable
from maplanner.drawing.theme import Theme, ink

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

CARRIED: Final = "maplanner-plan"
"""What the plan is called that a picture carries: the key of a PNG's text, the id of an SVG's metadata."""
MOST_PIXELS: Final = 120_000_000
LONGEST_SIDE: Final = 30_000
"""Qt's images end at 32,767 pixels."""


@dataclass(frozen=True)
class Rendered:
    """A finished picture. ``remark`` says what had to be different from what was asked, if anything."""

    data: bytes
    remark: str = ""


def png(
    drawing: Picture,
    theme: Theme,
    *,
    scale: float = 2.0,
    border: float = 24.0,
    transparent: bool = False,
    plan: str = "",
) -> Rendered:
    """Return the drawing as a PNG; ``scale`` 1 is 96 pixels to the inch. Too large a one is scaled down.

    ``plan`` is a plan in text form, which the picture then carries.

    Raises:
        CannotExport: There is not enough memory, or no font.
    """
    drawing_application()
    area = drawing.bounds.grown(border)
    fitting = fitting_scale(area, scale)
    image = _image(area, fitting, theme, transparent=transparent)
    painter = _painter_on(image)
    painter.scale(fitting, fitting)
    painter.translate(-area.x, -area.y)
    drawing.paint(painter, theme)
    painter.end()
    remark = ""
    if fitting < scale:
        size = f"{image.width():,} × {image.height():,} pixels"
        remark = (
            f"The picture would be too large; it is drawn at {fitting:.0%} instead of {scale:.0%} ({size})."
        )
    texts = {"Title": drawing.title, "Software": "maplanner"}
    if plan:
        texts[CARRIED] = carried(plan)
    return Rendered(png_bytes(image, texts), remark)


def carried(plan: str) -> str:
    """Return a plan's text as pictures carry it: packed (zlib), in letters that every format takes (Base64).

    A PNG's own packed texts would be refused by programs that expect no long ones.
    """
    return base64.b64encode(zlib.compress(plan.encode(), 9)).decode("ascii")


def fitting_scale(area: Rect, scale: float) -> float:
    """Return ``scale``, or the largest below it at which an image of the area can be held."""
    side = LONGEST_SIDE / max(area.width, area.height)
    amount = sqrt(MOST_PIXELS / (area.width * area.height))
    return min(scale, side, amount)


def _image(area: Rect, scale: float, theme: Theme, *, transparent: bool) -> QImage:
    size = QSize(max(1, ceil(area.width * scale - 0.01)), max(1, ceil(area.height * scale - 0.01)))
    form = QImage.Format.Format_ARGB32_Premultiplied if transparent else QImage.Format.Format_RGB32
    image = QImage(size, form)
    if image.isNull():
        raise CannotExport(
            "There is not enough memory for a picture of this size.", advice="Choose a smaller scale."
        )
    image.fill(Qt.GlobalColor.transparent if transparent else ink(theme.canvas))
    per_meter = round(PIXELS_PER_INCH * scale / 0.0254)
    image.setDotsPerMeterX(per_meter)
    image.setDotsPerMeterY(per_meter)
    return image


def _painter_on(device: QImage | QSvgGenerator) -> QPainter:
    painter = QPainter()
    if not painter.begin(device):
        raise CannotExport(
            "The picture could not be begun.", advice="Choose a smaller scale or another format."
        )
    hints = QPainter.RenderHint
    painter.setRenderHints(hints.Antialiasing | hints.TextAntialiasing | hints.SmoothPixmapTransform)
    return painter


def svg(
    drawing: Picture, theme: Theme, *, border: float = 24.0, transparent: bool = False, plan: str = ""
) -> Rendered:
    """Return the drawing as an SVG of real texts and lines, with title, description and view box.

    Cards, links and notes are groups with ids. ``plan`` is a plan in text form, which it then carries.
    """
    drawing_application()
    area = drawing.bounds.grown(border)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(PIXELS_PER_INCH))
    size = QSize(ceil(area.width), ceil(area.height))
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle(drawing.title)
    generator.setDescription(drawing.subtitle)
    painter = _painter_on(generator)
    if not transparent:
        painter.fillRect(QRect(QPoint(0, 0), size), ink(theme.canvas))
    painter.translate(-area.x, -area.y)
    drawing.paint(painter, theme)
    painter.end()
    buffer.close()
    text = portable(grouped(bytes(data.data()).decode()))
    if plan:
        text = text.replace("</desc>", f'</desc>\n<metadata id="{CARRIED}">{carried(plan)}</metadata>', 1)
    return Rendered(text.encode())


def pdf(pictures: Sequence[Picture], theme: Theme, wish: PdfWish, title: str = "") -> Rendered:
    """Return pictures as a PDF of real texts and lines, each on pages of its own; several have bookmarks.

    Raises:
        CannotExport: There is no font, no picture, or none of the pages that are wanted.
    """
    if not pictures:
        raise CannotExport("There is nothing to draw.", advice="Draw a campaign first.")
    pages = PdfPages(theme, wish, title or pictures[0].title)
    data = pages.written(pictures)
    return Rendered(data, " ".join(pages.remarks))

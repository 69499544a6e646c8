"""Drawings as the bytes of a PNG, SVG or PDF file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from maplanner.core.errors import CannotExport
from maplanner.drawing.application import drawing_application
from maplanner.drawing.geometry import Rect
from maplanner.drawing.paging import PIXELS_PER_INCH, Page, Sheets, one_page, paint_part, tiles
from maplanner.drawing.png_bytes import png_bytes
from maplanner.drawing.svg_text import portable
from maplanner.drawing.theme import Theme, ink

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

MOST_PIXELS: Final = 120_000_000
LONGEST_SIDE: Final = 30_000
"""Qt's images end at 32,767 pixels."""
LARGEST_PAGE: Final = 14_400.0
"""Points: the largest page that PDF readers must show (PDF 1.7, annex C)."""
_PDF_DPI: Final = 1200
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
class Rendered:
    """A finished picture. ``remark`` says what had to be different from what was asked, if anything."""

    data: bytes
    remark: str = ""


def png(
    drawing: Picture, theme: Theme, *, scale: float = 2.0, border: float = 24.0, transparent: bool = False
) -> Rendered:
    """Return the drawing as a PNG; ``scale`` 1 is 96 pixels to the inch. Too large a one is scaled down.

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
    return Rendered(png_bytes(image, {"Title": drawing.title, "Software": "maplanner"}), remark)


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


def _painter_on(device: QImage | QSvgGenerator | QPdfWriter) -> QPainter:
    painter = QPainter()
    if not painter.begin(device):
        raise CannotExport(
            "The picture could not be begun.", advice="Choose a smaller scale or another format."
        )
    hints = QPainter.RenderHint
    painter.setRenderHints(hints.Antialiasing | hints.TextAntialiasing | hints.SmoothPixmapTransform)
    return painter


def svg(drawing: Picture, theme: Theme, *, border: float = 24.0, transparent: bool = False) -> Rendered:
    """Return the drawing as an SVG of real texts and lines, with title, description and view box."""
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
    return Rendered(portable(bytes(data.data()).decode()).encode())


def pdf(
    drawing: Picture,
    theme: Theme,
    *,
    scale: float = 1.0,
    border: float = 24.0,
    transparent: bool = False,
    paper: Paper = Paper.FITTED,
    paged: bool = False,
) -> Rendered:
    """Return the drawing as a PDF of real texts and lines.

    On *fitted* paper the page takes the drawing's size times ``scale``. On a standard sheet the drawing is
    fitted onto one page, or with ``paged`` spread at ``scale`` over as many as it needs.

    Raises:
        CannotExport: There is no font.
    """
    drawing_application()
    area = drawing.bounds.grown(border)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(drawing.title)
    writer.setCreator("maplanner")
    sheets = _laid_out(writer, area, scale=scale, paper=paper, paged=paged)
    _paint_pages(writer, drawing, theme, sheets, transparent=transparent)
    buffer.close()
    return Rendered(bytes(data.data()), sheets.remark)


def _laid_out(writer: QPdfWriter, area: Rect, *, scale: float, paper: Paper, paged: bool) -> Sheets:
    """Choose the page and divide the drawing among pages of it."""
    if paper is Paper.FITTED:
        return _one_fitted(writer, area, scale)
    wide = area.width > area.height
    orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    sheet = QPageSize(_SHEETS[paper])
    writer.setPageLayout(QPageLayout(sheet, orientation, margins, QPageLayout.Unit.Millimeter))
    width, height = float(writer.width()), float(writer.height())
    full = scale * _PDF_DPI / PIXELS_PER_INCH
    if not paged:
        return one_page(area, width, height, full)
    return tiles(area, width, height, max(full, _fit(area, width, height)))


def _fit(area: Rect, width: float, height: float) -> float:
    return min(width / area.width, height / area.height)


def _one_fitted(writer: QPdfWriter, area: Rect, scale: float) -> Sheets:
    points = scale * 72 / PIXELS_PER_INCH
    fitting = min(points, LARGEST_PAGE / max(area.width, area.height))
    size = QPageSize(QSizeF(area.width * fitting, area.height * fitting), QPageSize.Unit.Point, "drawing")
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    remark = ""
    if fitting < points:
        remark = f"A page cannot be so large; the drawing is at {fitting / points:.0%} of the size asked for."
    return Sheets((Page(area),), fitting * _PDF_DPI / 72, remark=remark)


def _paint_pages(
    writer: QPdfWriter, drawing: Picture, theme: Theme, sheets: Sheets, *, transparent: bool
) -> None:
    painter = _painter_on(writer)
    for number, page in enumerate(sheets.pages):
        if number:
            writer.newPage()
        paint_part(painter, drawing, theme, page.area, sheets.scale, ground=not transparent)
    painter.end()

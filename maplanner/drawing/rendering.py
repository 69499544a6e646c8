"""Drawings as the bytes of a PNG, SVG or PDF file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from maplanner.core.errors import CannotExport
from maplanner.drawing.application import drawing_application
from maplanner.drawing.geometry import Rect
from maplanner.drawing.png_bytes import png_bytes
from maplanner.drawing.svg_text import portable
from maplanner.drawing.theme import Theme, ink

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

PIXELS_PER_INCH: Final = 96.0
"""Of a drawing at 100 %."""
MOST_PIXELS: Final = 120_000_000
LONGEST_SIDE: Final = 30_000
"""Qt's images end at 32,767 pixels."""
LARGEST_PAGE: Final = 14_400.0
"""Points: the largest page that PDF readers must show (PDF 1.7, annex C)."""
MOST_PAGES: Final = 200
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
    sheets = _Sheets.on(writer, area, scale=scale, paper=paper, paged=paged)
    ground = None if transparent else theme
    _paint_pages(writer, drawing, theme, sheets, ground)
    buffer.close()
    return Rendered(bytes(data.data()), sheets.remark)


@dataclass(frozen=True)
class _Sheets:
    """Which part of a drawing goes onto which page; ``scale`` is device units per drawing unit."""

    areas: tuple[Rect, ...]
    scale: float
    remark: str = ""

    @classmethod
    def on(cls, writer: QPdfWriter, area: Rect, *, scale: float, paper: Paper, paged: bool) -> _Sheets:
        """Choose the page and divide the drawing among pages of it."""
        if paper is Paper.FITTED:
            return cls._one_fitted(writer, area, scale)
        wide = area.width > area.height
        orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        sheet = QPageSize(_SHEETS[paper])
        writer.setPageLayout(QPageLayout(sheet, orientation, margins, QPageLayout.Unit.Millimeter))
        width, height = writer.width(), writer.height()
        fit = min(width / area.width, height / area.height)
        full = scale * _PDF_DPI / PIXELS_PER_INCH
        if not paged:
            return cls((area,), min(fit, full))
        return cls._tiles(area, width, height, max(fit, full))

    @classmethod
    def _one_fitted(cls, writer: QPdfWriter, area: Rect, scale: float) -> _Sheets:
        points = scale * 72 / PIXELS_PER_INCH
        fitting = min(points, LARGEST_PAGE / max(area.width, area.height))
        size = QPageSize(QSizeF(area.width * fitting, area.height * fitting), QPageSize.Unit.Point, "drawing")
        layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        writer.setPageLayout(layout)
        remark = ""
        if fitting < points:
            remark = (
                f"A page cannot be so large; the drawing is at {fitting / points:.0%} of the size asked for."
            )
        return cls((area,), fitting * _PDF_DPI / 72, remark)

    @classmethod
    def _tiles(cls, area: Rect, width: float, height: float, scale: float) -> _Sheets:
        def counted(at: float) -> tuple[int, int]:
            return ceil(area.width * at / width - 1e-6), ceil(area.height * at / height - 1e-6)

        fitting = scale
        while counted(fitting)[0] * counted(fitting)[1] > MOST_PAGES:
            fitting *= 0.9
        columns, rows = counted(fitting)
        tile_width, tile_height = width / fitting, height / fitting
        areas = tuple(
            Rect(area.x + column * tile_width, area.y + row * tile_height, tile_width, tile_height)
            for row in range(rows)
            for column in range(columns)
        )
        remark = ""
        if fitting < scale:
            share = f"{fitting / scale:.0%}"
            remark = f"The drawing would need more than {MOST_PAGES} pages; it is at {share} of the size."
        return cls(areas, fitting, remark)


def _paint_pages(
    writer: QPdfWriter, drawing: Picture, theme: Theme, sheets: _Sheets, ground: Theme | None
) -> None:
    painter = _painter_on(writer)
    for number, area in enumerate(sheets.areas):
        if number:
            writer.newPage()
        painter.save()
        page = QRectF(0, 0, area.width * sheets.scale, area.height * sheets.scale)
        painter.setClipRect(page)
        # A light drawing on paper needs no ground: the paper is white enough.
        if ground is not None and ground.dark:
            painter.fillRect(page, ink(ground.canvas))
        painter.scale(sheets.scale, sheets.scale)
        painter.translate(-area.x, -area.y)
        drawing.paint(painter, theme)
        painter.restore()
    painter.end()

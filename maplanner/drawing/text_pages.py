"""Texts, tables and drawings as a PDF: texts flow over upright pages, drawings have pages of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from maplanner.core.errors import CannotExport
from maplanner.drawing.application import drawing_application
from maplanner.drawing.geometry import Rect
from maplanner.drawing.pdf_outline import Bookmark, with_bookmarks
from maplanner.drawing.text import Align, Elide, paint_text
from maplanner.drawing.theme import SECONDARY_SIZE, SEMIBOLD, TITLE_SIZE, theme, ui_font

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

_DPI: Final = 600
_MARGIN_MM: Final = 15.0
_FOOT_PX: Final = 26.0
_HEAD_PX: Final = 34.0
_PIXELS: Final = 96.0
"""All lengths here are pixels at 96 to the inch; the painter is scaled."""
_PICTURE: Final = QTextFormat.ObjectTypes.UserObject + 1
_NAME: Final = QTextFormat.Property.UserProperty + 1
_OBJECT: Final = "\ufffc"
"""What stands in a text for something that is none."""
PICTURE_SCHEME: Final = "picture:"
"""How ``src`` of an image begins that stands for a drawing."""


@dataclass(frozen=True)
class TextRun:
    """HTML of the few tags that Qt knows, beginning on a new page; ``mark`` is its bookmark."""

    html: str
    mark: str = ""


@dataclass(frozen=True)
class FullPage:
    """A drawing on a page of its own, laid as its shape wants."""

    title: str
    picture: Picture
    mark: str = ""


Leaf = TextRun | FullPage


@dataclass
class TextPages:
    """Writes texts and drawings into one PDF with page numbers and bookmarks.

    ``pictures`` are the small ones that stand in texts, by the name behind ``picture:``.
    """

    title: str
    foot: str
    style: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def written(self, leaves: Sequence[Leaf]) -> bytes:
        """Return the file.

        Raises:
            CannotExport: There is no font.
        """
        drawing_application()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(_DPI)
        writer.setTitle(self.title)
        writer.setCreator("maplanner")
        upright = _layout(across=False)
        writer.setPageLayout(upright)
        documents = [self._document(leaf, writer) if isinstance(leaf, TextRun) else None for leaf in leaves]
        counts = [1 if document is None else document.pageCount() for document in documents]
        marks, page = [], 0
        for leaf, count in zip(leaves, counts, strict=True):
            if leaf.mark:
                marks.append(Bookmark(leaf.mark, page))
            page += count
        self._paint(writer, leaves, documents, page)
        buffer.close()
        return with_bookmarks(bytes(data.data()), marks)

    def _document(self, run: TextRun, writer: QPdfWriter) -> QTextDocument:
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.documentLayout().setPaintDevice(writer)
        fill(document, run.html, self.style, self.pictures, Room(writer.width(), _DPI / _PIXELS))
        foot = _FOOT_PX * _DPI / _PIXELS
        document.setPageSize(QSizeF(writer.width(), writer.height() - foot))
        return document

    def _paint(
        self,
        writer: QPdfWriter,
        leaves: Sequence[Leaf],
        documents: Sequence[QTextDocument | None],
        of: int,
    ) -> None:
        painter = QPainter()
        number = 0
        for leaf, document in zip(leaves, documents, strict=True):
            across = isinstance(leaf, FullPage) and leaf.picture.bounds.width > leaf.picture.bounds.height
            writer.setPageLayout(_layout(across=across))
            if not painter.isActive():
                self._begin(painter, writer)
            for page in range(1 if document is None else document.pageCount()):
                if number:
                    writer.newPage()
                number += 1
                if document is not None:
                    _paint_text(painter, document, page)
                elif isinstance(leaf, FullPage):
                    _paint_full(painter, leaf, writer)
                self._paint_foot(painter, writer, f"{number} / {of}")
        painter.end()

    def _begin(self, painter: QPainter, writer: QPdfWriter) -> None:
        if not painter.begin(writer):
            raise CannotExport("The pages could not be begun.", advice="Try again.")
        hints = QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.TextAntialiasing)

    def _paint_foot(self, painter: QPainter, writer: QPdfWriter, page: str) -> None:
        look = theme("light")
        painter.save()
        scale = _DPI / _PIXELS
        painter.scale(scale, scale)
        width, height = writer.width() / scale, writer.height() / scale
        place = Rect(0.0, height - _FOOT_PX + 8.0, width - 80.0, _FOOT_PX - 8.0)
        paint_text(painter, place, self.foot, look.secondary, size=SECONDARY_SIZE, elide=Elide.END)
        right = Rect(width - 80.0, place.y, 80.0, place.height)
        paint_text(painter, right, page, look.secondary, size=SECONDARY_SIZE, align=Align.RIGHT)
        painter.restore()


class Room(NamedTuple):
    """How wide pictures in a text may be, in units of what it is painted on, and how many make a pixel."""

    width: float
    scale: float = 1.0


def fill(document: QTextDocument, html: str, style: str, pictures: Mapping[str, Picture], room: Room) -> None:
    """Put a text with drawings into a document."""
    font = ui_font(13)
    font.setPointSizeF(9.5)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(style)
    document.setDocumentMargin(0.0)
    document.documentLayout().registerHandler(_PICTURE, _Drawer(pictures, room, document))
    document.setHtml(html)
    _swap_pictures(document)


class _Drawer(QPyTextObject):
    """Draws the pictures that stand in a text, as wide as there is room at most."""

    def __init__(self, pictures: Mapping[str, Picture], room: Room, parent: QTextDocument) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._room = room

    def intrinsicSize(self, doc: QTextDocument, place: int, form: QTextFormat) -> QSizeF:
        bounds = self._pictures[str(form.property(_NAME))].bounds
        scale = min(self._room.scale, self._room.width / bounds.width)
        return QSizeF(bounds.width * scale, bounds.height * scale)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, place: int, form: QTextFormat
    ) -> None:
        box = Rect(float(rect.x()), float(rect.y()), float(rect.width()), float(rect.height()))
        _paint_into(painter, self._pictures[str(form.property(_NAME))], box)


def _swap_pictures(document: QTextDocument) -> None:
    """Put drawings in place of the images that stand for them."""
    cursor = QTextCursor(document)
    for at in range(document.characterCount()):
        if document.characterAt(at) != _OBJECT:
            continue  # The end of a paragraph keeps the looks of what stands before it.
        cursor.setPosition(at)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        form = cursor.charFormat()
        if form.isImageFormat() and form.toImageFormat().name().startswith(PICTURE_SCHEME):
            drawn = QTextCharFormat()
            drawn.setObjectType(_PICTURE)
            drawn.setProperty(_NAME, form.toImageFormat().name().removeprefix(PICTURE_SCHEME))
            cursor.insertText(_OBJECT, drawn)


def _layout(*, across: bool) -> QPageLayout:
    orientation = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM - 4)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, margins, QPageLayout.Unit.Millimeter)


def _paint_text(painter: QPainter, document: QTextDocument, page: int) -> None:
    size = document.pageSize()
    part = QRectF(0.0, page * size.height(), size.width(), size.height())
    painter.save()
    painter.translate(0.0, -part.y())
    painter.setClipRect(part)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = part
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_full(painter: QPainter, leaf: FullPage, writer: QPdfWriter) -> None:
    scale = _DPI / _PIXELS
    painter.save()
    painter.scale(scale, scale)
    width, height = writer.width() / scale, writer.height() / scale
    head = Rect(0.0, 0.0, width, _HEAD_PX - 8.0)
    paint_text(painter, head, leaf.title, theme("light").text, size=TITLE_SIZE, weight=SEMIBOLD)
    _paint_into(painter, leaf.picture, Rect(0.0, _HEAD_PX, width, height - _HEAD_PX - _FOOT_PX))
    painter.restore()


def _paint_into(painter: QPainter, picture: Picture, place: Rect) -> None:
    """Paint a drawing as large as it goes into a place, in its middle; at most twice life size."""
    bounds = picture.bounds
    scale = min(place.width / bounds.width, place.height / bounds.height)
    painter.save()
    painter.translate(
        place.x + (place.width - bounds.width * scale) / 2,
        place.y + (place.height - bounds.height * scale) / 2 if scale < 1 else place.y,
    )
    painter.scale(scale, scale)
    painter.translate(-bounds.x, -bounds.y)
    picture.paint(painter, theme("light"))
    painter.restore()

"""Cards as pixels: each is painted once for a look and a zoom and copied to the screen from then on."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from maplanner.drawing.card import CARD_WIDTH
from maplanner.drawing.card_paint import CardState, Detail, paint_card
from maplanner.drawing.geometry import Rect
from maplanner.drawing.link_paint import LinkState, paint_chip

if TYPE_CHECKING:
    from maplanner.desktop.canvas.link_item import ChipItem
    from maplanner.desktop.canvas.step_item import StepItem
    from maplanner.drawing.card import Badge, StepCard
    from maplanner.drawing.theme import Theme

KEPT: Final = 1_500
"""Pictures kept at most; at 100 % on an ordinary screen one takes about 60 KB."""
LARGEST_SCALE: Final = 4.0
_UPRIGHT: Final = QTransform()
_CHIP_MARGIN: Final = 2
_SHAPE_MARGIN: Final = 1
_MOST_SOFT: Final = 60
"""Pictures in a frame that may be stretched softly."""


_Look = tuple[str, float, "Badge | None", float]


class ChipPicture(NamedTuple):
    """What a chip looks like in a theme and at a scale, and all of its pixels' place."""

    scale: float
    pixmap: QPixmap
    source: QRectF


class CardPictures:
    """Paints cards into pixmaps within a budget of time, and from them onto the canvas.

    A card whose picture was made for another zoom is shown stretched, and one without a picture as a bare
    shape, until there is time: ``late`` holds those to draw again.
    """

    def __init__(self, theme: Theme) -> None:
        """Start without pictures."""
        self.theme = theme
        self.late: list[StepItem | ChipItem] = []
        self._budget = 0.0
        self._until: float | None = None
        self._is_late = False
        self.hurried = False
        self._stretched = 0
        self._is_soft = True
        self._chips: dict[tuple[str, float, LinkState], ChipPicture] = {}
        self._shapes: dict[_Look, tuple[QRectF, QPixmap, QRectF]] = {}
        self._kept: OrderedDict[StepItem, None] = OrderedDict()

    def begin_frame(self, seconds: float, *, hurried: bool = False) -> None:
        """Allow so much time for new pictures of cards in the frame that begins.

        In a *hurried* one, as while zooming, every picture there is is stretched, and none is made.
        """
        self._budget, self._until, self._is_late = seconds, None, False
        self.hurried = hurried
        # Soft letters cost three times as much: a crowd of cards is stretched as it is.
        self._is_soft = self._stretched <= _MOST_SOFT
        self._stretched = 0
        self.late.clear()

    def _has_time(self) -> bool:
        """Whether a new picture may be made; the time runs from the first one on."""
        if not self._is_late:
            now = perf_counter()
            if self._until is None:
                self._until = now + self._budget
            self._is_late = now >= self._until
        return not self._is_late

    def forget(self, item: StepItem) -> None:
        """Drop the picture of a card that has changed or gone."""
        item.picture, item.picture_key = None, None
        self._kept.pop(item, None)

    def forget_all(self) -> None:
        """Drop all pictures."""
        for item in list(self._kept):
            self.forget(item)
        self._chips.clear()
        self._shapes.clear()

    def draw(self, painter: QPainter, item: StepItem) -> None:
        """Draw an item's card; the painter stands at the card's upper left corner."""
        if self.hurried and item.picture is not None:
            self._stretch(painter, item.picture_rect, item.picture, item.picture_source)
            return
        place = painter.worldTransform()
        ratio = painter.device().devicePixelRatio()
        scale = place.m11() * ratio
        if scale > LARGEST_SCALE or place.m12() or place.m21():
            item.paint_plainly(painter, self.theme)
            return
        key = (item.state, scale)
        if item.picture_key != key and not self.hurried and self._has_time():
            self._make(item, scale, ratio)
        if item.picture_key == key and item.picture is not None:
            self._copy(painter, item.picture, item, place)
        elif item.picture is not None:
            self.late.append(item)
            self._stretch(painter, item.picture_rect, item.picture, item.picture_source)
        else:
            self.late.append(item)
            self._draw_shape(painter, item.card, scale)

    def _draw_shape(self, painter: QPainter, card: StepCard, scale: float) -> None:
        """Draw a card without its words, stretched a little: cards of one look share a picture."""
        fineness = 1.0
        while fineness / 2 > scale:
            fineness /= 2
        key = (card.ink(self.theme), card.height, card.badge, fineness)
        if key not in self._shapes:
            shape, margin = self._shape_pixmap(card, fineness), _SHAPE_MARGIN / fineness
            place = QRectF(-margin, -margin, shape.width() / fineness, shape.height() / fineness)
            self._shapes[key] = place, shape, QRectF(shape.rect())
        self._stretch(painter, *self._shapes[key])

    def _shape_pixmap(self, card: StepCard, scale: float) -> QPixmap:
        size = QSize(ceil(CARD_WIDTH * scale), ceil(card.height * scale))
        shape, painter = _begun(size, _SHAPE_MARGIN, scale)
        paint_card(painter, card, self.theme, _BARE)
        painter.end()
        return shape

    def _stretch(self, painter: QPainter, place: QRectF, picture: QPixmap, source: QRectF) -> None:
        """Draw a picture made for another zoom, its letters soft where there are not too many."""
        self._stretched += 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._is_soft)
        painter.drawPixmap(place, picture, source)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def draw_chip(self, painter: QPainter, place: Rect, item: ChipItem) -> None:
        """Draw a link's chip; chips that say the same share one picture."""
        if self.hurried and item.picture is not None:
            self._stretch(painter, item.picture_rect, item.picture.pixmap, item.picture.source)
            return
        where = painter.worldTransform()
        ratio = painter.device().devicePixelRatio()
        scale = where.m11() * ratio
        if scale > LARGEST_SCALE or where.m12() or where.m21():
            paint_chip(painter, place, item.label, self.theme, state=item.state)
            return
        picture = item.picture
        if picture is None or picture.scale != scale:
            picture = item.picture = self._picture_of_chip(place, item, scale, ratio)
            margin = _CHIP_MARGIN / picture.scale
            item.picture_rect = QRectF(*place.grown(margin))
        if picture.scale != scale:
            self.late.append(item)
            self._stretch(painter, item.picture_rect, picture.pixmap, picture.source)
            return
        corner = where.map(QPointF(place.x, place.y))
        x, y = round(corner.x() * ratio) - _CHIP_MARGIN, round(corner.y() * ratio) - _CHIP_MARGIN
        painter.setWorldTransform(_UPRIGHT)
        painter.drawPixmap(QPointF(x / ratio, y / ratio), picture.pixmap)
        painter.setWorldTransform(where)

    def _picture_of_chip(self, place: Rect, item: ChipItem, scale: float, ratio: float) -> ChipPicture:
        """Return a chip's picture, for another zoom if there is no time to make it anew."""
        if item.picture is not None and not self._has_time():
            return item.picture
        key = (item.label, place.width, item.state)
        found = self._chips.get(key)
        if found is None or (found.scale != scale and self._has_time()):
            if len(self._chips) >= KEPT:
                self._chips.clear()
            pixmap = self._chip_pixmap(place, item.label, item.state, scale)
            pixmap.setDevicePixelRatio(ratio)
            found = self._chips[key] = ChipPicture(scale, pixmap, QRectF(pixmap.rect()))
        return found

    def _chip_pixmap(self, place: Rect, label: str, state: LinkState, scale: float) -> QPixmap:
        size = QSize(ceil(place.width * scale), ceil(place.height * scale))
        pixmap, painter = _begun(size, _CHIP_MARGIN, scale)
        paint_chip(painter, place._replace(x=0.0, y=0.0), label, self.theme, state=state)
        painter.end()
        return pixmap

    def _make(self, item: StepItem, scale: float, ratio: float) -> None:
        extent = item.card.extent
        left, top = ceil(-extent.x * scale), ceil(-extent.y * scale)
        width = left + ceil((extent.x + extent.width) * scale)
        height = top + ceil((extent.y + extent.height) * scale)
        pixmap = QPixmap(width, height)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left, top)
        painter.scale(scale, scale)
        item.paint_plainly(painter, self.theme)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        item.picture, item.picture_key = pixmap, (item.state, scale)
        item.picture_offset = (left, top)
        item.picture_source = QRectF(pixmap.rect())
        item.picture_rect = QRectF(-left / scale, -top / scale, width / scale, height / scale)
        self._keep(item)

    def _keep(self, item: StepItem) -> None:
        self._kept[item] = None
        self._kept.move_to_end(item)
        if len(self._kept) > KEPT:
            oldest, _ = self._kept.popitem(last=False)
            oldest.picture, oldest.picture_key = None, None

    @staticmethod
    def _copy(painter: QPainter, picture: QPixmap, item: StepItem, place: QTransform) -> None:
        """Copy pixel by pixel: to a whole pixel, so that nothing is blurred."""
        left, top = item.picture_offset
        ratio = picture.devicePixelRatio()
        x, y = round(place.dx() * ratio) - left, round(place.dy() * ratio) - top
        painter.setWorldTransform(_UPRIGHT)
        painter.drawPixmap(QPointF(x / ratio, y / ratio), picture)
        painter.setWorldTransform(place)


def _begun(size: QSize, margin: int, scale: float) -> tuple[QPixmap, QPainter]:
    """Return a clear picture with a margin around ``size``, and a painter at its inner corner."""
    pixmap = QPixmap(size.width() + 2 * margin, size.height() + 2 * margin)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(margin, margin)
    painter.scale(scale, scale)
    return pixmap, painter


_BARE: Final = CardState(detail=Detail.SHAPE)

"""Cards as pixels: each is painted once for a look and a zoom and copied to the screen from then on."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from maplanner.drawing.card_paint import CardState, Detail, paint_card

if TYPE_CHECKING:
    from maplanner.desktop.canvas.step_item import StepItem
    from maplanner.drawing.theme import Theme

KEPT: Final = 1_500
"""Pictures kept at most; at 100 % on an ordinary screen one takes about 60 KB."""
LARGEST_SCALE: Final = 4.0
_UPRIGHT: Final = QTransform()


class CardPictures:
    """Paints cards into pixmaps within a budget of time, and from them onto the canvas.

    A card whose picture was made for another zoom is shown stretched, and one without a picture as a bare
    shape, until there is time: ``late`` holds those to draw again.
    """

    def __init__(self, theme: Theme) -> None:
        """Start without pictures."""
        self.theme = theme
        self.late: list[StepItem] = []
        self._until = 0.0
        self._kept: OrderedDict[StepItem, None] = OrderedDict()

    def begin_frame(self, seconds: float) -> None:
        """Allow so much time for new pictures in the frame that begins."""
        self._until = perf_counter() + seconds
        self.late.clear()

    def forget(self, item: StepItem) -> None:
        """Drop the picture of a card that has changed or gone."""
        item.picture, item.picture_key = None, None
        self._kept.pop(item, None)

    def forget_all(self) -> None:
        """Drop all pictures."""
        for item in list(self._kept):
            self.forget(item)

    def draw(self, painter: QPainter, item: StepItem) -> None:
        """Draw an item's card; the painter stands at the card's upper left corner."""
        place = painter.worldTransform()
        ratio = painter.device().devicePixelRatio()
        scale = place.m11() * ratio
        if scale > LARGEST_SCALE or place.m12() or place.m21():
            item.paint_plainly(painter, self.theme)
            return
        key = (item.state, scale)
        if item.picture_key != key and perf_counter() < self._until:
            self._make(item, scale, ratio)
        if item.picture_key == key and item.picture is not None:
            self._copy(painter, item.picture, item, place)
        elif item.picture is not None:
            self.late.append(item)
            painter.drawPixmap(item.picture_rect, item.picture, QRectF(item.picture.rect()))
        else:
            self.late.append(item)
            paint_card(painter, item.card, self.theme, _BARE)

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


_BARE: Final = CardState(detail=Detail.SHAPE)

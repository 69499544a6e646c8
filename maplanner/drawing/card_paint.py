"""Painting a step's card. The painter stands at the card's upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from maplanner.drawing.card import (
    BADGE_SIZE,
    BAR_WIDTH,
    CARD_HEIGHT,
    CARD_WIDTH,
    CHIP_OVERHANG,
    RADIUS,
    Badge,
    StepCard,
)
from maplanner.drawing.field_rows import FieldRow, RowSort
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.icons import paint_icon
from maplanner.drawing.measures import CountLook
from maplanner.drawing.signs import paint_signs
from maplanner.drawing.text import Align, Elide, fitted, paint_text, text_width
from maplanner.drawing.theme import MEDIUM, SECONDARY_SIZE, SEMIBOLD, TEXT_SIZE, ink, mixed

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme

FAR_ZOOM: Final = 0.4
_ICON_BOX: Final = Rect(20.0, 15.0, 24.0, 24.0)
_TEXT_LEFT: Final = 53.0
_TEXT_WIDTH: Final = CARD_WIDTH - _TEXT_LEFT - 8.0
_PIN: Final = Rect(CARD_WIDTH - 20.0, 31.0, 12.0, 12.0)
_BADGE_SIGN: Final = {Badge.ERROR: "×", Badge.WARNING: "!", Badge.NOTE: "i"}


class Detail(IntEnum):
    """How much of a card is worth drawing at a zoom."""

    SHAPE = 0
    """Too far to read: the card, its bar and its icon's ground."""
    FULL = 1


def detail_at(zoom: float) -> Detail:
    """Return the level of detail for a zoom (1 is 100 %)."""
    return Detail.SHAPE if zoom < FAR_ZOOM else Detail.FULL


@dataclass(frozen=True)
class CardState:
    """How a card is shown just now. A *ghost* is one that is about to be: dragged in, or pasted."""

    selected: bool = False
    hovered: bool = False
    ghost: bool = False
    show_ports: bool = False
    detail: Detail = Detail.FULL


PLAIN: Final = CardState()


def paint_card(painter: QPainter, card: StepCard, theme: Theme, state: CardState = PLAIN) -> None:
    """Draw the card with all that belongs to it; nothing reaches beyond ``card.extent``."""
    painter.save()
    if state.ghost or card.paused:
        painter.setOpacity(painter.opacity() * 0.55)
    _paint_body(painter, card, theme, state)
    if state.detail is Detail.FULL:
        _paint_head(painter, card, theme)
        for index, row in enumerate(card.rows):
            _paint_row(painter, card, index, row, theme)
        if state.show_ports:
            _paint_ports(painter, card, theme)
        paint_count(painter, card, theme)
        _paint_badge(painter, card, theme)
        paint_signs(painter, card, theme)
    elif card.badge is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(_badge_color(card.badge, theme)))
        painter.drawRect(QRectF(CARD_WIDTH - 14, card.height - 14, 14, 14))
    painter.restore()


@lru_cache(maxsize=64)
def bar_path(height: float) -> QPainterPath:
    """Return the colour bar: the card's left end, rounded on its outer side. The object is shared."""
    path = QPainterPath()
    path.moveTo(BAR_WIDTH, 0)
    path.lineTo(RADIUS * 0.75, 0)
    path.quadTo(0, 0, 0, RADIUS * 0.75)
    path.lineTo(0, height - RADIUS * 0.75)
    path.quadTo(0, height, RADIUS * 0.75, height)
    path.lineTo(BAR_WIDTH, height)
    path.closeSubpath()
    return path


def _paint_body(painter: QPainter, card: StepCard, theme: Theme, state: CardState) -> None:
    rect = QRectF(*card.size)
    color = card.ink(theme)
    painter.setPen(Qt.PenStyle.NoPen)
    if state.detail is Detail.FULL and not state.ghost:
        painter.setBrush(ink(theme.shadow))
        painter.drawRoundedRect(rect.adjusted(0, 1, 0, 1.5), RADIUS, RADIUS)
    painter.setBrush(ink(theme.card))
    painter.setPen(_edge(theme, state))
    painter.drawRoundedRect(rect, RADIUS, RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(color))
    painter.drawPath(bar_path(card.height))
    painter.setBrush(ink(mixed(color, theme.card, 0.16 if not theme.dark else 0.24)))
    painter.drawRoundedRect(QRectF(*_ICON_BOX), 6, 6)


def _edge(theme: Theme, state: CardState) -> QPen:
    if state.selected:
        return QPen(ink(theme.accent), 2)
    pen = QPen(ink(theme.link if state.hovered else theme.border), 1)
    if state.ghost:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def _paint_head(painter: QPainter, card: StepCard, theme: Theme) -> None:
    box = Rect(_ICON_BOX.x + 4, _ICON_BOX.y + 4, 16.0, 16.0)
    paint_icon(painter, card.icon, card.ink(theme), box)
    title = Rect(_TEXT_LEFT, 9.0, _TEXT_WIDTH, 20.0)
    paint_text(painter, title, card.title, theme.text, size=TEXT_SIZE, weight=SEMIBOLD)
    if card.pinned:
        paint_icon(painter, "pin", theme.secondary, _PIN)
    summary = Rect(_TEXT_LEFT, 28.0, _TEXT_WIDTH - (_PIN.width if card.pinned else 0.0), 17.0)
    paint_text(painter, summary, card.summary, theme.secondary, size=SECONDARY_SIZE)
    if card.rows:
        painter.setPen(QPen(ink(theme.border), 1))
        painter.drawLine(QPointF(BAR_WIDTH + 5, CARD_HEIGHT), QPointF(CARD_WIDTH - 8, CARD_HEIGHT))


def _paint_row(painter: QPainter, card: StepCard, index: int, row: FieldRow, theme: Theme) -> None:
    place = card.row_rect(index)
    name = f"{row.title} *" if row.required else row.title
    beside = row.beside
    left, right = _shares(name, beside, place.width)
    color = theme.error_text if row.is_at_fault else theme.secondary
    ink_of_name = theme.secondary if row.sort is RowSort.MORE else theme.text
    paint_text(
        painter, Rect(place.x, place.y, left, place.height), name, ink_of_name, size=12, elide=Elide.MIDDLE
    )
    paint_text(
        painter,
        Rect(place.right - right, place.y, right, place.height),
        beside,
        color,
        size=SECONDARY_SIZE,
        align=Align.RIGHT,
        elide=Elide.MIDDLE,
    )
    if row.sort is RowSort.MORE:
        return
    port = theme.error if row.is_at_fault else theme.good
    _paint_field_port(painter, card.field_port(index), port, theme)


def _shares(name: str, lands: str, width: float) -> tuple[float, float]:
    """Divide a row between label and landing: each gets what it needs, the longer one gives way."""
    free = width - 5.0
    wants_left, wants_right = text_width(name, 12) + 1, text_width(lands, SECONDARY_SIZE) + 1
    if wants_left + wants_right <= free:
        return wants_left, wants_right
    left = min(wants_left, max(free / 2, free - wants_right))
    return left, free - left


def _paint_field_port(painter: QPainter, at: Point, color: str, theme: Theme) -> None:
    painter.setPen(QPen(ink(theme.card), 1))
    painter.setBrush(ink(color))
    painter.drawRoundedRect(QRectF(at.x - 4, at.y - 4, 8, 8), 2, 2)


def _paint_ports(painter: QPainter, card: StepCard, theme: Theme) -> None:
    painter.setPen(QPen(ink(theme.accent), 1.5))
    painter.setBrush(ink(theme.card))
    if card.accepts_links:
        painter.drawEllipse(QPointF(*card.in_port), 4, 4)
    for _output, at in card.out_ports():
        painter.drawEllipse(QPointF(*at), 4, 4)


def count_rect(card: StepCard) -> Rect | None:
    """Return the place of the round chip that holds the count, on the top edge; ``None`` without a count."""
    if not card.count:
        return None
    width = min(max(28.0, text_width(card.count, SECONDARY_SIZE, SEMIBOLD) + 16.0), CARD_WIDTH - 24.0)
    return Rect(CARD_WIDTH - 8.0 - width, -CHIP_OVERHANG, width, 2 * CHIP_OVERHANG)


def paint_count(painter: QPainter, card: StepCard, theme: Theme) -> None:
    """Draw the chip with the count of leads, if there is one."""
    place = count_rect(card)
    if place is None:
        return
    ground, letters = _count_colors(card.look, theme)
    pen = Qt.PenStyle.NoPen if card.look is CountLook.SURE else QPen(ink(letters), 1)
    if card.look is CountLook.STALE and isinstance(pen, QPen):
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(ink(ground))
    inset = 0.0 if card.look is CountLook.SURE else 0.5
    painter.drawRoundedRect(QRectF(*place.grown(-inset)), CHIP_OVERHANG, CHIP_OVERHANG)
    paint_text(
        painter,
        place,
        fitted(card.count, place.width - 12, SECONDARY_SIZE, SEMIBOLD),
        letters,
        size=SECONDARY_SIZE,
        weight=SEMIBOLD,
        align=Align.CENTER,
    )


def _count_colors(look: CountLook, theme: Theme) -> tuple[str, str]:
    """Return ground and letters: filled for what was simulated, light for a preview, grey when it is old."""
    if look is CountLook.SURE:
        return theme.accent, theme.on_accent
    return (
        (theme.accent_ground, theme.accent_text)
        if look is CountLook.PREVIEW
        else (theme.card, theme.secondary)
    )


def badge_rect(card: StepCard) -> Rect:
    """Return the place of the badge, on the lower right corner."""
    return Rect(CARD_WIDTH - BADGE_SIZE / 2 - 2, card.height - BADGE_SIZE / 2 - 2, BADGE_SIZE, BADGE_SIZE)


def _badge_color(badge: Badge, theme: Theme) -> str:
    return {Badge.ERROR: theme.error, Badge.WARNING: theme.warning, Badge.NOTE: theme.secondary}[badge]


def _paint_badge(painter: QPainter, card: StepCard, theme: Theme) -> None:
    if card.badge is not None:
        paint_badge(painter, badge_rect(card), card.badge, theme)


def paint_badge(painter: QPainter, place: Rect, badge: Badge, theme: Theme) -> None:
    """Draw the sign of a finding: × for an error, ! for a warning, i for a note."""
    painter.setPen(QPen(ink(theme.canvas), 1.5))
    painter.setBrush(ink(_badge_color(badge, theme)))
    painter.drawEllipse(QRectF(*place))
    sign = _BADGE_SIGN[badge]
    paint_text(
        painter, place, sign, theme.on_signal, size=SECONDARY_SIZE, weight=MEDIUM + 100, align=Align.CENTER
    )

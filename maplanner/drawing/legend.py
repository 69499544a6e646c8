"""The legend: what the colours and signs on a drawing mean, as far as they occur on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from maplanner.drawing.card import Badge, StepCard
from maplanner.drawing.coloring import Tone
from maplanner.drawing.geometry import Rect
from maplanner.drawing.icons import paint_icon
from maplanner.drawing.measures import CountLook
from maplanner.drawing.text import paint_text, text_width
from maplanner.drawing.theme import SECONDARY_SIZE, ink
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme

SWATCH: Final = 16.0
_COLOR: Final = 10.0
_GAP: Final = 6.0


class Sign(StrEnum):
    """Signs on cards other than those of findings."""

    COMMENTS = "comments that wait for an answer"
    OWNER = "whose step it is"
    PINNED = "keeps its place"
    WIDTH = "wide: many leads"
    PREVIEW = "from some of the leads"
    STALE = "older than the drawing"


_BADGE_WORDS: Final = {
    Badge.ERROR: "must be mended",
    Badge.WARNING: "should be mended",
    Badge.NOTE: "worth knowing",
}


@dataclass(frozen=True)
class LegendEntry:
    """A colour, or a sign of a finding, or another sign, with what it means."""

    words: str
    tone: Tone | None = None
    badge: Badge | None = None
    sign: Sign | None = None

    @property
    def width(self) -> float:
        """How much room it takes in a row."""
        return SWATCH + _GAP + text_width(self.words, SECONDARY_SIZE)


def legend_of(
    cards: Iterable[StepCard], words: Mapping[PaletteGroup, str] | None = None
) -> tuple[LegendEntry, ...]:
    """Return what the colours and signs on these cards mean; ``words`` may name the groups otherwise."""
    found = tuple(cards)
    return (*_colors(found, words or {}), *_signs(found))


def _colors(cards: tuple[StepCard, ...], words: Mapping[PaletteGroup, str]) -> list[LegendEntry]:
    used = {card.group for card in cards if card.tone is None}
    entries = [
        LegendEntry(words.get(group, group.value), Tone(group.value, group))
        for group in PaletteGroup
        if group in used
    ]
    tones = {card.tone: None for card in cards if card.tone is not None}
    ordered = sorted(tones, key=lambda tone: (tone.place < 0, tone.place, tone.words))
    return entries + [LegendEntry(tone.words, tone) for tone in ordered]


def _signs(cards: tuple[StepCard, ...]) -> list[LegendEntry]:
    badges = {card.badge for card in cards}
    entries = [LegendEntry(_BADGE_WORDS[badge], badge=badge) for badge in Badge if badge in badges]
    occurs = {
        Sign.COMMENTS: any(card.comments for card in cards),
        Sign.OWNER: any(card.owner for card in cards),
        Sign.PINNED: any(card.pinned for card in cards),
        Sign.WIDTH: any(card.count for card in cards),
        Sign.PREVIEW: any(card.count and card.look is CountLook.PREVIEW for card in cards),
        Sign.STALE: any(card.count and card.look is CountLook.STALE for card in cards),
    }
    return entries + [LegendEntry(sign.value, sign=sign) for sign in Sign if occurs[sign]]


def paint_entry(painter: QPainter, entry: LegendEntry, place: Rect, theme: Theme) -> None:
    """Draw an entry: its colour or sign, and what it means, elided where it does not fit."""
    middle = place.center.y
    _paint_sample(painter, entry, Rect(place.x, middle - SWATCH / 2, SWATCH, SWATCH), theme)
    text = Rect(place.x + SWATCH + _GAP, place.y, place.width - SWATCH - _GAP, place.height)
    paint_text(painter, text, entry.words, theme.secondary, size=SECONDARY_SIZE)


def _paint_sample(painter: QPainter, entry: LegendEntry, place: Rect, theme: Theme) -> None:
    from maplanner.drawing.card_paint import paint_badge
    from maplanner.drawing.signs import paint_comments, paint_owner

    if entry.badge is not None:
        paint_badge(painter, place, entry.badge, theme)
    elif entry.sign is Sign.COMMENTS:
        paint_comments(painter, place, "2", theme)
    elif entry.sign is Sign.OWNER:
        paint_owner(painter, place, "IB", theme)
    elif entry.sign is Sign.PINNED:
        paint_icon(painter, "pin", theme.secondary, place.grown(-2.0))
    elif entry.sign is Sign.WIDTH:
        painter.fillRect(QRectF(place.x, place.center.y - 2.5, place.width, 5.0), ink(theme.link))
    elif entry.sign in {Sign.PREVIEW, Sign.STALE}:
        dashes = Qt.PenStyle.DashLine if entry.sign is Sign.STALE else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink(theme.secondary if entry.sign is Sign.STALE else theme.accent), 1, dashes))
        painter.setBrush(ink(theme.card if entry.sign is Sign.STALE else theme.accent_ground))
        painter.drawRoundedRect(QRectF(place.x, place.center.y - 5.0, place.width, 10.0), 5, 5)
    elif entry.tone is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(entry.tone.ink(theme)))
        inset = (SWATCH - _COLOR) / 2
        painter.drawRoundedRect(QRectF(*place.grown(-inset)), 3, 3)

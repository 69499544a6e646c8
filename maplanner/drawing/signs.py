"""Signs at a card's lower edge: whose step it is, and how many comments wait for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from maplanner.document.records import Comment
from maplanner.drawing.card import BADGE_SIZE, CARD_WIDTH, StepCard
from maplanner.drawing.geometry import Rect
from maplanner.drawing.text import Align, paint_text, text_width
from maplanner.drawing.theme import MEDIUM, ink, mixed

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.drawing.theme import Theme

SIGN_SIZE: Final = 10
"""Of the letters, in pixels at 100 %."""
_GAP: Final = 3.0
_PADDING: Final = 5.0


def initials(name: str) -> str:
    """Return the first letters of a person's first and last name: ``IB`` for Ilze Bērziņa."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return ""
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()[:2]


def open_comments(reader: RecordReader) -> dict[str, int]:
    """Return how many comments stand in open threads, by what they are about."""
    found: dict[str, int] = {}
    threads = {each.id: each for each in reader.all(Comment) if each.answers is None}
    for comment in reader.all(Comment):
        first = comment if comment.answers is None else threads.get(comment.answers)
        if first is not None and first.about and not first.resolved:
            found[first.about] = found.get(first.about, 0) + 1
    return found


def sign_rects(card: StepCard) -> tuple[Rect | None, Rect | None]:
    """Return the places of the comments' and the owner's sign, from the card's corner to the left."""
    right = CARD_WIDTH + BADGE_SIZE / 2 - 2.0 - (BADGE_SIZE + _GAP if card.badge is not None else 4.0)
    found: list[Rect | None] = []
    for words in (_comments_words(card), initials(card.owner)):
        if not words:
            found.append(None)
            continue
        width = max(BADGE_SIZE, text_width(words, SIGN_SIZE, MEDIUM) + 2 * _PADDING)
        found.append(Rect(right - width, card.height - BADGE_SIZE / 2 - 2.0, width, BADGE_SIZE))
        right -= width + _GAP
    return found[0], found[1]


def _comments_words(card: StepCard) -> str:
    return "" if not card.comments else str(card.comments) if card.comments < 100 else "99+"


def paint_signs(painter: QPainter, card: StepCard, theme: Theme) -> None:
    """Draw the signs of a card."""
    comments, owner = sign_rects(card)
    if comments is not None:
        paint_comments(painter, comments, _comments_words(card), theme)
    if owner is not None:
        paint_owner(painter, owner, initials(card.owner), theme)


def paint_comments(painter: QPainter, place: Rect, words: str, theme: Theme) -> None:
    """Draw a speech bubble with a number in it."""
    painter.setPen(QPen(ink(theme.canvas), 1.5))
    painter.setBrush(ink(theme.accent))
    path = QPainterPath()
    path.addRoundedRect(QRectF(*place), 5, 5)
    tail = QPainterPath(QPointF(place.x + 3, place.bottom - 4))
    tail.lineTo(place.x + 2.5, place.bottom + 3)
    tail.lineTo(place.x + 9, place.bottom - 1)
    tail.closeSubpath()
    painter.drawPath(path.united(tail))
    paint_text(painter, place, words, theme.on_accent, size=SIGN_SIZE, weight=MEDIUM, align=Align.CENTER)


def paint_owner(painter: QPainter, place: Rect, words: str, theme: Theme) -> None:
    """Draw a person's initials in a pill."""
    painter.setPen(QPen(ink(theme.link), 1.0))
    painter.setBrush(ink(mixed(theme.secondary, theme.card, 0.14)))
    painter.drawRoundedRect(QRectF(*place.grown(-0.5)), place.height / 2, place.height / 2)
    paint_text(painter, place, words, theme.text, size=SIGN_SIZE, weight=MEDIUM, align=Align.CENTER)

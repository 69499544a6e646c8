"""Painting text that is never clipped: measured once, elided where it does not fit."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from maplanner.drawing.labels import one_line
from maplanner.drawing.theme import REGULAR, ink, ui_font

if TYPE_CHECKING:
    from maplanner.drawing.geometry import Rect


class Align(Enum):
    """Where a line of text stands in its rectangle; always in the middle of its height."""

    LEFT = Qt.AlignmentFlag.AlignLeft
    CENTER = Qt.AlignmentFlag.AlignHCenter
    RIGHT = Qt.AlignmentFlag.AlignRight


class Elide(Enum):
    """Where letters give way to an ellipsis."""

    END = Qt.TextElideMode.ElideRight
    MIDDLE = Qt.TextElideMode.ElideMiddle


@lru_cache(maxsize=64)
def _metrics(size: int, weight: int) -> QFontMetricsF:
    return QFontMetricsF(ui_font(size, weight))


@lru_cache(maxsize=16_384)
def text_width(text: str, size: int, weight: int = REGULAR) -> float:
    """Return how wide a line of text is."""
    return _metrics(size, weight).horizontalAdvance(text)


@lru_cache(maxsize=16_384)
def fitted(text: str, width: float, size: int, weight: int = REGULAR, elide: Elide = Elide.END) -> str:
    """Return the text, with an ellipsis in place of what does not fit into ``width``."""
    if text_width(text, size, weight) <= width:
        return text
    return _metrics(size, weight).elidedText(text, elide.value, width)


def paint_text(
    painter: QPainter,
    rect: Rect,
    text: str,
    color: str,
    *,
    size: int,
    weight: int = REGULAR,
    align: Align = Align.LEFT,
    elide: Elide = Elide.END,
) -> None:
    """Draw one line of text inside ``rect``."""
    line = fitted(one_line(text), rect.width, size, weight, elide)
    painter.setFont(ui_font(size, weight))
    painter.setPen(ink(color))
    flags = align.value | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(*rect), int(flags | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), line)


@lru_cache(maxsize=1024)
def wrapped(text: str, width: float, lines: int, size: int, weight: int = REGULAR) -> tuple[str, ...]:
    """Return the text in at most ``lines`` lines of ``width``; the last one is elided if more is left."""
    found: list[str] = []
    for paragraph in text[:8000].splitlines() or [""]:
        found.extend(_broken(paragraph.split(), width, size, weight))
        if len(found) > lines:
            break
    if len(found) <= lines:
        return tuple(found)
    last = fitted(f"{found[lines - 1]} {found[lines]}", width, size, weight)
    return (*found[: lines - 1], last if last.endswith("…") else f"{last}…") if lines else ()


def _broken(words: list[str], width: float, size: int, weight: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, weight) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [fitted(part, width, size, weight) for part in (*lines, line)]

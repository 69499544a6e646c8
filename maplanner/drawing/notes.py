"""Sticky notes: those of a drawing, and those that tell of a problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from maplanner.drawing.geometry import Rect
from maplanner.drawing.text import paint_text, text_width, wrapped
from maplanner.drawing.theme import SECONDARY_SIZE, ink

if TYPE_CHECKING:
    from maplanner.document.records import Note, Problem
    from maplanner.drawing.theme import Theme

NOTE_SIZE: Final = 12
LINE_HEIGHT: Final = 17.0
PADDING: Final = 12.0
_RADIUS: Final = 6.0


@dataclass(frozen=True)
class StickyNote:
    """A note on a drawing: its text and, smaller beneath, who it concerns."""

    id: str
    text: str
    rect: Rect
    small: str = ""


def sticky_note(note: Note) -> StickyNote:
    """Return a note of a drawing as it is shown."""
    return StickyNote(note.id, note.text, Rect(note.x, note.y, note.width, note.height))


def problem_note(problem: Problem, about: str, x: float, y: float, width: float = 250.0) -> StickyNote:
    """Return a problem as a note of the height it needs. ``about`` is the title of what it is pinned to."""
    when = f"Problem {problem.time}" + (f", {about}" if about else "")
    text = f"{when}: {problem.text}"
    owner = f"owner: {problem.owner}" if problem.owner else ""
    small = " · ".join(part for part in (owner, problem.severity) if part)
    lines = len(wrapped(text, width - 2 * PADDING, 6, NOTE_SIZE))
    height = 2 * PADDING + lines * LINE_HEIGHT + (LINE_HEIGHT if small else 0)
    return StickyNote(problem.id, text, Rect(x, y, width, height), small)


def paint_note(painter: QPainter, note: StickyNote, theme: Theme, *, selected: bool = False) -> None:
    """Draw a note where it lies on the drawing; text that does not fit ends with an ellipsis."""
    painter.setPen(QPen(ink(theme.accent), 2) if selected else QPen(ink(theme.note_border), 1))
    painter.setBrush(ink(theme.note))
    painter.drawRoundedRect(QRectF(*note.rect), _RADIUS, _RADIUS)
    inner = note.rect.grown(-PADDING) if note.rect.height >= 3 * PADDING else note.rect.grown(-4.0)
    room = inner.height - (LINE_HEIGHT if note.small else 0)
    lines = wrapped(note.text, inner.width, max(1, int((room + 4) // LINE_HEIGHT)), NOTE_SIZE)
    y = inner.y
    for line in lines:
        place = Rect(inner.x, y, inner.width, LINE_HEIGHT)
        paint_text(painter, place, line, theme.note_text, size=NOTE_SIZE)
        y += LINE_HEIGHT
    if note.small:
        place = Rect(inner.x, y, inner.width, LINE_HEIGHT)
        paint_text(painter, place, note.small, theme.note_secondary, size=SECONDARY_SIZE)


def note_width(text: str, widest: float = 320.0) -> float:
    """Return a good width for a note of that text."""
    return min(widest, max(120.0, text_width(text[:200], NOTE_SIZE) + 2 * PADDING))

"""Where everything of a page comes to lie: cards, notes, and frames around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Final

from maplanner.document.records import Link, Step
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH
from maplanner.drawing.geometry import Point, Rect, around
from maplanner.exchange.diagrams.drawn import Shape
from maplanner.exchange.meaning.framing import Nest, cleared, frame_rects, scaled
from maplanner.exchange.meaning.guessing import DEEPEST, Reading, shown_sort
from maplanner.exchange.meaning.placing import apart, in_columns, spread
from maplanner.exchange.meaning.sorts import FRAME, NOTE

_NOTE_WIDTH: Final = 208.0
_NOTE_LETTERS: Final = 30
_NOTE_LINE: Final = 17.0
_NOTE_PADDING: Final = 24.0
_NOTE_HIGHEST: Final = 1_200.0
_LONGEST_NOTE: Final = 90_000
_BELOW: Final = 80.0


@dataclass(frozen=True)
class Arranged:
    """Rectangles by shape: of steps and notes, and of frames; and the frame each step and note lies in."""

    rects: Mapping[str, Rect]
    frames: Mapping[str, Rect]
    frame_of: Mapping[str, str]


def note_text(shape: Shape) -> str:
    """Return what a note says that a shape becomes."""
    lines = [shape.text, shape.notes, *(f"{name}: {value}" for name, value in shape.details)]
    text = "\n".join(line.strip() for line in lines if line.strip())
    return text[:_LONGEST_NOTE] or f"({shown_sort(shape)})"


def arranged(reading: Reading, steps: Mapping[str, Step], links: Sequence[Link]) -> Arranged:
    """Return where all shapes come to lie: as they were drawn, with room for cards.

    A drawing that does not say where most of its steps lie is laid out from left to right.
    """
    shapes = {shape.id: shape for shape in reading.page.shapes}
    sizes = dict.fromkeys(steps, (CARD_WIDTH, CARD_HEIGHT))
    sizes |= {shape.id: _note_size(shape) for shape in reading.of(NOTE)}
    drawn = {shape_id: rect for shape_id, shape in shapes.items() if (rect := drawn_rect(shape)) is not None}
    frame_of = _frame_of(reading, shapes)
    if 2 * sum(each in drawn for each in steps) <= len(steps) and len(steps) > 1:
        name = {step.id: shape_id for shape_id, step in steps.items()}
        ways = [(name[link.source], name[link.target]) for link in links]
        drawn = in_columns(sizes, ways, frame_of)
        rects, factor, origin = dict(drawn), 1.0, Point(0.0, 0.0)
    else:
        factor, origin = spread({each: drawn[each] for each in steps if each in drawn})
        rects = {
            each: _centred(scaled(drawn[each], factor, origin), sizes[each])
            for each in sizes
            if each in drawn
        }
        rects |= _lacking([each for each in sizes if each not in drawn], sizes, rects)
    rects = {each: Rect(*point, *sizes[each]) for each, point in apart(rects).items()}
    nests = _nests(reading, drawn, frame_of, (factor, origin))
    if nests:
        rects = cleared(
            nests, {each: scaled(drawn.get(each, Rect(0, 0, 0, 0)), factor, origin) for each in rects}, rects
        )
    return Arranged(rects, frame_rects(nests, rects), frame_of)


def drawn_rect(shape: Shape) -> Rect | None:
    """Return where a shape was drawn; ``None`` where the format does not say, or says nonsense."""
    if shape.x is None or shape.y is None:
        return None
    rect = Rect(shape.x, shape.y, shape.width or 0.0, shape.height or 0.0)
    return rect if all(isfinite(value) and abs(value) < 1e9 for value in rect) else None


def _frame_of(reading: Reading, shapes: Mapping[str, Shape]) -> dict[str, str]:
    """Return for each shape the nearest frame that holds it."""
    found = {}
    for shape in reading.page.shapes:
        seen, holder = {shape.id}, shape.within
        while holder is not None and holder in shapes and holder not in seen and len(seen) < DEEPEST:
            if reading.guesses[holder].becomes == FRAME:
                found[shape.id] = holder
                break
            seen.add(holder)
            holder = shapes[holder].within
    return found


def _nests(
    reading: Reading, drawn: Mapping[str, Rect], frame_of: Mapping[str, str], grown: tuple[float, Point]
) -> dict[str, Nest]:
    members: dict[str, list[str]] = {shape.id: [] for shape in reading.of(FRAME)}
    for shape_id, frame in frame_of.items():
        if frame in members and shape_id not in members:
            members[frame].append(shape_id)
    nowhere = Rect(0.0, 0.0, 0.0, 0.0)
    return {
        name: Nest(scaled(drawn.get(name, nowhere), *grown), frame_of.get(name), tuple(members[name]))
        for name in members
    }


def _note_size(shape: Shape) -> tuple[float, float]:
    lines = sum(max(1, ceil(len(line) / _NOTE_LETTERS)) for line in note_text(shape).splitlines())
    return _NOTE_WIDTH, min(_NOTE_LINE * lines + _NOTE_PADDING, _NOTE_HIGHEST)


def _centred(rect: Rect, size: tuple[float, float]) -> Rect:
    return Rect(rect.center.x - size[0] / 2, rect.center.y - size[1] / 2, *size)


def _lacking(
    names: Sequence[str], sizes: Mapping[str, tuple[float, float]], rects: Mapping[str, Rect]
) -> dict[str, Rect]:
    """Return places in a row below the drawing for what was drawn nowhere."""
    below = around(rects.values())
    x, y = below.x, below.bottom + (_BELOW if rects else 0.0)
    found = {}
    for name in names:
        found[name] = Rect(x, y, *sizes[name])
        x += sizes[name][0] + _BELOW
    return found

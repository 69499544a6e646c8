"""Frames: titled areas of a drawing, and the block that stands for one whose contents are folded away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from maplanner.document.records import Frame, Note, Step
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, StepCard
from maplanner.drawing.geometry import Point, Rect, around
from maplanner.drawing.labels import one_line
from maplanner.drawing.text import paint_text, text_width
from maplanner.drawing.theme import SECONDARY_SIZE, SEMIBOLD, TEXT_SIZE, ink, mixed, standing_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maplanner.document.reading import RecordReader
    from maplanner.drawing.theme import Theme

HEAD: Final = 32.0
"""Height of the strip that holds a frame's title."""
PADDING: Final = 24.0
"""Room between a frame and what lies in it."""
SMALLEST: Final = (160.0, 96.0)
UNTITLED: Final = "Frame"
BLOCK_ICON: Final = "group"
_RADIUS: Final = 10.0
_FOLD: Final = Rect(8.0, 6.0, 20.0, 20.0)
_LEFT: Final = 34.0
_FAR_TITLE: Final = 40.0
"""Pixels of the screen that a title needs at least."""


@dataclass(frozen=True)
class FrameBox:
    """A frame as it is drawn unfolded: its place, the colour a person gave it, if any, what lies in it."""

    id: str
    title: str
    color: str
    rect: Rect
    members: frozenset[str] = frozenset()

    @property
    def fold_rect(self) -> Rect:
        """The place on the drawing of the button that folds the frame."""
        return _FOLD.moved(self.rect.x, self.rect.y)

    @property
    def title_rect(self) -> Rect:
        """The place on the drawing of the title."""
        return Rect(self.rect.x + _LEFT, self.rect.y, max(self.rect.width - _LEFT - 12.0, 20.0), HEAD)

    @property
    def head_rect(self) -> Rect:
        """The strip on the drawing by which the frame is moved."""
        return self.rect._replace(height=min(HEAD, self.rect.height))


def frame_box(frame: Frame, members: Iterable[str] = ()) -> FrameBox:
    """Return a frame as it is drawn unfolded; ``members`` are the identifiers of what lies in it."""
    rect = Rect(frame.x, frame.y, frame.width, frame.height)
    title = one_line(frame.title) or UNTITLED
    return FrameBox(frame.id, title, frame.color, rect, frozenset(members))


def members_of(reader: RecordReader, frame_id: str) -> list[Step | Note]:
    """Return the steps and notes that lie in a frame."""
    return [*reader.referring(Step, "frame", frame_id), *reader.referring(Note, "frame", frame_id)]


def folded_around(reader: RecordReader, member: Step | Note) -> Frame | None:
    """Return the folded frame that hides a step or note; ``None`` if it is seen."""
    frame = reader.find_or_none(Frame, member.frame)
    return frame if frame is not None and frame.folded else None


def shown_end(reader: RecordReader, step_id: str) -> str:
    """Return what stands on the drawing for a step: itself, or the folded frame that hides it."""
    step = reader.find_or_none(Step, step_id)
    frame = folded_around(reader, step) if step is not None else None
    return step_id if frame is None else frame.id


def block_card(reader: RecordReader, frame: Frame) -> StepCard:
    """Return the card that stands for a folded frame."""
    return StepCard(
        id=frame.id,
        title=one_line(frame.title) or UNTITLED,
        summary=contents_words(reader, frame.id),
        group=None,
        icon=BLOCK_ICON,
        x=frame.x,
        y=frame.y,
        outputs=(),
        accepts_links=False,
    )


def contents_words(reader: RecordReader, frame_id: str) -> str:
    """Return how much lies in a frame: ``5 steps, 1 note``."""
    counts = ((cls, len(reader.referring(cls, "frame", frame_id))) for cls in (Step, Note))
    words = [f"{count} {cls.type_name}{'' if count == 1 else 's'}" for cls, count in counts if count]
    return ", ".join(words) or "nothing in it"


def frame_at(reader: RecordReader, campaign_id: str, at: Point) -> str | None:
    """Return the smallest open frame of a campaign that holds a point."""
    frames = (each for each in reader.referring(Frame, "campaign", campaign_id) if not each.folded)
    held = [each for each in frames if frame_box(each).rect.holds(at)]
    return min(held, key=lambda each: (each.width * each.height, each.id)).id if held else None


def rect_around(rects: Iterable[Rect]) -> Rect:
    """Return the place of a frame that holds these: some room around them and its title above."""
    inner = around(rects)
    left, top = inner.x - PADDING, inner.y - PADDING - HEAD + 8.0
    width = max(inner.width + 2 * PADDING, SMALLEST[0])
    height = max(inner.height + 2 * PADDING + HEAD - 8.0, SMALLEST[1])
    return Rect(left, top, width, height)


def member_rect(reader: RecordReader, member: Step | Note) -> Rect:
    """Return where a step or note lies."""
    if isinstance(member, Note):
        return Rect(member.x, member.y, member.width, member.height)
    from maplanner.drawing.card import step_card

    return step_card(reader, member).rect


def block_rect(frame: Frame) -> Rect:
    """Return where a folded frame's block lies."""
    return Rect(frame.x, frame.y, CARD_WIDTH, CARD_HEIGHT)


def frame_color(color: str, theme: Theme) -> str:
    """Return the colour of a frame's lines: a person's, as far as it can be seen, or a quiet one."""
    return standing_out(color, theme.canvas, 3.0) if color else theme.link


def paint_frame(
    painter: QPainter, box: FrameBox, theme: Theme, *, selected: bool = False, hovered: bool = False
) -> None:
    """Draw an open frame where it lies, but for its title: its ground and the button that folds it."""
    line = frame_color(box.color, theme)
    rect = QRectF(*box.rect)
    pen = QPen(ink(theme.accent if selected else line), 2.0 if selected or hovered else 1.2)
    painter.setPen(pen)
    painter.setBrush(ink(mixed(line, theme.canvas, 0.08)))
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    _paint_fold(painter, box.fold_rect, theme)


def title_ground(box: FrameBox) -> Rect:
    """Return the place of a frame's title without the empty rest of its strip."""
    place = box.title_rect
    width = min(text_width(box.title, TEXT_SIZE, SEMIBOLD) + 6.0, place.width)
    return Rect(place.x - 3.0, place.y + 5.0, width, HEAD - 10.0)


def paint_title(painter: QPainter, box: FrameBox, theme: Theme) -> None:
    """Draw a frame's title on a ground of its own, so that no link strikes it out."""
    ground = title_ground(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(mixed(frame_color(box.color, theme), theme.canvas, 0.08)))
    painter.drawRoundedRect(QRectF(*ground), 4, 4)
    place = Rect(ground.x + 3.0, box.rect.y, ground.width - 3.0 + 1.0, HEAD)
    paint_text(painter, place, box.title, theme.text, size=TEXT_SIZE, weight=SEMIBOLD)


def _paint_fold(painter: QPainter, place: Rect, theme: Theme) -> None:
    pen = QPen(ink(theme.secondary), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = place.center
    corners = [(-4.0, -2.0), (0.0, 2.0), (4.0, -2.0)]
    painter.drawPolyline([QPointF(middle.x + x, middle.y + y) for x, y in corners])


def paint_far_frame(
    painter: QPainter, box: FrameBox, theme: Theme, scale: float, *, selected: bool = False
) -> None:
    """Draw a frame as it is seen from afar: its title stays readable; ``scale`` pixels are one of it."""
    line = frame_color(box.color, theme)
    pen = QPen(ink(theme.accent if selected else line), 2.0 if selected else 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(ink(mixed(line, theme.canvas, 0.08)))
    painter.drawRect(QRectF(*box.rect))
    width = box.rect.width * scale - 8.0
    if width < _FAR_TITLE:
        return
    painter.save()
    painter.translate(box.rect.x, box.rect.y)
    painter.scale(1 / scale, 1 / scale)
    # Above the frame: inside it, cards would cover the title.
    title = Rect(1.0, -SECONDARY_SIZE - 7.0, width, SECONDARY_SIZE + 5.0)
    paint_text(painter, title, box.title, theme.text, size=SECONDARY_SIZE, weight=SEMIBOLD)
    painter.restore()

"""Tidying up with frames: first inside each, then the frames as wholes among everything else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from maplanner.document.records import Frame, Link, Note, Step
from maplanner.drawing.card import StepCard, step_card
from maplanner.drawing.frames import (
    HEAD,
    PADDING,
    block_card,
    frame_box,
    member_rect,
    members_of,
    rect_around,
)
from maplanner.drawing.geometry import Point, Rect

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.document.store import Transaction


@dataclass(frozen=True)
class Drawn:
    """Cards to arrange, in the order of their identifiers, with the links and notes among them.

    ``areas`` are the places of those cards that stand for a frame; links lead to these cards too.
    """

    reader: RecordReader
    cards: dict[str, StepCard]
    links: tuple[Link, ...]
    notes: tuple[Note, ...]
    pinned: frozenset[str]
    areas: Mapping[str, Rect] = field(default_factory=dict)


Arrange = Callable[[Drawn, Collection[str]], dict[str, Point]]
"""Returns where cards and notes go, those that move alone; without names all may move."""


def with_frames(
    reader: RecordReader, campaign_id: str, only: Collection[str], arrange: Arrange
) -> dict[str, Point]:
    """Return where steps, notes and frames go: ``arrange`` is asked for each frame, and for the whole."""
    steps = sorted(reader.referring(Step, "campaign", campaign_id), key=lambda step: step.id)
    frames = {frame.id: frame for frame in reader.referring(Frame, "campaign", campaign_id)}
    chosen = {step.id for step in steps if step.id in only}
    inside = {step.frame for step in steps if step.id in chosen}
    if chosen and len(inside) == 1 and None not in inside:
        # Nothing but steps of one frame: that frame stays where it is.
        frame = frames[next(iter(inside)) or ""]
        return {} if frame.folded else _inside(reader, frame, steps, chosen, arrange)
    inner: dict[str, Point] = {}
    for frame in frames.values():
        if not frame.folded and (not chosen or frame.id in inside):
            inner |= _inside(reader, frame, steps, chosen, arrange)
    whole = _whole(reader, campaign_id, steps, frames, inner)
    wanted = {shown for step in steps if step.id in chosen for shown in (step.frame or step.id,)}
    outer = arrange(whole, wanted)
    return inner | _carried(reader, outer, frames, inner)


def _inside(
    reader: RecordReader, frame: Frame, steps: list[Step], chosen: set[str], arrange: Arrange
) -> dict[str, Point]:
    """Return where the contents of a frame go, from its upper left corner on."""
    mine = [step for step in steps if step.frame == frame.id]
    if not mine:
        return {}
    names = {step.id for step in mine}
    links = [link for step in mine for link in reader.referring(Link, "source", step.id)]
    drawn = Drawn(
        reader,
        {step.id: step_card(reader, step) for step in mine},
        tuple(link for link in links if link.target in names),
        tuple(reader.referring(Note, "frame", frame.id)),
        frozenset(step.id for step in mine if step.pinned),
    )
    places = arrange(drawn, chosen & names)
    if chosen or drawn.pinned:
        return places
    # All move together so that the frame begins where it did.
    now = [places.get(step.id, Point(step.x, step.y)) for step in mine]
    right = frame.x + PADDING - min(at.x for at in now)
    down = frame.y + PADDING + HEAD - 8.0 - min(at.y for at in now)
    members = members_of(reader, frame.id)
    moved = {each.id: places.get(each.id, Point(each.x, each.y)).moved(right, down) for each in members}
    return {each.id: moved[each.id] for each in members if moved[each.id] != (each.x, each.y)}


def _whole(
    reader: RecordReader,
    campaign_id: str,
    steps: list[Step],
    frames: Mapping[str, Frame],
    inner: Mapping[str, Point],
) -> Drawn:
    """Return the drawing in which each frame is one card as large as the frame will be."""
    loose = [step for step in steps if step.frame is None]
    shown = {step.id: step.frame if step.frame is not None else step.id for step in steps}
    cards = {step.id: step_card(reader, step) for step in loose}
    areas: dict[str, Rect] = {}
    for frame in frames.values():
        cards[frame.id] = block_card(reader, frame)
        areas[frame.id] = cards[frame.id].rect if frame.folded else _future_rect(reader, frame, inner)
    links = {}
    for step in steps:
        for link in reader.referring(Link, "source", step.id):
            source, target = shown[link.source], shown[link.target]
            if source != target or source == link.source:
                links[source, link.output, target] = link.model_copy(
                    update={"source": source, "target": target}
                )
    return Drawn(
        reader,
        dict(sorted(cards.items())),
        tuple(links.values()),
        tuple(note for note in reader.referring(Note, "campaign", campaign_id) if note.frame is None),
        frozenset(shown[step.id] for step in steps if step.pinned),
        areas,
    )


def _future_rect(reader: RecordReader, frame: Frame, inner: Mapping[str, Point]) -> Rect:
    members = members_of(reader, frame.id)
    if not any(member.id in inner for member in members):
        return frame_box(frame).rect
    return rect_around(_rect_at(reader, member, inner) for member in members)


def _rect_at(reader: RecordReader, member: Step | Note, places: Mapping[str, Point]) -> Rect:
    rect = member_rect(reader, member)
    at = places.get(member.id)
    return rect if at is None else rect._replace(x=at.x, y=at.y)


def _carried(
    reader: RecordReader,
    outer: Mapping[str, Point],
    frames: Mapping[str, Frame],
    inner: Mapping[str, Point],
) -> dict[str, Point]:
    """Return the places of everything when frames take along what lies in them."""
    found = dict(outer)
    for key, at in outer.items():
        if key in frames:
            dx, dy = at.x - frames[key].x, at.y - frames[key].y
            for member in members_of(reader, key):
                found[member.id] = inner.get(member.id, Point(member.x, member.y)).moved(dx, dy)
    return found


def fit_frames(transaction: Transaction, moved: Collection[str]) -> None:
    """Let the open frames of what has moved lie around their contents, within a transaction."""
    records = (transaction.get(key) for key in moved)
    names = {record.frame for record in records if isinstance(record, Step | Note)} - {None}
    for frame_id in sorted(name for name in names if name is not None):
        frame = transaction.find_or_none(Frame, frame_id)
        if frame is None or frame.folded:
            continue
        rect = rect_around(member_rect(transaction, each) for each in members_of(transaction, frame_id))
        transaction.change(frame_id, {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height})

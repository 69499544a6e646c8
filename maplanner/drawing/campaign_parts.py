"""What stands on a campaign's drawing: open frames, cards, notes, and links between what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from maplanner.document.records import Frame, Note, Step
from maplanner.drawing.card import Badge, StepCard, step_card
from maplanner.drawing.coloring import tone_of
from maplanner.drawing.frames import FrameBox, block_card, folded_around, frame_box, members_of, shown_end
from maplanner.drawing.measures import Figures
from maplanner.drawing.notes import StickyNote, sticky_note
from maplanner.drawing.signs import open_comments

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.drawing.links import Wire

R = TypeVar("R", Frame, Step, Note)


@dataclass(frozen=True)
class Looks:
    """What the cards of a drawing show beyond their records: counts, findings, colours."""

    figures: Figures = field(default_factory=Figures)
    badges: Mapping[str, Badge] = field(default_factory=dict)


@dataclass(frozen=True)
class CampaignParts:
    """The parts of a drawing. ``leaving`` are all steps, hidden ones too, as cards: links start there."""

    frames: tuple[FrameBox, ...]
    cards: tuple[StepCard, ...]
    leaving: tuple[StepCard, ...]
    notes: tuple[StickyNote, ...]


def campaign_parts(
    reader: RecordReader, campaign_id: str, looks: Looks, chosen: frozenset[str] | None = None
) -> CampaignParts:
    """Return what stands on a campaign's drawing, or of that what is chosen."""
    frames = _chosen(reader.referring(Frame, "campaign", campaign_id), chosen)
    steps = _chosen(reader.referring(Step, "campaign", campaign_id), chosen)
    notes = _chosen(reader.referring(Note, "campaign", campaign_id), chosen)
    shown = {frame.id for frame in frames}
    hidden = {step.id for step in steps if step.frame in shown and folded_around(reader, step)}
    comments = open_comments(reader)
    leaving = tuple(_card(reader, step, looks, comments) for step in steps)
    blocks = (block_card(reader, frame) for frame in frames if frame.folded)
    return CampaignParts(
        frames=tuple(
            frame_box(frame, (member.id for member in members_of(reader, frame.id)))
            # What lies inside another frame lies above it.
            for frame in sorted(frames, key=lambda each: -each.width * each.height)
            if not frame.folded
        ),
        cards=(*(card for card in leaving if card.id not in hidden), *blocks),
        leaving=leaving,
        notes=tuple(
            sticky_note(note) for note in notes if not (note.frame in shown and folded_around(reader, note))
        ),
    )


def shown_wires(reader: RecordReader, wires: Iterable[Wire], seen: frozenset[str]) -> list[Wire]:
    """Return links as they are drawn: an end in a folded frame is at the frame; those inside are hidden."""
    found = []
    for wire in wires:
        source, target = shown_end(reader, wire.source), shown_end(reader, wire.target)
        ends = tuple(
            end if end in seen else block for end, block in ((wire.source, source), (wire.target, target))
        )
        if ends[0] != ends[1] or ends == (wire.source, wire.target):
            found.append(replace(wire, source=ends[0], target=ends[1]))
    return found


def _chosen(records: list[R], chosen: frozenset[str] | None) -> list[R]:
    return [record for record in records if chosen is None or record.id in chosen]


def _card(reader: RecordReader, step: Step, looks: Looks, comments: Mapping[str, int]) -> StepCard:
    figures = looks.figures
    card = step_card(reader, step, badge=looks.badges.get(step.id))
    card = card.counted(figures.counts.get(step.id, ""), figures.look)
    return card.toned(tone_of(reader, step, figures.coloring, figures), comments.get(step.id, 0))

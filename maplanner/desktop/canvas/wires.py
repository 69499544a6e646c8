"""What a scene's links and cards say beyond their own record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.canvas import legality
from maplanner.document.records import Link, Step
from maplanner.drawing.card import StepCard, step_card
from maplanner.drawing.coloring import tone_of
from maplanner.drawing.field_rows import can_open
from maplanner.drawing.frames import shown_end
from maplanner.drawing.labels import link_label
from maplanner.drawing.links import Wire
from maplanner.steps import kind_of

if TYPE_CHECKING:
    from maplanner.desktop.canvas.marks import Marks
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.document.reading import RecordReader


def wire_of(scene: CanvasScene, link: Link) -> Wire:
    """Return a link as it is drawn; an end that a folded frame hides is at the frame."""
    reader, item = scene.reader, scene.steps.get(link.source)
    outputs = item.card.outputs if item else legality.outputs_or_none(reader.find(Step, link.source))
    output = next((each for each in outputs if each.name == link.output), None)
    siblings = [x for x in reader.referring(Link, "source", link.source) if x.output == link.output]
    label = link_label(link, output, siblings, scene.marks.share(link.id, link.source))
    ends = shown_end(reader, link.source), shown_end(reader, link.target)
    return Wire(link.id, ends[0], link.output, ends[1], label, scene.marks.figures.carried.get(link.id))


def is_foldable(reader: RecordReader, step: Step) -> bool:
    """Whether a step has fields that can be shown or hidden."""
    return can_open(reader, step, kind_of(step))


def marked_card(reader: RecordReader, step: Step, marks: Marks) -> StepCard:
    """Return a step's card with what results, findings and comments add to it, in the colour it has now."""
    figures = marks.figures
    card = step_card(reader, step, badge=marks.badges.get(step.id))
    card = card.counted(figures.counts.get(step.id, ""), figures.look)
    tone = tone_of(reader, step, figures.coloring, figures)
    return card.toned(tone, marks.comments.get(step.id, 0))

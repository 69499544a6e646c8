"""All campaigns in one picture, one below the other, each under its title."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from maplanner.core.errors import CannotExport
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Campaign, Frame, Note, Step
from maplanner.drawing.picture import CampaignDrawing, Diagram, composed
from maplanner.drawing.pictures.sources import Offer, PictureSource, Scene

KEY: Final = "plan"
_GAP: Final = 120.0
_CAPTION_HEIGHT: Final = 40.0


def offers(scene: Scene) -> Iterator[Offer]:
    """Yield the picture where there are several campaigns."""
    if scene.reader.count(Campaign) > 1:
        yield Offer(KEY, "All campaigns", partial(plan_drawing, scene))


def plan_drawing(scene: Scene) -> Diagram:
    """Return one drawing of all campaigns, one below the other, each under its title.

    Raises:
        CannotExport: The plan has no campaign.
    """
    reader = scene.reader
    campaigns = sorted(reader.all(Campaign), key=lambda campaign: campaign.order)
    if not campaigns:
        raise CannotExport("The plan has no campaign to draw.", advice="Draw one in the window first.")
    if len(campaigns) == 1:
        return _drawn(scene, reader, campaigns[0])
    stacked = Snapshot.of(reader.records())
    top = 0.0
    for campaign in campaigns:
        drawn = _drawn(scene, reader, campaign)
        moved = list(_moved(reader, campaign, -drawn.bounds.x, top + _CAPTION_HEIGHT + 24 - drawn.bounds.y))
        stacked = stacked.replacing([*moved, _caption(campaign, top)])
        top += _CAPTION_HEIGHT + 24 + drawn.bounds.height + _GAP
    parts = [_drawn(scene, stacked, campaign) for campaign in campaigns]
    return composed(
        (card for part in parts for card in part.cards),
        (wire for part in parts for wire in part.wires),
        (note for part in parts for note in part.notes),
        title=reader.plan.title,
        subtitle=f"{len(campaigns)} campaigns",
        frames=(box for part in parts for box in part.frames),
        clusters=[cluster for part in parts for cluster in part.clusters],
    )


def _drawn(scene: Scene, reader: RecordReader, campaign: Campaign) -> Diagram:
    return CampaignDrawing.from_reader(
        reader, campaign.id, scene.result, scene.findings, coloring=scene.coloring
    )


def _moved(
    reader: RecordReader, campaign: Campaign, right: float, down: float
) -> Iterator[Step | Note | Frame]:
    placed: list[Step | Note | Frame] = [
        *reader.referring(Frame, "campaign", campaign.id),
        *reader.referring(Step, "campaign", campaign.id),
        *reader.referring(Note, "campaign", campaign.id),
    ]
    for record in placed:
        yield record.model_copy(update={"x": record.x + right, "y": record.y + down})


def _caption(campaign: Campaign, top: float) -> Note:
    width = min(640.0, 80.0 + 9.0 * len(campaign.title))
    return Note(
        id=f"caption of {campaign.id}"[:80],
        campaign=campaign.id,
        text=campaign.title,
        y=top,
        width=width,
        height=_CAPTION_HEIGHT,
    )


SOURCE: Final = PictureSource("plan", "All campaigns", offers, order=20.0, in_book=False)

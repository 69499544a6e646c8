"""Each campaign, the one in front first, and of that one what is selected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from maplanner.document.records import Campaign
from maplanner.drawing.labels import one_line
from maplanner.drawing.picture import CampaignDrawing, Diagram
from maplanner.drawing.pictures.sources import Offer, PictureSource, Scene


def offers(scene: Scene) -> Iterator[Offer]:
    """Yield a picture of every campaign."""
    campaigns = sorted(scene.reader.all(Campaign), key=lambda each: (each.id != scene.campaign, each.order))
    for campaign in campaigns:
        title = one_line(campaign.title) or "Campaign without a name"
        yield Offer(f"campaign:{campaign.id}", title, partial(drawn, scene, campaign.id))
        if campaign.id == scene.campaign and scene.selection:
            selected = partial(drawn, scene, campaign.id, scene.selection)
            yield Offer("selection", f"Selection of {title}", selected)


def drawn(scene: Scene, campaign_id: str, selection: tuple[str, ...] | None = None) -> Diagram:
    """Return the drawing of a campaign, or of what is selected of it."""
    return CampaignDrawing.from_reader(
        scene.reader, campaign_id, scene.result, scene.findings, selection, coloring=scene.coloring
    )


SOURCE: Final = PictureSource("campaigns", "Campaigns", offers, order=10.0)

"""Lanes by hand: choosing what they stand for, and putting the steps into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.canvas.gliding import Glide
from maplanner.desktop.motion import may_glide
from maplanner.desktop.words import tr
from maplanner.document.records import Campaign
from maplanner.document.vocabulary import Lanes

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView

LABEL = "Put steps into their lanes"


def lanes_shown(view: CanvasView) -> Lanes:
    """Return what the lanes of a drawing stand for."""
    campaign = view.bridge.reader.find_or_none(Campaign, view.campaign_id)
    return Lanes.NONE if campaign is None else campaign.lanes


def choose_lanes(view: CanvasView, lanes: Lanes) -> None:
    """Show lanes, or none. Nothing moves; where lanes are begun, their heights of before are forgotten."""
    campaign = view.bridge.reader.find(Campaign, view.campaign_id)
    if campaign.lanes is lanes:
        return
    content = view.canvas.content_rect()
    with view.bridge.store.transact("Lanes" if lanes is not Lanes.NONE else "No lanes") as transaction:
        heights = {f"lane_heights.{key}": None for key in campaign.lane_heights}
        transaction.change(campaign.id, {"lanes": lanes.value, "lanes_top": content.y - 40.0, **heights})


def put_into_lanes(view: CanvasView) -> None:
    """Put every step of a drawing into its lane, in one step of undo; say so where all lie there already."""
    view.end_work()
    store, campaign_id = view.bridge.store, view.campaign_id
    before = store.revision
    glide = Glide(view) if may_glide() else None
    view.desk.attempt(lambda: _write(view, campaign_id))
    if store.revision == before:
        view.message.emit(tr("All steps lie in their lanes already."))
    elif glide is not None:
        glide.start()


def _write(view: CanvasView, campaign_id: str) -> None:
    with view.bridge.store.transact(LABEL) as transaction:
        from maplanner.drawing.layout.laning import write_lanes

        write_lanes(transaction, campaign_id)

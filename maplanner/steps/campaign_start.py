"""Sends the lead into another campaign."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.records import Campaign
from maplanner.flow.behaviour import Behaviour, Emit, StartCampaign
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import title_or


class CampaignStartProps(Props):
    """What the start of a campaign needs to know."""

    campaign: str = spec(
        "",
        title="Campaign",
        ref="campaign",
        help="It needs a trigger “sent here by another campaign” to let leads in.",
    )


def behaviour(props: CampaignStartProps, context: StepContext) -> Behaviour:
    """Return the start; without a campaign the lead just goes on."""
    known = context.reader.find_or_none(Campaign, props.campaign) is not None
    start = (StartCampaign(props.campaign),) if known else ()
    return Behaviour(on_arrival=(*start, Emit()))


def summary(props: CampaignStartProps, context: StepContext) -> str:
    """Return which campaign."""
    return title_or(context.reader, Campaign, props.campaign, "no campaign chosen")


KIND = Kind(
    name="campaign_start",
    title="Start campaign",
    icon="workflow",
    group=PaletteGroup.LOGIC,
    help="Lets the lead enter another campaign, at its trigger “sent here by another campaign”.",
    props=CampaignStartProps,
    behaviour=behaviour,
    summary=summary,
    order=4,
)

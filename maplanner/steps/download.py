"""A download of content: a guide, a price list, a trial."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Delay, ExponentialDelay, Share
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Chance, Emit, Output, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, one_line, rule_points, share_text


class DownloadProps(Props):
    """What a download needs to know."""

    content: str = spec("", title="Content", max_length=10_000, help="What is downloaded.")
    download_share: Share = spec(
        0.6, title="Downloaded by", unit=Unit.SHARE, help="Of those who come here.", source=ASSUMPTION
    )
    delay: Delay = spec(
        lambda: ExponentialDelay(mean=0.005),
        title="Time to download",
        group="Times",
        source="Assumption: some 7 minutes",
    )


def outputs(_props: DownloadProps) -> tuple[Output, ...]:
    """Return the ways out: taken or left."""
    return (Output("downloaded", "Downloaded"), Output("left", "Not downloaded"))


def behaviour(props: DownloadProps, _context: StepContext) -> Behaviour:
    """Return what happens to a lead who is offered the content."""
    taken = (Raise(EventType.CONTENT_DOWNLOADED), Emit("downloaded"))
    offer = Chance(props.download_share, then=taken, otherwise=(Emit("left"),), delay=props.delay)
    return Behaviour(on_arrival=(offer,))


def summary(props: DownloadProps, context: StepContext) -> str:
    """Return what is downloaded, by how many, and what it earns."""
    points = rule_points(context, EventType.CONTENT_DOWNLOADED)
    content = "" if points else one_line(props.content, 24)
    return joined(content, f"{share_text(props.download_share)} download", points)


KIND = Kind(
    name="download",
    title="Download",
    icon="file-down",
    group=PaletteGroup.PAGES,
    help="Offers content to download. Some take it, and scoring rules can give points for it.",
    props=DownloadProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=4,
    observed=(Observed(EventType.CONTENT_DOWNLOADED, "download_share", "delay", output="downloaded"),),
)

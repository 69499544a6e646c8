"""Pictures and text of a plan, in any of the formats there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from maplanner.core.errors import CannotExport
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Frame, Note, Step
from maplanner.document.textform import plan_to_text

if TYPE_CHECKING:
    from maplanner.checks.finding import Finding
    from maplanner.drawing.picture import Diagram
    from maplanner.exchange.exporter import PictureOptions
    from maplanner.simulation import SimulationResult

TEXT_FORMAT: Final = "json"
"""The format of the plan's text form; all others are pictures."""

_GAP: Final = 120.0
_CAPTION_HEIGHT: Final = 40.0


@dataclass(frozen=True)
class Exported:
    """A file that was written. ``remark`` says what had to be different from what was asked, if anything."""

    path: Path
    remark: str = ""


def formats() -> list[str]:
    """Return the names of all formats."""
    from maplanner.exchange.exporter import picture_exporters

    return sorted([TEXT_FORMAT, *(exporter.name for exporter in picture_exporters())])


def export_text(snapshot: Snapshot, path: Path) -> Exported:
    """Write the whole plan in text form.

    Raises:
        CannotExport: The file cannot be written.
    """
    from maplanner.exchange.exporter import write_whole

    write_whole(path, plan_to_text(snapshot).encode("utf-8"))
    return Exported(path)


def campaign_formats() -> dict[str, str]:
    """Return the formats of other programs in which campaigns can be written: by name, the file's suffix."""
    from maplanner.exchange.writing.writers import diagram_writers

    return {writer.name: writer.suffix for writer in diagram_writers()}


def export_campaigns(snapshot: Snapshot, path: Path, name: str, campaign: Campaign | None = None) -> Exported:
    """Write one campaign, or all of them, in a format of another program.

    Raises:
        CannotExport: There is no such format or no campaign, or the file cannot be written.
    """
    from maplanner.exchange.writing.writers import diagram_writer

    campaigns = in_order(snapshot) if campaign is None else [campaign]
    written = diagram_writer(name).write(snapshot, campaigns, path)
    return Exported(written.path, written.remark)


def export_picture(
    drawing: Diagram, path: Path, picture_format: str, options: PictureOptions | None = None
) -> Exported:
    """Write a drawing in a format of pictures.

    Raises:
        CannotExport: There is no such format, or the file cannot be written.
    """
    from maplanner.exchange.exporter import picture_exporter

    written = picture_exporter(picture_format).write(drawing, path, options)
    return Exported(written.path, written.remark)


def campaign_drawing(
    snapshot: Snapshot,
    campaign: Campaign,
    results: SimulationResult | None = None,
    findings: Sequence[Finding] | None = None,
    *,
    coloring: str = "kind",
) -> Diagram:
    """Return the drawing of one campaign; ``coloring`` says what its colours stand for.

    Raises:
        CannotExport: This machine lacks what drawing takes.
    """
    from maplanner.exchange.exporter import needing_qt

    with needing_qt():
        from maplanner.drawing.application import drawing_application
        from maplanner.drawing.coloring import Coloring
        from maplanner.drawing.picture import CampaignDrawing

        drawing_application()
        return CampaignDrawing.from_reader(
            snapshot, campaign.id, results, findings, coloring=Coloring(coloring)
        )


def tools_drawing(snapshot: Snapshot, findings: Sequence[Finding] | None = None) -> Diagram:
    """Return the map of tools and of the data that moves between them.

    Raises:
        CannotExport: This machine lacks what drawing takes.
    """
    from maplanner.exchange.exporter import needing_qt

    with needing_qt():
        from maplanner.drawing.application import drawing_application
        from maplanner.drawing.toolmap import tool_map

        drawing_application()
        return tool_map(snapshot, findings)


def plan_drawing(
    snapshot: Snapshot,
    results: SimulationResult | None = None,
    findings: Sequence[Finding] | None = None,
    *,
    coloring: str = "kind",
) -> Diagram:
    """Return one drawing of all campaigns, one below the other, each under its title.

    Raises:
        CannotExport: The plan has no campaign, or this machine lacks what drawing takes.
    """
    campaigns = in_order(snapshot)
    if not campaigns:
        raise CannotExport("The plan has no campaign to draw.", advice="Draw one in the window first.")
    if len(campaigns) == 1:
        return campaign_drawing(snapshot, campaigns[0], results, findings, coloring=coloring)
    from maplanner.drawing.picture import composed

    stacked = snapshot
    top = 0.0
    for campaign in campaigns:
        drawn = campaign_drawing(snapshot, campaign, results, findings, coloring=coloring)
        moved = list(_moved(snapshot, campaign, -drawn.bounds.x, top + _CAPTION_HEIGHT + 24 - drawn.bounds.y))
        stacked = stacked.replacing([*moved, _caption(campaign, top)])
        top += _CAPTION_HEIGHT + 24 + drawn.bounds.height + _GAP
    parts = [
        campaign_drawing(stacked, campaign, results, findings, coloring=coloring) for campaign in campaigns
    ]
    return composed(
        (card for part in parts for card in part.cards),
        (wire for part in parts for wire in part.wires),
        (note for part in parts for note in part.notes),
        title=snapshot.plan.title,
        subtitle=f"{len(campaigns)} campaigns",
        frames=(box for part in parts for box in part.frames),
        clusters=[cluster for part in parts for cluster in part.clusters],
    )


def _moved(
    snapshot: Snapshot, campaign: Campaign, right: float, down: float
) -> Iterator[Step | Note | Frame]:
    placed: list[Step | Note | Frame] = [
        *snapshot.referring(Frame, "campaign", campaign.id),
        *snapshot.referring(Step, "campaign", campaign.id),
        *snapshot.referring(Note, "campaign", campaign.id),
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


def in_order(snapshot: Snapshot) -> list[Campaign]:
    """Return the campaigns in the order of the inventory."""
    return sorted(snapshot.all(Campaign), key=lambda campaign: campaign.order)


def campaign_named(snapshot: Snapshot, named: str) -> Campaign:
    """Return the campaign that a person means by a title, part of one, or an identifier.

    Raises:
        CannotExport: None, or more than one, is meant; the advice names those that there are.
    """
    campaigns = in_order(snapshot)
    tests = (
        lambda campaign: campaign.id == named,
        lambda campaign: campaign.title == named,
        lambda campaign: campaign.title.casefold() == named.casefold(),
        lambda campaign: bool(named.strip()) and named.casefold() in campaign.title.casefold(),
    )
    for test in tests:
        meant = [campaign for campaign in campaigns if test(campaign)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            break
    what = f"Several campaigns may be meant by “{named}”" if meant else f"There is no campaign “{named}”"
    known = ", ".join(f"“{campaign.title or campaign.id}”" for campaign in meant or campaigns) or "none"
    raise CannotExport(f"{what}.", advice=f"There are: {known}.")

"""Pictures and text of a plan, in any of the formats there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from maplanner.core.errors import CannotExport
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Step
from maplanner.document.textform import plan_to_text

if TYPE_CHECKING:
    from maplanner.checks.finding import Finding
    from maplanner.document.comparing import Comparison
    from maplanner.drawing.picture import Diagram, Picture
    from maplanner.drawing.pictures.sources import Scene
    from maplanner.exchange.exporter import PictureOptions
    from maplanner.simulation import SimulationResult

TEXT_FORMAT: Final = "json"
"""The format of the plan's text form; all others are pictures."""


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

    write_whole(path, text_of(snapshot).encode("utf-8"))
    return Exported(path)


def text_of(snapshot: Snapshot) -> str:
    """Return the whole plan in text form: what a picture carries."""
    return plan_to_text(snapshot)


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
    drawing: Picture, path: Path, picture_format: str, options: PictureOptions | None = None
) -> Exported:
    """Write a drawing in a format of pictures.

    Raises:
        CannotExport: There is no such format, or the file cannot be written.
    """
    from maplanner.exchange.exporter import picture_exporter

    written = picture_exporter(picture_format).write(drawing, path, options)
    return Exported(written.path, written.remark)


def export_book(scene: Scene, path: Path, picture_format: str, options: PictureOptions) -> Exported:
    """Write every picture that belongs into a book of the plan into one file, with bookmarks.

    Raises:
        CannotExport: The format has no pages, or the file cannot be made or written.
    """
    from maplanner.drawing.pictures.sources import book_offers
    from maplanner.exchange.exporter import picture_exporter

    pictures = [offer.draw() for offer in book_offers(scene)]
    written = picture_exporter(picture_format).write_book(pictures, path, options, scene.reader.plan.title)
    return Exported(written.path, written.remark)


def export_comparison(comparison: Comparison, path: Path) -> Exported:
    """Draw what differs between two plans: a picture of the campaign that differs, or a PDF of several.

    Raises:
        CannotExport: No drawing differs, the format has no pages for several, or the file cannot be written.
    """
    from maplanner.exchange.exporter import PictureOptions, needing_qt, picture_exporter

    exporter = picture_exporter(path.suffix or path.name)
    with needing_qt():
        from maplanner.drawing.application import drawing_application
        from maplanner.drawing.comparison import compared_drawing, differing_campaigns

        drawing_application()
        drawings = [compared_drawing(comparison, each) for each in differing_campaigns(comparison)]
    if not drawings:
        raise CannotExport("No drawing differs between the two.", advice="See the list, without --picture.")
    options = PictureOptions(title=True, legend=True)
    if len(drawings) == 1:
        written = exporter.write(drawings[0], path, options)
    else:
        written = exporter.write_book(drawings, path, options, comparison.after.plan.title)
    return Exported(written.path, written.remark)


def scene_of(
    snapshot: Snapshot,
    result: SimulationResult | None = None,
    findings: Sequence[Finding] | None = None,
    *,
    coloring: str = "kind",
    campaign: str | None = None,
    selection: Sequence[str] = (),
) -> Scene:
    """Return what pictures of a plan are made from; ``coloring`` says what colours stand for.

    Raises:
        CannotExport: This machine lacks what drawing takes.
    """
    from maplanner.exchange.exporter import needing_qt

    with needing_qt():
        from maplanner.drawing.application import drawing_application
        from maplanner.drawing.coloring import Coloring
        from maplanner.drawing.pictures.sources import Scene

        drawing_application()
        return Scene(snapshot, result, tuple(findings or ()), Coloring(coloring), campaign, tuple(selection))


def plan_drawing(
    snapshot: Snapshot,
    results: SimulationResult | None = None,
    findings: Sequence[Finding] | None = None,
) -> Diagram:
    """Return one drawing of all campaigns, one below the other, each under its title.

    Raises:
        CannotExport: The plan has no campaign, or this machine lacks what drawing takes.
    """
    scene = scene_of(snapshot, results, findings)
    from maplanner.drawing.pictures import whole_plan

    return whole_plan.plan_drawing(scene)


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


def steps_named(snapshot: Snapshot, campaign: Campaign, named: Sequence[str]) -> list[str]:
    """Return the steps of a campaign that a person names by title or identifier.

    Raises:
        CannotExport: A name means no step of the campaign; the advice names those that there are.
    """
    steps = snapshot.referring(Step, "campaign", campaign.id)
    found: list[str] = []
    for name in named:
        meant = [
            step.id for step in steps if name == step.id or name.casefold() == step.title.strip().casefold()
        ]
        if not meant:
            known = ", ".join(f"“{step.title}”" for step in steps[:12]) or "none"
            message = f"“{campaign.title}” has no step “{name}”."
            raise CannotExport(message, advice=f"Its steps: {known}.")
        found += meant
    return found

"""Writing pictures and text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from maplanner.cli.arguments import BadArgument, PlanArgument
from maplanner.cli.output import say

if TYPE_CHECKING:
    from maplanner.app.exporting import Exported
    from maplanner.document.reading import Snapshot
    from maplanner.drawing.pictures.sources import Scene
    from maplanner.exchange.exporter import PictureOptions


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


@dataclass(frozen=True)
class _Wanted:
    """What is to be written: nothing chosen stands for all campaigns."""

    campaign: str | None = None
    selection: str | None = None
    picture: str | None = None
    tools: bool = False
    book: bool = False
    results: bool = False
    findings: bool = False
    carries_plan: bool = False

    @property
    def chosen(self) -> list[str]:
        """The options that say what is drawn."""
        told = {"--campaign": self.campaign is not None, "--picture": self.picture is not None}
        told |= {"--tools": self.tools, "--book": self.book}
        return [name for name, is_told in told.items() if is_told]


def export(
    plan: PlanArgument,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write; “-” is standard output.",
            show_default=False,
        ),
    ],
    *,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="png|svg|pdf|dot|json|drawio|bpmn|mermaid|mautic|csv",
            help="A picture, Graphviz text, the plan's text form, or campaigns for another program; "
            "without it, by the file's name.",
        ),
    ] = None,
    campaign: Annotated[
        str | None, typer.Option(metavar="NAME", help="Draw this campaign; without it, all of them.")
    ] = None,
    selection: Annotated[
        str | None,
        typer.Option(metavar="STEPS", help="Of the campaign, only these steps, with commas between them."),
    ] = None,
    tools: Annotated[bool, typer.Option("--tools", help="Draw the map of tools and data flows.")] = False,
    picture: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Draw any picture there is, by its name; a wrong one lists them."),
    ] = None,
    book: Annotated[
        bool, typer.Option("--book", "--all-pages", "-a", help="All pictures of the plan in one PDF.")
    ] = False,
    results: Annotated[bool, typer.Option("--results", help="Simulate first and draw its numbers.")] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="Check first and draw the signs of what was found.")
    ] = False,
    scale: Annotated[
        float, typer.Option("--scale", "-s", metavar="FACTOR", help="1 draws at 96 dots to the inch.")
    ] = 2.0,
    dpi: Annotated[
        float | None, typer.Option(metavar="DOTS", help="Dots to the inch, instead of --scale.")
    ] = None,
    border: Annotated[
        float, typer.Option("--border", "-b", metavar="PIXELS", help="Room around the drawing.")
    ] = 24.0,
    crop: Annotated[
        bool, typer.Option("--crop", help="No room around the drawing; in a PDF, pages of its size.")
    ] = False,
    transparent: Annotated[bool, typer.Option("--transparent", "-t", help="Leave the ground out.")] = False,
    theme: Annotated[
        str, typer.Option("--theme", metavar="light|dark|contrast", help="The colours.")
    ] = "light",
    title: Annotated[bool, typer.Option("--title", help="Write the title above the drawing.")] = False,
    legend: Annotated[bool, typer.Option("--legend", help="Say what colours and signs mean.")] = False,
    date: Annotated[bool, typer.Option("--date", help="Write today's date.")] = False,
    paper: Annotated[
        str, typer.Option("--paper", metavar="fitted|A4|A3|Letter", help="The pages of a PDF.")
    ] = "fitted",
    paged: Annotated[
        bool, typer.Option("--paged", help="In a PDF, as many sheets as it takes, with marks to glue them.")
    ] = False,
    page_numbers: Annotated[
        bool, typer.Option("--page-numbers", help="Title and page at the foot of a PDF's sheets.")
    ] = False,
    page_range: Annotated[
        str, typer.Option("--page-range", "-g", metavar="PAGES", help="Of a PDF, only these: “1-3, 5”.")
    ] = "",
    embed_diagram: Annotated[
        bool,
        typer.Option(
            "--embed-diagram", "-e", help="Put the plan into the PNG, SVG or PDF, so that it can be imported."
        ),
    ] = False,
) -> None:
    """Write a picture of a plan, its text form, or campaigns for another program."""
    from maplanner.exchange.exporter import PictureOptions
    from maplanner.storage import read_plan

    if str(output) == "-":
        output = Path("/dev/stdout")
    chosen = _format(format_, output)
    wanted = _Wanted(campaign, selection, picture, tools, book, results, findings, embed_diagram)
    _refuse(wanted, chosen)
    _refuse_plan(plan, output)
    is_sheet = paper != "fitted"
    today = day.today() if date else None  # noqa: DTZ011 - the person's own day
    options = PictureOptions(
        scale=scale, dpi=dpi, border=border, crop=crop, transparent=transparent,
        theme=_one_of(theme, "theme"), title=title, legend=legend, date=today,
        paper=_one_of("fitted" if crop else paper, "paper"), paged=paged and not crop,
        numbers=page_numbers or (is_sheet and (paged or book)), page_range=page_range,
    )  # fmt: skip
    written = _write(read_plan(plan), output, chosen, options, wanted)
    if not output.is_file():
        # A pipe or the terminal: nothing may stand among the content.
        return
    say(f"Wrote {written.path}. {written.remark}".rstrip())


def _refuse(wanted: _Wanted, chosen: str) -> None:
    from maplanner.app.exporting import TEXT_FORMAT, campaign_formats

    if len(wanted.chosen) > 1:
        message = f"{' and '.join(wanted.chosen)} exclude each other."
        raise BadArgument(message, advice="Give one of them.")
    if wanted.selection is not None and wanted.campaign is None:
        raise BadArgument("--selection is of one campaign.", advice="Give it with --campaign.")
    if chosen in campaign_formats() and (wanted.tools or wanted.picture is not None or wanted.book):
        what = "The map of tools" if wanted.tools else "A picture"
        message = f"{what} has no form in other programs."
        raise BadArgument(message, advice=f"Write it as a picture, or leave {wanted.chosen[0]} out.")
    if chosen in campaign_formats() and wanted.selection is not None:
        raise BadArgument("Only whole campaigns go to other programs.", advice="Leave --selection out.")
    if chosen == TEXT_FORMAT and wanted.chosen:
        advice = f"Leave {wanted.chosen[0]} out."
        raise BadArgument("The text form holds the whole plan.", advice=advice)


def _format(named: str | None, output: Path) -> str:
    from maplanner.app.exporting import campaign_formats, formats

    name = (named or output.suffix.removeprefix(".")).lower()
    if name in formats():
        return name
    others = campaign_formats()
    for other, suffix in others.items():
        if name in (other, suffix.removeprefix(".")):
            return other
    known = ", ".join(sorted({*formats(), *others}))
    if named is None:
        raise BadArgument(f"“{output}” does not say the format.", advice=f"Add --format with one of {known}.")
    raise BadArgument(f"There is no format “{named}”.", advice=f"Choose one of {known}.")


def _one_of(named: str, what: str) -> Any:
    """Return a choice as it was typed, whatever the case."""
    from maplanner.exchange.exporter import PaperChoice, ThemeChoice

    choices: tuple[str, ...] = get_args(ThemeChoice if what == "theme" else PaperChoice)
    for choice in choices:
        if choice.casefold() == named.casefold():
            return choice
    raise BadArgument(f"There is no {what} “{named}”.", advice=f"Choose one of {', '.join(choices)}.")


def _refuse_plan(plan: Path, output: Path) -> None:
    """Keep a slip of the keyboard from writing a picture over a plan."""
    try:
        same = output.exists() and plan.exists() and output.samefile(plan)
    except (OSError, ValueError):
        same = False
    if same or output.suffix == ".maplan":
        raise BadArgument(f"“{output}” is a plan file.", advice="Name another file for the output.")


def _write(
    snapshot: Snapshot, output: Path, chosen: str, options: PictureOptions, wanted: _Wanted
) -> Exported:
    from maplanner.app import exporting

    if chosen == exporting.TEXT_FORMAT:
        return exporting.export_text(snapshot, output)
    if chosen in exporting.campaign_formats():
        named = wanted.campaign
        meant = None if named is None else exporting.campaign_named(snapshot, named)
        return exporting.export_campaigns(snapshot, output, chosen, meant)
    if wanted.carries_plan:
        options = replace(options, plan=exporting.text_of(snapshot))
    scene = _scene(snapshot, wanted)
    if wanted.book:
        return exporting.export_book(scene, output, chosen, options)
    from maplanner.drawing.pictures.sources import picture_named
    from maplanner.drawing.pictures.whole_plan import plan_drawing

    name = wanted.picture if wanted.picture is not None else _key(scene, wanted)
    drawing = picture_named(scene, name).draw() if name is not None else plan_drawing(scene)
    return exporting.export_picture(drawing, output, chosen, options)


def _key(scene: Scene, wanted: _Wanted) -> str | None:
    """Return the key of the picture that the options name; ``None`` for all campaigns."""
    if wanted.tools:
        return "tools"
    if scene.campaign is None:
        return None
    return "selection" if scene.selection else f"campaign:{scene.campaign}"


def _scene(snapshot: Snapshot, wanted: _Wanted) -> Scene:
    """Return what is drawn from, after simulating and checking as far as that is wanted."""
    from maplanner.app import analysis, exporting
    from maplanner.simulation.options import FOLLOWED_LEADS, SimulationOptions

    closely = SimulationOptions(sample_leads=FOLLOWED_LEADS)
    campaign = None if wanted.campaign is None else exporting.campaign_named(snapshot, wanted.campaign)
    names = [name.strip() for name in (wanted.selection or "").split(",") if name.strip()]
    selection = [] if campaign is None else exporting.steps_named(snapshot, campaign, names)
    return exporting.scene_of(
        snapshot,
        analysis.simulate(snapshot, closely) if wanted.results else None,
        analysis.check(snapshot).findings if wanted.findings else None,
        campaign=None if campaign is None else campaign.id,
        selection=selection,
    )

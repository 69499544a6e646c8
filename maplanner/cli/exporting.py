"""Writing pictures and text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from maplanner.cli.arguments import BadArgument, PlanArgument
from maplanner.cli.output import say

if TYPE_CHECKING:
    from maplanner.app.exporting import Exported
    from maplanner.document.reading import Snapshot
    from maplanner.exchange.exporter import PictureOptions, ThemeChoice


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


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
            metavar="png|svg|pdf|dot|json|drawio|bpmn|mermaid|csv",
            help="A picture, Graphviz text, the plan's text form, or campaigns for another program; "
            "without it, by the file's name.",
        ),
    ] = None,
    campaign: Annotated[
        str | None, typer.Option(metavar="NAME", help="Draw this campaign; without it, all of them.")
    ] = None,
    tools: Annotated[bool, typer.Option("--tools", help="Draw the map of tools and data flows.")] = False,
    scale: Annotated[
        float, typer.Option("--scale", "-s", metavar="FACTOR", help="1 draws at 96 dots to the inch.")
    ] = 2.0,
    border: Annotated[
        float, typer.Option("--border", "-b", metavar="PIXELS", help="Room around the drawing.")
    ] = 24.0,
    transparent: Annotated[bool, typer.Option("--transparent", "-t", help="Leave the ground out.")] = False,
    theme: Annotated[
        str, typer.Option("--theme", metavar="light|dark|contrast", help="The colours.")
    ] = "light",
    title: Annotated[bool, typer.Option("--title", help="Write the title above the drawing.")] = False,
    legend: Annotated[bool, typer.Option("--legend", help="Say what colours and signs mean.")] = False,
) -> None:
    """Write a picture of a plan, or its text form."""
    from maplanner.app.exporting import campaign_formats
    from maplanner.exchange.exporter import PictureOptions
    from maplanner.storage import read_plan

    if str(output) == "-":
        output = Path("/dev/stdout")
    chosen = _format(format_, output)
    if campaign is not None and tools:
        raise BadArgument("--campaign and --tools exclude each other.", advice="Give one of them.")
    if tools and chosen in campaign_formats():
        message = "The map of tools has no form in other programs."
        raise BadArgument(message, advice="Write it as a picture, or leave --tools out.")
    if chosen == "json" and (campaign is not None or tools):
        raise BadArgument("The text form holds the whole plan.", advice="Leave --campaign and --tools out.")
    _refuse_plan(plan, output)
    options = PictureOptions(
        scale=scale, border=border, transparent=transparent, theme=_theme(theme), title=title, legend=legend
    )
    written = _write(read_plan(plan), output, chosen, options, campaign, tools=tools)
    if not output.is_file():
        # A pipe or the terminal: nothing may stand among the content.
        return
    say(f"Wrote {written.path}. {written.remark}".rstrip())


def _format(named: str | None, output: Path) -> str:
    from maplanner.app.exporting import campaign_formats, formats

    name = (named or output.suffix.removeprefix(".")).lower()
    if name in formats():
        return name
    others = campaign_formats()
    for other, suffix in others.items():
        if name in (other, suffix.removeprefix(".")):
            return other
    known = ", ".join(sorted([*formats(), *(suffix.removeprefix(".") for suffix in others.values())]))
    if named is None:
        raise BadArgument(f"“{output}” does not say the format.", advice=f"Add --format with one of {known}.")
    raise BadArgument(f"There is no format “{named}”.", advice=f"Choose one of {known}.")


def _theme(named: str) -> ThemeChoice:
    from maplanner.exchange.exporter import ThemeChoice

    themes: tuple[ThemeChoice, ...] = get_args(ThemeChoice)
    for theme in themes:
        if theme == named:
            return theme
    raise BadArgument(f"There is no theme “{named}”.", advice=f"Choose one of {', '.join(themes)}.")


def _refuse_plan(plan: Path, output: Path) -> None:
    """Keep a slip of the keyboard from writing a picture over a plan."""
    try:
        same = output.exists() and plan.exists() and output.samefile(plan)
    except (OSError, ValueError):
        same = False
    if same or output.suffix == ".maplan":
        raise BadArgument(f"“{output}” is a plan file.", advice="Name another file for the output.")


def _write(
    snapshot: Snapshot,
    output: Path,
    chosen: str,
    options: PictureOptions,
    campaign: str | None,
    *,
    tools: bool,
) -> Exported:
    from maplanner.app import exporting

    if chosen == exporting.TEXT_FORMAT:
        return exporting.export_text(snapshot, output)
    if chosen in exporting.campaign_formats():
        meant = None if campaign is None else exporting.campaign_named(snapshot, campaign)
        return exporting.export_campaigns(snapshot, output, chosen, meant)
    if tools:
        drawing = exporting.tools_drawing(snapshot)
    elif campaign is not None:
        drawing = exporting.campaign_drawing(snapshot, exporting.campaign_named(snapshot, campaign))
    else:
        drawing = exporting.plan_drawing(snapshot)
    return exporting.export_picture(drawing, output, chosen, options)

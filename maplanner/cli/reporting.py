"""One document for everyone involved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from maplanner.cli.arguments import BadArgument, PlanArgument
from maplanner.cli.output import say


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    plan: PlanArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.", show_default=False)
    ],
    *,
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="html|pdf|xlsx", help="Without it, by the file's name."),
    ] = None,
    sections: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES", help="Only these sections, with commas between; a wrong one lists them."
        ),
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option(metavar="WHO", help="For marketing, sales, crm, management or vendor; else everyone."),
    ] = None,
    simulate: Annotated[
        bool, typer.Option("--simulate/--no-simulate", help="Simulate for the sections that need it.")
    ] = True,
) -> None:
    """Write a report of a plan: goals, inventory, drawings, fields, findings, simulation, load and more."""
    from maplanner.app.reporting import report_formats, report_of, write_report
    from maplanner.report.section import audience_named
    from maplanner.storage import read_plan

    name = (format_ or output.suffix.removeprefix(".")).lower()
    known = report_formats()
    if name not in known and name != "htm":
        what = f"There is no format “{name}” for reports" if name else f"“{output}” does not say the format"
        raise BadArgument(f"{what}.", advice=f"Choose one of {', '.join(known)}.")
    if sections is not None and audience is not None:
        raise BadArgument("--sections and --audience exclude each other.", advice="Give one of them.")
    if output.suffix == ".maplan":
        raise BadArgument(f"“{output}” is a plan file.", advice="Name another file for the report.")
    made = report_of(
        read_plan(plan),
        date.today(),  # noqa: DTZ011 - the person's own day
        None if sections is None else sections.split(","),
        None if audience is None else audience_named(audience),
        may_simulate=simulate,
    )
    written = write_report(made, output, name)
    told = ", ".join(chapter.section.title for chapter in made.chapters)
    say(f"Wrote {written.path}: {told}.")
    if made.left_out:
        say(f"Nothing to say yet: {', '.join(made.left_out)}.")

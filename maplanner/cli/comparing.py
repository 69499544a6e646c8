"""What differs between two plans, or two points of one; and which points there are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maplanner.cli.arguments import JsonOption, PlanArgument
from maplanner.cli.output import add_row, print_json, say, show, table

_DIFFERENT = 1


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("diff")(diff)
    app.command("history")(history)


def diff(
    before: Annotated[
        str,
        typer.Argument(
            metavar="BEFORE",
            help="A plan in a file or as text; “PLAN@12” is it after its change 12, “PLAN@-3” three before.",
            show_default=False,
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The other one.", show_default=False)],
    json: JsonOption = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 1 where they differ, as diff does.")
    ] = False,
    picture: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw the differences: PNG, SVG or PDF by the file's name."),
    ] = None,
) -> None:
    """Say what was added, changed and removed between two plans, or two points of one."""
    from maplanner.app import comparing
    from maplanner.document.comparing import compare

    found = compare(comparing.read_point(before), comparing.read_point(after))
    if picture is not None:
        from maplanner.app.exporting import export_comparison

        say(f"Wrote {export_comparison(found, picture).path}.")
    elif json:
        print_json(comparing.to_json(found))
    else:
        for line in comparing.lines_of(found):
            say(line)
        say(comparing.summary(found))
    if exit_code and found:
        raise typer.Exit(_DIFFERENT)


def history(
    plan: PlanArgument,
    json: JsonOption = False,
    limit: Annotated[int, typer.Option(metavar="NUMBER", help="Only the last so many.", min=1)] = 50,
) -> None:
    """List the changes that a plan file remembers, the newest first; “PLAN@NUMBER” names one."""
    from maplanner.app.comparing import points_of

    points = points_of(plan, limit)
    if json:
        told = [
            {
                "point": each.number,
                "label": each.label,
                "author": each.author,
                "at": each.at.isoformat() if each.at is not None else None,
            }
            for each in points
        ]
        print_json({"file": str(plan), "points": told})
        return
    shown = table("Point", "When", "Who", "What", numbers=("Point",))
    for each in points:
        when = f"{each.at:%Y-%m-%d %H:%M}" if each.at is not None else ""
        add_row(shown, str(each.number), when, each.author, each.label)
    show(shown)

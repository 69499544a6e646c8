"""The net promoter number of a survey, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maplanner.cli.arguments import BadArgument, JsonOption
from maplanner.cli.output import print_json, say


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("promoters")(promoters)


def promoters(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A survey: CSV or XLSX.", show_default=False)],
    *,
    column: Annotated[str, typer.Option(metavar="NAME", help="The column of answers from 0 to 10.")],
    json: JsonOption = False,
) -> None:
    """Count promoters, passives and detractors in a survey, and the net promoter number."""
    from maplanner.exchange.sheets import open_sheet
    from maplanner.scoring.net_promoter import net_promoter

    sheet = open_sheet(file, strict=False)
    if column not in sheet.columns:
        names = ", ".join(sheet.columns[:30])
        raise BadArgument(f"There is no column “{column[:60]}”.", advice=f"There are: {names}.")
    place = sheet.columns.index(column)
    found = net_promoter(row.values[place] for row in sheet.rows())
    if json:
        counts = {"promoters": found.promoters, "passives": found.passives, "detractors": found.detractors}
        print_json(counts | {"invalid": found.invalid, "empty": found.empty, "number": found.number})
        return
    number = "none" if found.number is None else f"{found.number:+.0f}"
    say(f"Net promoter number: {number}")
    say(f"{found.promoters:,} promoters, {found.passives:,} passives, {found.detractors:,} detractors.")
    if found.invalid:
        say(f"{found.invalid:,} answers are no whole number from 0 to 10 and do not count.")

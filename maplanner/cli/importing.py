"""Bringing in what was made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maplanner.cli.output import say

if TYPE_CHECKING:
    from maplanner.app.importing import ImportOutcome

_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="Salesforce metadata (a folder in source or metadata-API format), describe results, "
            "or a plan in text form.",
            show_default=False,
        ),
    ],
    into: Annotated[
        Path, typer.Option(metavar="PLAN", help="The plan file to import into.", show_default=False)
    ],
    system: Annotated[
        str | None, typer.Option(metavar="NAME", help="The system of the plan that the fields belong to.")
    ] = None,
    as_format: Annotated[
        str | None, typer.Option("--as", metavar="FORMAT", help="The format, where it is not recognised.")
    ] = None,
) -> None:
    """Read CRM fields into a plan, or make a plan of its text form."""
    from maplanner.app.importing import import_source

    _tell(into, import_source(source, into, system, as_format))


def _tell(into: Path, outcome: ImportOutcome) -> None:
    if outcome.made_plan:
        say(f"Made {into} of {outcome.records:,} records.")
        _list(outcome.remarks, "note", "more notes")
        return
    say(f"{outcome.format}: {outcome.objects:,} objects with {outcome.fields:,} fields.")
    say(f"{into}: {outcome.summary}")
    _list(outcome.left_out, "left out", "more left out")


def _list(lines: Sequence[str], what: str, rest: str) -> None:
    for line in lines[:_SHOWN]:
        say(f"  {what}: {line}")
    if len(lines) > _SHOWN:
        say(f"  … and {len(lines) - _SHOWN:,} {rest}.")

"""Lists of a plan out to a spreadsheet, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maplanner.cli.arguments import BadArgument, JsonOption, PlanArgument
from maplanner.cli.output import print_json, say

_SHOWN = 40


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("lists")(lists)
    app.command("update")(update)


def lists(
    plan: PlanArgument,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="A .xlsx or .csv file.", show_default=False),
    ],
    what: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="campaigns, steps, fields, mappings; with commas between."),
    ] = None,
) -> None:
    """Write campaigns, steps, form fields and mappings as lists that a spreadsheet can change."""
    from maplanner.app.lists import export_lists
    from maplanner.storage import read_plan

    names = [name.strip() for name in (what or "").split(",") if name.strip()]
    written = export_lists(read_plan(plan), output, names)
    say(f"Wrote {written.path}.")


def update(
    plan: PlanArgument,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A list that was changed in a spreadsheet.", show_default=False),
    ],
    *,
    what: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which list it is, where its columns do not tell.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; change nothing.")
    ] = False,
    delete_missing: Annotated[
        bool, typer.Option("--delete-missing", help="Delete what the list has no row for.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Take over a list that was changed in a spreadsheet, found again by its identifiers."""
    from maplanner.app import lists as planned
    from maplanner.app.session import PlanSession

    with PlanSession.open(plan, remembered=False) as session:
        if session.read_only and not dry_run:
            raise BadArgument(f"{plan} cannot be written.", advice=session.notice)
        changes = planned.preview_lists(session.store, file, what or "")
        before = session.snapshot()
        if not dry_run:
            planned.apply_lists(session.store, changes, file.name, delete_missing=delete_missing)
    if json:
        told = [planned.to_json(before, change) for change in changes]
        print_json({"file": str(file), "applied": not dry_run, "lists": list(told)})
        return
    for change in changes:
        lines = [
            *planned.lines_of(before, change, delete_missing=delete_missing),
            *(f"! {note}" for note in planned.notes_of(change)),
        ]
        if lines:
            say(f"{change.plan_list.title}:")
        for line in lines[:_SHOWN]:
            say(f"  {line}")
        if len(lines) > _SHOWN:
            say(f"  … and {len(lines) - _SHOWN:,} more.")
    done = "would change" if dry_run else "was updated"
    say(f"{plan} {done}: {planned.summary(changes)}")

"""Bringing in what was made elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption
from maplanner.cli.output import print_json, say
from maplanner.core.errors import Cancelled

if TYPE_CHECKING:
    from maplanner.app.differences import Difference
    from maplanner.app.importing import ImportOutcome
    from maplanner.app.sources import Source
    from maplanner.exchange.field_list import Column

_SHOWN = 20
SECRET = "MAPLANNER_CRM_SECRET"  # noqa: S105 - the name of the variable, not what is in it


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A diagram drawn elsewhere; a file, folder or ZIP of a CRM's metadata, a CSV or XLSX list "
            "of fields, the address of a CRM that runs, “starter:NAME”; or a plan in text form.",
            show_default=False,
        ),
    ],
    into: Annotated[
        Path, typer.Option(metavar="PLAN", help="The plan file to import into.", show_default=False)
    ],
    *,
    system: Annotated[
        str | None, typer.Option(metavar="NAME", help="The system of the plan that the fields belong to.")
    ] = None,
    as_format: Annotated[
        str | None, typer.Option("--as", metavar="FORMAT", help="The format, where it is not recognised.")
    ] = None,
    objects: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Only these objects, with commas between them.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="WHICH", help="The columns of a list: “name=Field, type=Data type, object=Table”."
        ),
    ] = None,
    user: Annotated[str | None, typer.Option(metavar="NAME", help="Who asks a CRM that runs.")] = None,
    database: Annotated[
        str | None, typer.Option(metavar="NAME", help="The database of a CRM that has several.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; change nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask before changing or deleting fields.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Read CRM fields or diagrams into a plan, or make a plan of its text form.

    Each page of a diagram becomes a campaign; what was guessed and what was left out is told.

    Where fields of the plan would change, go or no longer fit what is mapped to them, the difference is
    shown first. A CRM's password or token is taken from MAPLANNER_CRM_SECRET or asked for, and kept nowhere.
    """
    from maplanner.app.importing import import_source
    from maplanner.app.sources import Source

    named = tuple(name.strip() for name in (objects or "").split(",") if name.strip())
    wanted = Source(source, as_format or "", named, _columns(columns))
    if wanted.is_address:
        wanted = _with_access(wanted, user or "", database or "")
    elif user is not None or database is not None:
        raise BadArgument("--user and --database are for a CRM that runs.", advice="Give its address.")

    def confirm(difference: Difference) -> bool:
        return yes or not _loses(difference) or _agreed(difference)

    outcome = import_source(wanted, into, system, confirm=confirm, dry_run=dry_run)
    if json:
        print_json(_as_json(source, into, outcome))
    else:
        _tell(into, outcome)
    if not outcome.applied and not dry_run:
        raise Cancelled("Nothing was imported.")


def _columns(text: str | None) -> dict[Column, str] | None:
    if text is None:
        return None
    from maplanner.exchange.field_list import columns_from_text

    return columns_from_text(text)


def _with_access(source: Source, user: str, database: str) -> Source:
    """Return the source with what it takes to get in.

    Raises:
        UnreadableSource: The address is none, or does not say which kind of CRM it is.
        BadArgument: There is no password or token.
    """
    from maplanner.exchange.live import Access, live_crm
    from maplanner.exchange.web import Address

    kind = live_crm(source.format, source.place)
    Address.parse(source.place)
    access = Access(source.place, _secret(kind.secret_title, source.place), user, database)
    return replace(source, format=kind.name, access=access)


def _secret(title: str, place: str) -> str:
    """Return the password or token, from the environment or from a person at the keyboard."""
    found = os.environ.get(SECRET, "")
    if found:
        return found
    if not sys.stdin.isatty():
        message = f"The {title} for {place} is missing."
        raise BadArgument(message, advice=f"Put it in the environment variable {SECRET}.")
    return getpass(f"{title.capitalize()} for {place}: ")


def _loses(difference: Difference) -> bool:
    """Tell whether anything that is in the plan would change, go or no longer hold."""
    change = difference.change
    return bool(change.changed or change.gone or change.marked or change.broken or change.gone_conversions)


def _agreed(difference: Difference) -> bool:
    """Show what would change, and ask.

    Raises:
        BadArgument: Nobody is there to be asked.
    """
    if not sys.stdin.isatty():
        message = f"{difference.change.summary()} Nothing was changed."
        raise BadArgument(message, advice="--dry-run shows it in full, --yes takes it over.")
    say(difference.change.summary())
    _list(difference.lines(), "", "more")
    return typer.confirm("Take this over?", default=False)


def _as_json(source: str, into: Path, outcome: ImportOutcome) -> dict[str, Any]:
    if outcome.counts:
        return {
            "source": source,
            "file": str(into),
            "format": outcome.format,
            "applied": outcome.applied,
            "counts": outcome.counts,
            "shapes": [
                {"text": text, "becomes": becomes, "how_sure": sure, "why": why}
                for text, becomes, sure, why in outcome.guesses
            ],
            "taken": list(outcome.taken),
            "left_out": list(outcome.left_out),
        }
    return {
        "source": source,
        "file": str(into),
        "format": outcome.format,
        "applied": outcome.applied,
        "made_plan": outcome.made_plan,
        "objects": outcome.objects,
        "fields": outcome.fields,
        **outcome.difference,
        "remarks": list(outcome.remarks),
    }


def _tell(into: Path, outcome: ImportOutcome) -> None:
    if outcome.made_plan:
        done = "Made" if outcome.applied else "Would make"
        say(f"{done} {into} of {outcome.records:,} records.")
        _list(outcome.remarks, "note: ", "more notes")
        return
    if outcome.counts:
        _tell_of_diagram(into, outcome)
        return
    say(f"{outcome.format}: {outcome.objects:,} objects with {outcome.fields:,} fields.")
    if outcome.applied:
        say(f"{into}: {outcome.summary}")
    else:
        say(f"{into} would change. {outcome.summary}")
        _list(outcome.lines, "", "more")
    _list(outcome.taken, "taken: ", "more")
    _list(outcome.left_out, "left out: ", "more left out")


def _tell_of_diagram(into: Path, outcome: ImportOutcome) -> None:
    done = "was changed" if outcome.applied else "would change"
    say(f"{outcome.format}: {outcome.summary} {into} {done}.")
    _list(outcome.lines, "", "more campaigns")
    unsure = [guess for guess in outcome.guesses if guess[2] == "a guess"]
    _list(
        [f"“{text}” as {becomes}: {why}" for text, becomes, _sure, why in unsure], "guessed: ", "more guesses"
    )
    _list(outcome.taken, "taken: ", "more")
    _list(outcome.left_out, "left out: ", "more left out")


def _list(lines: Sequence[str], what: str, rest: str) -> None:
    for line in lines[:_SHOWN]:
        say(f"  {what}{line}")
    if len(lines) > _SHOWN:
        say(f"  … and {len(lines) - _SHOWN:,} {rest}.")

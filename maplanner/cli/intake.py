"""Checking a list of people before it is brought in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import JsonOption
from maplanner.cli.output import add_row, number, print_json, progress_shown, say, show, table

if TYPE_CHECKING:
    from maplanner.app.intake.recording import Checked
    from maplanner.app.intake.running import Preparation
    from maplanner.document.vocabulary import DuplicateKey


class KeyChoice(StrEnum):
    """By what duplicates are known."""

    EMAIL = "email"
    ID = "id"
    ROW = "row"
    NONE = "none"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("intake")(intake)


def intake(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list: CSV or XLSX.", show_default=False)],
    plan: Annotated[
        Path, typer.Option(metavar="PLAN", help="The plan file to check against.", show_default=False)
    ],
    clean: Annotated[
        Path | None,
        typer.Option("-o", "--clean", metavar="CLEAN", help="Write the clean rows here (.csv or .xlsx)."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the rejected rows here, each with its reason."),
    ] = None,
    *,
    against: Annotated[
        str, typer.Option(metavar="NAME", help="The contact list or object meant; else the best fit.")
    ] = "",
    key: Annotated[
        KeyChoice | None, typer.Option(help="By what two rows are one person; else what the list has.")
    ] = None,
    plus_tags: Annotated[
        bool, typer.Option("--plus-tags", help="Take anna+news@… and anna@… for one person.")
    ] = False,
    take_size: Annotated[
        bool, typer.Option("--take-size", help="Make the contact list as long as there are clean rows.")
    ] = False,
    encoding: Annotated[
        str, typer.Option(metavar="NAME", help="The encoding of a CSV file, where it is guessed wrong.")
    ] = "",
    delimiter: Annotated[
        str, typer.Option(metavar="SIGN", help="The sign between columns, where it is guessed wrong.")
    ] = "",
    sheet: Annotated[str, typer.Option(metavar="NAME", help="The sheet of a workbook; else the first.")] = "",
    json: JsonOption = False,
) -> None:
    """Check a list: duplicates, missing and invalid values, fill rates; write clean rows and rejects."""
    from maplanner.app.intake.checking import Outputs
    from maplanner.app.intake.running import run_on_file
    from maplanner.app.person import author_name
    from maplanner.exchange.sheets import open_sheet

    sign = delimiter.replace("\\t", "\t")
    opened = open_sheet(file, encoding=encoding, delimiter=sign, worksheet=sheet, strict=False)
    with progress_shown("Checking") as progress:
        checked, prepared = run_on_file(
            plan,
            opened,
            Outputs(clean, rejects, opened.form.delimiter if opened.form else ","),
            against=against,
            key=_key(key),
            plus_tags=plus_tags,
            take_size=take_size,
            author=author_name(),
            progress=progress,
        )
    if json:
        print_json(_to_json(checked, prepared))
    else:
        _tell(checked, prepared)


def _key(choice: KeyChoice | None) -> DuplicateKey | None:
    from maplanner.document.vocabulary import DuplicateKey

    return None if choice is None else DuplicateKey[choice.name]


def _to_json(checked: Checked, prepared: Preparation) -> dict[str, Any]:
    found, sheet = checked.found, prepared.sheet
    return {
        "file": checked.path.name,
        "format": sheet.format,
        "encoding": sheet.encoding.name if sheet.encoding else None,
        "delimiter": sheet.form.delimiter if sheet.form else None,
        "confidence": sheet.confidence,
        "worksheet": sheet.worksheet or None,
        "against": checked.target.title if checked.target else None,
        "key": checked.key.value,
        "rows": found.rows,
        "empty": found.empty,
        "clean": found.clean,
        "rejects": found.rejects,
        "duplicates": found.duplicates,
        "without_key": found.without_key,
        "tidied": found.tidied,
        "reasons": {fault.value: count for fault, count in found.faults.most_common()},
        "missing_fields": prepared.missing,
        "columns": [
            {
                "title": figures.title,
                "field": figures.rule.field if figures.rule else None,
                "reason": use.reason or None,
                "filled": round(figures.filled / max(found.rows, 1), 4),
                "invalid": figures.invalid,
            }
            for use, figures in zip(checked.uses, found.columns, strict=True)
        ],
    }


def _tell(checked: Checked, prepared: Preparation) -> None:
    found = checked.found
    say(_understood(prepared))
    shown = table("Column", "Field", "Filled", "Invalid", numbers=("Filled", "Invalid"))
    for figures in found.columns:
        field = figures.rule.field if figures.rule else "—"
        share = f"{100 * figures.filled / max(found.rows, 1):.0f} %"
        add_row(shown, figures.title, field, share, number(figures.invalid) if figures.invalid else "")
    show(shown)
    for fault, count in found.faults.most_common():
        say(f"  {fault.value}: {number(count)}")
    for name in prepared.missing:
        say(f"  no column for the required field “{name}”")
    say(
        f"{number(found.rows)} rows: {number(found.clean)} clean, {number(found.rejects)} rejected, "
        f"{number(found.duplicates)} of them duplicates."
    )


def _understood(prepared: Preparation) -> str:
    sheet = prepared.sheet
    if sheet.encoding is None or sheet.form is None:
        how = f"sheet “{sheet.worksheet}”"
    else:
        sign = {"\t": "tab", ",": "comma", ";": "semicolon"}.get(sheet.form.delimiter, sheet.form.delimiter)
        how = f"{sheet.encoding.name}, {sign}, {100 * sheet.confidence:.0f} % sure"
    target = f"; checked against {prepared.target.title}" if prepared.target else "; nothing in the plan fits"
    return f"{sheet.path.name}: {sheet.format} ({how}){target}."

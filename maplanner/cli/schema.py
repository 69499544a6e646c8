"""The text form's JSON Schema."""

from __future__ import annotations

import typer

from maplanner.cli.output import print_json


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(schema)


def schema() -> None:
    """Print the JSON Schema of plans in text form."""
    from maplanner.app.plan_format import whole_schema

    print_json(whole_schema())

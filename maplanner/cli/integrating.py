"""Making maplanner known to the desktop."""

from __future__ import annotations

from typing import Annotated

import typer

from maplanner.cli.output import say


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("integrate")(integrate)


def integrate(
    remove: Annotated[bool, typer.Option("--remove", help="Take it away again.")] = False,
) -> None:
    """Put maplanner into the desktop's menu, and open plans by a double click."""
    from maplanner.app import integrating

    done = integrating.separate() if remove else integrating.integrate()
    for file in done.files:
        say(f"{'Removed' if remove else 'Wrote'} {file}")
    if not done.files:
        say("There was nothing to remove.")
    if done.not_told:
        say(f"The desktop notices at the next log-in: {', '.join(done.not_told)} is not installed.")

"""Opening the window."""

from __future__ import annotations

from typing import Annotated

import typer

from maplanner.cli.showing import NEW_INSTANCE, is_there, refuse_without_screen, show
from maplanner.core.errors import PlanFileMissing


def add_to(app: typer.Typer) -> None:
    """Add the command that a plan's name stands for."""
    app.command("window", hidden=True)(window)


def window(
    plans: Annotated[list[str] | None, typer.Argument(metavar="PLAN", help="The plan files to open.")] = None,
    new_instance: Annotated[
        bool, typer.Option(NEW_INSTANCE, help="Start a program of its own beside one that runs.")
    ] = False,
) -> int:
    """Open the window, on plans if any are named; a program that runs opens them itself."""
    for plan in plans or ():
        if not is_there(plan):
            raise PlanFileMissing(
                f"There is no plan file “{plan}”.",
                advice="Check the name, or make one with: maplanner new PLAN",
            )
    refuse_without_screen()
    return show([*(plans or ()), *([NEW_INSTANCE] if new_instance else ())])

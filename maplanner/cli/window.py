"""Opening the window."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from maplanner.core.errors import MissingPart
from maplanner.core.platform import install_command, missing_libraries, packages_for, screen_is_there


def add_to(app: typer.Typer) -> None:
    """Add the command that a plan's name stands for."""
    app.command("window", hidden=True)(window)


def window(
    plan: Annotated[str | None, typer.Argument(metavar="PLAN", help="The plan file to open.")] = None,
) -> int:
    """Open the window, on a plan if one is named."""
    if not screen_is_there():
        raise MissingPart(
            "There is no screen for the window.",
            advice="Commands such as “maplanner check PLAN” need none; “maplanner --help” lists them.",
        )
    missing = missing_libraries()
    if missing:
        names = ", ".join(library.name for library in missing)
        raise MissingPart(
            f"The window needs parts of the system that are missing: {names}.",
            advice=f"Install them: {install_command(packages_for(missing))}",
        )
    # By name, so that the command line can do without the window's code.
    result = import_module("maplanner.desktop.start").main([] if plan is None else [plan])
    return int(result or 0)

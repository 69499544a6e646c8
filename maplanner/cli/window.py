"""Opening the window."""

from __future__ import annotations

import os
import signal
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer

from maplanner.core.errors import MissingPart, PlanFileMissing
from maplanner.core.platform import (
    install_command,
    missing_libraries,
    packages_for,
    screen_answers,
    screen_is_there,
)

_WITHOUT_SCREEN: Final = "Commands such as “maplanner check PLAN” need none; “maplanner --help” lists them."


def add_to(app: typer.Typer) -> None:
    """Add the command that a plan's name stands for."""
    app.command("window", hidden=True)(window)


def window(
    plans: Annotated[list[str] | None, typer.Argument(metavar="PLAN", help="The plan files to open.")] = None,
    new_instance: Annotated[
        bool, typer.Option("--new-instance", help="Start a program of its own beside one that runs.")
    ] = False,
) -> int:
    """Open the window, on plans if any are named; a program that runs opens them itself."""
    for plan in plans or ():
        if not is_there(plan):
            raise PlanFileMissing(
                f"There is no plan file “{plan}”.",
                advice="Check the name, or make one with: maplanner new PLAN",
            )
    _refuse_without_screen()
    return _open([*(plans or ()), *(["--new-instance"] if new_instance else ())])


def is_there(name: str) -> bool:
    """Tell whether there is a file of that name; a name that cannot be is none."""
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):
        return False


def _open(arguments: list[str]) -> int:
    # Qt's loop lets no Python run on Ctrl+C; ending at once is safe, because every change is on disk.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # By name, so that the command line can do without the window's code.
    result = import_module("maplanner.desktop.start").main(arguments)
    return int(result or 0)


def _refuse_without_screen() -> None:
    # Another platform of Qt's, such as “offscreen”, needs no screen.
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    needs_screen = platform.split(";")[0] in {"", "xcb", "wayland", "wayland-egl"}
    if needs_screen and not screen_is_there():
        raise MissingPart("There is no screen for the window.", advice=_WITHOUT_SCREEN)
    if needs_screen and not screen_answers():
        name = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
        raise MissingPart(f"The screen “{name}” does not answer.", advice=_WITHOUT_SCREEN)
    missing = missing_libraries()
    if missing:
        names = ", ".join(library.name for library in missing)
        raise MissingPart(
            f"The window needs parts of the system that are missing: {names}.",
            advice=f"Install them: {install_command(packages_for(missing))}",
        )

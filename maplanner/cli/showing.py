"""Showing the window from the command line, without what commands take to be understood."""

from __future__ import annotations

import os
import signal
from importlib import import_module
from pathlib import Path
from typing import Final

from maplanner.core.errors import MissingPart
from maplanner.core.platform import (
    install_command,
    missing_libraries,
    packages_for,
    screen_answers,
    screen_is_there,
)

NEW_INSTANCE: Final = "--new-instance"
_WITHOUT_SCREEN: Final = "Commands such as “maplanner check PLAN” need none; “maplanner --help” lists them."


def is_there(name: str) -> bool:
    """Tell whether there is a file of that name; a name that cannot be is none."""
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):
        return False


def show(arguments: list[str]) -> int:
    """Show the window, on the plans that are named; return the exit status when it has closed."""
    # Qt's loop lets no Python run on Ctrl+C; ending at once is safe, because every change is on disk.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # By name, so that the command line can do without the window's code.
    result = import_module("maplanner.desktop.start").main(arguments)
    return int(result or 0)


def refuse_without_screen() -> None:
    """See that a window can be shown.

    Raises:
        MissingPart: There is no screen, or parts of the system are missing.
    """
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

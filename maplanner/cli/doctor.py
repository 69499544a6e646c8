"""What is installed, and what is missing."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typer

from maplanner import __version__
from maplanner.cli import status
from maplanner.cli.arguments import JsonOption
from maplanner.cli.output import add_row, print_json, say, show, table
from maplanner.core.errors import MissingPart
from maplanner.core.platform import (
    FONT_PACKAGE,
    Purpose,
    font_is_installed,
    install_command,
    missing_libraries,
    packages_for,
    python_is_supported,
    screen_is_there,
)
from maplanner.core.resources import resource_root

_PURPOSES: Final[dict[Purpose, str]] = {
    "drawing": "pictures",
    "window": "the window",
    "tidying": "tidying up without a dot program",
}


@dataclass(frozen=True)
class Part:
    """One thing that the program uses. ``needed`` parts make the doctor's status; others only do without."""

    name: str
    state: str
    is_there: bool
    needed: bool
    remedy: str = ""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(json: JsonOption = False) -> int:
    """Say what is installed, what is missing, and how to get it. The status is 1 if something needed is."""
    parts = list(examined())
    if json:
        print_json({"version": __version__, "parts": [_as_json(part) for part in parts]})
    else:
        _show(parts)
    return status.FOUND_ERRORS if any(part.needed and not part.is_there for part in parts) else status.DONE


def examined() -> Iterator[Part]:
    """Yield every part with its state. Nothing large is loaded for it."""
    yield Part("maplanner", __version__, is_there=True, needed=True)
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Part("Python", python, python_is_supported(), needed=True, remedy="Use Python 3.11, 3.12 or 3.13.")
    yield _resources()
    yield from _packages()
    yield from _libraries()
    yield Part(
        "a font",
        "found" if font_is_installed() else "missing",
        font_is_installed(),
        needed=True,
        remedy=install_command([FONT_PACKAGE]),
    )
    yield Part(
        "a screen",
        "found" if screen_is_there() else "none: everything but the window works",
        screen_is_there(),
        needed=False,
    )
    yield _graphviz()
    yield _writable("plans without a name and backups", Path(_folder("user_data_path")))
    yield _writable("the list of recent plans", Path(_folder("user_state_path")))


def _resources() -> Part:
    try:
        return Part("the program's own data", str(resource_root()), is_there=True, needed=True)
    except MissingPart as error:
        return Part("the program's own data", "missing", is_there=False, needed=True, remedy=error.advice)


def _packages() -> Iterator[Part]:
    try:
        wanted = [line for line in requires("maplanner") or () if "extra ==" not in line]
    except PackageNotFoundError:
        yield Part("the installation", "run from a folder that is not installed", is_there=True, needed=False)
        return
    for line in wanted:
        name = _name_of(line)
        try:
            yield Part(name, version(name), is_there=True, needed=True)
        except PackageNotFoundError:
            yield Part(name, "missing", is_there=False, needed=True, remedy=f'pip install "{line}"')


def _name_of(requirement: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else " " for letter in requirement).split()[
        0
    ]


def _libraries() -> Iterator[Part]:
    for purpose, what in _PURPOSES.items():
        missing = missing_libraries(purpose)
        names = ", ".join(library.name for library in missing)
        yield Part(
            f"system libraries for {what}",
            f"missing: {names}" if missing else "found",
            not missing,
            # Without a screen nobody misses the window; tidying up is a nicety.
            needed=purpose == "drawing" or (purpose == "window" and screen_is_there()),
            remedy=install_command(packages_for(missing)),
        )


def _graphviz() -> Part:
    program = shutil.which("dot")
    built_in = find_spec("pygraphviz") is not None
    state = program or ("as the package pygraphviz" if built_in else "none: “Tidy up” needs one")
    return Part(
        "Graphviz", state, bool(program) or built_in, needed=False, remedy=install_command(["graphviz"])
    )


def _folder(kind: str) -> Any:
    import platformdirs

    return getattr(platformdirs, kind)("maplanner", appauthor=False)


def _writable(what: str, folder: Path) -> Part:
    """Tell whether a folder can be written, or made, without making it."""
    import os

    place = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    can = os.access(place, os.W_OK)
    state = str(folder) if can else f"{folder} cannot be written"
    return Part(f"a place for {what}", state, can, needed=False, remedy=f"Allow writing in {place}.")


def _as_json(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "state": part.state,
        "there": part.is_there,
        "needed": part.needed,
        "remedy": "" if part.is_there else part.remedy,
    }


def _show(parts: list[Part]) -> None:
    overview = table("Part", "State")
    for part in parts:
        add_row(overview, part.name, part.state)
    show(overview)
    missing = [part for part in parts if not part.is_there and part.remedy]
    for part in missing:
        need = "is needed" if part.needed else "would help"
        say(f"{part.name[:1].upper()}{part.name[1:]} {need}: {part.remedy}")
    if not any(part.needed for part in missing):
        say("All that is needed is there.")
    sys.stdout.flush()

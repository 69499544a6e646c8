"""Making maplanner known to a person's desktop: a menu entry, a type of file, icons."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from maplanner.core.errors import MaplannerError
from maplanner.core.resources import resource_root

_ENTRY: Final = "maplanner.desktop"
_PROGRAM: Final = "maplanner-gui"
_SECONDS: Final = 60


class NotIntegrated(MaplannerError):
    """The desktop's folders cannot be written."""


@dataclass(frozen=True)
class Integration:
    """What was written or removed, and what could not be told because its program is missing."""

    files: tuple[Path, ...]
    not_told: tuple[str, ...] = ()


def data_folder() -> Path:
    """Return where a person's own menu entries, types and icons are (XDG base directories)."""
    named = os.environ.get("XDG_DATA_HOME")
    return Path(named) if named and Path(named).is_absolute() else Path.home() / ".local" / "share"


def integrate(target: Path | None = None) -> Integration:
    """Write menu entry, type and icons for this installation, and tell the desktop of them.

    Raises:
        NotIntegrated: A file cannot be written.
    """
    place = data_folder() if target is None else target
    written = []
    for source, name in _parts():
        file = place / name
        text = source.read_text(encoding="utf-8")
        if file.name == _ENTRY:
            text = _with_program(text)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise NotIntegrated(
                f"“{file}” cannot be written: {error.strerror}.", advice="Check the folder's permissions."
            ) from error
        written.append(file)
    return Integration(tuple(written), _tell(place))


def separate(target: Path | None = None) -> Integration:
    """Take away what :func:`integrate` wrote.

    Raises:
        NotIntegrated: A file cannot be removed.
    """
    place = data_folder() if target is None else target
    files = [place / name for _source, name in _parts() if (place / name).exists()]
    try:
        for file in files:
            file.unlink()
    except OSError as error:
        raise NotIntegrated(
            f"“{error.filename}” cannot be removed: {error.strerror}.",
            advice="Check the folder's permissions.",
        ) from error
    return Integration(tuple(files), _tell(place) if files else ())


def _parts() -> list[tuple[Path, Path]]:
    """Return each file that comes along, and where it belongs below the data folder."""
    root = resource_root() / "desktop"
    return [(file, file.relative_to(root)) for file in sorted(root.rglob("*")) if file.is_file()]


def _with_program(text: str) -> str:
    """Name the program by its place, so that it is found from a virtual environment as well."""
    program = _program()
    lines = []
    for line in text.splitlines():
        key, _equals, value = line.partition("=")
        if key in ("Exec", "TryExec"):
            rest = value.removeprefix(_PROGRAM)
            line = f"{key}={program if key == 'TryExec' else _quoted(program)}{rest}"  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines) + "\n"


def _program() -> str:
    beside = Path(sys.executable).with_name(_PROGRAM)
    return str(beside) if beside.exists() else shutil.which(_PROGRAM) or _PROGRAM


def _quoted(program: str) -> str:
    """Return a program's name as the Desktop Entry Specification wants it in ``Exec``."""
    if all(letter.isalnum() or letter in "/-_.+" for letter in program):
        return program
    escaped = "".join("\\" + letter if letter in '"`$\\' else letter for letter in program)
    # A backslash counts twice: once for the quotes, once as in every value of the file.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _tell(place: Path) -> tuple[str, ...]:
    """Let the desktop read its folders anew; return the programs that it lacks for that."""
    commands = (
        ("update-mime-database", str(place / "mime")),
        ("update-desktop-database", str(place / "applications")),
        ("gtk-update-icon-cache", "--quiet", "--ignore-theme-index", str(place / "icons" / "hicolor")),
    )
    missing = []
    for program, *arguments in commands:
        found = shutil.which(program)
        if found is None:
            missing.append(program)
            continue
        subprocess.run([found, *arguments], check=False, capture_output=True, timeout=_SECONDS)
    return tuple(missing)

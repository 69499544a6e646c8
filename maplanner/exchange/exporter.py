"""What an exporter of pictures owes, which there are, and how a file is written whole or not at all.

An exporter is one module of this package with a constant ``EXPORTER``. Nothing else names it.
"""

from __future__ import annotations

import contextlib
import os
import pkgutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from maplanner.core.errors import CannotExport
from maplanner.core.platform import install_command, missing_libraries, packages_for

if TYPE_CHECKING:
    from maplanner.drawing.picture import Diagram

ThemeChoice = Literal["light", "dark", "contrast"]
PaperChoice = Literal["fitted", "A4", "A3", "Letter"]


@dataclass(frozen=True)
class PictureOptions:
    """How a picture is to be.

    ``scale`` 1 draws at 96 dots to the inch; ``dpi`` says the same in dots and goes before it. ``border`` is
    the room around the drawing, in pixels at 100 %. ``paper`` and ``paged`` matter to PDF alone: a page as
    large as the drawing, one sheet that it is fitted onto, or as many sheets as it needs.
    """

    scale: float = 2.0
    dpi: float | None = None
    border: float = 24.0
    transparent: bool = False
    theme: ThemeChoice = "light"
    title: bool = False
    legend: bool = False
    date: date | None = None
    paper: PaperChoice = "fitted"
    paged: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers that no picture can have.

        Raises:
            CannotExport: A number is out of its range.
        """
        for name, value, low, high in (
            ("scale", self.factor, 0.05, 20.0),
            ("border", self.border, 0.0, 2000.0),
        ):
            if not low <= value <= high:
                message = f"The {name} must lie between {low:g} and {high:g}; {value:g} was asked for."
                raise CannotExport(message)

    @property
    def factor(self) -> float:
        """Pixels of the picture per pixel of the drawing at 100 %."""
        return self.scale if self.dpi is None else self.dpi / 96


@dataclass(frozen=True)
class Written:
    """A file that was written. ``remark`` says what had to be different from what was asked, if anything."""

    path: Path
    remark: str = ""


@dataclass(frozen=True)
class PictureExporter:
    """Makes one format of picture; ``make`` returns the file's content and a remark."""

    name: str
    title: str
    suffix: str
    make: Callable[[Diagram, PictureOptions], tuple[bytes, str]]

    def write(self, drawing: Diagram, path: Path, options: PictureOptions | None = None) -> Written:
        """Write the picture to ``path``, in place of what is there; on an error that stays as it was.

        Raises:
            CannotExport: The picture cannot be made, or the file cannot be written.
        """
        with needing_qt():
            data, remark = self.make(drawing, options or PictureOptions())
        write_whole(path, data)
        return Written(path, remark)


@cache
def picture_exporters() -> tuple[PictureExporter, ...]:
    """Return all exporters of pictures, by name."""
    package = import_module("maplanner.exchange")
    names = (f"{package.__name__}.{info.name}" for info in pkgutil.iter_modules(package.__path__))
    found = (getattr(import_module(name), "EXPORTER", None) for name in names if _declares_exporter(name))
    pictures = (each for each in found if isinstance(each, PictureExporter))
    return tuple(sorted(pictures, key=lambda exporter: exporter.name))


def picture_exporter(name: str) -> PictureExporter:
    """Return the exporter for a format, by its name or a file's suffix.

    Raises:
        CannotExport: There is none; the message names those that there are.
    """
    wanted = name.lower().removeprefix(".")
    for exporter in picture_exporters():
        if wanted in (exporter.name, exporter.suffix.removeprefix(".")):
            return exporter
    known = ", ".join(exporter.name for exporter in picture_exporters())
    raise CannotExport(f"There is no picture format “{name}”.", advice=f"Choose one of {known}.")


def _declares_exporter(module: str) -> bool:
    """Tell whether a module has a line that begins with ``EXPORTER``, without running it."""
    spec = find_spec(module)
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return False
    return "\nEXPORTER" in Path(spec.origin).read_text(encoding="utf-8")


@contextlib.contextmanager
def needing_qt() -> Iterator[None]:
    """Turn the failure to load Qt into words.

    Raises:
        CannotExport: Qt's libraries are not all there; the advice says how to get them.
    """
    try:
        yield
    except ImportError as error:
        missing = missing_libraries("drawing")
        message = "Pictures need graphics libraries that this machine lacks" + (
            f": {', '.join(library.name for library in missing)}." if missing else f" ({error})."
        )
        advice = f"Install them: {install_command(packages_for(missing))}" if missing else ""
        raise CannotExport(message, advice=advice) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step: readers see the old content or the new, never half of it.

    A pipe or a device is written to as it is; it has no content to replace.

    Raises:
        CannotExport: The folder is missing or cannot be written, or the disk is full.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        _refuse_place(path, target)
        _replace(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotExport(
            f"“{path}” cannot be written: {reason}.", advice="Choose another name or folder."
        ) from error
    except ValueError as error:
        raise CannotExport("No file can have that name.", advice="Choose another one.") from error


def _refuse_place(path: Path, target: Path) -> None:
    if target.is_dir():
        raise CannotExport(f"“{path}” is a folder.", advice="Give the picture a file name.")
    if not target.parent.is_dir():
        raise CannotExport(f"There is no folder “{target.parent}”.", advice="Make it, or choose another.")
    if target.exists() and not os.access(target, os.W_OK):
        raise CannotExport(f"“{path}” is write-protected.", advice="Choose another name.")


def _replace(target: Path, data: bytes) -> None:
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part"
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _take_mode(Path(temporary), target)
        Path(temporary).replace(target)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise


def _take_mode(temporary: Path, target: Path) -> None:
    """Give the new file the rights of the one it replaces, or those that any new file gets here."""
    if target.exists():
        mode = target.stat().st_mode & 0o777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)

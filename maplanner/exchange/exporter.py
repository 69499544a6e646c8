"""What an exporter of pictures owes, which there are, and how a file is written whole or not at all.

An exporter is one module of this package with a constant ``EXPORTER``. Nothing else names it.
"""

from __future__ import annotations

import contextlib
import os
import pkgutil
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from maplanner.core.errors import CannotExport
from maplanner.core.platform import install_command, missing_libraries, packages_for

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

ThemeChoice = Literal["light", "dark", "contrast"]
PaperChoice = Literal["fitted", "A4", "A3", "Letter"]


@dataclass(frozen=True)
class PictureOptions:
    """How a picture is to be.

    ``scale`` 1 draws at 96 dots to the inch; ``dpi`` says the same in dots and goes before it. ``border`` is
    the room around the drawing, in pixels at 100 %; ``crop`` leaves none. ``plan`` is a plan in text form
    that a PNG, SVG or PDF carries, so that it can be opened again.

    The rest matters to PDF alone. ``paper``: a page as large as the drawing, or a sheet. ``paged``: as many
    sheets as the drawing needs, with a strip that neighbours share. ``numbers``: title and page at the foot
    of each sheet. ``page_range``: which pages to keep, such as “1-3, 5”.
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
    crop: bool = False
    numbers: bool = False
    page_range: str = ""
    plan: str = ""

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
        pages_in(self.page_range)
        if self.paged and self.paper == "fitted":
            raise CannotExport("Several pages need a size of paper.", advice="Choose A4, A3 or Letter.")

    @property
    def room(self) -> float:
        """The room around the drawing, in pixels at 100 %."""
        return 0.0 if self.crop else self.border

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
    make: Callable[[Picture, PictureOptions], tuple[bytes, str]]
    make_book: Callable[[Sequence[Picture], PictureOptions, str], tuple[bytes, str]] | None = None
    """Makes one file of several pictures under a title, where the format has pages."""

    def write(self, drawing: Picture, path: Path, options: PictureOptions | None = None) -> Written:
        """Write the picture to ``path``, in place of what is there; on an error that stays as it was.

        Raises:
            CannotExport: The picture cannot be made, or the file cannot be written.
        """
        with needing_qt():
            data, remark = self.make(drawing, options or PictureOptions())
        write_whole(path, data)
        return Written(path, remark)

    def write_book(
        self, pictures: Sequence[Picture], path: Path, options: PictureOptions, title: str
    ) -> Written:
        """Write several pictures into one file, each beginning on a page of its own, with bookmarks.

        Raises:
            CannotExport: The format has no pages, or the file cannot be made or written.
        """
        if self.make_book is None:
            raise CannotExport(f"A {self.title} has no pages.", advice="Choose PDF for several pictures.")
        with needing_qt():
            data, remark = self.make_book(pictures, options, title)
        write_whole(path, data)
        return Written(path, remark)


_LAST_PAGE: Final = 10_000
_PAGE_PART: Final = re.compile(r"(?P<first>\d{1,5})?\s*(?P<to>[-–])?\s*(?P<last>\d{1,5})?")


def pages_in(words: str) -> frozenset[int] | None:
    """Return the pages that “1-3, 5, 8-” names; ``None``, for all, where it names none.

    Raises:
        CannotExport: It does not name pages.
    """
    found: set[int] = set()
    for part in words.split(",") if words.strip() else ():
        match = _PAGE_PART.fullmatch(part.strip())
        if match is None or not (match["first"] or match["last"]):
            message = f"“{words[:40]}” does not say which pages."
            raise CannotExport(message, advice="Write them as in “1-3, 5”.")
        first = int(match["first"] or 1)
        last = int(match["last"] or (_LAST_PAGE if match["to"] else first))
        if not 1 <= first <= last <= _LAST_PAGE:
            message = f"There are no pages “{part.strip()[:40]}”."
            raise CannotExport(message, advice="Write them as in “1-3, 5”.")
        found.update(range(first, last + 1))
    return frozenset(found) or None


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
        take_mode(Path(temporary), target)
        Path(temporary).replace(target)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise


def take_mode(temporary: Path, target: Path) -> None:
    """Give the new file the rights of the one it replaces, or those that any new file gets here."""
    if target.exists():
        mode = target.stat().st_mode & 0o777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)

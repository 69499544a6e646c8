"""Which formats of diagrams can be read, and reading one in the format that is recognised."""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import DiagramReader, Drawn
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import is_there, plain

_PACKAGE: Final = "maplanner.exchange.diagrams"
MAX_SHAPES: Final = 20_000
"""No drawing that a person can read has more shapes or lines; something else is not taken for one."""


@cache
def diagram_readers() -> tuple[DiagramReader, ...]:
    """Return all readers of diagrams, by name."""
    package = import_module(_PACKAGE)
    names = (f"{_PACKAGE}.{info.name}" for info in pkgutil.iter_modules(package.__path__))
    readers = (import_module(name).DIAGRAM for name in names if _declares_diagram(name))
    return tuple(sorted(readers, key=lambda reader: reader.name))


def recognised(path: Path) -> DiagramReader | None:
    """Return the reader of the format that a file, or a folder of files, has; ``None`` if it has none."""
    if not is_there(path):
        return None
    peek = Peek(path)
    return next((reader for reader in diagram_readers() if reader.recognises(peek)), None)


def is_diagram(path: Path, name: str = "") -> bool:
    """Tell whether a file is to be read as a diagram: ``name`` is a format of them, or one is recognised."""
    if name:
        return any(reader.name == name for reader in diagram_readers())
    return recognised(path) is not None


def read_diagram(path: Path, name: str = "") -> Drawn:
    """Return what a file draws, in the format ``name`` or else in the one recognised.

    Raises:
        UnreadableSource: There is no such file, it is of no known format, broken, empty or far too large.
    """
    if not is_there(path):
        message = f"There is no file {plain(path)}."
        raise UnreadableSource(message, advice="Choose the file that holds the diagram.")
    reader = diagram_reader_named(name) if name else recognised(path)
    if reader is None:
        known = ", ".join(f"{each.title} ({each.looks_for})" for each in diagram_readers())
        raise UnreadableSource(f"{plain(path)} holds no diagram that can be read.", advice=f"Known: {known}.")
    return _acceptable(reader.read(path), path)


def diagram_reader_named(name: str) -> DiagramReader:
    """Return the reader of that name.

    Raises:
        UnreadableSource: There is none.
    """
    for reader in diagram_readers():
        if reader.name == name:
            return reader
    known = ", ".join(reader.name for reader in diagram_readers())
    raise UnreadableSource(f"There is no format of diagrams “{name}”.", advice=f"There are: {known}.")


def _acceptable(drawn: Drawn, path: Path) -> Drawn:
    """Return what was read without pages that hold nothing.

    Raises:
        UnreadableSource: Nothing is left, or far too much is there.
    """
    for page in drawn.pages:
        if max(len(page.shapes), len(page.arrows)) > MAX_SHAPES:
            message = f"{plain(path)} has a page with more than {MAX_SHAPES:,} shapes or lines."
            raise UnreadableSource(message, advice="Split it into several diagrams.")
    empty = [page for page in drawn.pages if not (page.shapes or page.arrows)]
    if len(empty) == len(drawn.pages):
        why = f" {drawn.left_out[0]}" if drawn.left_out else ""
        raise UnreadableSource(f"{plain(path)} holds a diagram without any shapes.{why}")
    lines = (*drawn.left_out, *(f"The page “{plain(page.title)}” is empty." for page in empty))
    return replace(drawn, pages=tuple(page for page in drawn.pages if page not in empty), left_out=lines)


def _declares_diagram(name: str) -> bool:
    """Tell from its text whether a module declares a format, without importing it."""
    spec = find_spec(name)
    loader = None if spec is None else spec.loader
    text = loader.get_source(name) if isinstance(loader, InspectLoader) else None
    return text is not None and "\nDIAGRAM" in text

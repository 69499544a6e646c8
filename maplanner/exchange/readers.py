"""What a reader of catalogues owes, and which there are.

A reader is one module of this package with a constant ``READER``. Nothing else names it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue
from maplanner.crm.starter import starter_catalogue, starter_names
from maplanner.exchange.packed import is_packed, unpacked
from maplanner.exchange.peeking import Peek, peeks_below
from maplanner.exchange.source_files import is_folder, is_there, plain, read_json, read_xml

STARTER: Final = "starter:"
"""What stands before the name of a starter catalogue where a path could stand."""

_OTHER_METADATA: Final = "-meta.xml"
_PACKAGE: Final = "maplanner.exchange"


@dataclass(frozen=True)
class Reader:
    """Reads one format in which CRMs describe themselves.

    ``recognises`` looks at one file, by name and beginning first, and never fails because of its content;
    ``read`` takes a file or folder and raises :class:`UnreadableSource`, naming file and place, and nothing
    else. ``product`` is empty where the format does not say which product wrote it. ``also_reads`` names
    readers whose files this one reads as well, where both kinds lie in one folder.
    """

    name: str
    title: str
    looks_for: str
    recognises: Callable[[Peek], bool]
    read: Callable[[Path], Catalogue]
    product: str = ""
    also_reads: frozenset[str] = frozenset()

    def finds_in(self, path: Path) -> bool:
        """Tell whether a file at or below ``path`` is of this format."""
        return any(self.recognises(peek) for peek in peeks_below(path))


@cache
def catalogue_readers() -> tuple[Reader, ...]:
    """Return all readers, by name."""
    package = import_module(_PACKAGE)
    names = (f"{_PACKAGE}.{info.name}" for info in pkgutil.iter_modules(package.__path__))
    readers = (import_module(name).READER for name in names if _declares_reader(name))
    return tuple(sorted(readers, key=lambda reader: reader.name))


def readers_for(path: Path) -> tuple[Reader, ...]:
    """Return the readers that recognise what lies at ``path``; every file is looked into once.

    One whose files another reads as well is left out where both recognise something.

    Raises:
        UnreadableSource: The folder holds too many files to look at, or cannot be opened.
    """
    waiting = list(catalogue_readers())
    found: list[Reader] = []
    for peek in peeks_below(path):
        recognised = [reader for reader in waiting if reader.recognises(peek)]
        found += recognised
        waiting = [reader for reader in waiting if reader not in recognised]
        if not waiting:
            break
    covered = {name for reader in found for name in reader.also_reads}
    return tuple(sorted((each for each in found if each.name not in covered), key=lambda each: each.name))


def read_catalogue(path: Path, name: str = "") -> Catalogue:
    """Return the catalogue that lies at ``path``, in the format ``name`` or else in the one recognised.

    A packed folder (``.zip``) is unpacked for the time of reading. Instead of a path,
    ``starter:salesforce`` names the starter catalogue ``salesforce``.

    Raises:
        UnreadableSource: There is nothing, or nothing that can be read, or it holds several formats.
    """
    starter = str(path).removeprefix(STARTER)
    if starter in starter_names() and starter != str(path):
        return starter_catalogue(starter)
    if not is_there(path):
        known = ", ".join(f"{STARTER}{known}" for known in starter_names())
        advice = f"Check the name of the file or folder; the catalogues that come along are called {known}."
        raise UnreadableSource(f"There is nothing at {plain(path)}.", advice=advice)
    if is_packed(path):
        with unpacked(path) as folder:
            return _read(folder, name, path)
    return _read(path, name, path)


def _read(path: Path, name: str, named: Path) -> Catalogue:
    """Read what lies at ``path``, which people know as ``named``."""
    if name:
        return _not_empty(path, reader_named(name), named)
    found = readers_for(path)
    if not found:
        raise _unrecognised(named)
    if len(found) > 1:
        formats = " and ".join(reader.title for reader in found)
        names = " or ".join(f"--as {reader.name}" for reader in found)
        advice = f"Import their folders one by one, or say which is meant ({names})."
        raise UnreadableSource(f"{plain(named)} holds several formats: {formats}.", advice=advice)
    return found[0].read(path)


def _not_empty(path: Path, reader: Reader, named: Path) -> Catalogue:
    """Return what a reader that was asked for by name finds.

    Raises:
        UnreadableSource: It finds nothing at all, so it was the wrong one.
    """
    catalogue = reader.read(path)
    if not (catalogue.objects or catalogue.values or catalogue.conversions):
        message = f"{plain(named)} holds no {reader.title} ({reader.looks_for})."
        raise UnreadableSource(message, advice="Leave out --as to have the format recognised.")
    return catalogue


def _unrecognised(path: Path) -> UnreadableSource:
    """Return why nothing recognises what lies at ``path``: what is wrong with a file is the better reason."""
    if path.suffix.lower() in {".gz", ".7z", ".rar", ".tar", ".tgz"}:
        return UnreadableSource(f"{plain(path)} is packed.", advice="Unpack it and import the folder.")
    try:
        _hold_well_formed(path)
    except UnreadableSource as error:
        return error
    if path.name.endswith(_OTHER_METADATA):
        message = f"{plain(path)} is Salesforce metadata that describes no object, field or list of values."
        return UnreadableSource(message, advice="Import the folder “objects”, or the whole project.")
    known = ", ".join(reader.title for reader in catalogue_readers())
    message = f"{plain(path)} holds no description of a CRM that can be read."
    return UnreadableSource(message, advice=f"Known: {known}, a plan in text form.")


def _hold_well_formed(path: Path) -> None:
    """Read a single file as what its name says it is.

    Raises:
        UnreadableSource: It is broken; the place is named.
    """
    suffix = "" if is_folder(path) else path.suffix.lower()
    if suffix == ".json":
        read_json(path)
    elif suffix == ".xml":
        read_xml(path)
    elif suffix in {".yaml", ".yml"}:
        from maplanner.exchange.yaml_files import read_yaml

        read_yaml(path)


def reader_named(name: str) -> Reader:
    """Return the reader of that name.

    Raises:
        UnreadableSource: There is none.
    """
    for reader in catalogue_readers():
        if reader.name == name:
            return reader
    known = ", ".join(reader.name for reader in catalogue_readers())
    raise UnreadableSource(f"There is no reader “{name}”.", advice=f"There are: {known}.")


def _declares_reader(name: str) -> bool:
    """Tell from its text whether a module declares a reader.

    Importing every module of the package to find out would load those that draw pictures.
    """
    spec = find_spec(name)
    loader = None if spec is None else spec.loader
    text = loader.get_source(name) if isinstance(loader, InspectLoader) else None
    return text is not None and "\nREADER" in text

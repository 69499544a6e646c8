"""The parts of a Visio file (.vsdx): a packed folder whose parts name each other by relationships."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.bpmn_elements import local
from maplanner.exchange.packed import unpacked
from maplanner.exchange.source_files import plain, read_bytes, xml_from

_MOST_BYTES: Final = 48 * 1024 * 1024
"""How much XML is read of a drawing; what programs write for a hundred crowded pages is a tenth of it."""

Relations = dict[str, tuple[str, str]]
"""What a part names: by id, the last word of the relationship's type and the part."""


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Yield the parts of a Visio file, which vanish afterwards.

    Raises:
        UnreadableSource: It is broken, locked, or unpacks to more than anybody draws.
    """
    with unpacked(path) as folder:
        yield Package(folder, plain(path))


class Package:
    """The parts of one file."""

    def __init__(self, folder: Path, named: str) -> None:
        """Look at what was unpacked to ``folder`` from the file that people know as ``named``."""
        self._folder = folder
        self._named = named
        self._left = _MOST_BYTES

    def part(self, name: str) -> Element | None:
        """Return the root of a part; ``None`` where there is none of that name.

        Raises:
            UnreadableSource: The part is broken, or too much was read already.
        """
        place = self._folder.joinpath(*name.split("/"))
        if ".." in name.split("/") or not place.is_file():
            return None
        try:
            content = read_bytes(place)
        except UnreadableSource as error:
            message = f"{self._named}: {plain(error.message).replace(str(self._folder), '')}"
            raise UnreadableSource(message, advice=error.advice) from error
        self._left -= len(content)
        if self._left < 0:
            message = f"{self._named} draws more than can be read ({_MOST_BYTES // 1024**2} MB of XML)."
            raise UnreadableSource(message, advice="Save its pages as files of their own.")
        return xml_from(content, f"{self._named}, part “{plain(name)}”,")

    def relations(self, name: str) -> Relations:
        """Return what a part names; the whole file is the part without a name."""
        folder, _, file = name.rpartition("/")
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: Relations = {}
        for each in root if root is not None else ():
            target = each.get("Target", "")
            if local(each) == "Relationship" and target and each.get("TargetMode") != "External":
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = each.get("Type", "").rpartition("/")[2]
                found[each.get("Id", "")] = (kind, posixpath.normpath(whole))
        return found

    def related(self, name: str, kind: str) -> str:
        """Return the first part of a kind that a part names; nothing where it names none."""
        return next((part for sort, part in self.relations(name).values() if sort == kind), "")

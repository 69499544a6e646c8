"""Looking into files as little as it takes to find out what they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.source_files import files_below, read_json

_BEGINNING: Final = 64 * 1024
_BEFORE_JSON: Final = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
"""What may stand before the first sign of JSON: marks of its encoding, and blanks."""
_PEEKED_BYTES: Final = 64 * 1024 * 1024
"""How much JSON is read to find out what a folder holds; files after that are known by their names alone."""


class Budget:
    """How many bytes may still be looked at."""

    def __init__(self, left: int = _PEEKED_BYTES) -> None:
        """Begin with ``left`` bytes."""
        self._left = left

    def allows(self, size: int) -> bool:
        """Return whether a file of that size may be read, and count it."""
        allowed = self._left > 0
        self._left -= size + 4096
        return allowed


class Peek:
    """One file of a source. Its content is read once, however many readers ask, and never raises."""

    def __init__(self, path: Path, budget: Budget | None = None) -> None:
        """Look at nothing yet."""
        self.path = path
        self._budget = budget or Budget()

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def suffix(self) -> str:
        """The ending of the name in small letters, such as ``.json``."""
        return self.path.suffix.lower()

    @cached_property
    def beginning(self) -> bytes:
        """The first 64 KB; nothing where the file cannot be read."""
        try:
            if not self.path.is_file():
                return b""
            with self.path.open("rb") as file:
                return file.read(_BEGINNING)
        except (OSError, ValueError):
            return b""

    @cached_property
    def json(self) -> JsonValue:
        """What a ``.json`` file holds; ``None`` where it is none, broken, or too much was read already."""
        if self.suffix != ".json" or self.beginning.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] not in (
            b"{",
            b"[",
        ):
            return None
        try:
            return read_json(self.path) if self._budget.allows(self.path.stat().st_size) else None
        except (UnreadableSource, OSError):
            return None


def peeks_below(path: Path) -> Iterator[Peek]:
    """Yield every file at or below ``path``, to be looked into.

    Raises:
        UnreadableSource: A folder cannot be opened, or holds too many files.
    """
    budget = Budget()
    for file in files_below(path):
        yield Peek(file, budget)

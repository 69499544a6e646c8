"""What reading a format made of JSON files has in common: walking, and telling what was passed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.source_files import (
    MAX_NUMBER,
    LeftOut,
    files_below,
    folders_not_entered,
    is_folder,
    plain,
    read_json,
)

Described = dict[str, JsonValue]
"""A JSON object that describes something."""


class Taker(Protocol):
    """Takes the files of one format one by one."""

    def take(self, file: Path, data: JsonValue) -> bool:
        """Note what a file describes; return whether it is of this format."""

    def finish(self) -> None:
        """Put together what only makes sense once every file was seen."""


def read_folder(
    path: Path,
    left_out: LeftOut,
    taker: Taker,
    *,
    marked: Callable[[Path], bool],
    load: Callable[[Path, LeftOut], JsonValue] = read_json,
    suffixes: frozenset[str] = frozenset({".json"}),
    outdated: Callable[[Path], bool] = lambda _: False,
    what: str,
) -> None:
    """Give every JSON file at or below ``path`` to ``taker``; note every file that holds nothing for it.

    ``marked`` tells by the name that a file must be of this format, so that a broken one is an error and
    not just passed over; ``outdated`` tells of one that a newer file beside it replaces; ``what`` says what
    such a file describes.

    Raises:
        UnreadableSource: A marked file, or the only file, is broken or of another format.
    """
    alone = not is_folder(path)
    for file in files_below(path.absolute()):
        must_be_read = alone or marked(file)
        if not alone and file.suffix.lower() not in suffixes:
            left_out.add_file(file, f"describes no {what} in this format")
            continue
        if not alone and outdated(file):
            left_out.add_file(file, "is older than another version beside it and was not read")
            continue
        try:
            data = load(file, left_out)
        except UnreadableSource as error:
            if must_be_read:
                raise
            left_out.add(file, f"was passed over: {error.message}")
            continue
        if not taker.take(file, data):
            if alone:
                message = f"{plain(file)} describes no {what} in a form that is known here."
                raise UnreadableSource(message, advice="Fetch it from the CRM again, unchanged.")
            left_out.add_file(file, f"describes no {what} in this format")
    taker.finish()
    if not alone:
        for folder, why in folders_not_entered(path.absolute()):
            left_out.add(folder, why)


class Describing:
    """Reads values of one described thing with suspicion; what is no such value is left out by name."""

    def __init__(self, described: Described, where: str, left_out: LeftOut) -> None:
        """Read from ``described``, which people find at ``where``."""
        self.described = described
        self.where = where
        self._left_out = left_out

    def text(self, *keys: str) -> str:
        """Return the first of these values that is a text, fit for every screen; else nothing."""
        for key in keys:
            value = self.described.get(key)
            if isinstance(value, str) and plain(value):
                return plain(value)
        return ""

    def is_true(self, key: str) -> bool:
        """Tell whether a value says yes, in any of the ways in which CRMs write it."""
        value = self.described.get(key)
        return value is True or (isinstance(value, int) and value == 1) or value in ("true", "1", "yes")

    def is_false(self, key: str) -> bool:
        """Tell whether a value says no outright."""
        value = self.described.get(key)
        return value is False or value in ("false", "0", "no")

    def number(self, *keys: str) -> int | None:
        """Return the first of these values that is there, as a whole number from 0 on."""
        for key in keys:
            value = self.described.get(key)
            if value is None or value == "":
                continue
            found = whole_number(value)
            if found is None:
                self._left_out.add(self.where, f"“{plain(value)[:40]}” is no {key} that a field can have")
            return found
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts in a list, in order, without empty ones and repetitions."""
        value = self.described.get(key)
        found = (plain(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ()
        return tuple(dict.fromkeys(text for text in found if text))

    def inner(self, key: str) -> Described:
        """Return the described thing inside; an empty one where there is none."""
        value = self.described.get(key)
        return value if isinstance(value, dict) else {}


def whole_number(value: JsonValue) -> int | None:
    """Return a value as a whole number that a plan can hold, or ``None``."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 12:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    is_whole = isinstance(value, int) or value.is_integer()
    return int(value) if is_whole and 0 <= value <= MAX_NUMBER else None


def good_name(name: JsonValue) -> str:
    """Return a name that an object or field can have, or nothing."""
    text = plain(name) if isinstance(name, str) else ""
    return text if len(text) <= 255 else ""


def begin(path: Path, product: str, title: str) -> tuple[Gathering, LeftOut]:
    """Return where to gather what lies at ``path``, and where to note what cannot be placed."""
    left_out = LeftOut(path.absolute())
    return Gathering(product, f"{title}: {plain(path.absolute().name)}", left_out), left_out

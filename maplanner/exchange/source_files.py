"""Files from outside, read with suspicion: any of them may be huge, broken, hostile or not a file at all."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource

MAX_FILE_BYTES: Final = 32 * 1024 * 1024
MAX_FILES: Final = 200_000
MAX_NUMBER: Final = 2**31 - 1
_MAX_LINES: Final = 1000
_AGAIN: Final = "Fetch or save it again."


def is_there(path: Path) -> bool:
    """Tell whether anything lies at ``path``; a name that cannot exist is nothing."""
    return os.path.lexists(path) if "\0" not in str(path) else False


def is_folder(path: Path) -> bool:
    """Tell whether ``path`` is a folder; one that cannot be reached is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def files_below(path: Path) -> Iterator[Path]:
    """Yield the file itself, or every file below the folder, folder by folder in order of name.

    Links to folders and hidden folders are not entered; :func:`folders_not_entered` lists them.

    Raises:
        UnreadableSource: A folder cannot be opened, or there are more than ``MAX_FILES``.
    """
    if not is_folder(path):
        if is_there(path):
            yield path
        return
    seen = 0
    for folder, below, names in os.walk(path, onerror=_refuse_folder):
        below[:] = sorted(name for name in below if not _is_hidden(name))
        seen += len(names)
        if seen > MAX_FILES:
            message = f"{plain(path)} holds more than {MAX_FILES:,} files."
            raise UnreadableSource(message, advice="Choose the folder that holds the objects.")
        for name in sorted(names):
            yield Path(folder, name)


def folders_not_entered(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the folders below ``path`` that :func:`files_below` passes over, each with the reason."""
    for folder, below, _ in os.walk(path, onerror=_refuse_folder):
        for name in sorted(below):
            found = Path(folder, name)
            if _is_hidden(name):
                yield found, "is a hidden folder and was not looked into"
            elif found.is_symlink():
                yield found, "is a link to a folder and was not followed"
        below[:] = [name for name in below if not _is_hidden(name)]


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        UnreadableSource: It is no ordinary file, cannot be opened, or is larger than ``MAX_FILE_BYTES``.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableSource(f"{plain(path)} is not an ordinary file.")
        if status.st_size > MAX_FILE_BYTES:
            size = f"{status.st_size / 1024**2:.0f} MB"
            raise UnreadableSource(
                f"{plain(path)} is too large: {size}, at most {MAX_FILE_BYTES // 1024**2} MB."
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"{plain(path)} cannot be read: {reason}."
        raise UnreadableSource(message, advice="Check the name and the permissions.") from error


def read_xml(path: Path) -> Element:
    """Return the root of an XML file that declares no entities and no document type.

    Raises:
        UnreadableSource: It is not such a file; the message names the line.
    """
    return xml_from(read_bytes(path), plain(path))


def xml_from(content: bytes, named: str) -> Element:
    """Return the root of XML that people know as ``named``, without entities and document type.

    Raises:
        UnreadableSource: It is no such XML; the message names the line.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        message = f"{named} is broken at line {line}, column {column + 1}: {reason}."
        raise UnreadableSource(message, advice=_AGAIN) from error
    except DefusedXmlException as error:
        message = f"{named} declares a document type or entities, which may hide harm; it was not read."
        raise UnreadableSource(message, advice=_AGAIN) from error
    except (ValueError, LookupError, RecursionError) as error:
        message = f"{named} is written in an encoding or form that cannot be read: {plain(error)}."
        raise UnreadableSource(message, advice="Save it as UTF-8.") from error
    return root


def read_json(path: Path, left_out: LeftOut | None = None) -> JsonValue:
    """Return what a JSON file holds.

    With ``left_out``, a file that is not Unicode is read as Windows-1252, and that is noted.

    Raises:
        UnreadableSource: It is no JSON; the message names the line.
    """
    content = read_bytes(path)
    if left_out is not None and not _is_unicode(content):
        left_out.add(path, "is not written in UTF-8; it was read as Windows-1252, so check its letters")
        content = content.decode("cp1252", "replace").encode()
    return json_from(content, plain(path))


def _is_unicode(content: bytes) -> bool:
    """Tell whether JSON is in one of the encodings that it may be in."""
    try:
        content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        return False
    return True


def json_from(content: bytes, named: str) -> JsonValue:
    """Return what JSON that people know as ``named`` holds.

    Raises:
        UnreadableSource: It is no JSON; the message names the line.
    """
    try:
        data: JsonValue = json.loads(content)
    except json.JSONDecodeError as error:
        message = f"{named} is broken at line {error.lineno}, column {error.colno}: {error.msg}."
        raise UnreadableSource(message, advice=_AGAIN) from error
    except (ValueError, RecursionError) as error:
        message = f"{named} is no JSON text that can be read: {type(error).__name__}."
        raise UnreadableSource(message, advice="Save it as UTF-8.") from error
    return data


def plain(text: object) -> str:
    """Return a text that every screen and file can take: no control characters, no halves of characters."""
    readable = str(text).encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else " " for char in readable).strip()


def plain_lines(text: str) -> str:
    """Return a text as :func:`plain` does, line by line."""
    return "\n".join(plain(line) for line in text.splitlines()).strip()


class LeftOut:
    """Collects what a reader could not place, with the reason, below one folder."""

    def __init__(self, root: Path) -> None:
        """Name places relative to ``root``."""
        self._root = root if is_folder(root) else root.parent
        self._lines: dict[str, None] = {}
        self._files: Counter[tuple[str, str, str]] = Counter()
        self._example: dict[tuple[str, str, str], str] = {}

    def place(self, path: Path) -> str:
        """Return how a file is called towards people."""
        return plain(os.path.relpath(path, self._root))

    def add(self, where: Path | str, why: str) -> None:
        """Note one thing."""
        place = self.place(where) if isinstance(where, Path) else where
        self._lines[plain(f"{place}: {why}")] = None

    def add_file(self, path: Path, why: str) -> None:
        """Note a file as a whole; files of one kind in one folder share a line."""
        kind = "".join(path.suffixes[-2:]) or path.name
        group = (self.place(path.parent), plain(kind), why)
        self._files[group] += 1
        self._example.setdefault(group, self.place(path))

    def lines(self) -> tuple[str, ...]:
        """Return a line for each thing; beyond a thousand, how many more there are."""
        found = [*self._lines, *self._file_lines()]
        if len(found) > _MAX_LINES:
            rest = len(found) - _MAX_LINES
            found = [*found[:_MAX_LINES], f"… and {rest:,} more lines of this kind."]
        return tuple(found)

    def _file_lines(self) -> Iterable[str]:
        for group, count in self._files.items():
            folder, kind, why = group
            if count == 1:
                yield f"{self._example[group]}: {why}"
            else:
                yield f"{folder}: {count} files “{kind}”: {why}"


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "node_modules"


def _refuse_folder(error: OSError) -> None:
    reason = error.strerror or type(error).__name__
    message = f"The folder {plain(error.filename)} cannot be opened: {reason}."
    raise UnreadableSource(message, advice="Check its permissions.") from error

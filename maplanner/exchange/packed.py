"""Packed folders (``.zip``), unpacked with suspicion for as long as they are read."""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.source_files import MAX_FILE_BYTES, plain

MAX_UNPACKED_BYTES: Final = 512 * 1024 * 1024
MAX_UNPACKED_FILES: Final = 20_000
_DEEPEST: Final = 40
_LONGEST_NAME: Final = 200
_CHUNK: Final = 1 << 20
_NO_FOLDERS: Final = frozenset({".xlsx", ".xlsm", ".docx", ".maplan", ".jar"})
"""Endings of files that are packed inside but are no folders."""


def is_packed(path: Path) -> bool:
    """Tell whether ``path`` is a packed folder."""
    try:
        suffix = path.suffix.lower()
        if suffix in _NO_FOLDERS or not path.is_file():
            return False
        return suffix == ".zip" or zipfile.is_zipfile(path)
    except (OSError, ValueError):
        return False


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield a folder with what a packed one holds; it vanishes afterwards.

    Raises:
        UnreadableSource: It is broken, locked, or would unpack to more than anybody's CRM describes.
    """
    with tempfile.TemporaryDirectory(prefix="maplanner-") as place:
        folder = Path(place, plain(path.stem)[:_LONGEST_NAME].replace("/", "-") or "packed")
        folder.mkdir()
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, folder, path)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            message = f"{plain(path)} cannot be unpacked: {plain(error)[:200]}."
            raise UnreadableSource(message, advice="Fetch it again, or unpack it yourself.") from error
        yield folder


def _unpack(archive: zipfile.ZipFile, folder: Path, path: Path) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_UNPACKED_FILES:
        raise UnreadableSource(
            f"{plain(path)} holds {len(entries):,} files, at most {MAX_UNPACKED_FILES:,} are unpacked.",
            advice="Unpack it and import the folder that holds the objects.",
        )
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        target = _place_of(entry, folder, path)
        if target is None:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            continue
        left -= _copy(archive, entry, target, min(left, MAX_FILE_BYTES), path)


def _place_of(entry: zipfile.ZipInfo, folder: Path, path: Path) -> Path | None:
    """Return where an entry goes, or ``None`` for folders and what is no ordinary file.

    Raises:
        UnreadableSource: It is locked by a password, or wants to lie outside the folder.
    """
    name = entry.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.is_dir() or not parts or (kind and not stat.S_ISREG(kind)):
        return None
    if entry.flag_bits & 0x1:
        message = f"{plain(path)} is locked by a password."
        raise UnreadableSource(message, advice="Unpack it with the password and import the folder.")
    strange = name.startswith("/") or ".." in parts or any(len(part) > _LONGEST_NAME for part in parts)
    if strange or len(parts) > _DEEPEST or ":" in parts[0]:
        message = f"{plain(path)} holds a file with an impossible place, “{plain(name)[:80]}”."
        raise UnreadableSource(message, advice="Nothing was read. Fetch it again from the CRM.")
    return folder.joinpath(*parts)


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, most: int, path: Path) -> int:
    """Unpack one file and return its size, whatever the archive says of it."""
    size = 0
    try:
        with archive.open(entry) as packed, target.open("wb") as file:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise _too_much(entry, path)
                file.write(chunk)
    except RuntimeError as error:
        message = f"{plain(path)}: “{plain(entry.filename)[:80]}” cannot be unpacked: {plain(error)[:120]}."
        raise UnreadableSource(message, advice="Unpack it yourself and import the folder.") from error
    return size


def _too_much(entry: zipfile.ZipInfo, path: Path) -> UnreadableSource:
    message = f"{plain(path)}: “{plain(entry.filename)[:80]}” unpacks to more than can be read"
    limits = f"{MAX_FILE_BYTES // 1024**2} MB a file, {MAX_UNPACKED_BYTES // 1024**2} MB in all"
    return UnreadableSource(f"{message} ({limits}).", advice="It was not read.")

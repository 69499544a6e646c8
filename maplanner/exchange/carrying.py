"""Plans that pictures carry: taken out of a PNG, an SVG or a PDF that was exported with its plan inside."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.source_files import plain

CARRIED: Final = b"maplanner-plan"
LARGEST_PLAN: Final = 256 * 2**20
"""No plan in text form comes near so many bytes; what unpacks to more is none."""
LARGEST_PICTURE: Final = 256 * 2**20
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_BEGINNING: Final = 4096
_METADATA: Final = re.compile(rb'<metadata id="maplanner-plan">\s*([A-Za-z0-9+/=\s]*)</metadata>')
_ATTACHED: Final = re.compile(rb"/EF\s*<<\s*/F (\d{1,9}) 0 R")
_STREAM: Final = re.compile(rb"<<(?P<told>.{0,2000}?)>>\s*stream\r?\n", re.DOTALL)
_MOST_ATTACHED: Final = 100


def carried_plan(path: Path) -> str | None:
    """Return the text of the plan that a picture carries; ``None`` where it carries none.

    Raises:
        UnreadableSource: It carries one that is damaged, or far too large.
    """
    how = _how(path)
    if how is None:
        return None
    try:
        if path.stat().st_size > LARGEST_PICTURE:
            raise UnreadableSource(f"{plain(path)} is too large to look for a plan in it.")
        found = how(path.read_bytes())
        return None if found is None else found.decode("utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableSource(f"{plain(path)} cannot be read: {reason}.") from error
    except (binascii.Error, zlib.error, ValueError, struct.error) as error:
        message = f"The plan in {plain(path)} is damaged."
        raise UnreadableSource(message, advice="Open the plan file itself.") from error


def may_carry(path: Path) -> bool:
    """Tell by its beginning whether a file is a picture that could carry a plan."""
    return _how(path) is not None


def _how(path: Path) -> Callable[[bytes], bytes | None] | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
    except (OSError, ValueError):
        return None
    if beginning.startswith(_PNG):
        return _in_png
    if beginning.startswith(b"%PDF-"):
        return _in_pdf
    return _in_svg if b"<svg" in beginning else None


def _in_png(data: bytes) -> bytes | None:
    for kind, content in _chunks(data):
        if kind == b"iTXt" and content.startswith(CARRIED + b"\0"):
            # Key, two flags, language and translated key, each ended by a zero byte.
            return _unpacked(base64.b64decode(content.split(b"\0", 5)[-1], validate=True))
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _in_svg(data: bytes) -> bytes | None:
    found = _METADATA.search(data)
    return None if found is None else _unpacked(base64.b64decode(found[1], validate=False))


def _in_pdf(data: bytes) -> bytes | None:
    for found in islice(_ATTACHED.finditer(data), _MOST_ATTACHED):
        content = _stream(data, int(found[1]))
        if content is not None and b'"maplanner"' in content[:_BEGINNING]:
            return content
    return None


def _stream(data: bytes, number: int) -> bytes | None:
    """Return what is in a numbered object of a PDF (PDF 32000-1, 7.3.8), the last of that number."""
    begin = data.rfind(b"\n%d 0 obj" % number)
    head = _STREAM.search(data, begin, begin + 4 * _BEGINNING) if begin >= 0 else None
    end = data.find(b"endstream", head.end()) if head is not None else -1
    if head is None or end < 0:
        return None
    content = data[head.end() : end]
    return _unpacked(content) if b"FlateDecode" in head["told"] else content.rstrip(b"\r\n")


def _unpacked(data: bytes) -> bytes:
    packer = zlib.decompressobj()
    found = packer.decompress(data, LARGEST_PLAN)
    if packer.unconsumed_tail:
        raise ValueError("unpacks to more than any plan")
    if not packer.eof:
        raise ValueError("is cut off")
    return found

"""How draw.io packs its XML: deflated in a page, in a PNG's texts, in an SVG's root. Nothing is trusted."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.source_files import xml_from

MAX_INFLATED: Final = 24 * 1024 * 1024
PNG: Final = b"\x89PNG\r\n\x1a\n"
_KEYS: Final = {b"mxfile", b"mxGraphModel"}
_SVG_TYPE: Final = re.compile(rb"<!DOCTYPE\s+svg[^<>\[\]]{0,500}>", re.IGNORECASE)
_AGAIN: Final = "Save the diagram again."


class Allowance:
    """How many bytes a file may still unpack to, all its pages together."""

    def __init__(self, named: str, left: int = MAX_INFLATED) -> None:
        """Allow ``left`` bytes for the file people know as ``named``."""
        self.named = named
        self._left = left

    def inflate(self, packed: bytes, wbits: int, where: str) -> bytes:
        """Return what was deflated.

        Raises:
            UnreadableSource: It is broken, or unpacks to more than any drawing.
        """
        unpacking = zlib.decompressobj(wbits)
        try:
            found = unpacking.decompress(packed, max(self._left, 1))
        except zlib.error as error:
            raise UnreadableSource(f"{self.named}: {where} is damaged.", advice=_AGAIN) from error
        if unpacking.unconsumed_tail:
            message = (
                f"{self.named}: {where} unpacks to more than {MAX_INFLATED // 1024**2} MB; it was not read."
            )
            raise UnreadableSource(message, advice="Split it into several diagrams.")
        if not unpacking.eof:
            raise UnreadableSource(f"{self.named}: {where} breaks off.", advice=_AGAIN)
        self._left -= len(found)
        return found


def page_xml(text: str, allowance: Allowance, where: str) -> bytes:
    """Return the XML of a page from the text in it: deflated in base64, or merely escaped.

    Raises:
        UnreadableSource: It is neither.
    """
    text = text.strip()
    if text.startswith("<"):
        return text.encode("utf-8", "replace")
    if text.casefold().startswith("%3c"):
        return unquote_to_bytes(text)
    try:
        packed = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableSource(f"{allowance.named}: {where} is damaged.", advice=_AGAIN) from error
    return unescaped(allowance.inflate(packed, -zlib.MAX_WBITS, where))


def unescaped(text: bytes) -> bytes:
    """Return text whose letters may be escaped with per-cent signs."""
    return unquote_to_bytes(text) if text[:6].lstrip()[:3].lower() == b"%3c" else text


def xml_in_png(content: bytes, allowance: Allowance) -> bytes | None:
    """Return the diagram that lies in a picture's texts; ``None`` if there is none.

    Raises:
        UnreadableSource: The diagram in it is broken.
    """
    for sort, data in _chunks(content):
        key, _, rest = data.partition(b"\0")
        if key not in _KEYS:
            continue
        if sort == b"tEXt":
            return unescaped(rest)
        if sort == b"zTXt":
            return unescaped(allowance.inflate(rest[1:], zlib.MAX_WBITS, "the diagram in the picture"))
        if sort == b"iTXt":
            is_packed, text = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
            where = "the diagram in the picture"
            return unescaped(allowance.inflate(text, zlib.MAX_WBITS, where) if is_packed else text)
    return None


def xml_in_svg(content: bytes, named: str) -> bytes | None:
    """Return the diagram that lies in an SVG picture; ``None`` if there is none.

    Raises:
        UnreadableSource: The picture is no XML.
    """
    root = xml_from(_SVG_TYPE.sub(b"", content[:4096], count=1) + content[4096:], named)
    text = root.get("content", "")
    if not text.strip():
        return None
    return unescaped(text.strip().encode("utf-8", "replace"))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the sort and the data of each chunk of a PNG as far as they are whole."""
    at = len(PNG)
    while at + 8 <= len(content):
        length, sort = struct.unpack(">I4s", content[at : at + 8])
        data = content[at + 8 : at + 8 + length]
        if len(data) < length:
            return
        yield sort, data
        at += length + 12

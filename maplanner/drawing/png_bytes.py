"""Images as PNG files, packed on all cores.

Qt's own writer tries every filter on every line, on one core: a large drawing takes it seconds. Drawings are
mostly flat, so the difference to the line above (PNG's filter *Up*) packs as well at once.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtGui import QImage

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_FILTER_UP: Final = 2
_RGB: Final = 2
_RGBA: Final = 6
_LEVEL: Final = 2
_STRIP_BYTES: Final = 4_000_000
_ADLER: Final = 65_521


def png_bytes(image: QImage, texts: Mapping[str, str]) -> bytes:
    """Return the image as a PNG file with its resolution and the given texts (``Title``, ``Software``)."""
    colors = _RGBA if image.hasAlphaChannel() else _RGB
    header = struct.pack(">IIBBBBB", image.width(), image.height(), 8, colors, 0, 0, 0)
    chunks = [_chunk(b"IHDR", header)]
    chunks.append(_chunk(b"pHYs", struct.pack(">IIB", image.dotsPerMeterX(), image.dotsPerMeterY(), 1)))
    chunks += [_text_chunk(key, text) for key, text in texts.items()]
    chunks.append(_chunk(b"IDAT", _packed(image)))
    chunks.append(_chunk(b"IEND", b""))
    return _SIGNATURE + b"".join(chunks)


class _Strip(NamedTuple):
    """Some lines of the image, packed, with the length and checksum (Adler-32) of what was packed."""

    data: bytes
    length: int
    check: int


def _packed(image: QImage) -> bytes:
    """Return the filtered lines as one zlib stream (RFC 1950) whose strips are packed side by side."""
    step = max(1, _STRIP_BYTES // (4 * image.width() + 1))
    tops = range(0, image.height(), step)
    strips = _strips(image, step, tops)
    check = 1
    for strip in strips:
        check = _joined_checks(check, strip)
    return b"\x78\x01" + b"".join(strip.data for strip in strips) + struct.pack(">I", check)


def _strips(image: QImage, step: int, tops: range) -> list[_Strip]:
    pack = partial(_strip, image, step)
    try:
        with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1, len(tops))) as pool:
            return list(pool.map(pack, tops))
    except RuntimeError:  # Python is ending and begins nothing new: one after the other
        return [pack(top) for top in tops]


def _strip(image: QImage, step: int, top: int) -> _Strip:
    """Pack some lines: for each the filter's number, then the differences to the line above."""
    bottom = min(image.height(), top + step)
    channels = 4 if image.hasAlphaChannel() else 3
    form = QImage.Format.Format_RGBA8888 if channels == 4 else QImage.Format.Format_RGB888
    above = 1 if top else 0
    part = image.copy(0, top - above, image.width(), bottom - top + above).convertToFormat(form)
    lines = np.frombuffer(part.constBits(), np.uint8).reshape(part.height(), part.bytesPerLine())
    lines = lines[:, : image.width() * channels]
    found = np.empty((bottom - top, lines.shape[1] + 1), np.uint8)
    found[:, 0] = _FILTER_UP
    if not above:
        found[0, 1:] = lines[0]
    np.subtract(lines[1:], lines[:-1], out=found[1 - above :, 1:])
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    end = zlib.Z_FINISH if bottom == image.height() else zlib.Z_SYNC_FLUSH
    data = packer.compress(found.data) + packer.flush(end)
    return _Strip(data, found.size, zlib.adler32(found.data))


def _joined_checks(before: int, strip: _Strip) -> int:
    """Return the checksum of everything so far and a strip behind it, from their two checksums."""
    low, high = before & 0xFFFF, before >> 16
    strip_low, strip_high = strip.check & 0xFFFF, strip.check >> 16
    joined_low = (low + strip_low - 1) % _ADLER
    joined_high = (high + strip_high + strip.length * (low - 1)) % _ADLER
    return joined_high << 16 | joined_low


def _text_chunk(key: str, text: str) -> bytes:
    return _chunk(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8", "replace"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))

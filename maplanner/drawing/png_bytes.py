"""Images as PNG files, packed on all cores.

Qt's own writer tries every filter on every line, on one core: a large drawing takes it seconds. Drawings are
mostly flat, so the difference to the line above (PNG's filter *Up*) packs as well at once.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_FILTER_UP: Final = 2
_RGB: Final = 2
_RGBA: Final = 6
_LEVEL: Final = 2
_STRIP_BYTES: Final = 8_000_000


def png_bytes(image: QImage, texts: Mapping[str, str]) -> bytes:
    """Return the image as a PNG file with its resolution and the given texts (``Title``, ``Software``)."""
    transparent = image.hasAlphaChannel()
    form = QImage.Format.Format_RGBA8888 if transparent else QImage.Format.Format_RGB888
    pixels = _pixels(image.convertToFormat(form), 4 if transparent else 3)
    header = struct.pack(
        ">IIBBBBB", image.width(), image.height(), 8, _RGBA if transparent else _RGB, 0, 0, 0
    )
    chunks = [_chunk(b"IHDR", header)]
    chunks.append(_chunk(b"pHYs", struct.pack(">IIB", image.dotsPerMeterX(), image.dotsPerMeterY(), 1)))
    chunks += [_text_chunk(key, text) for key, text in texts.items()]
    chunks.append(_chunk(b"IDAT", _packed(pixels)))
    chunks.append(_chunk(b"IEND", b""))
    return _SIGNATURE + b"".join(chunks)


def _pixels(image: QImage, channels: int) -> NDArray[np.uint8]:
    """Return the image's bytes; shape (height, width × channels)."""
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width() * channels].copy()


def _packed(pixels: NDArray[np.uint8]) -> bytes:
    """Return the filtered lines as one zlib stream (RFC 1950) whose strips were packed side by side."""
    strips = list(_strips(pixels))
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1, len(strips))) as pool:
        lines = list(pool.map(lambda strip: _filtered(pixels, *strip), strips))
        last = len(lines) - 1
        parts = list(pool.map(lambda each: _deflated(each[1], last=each[0] == last), enumerate(lines)))
    check = zlib.adler32(b"")
    for line in lines:
        check = zlib.adler32(line.data, check)
    return b"\x78\x01" + b"".join(parts) + struct.pack(">I", check)


def _strips(pixels: NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
    height, width = pixels.shape
    step = max(1, _STRIP_BYTES // (width + 1))
    return ((top, min(height, top + step)) for top in range(0, height, step))


def _filtered(pixels: NDArray[np.uint8], top: int, bottom: int) -> NDArray[np.uint8]:
    """Return lines as PNG wants them: the filter's number, then differences modulo 256."""
    found = np.empty((bottom - top, pixels.shape[1] + 1), np.uint8)
    found[:, 0] = _FILTER_UP
    found[0, 1:] = pixels[top] - pixels[top - 1] if top else pixels[0]
    np.subtract(pixels[top + 1 : bottom], pixels[top : bottom - 1], out=found[1:, 1:])
    return found


def _deflated(lines: NDArray[np.uint8], *, last: bool) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(lines.data) + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _text_chunk(key: str, text: str) -> bytes:
    return _chunk(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8", "replace"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))

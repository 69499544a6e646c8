"""Bookmarks for a PDF: Qt writes none, so they are added behind what it wrote.

A PDF may be changed by appending (PDF 32000-1, 7.5.6): new objects, the catalogue again with the outline in
it, and a table of where these lie that points to the table before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_ROOT: Final = re.compile(rb"/Root (\d+) 0 R")
_SIZE: Final = re.compile(rb"/Size (\d+)")
_START: Final = re.compile(rb"startxref\s+(\d+)")
_TRAILER: Final = re.compile(rb"trailer\s*<<(?P<inside>.*?)>>\s*startxref", re.DOTALL)
_PAGES: Final = re.compile(rb"/Pages (\d+) 0 R")
_KIDS: Final = re.compile(rb"/Kids\s*\[(?P<kids>[^\]]*)\]", re.DOTALL)
_KID: Final = re.compile(rb"(\d+) 0 R")


class Bookmark(NamedTuple):
    """A title in a PDF's outline and the page that it leads to, from 0."""

    title: str
    page: int


def with_bookmarks(pdf: bytes, bookmarks: Sequence[Bookmark]) -> bytes:
    """Return a PDF as Qt writes it with an outline, which viewers show when they open it."""
    trailers = list(_TRAILER.finditer(pdf))
    if not bookmarks or not trailers:
        return pdf
    trailer = trailers[-1]["inside"]
    root, size = _number(_ROOT, trailer), _number(_SIZE, trailer)
    catalogue = _object(pdf, root)
    pages = _KIDS.search(_object(pdf, _number(_PAGES, catalogue)))
    kids = [int(kid) for kid in _KID.findall(pages["kids"])] if pages is not None else []
    items = [(mark, kids[mark.page]) for mark in bookmarks if 0 <= mark.page < len(kids)]
    if not items:
        return pdf
    first, last = size + 1, size + len(items)
    outline = f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(items)} >>"
    shown = catalogue[: catalogue.rindex(b">>")] + b"/Outlines %d 0 R\n/PageMode /UseOutlines\n>>" % size
    objects = {root: shown, size: outline.encode()}
    for place, (mark, page) in enumerate(items):
        objects[first + place] = _item(mark, page, size, (first + place, first, last))
    return pdf + _appended(objects, len(pdf), trailer, _start(pdf), size + 1 + len(items))


def _item(mark: Bookmark, page: int, parent: int, place: tuple[int, int, int]) -> bytes:
    """Return one entry; ``place`` is its own number and those of the first and the last."""
    own, first, last = place
    before = f" /Prev {own - 1} 0 R" if own > first else ""
    after = f" /Next {own + 1} 0 R" if own < last else ""
    title = "FEFF" + mark.title.encode("utf-16-be", "replace").hex().upper()
    return (f"<< /Title <{title}> /Parent {parent} 0 R{before}{after} /Dest [{page} 0 R /Fit] >>").encode()


def _appended(objects: dict[int, bytes], begin: int, trailer: bytes, previous: int, size: int) -> bytes:
    parts = [b"\n"]
    at = begin + 1
    offsets = {}
    for number, content in sorted(objects.items()):
        offsets[number] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(parts[-1])
    parts.append(b"xref\n")
    parts += [b"%d 1\n%010d 00000 n \n" % entry for entry in sorted(offsets.items())]
    kept = _SIZE.sub(b"/Size %d" % size, trailer)
    parts.append(
        b"trailer\n<<%s/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (kept.rstrip() + b"\n", previous, at)
    )
    return b"".join(parts)


def _object(pdf: bytes, number: int) -> bytes:
    begin = pdf.index(b"\n%d 0 obj" % number) + len(b"\n%d 0 obj" % number)
    return pdf[begin : pdf.index(b"endobj", begin)].strip()


def _number(pattern: re.Pattern[bytes], text: bytes) -> int:
    found = pattern.search(text)
    return int(found[1]) if found is not None else 0


def _start(pdf: bytes) -> int:
    return int(_START.findall(pdf)[-1])

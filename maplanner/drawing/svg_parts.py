"""Parts of an SVG by name: each card, link and note a group with an id and a title of its own.

Qt writes one flat list of groups, one for each change of pen or place. While a drawing is painted, texts that
nobody may see mark where a part begins and ends; they become the groups.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtSvg import QSvgGenerator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

_SECRET: Final = token_hex(8)
"""Begins every mark, so that no record's text can pass for one."""
_MARK: Final = re.compile(rf"<text [^>]*>{_SECRET}([0-9a-f]*)</text>\s*")
_MARKS: Final = re.compile(rf"<g [^>]*>\s*(?P<marks>(?:{_MARK.pattern})+)</g>")
"""A group of marks alone: where one part ends and the next begins there are several."""
_UNFIT: Final = re.compile(r"[^\w.-]")

Parts = Callable[[str, str, str], AbstractContextManager[None]]
"""Is given the sort, identifier and title of a part, and holds as long as it is painted."""


def parts_on(painter: QPainter) -> Parts:
    """Return how to tell parts apart: marks on an SVG, nothing on anything else."""
    if not isinstance(painter.device(), QSvgGenerator):
        return lambda _sort, _id, _title: nullcontext()

    @contextmanager
    def part(sort: str, record_id: str, title: str) -> Iterator[None]:
        _mark(painter, f"{sort}-{record_id} {title}")
        try:
            yield
        finally:
            _mark(painter, "")

    return part


def grouped(svg: str) -> str:
    """Return the SVG with a group for each part that was marked while it was painted."""
    seen: set[str] = set()

    def groups(found: re.Match[str]) -> str:
        words = (bytes.fromhex(mark).decode() for mark in _MARK.findall(found["marks"]))
        return "".join(_group(each, seen) for each in words)

    return _MARKS.sub(groups, svg)


def _mark(painter: QPainter, words: str) -> None:
    painter.save()
    # Another place and another strength than anything else has, so that the mark is a group of its own.
    painter.setPen(Qt.GlobalColor.black)
    painter.setOpacity(0.015625)
    painter.translate(0.25, 0.25)
    # Letters of one font alone: Qt would divide others among several texts.
    painter.drawText(QPointF(0.0, 0.0), _SECRET + words.encode("utf-8", "replace").hex())
    painter.restore()


def _group(words: str, seen: set[str]) -> str:
    from xml.sax.saxutils import escape, quoteattr

    if not words:
        return "</g>"
    name, _blank, title = words.partition(" ")
    own = _UNFIT.sub("_", name)
    while own in seen:
        own += "_"
    seen.add(own)
    told = f"<title>{escape(title)}</title>" if title.strip() else ""
    return f"<g id={quoteattr(own)}>{told}"

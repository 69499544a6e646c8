"""Labels in HTML as plain text: only what a person reads stays; scripts and styles do not."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from maplanner.exchange.source_files import plain_lines

_LONGEST: Final = 20_000
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")
_BREAKS: Final = frozenset(
    {"br", "div", "p", "li", "tr", "table", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}
)
_UNREAD: Final = frozenset({"script", "style", "title", "iframe", "noscript", "template"})


def label_text(label: str, *, is_html: bool = True) -> str:
    """Return what a label says, line by line, without markup and control characters."""
    label = label[:_LONGEST]
    if not is_html or not _MARKUP.search(label):
        return _tidy(label)
    reader = _Words()
    reader.feed(label)
    reader.close()
    return _tidy("".join(reader.found))


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in plain_lines(text.replace("\r", "\n")).splitlines())
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unread = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _UNREAD and not self._unread:
            self._unread = tag
        elif tag in _BREAKS:
            self.found.append("\n")
        elif tag == "td":
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""
        elif tag in _BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.found.append(data)

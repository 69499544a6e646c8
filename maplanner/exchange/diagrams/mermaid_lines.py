"""The statements of a Mermaid flowchart, read one by one; what is not understood is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Final

from maplanner.exchange.diagrams.drawn import Arrow, Shape
from maplanner.exchange.diagrams.label_text import label_text
from maplanner.exchange.diagrams.mermaid_shapes import BRACKETS, NAMES

_NAME: Final = re.compile(r"(?:\w|[.:#/\\-](?=\w))+")
_TOKEN: Final = re.compile(r'"[^"]{0,5000}"|@\{[^{}]{0,5000}\}|%%[^\n]*|[;\n]|[^";\n%@]+|.', re.DOTALL)
_HALF_CODE: Final = re.compile(r"#\w{1,12}$")
_LINK: Final = re.compile(
    r"(?:[\w-]+@)?(?P<head>[<xo])?(?P<body>--+|==+|-\.+-|~~~+)(?P<tail>[>xo](?![\w(\[{])|>)?"
)
_OPEN_TEXT: Final = re.compile(r"(?:[\w-]+@)?(?P<head>[<xo])?(?P<body>--|==|-\.)\s+(?=\S)")
_CLOSE: Final = {
    "--": re.compile(r"--+[>xo]?"),
    "==": re.compile(r"==+[>xo]?"),
    "-.": re.compile(r"\.+-[>xo]?"),
}
_CLASS: Final = re.compile(r":::[\w-]+(?:,[\w-]+)*")
_DATA: Final = re.compile(r"@\{(?P<data>[^{}]*)\}", re.DOTALL)
_PAIR: Final = re.compile(r"(\w+)\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\n}]+))")
_IGNORED: Final = re.compile(
    r"(?:classDef|class|style|linkStyle|click|direction|accTitle|accDescr|%%)(?:\s|:|\{|%|$)"
)
_SUBGRAPH: Final = re.compile(r"subgraph(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_CODE: Final = re.compile(r"#(\w+);")
_ICON: Final = re.compile(r"\bfa[bsrl]?:fa-[\w-]+\s*")
_MARKDOWN: Final = re.compile(r"(\*\*|__|`)(.+?)\1", re.DOTALL)
_MOST: Final = 20_000
_SHOWN: Final = 60


@dataclass
class Flowchart:
    """Collects what the statements of one chart draw."""

    arrows: list[Arrow] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    _found: dict[str, Shape] = field(default_factory=dict)
    _within: list[str] = field(default_factory=list)

    def shapes(self) -> list[Shape]:
        """Return the shapes and subgraphs in the order in which they appear."""
        return list(self._found.values())

    def read(self, text: str) -> None:
        """Read all statements."""
        for statement in _statements(text):
            subgraph = _SUBGRAPH.fullmatch(statement)
            if subgraph is not None:
                self._begin(subgraph["rest"].strip())
            elif statement == "end":
                if self._within:
                    self._within.pop()
            elif not _IGNORED.match(statement):
                self._chain(statement)

    def _begin(self, rest: str) -> None:
        """Begin a subgraph: ``id [title]``, ``id`` or ``"a title"``."""
        rest = re.sub(r"^([\w.-]{1,200})\s+\[", r"\1[", rest)
        shape, at = self._node(rest, 0) if rest and rest[0] not in "\"'" else (None, 0)
        if shape is None or rest[at:].strip():
            title = _text(rest)
            key = rest.partition("[")[0].strip() or f"subgraph {len(self._found) + 1}"
            shape = Shape(title or key, title)
        holder = self._within[-1] if self._within else None
        text = shape.text or ("" if not rest else shape.id)
        found = self._found.pop(shape.id, None)
        inside = holder if found is None or found.within is None else found.within
        self._found[shape.id] = Shape(
            shape.id, text, "subgraph", within=inside if inside != shape.id else None
        )
        self._within.append(shape.id)

    def _chain(self, statement: str) -> None:
        """Read nodes and the links between them: ``a & b --> c -- text --> d``."""
        sources, at = self._group(statement, 0)
        if not sources:
            self._skip(statement)
            return
        while at < len(statement):
            link = _link(statement, at)
            if link is None:
                self._skip(statement[at:])
                return
            text, is_back, is_hidden, at = link
            targets, at = self._group(statement, at)
            if not targets:
                self._skip(statement)
                return
            if not is_hidden:
                self._join(sources, targets, text, is_back=is_back)
            sources = targets

    def _join(self, sources: list[str], targets: list[str], text: str, *, is_back: bool) -> None:
        for source in sources:
            for target in targets:
                if len(self.arrows) > _MOST:
                    return
                ends = (target, source) if is_back else (source, target)
                self.arrows.append(Arrow(f"link {len(self.arrows) + 1}", *ends, text))

    def _group(self, statement: str, at: int) -> tuple[list[str], int]:
        """Read nodes joined by ``&``; return their names and where the rest begins."""
        found: list[str] = []
        while True:
            shape, at = self._node(statement, at)
            if shape is None:
                return [], at
            self._put(shape)
            found.append(shape.id)
            rest = re.compile(r"\s*&\s*").match(statement, at)
            if rest is None:
                return found, _blank(statement, at)
            at = rest.end()

    def _node(self, statement: str, at: int) -> tuple[Shape | None, int]:
        """Read one node with its shape, if it has any there."""
        at = _blank(statement, at)
        name = _NAME.match(statement, at)
        if name is None:
            return None, at
        key, at = name[0], name.end()
        text, sort, at = _shape_at(statement, at)
        data = _DATA.match(statement, at)
        if data is not None:
            at = data.end()
            pairs = _pairs(data["data"])
            text = _text(pairs.get("label", "")) or text
            wanted = pairs.get("shape", "").strip()
            sort = NAMES.get(wanted, wanted) or sort
        style = _CLASS.match(statement, at)
        return Shape(key, text, sort), at if style is None else style.end()

    def _put(self, shape: Shape) -> None:
        """Add a node, or what is told of one that is there already."""
        before = self._found.get(shape.id)
        holder = self._within[-1] if self._within else None
        if holder == shape.id:
            holder = None
        if before is None:
            made = replace(shape, text=shape.text or shape.id, sort=shape.sort or "rectangle", within=holder)
            self._found[shape.id] = made
        elif before.sort != "subgraph":
            text, sort = shape.text or before.text, shape.sort or before.sort
            self._found[shape.id] = replace(before, text=text, sort=sort, within=before.within or holder)

    def _skip(self, statement: str) -> None:
        shown = " ".join(statement.split())[:_SHOWN]
        self.left_out.append(f"“{shown}” was not understood.")


def _statements(text: str) -> Iterator[str]:
    """Yield the statements: lines, and parts of lines between semicolons; quotes and data hold together."""
    part = ""
    for token in _TOKEN.finditer(text):
        piece = token[0]
        is_end = piece == "\n" or (piece == ";" and not _HALF_CODE.search(part[-16:]))
        if piece.startswith("%%") and not part.strip():
            continue
        if not is_end:
            part += piece
            continue
        if part.strip():
            yield part.strip()
        part = ""
    if part.strip():
        yield part.strip()


def _pairs(text: str) -> dict[str, str]:
    """Return what stands in ``@{ … }``."""
    return {
        match[1]: next((part for part in match.groups()[1:] if part), "") for match in _PAIR.finditer(text)
    }


def _shape_at(statement: str, at: int) -> tuple[str, str, int]:
    """Return the text and the sort of the shape that begins at a place, and where it ends."""
    for opening, closing, sort in BRACKETS:
        if not statement.startswith(opening, at):
            continue
        begin = at + len(opening)
        end = _closing(statement, begin, closing)
        if end is not None:
            return _text(statement[begin:end]), sort, end + len(closing)
    return "", "", at


def _closing(statement: str, begin: int, closing: str) -> int | None:
    """Return where a shape's text ends: behind its quotes if it has any."""
    start = _blank(statement, begin)
    if statement.startswith('"', start):
        quote = statement.find('"', start + 1)
        if quote >= 0:
            end = _blank(statement, quote + 1)
            return end if statement.startswith(closing, end) else None
    end = statement.find(closing, begin)
    return end if end >= 0 else None


def _link(statement: str, at: int) -> tuple[str, bool, bool, int] | None:
    """Return the text of a link, whether it points back, whether it is hidden, and where it ends."""
    at = _blank(statement, at)
    worded = _OPEN_TEXT.match(statement, at)
    if worded is not None:
        close = _CLOSE[worded["body"]].search(statement, worded.end())
        if close is not None:
            text = statement[worded.end() : close.start()]
            is_back = worded["head"] == "<" and not close[0].endswith(">")
            return _text(text), is_back, False, close.end()
    link = _LINK.match(statement, at)
    if link is None:
        return None
    is_back = link["head"] == "<" and link["tail"] is None
    at = link.end()
    label = re.compile(r"\s*\|([^|]*)\|").match(statement, at)
    if label is not None:
        return _text(label[1]), is_back, False, label.end()
    return "", is_back, link["body"].startswith("~"), at


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _text(raw: str) -> str:
    """Return what a label says, without quotes, marks of Markdown, icons and codes of letters."""
    text = raw.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    text = _ICON.sub("", text.strip("`"))
    text = _CODE.sub(lambda code: unescape(f"&#{code[1]};" if code[1].isdigit() else f"&{code[1]};"), text)
    text = _MARKDOWN.sub(r"\2", text).replace("\\n", "\n")
    return label_text(text)

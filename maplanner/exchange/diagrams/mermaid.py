"""Mermaid flowcharts: text that begins with ``flowchart`` or ``graph``, alone or in Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import DiagramReader, Drawn, Page
from maplanner.exchange.diagrams.mermaid_lines import Flowchart
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import plain, read_bytes

_SUFFIXES: Final = frozenset({".mmd", ".mermaid"})
_LONGEST: Final = 2_000_000
_TEXTS: Final = frozenset({".md", ".markdown", ".txt", ""})
_BEGINS: Final = re.compile(
    r"^(flowchart(?:-elk)?|graph)(?:[ \t]+(?:TB|TD|BT|RL|LR))?[ \t]*(?=$|;|%%|\n)", re.MULTILINE
)
_FENCE: Final = re.compile(
    r"^[ \t]*(?:```|~~~|:::)[ \t]*\{?mermaid\}?[^\n]*\n(.*?)^[ \t]*(?:```|~~~|:::)", re.MULTILINE | re.DOTALL
)
_FRONT: Final = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE: Final = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)
_OTHERS: Final = re.compile(
    r"^\s*(sequenceDiagram|classDiagram|stateDiagram(?:-v2)?|erDiagram|gantt|pie|journey|gitGraph|mindmap|timeline"
    r"|quadrantChart|requirementDiagram|C4\w+|sankey-beta|xychart-beta|block-beta|kanban|architecture-beta)\b",
    re.MULTILINE,
)
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def _recognises(peek: Peek) -> bool:
    if peek.suffix in _SUFFIXES:
        return bool(peek.beginning)
    if peek.suffix not in _TEXTS or b"\0" in peek.beginning[:1024]:
        return False
    text = peek.beginning.decode("utf-8", "ignore")
    if peek.suffix in {".md", ".markdown"}:
        return any(_starts(found[1]) for found in _FENCE.finditer(text))
    return _starts(text)


def _starts(text: str) -> bool:
    return _BEGINS.match(_without_front(text)[0]) is not None


def _read(path: Path) -> Drawn:
    named = plain(path)
    try:
        text = read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{named} is not text in UTF-8.", advice="Save it in that encoding."
        ) from error
    if len(text) > _LONGEST:
        message = f"{named} is too long for a chart: {len(text):,} letters, at most {_LONGEST:,}."
        raise UnreadableSource(message, advice="Split it into several charts.")
    left_out: list[str] = []
    charts = _charts(text)
    pages = [_page(title, chart, left_out) for title, chart in charts]
    found = tuple(page for page in pages if page is not None)
    if not found:
        other = _OTHERS.search(text)
        what = f"a {other[1]}, not a flowchart" if other else "no flowchart"
        raise UnreadableSource(
            f"{named} holds {what}.", advice="A flowchart begins with “flowchart” or “graph”."
        )
    return Drawn("mermaid", found, tuple(left_out))


def _charts(text: str) -> list[tuple[str, str]]:
    """Return the title and the text of each chart: those of a Markdown file, or the one that a file is."""
    fenced = list(_FENCE.finditer(text))
    if not fenced:
        return [("", text)]
    found = []
    for fence in fenced:
        headings = _HEADING.findall(text, 0, fence.start())
        found.append((headings[-1] if headings else "", fence[1]))
    return found


def _page(title: str, text: str, left_out: list[str]) -> Page | None:
    text, own_title = _without_front(text)
    begin = _BEGINS.match(text)
    if begin is None:
        other = _OTHERS.match(text)
        left_out.append(f"A chart of another sort: {other[1] if other else plain(text[:40]) or 'empty'}.")
        return None
    chart = Flowchart()
    chart.read(text[begin.end() :])
    left_out.extend(chart.left_out)
    return Page(own_title or plain(title), tuple(chart.shapes()), tuple(chart.arrows))


def _without_front(text: str) -> tuple[str, str]:
    """Return a chart without its front matter, comments and blank lines before it, and its title."""
    title = ""
    front = _FRONT.match(text)
    if front is not None:
        found = _TITLE.search(front[1])
        title = plain(found[1].strip().strip("\"'")) if found else ""
        text = text[front.end() :]
    lines = text.splitlines(keepends=True)
    while lines and (not lines[0].strip() or lines[0].lstrip().startswith("%%")):
        lines.pop(0)
    return "".join(lines).lstrip(" \t"), title


DIAGRAM = DiagramReader(
    "mermaid", "Mermaid flowchart", "files ending in .mmd, .mermaid or .md", _recognises, _read
)

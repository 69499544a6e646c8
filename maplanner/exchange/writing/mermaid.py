"""Mermaid: a flowchart for each campaign, for Markdown and wikis. It tells no places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maplanner.document.records import Step
from maplanner.exchange.source_files import plain, plain_lines
from maplanner.exchange.writing.flows import Flow
from maplanner.exchange.writing.writers import DiagramWriter

_SHAPES: Final = {
    "decision": ("{", "}"), "split": ("{", "}"), "trigger": ("([", "])"), "end": ("([", "])"),
    "contact_list": ("[(", ")]"), "crm_write": ("[(", ")]"), "form": ("[/", "/]"),
}  # fmt: skip
_NO_WORDS: Final = str.maketrans({'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "`": "'"})


def make(flows: Sequence[Flow]) -> tuple[bytes, str]:
    """Return the charts: one alone, or Markdown with several."""
    charts = ["\n".join(_chart(flow)) + "\n" for flow in flows]
    if len(charts) == 1:
        return charts[0].encode(), ""
    told = zip(flows, charts, strict=True)
    parts = [f"## {plain(flow.campaign.title)}\n\n```mermaid\n{chart}```\n" for flow, chart in told]
    return "\n".join(parts).encode(), "Several campaigns are written as Markdown with a chart each."


def _chart(flow: Flow) -> Iterator[str]:
    yield f"---\ntitle: {plain(flow.campaign.title)}\n---\nflowchart LR"
    name = {step.id: f"s{number}" for number, step in enumerate(flow.steps, 1)}
    for number, frame in enumerate(flow.frames, 1):
        yield f"  subgraph f{number}[{_quoted(frame.title)}]"
        yield from (_node(name[step.id], step) for step in flow.steps if step.frame == frame.id)
        yield "  end"
    framed = {frame.id for frame in flow.frames}
    yield from (_node(name[step.id], step) for step in flow.steps if step.frame not in framed)
    for way in flow.ways:
        label = f"|{_quoted(way.label)}|" if way.label else ""
        yield f"  {name[way.link.source]} -->{label} {name[way.link.target]}"
    for number, note in enumerate(flow.notes, 1):
        yield f"  n{number}[{_quoted(note.text)}]"


def _node(name: str, step: Step) -> str:
    before, after = _SHAPES.get(step.kind, ("[", "]"))
    return f"  {name}{before}{_quoted(step.title)}{after}"


def _quoted(text: str) -> str:
    words = plain_lines(text).translate(_NO_WORDS).replace("\n", "<br>")
    return f'"{words}"'


WRITER: Final = DiagramWriter("mermaid", "Mermaid", ".mmd", make)

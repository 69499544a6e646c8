"""draw.io: a page for each campaign; what a shape stands for is kept in its data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from maplanner.exchange.source_files import plain, plain_lines
from maplanner.exchange.writing.flows import Box, Flow, box_of, step_told
from maplanner.exchange.writing.writers import DiagramWriter

_STYLES: Final = {
    "decision": "rhombus;html=0;whiteSpace=wrap;",
    "split": "rhombus;html=0;whiteSpace=wrap;",
    "end": "ellipse;html=0;whiteSpace=wrap;",
    "trigger": "ellipse;html=0;whiteSpace=wrap;",
    "wait": "shape=delay;html=0;whiteSpace=wrap;",
}
_STEP: Final = "rounded=1;html=0;whiteSpace=wrap;"
_FRAME: Final = "swimlane;startSize=28;html=0;"
_NOTE: Final = "shape=note;html=0;whiteSpace=wrap;"
_EDGE: Final = "edgeStyle=orthogonalEdgeStyle;html=0;"


def make(flows: Sequence[Flow]) -> tuple[bytes, str]:
    """Return the file."""
    root = Element("mxfile", {"host": "maplanner"})
    for flow in flows:
        _page(SubElement(root, "diagram", {"id": flow.campaign.id, "name": plain(flow.campaign.title)}), flow)
    return tostring(root, encoding="utf-8", xml_declaration=True), ""


def _page(diagram: Element, flow: Flow) -> None:
    cells = SubElement(SubElement(diagram, "mxGraphModel"), "root")
    SubElement(cells, "mxCell", {"id": "0"})
    SubElement(cells, "mxCell", {"id": "1", "parent": "0"})
    frames = {frame.id: frame for frame in flow.frames}
    corner = {"": (0.0, 0.0)} | {frame.id: (frame.x, frame.y) for frame in flow.frames}
    for frame in flow.frames:
        box = frame.x, frame.y, frame.width, frame.height
        _shape(cells, {"id": frame.id, "label": plain_lines(frame.title)}, _FRAME, box, "")
    for step in flow.steps:
        holder = step.frame if step.frame in frames else ""
        style = _STYLES.get(step.kind, _STEP)
        box = _within(box_of(step), corner[holder or ""])
        held = {"id": step.id, "label": plain_lines(step.title), "tooltip": plain_lines(step.notes)}
        held |= {key: plain(value) for key, value in step_told(step).items()}
        _shape(cells, {key: value for key, value in held.items() if value}, style, box, holder or "")
    for note in flow.notes:
        holder = note.frame if note.frame in frames else ""
        box = _within((note.x, note.y, note.width, note.height), corner[holder or ""])
        _shape(cells, {"id": note.id, "label": plain_lines(note.text)}, _NOTE, box, holder or "")
    for way in flow.ways:
        held = {"label": plain(way.label), "id": way.link.id, **way.told}
        cell = SubElement(SubElement(cells, "object", held), "mxCell", {"style": _EDGE, "edge": "1"})
        cell.attrib |= {"parent": "1", "source": way.link.source, "target": way.link.target}
        SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})


def _shape(cells: Element, held: dict[str, str], style: str, box: Box, holder: str) -> None:
    """Add a shape; ``held`` is its id, label and data."""
    cell = SubElement(SubElement(cells, "object", held), "mxCell", {"style": style, "vertex": "1"})
    cell.set("parent", holder or "1")
    x, y, width, height = (f"{value:.10g}" for value in box)
    SubElement(cell, "mxGeometry", {"x": x, "y": y, "width": width, "height": height, "as": "geometry"})


def _within(box: Box, corner: tuple[float, float]) -> Box:
    """Return a box as it lies in its frame."""
    return box[0] - corner[0], box[1] - corner[1], box[2], box[3]


WRITER: Final = DiagramWriter("drawio", "draw.io", ".drawio", make)

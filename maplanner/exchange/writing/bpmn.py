"""BPMN 2.0 with layout: a process for each campaign; kinds are kept as attributes of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from maplanner.exchange.diagrams.bpmn_elements import OWN
from maplanner.exchange.source_files import plain, plain_lines
from maplanner.exchange.writing.flows import Box, Flow, Way, box_of, fixed_days, step_told
from maplanner.exchange.writing.writers import DiagramWriter

_MODEL: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_LAYOUT: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS: Final = "{http://www.omg.org/spec/DD/20100524/DC}"
_POINTS: Final = "{http://www.omg.org/spec/DD/20100524/DI}"
_PREFIXES: Final = {"bpmn": _MODEL, "bpmndi": _LAYOUT, "dc": _BOUNDS, "di": _POINTS, "maplanner": OWN}
_ELEMENTS: Final = {
    "trigger": "startEvent", "contact_list": "startEvent", "search_term": "startEvent",
    "paid_ad": "startEvent",
    "wait": "intermediateCatchEvent", "decision": "exclusiveGateway", "split": "exclusiveGateway",
    "end": "endEvent", "email": "sendTask", "notification": "sendTask", "sales_task": "userTask",
    "hand_off": "userTask", "campaign_start": "callActivity", "crm_write": "serviceTask",
    "points": "serviceTask", "segment_change": "serviceTask",
}  # fmt: skip


def make(flows: Sequence[Flow]) -> tuple[bytes, str]:
    """Return the file."""
    for prefix, name in _PREFIXES.items():
        register_namespace(prefix, name.strip("{}"))
    root = Element(f"{_MODEL}definitions", {"targetNamespace": OWN.strip("{}"), "exporter": "maplanner"})
    for flow in flows:
        _process(root, flow)
    for flow in flows:
        _layout(root, flow)
    return tostring(root, encoding="utf-8", xml_declaration=True), ""


def _process(root: Element, flow: Flow) -> None:
    title = plain(flow.campaign.title)
    process = SubElement(root, f"{_MODEL}process", {"id": f"p-{flow.campaign.id}", "name": title})
    for step in flow.steps:
        name = _MODEL + _ELEMENTS.get(step.kind, "task")
        element = SubElement(process, name, {"id": f"s-{step.id}", "name": plain_lines(step.title)})
        element.attrib |= {f"{OWN}{key}": plain(value) for key, value in step_told(step).items()}
        if step.notes:
            SubElement(element, f"{_MODEL}documentation").text = plain_lines(step.notes)
        if step.kind == "wait":
            timer = SubElement(element, f"{_MODEL}timerEventDefinition")
            hours = (fixed_days(step) or 0.0) * 24
            if hours:
                SubElement(timer, f"{_MODEL}timeDuration").text = f"PT{round(hours * 60)}M"
    for way in flow.ways:
        ends = {"sourceRef": f"s-{way.link.source}", "targetRef": f"s-{way.link.target}"}
        arrow = SubElement(process, f"{_MODEL}sequenceFlow", {"id": f"l-{way.link.id}", **ends})
        arrow.attrib |= {f"{OWN}{key}": value for key, value in way.told.items()}
        if way.label:
            arrow.set("name", plain(way.label))
    for note in flow.notes:
        element = SubElement(process, f"{_MODEL}textAnnotation", {"id": f"n-{note.id}"})
        SubElement(element, f"{_MODEL}text").text = plain_lines(note.text)


def _layout(root: Element, flow: Flow) -> None:
    diagram = SubElement(root, f"{_LAYOUT}BPMNDiagram", {"id": f"d-{flow.campaign.id}"})
    plane = SubElement(diagram, f"{_LAYOUT}BPMNPlane", {"bpmnElement": f"p-{flow.campaign.id}"})
    boxes = {step.id: box_of(step) for step in flow.steps}
    for name, box in boxes.items():
        _place(plane, f"s-{name}", box)
    for note in flow.notes:
        _place(plane, f"n-{note.id}", (note.x, note.y, note.width, note.height))
    for way in flow.ways:
        edge = SubElement(plane, f"{_LAYOUT}BPMNEdge", {"bpmnElement": f"l-{way.link.id}"})
        for x, y in _ends(way, boxes):
            SubElement(edge, f"{_POINTS}waypoint", {"x": f"{x:.10g}", "y": f"{y:.10g}"})


def _place(plane: Element, name: str, box: Box) -> None:
    shape = SubElement(plane, f"{_LAYOUT}BPMNShape", {"bpmnElement": name})
    x, y, width, height = (f"{value:.10g}" for value in box)
    SubElement(shape, f"{_BOUNDS}Bounds", {"x": x, "y": y, "width": width, "height": height})


def _ends(way: Way, boxes: dict[str, Box]) -> tuple[tuple[float, float], tuple[float, float]]:
    source, target = boxes[way.link.source], boxes[way.link.target]
    begin = source[0] + source[2], source[1] + source[3] / 2
    return begin, (target[0], target[1] + target[3] / 2)


WRITER: Final = DiagramWriter("bpmn", "BPMN 2.0", ".bpmn", make)

"""BPMN 2.0: processes, pools and lanes as XML, with the places that the layout (BPMNDI) gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.exchange.diagrams.bpmn_elements import (
    BEHIND,
    CONTAINERS,
    DEFINITIONS,
    DRAWN_IF_PLACED,
    FLOWS,
    NODES,
    OWN,
    called,
    child_text,
    children,
    details_of,
    event_kinds,
    local,
    notes_of,
    own_id,
    sort_of,
    title_of,
)
from maplanner.exchange.diagrams.drawn import Arrow, DiagramReader, Drawn, Shape
from maplanner.exchange.diagrams.json_values import refusal
from maplanner.exchange.diagrams.sketch import Sketch, Sketchbook, place
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import plain, read_xml

_NAME: Final = "bpmn"
_TITLE: Final = "BPMN"
_SUFFIXES: Final = frozenset({".bpmn", ".bpmn2"})
_ADVICE: Final = "Export it as BPMN 2.0 XML."
_BOUNDARY: Final = "boundaryEvent"
_LANES: Final = ("laneSet", "childLaneSet")


def recognises(peek: Peek) -> bool:
    """Tell from its name or its beginning whether a file is BPMN."""
    if peek.suffix in _SUFFIXES:
        return True
    beginning = peek.beginning.replace(b"\0", b"")
    return b"definitions" in beginning and (b"spec/BPMN/" in beginning or b"bpmn.io" in beginning[:2048])


def read(path: Path) -> Drawn:
    """Return the diagrams of a file, a page each; processes without layout have pages of their own.

    Raises:
        UnreadableSource: The file is broken, or no BPMN 2.0.
    """
    root = read_xml(path)
    if local(root) != "definitions" or "DMN" in root.tag:
        found = plain(local(root))[:80]
        raise refusal(path, f"holds “{found}” where BPMN's “definitions” are expected", _ADVICE)
    book = Sketchbook(path, _NAME)
    _Model(root, book).draw()
    return book.drawn("process with steps")


@dataclass(frozen=True)
class _Placed:
    """Where the layout puts an element: the number of the diagram, and the box there."""

    diagram: int
    box: tuple[float | None, float | None, float | None, float | None]


@dataclass(frozen=True)
class _Found:
    """An element that is drawn as a shape: what holds it, and the process or collaboration it is of.

    ``inside`` is the sub-process that it is part of, whatever lane holds it.
    """

    element: Element
    within: str | None
    group: str
    inside: str = ""


class _Model:
    """Everything in a file, gathered first and drawn afterwards, because elements name later ones."""

    def __init__(self, root: Element, book: Sketchbook) -> None:
        self._root = root
        self._book = book
        self._names = {own_id(each): each.get("name", "") for each in root if own_id(each)}
        values = (each for each in root.iter() if local(each) == "categoryValue")
        self._values = {own_id(each): each.get("value", "") for each in values}
        self._diagrams = [each for each in root if local(each) == "BPMNDiagram"]
        self._placed = dict(self._places())
        self._found: dict[str, _Found] = {}
        self._flows: list[tuple[Element, str]] = []
        self._stands_for: dict[str, str] = {}
        self._pages: dict[str | int, Sketch] = {}
        self._diagram_of: dict[str, int] = {}
        self._led_to: set[str] = set()
        self._led_from: set[str] = set()
        self._page_of: dict[str, Sketch] = {}
        self._participants: dict[str, str] = {}
        self._pools: dict[str, list[str]] = {}
        self._strange: Counter[str] = Counter()

    def draw(self) -> None:
        """Gather and draw everything, and note what was passed over."""
        for child in sorted(self._root, key=lambda each: local(each) != "collaboration"):
            if local(child) in CONTAINERS:
                self._gather(child)
            elif local(child) not in DEFINITIONS:
                self._strange[local(child) or "comment"] += bool(local(child))
        flows = [flow for flow, _ in self._flows if local(flow) == "sequenceFlow"]
        self._led_from = {called(flow.get("sourceRef")) for flow in flows}
        self._led_to = {called(flow.get("targetRef")) for flow in flows}
        for name, found in self._found.items():
            if name in self._placed:
                self._diagram_of.setdefault(found.group, self._placed[name].diagram)
        for name, found in self._found.items():
            self._draw_shape(name, found)
        for flow, owner in self._flows:
            self._draw_flow(flow, owner)
        self._note_rest()

    def _places(self) -> Iterator[tuple[str, _Placed]]:
        """Yield where shapes are; of an element that is drawn several times, the first place counts."""
        seen: set[str] = set()
        for number, diagram in enumerate(self._diagrams):
            for shape in (each for each in diagram.iter() if local(each) == "BPMNShape"):
                name = called(shape.get("bpmnElement"))
                bounds = next(children(shape, "Bounds"), None)
                if name and name not in seen:
                    seen.add(name)
                    at = {} if bounds is None else bounds.attrib
                    yield name, _Placed(number, _box(at))

    def _gather(self, top: Element) -> None:
        """Gather what is drawn in a process or collaboration, however deeply it lies."""
        group = own_id(top) or local(top)
        waiting: list[tuple[Element, str | None]] = [(top, self._participants.get(group))]
        while waiting:
            holder, within = waiting.pop()
            in_lane = self._gather_lanes(holder, within, group)
            for child in holder:
                name = own_id(child) or f"{local(child)} {len(self._found) + 1}"
                if local(child) in NODES or (local(child) in DRAWN_IF_PLACED and name in self._placed):
                    inside = "" if holder is top else own_id(holder)
                    self._keep(name, _Found(child, in_lane.get(name, within), group, inside))
                    self._gather_inside(child, name)
                    if local(child) in CONTAINERS:
                        waiting.append((child, name))
                elif local(child) in FLOWS:
                    self._flows.append((child, ""))
                elif local(child) not in BEHIND and local(child) not in DRAWN_IF_PLACED and local(child):
                    self._strange[local(child)] += 1

    def _keep(self, name: str, found: _Found) -> None:
        if name in self._found:
            self._strange[f"second {local(found.element)} of the same id"] += 1
            return
        self._found[name] = found
        if local(found.element) == "participant":
            self._pools.setdefault(found.group, []).append(found.element.get("name", ""))
            self._participants.setdefault(called(found.element.get("processRef")), name)

    def _gather_lanes(self, holder: Element, within: str | None, group: str) -> dict[str, str]:
        """Gather the lanes of a process; return the innermost lane of every element that is in one."""
        in_lane: dict[str, str] = {}
        waiting = [(each, within) for each in children(holder, *_LANES)]
        while waiting:
            lanes, outer = waiting.pop()
            for lane in children(lanes, "lane"):
                name = own_id(lane) or f"lane {len(self._found) + 1}"
                self._keep(name, _Found(lane, outer, group))
                for reference in children(lane, "flowNodeRef"):
                    node = called("".join(reference.itertext()))
                    if outer is within or in_lane.get(node) in (None, outer):
                        in_lane[node] = name
                waiting += [(each, name) for each in children(lane, *_LANES)]
        return in_lane

    def _gather_inside(self, element: Element, name: str) -> None:
        """Gather the flows of data of an activity; its inputs and outputs stand for it."""
        for child in element:
            if local(child) in ("dataInputAssociation", "dataOutputAssociation"):
                self._flows.append((child, name))
            elif local(child) == "ioSpecification":
                for each in children(child, "dataInput", "dataOutput"):
                    self._stands_for.setdefault(own_id(each), name)
            elif local(child) in ("dataInput", "dataOutput", "property"):
                self._stands_for.setdefault(own_id(child), name)
        if local(element) == _BOUNDARY:
            self._flows.append((element, name))

    def _sketch_for(self, name: str, found: _Found) -> Sketch:
        """Return the page of an element: the diagram that places it, else where its holder or process is."""
        placed = self._placed.get(name)
        if placed is not None:
            return self._page(placed.diagram, found.group)
        if found.within in self._page_of:
            return self._page_of[found.within]
        host = called(found.element.get("attachedToRef"))
        return self._page_of.get(host) or self._page(self._diagram_of.get(found.group), found.group)

    def _page(self, number: int | None, group: str) -> Sketch:
        """Return the page of a diagram or, where there is none, of a process or collaboration."""
        key = group if number is None else number
        if key not in self._pages:
            diagram = None if number is None else self._diagrams[number]
            self._pages[key] = self._book.page(self._page_title(diagram, group))
        return self._pages[key]

    def _page_title(self, diagram: Element | None, group: str) -> str:
        plane = None if diagram is None else next(children(diagram, "BPMNPlane"), None)
        drawn = called(plane.get("bpmnElement")) if plane is not None else ""
        pools = self._pools.get(group, [])
        titles = (
            self._names.get(drawn, ""),
            self._names.get(group, ""),
            pools[0] if len(pools) == 1 else "",
            "" if diagram is None else diagram.get("name", ""),
            self._root.get("name", ""),
        )
        return next((title for title in titles if plain(title)), "")

    def _draw_shape(self, name: str, found: _Found) -> None:
        sketch = self._sketch_for(name, found)
        placed = self._placed.get(name)
        x, y, width, height = (None, None, None, None) if placed is None else placed.box
        element = found.element
        self._page_of[name] = sketch
        sketch.add(
            Shape(
                id=name,
                text=title_of(element, self._values),
                sort=self._sort(found),
                x=x,
                y=y,
                width=width,
                height=height,
                within=found.within,
                notes=notes_of(element),
                details=tuple(details_of(element, self._names)),
            )
        )

    def _sort(self, found: _Found) -> str:
        """Return what BPMN calls a shape; the begin and the end of a sub-process on a way are told apart."""
        sort = sort_of(found.element)
        if found.inside in self._led_to and local(found.element) == "startEvent":
            return f"subProcess.{sort}"
        if found.inside in self._led_from and local(found.element) == "endEvent":
            return f"subProcess.{sort}"
        return sort

    def _draw_flow(self, flow: Element, owner: str) -> None:
        if local(flow) == _BOUNDARY:
            source, target = called(flow.get("attachedToRef")), owner
        else:
            source, target = self._ends(flow, owner)
        sketch = (
            self._page_of.get(source) or self._page_of.get(target) or next(iter(self._pages.values()), None)
        )
        if sketch is None:
            self._strange[local(flow)] += 1
            return
        if local(flow) == _BOUNDARY:
            kind = "".join(event_kinds(flow)[:1])
            arrow = Arrow(f"{source} to {target}", source, target, text=kind, outcome=kind)
        else:
            arrow = self._arrow(flow, source, target)
        sketch.connect(arrow)

    def _ends(self, flow: Element, owner: str) -> tuple[str, str]:
        source = called(flow.get("sourceRef")) or called(child_text(flow, "sourceRef"))
        target = called(flow.get("targetRef")) or called(child_text(flow, "targetRef"))
        if local(flow) == "dataInputAssociation":
            target = owner
        if local(flow) == "dataOutputAssociation":
            source = owner
        return self._stood_for(source), self._stood_for(target)

    def _stood_for(self, name: str) -> str:
        return name if name in self._found else self._stands_for.get(name, name)

    def _arrow(self, flow: Element, source: str, target: str) -> Arrow:
        start = self._found.get(source)
        is_default = start is not None and called(start.element.get("default")) == own_id(flow) != ""
        told = [("flow", FLOWS[local(flow)]), ("condition", child_text(flow, "conditionExpression"))]
        told += [(key.removeprefix(OWN), said) for key, said in flow.items() if key.startswith(OWN)]
        if reference := called(flow.get("messageRef")):
            told.append(("message", self._names.get(reference, reference)))
        return Arrow(
            id=own_id(flow),
            source=source or None,
            target=target or None,
            text=flow.get("name", "") or child_text(flow, "conditionExpression"),
            outcome="default" if is_default else "",
            details=tuple(told),
        )

    def _note_rest(self) -> None:
        where = plain(self._book.path.name)
        for name, count in self._strange.items():
            if count:
                self._book.left_out.add(where, f"{count} × {name}: not known here, not drawn")
        vendors = sum(local(each) == "extensionElements" and len(each) > 0 for each in self._root.iter())
        if vendors:
            why = f"{vendors} × settings of the program that wrote it: not read"
            self._book.left_out.add(where, why)


def _box(at: dict[str, str]) -> tuple[float | None, float | None, float | None, float | None]:
    return place(at.get("x")), place(at.get("y")), place(at.get("width")), place(at.get("height"))


DIAGRAM: Final = DiagramReader(
    name=_NAME,
    title=_TITLE,
    looks_for="a BPMN 2.0 file (.bpmn)",
    recognises=recognises,
    read=read,
)

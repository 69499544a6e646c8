"""Visio drawings (.vsdx, .vsdm): pages with shapes, the masters they come from, and what connectors glue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.bpmn_elements import children
from maplanner.exchange.diagrams.drawn import Arrow, DiagramReader, Drawn, Shape
from maplanner.exchange.diagrams.json_values import refusal
from maplanner.exchange.diagrams.sketch import Sketch, Sketchbook, place
from maplanner.exchange.diagrams.visio_package import Package, opened
from maplanner.exchange.diagrams.visio_shapes import Frame, Master, MasteredShape, master_of, shape_elements
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import plain

_NAME: Final = "visio"
_TITLE: Final = "Visio"
_PACKED: Final = frozenset({".vsdx", ".vsdm", ".vstx", ".vstm", ".vssx", ".vssm"})
_OLD: Final = frozenset({".vsd", ".vst", ".vss", ".vdx", ".vsx", ".vtx"})
_ZIP: Final = b"PK\x03\x04"
_OLD_BINARY: Final = b"\xd0\xcf\x11\xe0"
_SAVE: Final = "Open it in Visio and save it as .vsdx, without a password."
_PIXELS_PER_INCH: Final = 96.0
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BEGINS: Final = frozenset({"BeginX", "BeginY"})
_ENDS: Final = frozenset({"EndX", "EndY"})


def recognises(peek: Peek) -> bool:
    """Tell from its name or beginning whether a file is a drawing of Visio, old ones among them."""
    if peek.suffix in _PACKED | _OLD:
        return True
    return peek.beginning.startswith(_ZIP) and b"visio/document.xml" in peek.beginning


def read(path: Path) -> Drawn:
    """Return the pages of a drawing. Lengths are pixels of 1/96 inch.

    Raises:
        UnreadableSource: It is broken, locked, an old format, or nothing is drawn in it.
    """
    beginning = Peek(path).beginning
    if beginning.startswith(_OLD_BINARY):
        what = "is locked by a password" if path.suffix.lower() in _PACKED else "is an old Visio drawing"
        raise refusal(path, f"{what} that only Visio itself can open", _SAVE)
    if path.suffix.lower() in _OLD and not beginning.startswith(_ZIP):
        raise refusal(path, "is an old Visio drawing that only Visio itself can open", _SAVE)
    book = Sketchbook(path, _NAME)
    with opened(path) as package:
        _draw(package, book)
    return book.drawn()


def _draw(package: Package, book: Sketchbook) -> None:
    document = package.related("", "document") or "visio/document.xml"
    pages = package.related(document, "pages") or "visio/pages/pages.xml"
    root = package.part(pages)
    if root is None:
        message = f"{plain(book.path)} holds no pages of Visio."
        raise UnreadableSource(message, advice=_SAVE)
    masters = _masters(package, package.related(document, "masters") or "visio/masters/masters.xml")
    relations = package.relations(pages)
    for number, page in enumerate(children(root, "Page"), 1):
        title = page.get("Name") or page.get("NameU") or f"Page {number}"
        part = _related(page, relations)
        content = package.part(part) if part else None
        if content is None:
            book.left_out.add(f"“{plain(title)}”", "the page is not in the file")
        elif page.get("Background") == "1":
            count = sum(1 for _ in shape_elements(content))
            book.left_out.add(f"“{plain(title)}”", f"is a background page; its {count} shapes were not read")
        else:
            _Page(book.page(title), masters, _height(page)).draw(content)
    if package.related(document, "comments"):
        book.left_out.add(plain(book.path.name), "what people commented was not read")


def _masters(package: Package, part: str) -> dict[str, Master]:
    """Return the masters of a drawing by their number."""
    root = package.part(part)
    relations = package.relations(part)
    found = {}
    for master in children(root, "Master") if root is not None else ():
        content = package.part(_related(master, relations))
        name = master.get("NameU") or master.get("Name") or ""
        found[master.get("ID", "")] = Master(name) if content is None else master_of(content, name)
    return found


def _related(element: Element, relations: dict[str, tuple[str, str]]) -> str:
    """Return the part that holds the content of a page or master."""
    link = next(children(element, "Rel"), None)
    return "" if link is None else relations.get(link.get(_RELATION, ""), ("", ""))[1]


def _height(page: Element) -> float:
    """Return how high a page is, in inches."""
    for sheet in children(page, "PageSheet"):
        for cell in children(sheet, "Cell"):
            if cell.get("N") == "PageHeight":
                return place(cell.get("V")) or 0.0
    return 0.0


@dataclass
class _Waiting:
    """A shape that is still to be drawn: its element and what is around it."""

    element: Element
    frame: Frame
    within: str | None
    master: Master | None
    part_of: str | None = None


@dataclass
class _Page:
    """One page while it is drawn."""

    sketch: Sketch
    masters: dict[str, Master]
    height: float
    stands_for: dict[str, str] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    lines: dict[str, MasteredShape] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)

    def draw(self, content: Element) -> None:
        """Draw everything on the page."""
        waiting = [_Waiting(each, Frame(), None, None) for each in shape_elements(content)][::-1]
        while waiting:
            waiting += list(self._take(waiting.pop()))[::-1]
        for name, shape in self.shapes.items():
            self._add(name, shape)
        self._connect(content)

    def _take(self, found: _Waiting) -> Iterator[_Waiting]:
        """Keep one shape, and yield those inside it."""
        own_master = self.masters.get(found.element.get("Master", ""))
        master = own_master or found.master
        number = found.element.get("MasterShape")
        inherited = None
        if master is not None and number is not None:
            inherited = master.shapes.get(number)
        elif own_master is not None:
            inherited = own_master.first
        drawn = MasteredShape(found.element, inherited, own_master)
        if drawn.is_gone:
            return
        if drawn.kind == "Guide":
            where = f"“{self.sketch.title}”, guide {drawn.id}"
            self.sketch.left_out.add(where, "only helps drawing; not read")
            return
        frame, name = drawn.frame(found.frame), drawn.id
        if drawn.is_line:
            self.lines[drawn.id] = drawn
            part_of = found.part_of
        elif found.part_of is not None and number is not None:
            part_of = found.part_of
            self.stands_for[drawn.id] = part_of
            if drawn.has_own_text():
                self.texts.setdefault(part_of, []).append(drawn.text())
        else:
            name = self._keep(drawn, frame, found.within)
            part_of = name if own_master else None
        within = found.within if drawn.is_line or part_of not in (None, name) else name
        for child in shape_elements(found.element):
            yield _Waiting(child, frame, within, master, part_of)

    def _keep(self, drawn: MasteredShape, frame: Frame, within: str | None) -> str:
        """Keep a shape; return what it is called, which is its number unless that is taken."""
        name = f"{drawn.id}~{len(self.shapes)}" if drawn.id in self.shapes else drawn.id
        corners = drawn.corners(frame)
        low, high = corners or ((0.0, 0.0), (0.0, 0.0))
        self.held.update(dict.fromkeys(drawn.held(), name))
        self.shapes[name] = Shape(
            id=name,
            text=drawn.text(),
            sort=drawn.sort,
            x=_pixels(low[0]) if corners else None,
            y=_pixels(self.height - high[1]) if corners else None,
            width=_pixels(high[0] - low[0]) if corners else None,
            height=_pixels(high[1] - low[1]) if corners else None,
            within=within,
            notes=drawn.notes(),
            details=tuple(drawn.told()),
        )
        return name

    def _add(self, name: str, shape: Shape) -> None:
        within = shape.within or self.held.get(name)
        text = "\n".join((shape.text, *self.texts.get(name, ()))).strip()
        self.sketch.add(
            Shape(
                shape.id,
                text,
                shape.sort,
                shape.x,
                shape.y,
                shape.width,
                shape.height,
                within,
                shape.notes,
                shape.details,
            )
        )

    def _connect(self, content: Element) -> None:
        """Draw the lines, each from the shape where its begin is glued to the one where its end is."""
        ends: dict[str, dict[str, str]] = {}
        for connects in children(content, "Connects"):
            for each in children(connects, "Connect"):
                cell, shape = each.get("FromCell", ""), each.get("ToSheet", "")
                side = "begin" if cell in _BEGINS else "end" if cell in _ENDS else ""
                if side:
                    ends.setdefault(each.get("FromSheet", ""), {})[side] = self.stands_for.get(shape, shape)
        for name, line in self.lines.items():
            glued = ends.get(name, {})
            source, target = glued.get("begin"), glued.get("end")
            if (line.number("BeginArrow") or 0) > 0 and not (line.number("EndArrow") or 0) > 0:
                source, target = target, source
            self.sketch.connect(Arrow(name, source, target, text=line.text(), details=tuple(line.told())))


def _pixels(inches: float) -> float:
    return round(inches * _PIXELS_PER_INCH, 3)


DIAGRAM: Final = DiagramReader(
    name=_NAME,
    title=_TITLE,
    looks_for="a Visio drawing (.vsdx, .vsdm)",
    recognises=recognises,
    read=read,
)

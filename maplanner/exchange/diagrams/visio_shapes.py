"""Shapes of Visio as its files describe them: cells, some their own and some those of their master."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.exchange.diagrams.bpmn_elements import children, local
from maplanner.exchange.diagrams.sketch import place
from maplanner.exchange.source_files import plain, plain_lines

_NUMBERED: Final = re.compile(r"\.\d+$")
_RELATION: Final = re.compile(r"DEPENDSON\((\d+)((?:,\s*Sheet\.\d+![A-Za-z]+\(?\)?)+)\)")
_SHEET: Final = re.compile(r"Sheet\.(\d+)!")
_HOLDS: Final = frozenset({"1", "2"})
"""What Visio writes before the members of a container or list."""

Point = tuple[float, float]
Cells = dict[str, Element]


@dataclass(frozen=True)
class Master:
    """A shape of a stencil, from which shapes on pages inherit."""

    name: str
    shapes: dict[str, Element] = field(default_factory=dict)
    first: Element | None = None


@dataclass(frozen=True)
class Frame:
    """Where the inside of a group lies on its page: a point's place, in inches from the lower left corner."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def __call__(self, u: float, v: float) -> Point:
        """Return the place on the page of a point inside."""
        return self.a * u + self.c * v + self.x, self.b * u + self.d * v + self.y


def shape_elements(holder: Element) -> Iterator[Element]:
    """Yield the shapes right inside a page, master or group."""
    for shapes in children(holder, "Shapes"):
        yield from children(shapes, "Shape")


def master_of(root: Element, name: str) -> Master:
    """Return a master from its part: all its shapes by id, the first one is what is dropped on pages."""
    waiting = list(shape_elements(root))[::-1]
    first = waiting[-1] if waiting else None
    found: dict[str, Element] = {}
    while waiting:
        shape = waiting.pop()
        found.setdefault(shape.get("ID", ""), shape)
        waiting += list(shape_elements(shape))
    return Master(name, found, first)


class MasteredShape:
    """One shape on a page together with what it inherits."""

    def __init__(self, element: Element, inherited: Element | None, master: Master | None) -> None:
        """Read ``element``; where it says nothing, ``inherited`` counts."""
        self.element = element
        self.inherited = inherited
        self.master = master
        self._cells = {**_cells(inherited), **_cells(element)}

    @property
    def id(self) -> str:
        """The number of the shape on its page."""
        return self.element.get("ID", "")

    @property
    def is_line(self) -> bool:
        """Whether it is a line with a begin and an end, such as a connector."""
        return "BeginX" in self._cells and "EndX" in self._cells

    @property
    def is_gone(self) -> bool:
        """Whether the file only says that a shape of the master is not there."""
        return self.element.get("Del") == "1"

    @property
    def kind(self) -> str:
        """``Shape``, ``Group``, ``Foreign`` (a picture) or ``Guide``."""
        inherited = "" if self.inherited is None else self.inherited.get("Type", "")
        return self.element.get("Type", "") or inherited or "Shape"

    @property
    def sort(self) -> str:
        """What Visio calls it: its master, else its own name."""
        if self.master is not None and self.master.name:
            return _NUMBERED.sub("", self.master.name)
        own = self.element.get("NameU") or self.element.get("Name") or ""
        return _NUMBERED.sub("", own).removeprefix("Sheet") or self.kind

    def number(self, cell: str) -> float | None:
        """Return what a cell says as a number; lengths are in inches, angles in radians."""
        found = self._cells.get(cell)
        return None if found is None else place(found.get("V"))

    def formula(self, cell: str) -> str:
        """Return how a cell is computed."""
        found = self._cells.get(cell)
        return "" if found is None else found.get("F", "")

    def text(self) -> str:
        """Return what is written on it."""
        own = _text(self.element)
        return own if own is not None else _text(self.inherited) or ""

    def has_own_text(self) -> bool:
        """Tell whether something is written on it that its master does not say."""
        return bool(_text(self.element))

    def frame(self, outer: Frame) -> Frame:
        """Return where its inside lies, when it lies itself inside ``outer``."""
        width, height = self.number("Width") or 0.0, self.number("Height") or 0.0
        pin_u, pin_v = _first(self.number("LocPinX"), width / 2), _first(self.number("LocPinY"), height / 2)
        angle = self.number("Angle") or 0.0
        flip_x = -1.0 if self.number("FlipX") else 1.0
        flip_y = -1.0 if self.number("FlipY") else 1.0
        cos, sin = math.cos(angle), math.sin(angle)
        a, b, c, d = cos * flip_x, sin * flip_x, -sin * flip_y, cos * flip_y
        x = (self.number("PinX") or 0.0) - a * pin_u - c * pin_v
        y = (self.number("PinY") or 0.0) - b * pin_u - d * pin_v
        origin = outer(x, y)
        return Frame(
            outer.a * a + outer.c * b,
            outer.b * a + outer.d * b,
            outer.a * c + outer.c * d,
            outer.b * c + outer.d * d,
            *origin,
        )

    def corners(self, frame: Frame) -> tuple[Point, Point] | None:
        """Return the lower left and the upper right corner on the page; nothing where it has no place."""
        width, height = self.number("Width"), self.number("Height")
        if width is None or height is None or self.number("PinX") is None:
            return None
        points = [frame(u, v) for u in (0.0, width) for v in (0.0, height)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (min(xs), min(ys)), (max(xs), max(ys))

    def held(self) -> set[str]:
        """Return the shapes that lie in it, when it is a container or list."""
        found = set()
        for kind, sheets in _RELATION.findall(self.formula("Relationships")):
            if kind in _HOLDS:
                found |= set(_SHEET.findall(sheets))
        return found

    def told(self) -> Iterator[tuple[str, str]]:
        """Yield its shape data and the addresses that it leads to."""
        rows = {**_rows(self.inherited, "Property"), **_rows(self.element, "Property")}
        inherited = _rows(self.inherited, "Property")
        for name, cells in rows.items():
            both = {**inherited.get(name, {}), **cells}
            yield both.get("Label") or name, both.get("Value", "")
        for cells in _rows(self.element, "Hyperlink").values():
            yield "link", cells.get("Address") or cells.get("SubAddress", "")

    def notes(self) -> str:
        """Return what is shown of it when the mouse rests there."""
        found = self._cells.get("Comment")
        return "" if found is None else plain_lines(found.get("V", ""))


def _cells(element: Element | None) -> Cells:
    if element is None:
        return {}
    return {each.get("N", ""): each for each in children(element, "Cell")}


def _rows(element: Element | None, section: str) -> dict[str, dict[str, str]]:
    """Return the rows of a section by name, each cell with what it says."""
    found: dict[str, dict[str, str]] = {}
    for part in children(element, "Section") if element is not None else ():
        if part.get("N") == section:
            for row in children(part, "Row"):
                cells = {each.get("N", ""): each.get("V", "") for each in row if not _is_unset(each)}
                found[row.get("N") or row.get("IX") or str(len(found))] = cells
    return found


def _is_unset(cell: Element) -> bool:
    """Tell whether a cell says nothing: Visio writes 0 without a unit where nobody filled anything in."""
    return local(cell) != "Cell" or (cell.get("V") == "0" and not cell.get("U") and not cell.get("F"))


def _text(element: Element | None) -> str | None:
    found = None if element is None else next(children(element, "Text"), None)
    if found is None:
        return None
    return "\n".join(filter(None, (plain(line) for line in "".join(found.itertext()).splitlines())))


def _first(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value

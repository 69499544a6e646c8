"""The cells of one draw.io page as shapes and arrows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.exchange.diagrams.drawn import Arrow, Page, Shape
from maplanner.exchange.diagrams.label_text import label_text
from maplanner.exchange.source_files import plain

_WRAPPERS: Final = frozenset({"object", "UserObject"})
_NO_DETAILS: Final = frozenset({"id", "label", "placeholders", "tooltip", "link"})
_DEEPEST: Final = 200
_SYMBOLS: Final = ("symbol", "outline")


@dataclass
class _Cell:
    """One ``mxCell``, with what a wrapper around it says."""

    id: str
    element: Element
    label: str
    wrapper: Element | None = None
    style: dict[str, str] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        return self.element.get("parent", "")

    @property
    def is_edge(self) -> bool:
        return self.element.get("edge") == "1"

    @property
    def is_vertex(self) -> bool:
        return self.element.get("vertex") == "1"

    @property
    def text(self) -> str:
        return label_text(self.label, is_html=self.style.get("html", "1") != "0")


def page_from(model: Element, title: str, left_out: list[str]) -> Page:
    """Return the page that a ``mxGraphModel`` draws; what is hidden is told in ``left_out``."""
    cells = {cell.id: cell for cell in _cells(model)}
    hidden = _hidden(cells)
    if hidden:
        count = "1 shape" if len(hidden) == 1 else f"{len(hidden)} shapes"
        left_out.append(f"Page “{title}”: {count} or lines on hidden layers.")
    shown = {key: cell for key, cell in cells.items() if key not in hidden}
    labels = _labels(shown)
    places = _Places(shown)
    shapes = [_shape(cell, shown, places) for cell in shown.values() if cell.is_vertex]
    kept = [shape for shape in shapes if shape.id not in labels.used]
    arrows = [_arrow(cell, shown, labels) for cell in shown.values() if cell.is_edge]
    return Page(title, tuple(kept), tuple(arrows))


def _cells(model: Element) -> Iterator[_Cell]:
    """Yield the cells of a page; a second one with a number that is taken gets one of its own."""
    root = model.find("root")
    seen: set[str] = set()
    for number, element in enumerate(root if root is not None else ()):
        cell, wrapper = element, None
        if element.tag in _WRAPPERS:
            inner = element.find("mxCell")
            if inner is None:
                continue
            cell, wrapper = inner, element
        elif element.tag != "mxCell":
            continue
        told = (wrapper.get("id") if wrapper is not None else None) or cell.get("id") or ""
        key = told if told and told not in seen else f"{told}#{number}"
        seen.add(key)
        label = (wrapper.get("label") if wrapper is not None else None) or cell.get("value") or ""
        yield _Cell(key, cell, label, wrapper, _style(cell.get("style", "")))


def _style(text: str) -> dict[str, str]:
    """Return a style's words; the first one without a value is what it is called after."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, sign, value = part.partition("=")
        if sign:
            found[name.strip()] = value.strip()
        elif name.strip():
            found.setdefault("", name.strip())
    return found


def _sort(cell: _Cell) -> str:
    """Return what draw.io calls a shape, BPMN's symbols with their outline."""
    style = cell.style
    shape = style.get("shape", "")
    if shape.startswith("stencil("):
        shape = "stencil"
    if shape.startswith("mxgraph.bpmn."):
        return "/".join([shape, *(style.get(name, "") for name in _SYMBOLS)])
    if shape or style.get(""):
        return plain(shape or style[""])[:80]
    return "rounded" if style.get("rounded") == "1" else "rectangle"


def _hidden(cells: dict[str, _Cell]) -> set[str]:
    """Return the shapes and lines that are hidden, or lie on a hidden layer or in a hidden group."""
    found: set[str] = set()
    for key, hiding in cells.items():
        way = key
        for _ in range(_DEEPEST):
            cell = cells.get(way)
            if cell is None:
                break
            if cell.element.get("visible") == "0":
                if hiding.is_vertex or hiding.is_edge:
                    found.add(key)
                break
            way = cell.parent
    return found


class _Labels:
    """Texts that are cells of their own but belong to a line."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.used: set[str] = set()


def _labels(cells: dict[str, _Cell]) -> _Labels:
    ends = {cell.element.get(end) for cell in cells.values() if cell.is_edge for end in ("source", "target")}
    labels = _Labels()
    for key, cell in cells.items():
        holder = cells.get(cell.parent)
        if cell.is_vertex and holder is not None and holder.is_edge and key not in ends:
            labels.used.add(key)
            labels.texts.setdefault(holder.id, []).append(cell.text)
    return labels


class _Places:
    """Where shapes lie on the page: a shape in another is told from that one's corner."""

    def __init__(self, cells: dict[str, _Cell]) -> None:
        self._cells = cells
        self._corners: dict[str, tuple[float, float]] = {}

    def corner(self, key: str, depth: int = 0) -> tuple[float, float]:
        """Return the upper left corner of a shape."""
        cell = self._cells.get(key)
        if cell is None or not cell.is_vertex or depth > _DEEPEST:
            return 0.0, 0.0
        if key not in self._corners:
            self._corners[key] = (0.0, 0.0)
            x, y = self.corner(cell.parent, depth + 1)
            own_x, own_y = self._own(cell)
            self._corners[key] = (x + own_x, y + own_y)
        return self._corners[key]

    def size(self, key: str) -> tuple[float, float]:
        """Return width and height of a shape."""
        cell = self._cells.get(key)
        geometry = None if cell is None else cell.element.find("mxGeometry")
        if geometry is None:
            return 0.0, 0.0
        return max(_number(geometry.get("width")), 0.0), max(_number(geometry.get("height")), 0.0)

    def _own(self, cell: _Cell) -> tuple[float, float]:
        geometry = cell.element.find("mxGeometry")
        if geometry is None:
            return 0.0, 0.0
        x, y = _number(geometry.get("x")), _number(geometry.get("y"))
        if geometry.get("relative") != "1":
            return x, y
        width, height = self.size(cell.parent)
        offset = geometry.find("mxPoint[@as='offset']")
        dx, dy = (0.0, 0.0) if offset is None else (_number(offset.get("x")), _number(offset.get("y")))
        return x * width + dx, y * height + dy


def _shape(cell: _Cell, cells: dict[str, _Cell], places: _Places) -> Shape:
    x, y = places.corner(cell.id)
    width, height = places.size(cell.id)
    holder = cells.get(cell.parent)
    details, notes = _told(cell.wrapper)
    return Shape(
        cell.id,
        cell.text,
        _sort(cell),
        x,
        y,
        width,
        height,
        within=holder.id if holder is not None and holder.is_vertex else None,
        notes=notes,
        details=details,
    )


def _arrow(cell: _Cell, cells: dict[str, _Cell], labels: _Labels) -> Arrow:
    source, target = (_end(cell, end, cells) for end in ("source", "target"))
    style = cell.style
    if style.get("endArrow") == "none" and style.get("startArrow", "none") != "none":
        source, target = target, source
    texts = [cell.text, *labels.texts.get(cell.id, ())]
    return Arrow(
        cell.id, source, target, "\n".join(text for text in texts if text), details=_told(cell.wrapper)[0]
    )


def _end(cell: _Cell, end: str, cells: dict[str, _Cell]) -> str | None:
    found = cells.get(cell.element.get(end, ""))
    return found.id if found is not None and found.is_vertex else None


def _told(wrapper: Element | None) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the data that a person gave a shape, and what it says in its tooltip and link."""
    if wrapper is None:
        return (), ""
    details = tuple(
        (plain(name), plain(value)) for name, value in wrapper.items() if name not in _NO_DETAILS and value
    )
    said = [label_text(wrapper.get(name, "")) for name in ("tooltip", "link")]
    return details, "\n".join(text for text in said if text)


def _number(text: str | None) -> float:
    try:
        number = float(text or 0.0)
    except ValueError:
        return 0.0
    return number if isfinite(number) and abs(number) < 1e7 else 0.0

"""draw.io (diagrams.net): plain and deflated pages, also inside PNG and SVG pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawio_cells import page_from
from maplanner.exchange.diagrams.drawio_packing import PNG, Allowance, page_xml, xml_in_png, xml_in_svg
from maplanner.exchange.diagrams.drawn import DiagramReader, Drawn, Page
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import plain, read_bytes, xml_from

_TITLE: Final = "draw.io"
_MODEL: Final = "mxGraphModel"
_ROOTS: Final = (b"<mxfile", b"<mxGraphModel")
_WITH_DRAWING: Final = "Save the picture from draw.io with “Include a copy of my diagram”."


def _recognises(peek: Peek) -> bool:
    beginning = peek.beginning
    if peek.suffix in {".drawio", ".dio"} and beginning:
        return True
    if beginning.startswith(PNG):
        return peek.name.lower().endswith((".drawio.png", ".dio.png")) or any(
            key in beginning for key in (b"tEXtmxfile\0", b"zTXtmxfile\0", b"iTXtmxfile\0", b"mxGraphModel\0")
        )
    if b"<svg" in beginning[:4096]:
        return peek.name.lower().endswith((".drawio.svg", ".dio.svg")) or b"&lt;mxfile" in beginning
    start = _as_utf8(beginning).lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and any(root in start[:4096] for root in _ROOTS)


def _as_utf8(content: bytes) -> bytes:
    """Return content without the zeros that UTF-16 has between plain letters."""
    return content[2:].replace(b"\0", b"") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else content


def _read(path: Path) -> Drawn:
    named = plain(path)
    allowance = Allowance(named)
    root = xml_from(_content(path, allowance), named)
    left_out: list[str] = []
    pages = tuple(_pages(root, allowance, left_out))
    if not pages:
        message = f"{named} is no draw.io diagram: it begins with “{plain(root.tag)[:60]}”."
        raise UnreadableSource(message, advice="Save it from draw.io as “.drawio”.")
    return Drawn("drawio", pages, tuple(left_out))


def _content(path: Path, allowance: Allowance) -> bytes:
    """Return the XML of a file, taken out of the picture that it may be.

    Raises:
        UnreadableSource: It is a picture without a diagram.
    """
    content = read_bytes(path)
    if content.startswith(PNG):
        found = xml_in_png(content, allowance)
    elif b"<svg" in content[:4096]:
        found = xml_in_svg(content, allowance.named)
    else:
        return content
    if found is None:
        message = f"{allowance.named} is a picture without a diagram in it."
        raise UnreadableSource(message, advice=_WITH_DRAWING)
    return found


def _pages(root: Element, allowance: Allowance, left_out: list[str]) -> list[Page]:
    if root.tag == _MODEL:
        return [page_from(root, "", left_out)]
    found = []
    diagrams = [root] if root.tag == "diagram" else root.findall("diagram") if root.tag == "mxfile" else []
    for number, diagram in enumerate(diagrams, start=1):
        title = plain(diagram.get("name", "")) or f"Page {number}"
        model = diagram.find(_MODEL)
        if model is None and (diagram.text or "").strip():
            where = f"the page “{title}”"
            xml = page_xml(diagram.text or "", allowance, where)
            model = xml_from(xml, f"{allowance.named}, {where},")
        found.append(Page(title) if model is None else page_from(model, title, left_out))
    return found


DIAGRAM = DiagramReader(
    "drawio",
    _TITLE,
    "files ending in .drawio, .xml, or PNG and SVG with the diagram inside",
    _recognises,
    _read,
)

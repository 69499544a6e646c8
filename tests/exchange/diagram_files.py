"""Writes small diagrams of other programs for tests of readers."""

import json
import zipfile
from pathlib import Path
from typing import Any

from maplanner.exchange.diagrams.drawn import Arrow, Drawn, Page, Shape

_VISIO = "http://schemas.microsoft.com/office/visio/2012/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "http://schemas.microsoft.com/visio/2010/relationships"


def put_json(folder: Path, data: Any, name: str = "drawing.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def put(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bpmn(*parts: str, name: str = "") -> str:
    """Return BPMN with these parts beside each other."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions name="{name}" '
        'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">' + "".join(parts) + "</bpmn:definitions>"
    )


def plane(element: str, places: dict[str, tuple[float, float, float, float]], name: str = "") -> str:
    """Return the layout of a diagram of BPMN."""
    shapes = "".join(
        f'<di:BPMNShape bpmnElement="{each}">'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></di:BPMNShape>'
        for each, (x, y, width, height) in places.items()
    )
    drawn = f'<di:BPMNPlane bpmnElement="{element}">{shapes}</di:BPMNPlane>'
    return f'<di:BPMNDiagram name="{name}">{drawn}</di:BPMNDiagram>'


def cells(**values: object) -> str:
    return "".join(f"<Cell N='{name}' V='{value}'/>" for name, value in values.items())


def visio(path: Path, pages: dict[str, str], masters: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write a .vsdx: pages by name, masters by number with their name and the shapes in them."""
    masters = masters or {}
    named = {f"visio/pages/page{number}.xml": content for number, content in enumerate(pages.values(), 1)}
    drawn = {f"visio/masters/master{number}.xml": shapes for number, (_, shapes) in masters.items()}
    sheet = f"<PageSheet>{cells(PageHeight=10.0, PageWidth=8.0)}</PageSheet>"
    lists = {
        "visio/pages/pages.xml": "<Pages xmlns='{}' xmlns:r='{}'>{}</Pages>".format(
            _VISIO,
            _OFFICE,
            "".join(
                f"<Page ID='{number}' Name='{name}'>{sheet}<Rel r:id='rId{number}'/></Page>"
                for number, name in enumerate(pages, 1)
            ),
        ),
        "visio/masters/masters.xml": "<Masters xmlns='{}' xmlns:r='{}'>{}</Masters>".format(
            _VISIO,
            _OFFICE,
            "".join(
                f"<Master ID='{number}' NameU='{name}'><Rel r:id='rId{number}'/></Master>"
                for number, (name, _) in masters.items()
            ),
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _rels(("document", "visio/document.xml")))
        archive.writestr("visio/document.xml", f"<VisioDocument xmlns='{_VISIO}'/>")
        archive.writestr(
            "visio/_rels/document.xml.rels",
            _rels(("pages", "pages/pages.xml"), ("masters", "masters/masters.xml")),
        )
        for part, content in lists.items():
            archive.writestr(part, content)
        archive.writestr(
            "visio/pages/_rels/pages.xml.rels",
            _rels(*(("page", f"page{number}.xml") for number in range(1, len(pages) + 1))),
        )
        archive.writestr(
            "visio/masters/_rels/masters.xml.rels",
            "<Relationships xmlns='{}'>{}</Relationships>".format(
                _RELATIONS,
                "".join(
                    f"<Relationship Id='rId{number}' Type='{_KIND}/master' Target='master{number}.xml'/>"
                    for number in masters
                ),
            ),
        )
        for part, content in named.items():
            archive.writestr(part, f"<PageContents xmlns='{_VISIO}'>{content}</PageContents>")
        for part, content in drawn.items():
            archive.writestr(
                part, f"<MasterContents xmlns='{_VISIO}'><Shapes>{content}</Shapes></MasterContents>"
            )
    return path


def _rels(*named: tuple[str, str]) -> str:
    lines = "".join(
        f"<Relationship Id='rId{number}' Type='{_KIND}/{kind}' Target='{target}'/>"
        for number, (kind, target) in enumerate(named, 1)
    )
    return f"<Relationships xmlns='{_RELATIONS}'>{lines}</Relationships>"


def only_page(drawn: Drawn) -> Page:
    assert len(drawn.pages) == 1, [page.title for page in drawn.pages]
    return drawn.pages[0]


def shape(page: Page, text: str) -> Shape:
    """Return the only shape of a page that says ``text``."""
    found = [each for each in page.shapes if each.text == text]
    assert len(found) == 1, [each.text for each in page.shapes]
    return found[0]


def ways(page: Page) -> set[tuple[str, str, str]]:
    """Return the arrows of a page as what their ends say, and the outcome."""
    texts = {each.id: each.text for each in page.shapes} | {None: ""}
    return {(texts[each.source], each.outcome, texts[each.target]) for each in page.arrows}


def arrow(page: Page, source: str, target: str) -> Arrow:
    texts = {each.id: each.text for each in page.shapes} | {None: ""}
    found = [each for each in page.arrows if (texts[each.source], texts[each.target]) == (source, target)]
    assert len(found) == 1, ways(page)
    return found[0]

"""draw.io files: plain and deflated pages, pictures that carry them, and files that mean harm."""

import base64
import struct
import zlib
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Drawn
from maplanner.exchange.diagrams.formats import read_diagram, recognised

BOX = '<mxGeometry x="{x}" y="{y}" width="120" height="60" as="geometry"/>'


def cell(
    key: str, label: str = "", style: str = "rounded=0;html=1;", x: float = 0, y: float = 0, **more: str
):
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in more.items())
    parent = "" if "parent" in more else ' parent="1"'
    return (
        f'<mxCell id="{key}" value={quoteattr(label)} style={quoteattr(style)} vertex="1"'
        f"{parent}{attributes}>{BOX.format(x=x, y=y)}</mxCell>"
    )


def edge(key: str, source: str = "", target: str = "", label: str = "", style: str = "html=1;") -> str:
    ends = (f' source="{source}"' if source else "") + (f' target="{target}"' if target else "")
    return (
        f'<mxCell id="{key}" value={quoteattr(label)} style="{style}" edge="1" parent="1"{ends}>'
        '<mxGeometry relative="1" as="geometry"/></mxCell>'
    )


def model(*cells: str) -> str:
    inner = "".join(cells)
    return f'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{inner}</root></mxGraphModel>'


def packed(xml: str) -> str:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = deflate.compress(quote(xml, safe="").encode()) + deflate.flush()
    return base64.b64encode(data).decode()


def mxfile(*pages: tuple[str, str]) -> str:
    inner = "".join(f"<diagram name={quoteattr(title)}>{content}</diagram>" for title, content in pages)
    return f'<mxfile host="test">{inner}</mxfile>'


def chunk(sort: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + sort + data + struct.pack(">I", zlib.crc32(sort + data))


def png(sort: bytes, data: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(sort, data) + chunk(b"IEND", b"")


def svg(xml: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" content={quoteattr(xml)}/>'


SVG_TYPE = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">'
TWO = model(cell("a", "Form", x=10, y=20), cell("b", "E-mail", x=300), edge("e", "a", "b", "sent"))


def read(tmp_path: Path, content: str | bytes, name: str = "a.drawio") -> Drawn:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_diagram(path)


def two_shapes(drawn: Drawn) -> bool:
    (page,) = drawn.pages
    (arrow,) = page.arrows
    texts = [(shape.text, shape.x, shape.y) for shape in page.shapes]
    return texts == [("Form", 10.0, 20.0), ("E-mail", 300.0, 0.0)] and (arrow.source, arrow.target) == (
        "a",
        "b",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.drawio", mxfile(("P", TWO))),
        ("packed.xml", mxfile(("P", packed(TWO)))),
        ("escaped.xml", mxfile(("P", quote(TWO, safe="")))),
        ("bare.xml", TWO),
        ("marked.drawio", "\ufeff" + mxfile(("P", TWO))),
        ("wide.drawio", mxfile(("P", TWO)).encode("utf-16")),
        ("text.png", png(b"tEXt", b"mxfile\0" + quote(mxfile(("P", TWO)), safe="").encode())),
        (
            "ztext.png",
            png(b"zTXt", b"mxfile\0\0" + zlib.compress(quote(mxfile(("P", packed(TWO)))).encode())),
        ),
        ("itext.png", png(b"iTXt", b"mxfile\0\0\0en\0\0" + mxfile(("P", TWO)).encode())),
        ("itextz.png", png(b"iTXt", b"mxGraphModel\0\1\0\0\0" + zlib.compress(TWO.encode()))),
        (
            "a.svg",
            svg(mxfile(("P", TWO))),
        ),
        (
            "typed.drawio.svg",
            SVG_TYPE + svg(mxfile(("P", TWO))),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_every_way_of_packing_holds_the_same(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert two_shapes(read(tmp_path, content, name))


def test_pages_become_pages_and_empty_ones_are_told(tmp_path: Path) -> None:
    drawn = read(tmp_path, mxfile(("Pirmā", TWO), ("Tukša", ""), ("Otrā", packed(TWO))))
    assert [page.title for page in drawn.pages] == ["Pirmā", "Otrā"]
    assert any("Tukša" in line for line in drawn.left_out)


def test_what_lies_in_a_group_is_told_from_the_page(tmp_path: Path) -> None:
    group = cell("g", "Lane", "swimlane;html=1;", 100, 200)
    inner = cell("i", "Call", parent="g", x=30, y=40)
    (page,) = read(tmp_path, mxfile(("P", model(group, inner)))).pages
    assert page.shapes[1].within == "g"
    assert (page.shapes[1].x, page.shapes[1].y) == (130.0, 240.0)


def test_texts_at_lines_belong_to_them(tmp_path: Path) -> None:
    label = cell("l", "opened", "edgeLabel;html=1;", parent="e")
    (page,) = read(tmp_path, mxfile(("P", model(cell("a"), cell("b"), edge("e", "a", "b"), label)))).pages
    assert [shape.id for shape in page.shapes] == ["a", "b"]
    assert page.arrows[0].text == "opened"


def test_lines_may_hang_and_point_backwards(tmp_path: Path) -> None:
    back = edge("e", "a", "b", style="startArrow=classic;endArrow=none;")
    (page,) = read(
        tmp_path, mxfile(("P", model(cell("a"), cell("b"), back, edge("f", "a"), edge("h", "a", "e"))))
    ).pages
    assert [(arrow.source, arrow.target) for arrow in page.arrows] == [("b", "a"), ("a", None), ("a", None)]


def test_labels_lose_markup_and_scripts(tmp_path: Path) -> None:
    label = (
        '<div style="x"><b>Sūtīt</b>&nbsp;e-pastu<br>tagad</div><script>alert("a")</script><style>b{}</style>'
    )
    (page,) = read(tmp_path, mxfile(("P", model(cell("a", label), cell("b", "a < b & c", "html=0;"))))).pages
    assert [shape.text for shape in page.shapes] == ["Sūtīt e-pastu\ntagad", "a < b & c"]


def test_a_persons_own_data_stays(tmp_path: Path) -> None:
    wrapped = (
        '<UserObject id="a" label="Mail" tooltip="Say hello" owner="Anna">'
        f'<mxCell style="html=1;" vertex="1" parent="1">{BOX.format(x=1, y=2)}</mxCell></UserObject>'
    )
    (page,) = read(tmp_path, mxfile(("P", model(wrapped)))).pages
    assert (page.shapes[0].notes, page.shapes[0].details) == ("Say hello", (("owner", "Anna"),))


def test_hidden_layers_stay_out_and_are_told(tmp_path: Path) -> None:
    layer = '<mxCell id="2" parent="0" visible="0"/>'
    drawn = read(tmp_path, mxfile(("P", model(layer, cell("a"), cell("h", "secret", parent="2")))))
    assert [shape.id for shape in drawn.pages[0].shapes] == ["a"]
    assert "hidden" in drawn.left_out[0]


def test_two_shapes_with_one_number_both_stay(tmp_path: Path) -> None:
    (page,) = read(tmp_path, mxfile(("P", model(cell("a", "x"), cell("a", "y"))))).pages
    assert [shape.text for shape in page.shapes] == ["x", "y"]
    assert len({shape.id for shape in page.shapes}) == 2


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
BOMB = base64.b64encode(zlib.compress(b"<" + b" " * 40_000_000, 9)[2:-4]).decode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ENTITIES + mxfile(("P", "&b;")), "entities"),
        (ENTITIES + "<svg content='&b;'/>", "entities"),
        (mxfile(("P", BOMB)), "unpacks to more"),
        (png(b"zTXt", b"mxfile\0\0" + zlib.compress(b" " * 40_000_000)), "unpacks to more"),
        (mxfile(("P", packed(TWO)[:80])), "breaks off|damaged"),
        (mxfile(("P", "!!!")), "damaged"),
        (mxfile(("P", packed(TWO)))[:-40], "broken at line"),
        (mxfile(("P", packed(TWO[:-30]))), "broken at line"),
        (png(b"tEXt", b"Comment\0hello"), "picture without a diagram"),
        ("<svg/>", "picture without a diagram"),
        ("<mxlibrary>[]</mxlibrary>", "no draw.io diagram"),
        ("PK\x03\x04 nothing", "broken at line"),
        (mxfile(("P", "")), "without any shapes"),
        ("", "no diagram"),
    ],
)
def test_what_is_broken_or_means_harm_is_refused_by_name(
    tmp_path: Path, content: str | bytes, why: str
) -> None:
    with pytest.raises(UnreadableSource, match=rf"(?s)a\.drawio.*({why})"):
        read(tmp_path, content)


def test_shapes_in_shapes_without_end_are_read(tmp_path: Path) -> None:
    chain = [cell(f"c{depth}", "x", parent=f"c{depth - 1}" if depth else "1", x=1) for depth in range(3000)]
    ring = [cell("r", "r", parent="s"), cell("s", "s", parent="r")]
    (page,) = read(tmp_path, mxfile(("P", model(*chain, *ring)))).pages
    assert len(page.shapes) == 3002


def test_other_xml_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<CustomObject/>", "utf-8")
    assert recognised(path) is None

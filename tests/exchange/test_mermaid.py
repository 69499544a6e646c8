"""Mermaid flowcharts: shapes, links, subgraphs, labels, and texts that are something else."""

from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Drawn, Page
from maplanner.exchange.diagrams.formats import read_diagram, recognised


def drawn(tmp_path: Path, text: str, name: str = "a.mmd") -> Drawn:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_diagram(path)


def chart(tmp_path: Path, *lines: str) -> Page:
    (page,) = drawn(tmp_path, "\n".join(["flowchart LR", *lines])).pages
    return page


def ways(page: Page) -> list[tuple[str | None, str | None, str]]:
    return [(arrow.source, arrow.target, arrow.text) for arrow in page.arrows]


@pytest.mark.parametrize(
    ("written", "text", "sort"),
    [
        ("a", "a", "rectangle"),
        ("a[Send]", "Send", "rectangle"),
        ("a(Send)", "Send", "rounded"),
        ("a([Send])", "Send", "stadium"),
        ("a[[Send]]", "Send", "subroutine"),
        ("a[(Send)]", "Send", "cylinder"),
        ("a((Send))", "Send", "circle"),
        ("a(((Send)))", "Send", "double circle"),
        ("a{Send}", "Send", "rhombus"),
        ("a{{Send}}", "Send", "hexagon"),
        ("a>Send]", "Send", "flag"),
        ("a[/Send/]", "Send", "parallelogram"),
        ("a[\\Send\\]", "Send", "parallelogram"),
        ("a[/Send\\]", "Send", "trapezoid"),
        ('a["Sūtīt (tagad) [1]; ō‘zbek"]', "Sūtīt (tagad) [1]; ō‘zbek", "rectangle"),
        ('a["line one<br/>line two"]', "line one\nline two", "rectangle"),
        ('a["`**bold** text`"]', "bold text", "rectangle"),
        ('a["#quot;x#quot; #9829;"]', '"x" ♥', "rectangle"),
        ("a[fa:fa-envelope Mail]:::warm", "Mail", "rectangle"),
        ('a@{ shape: cyl, label: "Send" }', "Send", "cylinder"),
        ("a@{ shape: decision }", "a", "rhombus"),
    ],
)
def test_shapes(tmp_path: Path, written: str, text: str, sort: str) -> None:
    (shape,) = chart(tmp_path, written).shapes
    assert (shape.id, shape.text, shape.sort) == ("a", text, sort)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a --> b", [("a", "b", "")]),
        ("a-->b", [("a", "b", "")]),
        ("a --- b", [("a", "b", "")]),
        ("a -->|yes| b", [("a", "b", "yes")]),
        ("a -- not opened --> b", [("a", "b", "not opened")]),
        ("a == jā ==> b", [("a", "b", "jā")]),
        ("a -. ja .-> b", [("a", "b", "ja")]),
        ("a -.-> b", [("a", "b", "")]),
        ("a ==> b", [("a", "b", "")]),
        ("a ----> b", [("a", "b", "")]),
        ("a --o b", [("a", "b", "")]),
        ("a <--> b", [("a", "b", "")]),
        ("a --> b --> c", [("a", "b", ""), ("b", "c", "")]),
        ("a & b --> c & d", [("a", "c", ""), ("a", "d", ""), ("b", "c", ""), ("b", "d", "")]),
        ("a e1@--> b", [("a", "b", "")]),
        ("a ~~~ b", []),
        ("a[One] --> b{Two?}; b --> c", [("a", "b", ""), ("b", "c", "")]),
        ("send-mail --> wait.1", [("send-mail", "wait.1", "")]),
    ],
)
def test_links(tmp_path: Path, written: str, expected: list[tuple[str, str, str]]) -> None:
    page = chart(tmp_path, written)
    assert ways(page) == expected
    assert {shape.id for shape in page.shapes} >= {end for way in expected for end in way[:2]}


def test_subgraphs_hold_what_is_in_them(tmp_path: Path) -> None:
    lines = [
        "subgraph one [Pārdošana]",
        "direction TB",
        "a --> b",
        "subgraph two",
        "c",
        "end",
        "end",
        "d --> one",
    ]
    page = chart(tmp_path, *lines)
    within = {shape.id: shape.within for shape in page.shapes}
    assert within == {"one": None, "a": "one", "b": "one", "two": "one", "c": "two", "d": None}
    assert next(shape for shape in page.shapes if shape.id == "one").text == "Pārdošana"
    assert ("d", "one", "") in ways(page)


def test_looks_and_remarks_are_no_shapes(tmp_path: Path) -> None:
    lines = ["%% a remark", "classDef warm fill:#f96", "a --> b", "style a fill:#fff", "class b warm",
             "linkStyle 0 stroke:red", 'click a "https://example.org" _blank']  # fmt: skip
    page = chart(tmp_path, *lines)
    assert [shape.id for shape in page.shapes] == ["a", "b"]


def test_what_is_not_understood_is_told(tmp_path: Path) -> None:
    found = drawn(tmp_path, "graph TD\n a --> b\n a ==< b\n")
    assert ways(found.pages[0]) == [("a", "b", "")]
    assert "a ==< b" in found.left_out[0] or "==<" in found.left_out[0]


def test_charts_in_markdown_and_front_matter(tmp_path: Path) -> None:
    text = '# Plan\n\n## Welcome\n```mermaid\nflowchart TD\na-->b\n```\n\n```mermaid\npie\n"x": 1\n```\n'
    found = drawn(tmp_path, text, "plan.md")
    assert [page.title for page in found.pages] == ["Welcome"]
    assert "pie" in found.left_out[0]
    found = drawn(tmp_path, "---\ntitle: Sveiciens\n---\n%% x\ngraph LR\na-->b", "b.mmd")
    assert found.pages[0].title == "Sveiciens"


@pytest.mark.parametrize("text", ["sequenceDiagram\na->>b: x", "hello", "", "\0\0", "flowchart LR\n"])
def test_other_texts_are_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableSource, match=r"a\.mmd"):
        drawn(tmp_path, text)


def test_plain_text_is_none(tmp_path: Path) -> None:
    for name, text in (
        ("a.txt", "graphs are nice\n"),
        ("a.md", "# flowchart\n"),
        ("b.txt", "graph of sales\n"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        assert recognised(tmp_path / name) is None


@pytest.mark.parametrize(
    "piece", ["a-", "[", "(((", "a -- ", '"', "@{", "#a;", "&", "subgraph x\n", " ", "%%", "<"]
)
def test_endless_repetition_is_read_or_refused(tmp_path: Path, piece: str) -> None:
    try:
        left_out = drawn(tmp_path, "flowchart TD\na-->b\n" + piece * (300_000 // len(piece))).left_out
        said = "a.mmd"
    except UnreadableSource as error:
        left_out, said = (), str(error)
    assert "a.mmd" in said
    assert len(left_out) <= 20_000

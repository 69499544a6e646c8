"""Visio drawings: pages, masters, groups, containers, and connectors glued to shapes."""

import zipfile
from math import pi
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange import packed
from maplanner.exchange.diagrams.drawn import Page
from maplanner.exchange.diagrams.visio import DIAGRAM
from maplanner.exchange.peeking import Peek
from tests.exchange.diagram_files import arrow, cells, only_page, put, shape, visio, ways

BOX = cells(PinX=2, PinY=9, Width=2, Height=1, LocPinX=1, LocPinY=0.5)
MASTER = f"<Shape ID='5' Type='Shape'>{BOX}</Shape>"
CONNECTOR = f"<Shape ID='5'>{cells(BeginX=0, BeginY=0, EndX=1, EndY=1, Width=1, Height=1)}</Shape>"
MASTERS = {"1": ("Decision.12", MASTER), "2": ("Dynamic connector", CONNECTOR)}


def box(number: int, text: str, x: float = 2, y: float = 9, *, inside: str = "") -> str:
    places = cells(PinX=x, PinY=y, Width=2, Height=1, LocPinX=1, LocPinY=0.5)
    return f"<Shape ID='{number}' Type='Shape'>{places}<Text>{text}\n</Text>{inside}</Shape>"


def group(inside: str, **places: float) -> str:
    return f"<Shape ID='1' Type='Group'>{cells(**places)}<Shapes>{inside}</Shapes></Shape>"


def line(number: int, text: str = "", inside: str = "") -> str:
    return f"<Shape ID='{number}' Master='2'>{inside}<Text><cp IX='0'/>{text}</Text></Shape>"


def glued(number: int, begin: int, end: int) -> str:
    return (
        f"<Connect FromSheet='{number}' FromCell='BeginX' ToSheet='{begin}' ToCell='PinX'/>"
        f"<Connect FromSheet='{number}' FromCell='EndX' ToSheet='{end}' ToCell='PinX'/>"
    )


def read(
    folder: Path, shapes: str, connects: str = "", masters: dict[str, tuple[str, str]] | None = None
) -> Page:
    """Return the only page of a drawing with these shapes and glued lines."""
    content = f"<Shapes>{shapes}</Shapes><Connects>{connects}</Connects>"
    path = visio(folder / "a.vsdx", {"Flow": content}, masters or MASTERS)
    assert DIAGRAM.recognises(Peek(path))
    return only_page(DIAGRAM.read(path))


def test_shapes_are_placed_from_the_top_and_named_by_their_masters(tmp_path: Path) -> None:
    inherits = f"<Shape ID='2' Master='1'>{cells(PinX=5, PinY=6)}<Text>Opened?</Text></Shape>"
    found = read(tmp_path, box(1, "Send e-mail") + inherits + line(3, "yes"), glued(3, 1, 2))
    assert found.title == "Flow"
    first, second = shape(found, "Send e-mail"), shape(found, "Opened?")
    assert (first.x, first.y, first.width, first.height) == (96, 48, 192, 96)
    assert (second.x, second.y, second.sort) == (4 * 96, 3.5 * 96, "Decision")
    assert arrow(found, "Send e-mail", "Opened?").text == "yes"


def test_groups_hold_shapes_where_they_lie_on_the_page(tmp_path: Path) -> None:
    held = shape(
        read(tmp_path, group(box(2, "In", 1, 0.5), PinX=5, PinY=5, Width=2, Height=1, LocPinX=0, LocPinY=0)),
        "In",
    )
    assert (held.within, held.x, held.y) == ("1", 5 * 96, 4 * 96)


def test_a_turned_group_turns_what_is_in_it(tmp_path: Path) -> None:
    turned = {"PinX": 5, "PinY": 5, "Width": 2, "Height": 1, "LocPinX": 0, "LocPinY": 0, "Angle": pi / 2}
    held = shape(read(tmp_path, group(box(2, "In", 1, 0.5), **turned)), "In")
    assert (held.x, held.y, held.width, held.height) == (4 * 96, 3 * 96, 96, 192)


def test_parts_of_a_master_are_one_shape_with_their_texts(tmp_path: Path) -> None:
    inside = f"<Shapes><Shape ID='6'>{BOX}</Shape><Shape ID='7'>{BOX}</Shape></Shapes>"
    master = f"<Shape ID='5' Type='Group'>{BOX}{inside}</Shape>"
    parts = "<Shape ID='8' MasterShape='6'><Text>Head</Text></Shape><Shape ID='9' MasterShape='7'/>"
    lane = f"<Shape ID='1' Type='Group' Master='1'><Shapes>{parts}</Shapes></Shape>"
    masters = {**MASTERS, "1": ("Swimlane", master)}
    found = read(tmp_path, lane + box(2, "Next") + line(3), glued(3, 9, 2), masters)
    assert {each.text for each in found.shapes} == {"Head", "Next"}
    assert ways(found) == {("Head", "", "Next")}


def test_containers_hold_their_members(tmp_path: Path) -> None:
    holds = "<Cell N='Relationships' V='0' F='SUM(DEPENDSON(1,Sheet.2!SheetRef(),Sheet.3!SheetRef()))'/>"
    found = read(tmp_path, box(1, "Phase", inside=holds) + box(2, "A") + box(3, "B") + box(4, "C"))
    assert {each.text: each.within for each in found.shapes} == {"Phase": None, "A": "1", "B": "1", "C": None}


def test_an_arrow_head_at_the_begin_turns_the_way(tmp_path: Path) -> None:
    backwards = line(3, inside=cells(BeginArrow=4, EndArrow=0))
    found = read(tmp_path, box(1, "A") + box(2, "B") + backwards + line(4), glued(3, 1, 2))
    assert ways(found) == {("B", "", "A"), ("", "", "")}


def test_shape_data_comes_along(tmp_path: Path) -> None:
    rows = (
        "<Row N='Row_1'><Cell N='Label' V='Owner'/><Cell N='Value' V='Ilze' U='STR'/></Row>"
        "<Row N='Row_2'><Cell N='Label' V='Empty'/><Cell N='Value' V='0'/></Row>"
    )
    found = read(tmp_path, box(1, "A", inside=f"<Section N='Property'>{rows}</Section>"))
    assert shape(found, "A").details == (("Owner", "Ilze"),)


def test_empty_pages_are_named(tmp_path: Path) -> None:
    drawn = DIAGRAM.read(visio(tmp_path / "a.vsdx", {"Full": f"<Shapes>{box(1, 'A')}</Shapes>", "Bare": ""}))
    assert only_page(drawn).title == "Full"
    assert any("Bare" in line for line in drawn.left_out)


def test_old_and_locked_drawings_are_refused_in_words(tmp_path: Path) -> None:
    for name, why in (("old.vsd", "old Visio drawing"), ("new.vsdx", "locked by a password")):
        path = tmp_path / name
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        assert DIAGRAM.recognises(Peek(path))
        with pytest.raises(UnreadableSource, match=why):
            DIAGRAM.read(path)
    path = put(tmp_path, "<VisioDocument/>", "a.vdx")
    with pytest.raises(UnreadableSource, match="old Visio drawing"):
        DIAGRAM.read(path)


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = visio(tmp_path / "bomb.vsdx", {"P": " " * 2_000_000})
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(packed, "MAX_FILE_BYTES", 1_000_000)
    with pytest.raises(UnreadableSource, match=r"bomb\.vsdx"):
        DIAGRAM.read(path)


def test_parts_that_would_lie_elsewhere_are_refused(tmp_path: Path) -> None:
    path = visio(tmp_path / "climb.vsdx", {"P": f"<Shapes>{box(1, 'A')}</Shapes>"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil.xml", "<a/>")
    with pytest.raises(UnreadableSource, match="impossible place"):
        DIAGRAM.read(path)


def test_a_relationship_that_climbs_leads_nowhere(tmp_path: Path) -> None:
    put(tmp_path, "<PageContents/>", "secret.xml")
    path = tmp_path / "a.vsdx"
    visio(tmp_path / "b.vsdx", {"P": f"<Shapes>{box(1, 'A')}</Shapes>"})
    with zipfile.ZipFile(tmp_path / "b.vsdx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"Target='page1.xml'", b"Target='../../../../../../secret.xml'")
            new.writestr(name, content)
    with pytest.raises(UnreadableSource, match="holds no shapes"):
        DIAGRAM.read(path)


@pytest.mark.parametrize("cut", [0, 4, 60, 500, -30])
def test_damaged_drawings_name_the_file(tmp_path: Path, cut: int) -> None:
    content = visio(tmp_path / "a.vsdx", {"P": f"<Shapes>{box(1, 'A')}</Shapes>"}).read_bytes()
    (tmp_path / "cut.vsdx").write_bytes(content[:cut])
    with pytest.raises(UnreadableSource, match=r"cut\.vsdx"):
        DIAGRAM.read(tmp_path / "cut.vsdx")

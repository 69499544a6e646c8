"""Pictures that carry their plan: taken out as it was put in, or refused with a reason."""

import base64
import re
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from maplanner.app.importing import import_source, is_plan_text
from maplanner.core.errors import CannotExport, UnreadableSource
from maplanner.core.resources import resource_root
from maplanner.document.reading import Snapshot
from maplanner.document.textform import plan_from_text, plan_to_text
from maplanner.drawing.pictures.sources import Scene, book_offers, picture_named, picture_offers
from maplanner.exchange import carrying
from maplanner.exchange.carrying import carried_plan, may_carry
from maplanner.exchange.exporter import PictureOptions, pages_in, picture_exporter
from maplanner.storage import read_plan

FORMATS = ("png", "svg", "pdf")


@pytest.fixture(scope="module")
def plan() -> Snapshot:
    text = (resource_root() / "plans" / "sample.json").read_text("utf-8")
    return Snapshot.of(plan_from_text(text))


@pytest.fixture(scope="module")
def text(plan: Snapshot) -> str:
    return plan_to_text(plan)


@pytest.fixture
def scene(qapp: object, plan: Snapshot) -> Scene:
    return Scene(plan)


def export(scene: Scene, name: str, folder: Path, **options: object) -> Path:
    path = folder / f"picture.{name}"
    drawing = picture_named(scene, "Five-mail course").draw()
    picture_exporter(name).write(drawing, path, PictureOptions(**options))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_carries_the_plan_and_makes_the_same_one(
    name: str, scene: Scene, plan: Snapshot, text: str, tmp_path: Path
) -> None:
    path = export(scene, name, tmp_path, plan=text)
    assert carried_plan(path) == text
    assert is_plan_text(path)
    outcome = import_source(path, tmp_path / "again.maplan")
    assert outcome.made_plan
    again = read_plan(tmp_path / "again.maplan")
    assert {record.id: record for record in again.records()} == {each.id: each for each in plan.records()}


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_without_a_plan_is_only_a_picture(name: str, scene: Scene, tmp_path: Path) -> None:
    path = export(scene, name, tmp_path)
    assert may_carry(path)
    assert carried_plan(path) is None
    assert not is_plan_text(path)


def test_other_programs_still_read_a_picture_with_a_plan(scene: Scene, text: str, tmp_path: Path) -> None:
    with Image.open(export(scene, "png", tmp_path, plan=text * 20)) as image:
        image.load()
        assert image.width > 1000


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_plans_in_pictures_are_refused_by_name(
    name: str, scene: Scene, text: str, tmp_path: Path
) -> None:
    path = export(scene, name, tmp_path, plan=text)
    data = path.read_bytes()
    if name == "pdf":
        number = re.search(rb"/EF <</F (\d+) 0 R", data)[1]
        start = data.index(b"stream", data.rindex(b"\n" + number + b" 0 obj"))
    else:
        start = data.index(b"maplanner-plan")
    for cut in range(start + 400, start + 2400, 400):
        path.write_bytes(data[:cut] + b"!!!!" + data[cut + 4 :])
        assert refused_or_found(path) in (None, text)
        path.write_bytes(data[:cut])
        assert refused_or_found(path) is None


def refused_or_found(path: Path) -> str | None:
    """Return the plan that a picture carries, or nothing where it is refused by its name."""
    why = path.name
    found = None
    try:
        found = carried_plan(path)
    except UnreadableSource as error:
        why = str(error)
    assert path.name in why
    return found


def test_a_plan_that_unpacks_to_gigabytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "LARGEST_PLAN", 1_000_000)
    bomb = base64.b64encode(zlib.compress(b" " * 30_000_000, 9))
    svg = tmp_path / "bomb.svg"
    svg.write_bytes(b'<svg><metadata id="maplanner-plan">' + bomb + b"</metadata></svg>")
    text = b"maplanner-plan\0\0\0\0\0" + bomb
    png = tmp_path / "bomb.png"
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text + bytes(4)
    png.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    for path in (svg, png):
        with pytest.raises(UnreadableSource, match=path.name):
            carried_plan(path)


@pytest.mark.parametrize("length", [0, 1, 2**31, 2**32 - 1])
def test_chunks_of_impossible_lengths_end_the_search(length: int, tmp_path: Path) -> None:
    path = tmp_path / "odd.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", length) + b"iTXtxx" + bytes(20))
    assert carried_plan(path) is None


# --- which pictures there are, and books of them -------------------------------


def test_every_picture_has_a_key_and_can_be_drawn(scene: Scene) -> None:
    offers = picture_offers(scene)
    assert len({offer.key for offer in offers}) == len(offers)
    assert {"tools", "plan"} <= {offer.key for offer in offers}
    for offer in offers:
        drawn = offer.draw()
        assert drawn.title
        assert drawn.bounds.width > 0
        assert drawn.bounds.height > 0


def test_pictures_are_named_by_title_key_or_beginning(scene: Scene) -> None:
    assert picture_named(scene, "TOOLS").key == "tools"
    assert picture_named(scene, "five").title == "Five-mail course"
    with pytest.raises(CannotExport, match=r"no picture “Winter”.*Tool map"):
        picture_named(scene, "Winter")
    with pytest.raises(CannotExport, match="Several pictures"):
        picture_named(scene, "Way of Lead")
    with pytest.raises(CannotExport, match="no picture"):
        picture_named(scene, " ")


def test_a_book_has_a_bookmark_for_each_picture(scene: Scene, tmp_path: Path) -> None:
    pictures = [offer.draw() for offer in book_offers(scene)]
    assert len(pictures) >= 4
    path = tmp_path / "book.pdf"
    options = PictureOptions(paper="A4", numbers=True)
    picture_exporter("pdf").write_book(pictures, path, options, "Spring")
    data = path.read_bytes()
    titles = [
        bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Title <(\w+)>", data)
    ]
    assert titles == [picture.title for picture in pictures]
    kids = re.search(rb"/Kids\s*\[([^\]]*)\]", data)
    pages = re.findall(rb"(\d+) 0 R", kids[1])
    assert re.findall(rb"/Dest \[(\d+) 0 R /Fit\]", data) == pages
    assert b"/PageMode /UseOutlines" in data
    _table_holds(data)


def _table_holds(data: bytes) -> None:
    """Hold that every entry of the last table points to the object of its number (PDF 32000-1, 7.5.4)."""
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    assert data[start : start + 4] == b"xref"
    entries = re.findall(rb"(\d+) 1\n(\d{10}) 00000 n", data[start:])
    assert entries
    for number, offset in entries:
        assert data[int(offset) :].startswith(number + b" 0 obj")


def test_only_the_pages_that_are_wanted_are_kept(scene: Scene, tmp_path: Path) -> None:
    pictures = [offer.draw() for offer in book_offers(scene)]
    path = tmp_path / "part.pdf"
    pdf = picture_exporter("pdf")
    pdf.write_book(pictures, path, PictureOptions(paper="A4", page_range="2-3"), "Spring")
    assert path.read_bytes().count(b"/Type /Page\n") == 2
    with pytest.raises(CannotExport, match="only"):
        pdf.write_book(pictures, path, PictureOptions(paper="A4", page_range="90"), "Spring")
    with pytest.raises(CannotExport, match="has no pages"):
        picture_exporter("png").write_book(pictures, path, PictureOptions(), "Spring")


def test_page_ranges_are_read_as_people_write_them() -> None:
    assert pages_in("") is None
    assert pages_in("1-3, 5") == {1, 2, 3, 5}
    assert pages_in("-2") == {1, 2}
    assert 10_000 in (pages_in("8–") or ())
    for wrong in ("0", "3-1", "a", ",", "1-2-3", "99999", "-"):
        with pytest.raises(CannotExport, match="pages"):
            pages_in(wrong)


def test_parts_of_an_svg_have_ids_and_titles_and_none_can_be_forged(qapp: object, tmp_path: Path) -> None:
    from defusedxml import ElementTree

    from tests.builders import PlanBuilder

    build = PlanBuilder()
    build.campaign("Odd")
    first = build.step("wait", "Ļoti </g><g id='x'> & ☃")
    second = build.step("end", "deadbeefdeadbeef00")
    link = build.link(first, second)
    drawing = picture_named(Scene(build.snapshot()), "Odd").draw()
    path = tmp_path / "odd.svg"
    picture_exporter("svg").write(drawing, path, PictureOptions())
    root = ElementTree.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    named = {g.get("id"): g.findtext(f"{space}title") for g in root.iter(f"{space}g") if g.get("id")}
    assert named[f"card-{first.id}"] == "Ļoti </g><g id='x'> & ☃"
    assert {f"card-{second.id}", f"link-{link.id}"} <= set(named)
    texts = [element.text for element in root.iter(f"{space}text")]
    assert not any(
        text and re.fullmatch(r"[0-9a-f]{16,}", text.strip()) for text in texts if "dead" not in text
    )

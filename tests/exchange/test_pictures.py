"""Picture files: decoded again, compared with what was asked, and never half written."""

import os
import re
import shutil
import stat
import subprocess
import zlib
from datetime import date
from pathlib import Path

import pydot
import pytest
from defusedxml import ElementTree
from PIL import Image

from maplanner.core.errors import CannotExport
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Step
from maplanner.drawing.picture import CampaignDrawing, Diagram, composed
from maplanner.drawing.text import text_width
from maplanner.drawing.theme import theme
from maplanner.drawing.toolmap import tool_map
from maplanner.exchange import exporter as contract
from maplanner.exchange.exporter import (
    PictureOptions,
    needing_qt,
    picture_exporter,
    picture_exporters,
    write_whole,
)
from tests.drawing.plans import LONG, PAID_SEARCH, large, paid_search

# pydot reads with names of pyparsing that are on their way out.
pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning")

FORMATS = ("dot", "pdf", "png", "svg")


@pytest.fixture
def drawing(qapp) -> Diagram:
    return CampaignDrawing.from_reader(paid_search(), PAID_SEARCH)


def export(drawing: Diagram, name: str, folder: Path, **options) -> Path:
    path = folder / f"picture.{name}"
    written = picture_exporter(name).write(drawing, path, PictureOptions(**options))
    assert written.path == path
    return path


def rgb(color: str) -> tuple[int, int, int]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


def colors(path: Path) -> set[tuple[int, ...]]:
    with Image.open(path) as image:
        return {color for _count, color in image.convert("RGB").getcolors(1 << 24)}


def test_there_is_an_exporter_for_each_format():
    assert tuple(exporter.name for exporter in picture_exporters()) == FORMATS
    for exporter in picture_exporters():
        assert exporter.suffix == f".{exporter.name}"
        assert exporter.title
        assert picture_exporter(exporter.suffix.upper()) is exporter


def test_an_unknown_format_is_refused_with_those_that_are_known():
    with pytest.raises(CannotExport, match=r"no picture format “bmp”.*dot, pdf, png, svg"):
        picture_exporter("bmp")


# --- PNG ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_a_png_has_the_colours_of_its_theme(drawing, tmp_path, name):
    look = theme(name)
    seen = colors(export(drawing, "png", tmp_path, theme=name))
    wanted = {
        look.canvas,
        look.card,
        look.text,
        look.link,
        look.good,
        look.error,
        *list(look.groups.values())[2:5],
    }
    assert {rgb(color) for color in wanted} <= seen


def test_a_png_is_as_large_as_the_drawing_its_border_and_scale(drawing, tmp_path):
    bounds = drawing.bounds
    for scale, border in ((1.0, 0.0), (2.0, 24.0), (0.5, 100.0)):
        with Image.open(export(drawing, "png", tmp_path, scale=scale, border=border)) as image:
            assert image.width == pytest.approx((bounds.width + 2 * border) * scale, abs=1)
            assert image.height == pytest.approx((bounds.height + 2 * border) * scale, abs=1)


def test_a_png_knows_its_resolution_title_and_program(drawing, tmp_path):
    with Image.open(export(drawing, "png", tmp_path, dpi=288)) as image:
        assert image.info["dpi"][0] == pytest.approx(288, abs=0.5)
        assert image.text["Title"] == "Paid search: planning tool"
        assert image.text["Software"] == "maplanner"
        assert image.width == pytest.approx((drawing.bounds.width + 48) * 3, abs=1)


def test_a_png_may_be_transparent(drawing, tmp_path):
    with Image.open(export(drawing, "png", tmp_path, transparent=True)) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0))[3] == 0
        assert image.getextrema()[3] == (0, 255)


def test_a_png_of_many_strips_decodes_to_what_was_painted(qapp, tmp_path, monkeypatch):
    from maplanner.drawing import png_bytes

    drawing = CampaignDrawing.from_reader(large(20), PAID_SEARCH)
    whole = export(drawing, "png", tmp_path).read_bytes()
    monkeypatch.setattr(png_bytes, "_STRIP_BYTES", 20_000)
    (tmp_path / "strips").mkdir()
    strips = export(drawing, "png", tmp_path / "strips")
    (tmp_path / "whole.png").write_bytes(whole)
    with Image.open(strips) as one, Image.open(tmp_path / "whole.png") as other:
        assert one.tobytes() == other.tobytes()


# --- SVG ---------------------------------------------------------------------


def test_an_svg_holds_its_texts_as_text(drawing, tmp_path):
    path = export(drawing, "svg", tmp_path, title=True, legend=True, date=date(2027, 1, 4))
    root = ElementTree.parse(path).getroot()
    spaces = {"s": "http://www.w3.org/2000/svg"}
    assert root.findtext("s:title", namespaces=spaces) == "Paid search: planning tool"
    assert "spring plan" in root.findtext("s:desc", namespaces=spaces)
    texts = {"".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")}
    wanted = {"Landing page", "Lead.Email", "lands nowhere", "submitted", "not yet", "Pages and forms"}
    assert wanted <= texts
    box = [float(number) for number in root.get("viewBox").split()]
    assert box[2] > drawing.bounds.width
    assert box[3] > drawing.bounds.height
    assert [float(root.get("width")), float(root.get("height"))] == box[2:]


def test_letters_of_every_kind_come_through_an_svg(qapp, tmp_path):
    titles = ("Ļoti gaŗš", "<b>&amp;", "Ünïcödé ☃", "مرحبا", 'quote " and \\')
    steps = [Step(id=f"s{n}", campaign="c", kind="wait", title=t, y=100 * n) for n, t in enumerate(titles)]
    drawing = CampaignDrawing.from_reader(Snapshot.of([Campaign(id="c", title="a & <b>"), *steps]), "c")
    root = ElementTree.parse(export(drawing, "svg", tmp_path)).getroot()
    # A letter that the font lacks is a text of its own, in another font; which ones depends on the machine.
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    drawn = "".join("".join("".join(element.itertext()).split()) for element in texts)
    assert [title for title in titles if "".join(title.split()) not in drawn] == []


def test_texts_of_an_svg_keep_their_width_where_the_font_is_missing(drawing, tmp_path):
    root = ElementTree.parse(export(drawing, "svg", tmp_path)).getroot()
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert len(texts) > 30
    for text in texts:
        assert text.get("font-family").endswith("sans-serif")
        size, weight = int(text.get("font-size")), int(text.get("font-weight"))
        width = text_width("".join(text.itertext()), size, weight)
        assert float(text.get("textLength")) == pytest.approx(width, abs=0.01)


def test_an_svg_may_be_transparent(drawing, tmp_path):
    ground = theme("light").canvas.lower()
    assert ground in export(drawing, "svg", tmp_path).read_text().lower()
    first_shape = export(drawing, "svg", tmp_path, transparent=True).read_text().lower().split("<path")[0]
    assert ground not in first_shape


# --- PDF ---------------------------------------------------------------------


def test_a_pdf_is_a_page_of_the_drawings_size_with_embedded_fonts(drawing, tmp_path):
    data = export(drawing, "pdf", tmp_path).read_bytes()
    assert data.startswith(b"%PDF-1.")
    assert data.rstrip().endswith(b"%%EOF")
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data).groups())
    assert width == pytest.approx((drawing.bounds.width + 48) * 0.75, abs=1)
    assert height == pytest.approx((drawing.bounds.height + 48) * 0.75, abs=1)
    assert b"/FontFile" in data
    assert b"/Subtype /Image" not in data


def test_a_pdf_holds_its_texts_as_vectors(drawing, tmp_path):
    data = export(drawing, "pdf", tmp_path).read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    pages = [zlib.decompress(stream) for stream in streams if stream[:1] == b"\x78"]
    assert any(page.count(b" Tf") > 10 for page in pages), "texts are shown with fonts"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_pdf_can_be_searched(drawing, tmp_path):
    path = export(drawing, "pdf", tmp_path, title=True)
    words = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
    for expected in ("Paid search: planning tool", "Landing page", "Lead.LastName", "lands nowhere"):
        assert expected in words


@pytest.mark.parametrize(("paper", "wide"), [("A4", 842), ("A3", 1191), ("Letter", 792)])
def test_a_pdf_is_fitted_onto_a_sheet(drawing, tmp_path, paper, wide):
    data = export(drawing, "pdf", tmp_path, paper=paper).read_bytes()
    assert float(re.search(rb"/MediaBox \[0 0 ([\d.]+)", data).group(1)) == pytest.approx(wide, abs=1.5)


# --- DOT ---------------------------------------------------------------------


def test_a_dot_file_is_a_graph_of_the_same_steps_and_links(drawing, tmp_path):
    path = export(drawing, "dot", tmp_path, title=True)
    (graph,) = pydot.graph_from_dot_file(str(path), encoding="utf-8")
    (cluster,) = graph.get_subgraphs()
    names = {node.get_name().strip('"') for node in cluster.get_nodes()}
    assert {card.id for card in drawing.cards} <= names
    edges = {(e.get_source().strip('"'), e.get_destination().strip('"')) for e in graph.get_edges()}
    assert edges == {(wire.source, wire.target) for wire in drawing.wires}
    assert "lands nowhere" in path.read_text(encoding="utf-8")


def test_a_dot_file_of_several_campaigns_has_a_cluster_for_each(qapp, tmp_path):
    steps = [Step(id=f"s{n}", campaign=f"c{n}", kind="wait", y=100.0 * n) for n in range(2)]
    plan = Snapshot.of([*(Campaign(id=f"c{n}", title=f"Campaign {n}") for n in range(2)), *steps])
    parts = [CampaignDrawing.from_reader(plan, f"c{n}") for n in range(2)]
    both = composed(
        (card for part in parts for card in part.cards),
        (),
        title="Plan",
        clusters=[cluster for part in parts for cluster in part.clusters],
    )
    (graph,) = pydot.graph_from_dot_file(str(export(both, "dot", tmp_path)), encoding="utf-8")
    found = {
        each.get_label().strip('"'): [node.get_name() for node in each.get_nodes()]
        for each in graph.get_subgraphs()
    }
    assert found == {"Campaign 0": ['"s0"'], "Campaign 1": ['"s1"']}


HOSTILE = (
    'quote " and \\ backslash\\',
    "->; } {",
    "line\nbreak",
    "node",
    "",
    "subgraph",
    "<b>html</b>",
    LONG,
    "\x00",
)


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_dot_file(qapp, tmp_path, title):
    step = Step(id="node", campaign="c", kind="wait", title=title)
    drawing = CampaignDrawing.from_reader(Snapshot.of([Campaign(id="c", title=title), step]), "c")
    path = export(drawing, "dot", tmp_path)
    (graph,) = pydot.graph_from_dot_file(str(path), encoding="utf-8")
    (cluster,) = graph.get_subgraphs()
    assert [node.get_name() for node in cluster.get_nodes()] == ['"node"']
    meant = {'"': '"', "\\": "\\", "n": "\n"}
    label = re.sub(r"\\(.)", lambda found: meant[found[1]], cluster.get_label()[1:-1])
    assert label == drawing.title.replace("\x00", "")
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tplain", path], check=True, capture_output=True)


# --- all formats --------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_campaign_gives_a_sane_file(qapp, tmp_path, name):
    drawing = CampaignDrawing.from_reader(Snapshot.of([Campaign(id="c", title="Bare")]), "c")
    path = export(drawing, name, tmp_path)
    assert path.stat().st_size > 100
    if name in ("dot", "svg"):
        assert "no steps yet" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_the_map_of_tools_can_be_exported(qapp, tmp_path, name):
    assert export(tool_map(paid_search()), name, tmp_path, title=True, legend=True).stat().st_size > 500


@pytest.mark.parametrize(
    "options", [{"scale": 0}, {"scale": -1}, {"scale": float("nan")}, {"dpi": 1e9}, {"border": -5}]
)
def test_impossible_options_are_refused_in_words(options):
    with pytest.raises(CannotExport, match="must lie between"):
        PictureOptions(**options)


# --- files --------------------------------------------------------------------


@pytest.mark.parametrize("place", ["missing/picture.png", "."])
def test_a_place_that_cannot_be_written_is_named(drawing, tmp_path, place):
    with pytest.raises(CannotExport, match=re.escape(str(tmp_path))):
        picture_exporter("png").write(drawing, tmp_path / place)


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contract.os, "fsync", full)
    with pytest.raises(CannotExport, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["picture.png"]


def test_a_file_keeps_its_rights_and_a_new_one_gets_the_usual(tmp_path):
    old = tmp_path / "old.png"
    old.write_bytes(b"old")
    old.chmod(0o640)
    write_whole(old, b"new")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    write_whole(tmp_path / "fresh.png", b"new")
    assert (tmp_path / "fresh.png").stat().st_mode == plain.stat().st_mode


def test_a_link_is_followed_and_kept(tmp_path):
    real = tmp_path / "real.png"
    real.write_bytes(b"old")
    link = tmp_path / "link.png"
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_pipe_takes_the_content_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_device_that_takes_nothing_is_named_and_stays():
    with pytest.raises(CannotExport, match=r"/dev/full.*No space left"):
        write_whole(Path("/dev/full"), b"new")
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("name", ["n" * 300 + ".png", "nought\0.png"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path, name):
    with pytest.raises(CannotExport, match="name"):
        write_whole(tmp_path / name, b"new")


def test_a_machine_without_graphics_libraries_is_told_which():
    with pytest.raises(CannotExport, match="graphics libraries"), needing_qt():
        raise ImportError("libGL.so.1: cannot open shared object file")

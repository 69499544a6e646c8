"""The report: sections for each audience, and files that hold what they should and run nothing."""

import io
import re
import zipfile
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from defusedxml import ElementTree
from openpyxl import load_workbook

from maplanner.app.reporting import NOT_WANTED, report_of
from maplanner.core.errors import CannotExport
from maplanner.core.resources import resource_root
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Goal, Plan, Segment, Stage, Step, SupportContact, System
from maplanner.document.textform import plan_from_text
from maplanner.report.parts import Cell, Chart, Illustration, Series, Sort, Table
from maplanner.report.report import Chapter, Report
from maplanner.report.section import Audience, Section, Subject, audience_named, chosen_sections, sections
from maplanner.report.writing.words import cell_words
from maplanner.report.writing.writers import report_writer, report_writers
from maplanner.report.writing.xlsx import make as make_xlsx
from tests.builders import PlanBuilder

DAY = date(2027, 1, 4)
NASTY = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "http://elsewhere.example/x", "+1+1", "@SUM(A1)")


@pytest.fixture(scope="module")
def plan() -> Snapshot:
    text = (resource_root() / "plans" / "sample.json").read_text("utf-8")
    return Snapshot.of(plan_from_text(text))


@pytest.fixture
def report(qapp: object, plan: Snapshot) -> Report:
    return report_of(plan, DAY, may_simulate=False)


def nasty_report() -> Report:
    records = [
        Plan(title=NASTY[1], owner=NASTY[0], notes=NASTY[2]),
        Campaign(id="c", title=NASTY[0]),
        *(Step(id=f"s{n}", campaign="c", kind="wait", title=text, y=80 * n) for n, text in enumerate(NASTY)),
        System(id="x", title=NASTY[3], notes=NASTY[1]),
        SupportContact(id="k", system="x", person=NASTY[4], web=NASTY[2], terms='"><img src=x onerror=1>'),
        Goal(id="g", basic=NASTY[1], detail="]]>\x0b\x00 \ud800"),
        Segment(id="s", title=NASTY[2], notes="='[x]y'!A1"),
    ]
    return report_of(Snapshot.of(records), DAY, may_simulate=False)


# --- sections ------------------------------------------------------------------


def test_sections_are_named_apart_and_each_audience_reads_some() -> None:
    assert len({section.name for section in sections()}) == len(sections())
    for audience in Audience:
        chosen = chosen_sections(None, audience)
        assert 3 <= len(chosen) < len(sections()), audience
        assert "overview" in {section.name for section in chosen}
    for section in sections():
        assert section.audiences
        assert section.title


def test_an_unknown_section_or_audience_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(CannotExport, match=r"no section “weather”.*goals, inventory"):
        chosen_sections(["weather"], None)
    with pytest.raises(CannotExport, match="No section was chosen"):
        chosen_sections([" "], None)
    with pytest.raises(CannotExport, match=r"no audience “press”.*marketing"):
        audience_named("press")
    assert audience_named("CRM administrator") is Audience.CRM


def test_what_the_plan_has_nothing_of_is_left_out(qapp: object) -> None:
    bare = Snapshot.of([Plan(), Campaign(id="c", title="Only one")])
    made = report_of(bare, DAY, may_simulate=False)
    assert [chapter.section.name for chapter in made.chapters] == ["overview", "inventory", "findings"]
    assert "Scoring" in made.left_out


def test_the_simulation_tells_what_the_window_tells(qapp: object) -> None:
    builder = PlanBuilder(days=20.0, accounts=10)
    builder.put(Stage(id="early", title="Zina", order=1.0))
    builder.put(Stage(id="late", title="Izlemj", order=2.0))
    builder.campaign("Pavasaris")
    listed = builder.step("contact_list", "Saraksts", props={"size": 50})
    moved = builder.step("stage_change", "Uz priekšu", props={"stage": "late"})
    wait = builder.step("wait", "Pauze", props={"delay": {"kind": "fixed", "days": 3.0}})
    builder.chain(listed, wait, moved)
    found = report_of(builder.snapshot(), DAY, names=["simulation"])
    (chapter,) = found.chapters
    tables = {part.title: part for part in chapter.parts if isinstance(part, Table)}
    assert tables["Steps"].rows == (
        ("Pavasaris", "Saraksts", 50.0, 50.0, 50.0, 50.0, 1.0, 0.0, 0.0),
        ("Pavasaris", "Uz priekšu", 50.0, 50.0, 50.0, 50.0, 1.0, 3.0, 0.0),
        ("Pavasaris", "Pauze", 50.0, 50.0, 50.0, 50.0, 1.0, 0.0, 0.0),
    )
    assert tables["Campaigns"].rows[0][:6] == ("Pavasaris", "campaign", 50.0, 50.0, 50.0, 1.0)
    assert [row[0] for row in tables["Buying stages"].rows] == ["No stage yet", "Zina", "Izlemj"]
    assert tables["Buying stages"].rows[2][2] == 1.0
    assert all(len(row) == len(part.columns) for part in tables.values() for row in part.rows)


def test_sections_tell_what_is_in_the_plan(report: Report, plan: Snapshot) -> None:
    by_name = {chapter.section.name: chapter for chapter in report.chapters}
    drawings = [part for part in by_name["diagrams"].parts if isinstance(part, Illustration)]
    assert len(drawings) == plan.count(Campaign) + 1
    assert "Landing page leads to Guide form" in drawings[0].words
    (mappings, *_rest) = [part for part in by_name["mappings"].parts if isinstance(part, Table)]
    assert ("Guide form", "E-mail", "Lead.Email") in {row[:3] for row in mappings.rows}
    (found,) = [part for part in by_name["findings"].parts if isinstance(part, Table)]
    assert any("Budget" in str(row[3]) for row in found.rows)
    assert NOT_WANTED in str(by_name["simulation"].parts)
    for chapter in report.chapters:
        for part in chapter.parts:
            if isinstance(part, Table):
                assert all(len(row) == len(part.columns) for row in part.rows), part.title


@pytest.mark.parametrize(
    ("cell", "sort", "words"),
    [
        (-1.0, Sort.SHARE, "-100 %"), (0.034, Sort.SHARE, "3.4 %"), (12.5, Sort.SHARE, "1,250 %"),
        (0.0, Sort.SHARE, "0 %"), (1234.56, Sort.NUMBER, "1,234.6"), (0.5, Sort.NUMBER, "0.5"),
        (3.0, Sort.NUMBER, "3"), (None, Sort.NUMBER, ""), (float("nan"), Sort.NUMBER, ""),
        (True, Sort.TRUTH, "yes"), (DAY, Sort.DATE, "2027-01-04"), ("x", Sort.TEXT, "x"),
    ],
)  # fmt: skip
def test_cells_read_as_people_write_them(cell: Cell, sort: Sort, words: str) -> None:
    assert cell_words(cell, sort) == words


# --- files ---------------------------------------------------------------------


def test_there_is_a_writer_for_each_format() -> None:
    assert [writer.name for writer in report_writers()] == ["html", "pdf", "xlsx"]
    assert report_writer(".HTM").name == "html"
    with pytest.raises(CannotExport, match="html, pdf, xlsx"):
        report_writer("docx")


def test_the_page_is_whole_and_asks_for_nothing(report: Report) -> None:
    page = report_writer("html").make(report).decode()
    assert "<svg" in page
    assert "Landing page" in page
    for chapter in report.chapters:
        assert f'<section id="{chapter.section.name}"' in page
        assert f'href="#{chapter.section.name}"' in page
    places = re.findall(r"(?:src|href|action|data|srcset)\s*=\s*[\"']([^\"']*)", page)
    assert all(place.startswith(("#", "data:")) for place in places), places
    assert not re.search(r"@import|url\((?!#|data:)", page)
    assert "default-src 'none'" in unescape(page)
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(set(ids)) == len(ids)
    assert page.count("<h1") == 1
    assert page.count('role="img" aria-label="') == page.count("<figure")
    assert page.count("<caption>") == page.count("<table>")


def test_what_people_typed_runs_nowhere_in_the_page(qapp: object) -> None:
    page = report_writer("html").make(nasty_report()).decode()
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert "<img" not in page
    assert "onerror=1&gt;" in page or "onerror=1" not in re.sub(r"&quot;&gt;&lt;img[^<]*", "", page)


def test_a_pdf_has_bookmarks_for_its_chapters(report: Report) -> None:
    data = report_writer("pdf").make(report)
    titles = [
        bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Title <(\w+)>", data)
    ]
    shown = [c.section.title for c in report.chapters if c.section.name != "overview"]
    assert titles == [report.title, *shown]
    assert data.count(b"/Type /Page\n") > 10


def test_a_pdf_of_nasty_texts_can_be_written(qapp: object) -> None:
    assert report_writer("pdf").make(nasty_report()).startswith(b"%PDF")


def test_a_workbook_has_real_tables_with_types(report: Report) -> None:
    book = load_workbook(io.BytesIO(make_xlsx(report)))
    campaigns = book["Campaigns"]
    (table,) = campaigns.tables.values()
    assert table.autoFilter is not None
    heads = [cell.value for cell in campaigns[1]]
    first = dict(zip(heads, campaigns[2], strict=True))
    assert first["Campaign"].value == "Paid search: planning tool"
    assert first["Starts"].is_date
    assert isinstance(first["Budget (EUR)"].value, int | float)
    assert campaigns.freeze_panes == "A2"
    assert isinstance(book["How complete the data is"]["D2"].value, float)


def test_nothing_in_a_workbook_is_a_formula_or_leads_elsewhere(qapp: object) -> None:
    data = make_xlsx(nasty_report())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                root = ElementTree.fromstring(parts.read(name))
                assert not [tag for tag in root.iter() if tag.tag.endswith("}f")], name
            assert b"elsewhere" not in parts.read(name) or name == "xl/sharedStrings.xml", name
    book = load_workbook(io.BytesIO(data))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert set(NASTY) - {NASTY[2]} <= texts


def test_charts_come_into_workbooks_with_their_figures(qapp: object, plan: Snapshot) -> None:
    chart = Chart(
        "Leads [a/b]: 'x'", ("Jan", "Feb"), (Series("A", (1.0, 2.0)), Series("A", (3.0, float("nan"))))
    )
    section = Section("x", "X", 1.0, frozenset(), lambda _subject: ())
    made = Report("T", None, Subject(plan, DAY), (Chapter(section, (chart, chart)),))
    with zipfile.ZipFile(io.BytesIO(make_xlsx(made))) as parts:
        assert {"xl/charts/chart1.xml", "xl/charts/chart2.xml"} <= set(parts.namelist())
    book = load_workbook(io.BytesIO(make_xlsx(made)))
    assert book.sheetnames[1:] == ["Leads a b x", "Leads a b x 2"]
    assert [cell.value for cell in book["Leads a b x"][1]] == ["Where", "A", "A 2"]


def test_a_report_goes_whole_or_not_at_all(report: Report, tmp_path: Path) -> None:
    path = report_writer("html").write(report, tmp_path / "r.html").path
    assert path.read_bytes().endswith(b"</html>")
    with pytest.raises(CannotExport, match="no folder"):
        report_writer("html").write(report, tmp_path / "no" / "r.html")

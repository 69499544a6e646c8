"""Reports as programs show them: the page in a browser, a PDF's pages as pictures."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from maplanner.app.reporting import report_of
from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.report.writing.writers import report_writer

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no browser is installed")
needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Path:
    made = tmp_path_factory.mktemp("report")
    report = report_of(Snapshot.of(template_records("sample")), date(2027, 1, 4), may_simulate=False)
    for name in ("html", "pdf"):
        report_writer(name).write(report, made / f"report.{name}")
    return made


def browse(folder: Path, *options: str) -> str:
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/profile",
    ]
    page = (folder / "report.html").as_uri()
    ran = subprocess.run([*command, *options, page], capture_output=True, text=True, timeout=90, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def texts(path: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


@needs_browser
@pytest.mark.slow
def test_tables_can_be_sorted_and_filtered_in_a_browser(folder: Path) -> None:
    page = browse(folder, "--dump-dom")
    assert page.count('role="button" tabindex="0"') > 50, "the page's own script runs under its policy"
    assert page.count('<input type="search"') + page.count('type="search" id="') >= 5
    assert "report-filter" not in page


@needs_browser
@needs_poppler
@pytest.mark.slow
def test_the_page_prints_with_its_heads_and_drawings(folder: Path) -> None:
    target = folder / "printed.pdf"
    browse(folder, f"--print-to-pdf={target}", "--no-pdf-header-footer")
    words = texts(target)
    for expected in ("Field list", "Guide form", "Landing page", "Thank-you mail"):
        assert expected in words
    assert words.count("API name") > 1, "heads of tables are repeated on each page"
    assert "Filter" not in words


@needs_poppler
def test_every_page_of_the_pdf_has_something_on_it(folder: Path) -> None:
    subprocess.run(
        ["pdftoppm", "-r", "30", "-png", str(folder / "report.pdf"), str(folder / "page")], check=True
    )
    pages = sorted(folder.glob("page-*.png"))
    assert len(pages) > 10
    shapes = set()
    for path in pages:
        with Image.open(path) as image:
            shapes.add(image.width > image.height)
            grey = image.convert("L")
            dark = sum(grey.histogram()[:160])
            assert dark > 40, path.name
    assert shapes == {True, False}, "drawings lie across, texts stand upright"
    words = texts(folder / "report.pdf")
    for expected in ("Field list", "Lead.Email", "Campaigns", "1 / ", "Map of tools"):
        assert expected in words

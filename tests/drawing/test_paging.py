"""Drawings over sheets of paper: nothing is left out, neighbours share their strip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from maplanner.drawing.geometry import Rect
from maplanner.drawing.paging import (
    MOST_PAGES,
    Heading,
    Paper,
    Printout,
    Spread,
    Wish,
    lies_across,
    sheets_for,
    spread_over,
    tiles,
)
from maplanner.drawing.picture import CampaignDrawing
from maplanner.drawing.theme import theme
from tests.drawing.plans import PAID_SEARCH, paid_search

A4 = Paper(720.0, 1040.0, 96.0)
sizes = st.floats(60, 20_000)


@given(sizes, sizes, st.floats(0.05, 4.0), st.floats(0, 200))
def test_pages_cover_the_drawing_and_share_the_overlap(
    width: float, height: float, scale: float, overlap: float
) -> None:
    area = Rect(-50.0, 30.0, width, height)
    sheets = tiles(area, A4.width, A4.height, scale, overlap)
    assert len(sheets.pages) == sheets.columns * sheets.rows <= MOST_PAGES
    assert sheets.scale <= scale
    first, last = sheets.pages[0].area, sheets.pages[-1].area
    assert first.x <= area.x + 1e-6
    assert first.y <= area.y + 1e-6
    assert last.right >= area.right - 1e-6 * width
    assert last.bottom >= area.bottom - 1e-6 * height
    shared = min(overlap, 0.4 * A4.width) / sheets.scale
    for one, other in zip(sheets.pages, sheets.pages[1:], strict=False):
        if one.row == other.row:
            assert one.area.right - other.area.x == pytest.approx(shared, abs=1e-3 + 1e-9 * width)


@given(sizes, sizes, st.integers(1, 6), st.integers(1, 6))
def test_no_more_pages_are_used_than_asked_for(width: float, height: float, columns: int, rows: int) -> None:
    sheets = spread_over(
        Rect(0, 0, width, height), A4.width, A4.height, columns=columns, rows=rows, overlap=40
    )
    assert sheets.columns <= columns
    assert sheets.rows <= rows
    assert sheets.columns == columns or sheets.rows == rows, "as large as it goes"


def test_a_drawing_is_laid_as_its_shape_wants() -> None:
    wide = Rect(0, 0, 1000, 300)
    assert lies_across(wide, Wish())
    assert not lies_across(wide, Wish(Spread.PAGES, columns=4, rows=1))
    assert not lies_across(Rect(0, 0, 300, 1000), Wish(Spread.POSTER))


def test_a_poster_has_the_size_asked_for() -> None:
    sheets = sheets_for(Rect(0, 0, 3000, 900), 720, 1040, 192, Wish(Spread.POSTER, scale=0.5))
    assert sheets.scale == pytest.approx(0.5 * 192 / 96)


@pytest.mark.usefixtures("qapp")
def test_every_page_is_painted_with_its_foot_and_marks() -> None:
    drawing = CampaignDrawing.from_reader(paid_search(), PAID_SEARCH)
    wish = Wish(Spread.PAGES, columns=2, rows=1)
    printout = Printout(drawing, theme("light"), wish, Heading("Title", "Plan", "22/11/2026"))
    sheets = printout.sheets(A4)
    assert len(sheets.pages) == 2
    for number in range(2):
        image = QImage(int(A4.width), int(A4.height), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        printout.paint(painter, A4, sheets, number)
        painter.end()
        assert _dark(image, 0, 600, 720, 200) or _dark(image, 0, 300, 720, 300), "the drawing"
        assert _dark(image, 0, 1008, 300, 30), "title at the left"
        assert _dark(image, 500, 1008, 220, 30), "page at the right"
        middle = int(sheets.overlap / 2)
        x = middle if number else 720 - middle
        assert _dark(image, x - 2, 0, 4, 14), "a mark to cut along"


def _dark(image: QImage, left: int, top: int, width: int, height: int) -> bool:
    return any(
        image.pixelColor(x, y).lightness() < 150
        for x in range(left, min(left + width, image.width()))
        for y in range(top, min(top + height, image.height()))
    )

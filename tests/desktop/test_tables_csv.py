"""CSV that a spreadsheet opens as data."""

import csv
import io

import pytest

from maplanner.desktop.tables.figures import Cell, Column, FigureModel, Row
from maplanner.exchange.tables import csv_text


@pytest.mark.parametrize(
    "evil", ["=1+1", "+49 30 1234", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=cmd", "＝1"]
)
def test_no_text_can_be_run_as_a_formula(evil: str) -> None:
    (row,) = list(csv.reader(io.StringIO(csv_text(["a"], [[evil]]))))[1:]
    assert not row[0].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert row[0].lstrip("'") == evil


def test_numbers_stay_numbers_with_a_point() -> None:
    assert csv_text(["a", "b", "c"], [[-5, 0.25, None]]) == "a,b,c\r\n-5,0.25,\r\n"


def test_quotes_commas_and_line_breaks_come_back() -> None:
    odd = 'Say "hello",\nworld'
    assert list(csv.reader(io.StringIO(csv_text([odd], [[odd]]), newline=""))) == [[odd], [odd]]


def test_only_what_is_shown_is_exported_in_its_order() -> None:
    model = FigureModel()
    rows = [
        Row(name, (Cell(name), Cell(str(size), size))) for name, size in (("b", 9.0), ("a", 10.0), ("x", 1.0))
    ]
    model.show_table([Column("Name"), Column("Size", figures=True)], rows)
    model.sort(1)
    assert [model.row(place).id for place in range(3)] == ["x", "b", "a"]
    model.filter("B")
    assert model.csv() == "Name,Size\r\nb,9.0\r\n"
    assert model.place_of("a") == -1

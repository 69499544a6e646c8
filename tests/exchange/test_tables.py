"""Workbooks that hold tables as data."""

import io

import openpyxl
import pytest

from maplanner.core.errors import CannotExport
from maplanner.exchange.tables import xlsx_bytes


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    rows = [["=1+1", 3, True], ["+49 30", None, False], ["Ādaži\x00\x0b", 2.5, None]]
    data = xlsx_bytes(["Name", "Length", "Required"], rows, "Fields: [all]/*")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet.title == "Fields   all"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Name", "Length", "Required"],
        ["=1+1", 3, True],
        ["+49 30", None, False],
        ["Ādaži", 2.5, None],
    ]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.freeze_panes == "A2"


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    with pytest.raises(CannotExport, match="1,048,575"):
        xlsx_bytes(["a"], [["x"]] * 1_048_576)

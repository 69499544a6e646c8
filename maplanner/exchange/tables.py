"""Tables as CSV and XLSX that spreadsheets open as data, never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from maplanner.core.errors import CannotExport

CellValue = str | float | int | bool | None

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MOST_ROWS: Final = 1_048_575
_LONGEST_CELL: Final = 32_767
_WIDEST: Final = 60
_ILLEGAL: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Letters that no XML file may hold, and so no workbook."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> str:
    """Return the table as CSV (RFC 4180), with a point for decimals.

    Text that a spreadsheet would run as a formula is put behind an apostrophe
    (OWASP, “CSV injection”); numbers stay numbers.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_inert(title) for title in header])
    for row in rows:
        writer.writerow([_inert(value) for value in row])
    return out.getvalue()


class SheetOfTable(NamedTuple):
    """One sheet of a workbook: its name, the head and the rows."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[CellValue]]


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[CellValue]], title: str = "Table") -> bytes:
    """Return the table as a workbook of one sheet: a head that stays, a filter, texts as texts.

    Raises:
        CannotExport: There are more rows than a sheet holds.
    """
    return workbook_bytes([SheetOfTable(title, header, list(rows))])


def workbook_bytes(sheets: Sequence[SheetOfTable]) -> bytes:
    """Return a workbook of several sheets, whose names differ in their first 31 letters.

    Raises:
        CannotExport: There are more rows than a sheet holds.
    """
    import xlsxwriter  # only here: it takes a while to load

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        for each in sheets:
            _fill(book.add_worksheet(_sheet_name(each.title)), each, bold)
    return out.getvalue()


def _fill(sheet: Any, table: SheetOfTable, bold: object) -> None:
    if len(table.rows) > _MOST_ROWS:
        raise CannotExport(
            f"A sheet holds {_MOST_ROWS:,} rows; there are {len(table.rows):,}.", advice="Use CSV."
        )
    for column, text in enumerate(table.header):
        sheet.write_string(0, column, legal(text), bold)
        sheet.set_column(column, column, _width(text, [row[column] for row in table.rows[:200]]))
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value)
    sheet.freeze_panes(1, 0)
    if table.header:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.header) - 1)


def _write(sheet: object, row: int, column: int, value: CellValue) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)  # type: ignore[attr-defined]
    elif isinstance(value, str):
        sheet.write_string(row, column, legal(value))  # type: ignore[attr-defined]
    else:
        sheet.write_number(row, column, value)  # type: ignore[attr-defined]


def legal(text: str) -> str:
    """Return a text as a workbook can hold it."""
    return text.translate(_ILLEGAL)[:_LONGEST_CELL]


def _sheet_name(title: str) -> str:
    name = "".join(" " if letter in "[]:*?/\\" else letter for letter in legal(title)).strip(" '")
    return name[:31] or "Table"


def _width(title: str, values: Sequence[CellValue]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, len(title) + 3) + 2, _WIDEST)


def starts_formula(text: str) -> bool:
    """Tell whether a text begins as a formula does, in a spreadsheet."""
    return text.lstrip(" ").startswith(_STARTS_FORMULA)


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs: behind an apostrophe if it begins as a formula does."""
    return f"'{text}" if starts_formula(text) else text


def _inert(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)

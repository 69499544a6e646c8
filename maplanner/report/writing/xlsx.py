"""XLSX: a sheet for each table, as a real table with types and filters, and charts beside their figures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Any, Final

from maplanner.report.parts import Cell, Chart, Column, Figures, Heading, Listing, Sort, Table, Text
from maplanner.report.report import Report
from maplanner.report.writing.words import cell_words
from maplanner.report.writing.writers import ReportWriter

_UNFIT: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_NAME: Final = 31
_LONGEST_TEXT: Final = 32_000
"""A cell takes 32,767 letters."""
_MOST_ROWS: Final = 1_000_000
_WIDEST: Final = 60
_STYLE: Final = "Table Style Light 9"


def make(report: Report) -> bytes:
    """Return the workbook."""
    from xlsxwriter import Workbook

    data = io.BytesIO()
    # Nothing in a plan is a formula or a link, whatever it looks like.
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with Workbook(data, settings) as book:
        book.set_properties({"title": report.title, "comments": report.for_whom, "author": "maplanner"})
        _Book(book, report).write()
    return data.getvalue()


@dataclass
class _Book:
    book: Any
    report: Report
    names: set[str] = field(default_factory=set)
    tables: int = 0
    contents: list[tuple[str, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        add = self.book.add_format
        self.formats = {
            Sort.NUMBER: add({"num_format": "#,##0.##", "valign": "top"}),
            Sort.WHOLE: add({"num_format": "#,##0", "valign": "top"}),
            Sort.SHARE: add({"num_format": "0.0%", "valign": "top"}),
            Sort.DATE: add({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            Sort.TRUTH: add({"valign": "top"}),
            Sort.TEXT: add({"text_wrap": True, "valign": "top"}),
        }
        self.title = add({"bold": True, "font_size": 18})
        self.head = add({"bold": True, "font_size": 13, "top": 1, "top_color": "#98A2B0"})
        self.second = add({"font_color": "#667080"})
        self.link = add({"font_color": "#2F6FED", "underline": 1})

    def write(self) -> None:
        """Write the overview, then a sheet for each table and each chart's figures."""
        overview = self._sheet("Overview")
        for chapter in self.report.chapters:
            for part in chapter.parts:
                if isinstance(part, Table) and part.rows:
                    self._table(chapter.section.title, part)
                elif isinstance(part, Chart) and part.places:
                    self._chart(chapter.section.title, part)
        self._overview(overview)

    def _sheet(self, title: str) -> Any:
        plain = " ".join(_UNFIT.sub(" ", title).split())[:_LONGEST_NAME].strip() or "Sheet"
        name, number = plain, 2
        while name.casefold() in self.names or name.casefold() == "history":
            end = f" {number}"
            name, number = plain[: _LONGEST_NAME - len(end)] + end, number + 1
        self.names.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def _table(self, section: str, part: Table) -> None:
        sheet = self._sheet(part.title)
        rows = part.rows[:_MOST_ROWS]
        self._fill(sheet, part.columns, rows)
        self.contents.append((section, sheet.get_name(), len(rows)))

    def _fill(self, sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        self.tables += 1
        heads = _told_apart([each.title for each in columns])
        formats = [self.formats[each.sort] for each in columns]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column, heads[place], rows, place))
        for down, row in enumerate(rows, 1):
            for across, cell in enumerate(row):
                _write(sheet, down, across, cell, formats[across])
        options = {
            "name": f"Table{self.tables}",
            "style": _STYLE,
            "columns": [{"header": head, "format": form} for head, form in zip(heads, formats, strict=True)],
        }
        sheet.add_table(0, 0, max(len(rows), 1), len(columns) - 1, options)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def _chart(self, section: str, part: Chart) -> None:
        sheet = self._sheet(part.title)
        columns = [Column(""), *(Column(each.title, Sort.NUMBER) for each in part.series)]
        columns[0] = Column("Where" if not part.is_line else "When")
        values = [each.values for each in part.series]
        rows: list[tuple[Cell, ...]] = [
            (place, *(each[at] for each in values)) for at, place in enumerate(part.places)
        ]
        self._fill(sheet, columns, rows)
        chart = self.book.add_chart({"type": "line" if part.is_line else "bar"})
        name, last = sheet.get_name(), len(rows)
        for place in range(1, len(part.series) + 1):
            chart.add_series(
                {
                    "name": [name, 0, place],
                    "categories": [name, 1, 0, last, 0],
                    "values": [name, 1, place, last, place],
                    "gap": 60,
                }
                | ({} if not part.is_line else {"line": {"width": 2.0}}),
            )
        chart.set_title({"name": _plain(part.title), "name_font": {"size": 12}})
        if not part.is_line:
            chart.set_y_axis({"reverse": True})
        if len(part.series) < 2:
            chart.set_legend({"none": True})
        chart.set_size({"width": 760, "height": max(320, 26 * last if not part.is_line else 320)})
        sheet.insert_chart(1, len(columns) + 1, chart, {"description": _plain(part.title)})
        self.contents.append((section, name, last))

    def _overview(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 48)
        sheet.write_string(0, 0, _plain(self.report.title), self.title)
        sheet.write_string(
            1, 0, f"{self.report.for_whom} · {self.report.subject.on.isoformat()}", self.second
        )
        row = 3
        for title, words, more in self._told():
            if not words and not more:
                sheet.write_string(row, 0, _plain(title), self.head)
                sheet.write_blank(row, 1, None, self.head)
                sheet.write_blank(row, 2, None, self.head)
            else:
                sheet.write_string(row, 0, _plain(title))
                sheet.write_string(row, 1, _plain(words), self.formats[Sort.TEXT])
                sheet.write_string(row, 2, _plain(more), self.second)
            row += 1
        sheet.write_string(row, 0, "Sheets", self.head)
        sheet.write_blank(row, 1, None, self.head)
        sheet.write_blank(row, 2, None, self.head)
        for section, name, count in self.contents:
            row += 1
            sheet.write_string(row, 0, _plain(section))
            # A link to a sheet of this very file.
            sheet.write_url(row, 1, f"internal:'{name}'!A1", self.link, _plain(name))
            sheet.write_string(row, 2, f"{count:,} rows", self.second)

    def _told(self) -> Iterator[tuple[str, str, str]]:
        """Yield what sections say outside tables, as lines of three cells."""
        for chapter in self.report.chapters:
            said: list[tuple[str, str, str]] = []
            for part in chapter.parts:
                if isinstance(part, Figures):
                    said += [(each.what, each.figure, each.source) for each in part.figures]
                elif isinstance(part, Text):
                    said.append(("", part.words, ""))
                elif isinstance(part, Heading):
                    said.append((part.words, " ", ""))
                elif isinstance(part, Listing):
                    said += [("", line, "") for line in part.lines]
            if said:
                yield chapter.section.title, "", ""
                yield from said


def _write(sheet: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    """Write a cell with its own type; a text stays a text."""
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(cell, bool):
        sheet.write_string(row, column, "yes" if cell else "no", form)
    elif isinstance(cell, int | float):
        if isfinite(cell):
            sheet.write_number(row, column, cell, form)
    elif isinstance(cell, date | datetime):
        _write_date(sheet, row, column, cell, form)
    else:
        sheet.write_string(row, column, _plain(cell), form)


def _write_date(sheet: Any, row: int, column: int, cell: date, form: Any) -> None:
    if cell.year < 1900:  # Before spreadsheets' first day.
        sheet.write_string(row, column, cell.isoformat(), form)
    else:
        sheet.write_datetime(row, column, cell, form)


def _width(column: Column, head: str, rows: Sequence[Sequence[Cell]], place: int) -> float:
    """Return how many letters wide a column is, up to a limit; longer texts are wrapped."""
    longest = max((len(cell_words(row[place], column.sort)) for row in rows[:500]), default=0)
    return float(min(max(longest, len(head) + 4, 8) + 1, _WIDEST if column.wide else 36))


def _told_apart(heads: Sequence[str]) -> list[str]:
    """Return heads as a table takes them: none empty, none twice whatever the case."""
    found: list[str] = []
    for head in heads:
        plain = _plain(head).strip()[:200] or "Column"
        name, number = plain, 2
        while name.casefold() in {each.casefold() for each in found}:
            name, number = f"{plain} {number}", number + 1
        found.append(name)
    return found


def _plain(text: str) -> str:
    """Return a text that a cell takes."""
    return _CONTROL.sub(" ", text)[:_LONGEST_TEXT]


WRITER: Final = ReportWriter("xlsx", "Spreadsheet (XLSX)", ".xlsx", make)

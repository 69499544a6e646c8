"""Questionnaires for vendors as workbooks: a sheet for each candidate, with a list to choose answers from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from maplanner.core.errors import CannotExport, UnreadableSource
from maplanner.estimate.questionnaire import (
    ANSWER,
    CHOICES,
    COLUMNS,
    SOURCE,
    Filled,
    FilledSheet,
    QuestionSheet,
    read_sheets,
)
from maplanner.estimate.solutions import Comparison
from maplanner.exchange.exporter import write_whole
from maplanner.exchange.sheets import open_sheet
from maplanner.exchange.tables import legal

_WIDTHS: Final = (4, 16, 10, 60, 44, 12, 40, 12, 36)
_FIRST: Final = COLUMNS.index(ANSWER)
_LAST: Final = COLUMNS.index(SOURCE)
_HOW: Final = (
    "Choose an answer in each row: yes, partly or no; leave it empty where you do not know.",
    "Where it is partly, say what work is needed for it, and how many hours, if you can.",
    "Say where it is written: a page of your documentation, a contract, a name.",
    "Leave the first column as it is: by it the answers find back into the plan.",
)
_LONGEST_NAME: Final = 31


def questionnaire_bytes(sheets: Sequence[QuestionSheet]) -> bytes:
    """Return a workbook with the questions.

    Raises:
        CannotExport: There is nobody or nothing to ask.
    """
    import xlsxwriter  # only here: it takes a while to load

    asked = [sheet for sheet in sheets if sheet.questions]
    if not asked:
        raise CannotExport(
            "There is nothing to ask.",
            advice="Add candidates and goals, or ask everything instead of what is open.",
        )
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        names: set[str] = set()
        for sheet in asked:
            _write(book, sheet, _name(sheet.title, names))
        how = book.add_worksheet(_name("How to fill this in", names))
        how.set_column(0, 0, 100)
        for row, line in enumerate(_HOW):
            how.write_string(row, 0, line)
    return out.getvalue()


def write_questionnaire(sheets: Sequence[QuestionSheet], path: Path) -> int:
    """Write a questionnaire, whole or not at all; return how many questions it asks.

    Raises:
        CannotExport: There is nothing to ask, or the file cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise CannotExport(f"“{path.name}” is no workbook.", advice="Let its name end on .xlsx.")
    write_whole(path, questionnaire_bytes(sheets))
    return sum(len(sheet.questions) for sheet in sheets)


def read_questionnaire(path: Path, comparison: Comparison) -> Filled:
    """Return what a filled-in questionnaire says; it may also be a CSV of one sheet.

    Raises:
        UnreadableSource: It is no table.
    """
    return read_sheets(comparison, _sheets(path))


def _sheets(path: Path) -> Iterator[FilledSheet]:
    first = open_sheet(path, header=True, strict=False)
    for name in first.worksheets or ("",):
        try:
            sheet = open_sheet(path, worksheet=name, header=True, strict=False) if name else first
        except UnreadableSource:
            # A sheet that is empty, such as one that a person added and left.
            continue
        if _tells_how(sheet.columns):
            continue
        yield FilledSheet(
            name or path.name, sheet.columns, ((row.number, row.values) for row in sheet.rows())
        )


def _tells_how(columns: Sequence[str]) -> bool:
    return len(columns) == 1 and columns[0].startswith(_HOW[0][:20])


def _write(book: Any, asked: QuestionSheet, name: str) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    to_fill = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8E1", "border": 1,
                               "border_color": "#E2E5EA"})  # fmt: skip
    for column, (title, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, width)
    rows = asked.rows()
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            if _FIRST <= column <= _LAST:
                sheet.write_blank(number, column, None, to_fill)
            else:
                sheet.write_string(number, column, legal(text), wrapped)
    choices = {"validate": "list", "source": list(CHOICES), "ignore_blank": True, "error_type": "warning"}
    sheet.data_validation(1, _FIRST, len(rows), _FIRST, choices)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _name(title: str, taken: set[str]) -> str:
    """Return a name that a workbook accepts and that no other sheet has."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in legal(title)).strip(" '")
    name = plain[:_LONGEST_NAME].strip(" '") or "Solution"
    number = 1
    while name.casefold() in taken:
        number += 1
        tail = f" ({number})"
        name = plain[: _LONGEST_NAME - len(tail)].strip(" '") + tail
    taken.add(name.casefold())
    return name

"""Rows of an XLSX workbook, read as a stream; packed bombs are refused before anything is unpacked."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.sheets import MAX_COLUMNS, Batch, Rows
from maplanner.exchange.source_files import plain

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MAX_PARTS: Final = 10_000
_MAX_UNPACKED: Final = 4 << 30
_MAX_TEXTS: Final = 512 << 20
"""All texts of a workbook lie in one part, which is held in memory."""
_FREE: Final = 64 << 20
"""Below this size unpacked, nothing is asked about the ratio."""
_MAX_RATIO: Final = 150
_MAX_ROWS: Final = 1_048_576
_BROKEN: Final = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, SyntaxError,
    OverflowError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl, zip and XML raise about broken files."""


def open_workbook(path: Path, worksheet: str = "") -> tuple[tuple[str, ...], str, Rows]:
    """Return the names of a workbook's sheets, the one chosen, and its rows.

    Raises:
        UnreadableSource: It is no workbook, a bomb, or has no such sheet.
    """
    _refuse_bombs(path)
    book = _opened(path)
    try:
        names = tuple(book.sheetnames)
        sizes = {sheet.title: sheet.max_row for sheet in book.worksheets}
    finally:
        book.close()
    if worksheet and worksheet not in sizes:
        known = ", ".join(f"“{plain(name)}”" for name in names)
        raise UnreadableSource(
            f"{plain(path)} has no sheet “{plain(worksheet)}”.", advice=f"It has: {known}."
        )
    if not sizes:
        raise UnreadableSource(f"{plain(path)} holds no sheet with cells.")
    for name in (worksheet,) if worksheet else sizes:
        rows = WorkbookRows(path, name, sizes[name] or 0)
        if worksheet or rows.has_any():
            return names, name, rows
    raise UnreadableSource(f"{plain(path)} is empty.", advice="Choose a file with at least one row.")


@dataclass(frozen=True)
class WorkbookRows:
    """The rows of one sheet; ``length`` is how many it says it has, which may be wrong."""

    path: Path
    worksheet: str
    length: int

    def has_any(self) -> bool:
        """Tell whether a value stands among the first rows."""
        return any(any(row) for batch in islice(self.batches(50), 4) for row in batch.rows)

    def batches(self, size: int) -> Iterator[Batch]:
        """Yield all rows.

        Raises:
            UnreadableSource: The workbook is broken; the message names the row.
        """
        book = _opened(self.path)
        first = 1
        try:
            sheet: Any = book[self.worksheet]
            sheet.reset_dimensions()
            cells = sheet.iter_rows(values_only=True, max_col=None)
            while rows := self._next(cells, size, first):
                yield Batch(first, rows, min((first + len(rows)) / max(self.length, 1), 1.0))
                first += len(rows)
                self._refuse_endless(first)
        except _BROKEN as error:
            message = f"{plain(self.path)} is broken in sheet “{plain(self.worksheet)}” after row {first:,}."
            raise UnreadableSource(message, advice="Save it again in your spreadsheet program.") from error
        finally:
            book.close()

    def _next(self, cells: Iterator[Sequence[object]], size: int, first: int) -> list[list[str]]:
        with warnings.catch_warnings():
            # It warns of dates that no calendar has; they come as an error value, which is told of later.
            warnings.simplefilter("ignore")
            return [self._texts(row, first) for row in islice(cells, size)]

    def _texts(self, row: Sequence[object], number: int) -> list[str]:
        if len(row) > MAX_COLUMNS and any(value is not None for value in row[MAX_COLUMNS:]):
            message = f"{plain(self.path)} has {len(row):,} columns near row {number:,}."
            raise UnreadableSource(message, advice=f"At most {MAX_COLUMNS:,} can be read.")
        return [value if type(value) is str else cell_text(value) for value in row]

    def _refuse_endless(self, first: int) -> None:
        if first > _MAX_ROWS + 1:
            raise UnreadableSource(f"{plain(self.path)} has more rows than a spreadsheet can have.")


def cell_text(value: object) -> str:
    """Return a cell's value as text: whole numbers without a point, dates as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _opened(path: Path) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # It warns of styles and extensions that it leaves out; values are all that matter here.
            warnings.simplefilter("ignore")
            return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        message = f"{plain(path)} is no workbook that can be read."
        raise UnreadableSource(message, advice="Save it as XLSX in your spreadsheet program.") from error


def _refuse_bombs(path: Path) -> None:
    """Refuse a package that would unpack to more than any workbook does.

    Sizes are those that the package declares; unpacking never yields more than that.

    Raises:
        UnreadableSource: It would, or it is another sort of package.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        message = f"{plain(path)} is a damaged package."
        raise UnreadableSource(message, advice="Fetch it again, or save it as XLSX.") from error
    names = {part.filename for part in parts}
    if not any(name.startswith("xl/") for name in names):
        kind = "an OpenDocument file" if "mimetype" in names else "a package of other files"
        raise UnreadableSource(f"{plain(path)} is {kind}.", advice="Save it as XLSX or CSV.")
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    texts = max((part.file_size for part in parts if "sharedStrings" in part.filename), default=0)
    if (
        len(parts) > _MAX_PARTS
        or unpacked > _MAX_UNPACKED
        or texts > _MAX_TEXTS
        or (unpacked > _FREE and unpacked / packed > _MAX_RATIO)
    ):
        size = f"{unpacked / 2**20:,.0f} MB"
        message = f"{plain(path)} would unpack to {size}; it was not read."
        raise UnreadableSource(message, advice="Save the list as CSV.")

"""Writes long tables row by row, as CSV or XLSX, whole or not at all; texts are never formulas."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from maplanner.core.errors import CannotExport
from maplanner.exchange.tables import legal, starts_formula

_MOST_ROWS: Final = 1_048_575
_SIGN: Final = "\x1e"
_HARMLESS: Final = re.compile(r"[ \t]*[+-][\d \u00a0().,/–-]*")
"""A phone number or a number with its sign: a spreadsheet may show it otherwise, but runs nothing."""
_CANDIDATE: Final = re.compile(r"\x1e(?:[\t\r\n]| *(?:[=@＝＋－＠]|[+-](?![\d \u00a0().,/–-]*+(?:\x1e|\Z))))")
"""What is none of these, among values that each have the sign before them."""


class TableFile(ABC):
    """A file that takes rows; it appears under its name when the work ends well, and not at all otherwise."""

    def __init__(self, path: Path) -> None:
        """Begin a draft beside ``path``.

        Raises:
            CannotExport: The folder cannot be written.
        """
        self.path = path
        self.inert = 0
        """How many values were made inert."""
        if path.is_dir():
            raise CannotExport(f"“{path}” is a folder.", advice="Give the list a file name.")
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
            os.close(handle)
        except OSError as error:
            raise _unwritable(path, error) from error
        self.draft = Path(name)

    @abstractmethod
    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows.

        Raises:
            CannotExport: The disk is full, or the format holds no more rows.
        """

    @abstractmethod
    def _finish(self) -> None:
        """Write what is left and close the draft."""

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the draft in its place, or throw it away after an error.

        Raises:
            CannotExport: It cannot be put there.
        """
        try:
            self._finish()
            if kind is None:
                mask = os.umask(0)
                os.umask(mask)
                self.draft.chmod(0o666 & ~mask)
                self.draft.replace(self.path)
        except OSError as failure:
            if kind is None:
                raise _unwritable(self.path, failure) from failure
        finally:
            self.draft.unlink(missing_ok=True)


class _Echo:
    """Takes a line and gives it back, so that a writer of lines can be asked for one."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


class CsvFile(TableFile):
    """CSV in UTF-8 with a mark, which every spreadsheet recognises."""

    def __init__(self, path: Path, titles: Sequence[str], delimiter: str = ",") -> None:
        """Begin with the names of the columns."""
        super().__init__(path)
        # The mark by hand: the encoding that brings it along is several times slower.
        self._file = self.draft.open("w", encoding="utf-8", newline="", errors="replace")
        self._file.write("\ufeff")
        self._delimiter = delimiter
        self._quoting = csv.writer(_Echo(), delimiter=delimiter, lineterminator="\r\n")
        self.write([list(titles)])

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows; text that a spreadsheet would run gets an apostrophe before it.

        Raises:
            CannotExport: The disk is full.
        """
        made = [self._inert(row) for row in rows] if _any_candidate(rows) else rows
        try:
            self._file.write("".join(map(self._line, made)))
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def _line(self, row: Sequence[str]) -> str:
        """Return a row as a line. Most need no quotes, and for those joining is three times quicker."""
        line = self._delimiter.join(row)
        plain = len(row) > 1 and line.count(self._delimiter) == len(row) - 1
        if plain and '"' not in line and "\n" not in line and "\r" not in line:
            return line + "\r\n"
        # What writing gives back is what the echo gives back, whatever the writer's own types say.
        return str(self._quoting.writerow(row))

    def _inert(self, row: Sequence[str]) -> Sequence[str]:
        if not any(map(starts_formula, row)):
            return row
        made = [f"'{value}" if runs_as_formula(value) else value for value in row]
        self.inert += sum(1 for before, after in zip(row, made, strict=True) if before != after)
        return made

    def _finish(self) -> None:
        self._file.close()


class XlsxFile(TableFile):
    """A workbook of one sheet, written as a stream; every value is a text."""

    def __init__(self, path: Path, titles: Sequence[str], sheet: str = "List") -> None:
        """Begin with the names of the columns, which stay in sight."""
        import xlsxwriter  # only here: it takes a while to load

        super().__init__(path)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(str(self.draft), options)
        self._sheet: Any = self._book.add_worksheet(sheet)
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        for column, title in enumerate(titles):
            self._sheet.set_column(column, column, min(max(len(title) + 4, 14), 40))
        bold = self._book.add_format({"bold": True})
        self._add(titles, bold)

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows.

        Raises:
            CannotExport: A sheet holds no more rows.
        """
        for row in rows:
            self._add(row)

    def _add(self, row: Sequence[str], look: object = None) -> None:
        if self._row > _MOST_ROWS:
            raise CannotExport(f"A sheet holds {_MOST_ROWS:,} rows; there are more.", advice="Use CSV.")
        for column, value in enumerate(row):
            if value:
                self._sheet.write_string(self._row, column, legal(value), look)
        self._row += 1

    def _finish(self) -> None:
        try:
            self._book.close()
        except Exception as error:
            raise OSError(str(error)) from error


def table_file(path: Path, titles: Sequence[str], delimiter: str = ",") -> TableFile:
    """Return a file that takes rows, in the format that its name ends on.

    Raises:
        CannotExport: It ends on none of them, or the folder cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return XlsxFile(path, titles)
    if ending in {".csv", ".txt", ".tsv"}:
        return CsvFile(path, titles, "\t" if ending == ".tsv" else delimiter)
    raise CannotExport(f"“{path.name}” names no format of lists.", advice="Let it end on .csv or .xlsx.")


def runs_as_formula(value: str) -> bool:
    """Tell whether a spreadsheet would run a text; a number with a plus, as phones have, is not run."""
    return starts_formula(value) and _HARMLESS.fullmatch(value) is None


def _any_candidate(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether any value may need to be made inert; quicker than asking each."""
    joined = _SIGN + _SIGN.join(map(_SIGN.join, rows))
    return joined.count(_SIGN) != sum(map(len, rows)) or _CANDIDATE.search(joined) is not None


def _unwritable(path: Path, error: OSError) -> CannotExport:
    reason = error.strerror or str(error)
    return CannotExport(f"“{path}” cannot be written: {reason}.", advice="Choose another name or folder.")

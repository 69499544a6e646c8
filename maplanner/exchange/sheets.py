"""Tables from outside, row by row: CSV in any encoding with any sign between columns, and XLSX.

A sheet is never held as a whole: however long it is, a few thousand rows are in memory at a time.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.sheet_text import Encoding, Form, check_encoding, encoding_of, form_of
from maplanner.exchange.source_files import plain

MAX_COLUMNS: Final = 2_000
BATCH: Final = 2_000
_SAMPLE: Final = 256 * 1024
_LOOKS_LIKE_DATA: Final = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+|[+-]?[\d.,\s]*\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
)


class Row(NamedTuple):
    """A row with its number as a spreadsheet shows it; at least one value for each column."""

    number: int
    values: tuple[str, ...]


class Batch(NamedTuple):
    """Some rows in their order, as they stand in the file: they may be empty, too short or too long.

    ``first`` is the number of the first row, ``done`` the share of the file that lies behind.
    """

    first: int
    rows: list[list[str]]
    done: float


class Rows(Protocol):
    """Yields the rows of a file from its beginning, any number of times."""

    def batches(self, size: int) -> Iterator[Batch]:
        """Yield all rows, the first one too."""


@dataclass(frozen=True)
class Sheet:
    """An opened table: what its columns are called, how it was understood, and its rows.

    ``confidence`` (0 to 1) says how sure the encoding and the sign between columns are; ``remarks`` tell a
    person what was assumed.
    """

    path: Path
    format: str
    columns: tuple[str, ...]
    encoding: Encoding | None = None
    form: Form | None = None
    worksheet: str = ""
    worksheets: tuple[str, ...] = ()
    header_row: int | None = 1
    """The number of the row that names the columns; ``None`` where none does."""
    _rows: Rows = field(repr=False, kw_only=True)

    @property
    def confidence(self) -> float:
        """How sure it is that the file was understood, from 0 to 1."""
        return min(
            self.encoding.confidence if self.encoding else 1.0, self.form.confidence if self.form else 1.0
        )

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """Yield the rows below the names of the columns, ``size`` at a time.

        Raises:
            UnreadableSource: The file is broken; the message names the place.
        """
        skip = self.header_row or 0
        for first, rows, done in self._rows.batches(size):
            if first > skip:
                yield Batch(first, rows, done)
            elif first + len(rows) > skip + 1:
                yield Batch(skip + 1, rows[skip + 1 - first :], done)

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the names of the columns; those without any value are left out.

        Raises:
            UnreadableSource: The file is broken; the message names the place.
        """
        width = len(self.columns)
        for batch in self.batches():
            for number, values in enumerate(batch.rows, batch.first):
                if any(values):
                    yield Row(number, (*values, *[""] * (width - len(values))))


def open_sheet(
    path: Path,
    *,
    encoding: str = "",
    delimiter: str = "",
    worksheet: str = "",
    header: bool | None = None,
    strict: bool = True,
) -> Sheet:
    """Open a table. Encoding, sign between columns and header are found out unless given.

    With ``strict`` a character that the encoding cannot read is an error; without, it becomes U+FFFD.
    ``worksheet`` names one of a workbook's sheets; without, the first that holds anything is taken.

    Raises:
        UnreadableSource: There is no such file, it is no table, or it is larger than any table is.
    """
    beginning = _beginning(path)
    if beginning.startswith(b"PK\x03\x04"):
        from maplanner.exchange.sheet_xlsx import open_workbook

        names, chosen, rows = open_workbook(path, worksheet)
        return _sheet(path, "XLSX", rows, header, worksheet=chosen, worksheets=names)
    _refuse_known(path, beginning)
    found = check_encoding(path, encoding) if encoding else encoding_of(path)
    if strict and found.flaw is not None:
        raise _unreadable_character(path, found)
    sample = _decoded_beginning(path, found)
    form = form_of(sample, delimiter)
    text = TextRows(path, found.name, form, strict=strict)
    return _sheet(path, "CSV", text, header, encoding=found, form=form)


def _sheet(path: Path, kind: str, rows: Rows, header: bool | None, **more: Any) -> Sheet:
    number, first = _first_row(rows, path)
    has_names = _names_columns(first) if header is None else header
    columns = _column_names(first if has_names else [""] * len(first))
    if len(columns) > MAX_COLUMNS:
        message = f"{plain(path)} has {len(columns):,} columns; at most {MAX_COLUMNS:,} can be read."
        raise UnreadableSource(message)
    return Sheet(path, kind, columns, header_row=number if has_names else None, _rows=rows, **more)


def _first_row(rows: Rows, path: Path) -> tuple[int, Sequence[str]]:
    """Return the first row that holds anything, and its number."""
    for batch in rows.batches(50):
        for number, row in enumerate(batch.rows, batch.first):
            if any(value.strip() for value in row):
                return number, row
    raise UnreadableSource(f"{plain(path)} is empty.", advice="Choose a file with at least one row.")


def _names_columns(first: Sequence[str]) -> bool:
    """Tell whether a first row names columns: nothing in it looks like a person's data."""
    return not any(_LOOKS_LIKE_DATA.fullmatch(value.strip()) for value in first)


def _column_names(given: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column, all different."""
    last = max((at for at, name in enumerate(given) if name.strip()), default=len(given) - 1)
    names: dict[str, None] = {}
    for at, name in enumerate(given[: last + 1]):
        wanted = plain(name) or f"Column {column_letters(at)}"
        unique, count = wanted, 1
        while unique in names:
            count += 1
            unique = f"{wanted} ({count})"
        names[unique] = None
    return tuple(names)


def column_letters(index: int) -> str:
    """Return what a spreadsheet calls its column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class TextRows:
    """The rows of a text with columns."""

    path: Path
    encoding: str
    form: Form
    strict: bool = True

    def batches(self, size: int) -> Iterator[Batch]:
        """Yield all rows.

        Raises:
            UnreadableSource: The text is broken; the message names the line.
        """
        total = max(self.path.stat().st_size, 1)
        with self.path.open("rb", buffering=1 << 16) as raw:
            text = io.TextIOWrapper(
                raw, self.encoding, errors="strict" if self.strict else "replace", newline=""
            )
            for _line in range(self.form.skip):
                text.readline()
            # No line is long: whoever opened the file has looked for that.
            reader = csv.reader(text, **self.form.options())  # type: ignore[arg-type]
            first = 1
            while rows := self._next(reader, size):
                yield Batch(first, rows, min(raw.tell() / total, 1.0))
                first += len(rows)

    def _next(self, reader: Any, size: int) -> list[list[str]]:
        try:
            return list(itertools.islice(reader, size))
        except csv.Error as error:
            place = f"line {reader.line_num + self.form.skip}"
            advice = "Probably a quotation mark before it has no partner."
            raise UnreadableSource(
                f"{plain(self.path)} is broken before {place}: {error}.", advice=advice
            ) from error
        except UnicodeError as error:
            place = f"line {reader.line_num + self.form.skip + 1}"
            message = f"{plain(self.path)} holds characters after {place} that {self.encoding} cannot read."
            raise UnreadableSource(message, advice="Choose another encoding.") from error


def _beginning(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableSource(f"{plain(path)} is not an ordinary file.")
        with path.open("rb") as file:
            return file.read(4096)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        message = f"{plain(path)} cannot be read: {reason}."
        raise UnreadableSource(message, advice="Check the name and the permissions.") from error


def _refuse_known(path: Path, beginning: bytes) -> None:
    """Refuse what is no table, with the way out.

    Raises:
        UnreadableSource: It is one of these.
    """
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        message = f"{plain(path)} is in Excel's old format or locked by a password."
        raise UnreadableSource(message, advice="Save it as XLSX without a password.")
    if beginning.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise UnreadableSource(f"{plain(path)} is no table.", advice="Choose a CSV or XLSX file.")


def _decoded_beginning(path: Path, encoding: Encoding) -> str:
    """Return whole lines from a file's beginning."""
    with path.open("rb") as file:
        content = file.read(_SAMPLE)
        at_end = not file.read(1)
    text = content.decode(encoding.name, "replace")
    return text if at_end else text[: text.rfind("\n") + 1] or text


def _unreadable_character(path: Path, encoding: Encoding) -> UnreadableSource:
    with path.open("rb") as file:
        before = file.read(min(encoding.flaw or 0, 1 << 28))
    line = before.count(b"\n") + 1
    message = f"{plain(path)} holds a character at line {line:,} that {encoding.name} cannot read."
    return UnreadableSource(message, advice="Save the file as UTF-8, or say in which encoding it is.")

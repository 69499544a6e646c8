"""Reads a list once and says what is in it; on the way it can write what is clean and what is not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from maplanner.app.intake.duplicates import SeenKeys, keys_of, row_keys
from maplanner.app.intake.faults import Complaint, Fault, shown
from maplanner.app.intake.values import ColumnCheck, Rule
from maplanner.core.errors import CannotExport
from maplanner.core.memory import without_garbage_search
from maplanner.document.vocabulary import DuplicateKey
from maplanner.exchange.sheets import Batch, Sheet
from maplanner.exchange.table_files import TableFile, table_file

Progress = Callable[[float], None]
"""Hears how much is done, from 0 to 1; raises Cancelled to stop the work."""

_EXAMPLES: Final = 200
_ODD: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]"
)
_CONTROL: Final = re.compile("[\u0000-\u0008\u000b-\u001f\u007f]")
_SEPARATOR: Final = "\n"
_UNREADABLE: Final = "\ufffd"


@dataclass(frozen=True)
class Intake:
    """A list to check: the sheet, the rule of each column (``None`` where it has no field), and the key.

    ``key_column`` is the place of the column that holds the e-mail address or the CRM id.
    """

    sheet: Sheet
    rules: tuple[Rule | None, ...]
    key: DuplicateKey = DuplicateKey.EMAIL
    key_column: int | None = None
    plus_tags: bool = False
    """Whether ``anna+news@…`` counts as ``anna@…``."""


@dataclass(frozen=True)
class Outputs:
    """Where to write; ``None`` writes nothing. ``delimiter`` is that of CSV files."""

    clean: Path | None = None
    rejects: Path | None = None
    delimiter: str = ","


@dataclass
class ColumnFigures:
    """What was found in one column. ``filled`` and ``faults`` count rows."""

    title: str
    rule: Rule | None
    filled: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)

    @property
    def invalid(self) -> int:
        """How many values are there and wrong."""
        return sum(count for fault, count in self.faults.items() if fault is not Fault.MISSING)


@dataclass
class Findings:
    """What came of a check. ``rejects`` are rows; a row can be rejected for several ``faults``.

    ``examples`` are the first rejected rows: number, values, reasons. ``tidied`` and ``inert`` count values.
    """

    columns: list[ColumnFigures]
    rows: int = 0
    empty: int = 0
    clean: int = 0
    rejects: int = 0
    duplicates: int = 0
    without_key: int = 0
    tidied: int = 0
    inert: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)
    examples: list[tuple[int, tuple[str, ...], tuple[Complaint, ...]]] = field(default_factory=list)


def check_list(intake: Intake, outputs: Outputs | None = None, progress: Progress | None = None) -> Findings:
    """Check every row of a list, and write what is wanted.

    Raises:
        UnreadableSource: The list is broken; the place is named.
        CannotExport: A file cannot be written, or would overwrite the list itself.
        Cancelled: ``progress`` raised it; no file is written.
    """
    wanted = outputs or Outputs()
    _refuse_overwriting(intake.sheet.path, wanted)
    work = _Check(intake)
    with without_garbage_search(), ExitStack() as stack:
        files = _opened(stack, intake, wanted)
        for batch in intake.sheet.batches():
            work.take(batch, *files)
            if progress is not None:
                progress(batch.done)
    work.found.inert = sum(
        file.inert for file in files if isinstance(file, TableFile) and hasattr(file, "inert")
    )
    return work.found


def _opened(stack: ExitStack, intake: Intake, wanted: Outputs) -> tuple[TableFile | None, TableFile | None]:
    titles = list(intake.sheet.columns)
    clean = rejects = None
    if wanted.clean is not None:
        clean = stack.enter_context(table_file(wanted.clean, titles, wanted.delimiter))
    if wanted.rejects is not None:
        rejects = stack.enter_context(
            table_file(wanted.rejects, ["Row", "Reason", *titles], wanted.delimiter)
        )
    return clean, rejects


def _refuse_overwriting(source: Path, wanted: Outputs) -> None:
    """Refuse to write over the list, or both results into one file.

    Raises:
        CannotExport: It would come to that.
    """
    places = [path for path in (wanted.clean, wanted.rejects) if path is not None]
    for path in places:
        if _same(path, source):
            raise CannotExport(
                f"“{path.name}” is the list itself; it is never overwritten.", advice="Choose another name."
            )
    if len(places) > 1 and _same(*places):
        raise CannotExport("Clean rows and rejects cannot go into one file.", advice="Choose two names.")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


class _Check:
    """Goes through a list batch by batch."""

    def __init__(self, intake: Intake) -> None:
        columns = intake.sheet.columns
        rules = (*intake.rules, *[None] * (len(columns) - len(intake.rules)))
        self.found = Findings([ColumnFigures(*pair) for pair in zip(columns, rules, strict=False)])
        self._intake = intake
        self._checks = [(at, ColumnCheck(rule)) for at, rule in enumerate(rules) if rule is not None]
        self._lengths = {at: check.length or 0 for at, check in self._checks}
        self._seen = SeenKeys()
        self._width = len(columns)
        self._unreadable: list[int] = []
        """The columns of this batch in which something cannot be read."""

    def take(self, batch: Batch, clean: TableFile | None, rejects: TableFile | None) -> None:
        """Check a batch and write its rows."""
        numbers, rows, complaints = self._present(batch)
        if not rows:
            return
        columns = self._tidied(list(zip(*rows, strict=True)))
        for at, figures in enumerate(self.found.columns):
            figures.filled += len(rows) - columns[at].count("")
        self._check_values(columns, complaints)
        tidy = list(zip(*columns, strict=True))
        self._check_keys(columns, tidy, numbers, complaints)
        self._count(complaints, numbers, tidy)
        if clean is not None:
            clean.write([row for at, row in enumerate(tidy) if at not in complaints] if complaints else tidy)
        if rejects is not None and complaints:
            rejects.write(
                [
                    (str(numbers[at]), "; ".join(each.text for each in complaints[at]), *tidy[at])
                    for at in sorted(complaints)
                ]
            )

    def _present(self, batch: Batch) -> tuple[Sequence[int], list[Sequence[str]], dict[int, list[Complaint]]]:
        """Return the rows that hold anything, in one width, their numbers, and those that are too long."""
        complaints: dict[int, list[Complaint]] = {}
        numbers: Sequence[int] = range(batch.first, batch.first + len(batch.rows))
        rows: list[Sequence[str]] = list(batch.rows)
        if set(map(len, rows)) != {self._width} or not all(map(str.strip, map("".join, rows))):
            kept = [pair for pair in zip(numbers, rows, strict=True) if "".join(pair[1]).strip()]
            self.found.empty += len(rows) - len(kept)
            numbers = [number for number, _row in kept]
            rows = [self._fitted(row, at, complaints) for at, (_number, row) in enumerate(kept)]
        self.found.rows += len(rows)
        return numbers, rows, complaints

    def _fitted(self, row: Sequence[str], at: int, complaints: dict[int, list[Complaint]]) -> Sequence[str]:
        if any(map(str.strip, row[self._width :])):
            about = (("count", len(row)), ("columns", self._width))
            complaints[at] = [Complaint(Fault.TOO_MANY_VALUES, -1, about)]
        return [*row[: self._width], *[""] * (self._width - len(row))]

    def _tidied(self, columns: list[tuple[str, ...]]) -> list[list[str]]:
        """Return the columns without spaces around values, invisible signs and split-up letters."""
        made = []
        self._unreadable = []
        for at, column in enumerate(columns):
            plain = list(map(str.strip, column))
            whole = _SEPARATOR.join(plain)
            if not whole.isascii() or _CONTROL.search(whole):
                plain = _plain_values(plain, whole)
                if _UNREADABLE in whole:
                    self._unreadable.append(at)
            if plain != list(column):
                self.found.tidied += sum(map(str.__ne__, plain, column))
            made.append(plain)
        return made

    def _check_values(self, columns: list[list[str]], complaints: dict[int, list[Complaint]]) -> None:
        for at, check in self._checks:
            for place, fault in check.wrong(columns[at]):
                self._complain(complaints, place, at, fault, columns[at][place])
        for at in self._unreadable:
            for place, value in enumerate(columns[at]):
                if _UNREADABLE in value:
                    self._complain(complaints, place, at, Fault.UNREADABLE, value)

    def _complain(
        self, complaints: dict[int, list[Complaint]], place: int, at: int, fault: Fault, value: str
    ) -> None:
        figures = self.found.columns[at]
        figures.faults[fault] += 1
        about: tuple[tuple[str, str | int], ...] = (("column", figures.title), ("value", shown(value)))
        if fault is Fault.TOO_LONG:
            about = (*about, ("count", len(value)), ("length", self._lengths[at]))
        complaints.setdefault(place, []).append(Complaint(fault, at, about))

    def _check_keys(
        self,
        columns: list[list[str]],
        rows: Sequence[Sequence[str]],
        numbers: Sequence[int],
        complaints: dict[int, list[Complaint]],
    ) -> None:
        keys = self._keys(columns, rows)
        if keys is None:
            return
        self.found.without_key += keys.count("")
        for place in complaints:
            # A row that goes out for another reason must not take the place of a later, better one.
            keys[place] = ""
        for place, first in enumerate(self._seen.first_rows(keys, numbers)):
            if first:
                about = (("key", self._intake.key.value), ("row", first))
                complaints.setdefault(place, []).append(Complaint(Fault.DUPLICATE, -1, about))
                self.found.duplicates += 1

    def _keys(self, columns: list[list[str]], rows: Sequence[Sequence[str]]) -> list[str] | None:
        intake = self._intake
        if intake.key is DuplicateKey.ROW:
            return row_keys(rows)
        if intake.key is DuplicateKey.NONE or intake.key_column is None:
            return None
        return keys_of(columns[intake.key_column], intake.key, plus_tags=intake.plus_tags)

    def _count(
        self, complaints: dict[int, list[Complaint]], numbers: Sequence[int], rows: Sequence[tuple[str, ...]]
    ) -> None:
        self.found.rejects += len(complaints)
        self.found.clean += len(rows) - len(complaints)
        for place in sorted(complaints):
            self.found.faults.update({complaint.fault for complaint in complaints[place]})
            if len(self.found.examples) < _EXAMPLES:
                self.found.examples.append((numbers[place], rows[place], tuple(complaints[place])))


def _plain_values(values: list[str], whole: str) -> list[str]:
    """Return values with letters in one piece, without invisible signs, with ordinary spaces."""
    if not unicodedata.is_normalized("NFC", whole):
        values = [unicodedata.normalize("NFC", value) for value in values]
    if _ODD.search(whole):
        values = [_ODD.sub(_ordinary, value).strip() for value in values]
    return values


def _ordinary(sign: re.Match[str]) -> str:
    return " " if sign[0].isspace() and sign[0] not in "\u200b\ufeff" else ""

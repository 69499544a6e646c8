"""Lists of a plan as they come back from a spreadsheet: what each row says, and what it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from maplanner.core.errors import UnreadableSource
from maplanner.document.complaints import complaint
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Record, Step
from maplanner.exchange.plan_lists import (
    BETWEEN,
    ID,
    ID_TITLE,
    LISTS,
    ListColumn,
    PlanList,
    folded,
    kind_names,
    reference_names,
)
from maplanner.exchange.sheets import Sheet, open_sheet
from maplanner.exchange.source_files import plain
from maplanner.exchange.tables import starts_formula
from maplanner.steps import KINDS

_TRUE: Final = frozenset({"yes", "true", "1", "x", "jā", "ja", "ha"})
_FALSE: Final = frozenset({"no", "false", "0", "", "nē", "nei", "yo‘q", "yo'q"})
_DATES: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S")
_CAN_BE_BLANK: Final = (str, bool, tuple)
"""Types of which an empty cell is a value."""
_ROW: Final = 96.0


@dataclass(frozen=True)
class Problem:
    """A row that is not taken over, and why."""

    row: int
    why: str


@dataclass(frozen=True)
class ListChange:
    """What a list would change. ``missing`` are records that it has no row for; they stay unless told."""

    plan_list: PlanList
    added: tuple[Record, ...] = ()
    changed: tuple[tuple[Record, dict[str, Any]], ...] = ()
    missing: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    concluded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything would change, what is missing aside."""
        return bool(self.added or self.changed)


class _Wrong(Exception):
    """A cell or row that cannot be understood; the text says why."""


def read_lists(path: Path, reader: RecordReader, wanted: str = "") -> list[ListChange]:
    """Return what a CSV file or a workbook would change, list by list.

    ``wanted`` is the name of the list where the file's columns do not tell.

    Raises:
        UnreadableSource: It is no table, or none of a plan's lists.
    """
    found: list[ListChange] = []
    first = open_sheet(path, header=True)
    for worksheet in first.worksheets or ("",):
        sheet = first if worksheet == first.worksheet else _opened(path, worksheet)
        plan_list = None if sheet is None else _list_of(sheet, wanted)
        if sheet is not None and plan_list is not None:
            found.append(_Reading(reader, plan_list, sheet).change())
            # What one sheet adds, the rows of the next may name.
            reader = Snapshot.of([*reader.records(), *found[-1].added])
    if not found:
        names = ", ".join(each.title.lower() for each in LISTS)
        message = f"{plain(path.name)} holds none of a plan's lists ({names})."
        raise UnreadableSource(message, advice="Save a list first, and change that.")
    return found


def _opened(path: Path, worksheet: str) -> Sheet | None:
    try:
        return open_sheet(path, worksheet=worksheet, header=True)
    except UnreadableSource:
        return None  # A sheet without anything in it is none of the lists.


def _list_of(sheet: Sheet, wanted: str) -> PlanList | None:
    """Return which list a sheet is, by its name or by the columns that only one has."""
    for each in LISTS:
        if each.name == wanted or folded(sheet.worksheet) == folded(each.title):
            return each
    heads = {folded(column) for column in sheet.columns}
    scores = {each.name: len(heads & {folded(c.title) for c in each.columns}) for each in LISTS}
    best = max(LISTS, key=lambda each: scores[each.name])
    is_sure = folded(ID_TITLE) in heads or ID in heads
    return best if scores[best.name] >= (2 if is_sure else 3) else None


@dataclass
class _Reading:
    reader: RecordReader
    plan_list: PlanList
    sheet: Sheet
    problems: list[Problem] = field(default_factory=list)
    concluded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns: dict[int, ListColumn] = {}
        self._id_at: int | None = None
        self.left_out: list[str] = []
        self._place_columns()
        self._names = {
            column.ref: reference_names(self.reader, column.ref)
            for column in self._columns.values()
            if column.ref
        }
        self._records = {record.id: record for record in self.reader.all(self.plan_list.cls)}
        self._by_key: dict[tuple[Any, ...], list[str]] = {}
        for record in self._records.values():
            self._by_key.setdefault(self._key(record.model_dump()), []).append(record.id)

    def change(self) -> ListChange:
        """Return what the rows would change."""
        rows = list(self.sheet.rows())
        ids = Counter(self._own_id(row.values) for row in rows)
        added: list[Record] = []
        changed: list[tuple[Record, dict[str, Any]]] = []
        seen: set[str] = set()
        for row in rows:
            own = self._own_id(row.values)
            try:
                if own and ids[own] > 1:
                    raise _Wrong(f"the identifier “{own[:40]}” stands in several rows")
                values = self._values(row.values)
                record = self._meant(own, values, seen, row.number)
                if record is None:
                    added.append(self._new(values, len(added)))
                    continue
                seen.add(record.id)
                told = self._differing(record, values)
                if told:
                    self._check(record, told)
                    changed.append((record, told))
            except _Wrong as wrong:
                if own in self._records:
                    seen.add(own)
                self.problems.append(Problem(row.number, str(wrong)))
        missing = tuple(record for record in self._records.values() if record.id not in seen)
        return ListChange(
            self.plan_list, tuple(added), tuple(changed), missing, tuple(self.problems),
            tuple(self.left_out), tuple(self.concluded),
        )  # fmt: skip

    def _place_columns(self) -> None:
        known = {
            folded(name): column for column in self.plan_list.columns for name in (column.title, column.path)
        }
        for place, head in enumerate(self.sheet.columns):
            if folded(head) in (folded(ID_TITLE), ID):
                self._id_at = place
            elif folded(head) in known and known[folded(head)] not in self._columns.values():
                self._columns[place] = known[folded(head)]
            elif head.strip():
                self.left_out.append(
                    f"The column “{plain(head)[:60]}” is none of the list's; it was left out."
                )

    def _own_id(self, values: tuple[str, ...]) -> str:
        return "" if self._id_at is None else values[self._id_at].strip()

    def _values(self, cells: tuple[str, ...]) -> dict[str, Any]:
        """Return what a row says, by path."""
        return {
            column.path: self._value(column, bare(cells[place])) for place, column in self._columns.items()
        }

    def _value(self, column: ListColumn, text: str) -> Any:
        if column.path == "kind":
            return self._kind(text)
        if column.ref:
            return self._reference(column, text)
        if not text.strip() and (column.may_be_empty or column.kind not in _CAN_BE_BLANK):
            return None
        try:
            return parsed(column.kind, text)
        except ValueError as error:
            raise _Wrong(f"{column.title}: {error}") from error

    def _kind(self, text: str) -> str:
        name = kind_names().get(folded(text))
        if name is not None:
            return name
        if any(record.kind == text for record in self._records.values() if isinstance(record, Step)):
            return text  # A kind of a newer version stays as it is.
        raise _Wrong(f"there is no kind of step “{plain(text)[:40]}”")

    def _reference(self, column: ListColumn, text: str) -> str | None:
        if not text.strip():
            return None
        found = self._names[column.ref].get(folded(text), [])
        if not found:
            raise _Wrong(f"{column.title}: there is no “{plain(text)[:60]}” in the plan")
        if len(found) > 1:
            raise _Wrong(f"{column.title}: several are called “{plain(text)[:60]}”; write the identifier")
        return found[0]

    def _meant(self, own: str, values: dict[str, Any], seen: set[str], row: int) -> Record | None:
        """Return the record that a row is of; ``None`` for a new one."""
        if own:
            if own not in self._records:
                raise _Wrong(
                    f"there is no record “{own[:40]}” in the plan any more; empty the cell to add it"
                )
            return self._records[own]
        same = [each for each in self._by_key.get(self._key(values), []) if each not in seen]
        if len(same) > 1:
            raise _Wrong("it has no identifier, and several records of the plan are called so")
        if not same:
            return None
        self.concluded.append(f"Row {row} has no identifier; it was taken for the record that is called so.")
        return self._records[same[0]]

    def _key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        told = (values.get(path) for path in self.plan_list.keys)
        return tuple(folded(value) if isinstance(value, str) else value for value in told)

    def _differing(self, record: Record, values: dict[str, Any]) -> dict[str, Any]:
        told = {path: value for path, value in values.items() if not _same(getattr(record, path), value)}
        for column in self._columns.values():
            if column.path in told and told[column.path] is None and not column.may_be_empty:
                raise _Wrong(f"{column.title}: it cannot be empty")
        return told

    def _new(self, values: dict[str, Any], place: int) -> Record:
        told = {path: value for path, value in values.items() if value is not None}
        for key in self.plan_list.keys[:1]:
            if not told.get(key) and self.plan_list.name != "mappings":
                raise _Wrong(
                    f"a new row needs “{next(c.title for c in self.plan_list.columns if c.path == key)}”"
                )
        if self.plan_list.cls is Step:
            kind = KINDS.get(str(told.get("kind")))
            if kind is None:
                raise _Wrong("a new step needs its kind")
            told |= {"props": kind.defaults()} | dict(self._free_place(str(told["campaign"]), place))
        try:
            return self.plan_list.cls.new(**told)
        except ValidationError as error:
            raise _Wrong(complaint(error)) from error
        except TypeError as error:
            raise _Wrong("a value that it needs is missing") from error

    def _free_place(self, campaign: str, place: int) -> Iterator[tuple[str, float]]:
        """Yield where a new step stands: below all others of its campaign."""
        steps = self.reader.referring(Step, "campaign", campaign)
        yield "x", min((step.x for step in steps), default=0.0)
        yield "y", max((step.y for step in steps), default=-_ROW) + _ROW * (place + 1)

    def _check(self, record: Record, told: dict[str, Any]) -> None:
        try:
            type(record).model_validate(record.model_dump() | told)
        except ValidationError as error:
            raise _Wrong(complaint(error)) from error


def bare(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and starts_formula(cell[1:]) else cell


def parsed(kind: type, text: str) -> Any:
    """Return the value of a type that a text stands for.

    Raises:
        ValueError: It stands for none; the message says so.
    """
    plain_text = text.strip()
    if kind is bool:
        if folded(plain_text) in _TRUE | _FALSE:
            return folded(plain_text) in _TRUE
        raise ValueError(f"“{plain(plain_text)[:40]}” is neither yes nor no")
    if kind in (int, float):
        return _number(kind, plain_text)
    if kind is date:
        return _date(plain_text)
    if kind is tuple:
        return tuple(part.strip() for part in text.replace("\n", BETWEEN).split(";") if part.strip())
    if issubclass(kind, Enum):
        return _choice(kind, plain_text)
    return text.replace("\r\n", "\n")


def _number(kind: type, text: str) -> float | int:
    compact = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if compact.count(",") == 1 and "." not in compact:
        compact = compact.replace(",", ".")
    try:
        number = float(compact.replace(",", ""))
    except ValueError as error:
        raise ValueError(f"“{plain(text)[:40]}” is no number") from error
    if not isfinite(number) or (kind is int and number != int(number)):
        raise ValueError(f"“{plain(text)[:40]}” is no {'whole ' if kind is int else ''}number")
    return int(number) if kind is int else number


def _date(text: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError(f"“{plain(text)[:40]}” is no date such as 2027-03-01")


def _choice(kind: type[Enum], text: str) -> Enum:
    for each in kind:
        if folded(text) in (folded(str(each.value)), folded(each.name)):
            return each
    known = ", ".join(str(each.value) for each in kind)
    raise ValueError(f"“{plain(text)[:40]}” is none of {known}")


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        # Cells lose what stands around a text, and tell line ends in their own way.
        return old.strip() == new.strip() or "\n".join(old.splitlines()) == "\n".join(new.splitlines())
    return bool(old == new)

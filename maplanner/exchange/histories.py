"""Recorded histories: tables with a row for each event, or a row for each lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.history_cells import CellReader, Fault, refuse_too_many
from maplanner.exchange.quick_events import is_worth_it, read_quickly
from maplanner.exchange.sheets import Batch, Sheet
from maplanner.exchange.source_files import plain
from maplanner.exchange.times import standard_times
from maplanner.scoring.history import Flags, Floats, Numbers, RecordedEvents, Signal

LEAD: Final = ("lead", "lead id", "prospect", "prospect id", "contact", "contact id", "person", "email", "id")
EVENT: Final = ("event", "event name", "event type", "activity", "activity type", "action", "interaction")
TIME: Final = ("time", "date", "timestamp", "datetime", "when", "occurred at", "created at", "event time")
OUTCOME: Final = ("outcome", "converted", "won", "bought", "customer", "success", "purchased", "y", "target")
ASSET: Final = ("asset", "asset name", "page", "url", "content", "step")
AMOUNT: Final = ("amount", "share", "count", "value", "times")
STAGE: Final = ("stage", "buying stage")
ACCOUNT: Final = (
    "account",
    "account name",
    "account id",
    "company",
    "company name",
    "organisation",
    "organization",
)
Progress = Callable[[float], None]


@dataclass(frozen=True)
class EventColumns:
    """Which column of a table holds what; ``None`` where none does."""

    lead: int
    event: int
    time: int
    outcome: int | None = None
    asset: int | None = None
    amount: int | None = None
    stage: int | None = None
    account: int | None = None


def column_of(columns: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the column that is called by one of these names, the first name first."""
    folded = [re.sub(r"[_\W]+", " ", column.casefold()).strip() for column in columns]
    return next((folded.index(name) for name in names if name in folded), None)


def event_columns(columns: Sequence[str]) -> EventColumns | None:
    """Return where lead, event and time stand; ``None`` where the table has no such columns."""
    lead, event, time = (column_of(columns, names) for names in (LEAD, EVENT, TIME))
    if lead is None or event is None or time is None:
        return None
    more = (column_of(columns, names) for names in (OUTCOME, ASSET, AMOUNT, STAGE, ACCOUNT))
    return EventColumns(lead, event, time, *more)


def read_events(sheet: Sheet, columns: EventColumns, progress: Progress | None = None) -> RecordedEvents:
    """Return the events of a table; rows that cannot count are left out and told of.

    Raises:
        UnreadableSource: The file is broken, or no row holds an event.
    """
    cells = CellReader()
    if is_worth_it(sheet):
        quick = read_quickly(sheet, columns, cells)
        if quick is not None:
            return quick
        cells = CellReader()
    reading = _Reading(columns, cells)
    for batch in sheet.batches(4_000):
        reading.take(batch)
        if progress is not None:
            progress(batch.done)
    if not any(len(part.row) for part in reading.parts):
        faults = " ".join(map(str, cells.remarks))
        raise UnreadableSource(f"{plain(sheet.path)} holds no event. {faults}".strip())
    return reading.events()


@dataclass
class _Reading:
    """Columns that grow batch by batch; words become numbers at once, so that a million rows stay small."""

    columns: EventColumns
    cells: CellReader
    leads: dict[str, int] = field(default_factory=dict)
    signals: dict[Signal, int] = field(default_factory=dict)
    parts: list[_Part] = field(default_factory=list)
    accounts: dict[int, str] = field(default_factory=dict)
    _seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def take(self, batch: Batch) -> None:
        """Take over the rows of a batch, column by column."""
        at = self.columns
        needed = max(at.lead, at.event, at.time) + 1
        rows = [row for row in batch.rows if len(row) >= needed]
        number = np.arange(batch.first, batch.first + len(batch.rows))
        if len(rows) < len(batch.rows):
            long = np.array([len(row) >= needed for row in batch.rows])
            empty = np.array([_is_blank(row) for row in batch.rows])
            self.cells.note(Fault.SHORT, number[~long & ~empty])
            number = number[long]
        if not rows:
            return
        second = self._times([row[at.time] for row in rows])
        unread = np.flatnonzero(np.isnan(second)).tolist()
        if any(_is_blank(rows[place]) for place in unread):
            there = np.ones(len(rows), np.bool_)
            there[[place for place in unread if _is_blank(rows[place])]] = False
            rows = [row for row, kept in zip(rows, there.tolist(), strict=True) if kept]
            number, second = number[there], second[there]
        counts = self.cells.possible(second, number)
        leads, events = _texts(rows, at.lead), _texts(rows, at.event)
        named = np.array([bool(lead and event) for lead, event in zip(leads, events, strict=True)], np.bool_)
        self.cells.note(Fault.NAMELESS, number[~named & counts])
        counts &= named
        if not counts.all():
            rows = [row for row, kept in zip(rows, counts.tolist(), strict=True) if kept]
            leads = [lead for lead, kept in zip(leads, counts.tolist(), strict=True) if kept]
            number, second = number[counts], second[counts]
        part = _Part(self._leads(leads), self._signals(rows), second, *self._said(rows, number), number)
        self.parts.append(part)
        if at.account is not None:
            for lead, account in zip(part.lead.tolist(), _texts(rows, at.account), strict=True):
                if account:
                    self.accounts.setdefault(lead, account)

    def _leads(self, texts: list[str]) -> Numbers:
        known = self.leads
        return np.array([known.setdefault(text, len(known)) for text in texts], np.int32)

    def _signals(self, rows: list[list[str]]) -> Numbers:
        at = self.columns
        columns = [_texts(rows, each) for each in (at.event, at.asset, at.stage)]
        said = list(zip(*columns, strict=True))
        for words in dict.fromkeys(said):
            if words not in self._seen:
                self._seen[words] = self.signals.setdefault(Signal(*words), len(self.signals))
        refuse_too_many(len(self.signals))
        return np.array([self._seen[words] for words in said], np.int32)

    def _times(self, texts: list[str]) -> Floats:
        second = standard_times(texts)
        return self.cells.seconds(texts) if second is None else second

    def _said(self, rows: list[list[str]], number: npt.NDArray[np.int64]) -> tuple[Floats, Flags]:
        """Return amounts, and which rows say that the lead bought."""
        at = self.columns
        amount, won = np.ones(len(rows)), np.zeros(len(rows), np.bool_)
        if at.amount is not None:
            amount = self.cells.amounts(_texts(rows, at.amount), number)
        if at.outcome is not None:
            texts = _texts(rows, at.outcome)
            different = list(dict.fromkeys(texts))
            place = {text: place for place, text in enumerate(different)}
            won = self.cells.outcomes(different, np.array([place[text] for text in texts]), number)
        return amount, won

    def events(self) -> RecordedEvents:
        """Return what was read."""
        lead, signal, second, amount, won, row = (
            np.concatenate(column) for column in zip(*self.parts, strict=True)
        )
        accounts: tuple[str, ...] = ()
        if self.accounts:
            accounts = tuple(self.accounts.get(number, "") for number in range(len(self.leads)))
        return RecordedEvents(
            tuple(self.leads),
            tuple(self.signals),
            lead,
            signal,
            second,
            amount,
            won,
            row,
            self.cells.remarks,
            accounts,
        )


class _Part(NamedTuple):
    """The columns of a batch."""

    lead: Numbers
    signal: Numbers
    second: Floats
    amount: Floats
    won: Flags
    row: npt.NDArray[np.int64]


def _is_blank(row: list[str]) -> bool:
    """Tell whether a row holds nothing, as spreadsheets write below their last one."""
    return not any(cell.strip() for cell in row)


def _texts(rows: list[list[str]], column: int | None) -> list[str]:
    """Return a column without blanks around; empty where a row does not reach it."""
    if column is None:
        return [""] * len(rows)
    try:
        return [row[column].strip() for row in rows]
    except IndexError:
        return [row[column].strip() if column < len(row) else "" for row in rows]

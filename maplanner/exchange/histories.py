"""Recorded histories: tables with a row for each event, or a row for each lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from maplanner.core.clock import utc_now
from maplanner.core.errors import UnreadableSource
from maplanner.exchange.sheets import Batch, Sheet
from maplanner.exchange.source_files import plain
from maplanner.scoring.history import Flags, Floats, Numbers, RecordedEvents, Remark, Signal

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
_YES: Final = frozenset(
    {"1", "1.0", "yes", "y", "true", "won", "converted", "customer", "bought", "closed won"}
)
_NO: Final = frozenset({"", "0", "0.0", "no", "n", "false", "lost", "none", "open", "closed lost"})
_FORMS: Final = (
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
)
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC).timestamp()
_MOST_SIGNALS: Final = 100_000
_STANDARD: Final = re.compile(r"\s*\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?\s*").fullmatch
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


def is_yes(text: str) -> bool | None:
    """Return whether an outcome means that the lead bought; ``None`` for one that nobody knows."""
    known = text.strip().casefold()
    return True if known in _YES else False if known in _NO else None


def read_events(sheet: Sheet, columns: EventColumns, progress: Progress | None = None) -> RecordedEvents:
    """Return the events of a table; rows that cannot count are left out and told of.

    Raises:
        UnreadableSource: The file is broken, or no row holds an event.
    """
    reading = _Reading(columns, utc_now().timestamp())
    for batch in sheet.batches(4_000):
        reading.take(batch)
        if progress is not None:
            progress(batch.done)
    if not any(len(part.row) for part in reading.parts):
        faults = " ".join(map(str, reading.faults.values()))
        raise UnreadableSource(f"{plain(sheet.path)} holds no event. {faults}".strip())
    return reading.events()


@dataclass
class _Reading:
    """Columns that grow batch by batch; words become numbers at once, so that a million rows stay small."""

    columns: EventColumns
    now: float
    leads: dict[str, int] = field(default_factory=dict)
    signals: dict[Signal, int] = field(default_factory=dict)
    parts: list[_Part] = field(default_factory=list)
    faults: dict[str, Remark] = field(default_factory=dict)
    accounts: dict[int, str] = field(default_factory=dict)
    _won: dict[str, bool | None] = field(default_factory=dict)
    _seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def take(self, batch: Batch) -> None:
        """Take over the rows of a batch, column by column."""
        at = self.columns
        needed = max(at.lead, at.event, at.time) + 1
        rows = [row for row in batch.rows if len(row) >= needed]
        number = np.arange(batch.first, batch.first + len(batch.rows))
        if len(rows) < len(batch.rows):
            long = np.array([len(row) >= needed for row in batch.rows])
            empty = np.array([not any(row) for row in batch.rows])
            self._fault("Rows that are cut short and were left out: {count}.", number[~long & ~empty])
            number = number[long]
        if not rows:
            return
        second, counts = self._times([row[at.time] for row in rows], number)
        leads, events = _texts(rows, at.lead), _texts(rows, at.event)
        named = np.array([bool(lead and event) for lead, event in zip(leads, events, strict=True)])
        self._fault("Rows without lead or event that were left out: {count}.", number[~named & counts])
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
        if len(self.signals) > _MOST_SIGNALS:
            raise UnreadableSource(
                f"The history has more than {_MOST_SIGNALS:,} different events.",
                advice="Perhaps the columns are mixed up: the event's column must name what happened.",
            )
        return np.array([self._seen[words] for words in said], np.int32)

    def _times(self, texts: list[str], number: npt.NDArray[np.int64]) -> tuple[Floats, Flags]:
        """Return seconds since 1970, and which rows have a possible time."""
        second = _standard_times(texts)
        if second is None:
            read = [seconds_of(text) for text in texts]
            second = np.array([np.nan if each is None else each for each in read])
        unread = np.isnan(second)
        impossible = ~unread & ~((second >= _EARLIEST) & (second <= self.now + 86_400))
        self._fault("Rows whose time cannot be read and that were left out: {count}.", number[unread])
        text = "Rows with an impossible date (before 1990 or to come), left out: {count}."
        self._fault(text, number[impossible])
        return second, ~unread & ~impossible

    def _said(self, rows: list[list[str]], number: npt.NDArray[np.int64]) -> tuple[Floats, Flags]:
        """Return amounts, and which rows say that the lead bought."""
        at = self.columns
        amount, won = np.ones(len(rows)), np.zeros(len(rows), np.bool_)
        if at.amount is not None:
            read = [as_number(text) if text else 1.0 for text in _texts(rows, at.amount)]
            amount = np.array([-1.0 if each is None else each for each in read])
            self._fault("Amounts that are no numbers and count as 1: {count}.", number[amount < 0])
            amount[amount < 0] = 1.0
        if at.outcome is not None:
            texts = _texts(rows, at.outcome)
            self._won.update((text, is_yes(text)) for text in set(texts) - self._won.keys())
            answers = [self._won[text] for text in texts]
            won = np.array([answer is True for answer in answers])
            unsure = np.array([answer is None for answer in answers])
            self._fault("Outcomes that are neither yes nor no and count as no: {count}.", number[unsure])
        return amount, won

    def _fault(self, text: str, rows: npt.NDArray[np.int64]) -> None:
        if len(rows):
            known = self.faults.get(text, Remark(text, 0, int(rows[0])))
            self.faults[text] = Remark(text, known.count + len(rows), known.first_row)

    def events(self) -> RecordedEvents:
        """Return what was read."""
        lead, signal, second, amount, won, row = (
            np.concatenate(column) for column in zip(*self.parts, strict=True)
        )
        remarks = tuple(self.faults.values())
        accounts: tuple[str, ...] = ()
        if self.accounts:
            accounts = tuple(self.accounts.get(number, "") for number in range(len(self.leads)))
        return RecordedEvents(
            tuple(self.leads), tuple(self.signals), lead, signal, second, amount, won, row, remarks, accounts
        )


class _Part(NamedTuple):
    """The columns of a batch."""

    lead: Numbers
    signal: Numbers
    second: Floats
    amount: Floats
    won: Flags
    row: npt.NDArray[np.int64]


def _texts(rows: list[list[str]], column: int | None) -> list[str]:
    """Return a column without blanks around; empty where a row does not reach it."""
    if column is None:
        return [""] * len(rows)
    try:
        return [row[column].strip() for row in rows]
    except IndexError:
        return [row[column].strip() if column < len(row) else "" for row in rows]


def _standard_times(texts: list[str]) -> Floats | None:
    """Return seconds since 1970 where all texts are standard dates without a zone; else ``None``."""
    if not all(_STANDARD(text) for text in texts):
        return None
    try:
        moments = np.array([text.strip() for text in texts], "datetime64[ms]")
    except ValueError:
        return None
    return moments.astype(np.int64) / 1000.0


def seconds_of(text: str) -> float | None:
    """Return the seconds since 1970 of a written time, universal unless it names a zone; or ``None``."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return _other_time(text.strip())


def _other_time(text: str) -> float | None:
    """Return the seconds of a time that is not written as in the standard: seconds since 1970, or by day."""
    if re.fullmatch(r"\d{9,10}(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{12,13}", text):
        return float(text) / 1000.0
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    return None


def as_number(text: str) -> float | None:
    """Return a plain number, with a point or a decimal comma; ``None`` for anything else."""
    written = text.strip().replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"[+-]?\d{1,15}([.,]\d{1,15})?", written):
        return float(written.replace(",", "."))
    return None

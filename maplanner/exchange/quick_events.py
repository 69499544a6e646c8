"""Long histories read quickly: a plain text table is taken apart in its bytes.

It gives what reading row by row gives, and nothing at all where the table is not plain enough for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from maplanner.exchange.history_cells import CellReader, Fault, refuse_too_many
from maplanner.exchange.sheets import Sheet
from maplanner.scoring.history import Flags, Floats, Numbers, RecordedEvents, Signal

if TYPE_CHECKING:
    from maplanner.exchange.byte_cells import Bytes, Places
    from maplanner.exchange.histories import EventColumns

WORTH_BYTES: Final = 6_000_000
"""Below, loading the compiler takes longer than it saves."""
_MOST_BYTES: Final = 4_000_000_000
_PLAIN: Final = {"utf-8": 0, "utf-8-sig": 3, "ascii": 0}
"""Encodings whose letters are bytes, and how long their mark is."""


def is_worth_it(sheet: Sheet) -> bool:
    """Tell whether a table is long, and written so that it may be plain."""
    form, encoding = sheet.form, sheet.encoding
    if sheet.format != "CSV" or form is None or encoding is None or sheet.header_row is None:
        return False
    plain = encoding.name in _PLAIN and encoding.flaw is None and not form.backslash and not form.skip
    size = sheet.path.stat().st_size
    return plain and len(form.delimiter) == 1 and WORTH_BYTES <= size <= _MOST_BYTES


def read_quickly(sheet: Sheet, columns: EventColumns, reading: CellReader) -> RecordedEvents | None:
    """Return the events of a plain table; ``None`` for any other. ``reading`` takes note of rows left out."""
    from maplanner.exchange.byte_cells import cells

    if sheet.form is None or sheet.encoding is None:
        return None
    data = np.fromfile(sheet.path, np.uint8)[_PLAIN[sheet.encoding.name] :]
    wanted = [(kind, getattr(columns, name)) for kind, name in enumerate(_COLUMNS)]
    there = [(kind, column) for kind, column in wanted if column is not None]
    slots = np.full(max(column for _kind, column in there) + 1, -1, np.int64)
    slots[[column for _kind, column in there]] = np.arange(len(there))
    rows = int(np.count_nonzero(data == ord("\n"))) + 1
    signs = (ord(sheet.form.delimiter), ord(sheet.form.quote))
    start, end, count, is_plain = cells(data, signs, slots, rows)
    if not is_plain or ((data == ord("\r")).any() and rows == 1):
        return None
    skip = sheet.header_row or 0
    place = {kind: slot for slot, (kind, _column) in enumerate(there)}
    table = _Table(data, start[skip:], end[skip:], place, reading)
    return table.events(count[skip:], np.arange(skip + 1, rows + 1), columns)


_COLUMNS: Final = ("lead", "event", "time", "outcome", "asset", "amount", "stage", "account")
_LEAD, _EVENT, _TIME, _OUTCOME, _ASSET, _AMOUNT, _STAGE, _ACCOUNT = range(len(_COLUMNS))


class _Table:
    """The wanted cells of a table, by row."""

    def __init__(
        self, data: Bytes, start: Places, end: Places, place: dict[int, int], reading: CellReader
    ) -> None:
        self._data, self._cells = data, reading
        self._start, self._end, self._place = start, end, place

    def events(self, count: Places, number: Places, columns: EventColumns) -> RecordedEvents | None:
        """Return the events of the rows that count; ``None`` where none does."""
        needed = max(columns.lead, columns.event, columns.time) + 1
        note = self._cells.note
        note(Fault.SHORT, number[(count < needed) & (count > 0)])
        number = self._keep(count >= needed, number)
        second = self._seconds()
        counts = self._cells.possible(second, number)
        named = (self._length(_LEAD) > 0) & (self._length(_EVENT) > 0)
        note(Fault.NAMELESS, number[~named & counts])
        number, second = self._keep(counts & named, number), second[counts & named]
        if not len(number):
            return None
        leads, lead = self._words(_LEAD)
        signals, signal = self._signals()
        amount, won = self._amounts(number), self._won(number, columns)
        return RecordedEvents(
            tuple(leads),
            signals,
            lead,
            signal,
            second,
            amount,
            won,
            number,
            self._cells.remarks,
            self._accounts(lead, len(leads)),
        )

    def _keep(self, kept: Flags, number: Places) -> Places:
        if kept.all():
            return number
        self._start, self._end = self._start[kept], self._end[kept]
        return number[kept]

    def _column(self, kind: int) -> tuple[Places, Places]:
        slot = self._place[kind]
        return np.ascontiguousarray(self._start[:, slot]), np.ascontiguousarray(self._end[:, slot])

    def _length(self, column: int) -> Places:
        start, end = self._column(column)
        length: Places = end - start
        return length

    def _words(self, column: int) -> tuple[list[str], Numbers]:
        """Return the different texts of a column, as they first come, and each row's place in them."""
        from maplanner.exchange.byte_cells import numbered

        if column not in self._place:
            return [""], np.zeros(len(self._start), np.int32)
        start, end = self._column(column)
        number, first = numbered(self._data, start, end)
        whole = self._data.tobytes() if len(first) > 1_000 else None
        texts = []
        for one, other in zip(start[first].tolist(), end[first].tolist(), strict=True):
            cell = self._data[one:other].tobytes() if whole is None else whole[one:other]
            texts.append(cell.decode("utf-8", "replace").strip())
        different = dict.fromkeys(texts)
        if len(different) == len(texts):
            return texts, number.astype(np.int32)
        place = {text: at for at, text in enumerate(different)}
        return list(different), np.array([place[text] for text in texts], np.int32)[number]

    def _seconds(self) -> Floats:
        from maplanner.exchange.byte_cells import seconds

        found: Floats = seconds(self._data, *self._column(_TIME))
        odd = np.flatnonzero(np.isnan(found))
        if len(odd):
            rest = _Table(self._data, self._start[odd], self._end[odd], self._place, self._cells)
            texts, number = rest._words(_TIME)
            found[odd] = self._cells.seconds(texts)[number]
        return found

    def _signals(self) -> tuple[tuple[Signal, ...], Numbers]:
        parts = [self._words(column) for column in (_EVENT, _ASSET, _STAGE)]
        sizes = [len(texts) for texts, _number in parts]
        together = np.zeros(len(self._start), np.int64)
        for (_texts, number), size in zip(parts, sizes, strict=True):
            together = together * size + number
        values, first, place = np.unique(together, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(values), np.int32)
        rank[order] = np.arange(len(values), dtype=np.int32)
        refuse_too_many(len(values))
        signals = []
        for at in first[order].tolist():
            event, asset, stage = (texts[number[at]] for texts, number in parts)
            signals.append(Signal(event, asset, stage))
        return tuple(signals), rank[place.reshape(-1)]

    def _amounts(self, number: Places) -> Floats:
        texts, place = self._words(_AMOUNT)
        return self._cells.amounts(texts, number, place.astype(np.int64))

    def _won(self, number: Places, columns: EventColumns) -> Flags:
        if columns.outcome is None:
            return np.zeros(len(number), np.bool_)
        texts, place = self._words(_OUTCOME)
        return self._cells.outcomes(texts, place.astype(np.int64), number)

    def _accounts(self, lead: Numbers, leads: int) -> tuple[str, ...]:
        if _ACCOUNT not in self._place:
            return ()
        there = np.flatnonzero(self._length(_ACCOUNT) > 0)
        if not len(there):
            return ()
        texts, place = self._words(_ACCOUNT)
        found = [""] * leads
        who, first = np.unique(lead[there], return_index=True)
        for each, at in zip(who.tolist(), there[first].tolist(), strict=True):
            found[each] = texts[place[at]]
        return tuple(found)

"""The cells of a plain text table found in its bytes, and what they say. Compiled: import it late.

Numbers are places in the bytes. Nothing here knows of histories.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_LINE, _RETURN, _BLANK, _TAB = 10, 13, 32, 9
_HYPHEN, _COLON, _T, _Z = 45, 58, 84, 90
_NONE = -(10**9)
_DAYS = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334], np.int64)
_LONG = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)


@numba.njit(nogil=True, cache=True)
def _cell(
    data: Bytes, at: int, between: int, quote: int
) -> tuple[int, int, int]:  # pragma: no cover - compiled
    """Return where a cell begins and ends, and the sign behind it: −1 for a cell that is not plain."""
    size = len(data)
    quoted = at < size and data[at] == quote
    at += quoted
    first = at
    while at < size and data[at] != quote and (quoted or data[at] != between) and data[at] != _LINE:
        at += 1
    last = at
    if quoted != (at < size and data[at] == quote):
        return first, last, -1
    at += quoted
    while quoted and at < size and data[at] == _RETURN:
        at += 1
    return first, last, at if at >= size or data[at] in (between, _LINE) else -1


@numba.njit(nogil=True, cache=True)
def _trimmed(data: Bytes, first: int, last: int) -> tuple[int, int]:  # pragma: no cover - compiled
    while first < last and data[first] in (_BLANK, _TAB):
        first += 1
    while last > first and data[last - 1] in (_BLANK, _TAB, _RETURN):
        last -= 1
    return first, last


@numba.njit(nogil=True, cache=True)
def cells(
    data: Bytes, signs: tuple[int, int], slots: Places, rows: int
) -> tuple[Places, Places, Places, bool]:  # pragma: no cover - compiled
    """Return where the wanted cells of each line begin and end, and how many cells each line has.

    ``signs`` are the sign between columns and the quote; ``slots`` says in which column of the result a
    column's cells are wanted, −1 for none. Blanks around a cell are left out. A line without any letter has
    no cells. The last is whether the table is plain: no doubled quotes, no line ends within quotes.
    """
    between, quote = signs
    start = np.zeros((rows, slots.max() + 1), np.int64)
    end, count = np.zeros_like(start), np.zeros(rows, np.int64)
    at, row = 0, 0
    while at < len(data) and row < rows:
        column, letters, behind = 0, 0, between
        while behind == between:
            first, last, at = _cell(data, at, between, quote)
            if at < 0:
                return start, end, count, False
            first, last = _trimmed(data, first, last)
            letters += last - first
            if column < len(slots) and slots[column] >= 0:
                start[row, slots[column]], end[row, slots[column]] = first, last
            column += 1
            behind = data[at] if at < len(data) else _LINE
            at += 1
        count[row] = column if letters else 0
        row += 1
    return start, end, count, True


@numba.njit(nogil=True, cache=True)
def numbered(data: Bytes, start: Places, end: Places) -> tuple[Places, Places]:  # pragma: no cover - compiled
    """Return a number for each cell, the same for equal ones, and the rows in which each is first."""
    capacity = 64
    while capacity < 2 * len(start):
        capacity *= 2
    table = np.full(capacity, -1, np.int64)
    first = np.empty(len(start), np.int64)
    number = np.empty(len(start), np.int64)
    known = 0
    for row in range(len(start)):
        mixed = np.uint64(1469598103934665603)
        for at in range(start[row], end[row]):
            mixed = (mixed ^ np.uint64(data[at])) * np.uint64(1099511628211)
        mixed ^= mixed >> np.uint64(29)
        slot = np.int64(mixed & np.uint64(capacity - 1))
        length = end[row] - start[row]
        while True:
            found = table[slot]
            if found < 0:
                table[slot] = known
                first[known] = row
                number[row] = known
                known += 1
                break
            other = first[found]
            if end[other] - start[other] == length:
                same = True
                for offset in range(length):
                    if data[start[other] + offset] != data[start[row] + offset]:
                        same = False
                        break
                if same:
                    number[row] = found
                    break
            slot = (slot + 1) & (capacity - 1)
    return number, first[:known]


@numba.njit(nogil=True, cache=True)
def _digits(data: Bytes, at: int, size: int) -> int:  # pragma: no cover - compiled
    value = 0
    for place in range(at, at + size):
        digit = data[place] - 48
        if digit < 0 or digit > 9:
            return -1
        value = 10 * value + digit
    return value


@numba.njit(nogil=True, cache=True)
def _days_before(data: Bytes, at: int) -> int:  # pragma: no cover - compiled
    """Return the days from 1970 to a date such as 2026-03-01; a number below all others for what is none."""
    year, month, day = _digits(data, at, 4), _digits(data, at + 5, 2), _digits(data, at + 8, 2)
    if data[at + 4] != _HYPHEN or data[at + 7] != _HYPHEN or year < 1 or month < 1 or month > 12:
        return _NONE
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if day < 1 or day > _LONG[month - 1] + (leap and month == 2):
        return _NONE
    before = year - 1
    days = 365 * before + before // 4 - before // 100 + before // 400 - 719162
    return days + int(_DAYS[month - 1]) + (leap and month > 2) + day - 1


@numba.njit(nogil=True, cache=True)
def _second_of_day(data: Bytes, at: int, size: int) -> int:  # pragma: no cover - compiled
    """Return the seconds of a time such as 15:30 or 15:30:10, which follows a blank or a T; −1 for none."""
    hour, minute = _digits(data, at + 1, 2), _digits(data, at + 4, 2)
    second = _digits(data, at + 7, 2) if size == 9 else 0
    if data[at] not in (_BLANK, _T) or data[at + 3] != _COLON or (size == 9 and data[at + 6] != _COLON):
        return -1
    if hour < 0 or hour > 23 or minute < 0 or minute > 59 or second < 0 or second > 59:
        return -1
    return 3600 * hour + 60 * minute + second


@numba.njit(nogil=True, cache=True)
def seconds(data: Bytes, start: Places, end: Places) -> Floats:  # pragma: no cover - compiled
    """Return seconds since 1970 of standard dates and times without a zone or with Z; NaN for all others."""
    found = np.full(len(start), np.nan)
    for row in range(len(start)):
        at, last = start[row], end[row]
        if last - at == 20 and data[last - 1] == _Z:
            last -= 1
        size = last - at
        if size not in (10, 16, 19):
            continue
        days = _days_before(data, at)
        second = 0 if size == 10 else _second_of_day(data, at + 10, size - 10)
        if days != _NONE and second >= 0:
            found[row] = 86400.0 * days + second
    return found

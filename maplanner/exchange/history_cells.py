"""What the cells of a history say: times, amounts, outcomes; and what is noted of rows that cannot count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Final

import numpy as np
import numpy.typing as npt

from maplanner.core.clock import utc_now
from maplanner.core.errors import UnreadableSource
from maplanner.exchange.times import month_comes_first, seconds_of
from maplanner.scoring.history import Flags, Floats, Remark

Rows = npt.NDArray[np.int64]
_YES: Final = frozenset(
    {"1", "1.0", "yes", "y", "true", "won", "converted", "customer", "bought", "closed won"}
)
_NO: Final = frozenset({"", "0", "0.0", "no", "n", "false", "lost", "none", "open", "closed lost"})
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC).timestamp()
_MOST_SIGNALS: Final = 100_000


class Fault(Enum):
    """What can be wrong with a row; the words in which it is told."""

    SHORT = "Rows that are cut short and were left out: {count}."
    UNREAD = "Rows whose time cannot be read and that were left out: {count}."
    IMPOSSIBLE = "Rows with an impossible date (before 1990 or to come), left out: {count}."
    NAMELESS = "Rows without lead or event that were left out: {count}."
    AMOUNT = "Amounts that are no numbers and count as 1: {count}."
    OUTCOME = "Outcomes that are neither yes nor no and count as no: {count}."


@dataclass
class CellReader:
    """Reads cells, and remembers how many rows were odd, and the first of them."""

    faults: dict[Fault, Remark] = field(default_factory=dict)
    month_first: bool | None = None
    _now: float = field(default_factory=lambda: utc_now().timestamp())

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a person should know of the rows that were read."""
        return tuple(self.faults.values())

    def note(self, fault: Fault, rows: Rows) -> None:
        """Remember that rows, by their numbers, have a fault."""
        if len(rows):
            known = self.faults.get(fault, Remark(fault.value, 0, int(rows[0])))
            self.faults[fault] = Remark(fault.value, known.count + len(rows), known.first_row)

    def seconds(self, texts: Sequence[str]) -> Floats:
        """Return the seconds since 1970 of written times, NaN for what is none."""
        if self.month_first is None:
            self.month_first = month_comes_first(texts)
        read = [seconds_of(text, month_first=self.month_first is True) for text in texts]
        return np.array([np.nan if each is None else each for each in read], np.float64)

    def possible(self, second: Floats, number: Rows) -> Flags:
        """Tell which times can be, and note the others."""
        unread = np.isnan(second)
        impossible = ~unread & ~((second >= _EARLIEST) & (second <= self._now + 86_400))
        self.note(Fault.UNREAD, number[unread])
        self.note(Fault.IMPOSSIBLE, number[impossible])
        return ~unread & ~impossible

    def amounts(self, texts: Sequence[str], number: Rows, place: Rows | None = None) -> Floats:
        """Return amounts, 1 where none is given; ``place`` says for each row which of the texts it holds."""
        read = [as_amount(text) if text else 1.0 for text in texts]
        amount = np.array([-1.0 if each is None else each for each in read], np.float64)
        amount = amount if place is None else amount[place]
        self.note(Fault.AMOUNT, number[amount < 0])
        return np.where(amount < 0, 1.0, amount)

    def outcomes(self, texts: Sequence[str], place: Rows, number: Rows) -> Flags:
        """Return which rows say that the lead bought; ``place`` says which of the texts each row holds."""
        answers = [is_yes(text) for text in texts]
        self.note(Fault.OUTCOME, number[np.array([answer is None for answer in answers], np.bool_)[place]])
        won: Flags = np.array([answer is True for answer in answers], np.bool_)[place]
        return won


def refuse_too_many(signals: int) -> None:
    """Refuse a history in which nearly every row names another event.

    Raises:
        UnreadableSource: There are more different events than anybody could score.
    """
    if signals > _MOST_SIGNALS:
        raise UnreadableSource(
            f"The history has more than {_MOST_SIGNALS:,} different events.",
            advice="Perhaps the columns are mixed up: the event's column must name what happened.",
        )


def is_yes(text: str) -> bool | None:
    """Return whether an outcome means that the lead bought; ``None`` for one that nobody knows."""
    known = text.strip().casefold()
    return True if known in _YES else False if known in _NO else None


def as_amount(text: str) -> float | None:
    """Return a number, or the share that a percentage is: “50 %” of a video is 0.5."""
    written = text.strip()
    number = as_number(written.removesuffix("%"))
    return number / 100.0 if number is not None and written.endswith("%") else number


def as_number(text: str) -> float | None:
    """Return a plain number, with a point or a decimal comma; ``None`` for anything else."""
    written = text.strip().replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"[+-]?\d{1,15}([.,]\d{1,15})?", written):
        return float(written.replace(",", "."))
    return None

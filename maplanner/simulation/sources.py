"""Sources that bring leads in, row by row: arrivals by rate, and lists with the people they share."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from maplanner.core.errors import CannotSimulate
from maplanner.flow.behaviour import ListArrivals, PoissonArrivals
from maplanner.simulation.arrivals import Curve, arrival_curve, list_size
from maplanner.simulation.calendars import Clock
from maplanner.simulation.program import floats, ints, longs, words

FOR_EVER = 2**40


@dataclass(frozen=True)
class ListRow:
    """A list: how many people it brings, what they share with another, and when they come in again."""

    step: str = ""
    size: int = 0
    people: int = 0
    repeats: int = 0
    """Entries at its end that are people from its beginning, and known to be the same."""
    others: int = 0
    """Entries at its end that are such people, but count as others."""
    left_out: int = 0
    """Entries that the tool does not take."""
    at: float = 0.0
    per_day: float = 0.0
    same: str = ""
    shared: int = 0
    every: float = 0.0
    times: int = 0


@dataclass
class SourceTable:
    """Sources that bring new leads; ``expected`` leads in all, in one run."""

    clock: Clock
    accounts: int
    rows: list[tuple[int, int, int]] = field(default_factory=list)
    lists: list[ListRow | None] = field(default_factory=list)
    salts: list[int] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    fields: list[list[int]] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    expected: float = 0.0

    def add_rate(self, source: PoissonArrivals, where: str) -> None:
        """Add arrivals by rate.

        Raises:
            CannotSimulate: The rate is no sensible number.
        """
        curve = arrival_curve(source, self.accounts, self.clock, where)
        self.curves.append(curve)
        self.lists.append(None)
        self.expected += curve[1][-1] * self.accounts

    def add_list(self, step: str, source: ListArrivals, where: str) -> ListRow:
        """Add a list.

        Raises:
            CannotSimulate: Sizes, shares or times are no sensible numbers.
        """
        row = list_row(step, source, self.clock.days, where)
        self.curves.append(([0.0], [0.0]))
        self.lists.append(row)
        self.expected += row.people + row.others
        return row

    @property
    def has_twins(self) -> bool:
        """Whether somebody may come in by two entries and be known as the same."""
        return any(row is not None and (row.repeats or row.shared) for row in self.lists)

    def arrays(self) -> dict[str, Any]:
        """Return the rows as the program keeps them.

        Raises:
            CannotSimulate: Lists share people in a circle, or with something that is no list.
        """
        lists = [row or ListRow() for row in self.lists]
        same = [self._list_of(row) for row in lists]
        shared = [
            _within(row, lists[other]) if other >= 0 else 0 for row, other in zip(lists, same, strict=True)
        ]
        starts = self._places(lists)
        return {
            "source_list": ints([int(row is not None) for row in self.lists]),
            "source_num": floats(
                [(float(row.people + row.others), row.at, row.per_day) for row in lists]
            ).reshape(-1, 3),
            "source_same": ints(same),
            "source_shared": longs(shared),
            "source_repeats": longs([row.repeats for row in lists]),
            "source_people": longs(starts),
            "source_again": ints(self.again),
            "source_every": floats([row.every for row in lists]),
            "source_times": longs([row.times for row in lists]),
            "source_identified": ints([row[0] for row in self.rows]),
            "source_entry": ints([row[1] for row in self.rows]),
            "source_self": ints([row[2] for row in self.rows]),
            "source_salt": words(self.salts),
        }

    @property
    def people(self) -> int:
        """How many places an account's table of people needs."""
        return sum(self._size(row) for row in self.lists if row is not None and self._is_asked(row))

    def _list_of(self, row: ListRow) -> int:
        if not row.shared or row.step == row.same:
            return -1
        found = [
            place for place, other in enumerate(self.lists) if other is not None and other.step == row.same
        ]
        seen, other = {row.step}, self.lists[found[0]] if found else None
        while other is not None and other.shared:
            if other.step in seen:
                raise CannotSimulate(
                    "Contact lists share people in a circle.",
                    advice="Let only one of two lists name the other.",
                )
            seen.add(other.step)
            other = next((each for each in self.lists if each is not None and each.step == other.same), None)
        return found[0] if found else -1

    def _is_asked(self, row: ListRow) -> bool:
        named = {other.same for other in self.lists if other is not None and other.shared}
        return bool(row.repeats) or bool(row.shared) or row.step in named

    def _size(self, row: ListRow) -> int:
        return -(-(row.people + row.others) // self.accounts)

    def _places(self, lists: list[ListRow]) -> list[int]:
        starts, next_free = [], 0
        for row, given in zip(lists, self.lists, strict=True):
            if given is None or not self._is_asked(row):
                starts.append(-1)
                continue
            starts.append(next_free)
            next_free += self._size(row)
        return starts


def list_row(step: str, source: ListArrivals, days: float, where: str) -> ListRow:
    """Return a list as a row.

    Raises:
        CannotSimulate: Sizes, shares or times are no sensible numbers.
    """
    for share in (source.repeated, source.shared):
        if not 0.0 <= share <= 1.0:
            raise CannotSimulate(f"{where}: a share is not between 0 and 100 %.", advice="Correct it.")
    every = source.every or 0.0
    if source.every is not None and not 0.0 < source.every < math.inf:
        raise CannotSimulate(
            f"{where} is sent again after no sensible time.", advice="Give it some days, or none at all."
        )
    again = min(source.size // 2, math.floor(source.size * source.repeated))
    people = source.size - again
    came = list_size(source, days, where)
    people_in, again_in = min(people, came), max(0, came - people)
    is_kept = source.keeps_repeats
    return ListRow(
        step=step,
        size=source.size,
        people=people_in,
        repeats=again_in if is_kept and source.knows_repeats else 0,
        others=again_in if is_kept and not source.knows_repeats else 0,
        left_out=0 if is_kept else again,
        at=source.at,
        per_day=source.per_day or 0.0,
        same=source.shares_with,
        shared=min(people_in, round(people * source.shared))
        if source.knows_shared and source.shares_with
        else 0,
        every=every,
        times=0 if not every else FOR_EVER if source.times is None else source.times,
    )


def _within(row: ListRow, other: ListRow) -> int:
    """Return how many people a list really shares: no more than the other one has."""
    return min(row.shared, other.people + other.others) if row.shared else 0

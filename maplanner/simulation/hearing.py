"""What listens to the things that leads do: counters, windows of the last days, patterns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from maplanner.core.errors import CannotSimulate
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EventType
from maplanner.simulation import program as op
from maplanner.simulation.arrays import floats, ints

Happening = tuple[EventType | None, str | None]
"""What happens and on which step; ``None`` is anything, anywhere."""

MOST_REMEMBERED: Final = 100_000
"""How often a thing may have to happen within some days: all those times are kept in mind."""


@dataclass
class Hearing:
    """Counters and windows that conditions ask for, and actions that spoil patterns, each numbered.

    ``lists`` counts the lists of times that are kept for each lead.
    """

    counters: dict[Happening, int] = field(default_factory=dict)
    windows: dict[tuple[Happening, float], int] = field(default_factory=dict)
    window_lists: list[int] = field(default_factory=list)
    spoils: list[tuple[EventType, int]] = field(default_factory=list)
    minds_rest: bool = False
    lists: int = 0
    _rows: dict[tuple[tuple[int, int], ...], int] = field(default_factory=dict)

    def new_list(self, number: int = 1) -> int:
        """Return the first of so many new lists."""
        self.lists += number
        return self.lists - number

    def note(self, conditions: Iterable[Condition]) -> None:
        """Listen to what conditions ask about."""
        for condition in conditions:
            if condition.subject == "action":
                self.ear_of(condition, "A condition")
            self.minds_rest |= condition.subject == "days without action"

    def ear_of(self, condition: Condition, where: str) -> tuple[int, bool]:
        """Return the counter that a condition asks about, or the window (then with ``True``).

        Raises:
            CannotSimulate: It happens too often to keep in mind.
        """
        happening = (condition.event, condition.ref or None)
        if condition.days is None:
            return self.counters.setdefault(happening, len(self.counters)), False
        if condition.value > MOST_REMEMBERED:
            raise CannotSimulate(
                f"{where} asks whether something happened {condition.value:,.0f} times within some days; "
                f"{MOST_REMEMBERED:,} is the most.",
                advice="Lower the number.",
            )
        key = (happening, condition.days)
        if key not in self.windows:
            self.windows[key] = len(self.windows)
            self.window_lists.append(self.new_list())
        return self.windows[key], True

    def row(self, event: EventType, step: str) -> int:
        """Return the row of all that hears an event on a step; -1 where nothing does."""
        ears = [
            *((op.COUNTER, at) for heard, at in self.counters.items() if _hears(heard, event, step)),
            *((op.RECENT, at) for (heard, _days), at in self.windows.items() if _hears(heard, event, step)),
            *((op.SPOIL, rule) for spoiling, rule in self.spoils if spoiling == event),
        ]
        return self._rows.setdefault(tuple(ears), len(self._rows)) if ears else -1

    def arrays(self) -> dict[str, Any]:
        """Return the tables of a program."""
        starts: list[int] = [0]
        row: list[tuple[int, int]] = []
        for ears in self._rows:
            row += ears
            starts.append(len(row))
        return {
            "hears": ints(starts),
            "hear": ints(row).reshape(-1, 2),
            "window": ints(self.window_lists),
            "window_days": floats([days for _heard, days in self.windows]),
        }


def _hears(heard: Happening, event: EventType, step: str) -> bool:
    return heard[0] in {None, event} and heard[1] in {None, step}

"""The places visited, to go back and forward through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from maplanner.desktop.canvas.camera import Sight

KEPT: Final = 100
"""How many places are kept."""


@dataclass(frozen=True)
class Visit:
    """A tab, what was selected there, and what was seen when it was left."""

    tab: str
    selected: tuple[str, ...] = ()
    sight: Sight | None = None

    def is_at(self, other: Visit) -> bool:
        """Tell whether both are the same place, wherever the drawing was scrolled."""
        return (self.tab, self.selected) == (other.tab, other.selected)


class Visits:
    """A bounded list of places, and where in it one is."""

    def __init__(self) -> None:
        """Start nowhere."""
        self._visits: list[Visit] = []
        self._at = -1

    @property
    def here(self) -> Visit | None:
        """The place one is at."""
        return self._visits[self._at] if self._visits else None

    def go_to(self, visit: Visit, *, instead: bool = False) -> None:
        """Come to a new place; what lay ahead is forgotten. ``instead`` puts it in place of the last one."""
        del self._visits[self._at + (0 if instead else 1) :]
        if not self._visits or not self._visits[-1].is_at(visit):
            self._visits.append(visit)
        del self._visits[:-KEPT]
        self._at = len(self._visits) - 1

    def leave(self, sight: Sight | None) -> None:
        """Note what was last seen of the place one is at."""
        if self._visits:
            self._visits[self._at] = replace(self._visits[self._at], sight=sight)

    def can_go(self, by: int, exists: Callable[[Visit], bool]) -> bool:
        """Tell whether there is a place to go back to (-1) or forward to (1)."""
        return self._next(by, exists) is not None

    def go(self, by: int, exists: Callable[[Visit], bool]) -> Visit | None:
        """Go back (-1) or forward (1) to the next place that still exists, and return it."""
        at = self._next(by, exists)
        if at is None:
            return None
        self._at = at
        return self._visits[at]

    def _next(self, by: int, exists: Callable[[Visit], bool]) -> int | None:
        at = self._at + by
        while 0 <= at < len(self._visits):
            if exists(self._visits[at]):
                return at
            at += by
        return None

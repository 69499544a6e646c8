"""What a shared plan tells those who have to do with it: how it stands, who is there, what came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from pydantic import JsonValue

from maplanner.team.activity import Activity


class Standing(StrEnum):
    """How a copy stands to the server."""

    CONNECTING = "connecting"
    CATCHING_UP = "catching up"
    IN_STEP = "in step"
    OFFLINE = "offline"
    ENDED = "ended"


class Keeper(Protocol):
    """Keeps the document's updates with the plan file, so that it is there after a restart."""

    def keep(self, updates: Sequence[bytes], *, are_mine: bool) -> None:
        """Keep updates, before the patch of others' is written and after that of one's own."""


@dataclass(frozen=True)
class Arrival:
    """What came in when a copy caught up after being away."""

    activities: tuple[Activity, ...]
    changes: int
    mended: bool

    def __bool__(self) -> bool:
        """Return whether anything came."""
        return self.changes > 0


@dataclass
class Reports:
    """Who hears of what; all are called in the store's thread."""

    standing: Callable[[], None] = field(default=lambda: None)
    people: Callable[[], None] = field(default=lambda: None)
    """Somebody came, went, or is elsewhere: told once for all that came together."""
    arrival: Callable[[Arrival], None] = field(default=lambda _arrival: None)
    hello: Callable[[dict[str, JsonValue]], None] = field(default=lambda _told: None)
    told: Callable[[str], None] = field(default=lambda _words: None)

"""Who is there and where: people's cursors, selections and the field they are in. Shared, never saved.

It travels in the awareness messages of the y-websocket protocol. How old a sign of life is counts by the own
clock alone, so that clocks that are off do no harm.
"""

from __future__ import annotations

import json
import math
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from maplanner.team.wire import DamagedMessage, Reading, chunk, number

GONE_AFTER_SECONDS: Final = 30.0
RENEWED_AFTER_SECONDS: Final = 12.0
MOST_PEOPLE: Final = 200
_MOST_SELECTED: Final = 100
_LONGEST: Final = 120

COLORS: Final = (
    "#2563eb",
    "#c2410c",
    "#15803d",
    "#a21caf",
    "#0e7490",
    "#b91c1c",
    "#6d28d9",
    "#a16207",
    "#be185d",
    "#4d7c0f",
)
"""Colours of people, readable on light and dark ground."""


def color_of(person: str) -> str:
    """Return a person's colour: the same for everybody who sees them."""
    return COLORS[zlib.crc32(person.encode("utf-8", "replace")) % len(COLORS)]


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody is in the plan.

    ``screen`` names what they look at, ``campaign`` the drawing, ``x`` and ``y`` where their cursor is on it
    (``None`` where it is elsewhere), ``view`` the part of the drawing they see (left, top, right, bottom),
    ``editing`` the record and field that they are typing in, as “id/path”.
    """

    person: str = ""
    color: str = ""
    member: str = ""
    screen: str = ""
    campaign: str = ""
    x: float | None = None
    y: float | None = None
    view: tuple[float, ...] = ()
    selected: tuple[str, ...] = ()
    editing: str = ""

    @classmethod
    def from_state(cls, state: object) -> Whereabouts | None:
        """Return where a state says somebody is; ``None`` if it says nothing of the kind."""
        if not isinstance(state, dict):
            return None
        user = state.get("user")
        told: dict[str, Any] = state if not isinstance(user, dict) else state | user
        person = _text(told.get("name"))
        if not person:
            return None
        color = _text(told.get("color"))
        selected = told.get("selected")
        view = told.get("view")
        return cls(
            person=person,
            color=color if _is_color(color) else color_of(person),
            member=_text(told.get("member")),
            screen=_text(told.get("screen")),
            campaign=_text(told.get("campaign")),
            x=_place(told.get("x")),
            y=_place(told.get("y")),
            view=_places(view) if isinstance(view, list) and len(view) == 4 else (),
            selected=tuple(map(_text, selected[:_MOST_SELECTED])) if isinstance(selected, list) else (),
            editing=_text(told.get("editing")),
        )

    def to_state(self) -> dict[str, Any]:
        """Return it as other editors of this protocol understand it: a user with a name and a colour."""
        told = {key: value for key, value in asdict(self).items() if value not in ("", None, ())}
        user = {"name": told.pop("person", ""), "color": told.pop("color", color_of(self.person))}
        return {"user": user} | told


def _text(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(each in "0123456789abcdefABCDEF" for each in text[1:])


def _place(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return max(-1e7, min(1e7, float(value)))
    return None


def _places(values: list[object]) -> tuple[float, ...]:
    found = tuple(place for each in values if (place := _place(each)) is not None)
    return found if len(found) == len(values) else ()


@dataclass
class _Sign:
    clock: int
    state: object
    heard: float = field(default=0.0)


class People:
    """Signs of life by document client. ``own`` is the client of this copy; a server has none."""

    def __init__(self, own: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nobody there."""
        self.own = own
        self._signs: dict[int, _Sign] = {}
        self._clock = clock

    def others(self) -> dict[int, Whereabouts]:
        """Return where everybody else is, by client."""
        found: dict[int, Whereabouts] = {}
        for client, sign in self._signs.items():
            there = Whereabouts.from_state(sign.state) if client != self.own else None
            if there is not None:
                found[client] = there
        return found

    @property
    def clients(self) -> set[int]:
        """The clients that are there."""
        return {client for client, sign in self._signs.items() if sign.state is not None}

    def set_own(self, there: Whereabouts | None) -> bytes:
        """Say where I am, or with ``None`` that I leave; return the message body for the others."""
        before = self._signs.get(self.own)
        state = None if there is None else there.to_state()
        # Others take nought for somebody of whom nothing is known.
        self._signs[self.own] = _Sign(1 if before is None else before.clock + 1, state, self._clock())
        return self.told([self.own])

    def renewed(self) -> bytes | None:
        """Return a sign of life if it is time for one."""
        own = self._signs.get(self.own)
        if own is None or own.state is None or self._clock() - own.heard < RENEWED_AFTER_SECONDS:
            return None
        self._signs[self.own] = _Sign(own.clock + 1, own.state, self._clock())
        return self.told([self.own])

    def told(self, clients: Iterable[int] | None = None) -> bytes:
        """Return a message body about the given clients, or about all that are there."""
        chosen = (
            sorted(self.clients) if clients is None else [each for each in clients if each in self._signs]
        )
        parts = [number(len(chosen))]
        for client in chosen:
            sign = self._signs[client]
            text = json.dumps(sign.state, ensure_ascii=False, separators=(",", ":"))
            parts += [number(client), number(sign.clock), chunk(text.encode())]
        return b"".join(parts)

    def hear(self, body: bytes) -> set[int]:
        """Take a message about people; return the clients it brought something new of.

        Raises:
            DamagedMessage: It makes no sense.
        """
        news: set[int] = set()
        for client, clock, state in _told(body):
            sign = self._signs.get(client)
            is_new = sign is None or clock > sign.clock or (clock == sign.clock and state is None)
            if client == self.own or not is_new or (sign is None and len(self._signs) >= MOST_PEOPLE):
                continue
            if sign is None or sign.state != state:
                news.add(client)
            self._signs[client] = _Sign(clock, state, self._clock())
        return news

    def drop(self, clients: Iterable[int]) -> bytes | None:
        """Take clients as gone; return the message body that tells others, ``None`` if none was there."""
        gone = [each for each in clients if each in self._signs and self._signs[each].state is not None]
        for client in gone:
            self._signs[client] = _Sign(self._signs[client].clock + 1, None, self._clock())
        return self.told(gone) if gone else None

    def drop_silent(self) -> set[int]:
        """Take those as gone who gave no sign of life for a while, and forget those long gone."""
        limit = self._clock() - GONE_AFTER_SECONDS
        silent = {c for c, sign in self._signs.items() if c != self.own and sign.heard < limit}
        gone = {client for client in silent if self._signs[client].state is not None}
        for client in silent - gone:
            del self._signs[client]
        for client in gone:
            # Under the same clock: their next sign of life is news again.
            self._signs[client] = _Sign(self._signs[client].clock, None, self._clock())
        return gone

    def drop_others(self) -> set[int]:
        """Take everybody else as gone, as when the connection is."""
        gone = self.clients - {self.own}
        for client in gone:
            del self._signs[client]
        return gone


def clients_in(body: bytes) -> set[int]:
    """Return which clients a message about people is about.

    Raises:
        DamagedMessage: It makes no sense.
    """
    return {client for client, _clock, _state in _told(body)}


def _told(body: bytes) -> list[tuple[int, int, object]]:
    reading = Reading(body)
    found: list[tuple[int, int, object]] = []
    for _ in range(reading.number()):
        client, clock, text = reading.number(), reading.number(), reading.chunk()
        try:
            found.append((client, clock, json.loads(text)))
        except (ValueError, RecursionError) as error:
            raise DamagedMessage("Where somebody is, is not JSON.") from error
    return found

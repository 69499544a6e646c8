"""One plan that people are connected to: its document, who is there, and what is passed on to whom."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pycrdt import Doc

from maplanner.team.hub.guard import comments_only
from maplanner.team.presence import People, clients_in
from maplanner.team.roles import Role
from maplanner.team.wire import (
    NOTHING,
    DamagedMessage,
    Kind,
    Message,
    TooEarly,
    beginning_of,
    control,
    state_of,
)

LOG: Final = logging.getLogger("maplanner.team.hub")

COMPACT_AFTER: Final = 500
"""A document is written anew as a whole when it consists of so many updates."""


class Line(Protocol):
    """What a room can do with a connection."""

    def send(self, message: bytes) -> None:
        """Send a message, without waiting for it to arrive."""


@dataclass(eq=False)
class Guest:
    """One connection of a member."""

    line: Line
    member: str
    name: str
    role: Role
    clients: set[int] = field(default_factory=set)
    refused: bool = False


class Room:
    """A plan that is in memory because somebody is connected to it. It knows no network and no database."""

    def __init__(self, number: int, updates: list[bytes], *, most_bytes: int) -> None:
        """Begin with what is kept of the plan's document."""
        self.number = number
        self.guests: set[Guest] = set()
        self.pending: list[bytes] = []
        self.kept_updates = len(updates)
        self._most_bytes = most_bytes
        self._people = People()
        self._document: Doc[Any] = Doc()
        for update in updates:
            self._document.apply_update(update)
        self._gains: list[bytes] = []
        self._watching = self._document.observe(lambda event: self._gains.append(event.update))
        self._bytes = sum(map(len, updates))

    # ------------------------------------------------------------ coming and going

    def welcome(self, guest: Guest) -> None:
        """Let somebody in: ask what they have, and tell who is there."""
        self.guests.add(guest)
        guest.line.send(Message(Kind.ASK, self._document.get_state()).to_bytes())
        if self._people.clients:
            guest.line.send(Message(Kind.PEOPLE, self._people.told()).to_bytes())

    def leave(self, guest: Guest) -> None:
        """Let somebody go, and tell the others."""
        self.guests.discard(guest)
        gone = self._people.drop(guest.clients)
        if gone is not None:
            self._pass_on(Message(Kind.PEOPLE, gone).to_bytes(), but=guest)

    def state(self) -> bytes:
        """Return the whole document as one update."""
        return self._document.get_update()

    @property
    def wants_compaction(self) -> bool:
        """Whether the document is kept in so many pieces that it should be written anew."""
        return self.kept_updates > COMPACT_AFTER

    # ------------------------------------------------------------ messages

    def hear(self, guest: Guest, message: Message) -> None:
        """Do what a message asks, as far as the guest's role allows.

        Raises:
            DamagedMessage: It makes no sense.
        """
        if message.kind is Kind.ASK:
            self._answer(guest, message.body)
        elif message.kind in (Kind.ANSWER, Kind.UPDATE):
            self._take(guest, message.body)
        elif message.kind is Kind.PEOPLE:
            self._hear_people(guest, message.body)
        elif message.kind is Kind.ASK_PEOPLE:
            guest.line.send(Message(Kind.PEOPLE, self._people.told()).to_bytes())

    def _answer(self, guest: Guest, state: bytes) -> None:
        state_of(state)
        try:
            update = self._document.get_update(state)
        except ValueError as error:
            raise DamagedMessage(str(error)) from error
        guest.line.send(Message(Kind.ANSWER, update).to_bytes())

    def _take(self, guest: Guest, update: bytes) -> None:
        if update == NOTHING:
            return
        try:
            self._refuse_gap(update)
            allowed = self._allowed(guest, update)
        except TooEarly:
            guest.line.send(Message(Kind.ASK, self._document.get_state()).to_bytes())
            return
        if allowed is None:
            return
        gained = self._apply(allowed)
        if gained is not None:
            self.pending.append(gained)
            self._bytes += len(gained)
            self._pass_on(Message(Kind.UPDATE, gained).to_bytes(), but=guest)

    def _allowed(self, guest: Guest, update: bytes) -> bytes | None:
        """Return the part of an update that a guest may make; tell them once if it is none of it."""
        if guest.role.may_edit:
            if self._outgrows(update):
                self._refuse(guest, "full")
                return None
            return update
        if not guest.role.may_write:
            # Everybody answers with what they have deleted, which is nothing new as a rule.
            if beginning_of(update) is not None or self._would_delete(update):
                self._refuse(guest, "view")
            return None
        allowed = comments_only(self.state(), update)
        if allowed is None and (beginning_of(update) is not None or self._would_delete(update)):
            self._refuse(guest, "comment")
        return allowed

    def _outgrows(self, update: bytes) -> bool:
        """Tell whether the document would become too large; measured anew only where it well may."""
        if self._bytes + len(update) <= self._most_bytes:
            return False
        self._bytes = len(self.state())
        return self._bytes + len(update) > self._most_bytes

    def _would_delete(self, update: bytes) -> bool:
        """Tell whether an update without operations of its own deletes anything that is there."""
        trial: Doc[Any] = Doc()
        trial.apply_update(self.state())
        found: list[bytes] = []
        watching = trial.observe(lambda event: found.append(event.update))
        trial.apply_update(update)
        watching.drop()
        return any(each != NOTHING for each in found)

    def _refuse(self, guest: Guest, why: str) -> None:
        if not guest.refused:
            guest.refused = True
            guest.line.send(control({"refused": why}))
            LOG.info("plan %d: member %s may not do that (%s)", self.number, guest.member, why)

    def _refuse_gap(self, update: bytes) -> None:
        begins = beginning_of(update)
        if begins is not None and begins[1] > state_of(self._document.get_state()).get(begins[0], 0):
            raise TooEarly("A change came before the one it builds on.")

    def _apply(self, update: bytes) -> bytes | None:
        """Take an update into the document; return what it brought that was not there."""
        self._gains.clear()
        try:
            self._document.apply_update(update)
        except ValueError as error:
            raise DamagedMessage(str(error)) from error
        return next((each for each in self._gains if each != NOTHING), None)

    def _hear_people(self, guest: Guest, body: bytes) -> None:
        about = clients_in(body)
        if any(about & other.clients for other in self.guests if other is not guest):
            # Nobody speaks for somebody else.
            return
        self._people.hear(body)
        guest.clients |= about & self._people.clients
        self._pass_on(Message(Kind.PEOPLE, body).to_bytes(), but=guest)

    def _pass_on(self, message: bytes, but: Guest) -> None:
        for guest in tuple(self.guests):
            if guest is not but:
                guest.line.send(message)

"""The messages of the y-websocket protocol, as every server and client of it speaks them.

::

    0 0 state vector   what I have: send me the rest        1 awareness   where people are
    0 1 update         the rest you asked for               2 0 reason    you may not
    0 2 update         what has just changed                3             tell me where people are
    100 JSON           between maplanner and its own server; others never see it

Numbers are variable-length unsigned integers, seven bits a byte, lowest first; a byte string follows its
length.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pydantic import JsonValue


class DamagedMessage(ValueError):
    """What arrived is no message of the protocol."""


class TooEarly(DamagedMessage):
    """An update builds on one that has not come: ask for what is missing, and it will come along."""


class Kind(Enum):
    """What a message is for."""

    ASK = (0, 0)
    ANSWER = (0, 1)
    UPDATE = (0, 2)
    PEOPLE = (1,)
    DENIED = (2, 0)
    ASK_PEOPLE = (3,)
    CONTROL = (100,)


@dataclass(frozen=True)
class Message:
    """One message: its kind and what it carries."""

    kind: Kind
    body: bytes = b""

    def to_bytes(self) -> bytes:
        """Return the message as it travels."""
        head = b"".join(number(part) for part in self.kind.value)
        return head if self.kind is Kind.ASK_PEOPLE else head + chunk(self.body)


NOTHING: Final = b"\x00\x00"
"""An update that changes nothing."""

_KINDS: Final = {kind.value: kind for kind in Kind}


def number(value: int) -> bytes:
    """Return a whole number as the protocol writes it."""
    out = bytearray()
    while value > 0x7F:
        out.append(0x80 | value & 0x7F)
        value >>= 7
    out.append(value)
    return bytes(out)


def chunk(data: bytes) -> bytes:
    """Return bytes behind their length."""
    return number(len(data)) + data


class Reading:
    """Reads numbers and byte strings off a message, and never past its end."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self._data = data
        self._at = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._data)

    def number(self) -> int:
        """Return the next number.

        Raises:
            DamagedMessage: There is none, or it is longer than any the protocol has.
        """
        value = shift = 0
        while True:
            if self.is_done or shift > 63:
                raise DamagedMessage("A number is cut short or endless.")
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def rest(self) -> bytes:
        """Return all that is left."""
        left, self._at = self._data[self._at :], len(self._data)
        return left

    def chunk(self) -> bytes:
        """Return the next byte string.

        Raises:
            DamagedMessage: It is cut short.
        """
        length = self.number()
        if length > len(self._data) - self._at:
            raise DamagedMessage("A message is cut short.")
        self._at += length
        return self._data[self._at - length : self._at]


def read(data: bytes | str) -> Message | None:
    """Return the message in a frame; ``None`` for a kind that this version does not know.

    Raises:
        DamagedMessage: It makes no sense.
    """
    if isinstance(data, str):
        raise DamagedMessage("A text came where bytes belong.")
    reading = Reading(data)
    first = reading.number()
    kind = _KINDS.get((first,)) or (_KINDS.get((first, reading.number())) if first in (0, 2) else None)
    if kind is None:
        if first == 0:
            raise DamagedMessage("There is no such step of keeping in step.")
        return None
    return Message(kind, b"" if kind is Kind.ASK_PEOPLE else reading.chunk())


def control(data: dict[str, JsonValue]) -> bytes:
    """Return a message between maplanner and its own server."""
    return Message(Kind.CONTROL, json.dumps(data, ensure_ascii=False).encode()).to_bytes()


def read_control(body: bytes) -> dict[str, JsonValue]:
    """Return what such a message says.

    Raises:
        DamagedMessage: It is no JSON object.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DamagedMessage("A request is not JSON.") from error
    if not isinstance(data, dict):
        raise DamagedMessage("A request is not a JSON object.")
    return data


def state_of(vector: bytes) -> dict[int, int]:
    """Return how many operations of each client a state vector covers.

    Raises:
        DamagedMessage: It is no state vector.
    """
    reading = Reading(vector)
    state = {}
    for _ in range(reading.number()):
        client = reading.number()
        state[client] = reading.number()
    return state


def beginning_of(update: bytes) -> tuple[int, int] | None:
    """Return the client that an update's first operations are of, and how many of its came before.

    ``None`` where an update only deletes.

    Raises:
        DamagedMessage: It is no update.
    """
    reading = Reading(update)
    if reading.number() == 0:
        return None
    reading.number()
    return reading.number(), reading.number()

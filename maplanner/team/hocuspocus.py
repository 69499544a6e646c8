"""Hocuspocus speaks the same protocol in an envelope: each message stands behind its document's name."""

from __future__ import annotations

from typing import Final

from maplanner.team.wire import Kind, Message, Reading, chunk, number, read

_AUTH: Final = 2
_SYNC_REPLY: Final = 4
_CLOSE: Final = 7
_STATUS: Final = 8


def wrapped(plan: str, message: bytes) -> bytes:
    """Return a message as Hocuspocus takes it."""
    return chunk(plan.encode()) + message


def greeting(plan: str, token: str) -> bytes:
    """Return what must come first: the token, though it may be empty."""
    return wrapped(plan, number(_AUTH) + number(0) + chunk(token.encode()))


def unwrapped(plan: str, data: bytes) -> Message | None:
    """Return the message in an envelope; ``None`` for one that is for Hocuspocus' own clients.

    Raises:
        DamagedMessage: It makes no sense.
    """
    reading = Reading(data)
    if reading.chunk() != plan.encode():
        return None
    kind = reading.number()
    if kind == _SYNC_REPLY:
        # The same as a step of keeping in step, sent in answer to one.
        return read(number(0) + reading.rest())
    if kind == _AUTH:
        refused = reading.number() == 1
        return Message(Kind.DENIED, reading.chunk()) if refused else None
    if kind in (_CLOSE, _STATUS) or kind > _SYNC_REPLY:
        return None
    return read(number(kind) + reading.rest())

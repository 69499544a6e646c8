"""What one connection, and all together, may ask of the server."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds that keep one client from taking the server away from the others.

    Rates hold per connection; whoever sends faster is read more slowly, and put out only if they go on.
    ``unread_bytes`` is what may wait for a client that does not read before its connection is closed: it
    asks for the rest when it comes back.
    """

    message_bytes: int = 16 * 2**20
    messages_per_second: float = 200.0
    burst_messages: float = 1_000.0
    bytes_per_second: float = 2.0 * 2**20
    burst_bytes: float = 64.0 * 2**20
    patience_seconds: float = 30.0
    connections: int = 500
    connections_per_address: int = 100
    connections_per_member: int = 10
    refusals_per_minute: int = 20
    unread_bytes: int = 64 * 2**20
    plan_bytes: int = 256 * 2**20


class Allowance:
    """A bucket that refills at a rate: how long to wait before so much more is allowed."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with a full bucket of ``burst``, refilled by ``rate`` a second."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left, self._at = burst, clock()

    def wait_for(self, amount: float) -> float:
        """Take an amount; return for how many seconds to wait now that it is taken."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - amount
        self._at = now
        return max(0.0, -self._left / self._rate)

    @property
    def is_relaxed(self) -> bool:
        """Whether more than half of the burst is left."""
        return self._left > self._burst / 2


class Refusals:
    """Counts by address who was refused, to let nobody guess tokens by the thousand."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow so many refusals a minute."""
        self._per_minute, self._clock = per_minute, clock
        self._by_address: dict[str, list[float]] = {}

    def note(self, address: str) -> None:
        """Count a refusal."""
        if len(self._by_address) > 10_000:
            self._by_address.clear()
        self._recent(address).append(self._clock())

    def too_many(self, address: str) -> bool:
        """Tell whether an address was refused so often that it is not even listened to."""
        return address in self._by_address and len(self._recent(address)) >= self._per_minute

    def _recent(self, address: str) -> list[float]:
        since = self._clock() - 60.0
        recent = [at for at in self._by_address.get(address, []) if at > since]
        self._by_address[address] = recent
        return recent

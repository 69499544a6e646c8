"""How much of what others do is taken in at once, and how often. No Qt."""

from __future__ import annotations

from typing import Final

_TURN_SECONDS: Final = 0.008
"""Half a frame: what is taken in at once should not take longer; larger portions cost less a message."""
_LONG_TURN_SECONDS: Final = 0.016
"""Where more waits than there should, so that it is taken in before still more comes."""
_MANY: Final = 4
_SHARE: Final = 2
"""However busy the window is, one in so many of those that wait is taken, so that none waits long."""
_FEWEST: Final = 2
_PAUSE_MS: Final = 10
_LONGEST_PAUSE_MS: Final = 100
_SPARED: Final = 1
"""So many times as long as taking things in takes, the window is left alone afterwards."""


class Intake:
    """Keeps the window quick while many work: as many messages at once as fit into half a frame."""

    def __init__(self) -> None:
        """Begin without knowing how long a message takes."""
        self._seconds_each = 0.001
        self.pause_ms = _PAUSE_MS
        """Milliseconds until more may be taken in."""

    def most(self, waiting: int) -> int:
        """Return how many messages to take now, where some have been left waiting."""
        turn = _LONG_TURN_SECONDS if waiting > _MANY else _TURN_SECONDS
        return max(_FEWEST, int(turn / self._seconds_each), waiting // _SHARE)

    def took(self, messages: int, seconds: float) -> None:
        """Take note of how long taking some messages in took."""
        if messages:
            self._seconds_each += (seconds / messages - self._seconds_each) / 4
        self.pause_ms = round(min(max(_PAUSE_MS, seconds * 1_000 * _SPARED), _LONGEST_PAUSE_MS))

"""How long work still takes, told by how much of it is done; nothing while nobody can say."""

from __future__ import annotations

import time
from collections.abc import Callable

from maplanner.desktop.words import tr

_TELLING_SECONDS = 0.8
"""Before that nobody can read how much is left."""
_TELLING_SHARE = 0.02
_LONG_SECONDS = 3.0
"""After that even a smaller share tells enough: a billion leads take minutes."""


class TimeLeft:
    """Watches the progress of one piece of work after another: a smaller share begins the next."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._share = 1.0
        self._began = 0.0

    def after(self, share: float) -> str:
        """Return in words how much time is left once so much is done; empty where it cannot be told yet."""
        now = self._now()
        if share < self._share:
            self._began = now
        self._share = share
        took = now - self._began
        is_sure = share > _TELLING_SHARE or took > _LONG_SECONDS
        if took <= _TELLING_SECONDS or not (is_sure and 0 < share < 1):
            return ""
        return span(took / share * (1 - share))


def span(seconds: float) -> str:
    """Return a time in seconds, minutes or hours."""
    if seconds < 90:
        return tr("%n seconds", max(1, round(seconds)))
    if seconds < 150 * 60:
        return tr("%n minutes", round(seconds / 60))
    return tr("%n hours", round(seconds / 3600))

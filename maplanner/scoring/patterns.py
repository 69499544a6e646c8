"""Patterns of actions, and inactivity: when they are there. Times are days.

*So many times within days, and without something*: the pattern is there at the instant of an action if, with
it, the action happened ``times`` times in the last ``days`` days (what lies exactly so long back no longer
counts) and the other one did not happen in the same days, on whichever asset. Then the counting begins
anew, so that ten openings are two times five.

*Inactivity*: ``days`` days have passed since the last action of any kind, or since the lead came in; every
time again after as many days more, or once for a lead.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pattern:
    """What has to happen: so many times within days. ``has_without`` says that something must not."""

    times: int
    days: float
    has_without: bool = False


@dataclass
class PatternMemory:
    """What one lead did of one pattern since it was last there."""

    seen: deque[float] = field(default_factory=deque)
    without: float = -math.inf
    """When the action that must not happen last did."""

    def met(self, pattern: Pattern, at: float) -> bool:
        """Note the pattern's action and tell whether the pattern is there now."""
        while self.seen and self.seen[0] + pattern.days <= at:
            self.seen.popleft()
        self.seen.append(at)
        if len(self.seen) > pattern.times:
            self.seen.popleft()
        if len(self.seen) < pattern.times or self.is_spoiled(pattern, at):
            return False
        self.seen.clear()
        return True

    def is_spoiled(self, pattern: Pattern, at: float) -> bool:
        """Tell whether the action that must not happen did in the pattern's days."""
        return pattern.has_without and self.without + pattern.days > at


def idle_times(
    came: float, actions: list[float], days: float, until: float, *, once: bool
) -> Iterator[float]:
    """Yield when inactivity is there: for a lead that came and acted (in order of time), up to a day.

    An action at the very instant at which the days are over comes too late.
    """
    begun = [came, *actions]
    for since, following in zip(begun, [*actions, math.inf], strict=True):
        number = 1
        while since + number * days <= min(following, until):
            yield since + number * days
            if once:
                return
            number += 1

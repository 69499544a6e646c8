"""How much a rule, and a group of rules, may give: in all, or in the last so many days.

A limit that counts the last ``per_days`` days is exact at every instant: what was given at a time makes room
again ``per_days`` later, to the instant. Gains and losses are counted apart: points that a rule of
a group takes away neither use up nor free what the others may give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from maplanner.document.records import RuleGroup, ScoringRule


@dataclass(frozen=True)
class Limit:
    """At most so many points, counted without sign; of all time unless ``per_days`` says otherwise."""

    at_most: float = math.inf
    per_days: float = math.inf

    @classmethod
    def of(cls, limited: ScoringRule | RuleGroup | None) -> Limit:
        """Return the limit of a rule or a group; none for ``None``."""
        if limited is None or limited.at_most is None:
            return NO_LIMIT
        return cls(limited.at_most, math.inf if limited.per_days is None else limited.per_days)


NO_LIMIT = Limit()
CRUMB = 1e-9
"""Room smaller than this is none: sums of shares do not come out even to the last digit."""


@dataclass
class Given:
    """What one lead had by one limit: the time and the points of each, in order of time."""

    gains: list[tuple[float, float]] = field(default_factory=list)
    losses: list[tuple[float, float]] = field(default_factory=list)

    def left(self, limit: Limit, points: float, at: float) -> float:
        """Return how many points (without sign) may still be given, or taken, at a time."""
        if math.isinf(limit.at_most):
            return math.inf
        counted = 0.0
        for day, given in self.losses if points < 0.0 else self.gains:
            if day + limit.per_days > at:
                counted += given
        room = limit.at_most - counted
        return room if room > CRUMB else 0.0

    def add(self, points: float, at: float) -> None:
        """Remember that points were given or taken."""
        if points:
            (self.losses if points < 0.0 else self.gains).append((at, abs(points)))


def allowed(points: float, at: float, *limits: tuple[Limit, Given]) -> float:
    """Return what all limits leave of points, and remember it in each of them."""
    room = min((given.left(limit, points, at) for limit, given in limits), default=math.inf)
    left = math.copysign(min(abs(points), room), points) if room > 0.0 else 0.0
    for _limit, given in limits:
        given.add(left, at)
    return left

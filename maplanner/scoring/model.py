"""How a score adds up and fades, in plain arithmetic.

Times are days. A score is exact at every instant: it fades between events by
its own rule, and is worked out when somebody looks.

A *gain* is a change by more than nought points, also where the cap cuts it
off: it starts the period without a gain anew. Losing points does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from maplanner.document.records import Score
from maplanner.document.values import Decay, HalfLifeDecay, LinearDecay, StepDecay


@dataclass(frozen=True)
class LeadScore:
    """What is remembered of one lead's score.

    ``value`` stood when the score last changed, ``since`` is the time of the last gain (or the
    lead's first). ``mark`` says how much fading ``value`` has in it already: whole
    periods since ``since`` for decays by period, the time of the change for a half-life.
    """

    value: float
    since: float
    mark: float


@dataclass(frozen=True)
class ScoreModel:
    """The limits and the decay of one score."""

    floor: float = 0.0
    cap: float = math.inf
    decay: Decay | None = None

    @classmethod
    def of(cls, score: Score) -> ScoreModel:
        """Return the model of a score as the plan has it."""
        return cls(score.floor, math.inf if score.cap is None else score.cap, score.decay)

    @property
    def start(self) -> float:
        """Points of a new lead: nought, or the nearest that the limits allow."""
        return self.limited(0.0)

    @property
    def rest(self) -> float:
        """What fading stops at: nought or the floor, whichever is higher."""
        return max(0.0, self.floor)

    def limited(self, points: float) -> float:
        """Return points within floor and cap."""
        return min(self.cap, max(self.floor, points))

    def new(self, at: float) -> LeadScore:
        """Return the score of a lead that comes in now."""
        return LeadScore(self.start, at, self._mark(at, at))

    def value(self, score: LeadScore, at: float) -> float:
        """Return the points that a score has at a time not before its last change."""
        if self.decay is None or score.value <= self.rest:
            return score.value
        if isinstance(self.decay, HalfLifeDecay):
            faded = score.value * math.pow(0.5, (at - score.mark) / self.decay.days)
            return max(self.rest, faded)
        periods = math.floor((at - score.since) / self.decay.days) - score.mark
        if periods <= 0.0:
            return score.value
        if isinstance(self.decay, LinearDecay):
            return max(self.rest, score.value - periods * self.decay.points)
        return max(self.rest, score.value * math.pow(1.0 - self.decay.share, periods))

    def changed(self, score: LeadScore, points: float, at: float) -> LeadScore:
        """Return the score after points were given or taken."""
        value = self.limited(self.value(score, at) + points)
        since = at if points > 0.0 else score.since
        return LeadScore(value, since, self._mark(since, at))

    def expired(self, score: LeadScore, points: float, at: float) -> LeadScore:
        """Return the score after points that last for a time were taken away again.

        What runs out is what was given in full, though the score may have faded since: points that were
        given are taken down to :attr:`rest` and no further, points that were taken come back. It is neither
        a gain nor a loss: the period without a gain goes on.
        """
        before = self.value(score, at)
        value = self.limited(before - points)
        if points > 0.0:
            value = max(value, min(before, self.rest))
        return LeadScore(value, score.since, self._mark(score.since, at))

    def _mark(self, since: float, at: float) -> float:
        if isinstance(self.decay, HalfLifeDecay):
            return at
        if isinstance(self.decay, LinearDecay | StepDecay):
            return float(math.floor((at - since) / self.decay.days))
        return 0.0

    def falls_at(self, score: LeadScore, mark: float, until: float) -> float:
        """Return the first instant at which fading has brought a score below a mark.

        ``until`` is a day on which it is below; the answer is exact to the last digit of a float, so that
        the score stands below the mark at it.
        """
        above, below = max(score.since, score.mark if isinstance(self.decay, HalfLifeDecay) else 0.0), until
        while (middle := above + (below - above) / 2.0) not in (above, below):
            if self.value(score, middle) < mark:
                below = middle
            else:
                above = middle
        return below

    def fadings(self, score: LeadScore, at: float) -> int:
        """Return how often a score lost points at the end of a period since its last change."""
        if not isinstance(self.decay, LinearDecay | StepDecay) or score.value <= self.rest:
            return 0
        periods = max(0.0, math.floor((at - score.since) / self.decay.days) - score.mark)
        if isinstance(self.decay, LinearDecay):
            periods = min(periods, math.ceil((score.value - self.rest) / self.decay.points))
        return int(periods)

    def next_fall(self, score: LeadScore, at: float) -> float | None:
        """Return when a score that fades by periods will lose points next; ``None`` if it will not."""
        if not isinstance(self.decay, LinearDecay | StepDecay) or self.value(score, at) <= self.rest:
            return None
        return score.since + (math.floor((at - score.since) / self.decay.days) + 1.0) * self.decay.days


@dataclass(frozen=True)
class RuleUse:
    """What one lead has had from one rule: how often it counted, and points in all (without sign)."""

    times: int = 0
    points: float = 0.0


def granted(points: float, use: RuleUse, *, first_only: bool, at_most: float | None) -> tuple[float, RuleUse]:
    """Return the points that a rule gives this time, and its use from now on."""
    if first_only and use.times:
        return 0.0, use
    left = math.inf if at_most is None else max(0.0, at_most - use.points)
    given = math.copysign(min(abs(points), left), points)
    return given, replace(use, times=use.times + 1, points=use.points + abs(given))


def reaches(before: float, after: float, mark: float) -> bool:
    """Tell whether a change crosses a mark upward: it stood below and now stands at it or above."""
    return before < mark <= after


def falls_below(before: float, after: float, mark: float) -> bool:
    """Tell whether a change crosses a mark downward: it stood at it or above and now stands below."""
    return after < mark <= before


def account_score(model: ScoreModel, scores: Iterable[LeadScore], at: float) -> float:
    """Return the sum over an account's leads, in their order."""
    total = 0.0
    for score in scores:
        total += model.value(score, at)
    return total

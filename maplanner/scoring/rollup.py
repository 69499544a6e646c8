"""What the scores of an account's leads make of the account's score (brief E6).

Leads count in the order in which they came in, so that sums are the same everywhere, digit for digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maplanner.document.records import Score
from maplanner.document.vocabulary import RollUp


@dataclass(frozen=True)
class RollUpModel:
    """How an account's score is made: ``champion`` is the champion's weight, ``trimmed`` what is left out."""

    how: RollUp = RollUp.SUM
    champion: float = 0.6
    trimmed: float = 0.25

    @classmethod
    def of(cls, score: Score) -> RollUpModel:
        """Return the roll-up of a score as the plan has it."""
        return cls(score.roll_up, score.champion_share, score.trimmed_share)

    def value(self, points: Sequence[float], weights: Sequence[float] = ()) -> float:
        """Return the account's score from its leads' points; nought for an account without leads.

        ``weights`` are those of the leads' roles, used where leads are weighted by role; a lead
        behind their end counts once.

        - sum, highest, mean: of all leads;
        - champion: the highest times ``champion`` plus the mean of all others times the rest; a single
          lead is the champion and all there is;
        - by role: the sum of points times weight, so that weights of 1 are the plain sum;
        - without the lowest: the mean, after ``trimmed`` of the leads, rounded down, were left out.
        """
        if not points:
            return 0.0
        match self.how:
            case RollUp.SUM:
                return _total(points)
            case RollUp.MAXIMUM:
                return max(points)
            case RollUp.MEAN:
                return _total(points) / len(points)
            case RollUp.CHAMPION:
                return self._champion(points)
            case RollUp.ROLES:
                full = [*weights[: len(points)], *[1.0] * (len(points) - len(weights))]
                return _total([one * weight for one, weight in zip(points, full, strict=True)])
            case RollUp.TRIMMED:
                kept = sorted(points)[left_out(len(points), self.trimmed) :]
                return _total(kept) / len(kept)

    def _champion(self, points: Sequence[float]) -> float:
        best = max(points)
        if len(points) == 1:
            return best
        others = (_total(points) - best) / (len(points) - 1)
        return self.champion * best + (1.0 - self.champion) * others


def left_out(leads: int, share: float) -> int:
    """Return how many of the lowest do not count: the share of them, rounded down, never all."""
    return min(leads - 1, math.floor(share * leads))


def _total(points: Sequence[float]) -> float:
    """Return the sum, one after the other: ``sum`` rounds otherwise from Python 3.12 on."""
    total = 0.0
    for each in points:
        total += each
    return total

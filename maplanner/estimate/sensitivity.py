"""How far the ranking of solutions depends on the weights of wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.estimate.solutions import Candidate, Comparison, Want

DRAWS: Final = 4_000
"""So many sets of weights are tried; shares are then right to within one or two points of a hundred."""
_TIE: Final = 1e-9


@dataclass(frozen=True)
class Turn:
    """The weight of one want at which another candidate comes first, everything else unchanged."""

    want: Want
    weight: float
    leader: str

    @property
    def rises(self) -> bool:
        """Whether the weight has to rise for it."""
        return self.weight > self.want.weight


@dataclass(frozen=True)
class Sensitivity:
    """How often each candidate comes first when weights are off, and which single weights turn the order.

    ``first`` has, by the candidate's identifier, the share of draws in which it comes first: every weight is
    drawn anew between nothing and twice what it is. ``turns`` stand with the smallest change first.
    """

    first: dict[str, float]
    turns: tuple[Turn, ...]

    def to_json(self) -> dict[str, Any]:
        """Return shares and turns as JSON values."""
        return {
            "first": self.first,
            "turns": [
                {"want": each.want.title, "from": each.want.weight, "to": each.weight, "first": each.leader}
                for each in self.turns
            ],
        }


def sensitivity_of(comparison: Comparison, seed: int = 1) -> Sensitivity:
    """Return how the order of those candidates that are in depends on the weights; the same for one seed."""
    inside = [each for each in comparison.ranked if not each.is_out]
    if not inside:
        return Sensitivity({}, ())
    wants = comparison.wants
    met = np.array([[each.met(want) for want in wants] for each in inside]).reshape(len(inside), len(wants))
    weights = np.array([want.weight for want in wants], dtype=np.float64)
    shares = _first(met, weights, seed)
    ids = [each.solution.id for each in inside]
    return Sensitivity(dict(zip(ids, shares.tolist(), strict=True)), _turns(inside, wants, met, weights))


def _first(met: NDArray[np.float64], weights: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Return each candidate's share of draws in which it comes first; those that tie share a draw."""
    drawn = np.random.default_rng(seed).uniform(0.0, 2.0, (DRAWS, weights.size)) * weights
    totals = drawn @ met.T
    leads = totals >= totals.max(axis=1, keepdims=True) - _TIE
    shares: NDArray[np.float64] = (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def _turns(
    inside: list[Candidate],
    wants: tuple[Want, ...],
    met: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> tuple[Turn, ...]:
    """Return, for each want, the nearest weight at which another candidate draws level with the first.

    Totals are straight lines in one weight, so the crossing is exact.
    """
    lead = (met[0] - met) @ weights
    found: list[Turn] = []
    for place, want in enumerate(wants):
        nearest: Turn | None = None
        for rival in range(1, len(inside)):
            slope = met[0, place] - met[rival, place]
            if abs(slope) < _TIE:
                continue
            level = float(weights[place] - lead[rival] / slope)
            if level < 0 or abs(level - want.weight) < _TIE:
                continue
            if nearest is None or abs(level - want.weight) < abs(nearest.weight - want.weight):
                nearest = Turn(want, level, inside[rival].title)
        if nearest is not None:
            found.append(nearest)
    return tuple(sorted(found, key=lambda turn: abs(turn.weight - turn.want.weight)))

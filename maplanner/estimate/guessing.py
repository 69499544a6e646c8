"""Hours as ranges: three-point guesses drawn many times, with the errors of like guesses going together.

Each guess is a PERT distribution (a beta distribution on low to high whose mean is
(low + 4 × likely + high) ÷ 6; D. G. Malcolm et al. 1959).
Guesses err together: with the plan's share ρ “misjudged together” the standard normal ranks of two draws of
the same item and role correlate by ρ, those of different ones by half of that (a Gaussian copula). Who is
too hopeful about forms is likely to be so about e-mails.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maplanner.estimate.hours import PERT_WEIGHT

Floats = NDArray[np.float64]

DRAWS: Final = 1_000
"""How often the work is drawn; P50 and P80 are then right to within some two per cent of their spread."""
MOST_PIECES: Final = 16
"""Pieces of one line that are drawn singly; lines with more come out a little too wide."""
_POINTS: Final = 513
_RANKS: Final = 6.0


@dataclass(frozen=True)
class Drawn:
    """What is to be drawn: so many pieces of one guess. Draws with the same ``family`` err together."""

    family: str
    quantity: float
    low: float
    likely: float
    high: float


def draw(drawn: Sequence[Drawn], correlation: float, seed: int, draws: int = DRAWS) -> Floats:
    """Return the hours of each line in each draw; shape (lines, draws). The same for the same seed."""
    generator = np.random.default_rng(seed)
    families = dict.fromkeys(each.family for each in drawn)
    hope = generator.standard_normal(draws)
    common = {name: hope + generator.standard_normal(draws) for name in families}
    shared, own = math.sqrt(correlation / 2), math.sqrt(1 - correlation)
    hours = np.empty((len(drawn), draws))
    for place, each in enumerate(drawn):
        pieces = min(max(1, math.ceil(each.quantity)), MOST_PIECES)
        ranks = shared * common[each.family] + own * generator.standard_normal((pieces, draws))
        of_one = np.interp(ranks, _normal_points(), quantiles(each.low, each.likely, each.high))
        hours[place] = of_one.mean(axis=0) * each.quantity
    return hours


@cache
def _normal_points() -> Floats:
    points: Floats = np.linspace(-_RANKS, _RANKS, _POINTS)
    return points


@cache
def _normal_shares() -> Floats:
    """Return the standard normal distribution function at the points."""
    shares: Floats = np.array([0.5 * math.erfc(-point / math.sqrt(2)) for point in _normal_points()])
    return shares


@lru_cache(maxsize=4_096)
def quantiles(low: float, likely: float, high: float) -> Floats:
    """Return the quantile of a PERT distribution at each of the standard normal points."""
    if high - low <= 0:
        return np.full(_POINTS, low)
    alpha = 1 + PERT_WEIGHT * (likely - low) / (high - low)
    beta = 1 + PERT_WEIGHT * (high - likely) / (high - low)
    edges = np.linspace(0.0, 1.0, 4_097)
    middle = (edges[1:] + edges[:-1]) / 2
    density = middle ** (alpha - 1) * (1 - middle) ** (beta - 1)
    shares = np.concatenate(([0.0], np.cumsum(density)))
    shares /= shares[-1]
    found: Floats = low + (high - low) * np.interp(_normal_shares(), shares, edges)
    return found

"""Shares with how sure they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maplanner.simulation.intervals import CONFIDENCE

RUNS_FOR_SPREAD: Final = 10
"""From so many runs on, their spread says how far leads depend on each other."""


@dataclass(frozen=True)
class Share:
    """A share with the interval in which the true one lies in 95 of 100 cases."""

    share: float
    low: float
    high: float

    def to_json(self) -> dict[str, float]:
        """Return the three numbers by name."""
        return {"share": self.share, "low": self.low, "high": self.high}


def wilson(hits: float, trials: float, confidence: float = CONFIDENCE) -> Share:
    """Return a share with its score interval (E. B. Wilson, JASA 22, 1927); no trials tell nothing."""
    if trials <= 0:
        return Share(0.0, 0.0, 1.0)
    share = min(max(hits / trials, 0.0), 1.0)
    z2 = NormalDist().inv_cdf(0.5 + confidence / 2) ** 2
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2 * (share * (1 - share) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials)
    return Share(share, max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share)))


def share_of(hits: NDArray[np.generic], trials: NDArray[np.generic]) -> Share:
    """Return the share of ``trials`` that are ``hits``, from the counts of each run.

    Leads of one account are not independent. Where there are runs enough, their spread gives the design
    effect (L. Kish, Survey Sampling, 1965), by which the trials count for less in Wilson's interval.
    """
    total_hits, total = float(hits.sum()), float(trials.sum())
    if total <= 0:
        return wilson(0.0, 0.0)
    return wilson(*_effective(hits, trials, total_hits, total))


def _effective(
    hits: NDArray[np.generic], trials: NDArray[np.generic], total_hits: float, total: float
) -> tuple[float, float]:
    share, runs = total_hits / total, len(trials)
    plain = share * (1 - share) / total
    if runs < RUNS_FOR_SPREAD or plain <= 0:
        return total_hits, total
    rest = hits.astype(float) - share * trials.astype(float)
    variance = runs / (runs - 1) * float((rest**2).sum()) / total**2
    effect = max(1.0, variance / plain)
    return total_hits / effect, total / effect

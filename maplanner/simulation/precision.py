"""How many runs a precision takes: runs are added until the means are as sure as asked.

The sequential procedure of Y. S. Chow and H. Robbins (Annals of Mathematical Statistics 36, 1965), with the
relative error of A. M. Law (Simulation Modeling and Analysis, 5th edition, section 9.4.1): a first ten runs,
then as many more as their spread asks for, looking again before each doubling.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.simulation.intervals import CONFIDENCE, mean_interval, student_quantile

FIRST_RUNS: Final = 10
"""Fewer tell too little of the spread."""
WORTH_KNOWING: Final = 10.0
"""Figures with a smaller mean are left out unless they were asked for: they would take thousands of runs."""


@dataclass(frozen=True)
class Precision:
    """How precise the means of some figures are, and what it would take.

    ``reached`` is half the width of the widest interval of confidence, as a part of its mean, ``worst`` the
    identifier of the step it belongs to; both are ``None`` where there is nothing to say it of. ``asked`` is
    ``None`` where nobody asked; ``runs_needed`` is then for ``for_precision``.
    """

    reached: float | None
    worst: str | None
    asked: float | None
    for_precision: float
    runs_needed: int

    @property
    def is_met(self) -> bool:
        """Whether what was asked for is reached; so it is where nobody asked."""
        return self.asked is None or (self.reached is not None and self.reached <= self.asked)

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {
            "reached": self.reached,
            "worst_step": self.worst,
            "asked": self.asked,
            "met": self.is_met,
            "runs_needed": self.runs_needed,
            "for": self.for_precision,
        }


def relative(samples: NDArray[Any]) -> float:
    """Return half the width of a mean's interval as a part of the mean; infinity where nothing is known."""
    interval = mean_interval(samples)
    if interval.half_width == 0.0:
        return 0.0
    return interval.half_width / abs(interval.mean) if interval.mean else math.inf


def runs_needed(samples: NDArray[Any], precision: float) -> int:
    """Return about how many runs make a mean so precise, from the spread of those there are; at least two."""
    mean = abs(float(np.mean(samples)))
    if len(samples) < 2 or mean <= 0:
        return FIRST_RUNS
    spread = float(np.std(samples.astype(float), ddof=1)) / mean
    needed = max(2, math.ceil((NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) * spread / precision) ** 2))
    # Student's interval of few runs is wider than the normal one: it takes a few runs more.
    while student_quantile(0.5 + CONFIDENCE / 2, needed - 1) * spread > precision * math.sqrt(needed):
        needed += 1
    return needed


def precision_of(
    figures: Sequence[tuple[str, NDArray[Any]]], asked: float | None, *, chosen: bool = False
) -> Precision:
    """Return how precise figures are: identifiers with one sample per run.

    Unless they were ``chosen``, figures with a mean below :data:`WORTH_KNOWING` are left out.
    """
    counted = [(name, each) for name, each in figures if chosen or float(np.mean(each)) >= WORTH_KNOWING]
    if not counted:
        return Precision(None, None, asked, asked or 0.05, FIRST_RUNS)
    worst, samples = max(counted, key=lambda each: relative(each[1]))
    width = relative(samples)
    target = asked or _next_better(width)
    known = width if math.isfinite(width) else None
    return Precision(known, worst, asked, target, runs_needed(samples, target))


def _next_better(width: float) -> float:
    """Return the round precision that is the next to want, such as 5 %, then 2 %, then 1 %."""
    for target in (0.1, 0.05, 0.02, 0.01, 0.005, 0.002):
        if target < width * 0.95:
            return target
    return 0.001

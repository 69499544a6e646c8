"""Intervals of confidence for what a number of runs gave."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

CONFIDENCE: Final = 0.95
"""How often an interval holds the true value."""


@dataclass(frozen=True)
class Interval:
    """A mean and where the true one lies with :data:`CONFIDENCE`; one run leaves it open on both sides."""

    mean: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """How far the true mean may be from this one."""
        return (self.high - self.low) / 2.0

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves no doubt about the sign: nought lies outside, or nothing varies."""
        return self.low > 0.0 or self.high < 0.0 or self.low == self.high

    def to_json(self) -> dict[str, float | None]:
        """Return the three numbers by name; an infinite bound is ``None``."""
        return {
            "mean": self.mean,
            "low": self.low if math.isfinite(self.low) else None,
            "high": self.high if math.isfinite(self.high) else None,
        }


def mean_interval(samples: NDArray[Any], confidence: float = CONFIDENCE) -> Interval:
    """Return the mean of independent samples with Student's interval; ``samples`` has one number per run."""
    mean = float(np.mean(samples))
    if samples.size < 2:
        return Interval(mean, -math.inf, math.inf)
    spread = float(np.std(samples, ddof=1)) / math.sqrt(samples.size)
    away = spread * student_quantile(0.5 + confidence / 2.0, samples.size - 1) if spread else 0.0
    return Interval(mean, mean - away, mean + away)


def student_quantile(probability: float, degrees: int) -> float:
    """Return the quantile of Student's distribution.

    Exact for one and two degrees of freedom; else by Hill's expansion of the normal quantile (G. W. Hill,
    Algorithm 396, Communications of the ACM 13, 1970), which is right to six digits.

    Raises:
        ValueError: The probability is not between 0 and 1, or there is no degree of freedom.
    """
    if not 0.0 < probability < 1.0 or degrees < 1:
        raise ValueError("A quantile needs a probability between 0 and 1 and a degree of freedom.")
    if probability < 0.5:
        return -student_quantile(1.0 - probability, degrees)
    if degrees == 1:
        return math.tan(math.pi * (probability - 0.5))
    if degrees == 2:
        away = 2.0 * probability - 1.0
        return away * math.sqrt(2.0 / (1.0 - away * away))
    return _hill(2.0 * (1.0 - probability), float(degrees))


def _hill(both_tails: float, n: float) -> float:
    """Return the upper quantile with ``both_tails`` outside plus and minus it."""
    a = 1.0 / (n - 0.5)
    b = 48.0 / (a * a)
    c = ((20_700.0 * a / b - 98.0) * a - 16.0) * a + 96.36
    d = ((94.5 / (b + c) - 3.0) / b + 1.0) * math.sqrt(a * math.pi / 2.0) * n
    x = d * both_tails
    y = math.pow(x, 2.0 / n)
    if y > a + 0.05:
        x = NormalDist().inv_cdf(both_tails / 2.0)
        y = x * x
        if n < 5.0:
            c += 0.3 * (n - 4.5) * (x + 0.6)
        c += (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b
        y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x
        y = math.expm1(a * y * y)
    else:
        y = (
            (1.0 / (((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0) + 0.5 / (n + 4.0)) * y - 1.0
        ) * (n + 1.0) / (n + 2.0) + 1.0 / y
    return math.sqrt(n * y)

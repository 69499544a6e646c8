"""Fits how long something takes: which distribution suits measured times, and how well."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.document.values import (
    Delay,
    EmpiricalDelay,
    ExponentialDelay,
    FixedDelay,
    GammaDelay,
    LogNormalDelay,
    Quantile,
)

Floats = NDArray[np.float64]

SHARES: Final = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""The shares of which a fit is shown beside what was measured."""
POINTS: Final = 20
"""Points of a measured distribution."""
POOR: Final = 0.1
"""A fit that misses by more than this share of all is poor: then the measured times are proposed."""
SMALLEST: Final = 1.0 / 86_400.0
"""A second, in days. Shorter times are counted as that long where a logarithm is taken."""
_DRAWS: Final = 20_000
_SAME: Final = 1e-9


@dataclass(frozen=True)
class Fit:
    """One distribution with its parameters.

    ``miss`` is the largest difference between the measured and the fitted share that is over by some time
    (Kolmogorov and Smirnov's distance); ``information`` is Akaike's criterion, of which less is better.
    """

    name: str
    delay: Delay
    information: float
    miss: float

    def to_json(self) -> dict[str, Any]:
        """Return name, parameters and both measures of fit."""
        return {
            "name": self.name,
            "delay": self.delay.model_dump(mode="json"),
            "information": self.information if math.isfinite(self.information) else None,
            "miss": self.miss,
        }


@dataclass(frozen=True)
class FittedTimes:
    """Measured times with every fit, the best first; ``measured`` are days within which a share is over."""

    count: int
    mean: float
    measured: tuple[tuple[float, float], ...]
    fits: tuple[Fit, ...]

    @property
    def best(self) -> Fit:
        """The fit to propose."""
        return self.fits[0]

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "count": self.count,
            "mean": self.mean,
            "measured": [{"share": share, "days": days} for share, days in self.measured],
            "fits": [fit.to_json() for fit in self.fits],
        }


def fit_times(days: Floats) -> FittedTimes:
    """Fit every distribution to measured times, in days, and return them with the best first.

    The parametric fit with the least of Akaike's criterion is proposed, unless it misses by more than
    :data:`POOR`: then the measured times are.

    Raises:
        ValueError: There is no time, or one is below nought.
    """
    if not days.size or float(days.min()) < 0.0:
        raise ValueError("Times to fit must be there and not below nought.")
    measured = tuple((share, float(np.quantile(days, share))) for share in SHARES)
    if float(days.max() - days.min()) <= _SAME * max(1.0, float(days.max())):
        same = Fit("fixed", FixedDelay(days=float(days.mean())), -math.inf, 0.0)
        return FittedTimes(days.size, float(days.mean()), measured, (same,))
    fits = [fit(days) for fit in (_exponential, _log_normal, _gamma)]
    fits.sort(key=lambda fit: fit.information)
    empirical = Fit("measured", measured_delay(days), math.inf, 0.0)
    ordered = (empirical, *fits) if fits[0].miss > POOR else (*fits, empirical)
    return FittedTimes(days.size, float(days.mean()), measured, ordered)


def measured_delay(days: Floats) -> EmpiricalDelay:
    """Return the measured times as quantiles, rising in both share and days."""
    shares = np.linspace(0.0, 1.0, POINTS + 1)
    found = np.quantile(days, shares)
    return EmpiricalDelay(
        points=tuple(
            Quantile(share=float(share), days=float(day)) for share, day in zip(shares, found, strict=True)
        )
    )


def _exponential(days: Floats) -> Fit:
    mean = max(float(days.mean()), SMALLEST)
    likelihood = -days.size * math.log(mean) - float(days.sum()) / mean
    miss = _miss(days, lambda at: 1.0 - np.exp(-at / mean))
    return Fit("exponential", ExponentialDelay(mean=mean), 2.0 * 1 - 2.0 * likelihood, miss)


def _log_normal(days: Floats) -> Fit:
    logs = np.log(np.maximum(days, SMALLEST))
    middle, sigma = float(logs.mean()), max(float(logs.std()), 1e-6)
    likelihood = float((-logs - math.log(sigma * math.sqrt(2.0 * math.pi))).sum())
    likelihood -= float(((logs - middle) ** 2).sum()) / (2.0 * sigma * sigma)
    erf = np.vectorize(math.erf, otypes=[np.float64])
    miss = _miss(
        days,
        lambda at: 0.5 * (1.0 + erf((np.log(np.maximum(at, SMALLEST)) - middle) / (sigma * math.sqrt(2.0)))),
    )
    return Fit(
        "log-normal", LogNormalDelay(median=math.exp(middle), sigma=sigma), 2.0 * 2 - 2.0 * likelihood, miss
    )


def _gamma(days: Floats) -> Fit:
    """Fit by the closed form of Ye and Chen (The American Statistician 71, 2017), within 1 % of the best."""
    times = np.maximum(days, SMALLEST)
    logs = np.log(times)
    n = times.size
    spread = n * float((times * logs).sum()) - float(logs.sum()) * float(times.sum())
    scale = max(spread / (n * n), 1e-12)
    shape = max(float(times.mean()) / scale, 1e-3)
    scale = float(times.mean()) / shape
    likelihood = float(((shape - 1.0) * logs - times / scale).sum())
    likelihood -= n * (math.lgamma(shape) + shape * math.log(scale))
    drawn = np.sort(np.random.default_rng(1).gamma(shape, scale, _DRAWS))
    miss = _miss(days, lambda at: np.searchsorted(drawn, at, side="right") / _DRAWS)
    delay = GammaDelay(mean=shape * scale, deviation=math.sqrt(shape) * scale)
    return Fit("gamma", delay, 2.0 * 2 - 2.0 * likelihood, miss)


def _miss(days: Floats, over: Callable[[Floats], Floats]) -> float:
    """Return the largest distance between the measured and a fitted distribution."""
    ordered = np.sort(days)
    fitted = over(ordered)
    steps = np.arange(ordered.size + 1) / ordered.size
    return float(max((steps[1:] - fitted).max(), (fitted - steps[:-1]).max()))

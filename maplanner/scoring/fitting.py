"""How well a score tells buyers from others, and which points would tell them best: plain statistics.

The fit is a logistic regression by Newton's method (iteratively reweighted least squares) with a small
ridge: it is a dozen lines, deterministic, and needs no library beside the one that is there already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RIDGE: Final = 1.0
"""How much a signal that few leads show is drawn towards nought, in leads."""
_STEPS: Final = 50
_ENOUGH: Final = 1e-9
_EDGE: Final = 30.0
"""Log odds beyond this are certain; without an edge they would grow for ever where signals tell all."""


@dataclass(frozen=True)
class Fit:
    """A logistic regression: log odds are ``intercept`` plus each signal times its ``weight``."""

    intercept: float
    weights: Floats
    steps: int


def fit_logistic(signals: Floats, bought: Flags, ridge: float = RIDGE) -> Fit:
    """Return the weights under which what happened is likeliest.

    ``signals`` has a row for each lead and a column for each signal. Signals are scaled to a standard
    deviation of 1 for the ridge, so that it treats them alike; the weights returned are for signals as given.
    """
    spread = signals.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    middle = signals.mean(axis=0)
    x = np.column_stack([np.ones(len(signals)), (signals - middle) / scale])
    y = bought.astype(np.float64)
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 1e-9
    weights = np.zeros(x.shape[1])
    steps, change = 0, np.ones(1)
    while steps < _STEPS and np.abs(change).max() >= _ENOUGH:
        steps += 1
        chance = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -_EDGE, _EDGE)))
        slope = x.T @ (y - chance) - penalty * weights
        bend = (x * (chance * (1.0 - chance))[:, None]).T @ x + np.diag(penalty)
        change = np.linalg.solve(bend, slope)
        weights += change
    own = weights[1:] / scale
    return Fit(float(weights[0] - own @ middle), own, steps)


@dataclass(frozen=True)
class Decile:
    """A tenth of the leads, best score first: how many bought, against the share that buys at large."""

    number: int
    leads: int
    rate: float
    lift: float


@dataclass(frozen=True)
class Cut:
    """What a threshold would do: whom it qualifies, how many of them buy, how many buyers it finds."""

    threshold: float
    qualified: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Evaluation:
    """How well scores tell buyers from others; ``auc`` is the chance that a buyer scores above another."""

    leads: int
    bought: int
    auc: float | None
    deciles: tuple[Decile, ...]
    cuts: tuple[Cut, ...]

    @property
    def rate(self) -> float:
        """The share of leads that bought."""
        return self.bought / self.leads if self.leads else 0.0

    @property
    def top_lift(self) -> float | None:
        """How many times as often the best tenth buys as all do."""
        return self.deciles[0].lift if self.deciles and self.bought else None


def evaluate(scores: Floats, bought: Flags, thresholds: Floats | None = None) -> Evaluation:
    """Return how well scores order leads; without ``thresholds`` about twenty round ones are looked at."""
    cuts = round_thresholds(scores) if thresholds is None else thresholds
    return Evaluation(
        len(scores),
        int(bought.sum()),
        area_under_curve(scores, bought),
        _deciles(scores, bought),
        tuple(cut_at(scores, bought, float(mark)) for mark in cuts),
    )


def area_under_curve(scores: Floats, bought: Flags) -> float | None:
    """Return the chance that a buyer scores above another lead, ties counting half; ``None`` without both."""
    buyers = int(bought.sum())
    others = len(bought) - buyers
    if not buyers or not others:
        return None
    _values, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2.0
    ranks = middle[place]
    return float((ranks[bought].sum() - buyers * (buyers + 1) / 2.0) / (buyers * others))


def _deciles(scores: Floats, bought: Flags) -> tuple[Decile, ...]:
    """Return ten groups of equal size; leads of one score share its buyers evenly, whatever their order."""
    if len(scores) < 10:
        return ()
    _values, place = np.unique(scores, return_inverse=True)
    chance = np.bincount(place, weights=bought) / np.bincount(place)
    ordered = chance[place[np.argsort(-scores, kind="stable")]]
    overall = float(bought.mean())
    return tuple(
        Decile(number, len(part), float(part.mean()), float(part.mean()) / overall if overall else 0.0)
        for number, part in enumerate(np.array_split(ordered, 10), 1)
    )


def cut_at(scores: Floats, bought: Flags, mark: float) -> Cut:
    """Return what a threshold would do."""
    qualified = scores >= mark
    found, buyers, count = int((qualified & bought).sum()), int(bought.sum()), int(qualified.sum())
    return Cut(mark, count, found / count if count else 0.0, found / buyers if buyers else 0.0)


def round_thresholds(scores: Floats) -> Floats:
    """Return about twenty round marks from the lowest score above nought to the highest."""
    top = float(scores.max()) if len(scores) else 0.0
    if top <= 0:
        return np.array([0.0])
    step = _round_step(top / 20)
    return np.arange(step, top + step / 2, step)


def _round_step(size: float) -> float:
    """Return the nearest of 1, 2, 5, 10, 20 … that is not smaller."""
    power = 10.0 ** np.floor(np.log10(size))
    return float(max(1.0, next(power * each for each in (1, 2, 5, 10) if power * each >= size * 0.999)))


def best_cut(scores: Floats, bought: Flags, above: float = -np.inf) -> float | None:
    """Return the score at which precision and recall are best together (the highest F1).

    Only scores ``above`` a mark are looked at; ``None`` where there is none.
    """
    order = np.argsort(-scores, kind="stable")
    ordered, hits = scores[order], np.cumsum(bought[order])
    last = np.append(ordered[1:] != ordered[:-1], True) & (ordered > above)
    if not last.any():
        return None
    f1 = 2.0 * hits / (np.arange(1, len(scores) + 1) + max(1, int(bought.sum())))
    return float(ordered[last][np.argmax(f1[last])])

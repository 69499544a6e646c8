"""A scoring model proposed from what leads did and whether they bought, tried on leads it has not seen."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from maplanner.core.errors import CannotCalibrate
from maplanner.scoring.fitting import Evaluation, Flags, Floats, best_cut, evaluate, fit_logistic

HELD_OUT: Final = 0.3
"""The share of leads that the proposal never sees; what is said of its quality is said of them."""
FEWEST: Final = 20
"""Fewer leads, or fewer than two buyers and two others on either side, prove nothing."""

LITTLE: Final = 0.55
"""A chance below this that a buyer scores above another lead is hardly better than tossing a coin."""


@dataclass(frozen=True)
class LearnedSignal:
    """A thing that leads did or are: how many, how much likelier they buy, and its proposed points.

    ``lift`` is the share of buyers among leads that show it, against all leads that were learned from.
    """

    name: str
    leads: int
    lift: float
    weight: float
    points: int


@dataclass(frozen=True)
class ProposedModel:
    """Points for each signal and a threshold, and how good they are: on leads held out, and on the others."""

    signals: tuple[LearnedSignal, ...]
    threshold: int
    held_out: Evaluation
    learned_from: Evaluation

    @property
    def tells_little(self) -> bool:
        """Whether the points hardly tell buyers from others among the leads held out."""
        return self.held_out.auc is None or self.held_out.auc < LITTLE


def held_out(leads: Sequence[str], share: float = HELD_OUT) -> Flags:
    """Tell which leads are held out: by their names alone, so that it never depends on their order."""
    mark = int(share * 2**32)
    return np.fromiter((zlib.crc32(lead.encode()) < mark for lead in leads), np.bool_, len(leads))


def propose_model(
    names: Sequence[str],
    signals: Floats,
    bought: Flags,
    hidden: Flags,
    *,
    threshold: float = 100.0,
    exclusive: Sequence[range] = (),
) -> ProposedModel:
    """Return the points that tell buyers best, whole, so that the best mark is about ``threshold``.

    ``signals`` has a row for each lead and a column for each name; ``hidden`` marks leads held out.
    ``exclusive`` names columns of which each lead has exactly one; the least of them gets no points, so that
    none gets fewer.

    Raises:
        CannotCalibrate: There are too few leads, or all of them did the same.
    """
    if any(_too_few(bought[part]) for part in (hidden, ~hidden)):
        raise CannotCalibrate(
            f"The history has {len(bought):,} leads, {int(bought.sum()):,} of them bought: too few to learn "
            "from and to test with.",
            advice="Take a longer history, with leads that bought and leads that did not.",
        )
    if not len(names):
        raise CannotCalibrate("There is no signal to learn from.", advice="Choose other columns.")
    seen, outcome = signals[~hidden], bought[~hidden]
    weights = fit_logistic(seen, outcome).weights
    for group in exclusive:
        weights[group.start : group.stop] -= weights[group.start : group.stop].min()
    raw = seen @ weights
    points = np.rint(weights * _scale(raw, outcome, threshold)).astype(np.int64)
    scores = signals @ points.astype(np.float64)
    mark = best_cut(scores[~hidden], outcome, above=0.0)
    return ProposedModel(
        tuple(_signals(names, seen, outcome, weights, points)),
        int(np.rint(threshold if mark is None else mark)),
        evaluate(scores[hidden], bought[hidden]),
        evaluate(scores[~hidden], outcome),
    )


def _too_few(bought: Flags) -> bool:
    buyers = int(bought.sum())
    return len(bought) < FEWEST or min(buyers, len(bought) - buyers) < 2


def _scale(raw: Floats, bought: Flags, threshold: float) -> float:
    """Return points for each unit of log odds: the best mark becomes the threshold.

    Where the best mark is not above nought no factor can do that; then 10 points double the odds.
    """
    mark = best_cut(raw, bought)
    return threshold / mark if mark is not None and mark > 0.05 else 10.0 / float(np.log(2.0))


def _signals(
    names: Sequence[str], seen: Floats, bought: Flags, weights: Floats, points: np.ndarray
) -> list[LearnedSignal]:
    overall = float(bought.mean())
    shown = seen > 0
    counts = shown.sum(axis=0)
    rates = (shown & bought[:, None]).sum(axis=0) / np.maximum(counts, 1)
    made = [
        LearnedSignal(name, int(counts[at]), float(rates[at]) / overall, float(weights[at]), int(points[at]))
        for at, name in enumerate(names)
    ]
    return sorted(made, key=lambda signal: (-signal.points, signal.name))

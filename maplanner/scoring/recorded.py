"""What every lead of a recorded history scores, by the points that the rules gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from maplanner.document.values import HalfLifeDecay, LinearDecay
from maplanner.scoring.gains import Gains
from maplanner.scoring.history import Flags, Floats, History
from maplanner.scoring.model import LeadScore, ScoreModel

_NARROW: Final = 24
"""With fewer leads side by side, one after the other is faster."""


@dataclass(frozen=True)
class Scored:
    """Every lead's score at a day, the highest it ever was, and when it first reached a mark (or NaN)."""

    at: float
    value: Floats
    highest: Floats
    reached: Floats


def score_history(history: History, model: ScoreModel, given: Gains, mark: float, at: float) -> Scored:
    """Return every lead's score. It is what ``scoring.model`` says, for all leads side by side."""
    count = len(history.leads)
    numbers = np.bincount(given.lead, minlength=count)
    begin = np.concatenate([[0], np.cumsum(numbers)])[:-1]
    order = np.argsort(-numbers, kind="stable")
    scores = _SideBySide(model, history.day[history.first[:-1]] if count else np.zeros(0), mark)
    round_number, active = 0, int((numbers > 0).sum())
    while active > _NARROW:
        who = order[:active]
        place = begin[who] + round_number
        scores.change(who, given.points[place], given.day[place], given.expires[place])
        round_number += 1
        active = int(np.searchsorted(-numbers[order], -round_number, side="left"))
    for who_last in order[:active].tolist():
        places = range(int(begin[who_last]) + round_number, int(begin[who_last] + numbers[who_last]))
        scores.change_one(
            who_last, ((given.points[place], given.day[place], given.expires[place]) for place in places)
        )
    return Scored(at, scores.value_at(at), scores.highest, scores.reached)


class _SideBySide:
    """The scores of many leads; the arithmetic is that of ``ScoreModel``, on arrays."""

    def __init__(self, model: ScoreModel, entered: Floats, mark: float) -> None:
        self._model, self._threshold = model, mark
        self.value = np.full(len(entered), model.start)
        self.since = entered.copy()
        self.mark = self._marks(entered, entered)
        self.highest = self.value.copy()
        self.reached = np.full(len(entered), np.nan)

    def change(self, who: npt.NDArray[np.intp], points: Floats, at: Floats, expires: Flags) -> None:
        """Give each of these leads points at its own time, or let them run out."""
        before = self._faded(self.value[who], self.since[who], self.mark[who], at)
        value = np.minimum(self._model.cap, np.maximum(self._model.floor, before + points))
        since = np.where((points > 0.0) & ~expires, at, self.since[who])
        if expires.any():
            lowest = np.minimum(before, self._model.rest)
            value = np.where(expires & (points < 0.0), np.maximum(value, lowest), value)
        self.value[who], self.since[who], self.mark[who] = value, since, self._marks(since, at)
        self.highest[who] = np.maximum(self.highest[who], value)
        crossed = np.isnan(self.reached[who]) & (before < self._threshold) & (value >= self._threshold)
        self.reached[who[crossed]] = at[crossed]

    def change_one(self, who: int, changes: Iterable[tuple[float, float, bool]]) -> None:
        """Give one lead points, time after time."""
        score = LeadScore(float(self.value[who]), float(self.since[who]), float(self.mark[who]))
        highest, reached = float(self.highest[who]), float(self.reached[who])
        for points, at, expires in changes:
            before = self._model.value(score, float(at))
            if expires:
                score = self._model.expired(score, -float(points), float(at))
            else:
                score = self._model.changed(score, float(points), float(at))
            highest = max(highest, score.value)
            if reached != reached and before < self._threshold <= score.value:  # noqa: PLR0124 - NaN is not itself
                reached = float(at)
        self.value[who], self.since[who], self.mark[who] = score.value, score.since, score.mark
        self.highest[who], self.reached[who] = highest, reached

    def value_at(self, at: float) -> Floats:
        """Return every lead's score at a day not before its last event."""
        return self._faded(self.value, self.since, self.mark, np.full(len(self.value), at))

    def _faded(self, value: Floats, since: Floats, mark: Floats, at: Floats) -> Floats:
        decay, rest = self._model.decay, self._model.rest
        if decay is None:
            return value
        if isinstance(decay, HalfLifeDecay):
            faded = value * np.power(0.5, (at - mark) / decay.days)
        else:
            periods = np.maximum(0.0, np.floor((at - since) / decay.days) - mark)
            if isinstance(decay, LinearDecay):
                faded = value - periods * decay.points
            else:
                faded = value * np.power(1.0 - decay.share, periods)
        return np.where(value <= rest, value, np.maximum(rest, faded))

    def _marks(self, since: Floats, at: Floats) -> Floats:
        decay = self._model.decay
        if decay is None:
            return np.zeros(len(at))
        return at.copy() if isinstance(decay, HalfLifeDecay) else np.floor((at - since) / decay.days)


def average_interactions(history: History, stage: npt.NDArray[np.intp], stages: int) -> Floats:
    """Return how often leads that bought engaged in each stage before they did, on average."""
    if not history.bought.any() or not stages:
        return np.zeros(stages)
    average: Floats = history.counts_by(stage, stages)[history.bought].mean(axis=0)
    return average

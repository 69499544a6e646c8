"""How the scores of leads spread, over the simulated time: read from the event log of a sample."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from maplanner.scoring.model import LeadScore, ScoreModel
from maplanner.simulation import program as op
from maplanner.simulation.chunks import EventLines
from maplanner.simulation.models import model_of_row
from maplanner.simulation.program import FlowProgram

CHECKPOINTS = 27
"""Times at which scores are looked at, evenly spaced; the last is the end."""
MOST_LEADS = 3_000
"""About how many leads have their scores followed."""
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The percentiles that are told."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ScoreSpread:
    """One score over all leads that are there at each of some times.

    ``times`` in days; ``levels`` (times, 5) the 5th, 25th, 50th, 75th and 95th percentile; ``means`` beside
    them; ``positive`` the share of leads above nought. ``final`` are all values at the end, lowest first.
    """

    times: Floats
    levels: Floats
    means: Floats
    positive: Floats
    final: Floats

    def to_json(self) -> dict[str, Any]:
        """Return times, percentiles, means and shares by name; the percentiles as lists beside the times."""
        named = {
            f"p{round(level * 100)}": self.levels[:, place].tolist() for place, level in enumerate(LEVELS)
        }
        times, means = self.times.tolist(), self.means.tolist()
        return {"days": times, "mean": means, "positive": self.positive.tolist(), **named}


class _Change(NamedTuple):
    """A line of the log: what a score has become, and whether points had only run out."""

    time: float
    value: float
    ran_out: bool


class ScorePaths:
    """Follows the scores of some leads of a sample."""

    def __init__(self, program: FlowProgram, leads: int) -> None:
        """Look at evenly spaced times; of about so many ``leads`` every n-th is followed."""
        self._program = program
        self._models = [model_of_row(row) for row in program.arrays.score.tolist()]
        self._times = np.linspace(0.0, program.days, CHECKPOINTS)
        self._values: list[list[list[float]]] = [[[] for _ in self._times] for _ in self._models]
        self._every = max(1, round(leads / MOST_LEADS))
        self._passed = 0

    def add(self, lines: EventLines, lead: NDArray[np.int64], leads: int) -> None:
        """Follow the leads of some accounts; ``lead`` numbers them within these lines."""
        if not self._models:
            return
        chosen = (lead + self._passed) % self._every == 0
        self._passed += leads
        concerned = np.isin(lines.what, (op.SOURCE, op.GAIN, op.EXPIRE)) & chosen
        order = np.flatnonzero(concerned)
        order = order[np.argsort(lead[order], kind="stable")]
        rows = zip(
            lead[order].tolist(),
            lines.what[order].tolist(),
            lines.which[order].tolist(),
            lines.time[order].tolist(),
            lines.value[order].tolist(),
            strict=True,
        )
        ways: dict[int, tuple[float, list[list[_Change]]]] = {}
        for who, what, which, time, value in rows:
            if what == op.SOURCE:
                ways[who] = (time, [[] for _ in self._models])
            else:
                ways[who][1][which].append(_Change(time, value, ran_out=what == op.EXPIRE))
        for came, changes in ways.values():
            for number, model in enumerate(self._models):
                self._follow(number, model, came, changes[number])

    def _follow(self, number: int, model: ScoreModel, came: float, changes: list[_Change]) -> None:
        score, place = model.new(came), int(np.searchsorted(self._times, came))
        for change in changes:
            while place < CHECKPOINTS and self._times[place] < change.time:
                self._values[number][place].append(model.value(score, float(self._times[place])))
                place += 1
            score = _after(model, score, change)
        for at in range(place, CHECKPOINTS):
            self._values[number][at].append(model.value(score, float(self._times[at])))

    def spreads(self) -> tuple[ScoreSpread, ...]:
        """Return what came of each score, in the program's order."""
        return tuple(self._spread(values) for values in self._values)

    def _spread(self, values: list[list[float]]) -> ScoreSpread:
        levels = np.zeros((CHECKPOINTS, len(LEVELS)))
        means, positive = np.zeros(CHECKPOINTS), np.zeros(CHECKPOINTS)
        for place, found in enumerate(values):
            if found:
                row = np.asarray(found)
                levels[place] = np.quantile(row, LEVELS)
                means[place], positive[place] = row.mean(), (row > 0).mean()
        return ScoreSpread(self._times, levels, means, positive, np.sort(np.asarray(values[-1], float)))


def _after(model: ScoreModel, score: LeadScore, change: _Change) -> LeadScore:
    """Return a score whose log says what it has become; at the cap a gain changes nothing."""
    before, value = model.value(score, change.time), change.value
    gained = value > before or (value == before == model.cap and not math.isinf(model.cap))
    moved = model.changed(score, 1.0 if gained and not change.ran_out else -1.0, change.time)
    return LeadScore(value, moved.since, moved.mark)

"""What moves a figure most: each assumption down and up, the others as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.simulation.experiments.levers import Lever
from maplanner.simulation.experiments.measures import Measure, Samples, chosen
from maplanner.simulation.experiments.trials import Trial
from maplanner.simulation.experiments.work import IsCancelled, Progress, Workers, carry_out
from maplanner.simulation.intervals import Interval, mean_interval
from maplanner.simulation.options import SimulationOptions

USUAL_SHIFT: Final = 0.2
"""By how much of itself an assumption is moved, down and up, where nobody says otherwise."""


@dataclass(frozen=True)
class Swing:
    """How far a figure moves with one assumption.

    ``down`` and ``up``: by how much the figure differs from the plan as drawn at ``low`` and at ``high``.
    """

    lever: Lever
    low: float
    high: float
    down: Interval
    up: Interval

    @property
    def width(self) -> float:
        """How far the figure moves between the two."""
        return abs(self.up.mean - self.down.mean)

    @property
    def is_clear(self) -> bool:
        """Whether at least one of the two differences is more than luck."""
        return self.down.is_clear or self.up.is_clear

    def to_json(self) -> dict[str, Any]:
        """Return the assumption with its values and what they do."""
        return {
            "lever": self.lever.key,
            "title": self.lever.title,
            "drawn": self.lever.drawn,
            "low": self.low,
            "high": self.high,
            "down": self.down.to_json(),
            "up": self.up.to_json(),
            "clear": self.is_clear,
        }


@dataclass(frozen=True)
class Sensitivity:
    """A figure as drawn and its swings, the widest first."""

    measure: Measure
    drawn: Interval
    swings: tuple[Swing, ...]

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "measure": self.measure.to_json(),
            "drawn": self.drawn.to_json(),
            "swings": [swing.to_json() for swing in self.swings],
        }


def sensitivity(
    snapshot: Snapshot,
    levers: Sequence[Lever],
    measure: str,
    options: SimulationOptions | None = None,
    *,
    shift: float = USUAL_SHIFT,
    scenario: str | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Sensitivity:
    """Move each lever down and up by ``shift`` of itself and say how far a measure moves.

    Raises:
        CannotSimulate: There is no such measure, nothing can be moved, or a trial cannot run.
        Cancelled: Somebody stopped the work.
    """
    if not 0.0 < shift <= 10.0:
        raise CannotSimulate("The shift must be more than 0 and at most 1,000 %.", advice="Try 20 %.")
    moved = [(lever, *shifted(lever, shift)) for lever in levers]
    moved = [(lever, low, high) for lever, low, high in moved if low != high]
    if not moved:
        raise CannotSimulate(
            "There is no assumption to move.", advice="Choose assumptions that are not nought."
        )
    settings = options or SimulationOptions()
    drawn_trial = Trial("As drawn", scenario)
    # One run tells whether there is such a figure, before everything else is tried.
    (once,) = carry_out(snapshot, [drawn_trial], replace(settings, runs=1), cancelled=cancelled)
    found = chosen(once, measure)
    trials = [drawn_trial]
    for lever, low, high in moved:
        trials += [Trial(lever.title, scenario, (lever.change(value),)) for value in (low, high)]
    figures = carry_out(snapshot, trials, settings, workers=workers, progress=progress, cancelled=cancelled)
    drawn = figures[0][found]
    rows = [each.get(found, np.zeros_like(drawn)) for each in figures[1:]]
    swings = [
        _swing(lever, low, high, drawn, rows[2 * place], rows[2 * place + 1])
        for place, (lever, low, high) in enumerate(moved)
    ]
    swings.sort(key=lambda swing: -swing.width)
    return Sensitivity(found, mean_interval(drawn), tuple(swings))


def shifted(lever: Lever, shift: float) -> tuple[float, float]:
    """Return the lever's value moved down and up by a share of itself, as far as its field allows."""
    away = abs(lever.drawn) * shift
    if lever.whole:
        away = max(1.0, away) if lever.drawn else 0.0
    return lever.within(lever.drawn - away), lever.within(lever.drawn + away)


def _swing(  # noqa: PLR0917 - made in one place
    lever: Lever, low: float, high: float, drawn: Samples, down: Samples, up: Samples
) -> Swing:
    return Swing(lever, low, high, mean_interval(down - drawn), mean_interval(up - drawn))

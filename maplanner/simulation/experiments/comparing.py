"""Scenarios side by side: every figure in each, and how sure the differences are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from maplanner.document.reading import Snapshot
from maplanner.document.records import Scenario
from maplanner.simulation.experiments.measures import Measure, Samples, chosen
from maplanner.simulation.experiments.trials import Trial
from maplanner.simulation.experiments.work import Figures, IsCancelled, Progress, Workers, carry_out
from maplanner.simulation.intervals import Interval, mean_interval
from maplanner.simulation.options import SimulationOptions
from maplanner.simulation.results import Range
from maplanner.simulation.scenario import chosen_scenario

AS_DRAWN = "As drawn"


@dataclass(frozen=True)
class Line:
    """One figure in every variant; ``differences`` are those from the first, run by run on the same luck."""

    measure: Measure
    ranges: tuple[Range, ...]
    differences: tuple[Interval, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the figure with its ranges and differences."""
        return self.measure.to_json() | {
            "ranges": [each.to_json() for each in self.ranges],
            "differences": [each.to_json() for each in self.differences],
        }


@dataclass(frozen=True)
class Comparison:
    """Variants of a plan side by side; the first is what the others are compared with."""

    titles: tuple[str, ...]
    runs: int
    lines: tuple[Line, ...]

    def only(self, figures: Sequence[str]) -> Comparison:
        """Return the comparison of some figures, by key or title.

        Raises:
            CannotSimulate: There is no such figure, or several have the title.
        """
        by_measure = {line.measure: line for line in self.lines}
        return replace(self, lines=tuple(by_measure[chosen(by_measure, name)] for name in figures))

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "variants": list(self.titles),
            "runs": self.runs,
            "lines": [line.to_json() for line in self.lines],
        }


def compare_scenarios(
    snapshot: Snapshot,
    scenarios: Sequence[str | None],
    options: SimulationOptions | None = None,
    *,
    workers: Workers | None = None,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Comparison:
    """Simulate scenarios (``None``: the plan as drawn) on common random numbers and set them side by side.

    Raises:
        CannotSimulate: A scenario does not exist or cannot run.
        Cancelled: Somebody stopped the work.
    """
    trials = [
        Trial(AS_DRAWN if name is None else chosen_scenario(snapshot, name).title, name) for name in scenarios
    ]
    figures = carry_out(
        snapshot,
        trials,
        options or SimulationOptions(),
        workers=workers,
        progress=progress,
        cancelled=cancelled,
    )
    return compared([trial.title for trial in trials], figures)


def all_scenarios(snapshot: Snapshot) -> list[str | None]:
    """Return the plan as drawn and every scenario, in the order of the plan."""
    ordered = sorted(snapshot.all(Scenario), key=lambda each: (each.order, each.title))
    return [None, *(scenario.id for scenario in ordered)]


def compared(titles: Sequence[str], figures: Sequence[Figures]) -> Comparison:
    """Return figures of variants side by side."""
    runs = len(next(iter(figures[0].values())))
    measures = dict.fromkeys(measure for found in figures for measure in found)
    columns = [[found.get(measure, np.zeros(runs)) for found in figures] for measure in measures]
    lines = (_line(measure, column) for measure, column in zip(measures, columns, strict=True))
    return Comparison(tuple(titles), runs, tuple(lines))


def _line(measure: Measure, column: list[Samples]) -> Line:
    return Line(
        measure,
        tuple(Range.of(samples) for samples in column),
        tuple(mean_interval(samples - column[0]) for samples in column[1:]),
    )

"""Where a limit breaks: the value of an assumption at which a figure reaches a mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.simulation.experiments.levers import Lever
from maplanner.simulation.experiments.measures import Measure, chosen
from maplanner.simulation.experiments.trials import Trial
from maplanner.simulation.experiments.work import IsCancelled, Progress, Workers, carry_out
from maplanner.simulation.intervals import Interval, mean_interval
from maplanner.simulation.options import SimulationOptions

ROUNDS: Final = 12
"""Halvings of the range that is searched: to a 4,096th of it."""


@dataclass(frozen=True)
class Break:
    """The value at which the mean of a figure crosses a mark, and the figure just there.

    ``value`` is ``None`` where the figure stays on one side over the whole range searched, ``low`` to
    ``high``; ``at_low`` and ``at_high`` say what it is at both ends.
    """

    lever: Lever
    measure: Measure
    mark: float
    low: float
    high: float
    at_low: Interval
    at_high: Interval
    value: float | None
    there: Interval | None

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "lever": self.lever.key,
            "title": self.lever.title,
            "drawn": self.lever.drawn,
            "measure": self.measure.to_json(),
            "mark": self.mark,
            "searched": {"low": self.low, "high": self.high},
            "at_low": self.at_low.to_json(),
            "at_high": self.at_high.to_json(),
            "value": self.value,
            "there": None if self.there is None else self.there.to_json(),
        }


def breaking_point(
    snapshot: Snapshot,
    lever: Lever,
    measure: str,
    mark: float,
    options: SimulationOptions | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    scenario: str | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Break:
    """Search for the value of a lever at which the mean of a measure crosses a mark, by halving the range.

    All trials share their random numbers, so that the mean moves smoothly with the lever.

    Raises:
        CannotSimulate: There is no such measure, the range is empty, or a trial cannot run.
        Cancelled: Somebody stopped the work.
    """
    begin, end = _searched(lever, low, high)
    done = 0

    def means(*values: float) -> list[tuple[Measure, Interval]]:
        nonlocal done
        trials = [Trial(lever.title, scenario, (lever.change(lever.within(value)),)) for value in values]
        figures = carry_out(
            snapshot, trials, options or SimulationOptions(), workers=workers, cancelled=cancelled
        )
        done += 1
        if progress is not None:
            progress(min(1.0, done / (ROUNDS + 1)))
        return [(found, mean_interval(each[found])) for each in figures for found in (chosen(each, measure),)]

    (found, at_low), (_, at_high) = means(begin, end)
    if (at_low.mean >= mark) == (at_high.mean >= mark):
        return Break(lever, found, mark, begin, end, at_low, at_high, None, None)
    rising = at_high.mean >= mark
    left, right = begin, end
    for _ in range(ROUNDS):
        middle = lever.within((left + right) / 2.0)
        if middle in {left, right}:
            break
        ((_, there),) = means(middle)
        if (there.mean >= mark) == rising:
            right = middle
        else:
            left = middle
    value = right if rising else left
    ((_, there),) = means(value)
    return Break(lever, found, mark, begin, end, at_low, at_high, value, there)


def _searched(lever: Lever, low: float | None, high: float | None) -> tuple[float, float]:
    """Return the range to search: as asked for, else what the field allows, else from 0 to ten times."""
    far = 10.0 * abs(lever.drawn) or 1.0
    begin = lever.within(low if low is not None else max(lever.low or 0.0, 0.0))
    end = lever.within(high if high is not None else min(far, far if lever.high is None else lever.high))
    if not begin < end:
        raise CannotSimulate(
            f"{lever.title}: there is nothing to search.", advice="Let it begin below its end."
        )
    return begin, end

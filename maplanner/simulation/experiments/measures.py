"""Measures: the figures of a simulation by which variants of a plan are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Score, Segment, Step, Threshold
from maplanner.simulation.results import SimulationResult

Samples = NDArray[np.float64]
"""One number per run."""


@dataclass(frozen=True)
class Measure:
    """A figure by its key (``entered:step_1``), its title, and the heading it stands under."""

    key: str
    title: str
    heading: str

    def to_json(self) -> dict[str, str]:
        """Return the three texts by name."""
        return {"key": self.key, "title": self.title, "heading": self.heading}


def measured(result: SimulationResult) -> dict[Measure, Samples]:
    """Return every figure of a result, one number per run, in the order in which people read them."""
    return {measure: np.asarray(samples, np.float64) for measure, samples in _figures(result)}


def chosen(found: Collection[Measure], key: str) -> Measure:
    """Return the measure with a key, or the only one with a title.

    Raises:
        CannotSimulate: There is none, or several have the title.
    """
    for measure in found:
        if measure.key == key:
            return measure
    titled = [measure for measure in found if measure.title == key]
    if len(titled) == 1:
        return titled[0]
    if titled:
        keys = ", ".join(measure.key for measure in titled)
        raise CannotSimulate(f"Several figures are called “{key}”.", advice=f"Name one of: {keys}.")
    known = ", ".join(f"“{measure.title}”" for measure in list(found)[:_SHOWN])
    raise CannotSimulate(f"There is no figure “{key}”.", advice=f"Some that there are: {known}.")


def _figures(result: SimulationResult) -> Iterator[tuple[Measure, Any]]:
    yield Measure("leads", "Leads", "In all"), result.leads
    for threshold in result.thresholds:
        yield Measure(f"reached:{threshold.threshold}", threshold.title, "Thresholds"), threshold.reached
    for write in result.writes:
        key = f"written:{write.object}:{write.operation.value}"
        title = f"{write.api_name}, {_WRITTEN[write.operation.value]}"
        yield Measure(key, title, write.system_title), write.total
        yield (
            Measure(f"{key}:busiest", f"{title} on the busiest day", write.system_title),
            write.daily.max(axis=1),
        )
    tasks: Any = sum((step.tasks for step in result.steps), np.zeros_like(result.leads))
    yield Measure("tasks", "Tasks for sales", "In all"), tasks
    for segment in result.segments:
        yield Measure(f"members:{segment.segment}", segment.title, "Segments"), segment.members
    for score in result.scores:
        yield Measure(f"score:{score.score}", f"{score.title}, mean", "Scores"), score.mean
    for step in result.steps:
        yield Measure(f"entered:{step.step}", step.title, step.campaign_title), step.entered


_WRITTEN = {"create": "created", "update": "updated"}
_SHOWN = 12


def measures_of(reader: RecordReader) -> list[Measure]:
    """Return the figures that a plan will have for certain, before anything is simulated."""
    found = [Measure("leads", "Leads", "In all"), Measure("tasks", "Tasks for sales", "In all")]
    found += [Measure(f"reached:{each.id}", each.title, "Thresholds") for each in reader.all(Threshold)]
    found += [Measure(f"members:{each.id}", each.title, "Segments") for each in reader.all(Segment)]
    found += [Measure(f"score:{each.id}", f"{each.title}, mean", "Scores") for each in reader.all(Score)]
    for step in reader.all(Step):
        campaign = reader.find_or_none(Campaign, step.campaign)
        found.append(Measure(f"entered:{step.id}", step.title, "" if campaign is None else campaign.title))
    return found

"""Charts of who comes to links, campaigns, groups, buying stages, segments and thresholds, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.document.records import Link, Step
from maplanner.drawing.charts.over_time import Line, TimeChart
from maplanner.drawing.charts.series import (
    counts_over_time,
    followed,
    sampled_over_time,
    span_of,
    there_over_time,
    times_taken,
)
from maplanner.drawing.labels import one_line

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.drawing.charts.bars import Histogram
    from maplanner.simulation.groups import CampaignRow
    from maplanner.simulation.passing import Passing
    from maplanner.simulation.results import SimulationResult

_MOST_LINES = 4


class LinkCharts:
    """The charts of a link; each is ``None`` where there is nothing to show."""

    def __init__(self, reader: RecordReader, result: SimulationResult, link_id: str) -> None:
        self._result = result
        self._place = next((at for at, link in enumerate(result.links) if link.link == link_id), -1)
        self._title = _way(reader, link_id)

    def taken(self, span: float | None) -> TimeChart | None:
        """Return how often the link is taken."""
        details = self._result.details
        if details is None or self._place < 0:
            return None
        return sampled_over_time(self._result, f"{self._title}: taken", details.flows[self._place], span)

    def times(self) -> Histogram | None:
        """Return how long leads take until they first come along."""
        passing = self._passing()
        return times_taken(self._result, f"Time to “{self._title}”", passing.took if passing else None)

    def waiting(self) -> TimeChart | None:
        """Return who is on the way, if the link has a delay."""
        passing = self._passing()
        title = f"{self._title}: leads on the way"
        return None if passing is None else there_over_time(self._result, title, passing.inside)

    def _passing(self) -> Passing | None:
        details = self._result.details
        return None if details is None or self._place < 0 else details.links[self._place]


def entries(result: SimulationResult, row: CampaignRow, span: float | None) -> TimeChart | None:
    """Return the entries of a campaign or a group over time, with a band where nine runs of ten lie."""
    from maplanner.simulation.telling import band_of, summed

    if not row.over_time.any():
        return None
    width = span_of(result, span, result.bucket_days)
    values = summed(row.over_time, result.bucket_days, width)
    title = f"{one_line(row.title) or 'Without a group'}: entries"
    return counts_over_time(result, title, values, width, band_of(result, row.by_run, width))


def times_to(result: SimulationResult, title: str, passing: Passing | None) -> Histogram | None:
    """Return how long leads take until they first come to something."""
    return times_taken(result, f"Time to “{one_line(title)}”", None if passing is None else passing.took)


def firsts(result: SimulationResult, title: str, passing: Passing, span: float | None) -> TimeChart | None:
    """Return how many leads come to something for the first time."""
    return sampled_over_time(result, f"{one_line(title)}: leads that come first", passing.first, span)


def members(result: SimulationResult, title: str, passing: Passing) -> TimeChart | None:
    """Return how many leads are in a segment."""
    return there_over_time(result, f"{one_line(title)}: leads in it", passing.inside)


def stages_over_time(
    result: SimulationResult, titles: list[str], passings: list[Passing]
) -> TimeChart | None:
    """Return how many leads have got as far as each stage, and no further; the last stages of many."""
    if not passings or not any(passing.first.any() for passing in passings):
        return None
    import numpy as np  # the window starts without it

    reached = [np.append(0.0, passing.first.cumsum()) for passing in passings]
    here = [
        own - after for own, after in zip(reached, [*reached[1:], np.zeros_like(reached[0])], strict=True)
    ]
    spans = len(here[0]) - 1
    times = tuple(min(at * result.days / spans, result.days) for at in range(spans + 1))
    lines = tuple(
        Line(one_line(title) or "Stage", tuple(values.tolist()))
        for title, values in list(zip(titles, here, strict=True))[-_MOST_LINES:]
    )
    return TimeChart("Leads in each buying stage", followed(result), times=times, lines=lines)


def _way(reader: RecordReader, link_id: str) -> str:
    link = reader.find_or_none(Link, link_id)
    ends = [] if link is None else [reader.find_or_none(Step, end) for end in (link.source, link.target)]
    return " → ".join(one_line(step.title) or "untitled" for step in ends if step is not None)

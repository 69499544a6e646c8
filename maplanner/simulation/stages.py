"""The stage report: how far leads get along the buying stages, and how each stage converts to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maplanner.document.reading import RecordReader
from maplanner.document.records import Stage
from maplanner.simulation.shares import Share, wilson

if TYPE_CHECKING:
    from maplanner.simulation.passing import Passing
    from maplanner.simulation.results import SimulationResult


@dataclass(frozen=True)
class StageRow:
    """One stage: the share of all leads that got no further, the share that got here, and on to the next.

    ``stage`` is ``None`` for the leads that never came to stand in any stage. ``onward`` is ``None`` for the
    last stage.
    """

    stage: str | None
    title: str
    here: Share
    reached: Share
    onward: Share | None
    passing: Passing | None
    """Who got here or further, and when; ``None`` for no stage."""

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {
            "id": self.stage,
            "title": self.title,
            "here": self.here.to_json(),
            "reached": self.reached.to_json(),
            "to_next": None if self.onward is None else self.onward.to_json(),
            "time_to_reach": self.passing.took.to_json()
            if self.passing and self.passing.took.count
            else None,
        }


def stage_report(reader: RecordReader, result: SimulationResult) -> tuple[StageRow, ...]:
    """Return the stages in their order, those without a stage first; empty where nothing is known.

    A lead counts for the furthest stage in which it ever stood: what it does on steps of a stage moves it
    on, and steps that set the stage do. Shares are of the leads that were followed.
    """
    stages = result.stages_reached
    now = {stage.id: stage.title for stage in reader.all(Stage)}
    if result.details is None or not stages or not result.details.leads:
        return ()
    counts = result.details.furthest
    reached = counts[::-1].cumsum()[::-1]
    passings = result.details.stages
    titles: list[tuple[str | None, str]] = [
        (None, ""),
        *((each.stage, now.get(each.stage, each.title)) for each in stages),
    ]
    return tuple(
        StageRow(
            stage,
            title,
            wilson(counts[place], reached[0]),
            wilson(reached[place], reached[0]),
            wilson(reached[place + 1], reached[place]) if place + 1 < len(counts) else None,
            passings[place - 1] if 0 < place <= len(passings) else None,
        )
        for place, (stage, title) in enumerate(titles)
    )

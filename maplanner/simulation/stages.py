"""The stage report: how far leads get along the buying stages, and how each stage converts to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Stage, Step
from maplanner.simulation.shares import Share, wilson

if TYPE_CHECKING:
    from maplanner.simulation.passing import Passing
    from maplanner.simulation.program import FlowProgram
    from maplanner.simulation.results import SimulationResult


@dataclass(frozen=True)
class StageRow:
    """One stage: the share of all leads that got no further, the share that got here, and on to the next.

    ``stage`` is ``None`` for the leads that reached no step of any stage. ``onward`` is ``None`` for the
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


def stages_in_order(reader: RecordReader) -> list[Stage]:
    """Return the buying stages in their order."""
    return sorted(reader.all(Stage), key=lambda stage: (stage.order, stage.title, stage.id))


def stages_of_steps(reader: RecordReader, program: FlowProgram) -> NDArray[np.int64]:
    """Return the place of each step's stage, from 1 up; 0 for steps of no stage."""
    places = {stage.id: place for place, stage in enumerate(stages_in_order(reader), 1)}
    found = [places.get(reader.find(Step, step.id).stage or "", 0) for step in program.steps]
    return np.asarray([*found, *([len(places)] if not found else [])], np.int64)


def stage_report(reader: RecordReader, result: SimulationResult) -> tuple[StageRow, ...]:
    """Return the stages in their order, those without a stage first; empty where nothing is known.

    A lead is in the furthest stage of all steps that it came to. Shares are of the leads that were followed.
    """
    stages = stages_in_order(reader)
    if result.details is None or not stages or not result.details.leads:
        return ()
    counts = np.zeros(len(stages) + 1)
    furthest = result.details.furthest[: len(counts)]
    counts[: len(furthest)] = furthest
    reached = counts[::-1].cumsum()[::-1]
    passings = result.details.stages
    titles: list[tuple[str | None, str]] = [(None, ""), *((stage.id, stage.title) for stage in stages)]
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

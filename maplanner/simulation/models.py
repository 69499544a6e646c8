"""Score models from the rows of a program."""

from __future__ import annotations

from maplanner.document.values import Decay, HalfLifeDecay, LinearDecay, StepDecay
from maplanner.scoring.model import ScoreModel
from maplanner.simulation import program as op


def model_of_row(row: list[float]) -> ScoreModel:
    """Return the model of a row of ``ProgramArrays.score``."""
    floor, cap, _start, decay, first, second = row[:6]
    found: Decay | None = None
    if decay == op.LINEAR:
        found = LinearDecay(points=first, days=second)
    elif decay == op.HALF_LIFE:
        found = HalfLifeDecay(days=first)
    elif decay == op.STEPWISE:
        found = StepDecay(share=first, days=second)
    return ScoreModel(floor, cap, found)

"""Runs a plan: exact, event by event, in as many replications as wanted.

Importing this package is cheap: numpy is loaded with the first name of a result that is asked for, the
compiled kernel by the first :func:`simulate`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from maplanner.document.reading import Snapshot
from maplanner.simulation.options import SimulationOptions

if TYPE_CHECKING:
    from maplanner.simulation.results import (
        BIN_MINUTES,
        BINS_PER_DAY,
        BinnedCounts,
        LinkResult,
        Range,
        ScoreResult,
        SegmentResult,
        SimulationResult,
        StepResult,
        ThresholdResult,
        WriteResult,
    )


def simulate(
    snapshot: Snapshot,
    options: SimulationOptions | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SimulationResult:
    """Run a plan and return what came out.

    ``progress`` is told the share of the work done, from 0 to 1; ``cancelled``
    is asked several times a second whether to stop. Both are called in the
    thread that called this function.

    Raises:
        CannotSimulate: The plan cannot run as it stands; the message says where and what to do.
        Cancelled: The person stopped the work.
    """
    from maplanner.simulation.run import run_plan

    return run_plan(snapshot, options or SimulationOptions(), progress, cancelled)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("maplanner.simulation.results"), name)


__all__ = [
    "BINS_PER_DAY",
    "BIN_MINUTES",
    "BinnedCounts",
    "LinkResult",
    "Range",
    "ScoreResult",
    "SegmentResult",
    "SimulationOptions",
    "SimulationResult",
    "StepResult",
    "ThresholdResult",
    "WriteResult",
    "simulate",
]

"""Arguments and options that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from maplanner.core.errors import MaplannerError
from maplanner.document.fields import field_limits
from maplanner.document.records import Plan

PlanArgument = Annotated[Path, typer.Argument(metavar="PLAN", help="The plan file.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document, for other programs.")]
DaysOption = Annotated[
    str | None, typer.Option(metavar="DAYS", help="Simulated time in days; without it, the plan's.")
]
RunsOption = Annotated[
    str | None, typer.Option(metavar="N", help="How often to run; more runs give narrower ranges.")
]
SeedOption = Annotated[str | None, typer.Option(metavar="N", help="The same seed gives the same numbers.")]
ThreadsOption = Annotated[
    str | None, typer.Option(metavar="N", help="Processor cores to use; it never changes a number.")
]
ScenarioOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The scenario whose assumptions to use.", show_default=False),
]

MOST_THREADS = 1_024


class BadArgument(MaplannerError):
    """An argument or option is not possible."""


def simulation_options(
    days: str | None, runs: str | None, seed: str | None, threads: str | None, scenario: str | None
) -> Any:
    """Return the simulation's options from what was typed.

    Raises:
        BadArgument: A number is not one, or out of range.
    """
    from maplanner.simulation import SimulationOptions

    return SimulationOptions(
        days=_plan_number("days", days, whole=False),
        runs=_plan_whole("runs", runs),
        seed=_plan_whole("seed", seed),
        threads=None if threads is None else int(_number("threads", threads, 1, MOST_THREADS, whole=True)),
        scenario=scenario,
    )


def _plan_whole(name: str, typed: str | None) -> int | None:
    value = _plan_number(name, typed, whole=True)
    return None if value is None else int(value)


def _plan_number(name: str, typed: str | None, *, whole: bool) -> float | int | None:
    """Return a number within the limits of the plan's own field of that name."""
    if typed is None:
        return None
    limits = field_limits(Plan, name)
    low = 0.0 if limits.low is None else limits.low
    high = sys.float_info.max if limits.high is None else limits.high
    # A bound of 2^63 − 1 is a little more as a floating-point number.
    return _number(name, typed, low, min(int(high), 2**63 - 1) if whole else high, whole=whole)


def _number(name: str, typed: str, low: float, high: float, *, whole: bool) -> float | int:
    kind = "a whole number" if whole else "a number"
    bounds = (
        f"{kind} from {int(low):,} to {int(high):,}" if whole else f"{kind} above {low:g}, at most {high:,g}"
    )
    try:
        value: float | int = int(typed) if whole else float(typed)
        acceptable = low <= value <= high if whole else low < value <= high
    except (ValueError, OverflowError):
        acceptable = False
    if not acceptable:
        raise BadArgument(f"--{name} “{typed[:40]}” is not possible.", advice=f"Give {bounds}.")
    return value

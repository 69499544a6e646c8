"""Asking a plan “what if”, for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import Snapshot

if TYPE_CHECKING:
    from maplanner.simulation import SimulationOptions
    from maplanner.simulation.experiments.breaking import Break
    from maplanner.simulation.experiments.comparing import Comparison
    from maplanner.simulation.experiments.levers import Lever
    from maplanner.simulation.experiments.sensitivity import Sensitivity
    from maplanner.simulation.experiments.work import Workers

Progress = Callable[[float], None]
IsCancelled = Callable[[], bool]

AS_DRAWN = "as drawn"
"""What names the plan itself among scenarios, in any case of letters."""


def scenario_named(name: str) -> str | None:
    """Return a scenario's name, or ``None`` for the plan as drawn."""
    return None if name.strip().casefold() == AS_DRAWN else name


def compare(
    snapshot: Snapshot,
    scenarios: Sequence[str],
    options: SimulationOptions | None = None,
    *,
    scheduler: str = "",
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Comparison:
    """Set scenarios side by side; without any, the plan as drawn and all it has.

    Raises:
        CannotSimulate: A scenario does not exist or cannot run.
        MissingPart: A scheduler is named, and what speaks with it is not installed.
        Cancelled: Somebody stopped the work.
    """
    from maplanner.simulation.experiments.comparing import all_scenarios, compare_scenarios

    wanted = [scenario_named(name) for name in scenarios] or all_scenarios(snapshot)
    return compare_scenarios(
        snapshot,
        wanted,
        options,
        workers=_workers(scheduler, cancelled),
        progress=progress,
        cancelled=cancelled,
    )


def what_matters(
    snapshot: Snapshot,
    measure: str,
    levers: Sequence[str] = (),
    options: SimulationOptions | None = None,
    *,
    shift: float | None = None,
    scenario: str | None = None,
    scheduler: str = "",
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Sensitivity:
    """Say which assumption moves a measure most; without any named, all are tried.

    Raises:
        CannotSimulate: There is no such measure or assumption, or a trial cannot run.
        MissingPart: A scheduler is named, and what speaks with it is not installed.
        Cancelled: Somebody stopped the work.
    """
    from maplanner.simulation.experiments.sensitivity import USUAL_SHIFT, sensitivity

    return sensitivity(
        snapshot,
        chosen_levers(snapshot, levers, scenario),
        measure,
        options,
        shift=USUAL_SHIFT if shift is None else shift,
        scenario=scenario,
        workers=_workers(scheduler, cancelled),
        progress=progress,
        cancelled=cancelled,
    )


def where_it_breaks(
    snapshot: Snapshot,
    lever: str,
    measure: str,
    mark: float,
    options: SimulationOptions | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    scenario: str | None = None,
    scheduler: str = "",
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Break:
    """Say at which value of an assumption a measure reaches a mark.

    Raises:
        CannotSimulate: There is no such measure or assumption, or a trial cannot run.
        MissingPart: A scheduler is named, and what speaks with it is not installed.
        Cancelled: Somebody stopped the work.
    """
    from maplanner.simulation.experiments.breaking import breaking_point

    (found,) = chosen_levers(snapshot, [lever], scenario)
    return breaking_point(
        snapshot,
        found,
        measure,
        mark,
        options,
        low=low,
        high=high,
        scenario=scenario,
        workers=_workers(scheduler, cancelled),
        progress=progress,
        cancelled=cancelled,
    )


def chosen_levers(snapshot: Snapshot, names: Sequence[str], scenario: str | None = None) -> list[Lever]:
    """Return the assumptions with these keys or titles, as a scenario has them; all, if none is named.

    Raises:
        CannotSimulate: There is no such assumption, or several have the title.
    """
    from maplanner.simulation.experiments.levers import levers_of
    from maplanner.simulation.scenario import with_scenario

    every = levers_of(with_scenario(snapshot, scenario))
    return [_lever(every, name) for name in names] if names else every


def _lever(every: list[Lever], name: str) -> Lever:
    found = [lever for lever in every if lever.key == name] or [
        lever for lever in every if lever.title.casefold() == name.strip().casefold()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(lever.key for lever in found)
        raise CannotSimulate(f"Several assumptions are called “{name}”.", advice=f"Name one of: {keys}.")
    raise CannotSimulate(
        f"There is no assumption “{name}”.", advice="“maplanner assumptions PLAN” lists all there are."
    )


def _workers(scheduler: str, cancelled: IsCancelled | None) -> Workers | None:
    from maplanner.simulation.experiments.cluster import Cluster

    return Cluster(scheduler, cancelled) if scheduler else None

"""What a simulation is asked to do."""

from __future__ import annotations

from dataclasses import dataclass

FOLLOWED_LEADS = 20_000
"""Leads that are usually followed one by one, where times, stock and stages are wanted."""


@dataclass(frozen=True)
class SimulationOptions:
    """How to run a plan; what is ``None`` is taken from the plan.

    ``days`` is the simulated time, ``runs`` the number of replications.
    ``threads`` is how many processor cores to use, as far as there is work for
    them (``None``: as many as pay off); it never changes a result. ``scenario``
    is the identifier or the title of a scenario whose assumptions replace the
    drawing's values. ``first_run`` is the number of the first replication: runs 0 to 9
    and runs 10 to 19 apart give the same numbers as runs 0 to 19 together.
    """

    days: float | None = None
    runs: int | None = None
    seed: int | None = None
    threads: int | None = None
    scenario: str | None = None
    precision: float | None = None
    precision_of: tuple[str, ...] = ()
    by_hour: bool = False
    sample_leads: int = 0
    leave_out: bool = False
    first_run: int = 0

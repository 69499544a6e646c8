"""What is refused because no machine could run it, or because it makes no sense."""

from __future__ import annotations

from typing import Final

from maplanner.core.errors import CannotSimulate
from maplanner.simulation.options import SimulationOptions
from maplanner.simulation.program import FlowProgram

MOST_LEADS: Final = 100_000_000_000
"""Leads in all runs together; beyond, a run takes days."""
MOST_RUNS: Final = 10_000
MOST_AT_ACCOUNT: Final = 2_000_000
"""Leads in one account: all of them are kept in mind at once, some hundred bytes each."""


def most_runs(options: SimulationOptions, usual: int) -> int:
    """Return how many runs there may be; ``usual`` is the plan's own number."""
    if options.runs is not None:
        return options.runs
    return MOST_RUNS if options.precision is not None else usual


def refuse_odd(options: SimulationOptions, seed: int) -> None:
    """Refuse options that make no sense.

    Raises:
        CannotSimulate: One of them does.
    """
    if not 0 <= seed < 2**63:
        raise CannotSimulate("The seed must be a whole number from 0 up.", advice="Choose another one.")
    if options.first_run < 0:
        raise CannotSimulate("The number of the first run must be 0 or more.", advice="Choose another one.")
    if options.precision is not None and not 0.0005 <= options.precision <= 0.5:
        raise CannotSimulate(
            "The precision must be from 0.05 % to 50 % of the mean.", advice="Choose another one."
        )


def refuse_absurd(program: FlowProgram, runs: int) -> None:
    """Refuse what would take days or more memory than machines have.

    Raises:
        CannotSimulate: There are too many runs, or too many leads in all or in one account.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise CannotSimulate(
            f"The number of runs must be from 1 to {MOST_RUNS:,}.", advice="Choose another one."
        )
    if program.expected_leads * runs > MOST_LEADS:
        raise CannotSimulate(
            f"The plan brings about {program.expected_leads:,.0f} leads in each of {runs:,} runs; "
            f"{MOST_LEADS:,} in all is the most that can be simulated in reasonable time.",
            advice="Lower the lists, rates or the number of runs.",
        )


def refuse_crowds(program: FlowProgram) -> None:
    """Refuse accounts with more leads than can be kept in mind.

    Raises:
        CannotSimulate: There are too many leads for each account.
    """
    each = program.expected_leads / program.accounts
    if each > MOST_AT_ACCOUNT:
        raise CannotSimulate(
            f"The plan brings about {each:,.0f} leads for each of its {program.accounts:,} accounts; "
            f"{MOST_AT_ACCOUNT:,} is the most.",
            advice="Raise the plan's number of accounts, or lower the lists and rates.",
        )


def affordable(program: FlowProgram, runs: int) -> int:
    """Return how many of so many runs a machine can be asked for."""
    return min(runs, int(MOST_LEADS / max(program.expected_leads, 1.0)))

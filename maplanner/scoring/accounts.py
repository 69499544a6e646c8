"""Scores of accounts in a recorded history: the roll-up of their leads' scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maplanner.scoring.history import Floats
from maplanner.scoring.rollup import RollUpModel


@dataclass(frozen=True)
class AccountScore:
    """An account's score, and the places of its leads with the highest first."""

    name: str
    value: float
    leads: tuple[int, ...]


def account_scores(accounts: Sequence[str], values: Floats, roll_up: RollUpModel) -> tuple[AccountScore, ...]:
    """Return the accounts' scores, the highest first; leads without an account are in none."""
    if not accounts:
        return ()
    members: dict[str, list[int]] = {}
    for lead, name in enumerate(accounts):
        if name:
            members.setdefault(name, []).append(lead)
    points = values.tolist()
    made = []
    for name, leads in members.items():
        value = roll_up.value([points[lead] for lead in leads])
        made.append(AccountScore(name, value, tuple(sorted(leads, key=lambda lead: -points[lead]))))
    order = np.argsort([-each.value for each in made], kind="stable")
    return tuple(made[at] for at in order)

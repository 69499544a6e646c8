"""Scores of accounts in a recorded history: the roll-up of their leads' scores, and when it met a mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from maplanner.document.vocabulary import RollUp
from maplanner.scoring.giving import Gain
from maplanner.scoring.history import Floats
from maplanner.scoring.model import LeadScore, ScoreModel
from maplanner.scoring.rollup import RollUpModel

Came = Callable[[int], float]
GainsOf = Callable[[int], Sequence[Gain]]


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


@dataclass(frozen=True)
class AccountReplay:
    """An account's leads live through their events again, one after the other in order of time."""

    model: ScoreModel
    roll_up: RollUpModel
    came: Came
    gains_of: GainsOf
    highest: Floats
    """The highest score that each lead ever had."""

    def reached(self, leads: Sequence[int], mark: float) -> float | None:
        """Return the day on which an account with these leads first stood at a mark; ``None`` for never."""
        if self._at_best(leads) < mark:
            return None
        scores: dict[int, LeadScore] = {}
        for day, lead, gain in self._events(leads):
            if gain is None:
                scores[lead] = self.model.new(day)
            elif gain.expires:
                scores[lead] = self.model.expired(scores[lead], -gain.points, day)
            else:
                scores[lead] = self.model.changed(scores[lead], gain.points, day)
            value = self.roll_up.value([self.model.value(score, day) for score in scores.values()])
            if value >= mark:
                return day
        return None

    def _at_best(self, leads: Sequence[int]) -> float:
        """Return a bound that the account's score cannot exceed, so that most accounts need no replay."""
        best = [float(self.highest[lead]) for lead in leads]
        if self.roll_up.how in (RollUp.SUM, RollUp.ROLES):
            return sum(max(0.0, each) for each in best)
        return max(best)

    def _events(self, leads: Sequence[int]) -> Iterator[tuple[float, int, Gain | None]]:
        """Yield what happens to the leads in order of time; coming in stands before what is gained by it."""
        events: list[tuple[float, int, Gain | None]] = []
        for lead in leads:
            events.append((self.came(lead), lead, None))
            events += [(gain.day, lead, gain) for gain in self.gains_of(lead)]
        return iter(sorted(events, key=lambda event: event[0]))

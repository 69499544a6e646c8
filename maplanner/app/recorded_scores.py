"""Scores of recorded leads by the rules of a plan: what each has, why, and what its account has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from maplanner.core.errors import CannotCalibrate
from maplanner.document.reading import RecordReader
from maplanner.document.records import Score, Threshold
from maplanner.document.vocabulary import RuleKind
from maplanner.scoring.accounts import AccountReplay, AccountScore, account_scores
from maplanner.scoring.calibration import account_marks, lead_marks, usual_score, usual_threshold
from maplanner.scoring.explaining import Explanation, explain
from maplanner.scoring.fitting import Evaluation, evaluate
from maplanner.scoring.gains import Gains, gains
from maplanner.scoring.giving import Gain
from maplanner.scoring.hearing import Hearing, hearing
from maplanner.scoring.history import History
from maplanner.scoring.model import ScoreModel
from maplanner.scoring.recorded import Scored, score_history
from maplanner.scoring.rollup import RollUpModel
from maplanner.scoring.rule_book import RuleBook


@dataclass(frozen=True)
class ScoredHistory:
    """A score of the plan on a history: every lead's value, and what explains it."""

    score: Score
    history: History
    heard: Hearing
    given: Gains
    scored: Scored
    threshold: float
    marks: tuple[tuple[str, float], ...]
    book: RuleBook = field(repr=False)
    model: ScoreModel = field(repr=False)
    account_marks: tuple[tuple[str, float], ...] = ()

    @property
    def unknown(self) -> list[tuple[str, int]]:
        """Events that the plan does not know, with how often they happened, most frequent first."""
        counts = np.bincount(self.history.signal, minlength=len(self.history.signals))
        found = [
            (signal.title, int(counts[at]))
            for at, signal in enumerate(self.history.signals)
            if not self.heard.known[at]
        ]
        return sorted(found, key=lambda each: -each[1])

    @property
    def unheard(self) -> list[str]:
        """Rules for which nothing in the history speaks."""
        heard = {place for places in self.heard.heard for place in places}
        return [
            title
            for place, title in enumerate(self.book.titles)
            if place not in heard and self.book.rules[place].kind is not RuleKind.INACTIVITY
        ]

    def evaluation(self) -> Evaluation:
        """Return how well the highest score of each lead tells buyers from others."""
        return evaluate(self.scored.highest, self.history.bought)

    def gains_of(self, lead: int) -> list[Gain]:
        """Return what a lead was given, in order of time."""
        first, last = np.searchsorted(self.given.lead, [lead, lead + 1])
        rows = slice(int(first), int(last))
        columns = (self.given.day, self.given.points, self.given.rule, self.given.expires)
        return [
            Gain(day, self.book.titles[rule], points, rule, expires)
            for day, points, rule, expires in zip(*(each[rows].tolist() for each in columns), strict=True)
        ]

    def came(self, lead: int) -> float:
        """Return the day of a lead's first event."""
        return float(self.history.day[self.history.first[lead]])

    def explain(self, lead: int) -> Explanation:
        """Return the log of one lead, which adds up to its score."""
        return explain(self.model, self.came(lead), self.gains_of(lead), self.scored.at, self.marks)

    @cached_property
    def accounts(self) -> tuple[AccountScore, ...]:
        """The accounts that the history names, the highest score first."""
        return account_scores(self.history.accounts, self.scored.value, RollUpModel.of(self.score))

    def account_reached(self, account: AccountScore) -> list[tuple[str, float]]:
        """Return the thresholds that an account's score reached at some time, each with the first day."""
        replay = AccountReplay(
            self.model, RollUpModel.of(self.score), self.came, self.gains_of, self.scored.highest
        )
        days = [(title, replay.reached(account.leads, mark)) for title, mark in self.account_marks]
        return [(title, day) for title, day in days if day is not None]


def score_recorded(
    reader: RecordReader, history: History, score: Score | None = None, book: RuleBook | None = None
) -> ScoredHistory:
    """Return every lead's score by the plan's rules, at the time of the last event.

    Raises:
        CannotCalibrate: The plan has no score.
    """
    chosen = score or usual_score(reader)
    if chosen is None:
        raise CannotCalibrate("The plan has no score.", advice="Add one, or use a starter model.")
    own = RuleBook.of(reader, chosen) if book is None else book
    heard = hearing(reader, own.rules, history.signals)
    given = gains(history, heard, own, history.end)
    model = ScoreModel.of(chosen)
    mark = usual_threshold(reader, chosen)
    marks, of_accounts = (
        _titled(each) for each in (lead_marks(reader, chosen), account_marks(reader, chosen))
    )
    scored = score_history(history, model, given, mark, history.end)
    return ScoredHistory(chosen, history, heard, given, scored, mark, marks, own, model, of_accounts)


def _titled(marks: Sequence[Threshold]) -> tuple[tuple[str, float], ...]:
    return tuple((each.title or f"{each.value:g} points", each.value) for each in marks)

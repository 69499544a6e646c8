"""Two scoring models on the same leads: who qualifies only under one, when, and why (brief E10)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from maplanner.app.recorded_scores import ScoredHistory, score_recorded
from maplanner.core.errors import CannotCalibrate
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Score
from maplanner.scoring.calibration import usual_mark, usual_score
from maplanner.scoring.explaining import Explanation
from maplanner.scoring.history import History

if TYPE_CHECKING:
    from maplanner.simulation.chunks import EventLines
    from maplanner.simulation.program import FlowProgram

Under = Literal["first", "second", "both", "neither"]
_LEADS_AT_ONCE = 4_000
MOST_SIMULATED = 20_000
"""So many simulated leads are compared."""


@dataclass(frozen=True)
class Qualified:
    """A lead that qualifies under either model, and on which day under each (``None``: never)."""

    name: str
    first: float | None
    second: float | None
    lead: int = -1

    @property
    def under(self) -> Under:
        """Under which model it qualifies."""
        if self.first is None:
            return "neither" if self.second is None else "second"
        return "first" if self.second is None else "both"


@dataclass(frozen=True)
class VersionComparison:
    """Two models on the same leads. ``qualified`` are those that qualify under one of them at least."""

    titles: tuple[str, str]
    leads: int
    qualified: tuple[Qualified, ...]
    histories: tuple[ScoredHistory, ScoredHistory] | None = None
    logs: dict[str, tuple[tuple[Scored, ...], tuple[Scored, ...]]] | None = None

    def under(self, which: Under) -> tuple[Qualified, ...]:
        """Return the leads that qualify under one model only, or under both."""
        return tuple(each for each in self.qualified if each.under == which)

    @cached_property
    def sooner(self) -> tuple[int, int]:
        """How many that qualify under both do so sooner under the first, and under the second."""
        both = [(each.first or 0.0, each.second or 0.0) for each in self.under("both")]
        return sum(first < second for first, second in both), sum(second < first for first, second in both)

    def explain(self, qualified: Qualified) -> tuple[Explanation, Explanation] | None:
        """Return both logs of a recorded lead; ``None`` for a simulated one."""
        if self.histories is None or qualified.lead < 0:
            return None
        first, second = self.histories
        return first.explain(qualified.lead), second.explain(qualified.lead)


@dataclass(frozen=True)
class Scored:
    """A simulated lead's score after a change, on a day."""

    day: float
    score: str
    value: float


def compare_on_history(
    first: tuple[str, RecordReader], second: tuple[str, RecordReader], history: History, score: str = ""
) -> VersionComparison:
    """Return who qualifies under each of two models, each with its title, in a recorded history.

    Raises:
        CannotCalibrate: One of the models has no score.
    """
    found = tuple(
        score_recorded(reader, history, _score(reader, score)) for _title, reader in (first, second)
    )
    one, other = found[0].scored.reached.tolist(), found[1].scored.reached.tolist()
    made = (
        Qualified(history.leads[lead], _day(at), _day(after), lead)
        for lead, (at, after) in enumerate(zip(one, other, strict=True))
    )
    return VersionComparison(
        (first[0], second[0]),
        len(history.leads),
        tuple(each for each in made if each.under != "neither"),
        (found[0], found[1]),
    )


def _score(reader: RecordReader, wanted: str) -> Score | None:
    """Return the score of an identifier or a title; the usual one where the model has no such score."""
    for each in reader.all(Score):
        if wanted and wanted.casefold() in (each.id, each.title.casefold()):
            return each
    return None


def _day(value: float) -> float | None:
    return None if math.isnan(value) else value


def compare_on_simulation(
    first: tuple[str, Snapshot],
    second: tuple[str, Snapshot],
    *,
    score: str = "",
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> VersionComparison:
    """Return who qualifies under each of two models among the same simulated leads.

    Both run with the same random numbers, so that leads do the same until scores make a difference.

    Raises:
        CannotSimulate: The plan cannot run as it stands.
        CannotCalibrate: One of the models has no threshold that qualifies leads.
        Cancelled: Somebody stopped the work.
    """
    parts = [_Simulated(snapshot, score) for _title, snapshot in (first, second)]
    accounts = min(part.accounts for part in parts)
    reached = []
    for number, part in enumerate(parts):
        part.run(accounts, lambda share, at=number: _tell(progress, (at + share) / 2), cancelled)  # type: ignore[misc]
        reached.append(part.reached)
    names = sorted({*reached[0], *reached[1]})
    qualified = tuple(
        Qualified(f"{account}-{lead}", reached[0].get((account, lead)), reached[1].get((account, lead)))
        for account, lead in names
    )
    logs = {f"{name[0]}-{name[1]}": (tuple(parts[0].log(name)), tuple(parts[1].log(name))) for name in names}
    return VersionComparison((first[0], second[0]), max(part.leads for part in parts), qualified, None, logs)


def _tell(progress: Callable[[float], None] | None, share: float) -> None:
    if progress is not None:
        progress(share)


class _Simulated:
    """One model's run: when each lead reached the threshold, and how its scores went."""

    def __init__(self, snapshot: Snapshot, score: str) -> None:
        from maplanner.simulation.runnable import compiled

        meant = _score(snapshot, score) or usual_score(snapshot)
        mark = usual_mark(snapshot, meant)
        if mark is None:
            raise CannotCalibrate(
                "There is no threshold that leads could reach.", advice="Add one to the score."
            )
        self._program: FlowProgram
        self._program, _left_out = compiled(snapshot, None)
        self._mark = mark.id
        self._seed = snapshot.plan.seed
        self.reached: dict[tuple[int, int], float] = {}
        self.leads = 0
        self._logs: dict[tuple[int, int], list[Scored]] = {}
        per_account = max(self._program.expected_leads / self._program.accounts, 1e-9)
        self.accounts = max(1, min(self._program.accounts, int(MOST_SIMULATED / per_account)))
        self._step = max(1, int(_LEADS_AT_ONCE / per_account))

    def run(self, accounts: int, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        """Run the first so many accounts."""
        from maplanner.core.errors import Cancelled
        from maplanner.simulation.chunks import Task, recorded

        task = Task(self._seed, 0, 0, 0, 100_000)
        for first in range(0, accounts, self._step):
            if cancelled():
                raise Cancelled("The comparison was stopped.")
            last = min(first + self._step, accounts)
            _outcome, lines = recorded(self._program, replace(task, first=first, last=last))
            self._take(lines)
            progress(last / accounts)

    def _take(self, lines: EventLines) -> None:
        from maplanner.simulation import layout
        from maplanner.simulation import program as op

        self.leads += int((lines.what == op.SOURCE).sum())
        marks = [each.id for each in self._program.thresholds]
        place = marks.index(self._mark) if self._mark in marks else -1
        crossed = (lines.what == layout.CROSSED) & (lines.which == place)
        for at in crossed.nonzero()[0].tolist():
            self.reached.setdefault((int(lines.account[at]), int(lines.lead[at])), float(lines.time[at]))
        titles = [each.title for each in self._program.scores]
        for at in (lines.what == op.GAIN).nonzero()[0].tolist():
            who = (int(lines.account[at]), int(lines.lead[at]))
            line = Scored(float(lines.time[at]), titles[int(lines.which[at])], float(lines.value[at]))
            self._logs.setdefault(who, []).append(line)

    def log(self, who: tuple[int, int]) -> Iterator[Scored]:
        """Yield how a lead's scores went."""
        yield from self._logs.get(who, ())

"""Sales teams of a plan, as a program needs them."""

from __future__ import annotations

from dataclasses import dataclass, field

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import Effect, SalesTeam, Score
from maplanner.document.values import WorkingDelay
from maplanner.document.vocabulary import EffectKind, WaitingOrder
from maplanner.flow.behaviour import Serve
from maplanner.simulation.delays import DelayTable
from maplanner.simulation.numbering import Numbering
from maplanner.simulation.serving import Team


@dataclass
class TeamTable:
    """The teams that steps ask, numbered as they are met."""

    reader: RecordReader
    numbers: Numbering
    delays: DelayTable
    teams: list[Team] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def number(self, team: str, where: str) -> int:
        """Return a team's number.

        Raises:
            CannotSimulate: It no longer exists, or its calendar cannot be used.
        """
        if team not in self._known:
            found = self.reader.find_or_none(SalesTeam, team)
            if found is None:
                raise CannotSimulate(
                    f"{where} uses a sales team that no longer exists.", advice="Choose another one."
                )
            self._known[team] = len(self.teams)
            self.teams.append(self._team(found))
        return self._known[team]

    def service(self, serve: Serve, where: str) -> int:
        """Return the row of the working time that a task takes, in the hours of the team."""
        team = self.reader.find(SalesTeam, serve.team)
        work = serve.delay
        if not isinstance(work, WorkingDelay):
            raise CannotSimulate(f"{where} takes no working time.", advice="Give its work some hours.")
        spans = self.delays.calendars.working(team.calendar or "", where)
        return self.delays.service(work.hours, work.deviation, spans, where)

    def _team(self, team: SalesTeam) -> Team:
        where = f"Sales team “{team.title or 'untitled'}”"
        spans = self.delays.calendars.working(team.calendar or "", where)
        days = self.delays.calendars.clock.days
        return Team(
            id=team.id,
            title=team.title,
            people=team.people,
            most_per_day=team.most_per_day or 0,
            row=self.delays.place(spans),
            newest_first=team.waiting_order is WaitingOrder.NEWEST,
            score=self._score(team, where),
            hot=self._hot(team, where),
            hour_cost=team.hour_cost,
            open_days=sum(
                max(0.0, min(closes, days) - max(0.0, opens))
                for opens, closes in zip(spans.opens, spans.closes, strict=True)
            ),
        )

    def _hot(self, team: SalesTeam, where: str) -> int:
        """Return the threshold that makes a lead hot: the one chosen, else one that qualifies; -1: none."""
        if team.hot:
            return self.numbers.threshold(team.hot, where)
        qualifying = (each for each in self.reader.all(Effect) if each.kind is EffectKind.QUALIFY)
        return min((self.numbers.thresholds.get(each.threshold, -1) for each in qualifying), default=-1)

    def _score(self, team: SalesTeam, where: str) -> int:
        if team.waiting_order is not WaitingOrder.HIGHEST_SCORE:
            return -1
        first = min(self.reader.all(Score), key=lambda score: score.order, default=None)
        chosen = team.score or (first.id if first else "")
        return self.numbers.score(chosen, where)

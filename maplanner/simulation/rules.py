"""Scoring rules as tables: what they listen to, their limits, patterns and times."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import RuleGroup, ScoringRule
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EventType, Repeat, RuleKind
from maplanner.scoring.limits import Limit
from maplanner.simulation import program as op
from maplanner.simulation.arrays import floats, ints
from maplanner.simulation.assembly import GainCode
from maplanner.simulation.hearing import MOST_REMEMBERED, Hearing
from maplanner.simulation.numbering import Numbering

_Heard = tuple[EventType, str | None]


@dataclass
class RuleTable:
    """Scoring rules by what they listen to; rows of those that need more than to be added up.

    ``facts`` are rules and conditions that are watched, ``resting`` rules that wait for inactivity.
    """

    hearing: Hearing
    by_event: dict[_Heard, list[tuple[int, GainCode]]] = field(default_factory=dict)
    rows: list[list[int]] = field(default_factory=list)
    nums: list[list[float]] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    facts: list[tuple[int, Condition, str]] = field(default_factory=list)
    resting: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _groups: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: RecordReader, numbers: Numbering, hearing: Hearing) -> RuleTable:
        """Read the rules of a plan."""
        table = cls(hearing)
        for group in reader.all(RuleGroup):
            table._groups[group.id] = table._limit(Limit.of(group))
        for place, rule in enumerate(sorted(reader.all(ScoringRule), key=lambda rule: rule.order)):
            table._add(place, rule, numbers.score(rule.score, _where(rule)))
        return table

    def gains(self, event: EventType, step: str) -> list[GainCode]:
        """Return what an event at a step gives, in the order of the rules."""
        found = self.by_event.get((event, None), []) + self.by_event.get((event, step), [])
        return [code for _place, code in sorted(found, key=lambda pair: pair[0])]

    def _add(self, place: int, rule: ScoringRule, score: int) -> None:
        heard = (rule.event, rule.step)
        if rule.kind is RuleKind.ACTION:
            number = self._row(rule, score) if _is_rich(rule) else -1
            code = GainCode(score, number, rule.points, rule.by_amount)
        elif rule.kind is RuleKind.PATTERN:
            number = self._row(rule, score)
            self._add_pattern(number, rule)
            code = GainCode(score, number, rule.points, by_amount=False, pattern=True)
        else:
            number = self._row(rule, score)
            if rule.kind is RuleKind.INACTIVITY:
                self.resting.append(number)
                self.hearing.minds_rest = True
            elif rule.fact is not None:
                self.facts.append((number, rule.fact, _where(rule)))
            return
        self.by_event.setdefault(heard, []).append((place, code))

    def _row(self, rule: ScoringRule, score: int) -> int:
        group = -1 if rule.group is None else self._groups.get(rule.group, -1)
        own = self._limit(Limit.of(rule))
        self.rows.append([score, int(rule.repeat is Repeat.FIRST), own, group, -1, 0, -1, 0])
        self.nums.append([rule.points, math.inf if rule.lasts is None else rule.lasts, rule.days])
        self.names.append(rule.id)
        return len(self.rows) - 1

    def _add_pattern(self, number: int, rule: ScoringRule) -> None:
        if rule.times > MOST_REMEMBERED:
            raise CannotSimulate(
                f"{_where(rule)} waits for {rule.times:,} times; {MOST_REMEMBERED:,} is the most.",
                advice="Lower the number.",
            )
        self.rows[number][5:8] = [rule.times, self.hearing.new_list(), int(rule.without is not None)]
        if rule.without is not None:
            self.hearing.spoils.append((rule.without, number))

    def _limit(self, limit: Limit) -> int:
        if math.isinf(limit.at_most):
            return op.NO_LIMIT
        self.limits.append(limit)
        self.lists.append(-1 if math.isinf(limit.per_days) else self.hearing.new_list(2))
        return len(self.limits) - 1

    def arrays(self) -> dict[str, Any]:
        """Return the tables of a program."""
        return {
            "rule": ints(self.rows).reshape(-1, 8),
            "rule_num": floats(self.nums).reshape(-1, 3),
            "limit": ints(self.lists),
            "limit_num": floats([(limit.at_most, limit.per_days) for limit in self.limits]).reshape(-1, 2),
        }


def _is_rich(rule: ScoringRule) -> bool:
    """Tell whether a rule needs memory of its own."""
    plain = rule.repeat is Repeat.ALWAYS and rule.at_most is None and rule.lasts is None
    return not plain or rule.group is not None


def _where(rule: ScoringRule) -> str:
    return f"Scoring rule “{rule.title or rule.event}”"

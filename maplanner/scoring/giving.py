"""What one lead is given, and what is taken from it again: all rules of a score, in plain arithmetic.

This is the law that the fast way for whole histories (:mod:`maplanner.scoring.recorded`) keeps to.
At one instant points run out first, then inactivity counts, then what the lead does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from maplanner.document.records import ScoringRule
from maplanner.document.vocabulary import Repeat, RuleKind
from maplanner.scoring.limits import Given, Limit, allowed
from maplanner.scoring.patterns import PatternMemory, idle_times
from maplanner.scoring.rule_book import RuleBook, pattern_of


class Act(NamedTuple):
    """Something that happens to a lead: which rules hear it, and which patterns it spoils, by their places.

    ``counts`` says that it is an action of the lead, which ends inactivity.
    """

    day: float
    heard: tuple[int, ...]
    spoils: tuple[int, ...] = ()
    amount: float = 1.0
    counts: bool = True


class Gain(NamedTuple):
    """Points that came or went at a day, by a rule; ``expires`` where they only ran out."""

    day: float
    title: str
    points: float
    rule: int = -1
    expires: bool = False


def points_given(book: RuleBook, came: float, acts: Iterable[Act], until: float) -> list[Gain]:
    """Return every change of a lead that came at a day, in order of time, up to a day."""
    done = sorted((act for act in acts if act.day <= until), key=lambda act: act.day)
    memory = _Memory(book)
    found: list[Gain] = []
    for day, idle, act in _in_order(book, came, done, until):
        if act is None:
            found.append(memory.give(idle, book.rules[idle].points, day))
        else:
            found += memory.hear(act)
    found += [
        Gain(gain.day + lasts, gain.title, -gain.points, gain.rule, expires=True)
        for gain in found
        if (lasts := book.rules[gain.rule].lasts) is not None and gain.points and gain.day + lasts <= until
    ]
    return sorted(found, key=lambda gain: (gain.day, not gain.expires))


def _in_order(
    book: RuleBook, came: float, acts: list[Act], until: float
) -> Iterator[tuple[float, int, Act | None]]:
    active = [act.day for act in acts if act.counts]
    idle: list[tuple[float, int, Act | None]] = [
        (day, place, None)
        for place in book.of_kind(RuleKind.INACTIVITY)
        for day in idle_times(
            came, active, book.rules[place].days, until, once=book.rules[place].repeat is Repeat.FIRST
        )
    ]
    idle.sort(key=lambda each: each[:2])
    yield from sorted([*idle, *((act.day, -1, act) for act in acts)], key=lambda each: each[0])


class _Memory:
    """What is remembered of one lead's use of the rules."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._had = [Given() for _ in book.rules]
        self._shared = [Given() for _ in book.shared]
        self._counted = [False] * len(book.rules)
        self._patterns = {place: PatternMemory() for place in book.of_kind(RuleKind.PATTERN)}

    def hear(self, act: Act) -> Iterator[Gain]:
        """Yield what rules give for something that happens."""
        for place in act.spoils:
            self._patterns[place].without = act.day
        for place in act.heard:
            rule = self._book.rules[place]
            if rule.kind is not RuleKind.PATTERN:
                yield self.give(place, wanted(rule, act.amount), act.day)
            elif self._patterns[place].met(pattern_of(rule), act.day) and not self._is_over(place):
                yield self.give(place, rule.points, act.day)

    def give(self, place: int, points: float, day: float) -> Gain:
        """Return what the limits leave of a rule's points."""
        rule, group = self._book.rules[place], self._book.group[place]
        if self._is_over(place):
            return Gain(day, self._book.titles[place], 0.0, place)
        self._counted[place] = True
        limits = [(Limit.of(rule), self._had[place])]
        if group >= 0:
            limits.append((self._book.shared[group], self._shared[group]))
        return Gain(day, self._book.titles[place], allowed(points, day, *limits), place)

    def _is_over(self, place: int) -> bool:
        return is_once(self._book.rules[place]) and self._counted[place]


def wanted(rule: ScoringRule, amount: float) -> float:
    """Return what a rule gives for an action, before any limit."""
    return rule.points * amount if rule.by_amount and rule.kind is RuleKind.ACTION else rule.points


def is_once(rule: ScoringRule) -> bool:
    """Tell whether a rule gives points once to a lead: what is known stays known."""
    return rule.repeat is Repeat.FIRST or rule.kind is RuleKind.FACT

"""How many points a lead can come to have: the most there are on any way, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from maplanner.document.records import Campaign, Effect, Link, Score, ScoringRule, Threshold
from maplanner.document.vocabulary import EffectKind, EventType, Rearm, ReEntry, Repeat, RuleKind
from maplanner.flow.behaviour import (
    AddPoints,
    After,
    Before,
    Branching,
    Chance,
    Emit,
    ListArrivals,
    OnCall,
    Once,
    OnContactDate,
    OnDate,
    OnThreshold,
    Operation,
    PoissonArrivals,
    Raise,
    Source,
    StartCampaign,
    When,
)

if TYPE_CHECKING:
    from maplanner.checks.gathering import Gathering
    from maplanner.checks.surveyed import SurveyedStep


@dataclass(frozen=True)
class Ceiling:
    """The most points that a lead can have, and the steps that give them, in the order of the way."""

    points: float
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Way:
    """Points to be had from somewhere on, and where."""

    points: float = 0.0
    steps: tuple[str, ...] = ()

    def and_then(self, other: _Way) -> _Way:
        return _Way(self.points + other.points, self.steps + other.steps)


_NOTHING = _Way()
_ByEvent = dict[EventType, list[ScoringRule]]


def ceiling(survey: Gathering, score: Score, enough: float) -> Ceiling | None:
    """Return the most points that a lead can have of a score, ``None`` where they are enough or without end.

    Leads may enter every campaign. Points that fade count in full, and points taken away not at all.
    """
    ways = (
        _capped(survey, score),
        _walked(survey, score, min(enough, inf if score.cap is None else score.cap)),
    )
    found = [way for way in ways if way is not None]
    if not found:
        return None if score.cap is None else Ceiling(score.cap)
    best = min(found, key=lambda way: way.points)
    points = max(best.points, score.floor)
    return Ceiling(points if score.cap is None else min(points, max(score.cap, score.floor)), best.steps)


def _rules(survey: Gathering, score: Score) -> list[ScoringRule]:
    rules = survey.reader.having(ScoringRule, "score", score.id)
    return [rule for rule in rules if rule.points > 0]


def _most(rule: ScoringRule) -> float:
    """Return the most that one rule gives a lead, however often; infinite where there is no end."""
    if rule.kind is RuleKind.FACT:
        return rule.points
    ends = [inf]
    if rule.at_most is not None and rule.per_days is None and rule.lasts is None:
        ends.append(rule.at_most)
    if rule.repeat is Repeat.FIRST and not rule.by_amount:
        ends.append(rule.points)
    return min(ends)


def _is_heard(rule: ScoringRule, acts: Iterable[tuple[str, object]]) -> bool:
    if rule.kind in {RuleKind.FACT, RuleKind.INACTIVITY}:
        return True
    return any(
        isinstance(act, Raise) and act.event == rule.event and rule.step in {None, step_id}
        for step_id, act in acts
    )


def _capped(survey: Gathering, score: Score) -> _Way | None:
    """Return what all rules and steps give at most, where each has an end."""
    acts = survey.all_acts()
    if any(isinstance(act, AddPoints) and act.score == score.id and act.points > 0 for _, act in acts):
        return None
    heard = [rule for rule in _rules(survey, score) if _is_heard(rule, acts)]
    total = sum(_most(rule) for rule in heard)
    if total == inf:
        return None
    steps = [rule.step for rule in heard if rule.step is not None]
    return _Way(total, tuple(dict.fromkeys(steps)))


def _walked(survey: Gathering, score: Score, enough: float) -> _Way | None:
    """Return what the ways through all campaigns give, where no way goes round or is gone again and again."""
    rules = _rules(survey, score)
    if any(rule.kind in {RuleKind.INACTIVITY, RuleKind.PATTERN} and _most(rule) == inf for rule in rules):
        return None
    total = _Way(sum(_most(rule) for rule in rules if rule.kind is not RuleKind.ACTION))
    by_event: _ByEvent = {}
    for rule in rules:
        if rule.kind is RuleKind.ACTION:
            by_event.setdefault(rule.event, []).append(rule)
    for campaign_id in survey.campaign_ids():
        found = _of_campaign(survey, score, by_event, campaign_id)
        if found is None:
            return None
        total = total.and_then(found)
        if total.points >= enough:
            return None
    return total


def _of_campaign(survey: Gathering, score: Score, rules: _ByEvent, campaign_id: str) -> _Way | None:
    steps = {step.step.id: step for step in survey.flows_of(campaign_id)}
    gains = {step_id: _gain(step, score, rules) for step_id, step in steps.items()}
    if not any(gains.values()):
        return _NOTHING
    if survey.has_loop(campaign_id):
        return None
    total = _NOTHING
    ways = _ways(steps, gains)
    for step in steps.values():
        way = ways[step.step.id]
        if not step.is_entry or not way.points:
            continue
        times = _entries(survey, campaign_id, step)
        if times == inf:
            return None
        total = total.and_then(_Way(way.points * times, way.steps))
    return total


_Gains = dict[int, float]
"""Points for each operation of a step that gives any, by the operation's identity."""


def _gain(step: SurveyedStep, score: Score, rules: _ByEvent) -> _Gains:
    found: _Gains = {}
    for act in step.acts:
        if isinstance(act, Raise):
            points = 0.0
            for rule in rules.get(act.event, ()):
                if rule.step is None or rule.step == step.step.id:
                    points += rule.points * (act.amount.high if rule.by_amount else 1.0)
        elif isinstance(act, AddPoints) and act.score == score.id:
            points = act.points
        else:
            continue
        if points > 0:
            found[id(act)] = points
    return found


def _ways(steps: dict[str, SurveyedStep], gains: dict[str, _Gains]) -> dict[str, _Way]:
    """Return what is to be had from each step on; the drawing has no loops."""
    found: dict[str, _Way] = {}
    for step_id in steps:
        waiting = [step_id]
        while waiting:
            at = waiting[-1]
            behind = [link.target for link in steps[at].live_links if link.target in steps]
            open_ = [each for each in behind if each not in found]
            if at not in found and open_:
                waiting += open_
                continue
            waiting.pop()
            if at not in found:
                found[at] = _Best(steps[at], gains[at], found).of_step()
    return found


class _Best:
    """The best that can happen at one step, given what is to be had behind it."""

    def __init__(self, step: SurveyedStep, gains: _Gains, behind: dict[str, _Way]) -> None:
        self._step = step
        self._gains = gains
        self._behind = behind

    def of_step(self) -> _Way:
        if self._step.behaviour is None:
            return _NOTHING
        own = self._sequence(self._step.behaviour.on_arrival)
        if self._gains and own.points:
            return _Way(own.points, (self._step.step.id, *(s for s in own.steps if s != self._step.step.id)))
        return own

    def _sequence(self, operations: tuple[Operation, ...]) -> _Way:
        total = _NOTHING
        for operation in operations:
            total = total.and_then(self._one(operation))
        return total

    def _one(self, operation: Operation) -> _Way:
        if isinstance(operation, Emit):
            return self._links(operation.output)
        if isinstance(operation, After):
            return self._sequence(operation.then)
        if isinstance(operation, Chance | When | Before | Once):
            sides = self._sequence(operation.then), self._sequence(operation.otherwise)
            return max(sides, key=lambda way: way.points)
        return _Way(self._gains.get(id(operation), 0.0))

    def _links(self, output: str) -> _Way:
        ways = [self._behind[link.target] for link in self._leaving(output)]
        exclusive = any(
            each.name == output and each.branching is Branching.EXCLUSIVE for each in self._step.outputs
        )
        if exclusive:
            return max(ways, key=lambda way: way.points, default=_NOTHING)
        total = _NOTHING
        for way in ways:
            total = total.and_then(way)
        return total

    def _leaving(self, output: str) -> Iterator[Link]:
        for link in self._step.live_links:
            if link.output == output and link.target in self._behind and link.share != 0:
                yield link


def _entries(survey: Gathering, campaign_id: str, step: SurveyedStep) -> float:
    """Return how often one lead can come in at an entry at most."""
    campaign = survey.reader.find_or_none(Campaign, campaign_id)
    sources = () if step.behaviour is None else step.behaviour.sources
    most = sum(_times(survey, campaign_id, source) for source in sources)
    if campaign is None:
        return most
    if campaign.re_entry is ReEntry.NEVER:
        return min(most, 1.0)
    return most if campaign.max_entries is None else min(most, float(campaign.max_entries))


def _times(survey: Gathering, campaign_id: str, source: Source) -> float:
    reader = survey.reader
    match source:
        case PoissonArrivals() | ListArrivals():
            return 1.0
        case OnThreshold():
            threshold = reader.find_or_none(Threshold, source.threshold)
            return 1.0 if threshold is not None and threshold.rearm is Rearm.NEVER else inf
        case OnDate():
            return 1.0 if source.every is None else inf
        case OnContactDate():
            return inf
        case OnCall():
            by_steps = sum(
                isinstance(act, StartCampaign) and act.campaign == campaign_id for _, act in survey.all_acts()
            )
            by_thresholds = sum(
                each.kind is EffectKind.START and each.campaign == campaign_id for each in reader.all(Effect)
            )
            # Who is sent on from a way that goes round may be sent again and again.
            round_about = any(survey.has_loop(each.campaign) for each in survey.starts())
            return inf if round_about else float(by_steps + by_thresholds)
    return inf

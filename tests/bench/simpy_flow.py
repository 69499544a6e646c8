"""Any plan as a process-based SimPy program: every behaviour is interpreted by a process of its own.

Written the way such programs usually are, and only for measuring: scores add up without limits.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import simpy

from maplanner.document.reading import Snapshot
from maplanner.document.records import Link, ScoringRule, Step, Threshold
from maplanner.document.values import (
    Condition,
    Delay,
    ExponentialDelay,
    FixedDelay,
    UniformDelay,
    WeeklyDelay,
)
from maplanner.flow import behaviour as word
from maplanner.flow.behaviour import Branching
from maplanner.steps import behaviour_of, outputs_of


@dataclass
class Person:
    known: bool
    fields: set[str] = field(default_factory=set)
    points: dict[str, float] = field(default_factory=dict)
    segments: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    entries: dict[str, int] = field(default_factory=dict)


class SimpyFlow:
    """One run of a plan."""

    def __init__(self, plan: Snapshot, seed: int) -> None:
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.plan = plan
        self.days = plan.plan.days
        self.steps = {step.id: step for step in plan.all(Step)}
        self.behaviours = {step.id: behaviour_of(step, plan) for step in plan.all(Step)}
        self.links: dict[tuple[str, str], tuple[bool, list[Link]]] = {}
        for step in plan.all(Step):
            for output in outputs_of(step):
                links = [
                    link for link in plan.referring(Link, "source", step.id) if link.output == output.name
                ]
                self.links[step.id, output.name] = (output.branching is Branching.EXCLUSIVE, links)
        self.rules = plan.all(ScoringRule)
        self.thresholds = plan.all(Threshold)
        self.visits = 0

    def run(self) -> SimpyFlow:
        for step, behaviour in self.behaviours.items():
            for source in behaviour.sources:
                if isinstance(source, word.PoissonArrivals):
                    self.env.process(self.arrivals(step, source))
                elif isinstance(source, word.ListArrivals):
                    self.env.process(self.people(step, source))
        self.env.run(until=self.days)
        return self

    def arrivals(self, step: str, source: word.PoissonArrivals) -> Any:
        peak = source.per_day * max(source.week)
        yield self.env.timeout(source.start)
        while peak > 0 and self.env.now < (source.end or self.days):
            yield self.env.timeout(self.random.expovariate(peak))
            if self.random.random() * max(source.week) < source.week[int(self.env.now) % 7]:
                self.env.process(self.visit(Person(source.identified), step))

    def people(self, step: str, source: word.ListArrivals) -> Any:
        yield self.env.timeout(source.at)
        for _ in range(source.size):
            self.env.process(self.visit(Person(source.identified, set(source.knows)), step))
            if source.per_day:
                yield self.env.timeout(1 / source.per_day)

    def visit(self, person: Person, step: str, delay: Delay | None = None) -> Any:
        yield self.env.timeout(self.wait(delay))
        behaviour = self.behaviours[step]
        if (behaviour.needs_identity and not person.known) or (self.steps[step].once and step in person.seen):
            return
        person.seen.add(step)
        self.visits += 1
        self.do(person, step, behaviour.on_arrival)

    def later(self, person: Person, step: str, delay: Delay, operations: tuple[word.Operation, ...]) -> Any:
        yield self.env.timeout(self.wait(delay))
        self.do(person, step, operations)

    def wait(self, delay: Delay | None) -> float:
        match delay:
            case FixedDelay(days=days):
                return days
            case ExponentialDelay(mean=mean):
                return self.random.expovariate(1 / mean)
            case UniformDelay(low=low, high=high):
                return self.random.uniform(low, high)
            case WeeklyDelay(weekday=weekday, hour=hour):
                return (weekday + hour / 24 - self.env.now) % 7
            case None:
                return 0.0
        return self.random.lognormvariate(0.0, delay.sigma) * delay.median

    def do(self, person: Person, step: str, operations: tuple[word.Operation, ...]) -> None:  # noqa: C901, PLR0912
        for operation in operations:
            match operation:
                case word.Emit(output=output):
                    self.emit(person, step, output)
                case word.Raise(event=event):
                    for rule in self.rules:
                        if rule.event == event and rule.step in {None, step}:
                            self.gain(person, rule.score, rule.points)
                case word.After(delay=delay, then=then):
                    self.env.process(self.later(person, step, delay, then))
                case word.Chance(share=share, then=then, otherwise=otherwise, delay=delay):
                    if self.random.random() < share:
                        self.env.process(self.later(person, step, delay, then))
                    else:
                        self.do(person, step, otherwise)
                case word.When(condition=condition, then=then, otherwise=otherwise):
                    self.do(person, step, then if self.holds(person, condition) else otherwise)
                case word.Once(then=then, otherwise=otherwise):
                    self.do(person, step, otherwise if f"once {step}" in person.seen else then)
                    person.seen.add(f"once {step}")
                case word.Learn(keys=keys, identifies=identifies):
                    person.fields |= {key for key, share in keys if self.random.random() < share}
                    person.known |= identifies
                case word.AddPoints(score=score, points=points):
                    self.gain(person, score, points)
                case word.JoinSegment(segment=segment, leaves=leaves):
                    person.segments -= set(leaves)
                    person.segments.add(segment)
                case word.LeaveSegment(segment=segment):
                    person.segments.discard(segment)
                case word.StartCampaign(campaign=campaign):
                    self.fire(person, word.OnCall(), campaign)

    def emit(self, person: Person, step: str, output: str) -> None:
        exclusive, links = self.links.get((step, output), (False, []))
        left = self.random.random()
        for link in links:
            share = 1.0 if link.share is None else link.share
            if exclusive:
                left -= share
                if left >= 0:
                    continue
            elif share < 1.0 and self.random.random() >= share:
                continue
            self.env.process(self.visit(person, link.target, link.delay))
            if exclusive:
                return

    def gain(self, person: Person, score: str, points: float) -> None:
        before = person.points.get(score, 0.0)
        person.points[score] = before + points
        for threshold in self.thresholds:
            if threshold.score == score and before < threshold.value <= before + points:
                person.passed.add(threshold.id)
                self.fire(person, word.OnThreshold(threshold.id))

    def fire(self, person: Person, source: word.Source, campaign: str = "") -> None:
        for step, behaviour in self.behaviours.items():
            if source in behaviour.sources and campaign in {"", self.steps[step].campaign}:
                self.env.process(self.visit(person, step))

    def holds(self, person: Person, condition: Condition) -> bool:
        match condition.subject:
            case "score" | "account score":
                yes = person.points.get(condition.ref, 0.0) >= condition.value
            case "segment":
                yes = condition.ref in person.segments
            case "threshold":
                yes = condition.ref in person.passed
            case "field":
                yes = condition.ref in person.fields
            case _:
                yes = person.known
        return yes != (condition.operator in {"below", "is not"})

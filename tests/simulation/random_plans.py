"""Random plans that use every word of the vocabulary, for comparing the two interpreters."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Holiday, SalesTeam, Step, WorkCalendar
from maplanner.document.values import (
    Condition,
    DateDelay,
    Delay,
    EmpiricalDelay,
    ExponentialDelay,
    FixedDelay,
    GammaDelay,
    LogNormalDelay,
    Quantile,
    UniformDelay,
    WeeklyDelay,
    WindowDelay,
    WorkingDelay,
)
from maplanner.document.vocabulary import EventType, WaitingOrder, WriteOperation
from maplanner.flow import behaviour as word
from maplanner.simulation.numbering import Vocabulary
from maplanner.steps.teamwork import served
from tests.builders import PlanBuilder

MEASURED = (Quantile(share=0.2, days=0.5), Quantile(share=0.7, days=1.0), Quantile(share=1.0, days=6.0))
OUTPUTS = (word.Output("all", "All"), word.Output("one", "One of", word.Branching.EXCLUSIVE))
EVENTS = list(EventType)[:3]


@dataclass
class Drawing:
    """A plan and what its steps do."""

    snapshot: Snapshot
    vocabulary: Vocabulary


def drawing(builder: PlanBuilder, behaviours: dict[str, word.Behaviour]) -> Drawing:
    """Return a plan whose steps do what is said here, whatever their kind."""

    def behaviour(step: Step, _reader: RecordReader) -> word.Behaviour:
        return behaviours.get(step.id, word.Behaviour())

    return Drawing(
        builder.snapshot(), Vocabulary(behaviour, lambda _step: (*OUTPUTS, word.NEXT), lambda _step: True)
    )


class RandomPlan:
    """Makes one plan from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.builder = PlanBuilder(days=60.0, accounts=3, start="2027-01-06", time_zone="Europe/Riga")
        self.builder.put(WorkCalendar(id="office", zone="America/New_York", friday="9–12, 13:30–16"))
        self.builder.add(Holiday, calendar="office", day=date(2027, 1, 18))
        self.behaviours: dict[str, word.Behaviour] = {}

    def drawing(self) -> Drawing:
        r, builder = self.random, self.builder
        self.scores = [builder.score(f"S{n}", **self.score_values()) for n in range(2)]
        self.thresholds = [
            builder.threshold(
                r.choice(self.scores),
                r.choice([4.0, 10.0, 25.0]),
                level=r.choice(["lead", "account"]),
                rearm=r.choice(["never", "after falling below"]),
            )
            for _ in range(3)
        ]
        self.segments = [
            builder.segment("G0"),
            builder.segment("G1"),
            builder.segment("G2", made="joined in real time"),
        ]
        self.objects = [builder.object(builder.crm(), name) for name in ("Lead", "Task")]
        self.campaigns = [self.campaign(n) for n in range(2)]
        self.teams = [self.team(n) for n in range(2)]
        steps = [self.step(n) for n in range(7)]
        for _ in range(r.randint(0, 2)):
            builder.criterion(self.segments[2], condition=self.condition())
        for _ in range(4):
            self.rule(r.choice(steps))
        self.links(steps)
        for number, step in enumerate(steps):
            self.behaviours[step.id] = self.behaviour(number)
        return drawing(builder, self.behaviours)

    def score_values(self) -> dict[str, Any]:
        r = self.random
        decay = r.choice(
            [
                None,
                {"kind": "linear", "points": 3.5, "days": 4},
                {"kind": "half-life", "days": 6},
                {"kind": "step", "share": 0.3, "days": 5},
            ]
        )
        return {"floor": r.choice([0, -20, 2]), "cap": r.choice([None, 30]), "decay": decay}

    def rule(self, step: Step) -> None:
        r = self.random
        self.builder.rule(
            r.choice(self.scores),
            event=r.choice(EVENTS),
            step=r.choice([None, step.id]),
            points=r.choice([5, 3.5, -4, 12]),
            by_amount=r.random() < 0.4,
            repeat=r.choice(["every time", "first time only"]),
            at_most=r.choice([None, None, 9]),
        )

    def campaign(self, number: int) -> Any:
        r = self.random
        return self.builder.campaign(
            f"C{number}",
            re_entry=r.choice(["always", "never", "after leaving"]),
            max_entries=r.choice([None, 1, 3]),
            exit=r.choice([None, self.condition()]),
        )

    def team(self, number: int) -> SalesTeam:
        r = self.random
        return self.builder.add(
            SalesTeam,
            title=f"T{number}",
            people=r.choice([1, 2]),
            task_hours=r.choice([2.0, 30.0]),
            task_deviation=r.choice([0.0, 2.0]),
            most_per_day=r.choice([None, 1]),
            calendar=r.choice([None, "office"]),
            waiting_order=r.choice(list(WaitingOrder)),
            hot=r.choice([None, self.thresholds[0].id]),
        )

    def condition(self) -> Condition:
        r = self.random
        subject = r.choice(["score", "account score", "segment", "threshold", "field", "identified"])
        ref = {
            "score": self.scores,
            "account score": self.scores,
            "segment": self.segments,
            "threshold": self.thresholds,
        }.get(subject)
        operators = ["at least", "below"] if ref is self.scores else ["is", "is not"]
        return Condition(
            subject=subject,
            ref=r.choice(ref).id if ref else r.choice(["email", "size"]),
            operator=r.choice(operators),
            value=r.choice([3.0, 8.0, 20.0]),
            text=r.choice(["", "large"]) if subject == "field" else "",
            share=0.4,
        )

    def step(self, number: int) -> Step:
        campaign = self.campaigns[number % 2].id
        return self.builder.step("any", f"step {number}", campaign=campaign, once=self.random.random() < 0.15)

    def links(self, steps: list[Step]) -> None:
        r = self.random
        for source in steps:
            for output in ("all", "one"):
                targets = [step for step in steps if step.campaign == source.campaign]
                chosen = r.sample(targets, r.randint(0, min(3, len(targets))))
                for place, target in enumerate(chosen):
                    last = output == "one" and place == len(chosen) - 1
                    forward = steps.index(target) > steps.index(source)
                    share = None if last and r.random() < 0.5 else r.choice([0.2, 0.3])
                    delay = self.delay() if not forward or r.random() < 0.5 else None
                    self.builder.link(source, target, output, share=share, delay=delay)

    def delay(self) -> Delay:
        return self.random.choice(
            [
                FixedDelay(days=2.0),
                FixedDelay(days=0.5),
                ExponentialDelay(mean=1.5),
                UniformDelay(low=1.0, high=3.0),
                LogNormalDelay(median=2.0, sigma=0.8),
                WeeklyDelay(weekday=3, hour=15.0),
                WeeklyDelay(weekday=2, hour=9.5, calendar="office"),
                GammaDelay(mean=2.0, deviation=1.0),
                GammaDelay(mean=1.0, deviation=2.0),
                EmpiricalDelay(points=MEASURED),
                WorkingDelay(hours=6.0, calendar="office"),
                WorkingDelay(hours=4.0, deviation=3.0),
                WindowDelay(weekdays=(0, 3), opens=9.0, closes=11.5, calendar="office"),
                DateDelay(day=date(2027, 1, 20), hour=8.0, calendar="office"),
            ]
        )

    def behaviour(self, number: int) -> word.Behaviour:
        r = self.random
        sources: tuple[word.Source, ...] = ()
        if number < 2:
            sources = (self.arrivals(number),)
        elif r.random() < 0.6:
            sources = (self.trigger(),)
        return word.Behaviour(
            self.operations(2), sources, needs_identity=r.random() < 0.1, sends_once=r.random() < 0.5
        )

    def arrivals(self, number: int) -> word.Source:
        r = self.random
        if r.random() < 0.5:
            return word.ListArrivals(
                r.randint(2, 9),
                r.choice([0.0, 1.0]),
                r.choice([None, 2.0]),
                knows=("email",),
                repeated=r.choice([0.0, 0.4]),
                keeps_repeats=r.random() < 0.8,
                knows_repeats=r.random() < 0.8,
                shares_with=r.choice(["", "step_1"]) if number else "",
                shared=0.6,
                knows_shared=r.random() < 0.8,
                every=r.choice([None, None, 7.0]),
                times=r.choice([None, 2]),
            )
        week = (1.0, 2.0, 0.5, 1.0, 1.0, 0.0, 0.3)
        return word.PoissonArrivals(
            0.25, week, growth=r.choice([0.0, 3.0]), start=r.choice([0.0, 2.5]), end=50.2
        )

    def trigger(self) -> word.Source:
        r = self.random
        return r.choice(
            [
                word.OnThreshold(r.choice(self.thresholds).id),
                word.OnIdle(r.choice(self.scores).id, r.choice([3.0, 7.5]), r.random() < 0.5),
                word.OnGain(r.choice(self.scores).id),
                word.OnSegment(r.choice(self.segments).id, r.random() < 0.5),
                word.OnCall(),
            ]
        )

    def operations(self, depth: int) -> tuple[word.Operation, ...]:
        return tuple(self.operation(depth) for _ in range(self.random.randint(1, 4)))

    def operation(self, depth: int) -> word.Operation:
        r = self.random
        if depth and r.random() < 0.35:
            then, otherwise = self.operations(depth - 1), self.operations(depth - 1)
            return r.choice(
                [
                    word.After(self.delay(), then),
                    word.Chance(0.6, then, otherwise, self.delay()),
                    word.Chance(0.6, then, otherwise),
                    word.When(self.condition(), then, otherwise),
                    word.Once(then, otherwise),
                    served(r.choice(self.teams), then, r.choice([None, 1.0])),
                    word.Before(DateDelay(day=date(2027, 1, 20)), then, otherwise),
                ]
            )
        segments = [segment.id for segment in self.segments]
        return r.choice(
            [
                word.Emit("all"),
                word.Emit("one"),
                word.Raise(r.choice(EVENTS), word.EventAmount(0.0, r.choice([1.0, 3.0]))),
                word.Raise(r.choice(EVENTS)),
                word.Learn((("size", 0.5),), identifies=r.random() < 0.5),
                word.AddPoints(r.choice(self.scores).id, r.choice([4.0, -3.0])),
                word.JoinSegment(r.choice(segments), (r.choice(segments),)),
                word.LeaveSegment(r.choice(segments)),
                word.WriteRecord(r.choice(self.objects).id, r.choice(list(WriteOperation))),
                word.CreateTask(r.choice(["", self.objects[1].id])),
                word.Notify(),
                word.StartCampaign(r.choice(self.campaigns).id),
                word.LeaveCampaign(),
            ]
        )

"""Random plans that use all that scoring, segments and stages can do."""

from __future__ import annotations

from typing import Any

from maplanner.document.records import (
    BuyerRole,
    CriterionGroup,
    Effect,
    RuleGroup,
    ScoreMatrix,
    SegmentRemoval,
    SegmentSet,
    Stage,
    Step,
)
from maplanner.document.values import Condition, FixedDelay
from maplanner.document.vocabulary import EffectKind, EventType, Joining, RollUp, RuleKind, SalesStatus
from maplanner.flow import behaviour as word
from tests.simulation.random_plans import EVENTS, Drawing, RandomPlan


class RicherPlan(RandomPlan):
    """Makes one plan from a seed, with rules of all kinds, effects, trees of criteria and stages."""

    def drawing(self) -> Drawing:
        r, builder = self.random, self.builder
        self.stages = [builder.add(Stage, title=f"Stage {n}", order=n) for n in range(3)]
        self.matrix = builder.add(ScoreMatrix, fit="score_1", engagement="score_2", fit_marks=(9.0, 3.0))
        for n in range(r.randint(0, 2)):
            builder.add(BuyerRole, share=0.4, weight=r.choice([0.0, 2.0, 0.5]), order=n)
        self.groups = [
            builder.add(RuleGroup, score="score_1", at_most=15.0, per_days=r.choice([None, 6.0]))
            for _ in range(2)
        ]
        self.one_of = builder.add(SegmentSet, title="One of these").id
        plan = super().drawing()
        self.segments_and_effects()
        return Drawing(builder.snapshot(), plan.vocabulary)

    def segments_and_effects(self) -> None:
        r, builder = self.random, self.builder
        ways = ("mined from the database", "joined in real time")
        for segment, made in zip(self.segments[1:], ways, strict=True):
            builder.put(
                segment.changed(
                    {
                        "made": made,
                        "mined_every": r.choice([None, 3.0]),
                        "joining": r.choice(list(Joining)),
                        "exclusive_set": r.choice([None, self.one_of]),
                    }
                )
            )
            group = builder.add(CriterionGroup, segment=segment.id, joining=r.choice(list(Joining)))
            for _ in range(r.randint(1, 2)):
                builder.criterion(segment, condition=self.condition(), group=r.choice([None, group.id]))
        builder.put(self.segments[0].changed({"exclusive_set": r.choice([None, self.one_of])}))
        builder.add(SegmentRemoval, segment=self.segments[0].id, leaves=self.segments[1].id)
        for threshold in self.thresholds:
            builder.put(threshold.changed({"crossing": r.choice(["rises to it", "falls below it"])}))
            for kind in r.sample(list(EffectKind), 2):
                builder.add(
                    Effect,
                    threshold=threshold.id,
                    kind=kind,
                    segment=r.choice(self.segments).id,
                    campaign=r.choice(self.campaigns).id,
                    stage=r.choice(self.stages).id,
                )

    def score_values(self) -> dict[str, Any]:
        return super().score_values() | {"roll_up": self.random.choice(list(RollUp))}

    def rule(self, step: Step) -> None:
        r = self.random
        kind = r.choice(list(RuleKind))
        self.builder.rule(
            self.scores[0] if r.random() < 0.7 else self.scores[1],
            kind=kind,
            group=r.choice([None, *[group.id for group in self.groups]]),
            event=r.choice(EVENTS),
            step=r.choice([None, step.id]),
            times=r.randint(1, 3),
            without=r.choice([None, EVENTS[0]]),
            days=r.choice([2.0, 7.0]),
            fact=self.condition() if kind is RuleKind.FACT else None,
            points=r.choice([5, 3.5, -4, 12]),
            by_amount=r.random() < 0.3,
            repeat=r.choice(["every time", "first time only"]),
            at_most=r.choice([None, 9, 20]),
            per_days=r.choice([None, 5.0]),
            lasts=r.choice([None, 8.0, 2.0]),
        )

    def step(self, number: int) -> Step:
        step = super().step(number)
        chosen = self.random.choice([None, *[stage.id for stage in self.stages]])
        return self.builder.put(step.changed({"stage": chosen}))

    def condition(self) -> Condition:
        r = self.random
        if r.random() < 0.35:
            return super().condition()
        subject = r.choice(
            [
                *("action", "days without action", "stage", "interactions"),
                *("grade", "sales status", "spend", "survey answer"),
            ]
        )
        ref = {"stage": r.choice(self.stages).id, "grade": self.matrix.id}
        return Condition(
            subject=subject,
            ref=r.choice(self.stages).id if subject == "interactions" else ref.get(subject, ""),
            event=r.choice([None, *EVENTS]) if subject == "action" else None,
            operator=r.choice(["at least", "below", "is", "is not"]),
            value=r.choice([1.0, 2.0, 3.0, 5.0]),
            days=r.choice([None, 4.0]) if subject == "action" else None,
            text={"grade": r.choice(["A1", "B2", "C1", "Z9"]), "sales status": SalesStatus.WON.value}.get(
                subject, ""
            ),
        )

    def trigger(self) -> word.Source:
        r = self.random
        if r.random() < 0.4:
            return super().trigger()
        return r.choice(
            [
                word.OnCondition(self.condition()),
                word.OnStage(r.choice(self.stages).id),
                word.OnField(r.choice(["size", "email"])),
                word.OnWritten(r.choice(self.objects).id),
                word.OnDate(r.choice([0.0, 6.5]), r.choice(["", self.segments[0].id]), r.choice([None, 9.0])),
                word.OnContactDate(),
            ]
        )

    def operation(self, depth: int) -> word.Operation:
        r = self.random
        if r.random() < 0.6:
            return super().operation(depth)
        return r.choice(
            [
                word.SetStage(r.choice(self.stages).id, r.random() < 0.4),
                word.Progress(r.choice(list(SalesStatus))),
                word.Qualify(),
                word.Spend(30.0, r.choice([0.0, 0.7])),
                word.Answer((1.0, 0.0, 2.0, 3.0)),
                word.SetContactDate(r.choice([self.delay(), FixedDelay(days=3.0)])),
                word.Raise(r.choice([*EVENTS, EventType.SURVEY_ANSWERED])),
            ]
        )

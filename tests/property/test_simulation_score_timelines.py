"""Whatever a lead does at known times, its simulated score is what the plain arithmetic of scoring says.

One lead walks along a chain of steps with fixed waits between them and acts at each. Times are eighths of a
day and often whole ones, so that ends of periods, limits, patterns and inactivity fall on actions and on
each other exactly.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.document.records import RuleGroup, Score
from maplanner.document.values import Condition, FixedDelay
from maplanner.document.vocabulary import EventType
from maplanner.flow import behaviour as word
from maplanner.scoring.explaining import Explanation
from maplanner.scoring.imagining import Imagined, imagine
from maplanner.simulation import program as op
from maplanner.simulation.chunks import Outcome, Task, kernel_runner
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.layout import CROSSED
from tests.builders import PlanBuilder
from tests.simulation.random_plans import Drawing, drawing

CAME = 0.5
UNTIL = 80 + 1 / 128
"""Nothing falls on the end itself."""
EVENTS = (EventType.PAGE_VISITED, EventType.VIDEO_WATCHED, EventType.EMAIL_CLICKED)
SOME = settings(max_examples=60)

eighths = st.one_of(st.sampled_from([1.0, 2.0, 3.0]), st.integers(1, 96).map(lambda number: number / 8))
decays = st.one_of(
    st.none(),
    st.builds(lambda p, d: {"kind": "linear", "points": p, "days": d}, st.floats(1, 30), eighths),
    st.builds(lambda d: {"kind": "half-life", "days": d}, eighths),
    st.builds(lambda s, d: {"kind": "step", "share": s, "days": d}, st.floats(0.1, 1.0), eighths),
)
scores = st.fixed_dictionaries(
    {"decay": decays, "floor": st.sampled_from([0.0, -30.0, 2.0]), "cap": st.sampled_from([None, 40.0])}
)
points = st.one_of(st.floats(1, 25), st.floats(-12, -1))
limits: dict[str, Any] = {
    "at_most": st.one_of(st.none(), st.floats(5, 60)),
    "per_days": st.one_of(st.none(), eighths),
}
shared: dict[str, Any] = {
    "points": points,
    "repeat": st.sampled_from(["every time", "first time only"]),
    "grouped": st.booleans(),
    **limits,
}
actions = st.fixed_dictionaries(
    shared
    | {
        "kind": st.just("an action"),
        "event": st.sampled_from(EVENTS),
        "by_amount": st.booleans(),
        "lasts": st.one_of(st.none(), eighths),
    }
)
patterns = st.fixed_dictionaries(
    shared
    | {
        "kind": st.just("a pattern of actions"),
        "event": st.sampled_from(EVENTS),
        "without": st.sampled_from([None, *EVENTS]),
        "times": st.integers(1, 3),
        "days": eighths,
    }
)
idleness = st.fixed_dictionaries(shared | {"kind": st.just("inactivity"), "days": eighths})
facts = st.fixed_dictionaries(
    {"kind": st.just("something known of the lead"), "points": points, "grouped": st.booleans()}
)
rules = st.lists(st.one_of(actions, patterns, idleness, facts), min_size=1, max_size=4)


class Deed(NamedTuple):
    """Something the lead does, so many days after the deed before; no event: it gives its size."""

    gap: float
    event: EventType | None
    amount: float


stories = st.lists(
    st.builds(Deed, eighths, st.sampled_from([*EVENTS, *EVENTS, None]), st.sampled_from([1.0, 0.25, 3.0])),
    min_size=1,
    max_size=12,
)


def told_plan(
    story: list[Deed], score: dict[str, Any], made: list[dict[str, Any]], group: dict[str, Any]
) -> tuple[Drawing, Score]:
    """Return a plan in which one lead comes and does what is told."""
    builder = PlanBuilder(days=UNTIL, accounts=1)
    kept = builder.score(**score)
    builder.threshold(kept, 15.0, title="Ready", rearm="after falling below")
    common = builder.add(RuleGroup, score=kept.id, **group)
    for order, rule in enumerate(made):
        values = {name: value for name, value in rule.items() if name != "grouped"}
        fact = (
            Condition(subject="field", ref="size", operator="is") if rule["kind"].startswith("some") else None
        )
        builder.rule(kept, order=order, fact=fact, group=common.id if rule["grouped"] else None, **values)
    steps = [builder.step("any", f"step {n}") for n in range(len(story) + 1)]
    for (source, target), deed in zip(pairwise(steps), story, strict=True):
        builder.link(source, target, "all", delay=FixedDelay(days=deed.gap))
    come = word.ListArrivals(1, CAME)
    doing = {steps[0].id: word.Behaviour((word.Emit("all"),), (come,))}
    for step, deed in zip(steps[1:], story, strict=True):
        doing[step.id] = word.Behaviour((what(deed), word.Emit("all")))
    return drawing(builder, doing), kept


def what(deed: Deed) -> word.Operation:
    if deed.event is None:
        return word.Learn((("size", 1.0),), identifies=False)
    return word.Raise(deed.event, word.EventAmount(deed.amount, deed.amount))


def by_arithmetic(plan: Drawing, score: Score, story: list[Deed], made: list[dict[str, Any]]) -> Explanation:
    days = list(accumulate((deed.gap for deed in story), initial=CAME))[1:]
    known = next((day for day, deed in zip(days, story, strict=True) if deed.event is None), None)
    happened = [
        Imagined(day, deed.event, amount=deed.amount)
        for day, deed in zip(days, story, strict=True)
        if deed.event is not None
    ]
    if known is not None:
        happened += [
            Imagined(known, fact=f"scoring_rule_{number}")
            for number, rule in enumerate(made, 1)
            if rule["kind"] == "something known of the lead"
        ]
    return imagine(plan.snapshot, score, happened, UNTIL, came=CAME)


def simulated(plan: Drawing) -> Outcome:
    program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    return kernel_runner(program, Task(1, 0, 0, 1, 10_000), np.zeros(3, np.int64))


@given(stories, scores, rules, st.fixed_dictionaries(limits))
@SOME
def test_a_simulated_score_is_the_plain_arithmetic_at_every_change(
    story: list[Deed], score: dict[str, Any], made: list[dict[str, Any]], group: dict[str, Any]
) -> None:
    plan, kept = told_plan(story, score, made, group)
    outcome = simulated(plan)
    expected = by_arithmetic(plan, kept, story, made)
    assert outcome.ends.tolist() == pytest.approx([expected.value], abs=1e-9)
    seen = {line[0]: line[5] for line in outcome.log if line[3] in (op.GAIN, op.EXPIRE)}
    lines = [line for line in expected.lines if line.kind != "faded" and line.day > CAME]
    given_at = {line.day: line.value for line in lines}
    assert seen == pytest.approx({day: given_at[day] for day in seen})
    for day in given_at.keys() - seen.keys():
        assert sum(line.change for line in lines if line.day == day) == pytest.approx(0, abs=1e-9)


@given(stories, scores, rules, st.fixed_dictionaries(limits))
@SOME
def test_a_simulated_threshold_is_reached_when_the_plain_arithmetic_says(
    story: list[Deed], score: dict[str, Any], made: list[dict[str, Any]], group: dict[str, Any]
) -> None:
    """Points taken for a time that come back may reach it, too."""
    plan, kept = told_plan(story, score, made, group)
    reached = [line[0] for line in simulated(plan).log if line[3] == CROSSED]
    lines = by_arithmetic(plan, kept, story, made).lines
    assert reached == [line.day for line in lines if line.reached]

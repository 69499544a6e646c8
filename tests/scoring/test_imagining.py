"""An imagined lead's score, exact: the reference funnel's rules, and the worked example of calibrating."""

from __future__ import annotations

import math

import pytest

from maplanner.core.resources import resource_root
from maplanner.document.reading import Snapshot
from maplanner.document.records import Score, ScoringRule, Stage, Threshold
from maplanner.document.textform import plan_from_text
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EventType, RollUp, RuleKind
from maplanner.scoring.calibration import calibrate, proposed_points, rules_in_order, stages_in_order
from maplanner.scoring.imagining import Imagined, imagine, what_can_happen
from maplanner.scoring.rollup import RollUpModel
from tests.builders import PlanBuilder


@pytest.fixture(scope="module")
def funnel() -> Snapshot:
    text = (resource_root() / "plans" / "reference-funnel.json").read_text(encoding="utf-8")
    return Snapshot.of(plan_from_text(text))


def test_the_reference_funnels_rules_score_a_lead_as_by_hand(funnel: Snapshot) -> None:
    score = funnel.find(Score, "readiness")
    happened = [
        Imagined(0.5, EventType.EMAIL_OPENED, "any mail"),
        Imagined(0.52, EventType.EMAIL_CLICKED, "any mail"),
        Imagined(0.6, EventType.FORM_FILLED),
        Imagined(0.61, EventType.PAGE_VISITED, "prices"),
        Imagined(0.62, EventType.PAGE_VISITED, "another page"),
        Imagined(0.65, EventType.VIDEO_WATCHED, "film", 0.35),
        Imagined(3.625, EventType.WEBINAR_ATTENDED, "webinar"),
        Imagined(4.5, EventType.EMAIL_OPENED, "any mail"),
        Imagined(6.7, EventType.PAGE_VISITED, "prices"),
    ]
    told = imagine(funnel, score, happened, 100.0)
    reached = [line for line in told.lines if line.reached]
    assert [(line.day, line.value) for line in reached] == [(6.7, 103.5)]
    assert reached[0].reached == ("Lead ready at 100",)
    assert math.fsum(line.change for line in told.lines) == told.value == 103.5 - 75
    assert [line.day for line in told.lines if line.fallen] == [pytest.approx(36.7)]


def test_the_reference_funnels_account_is_ready_when_nobody_is(funnel: Snapshot) -> None:
    score = funnel.find(Score, "readiness")
    assert (score.roll_up, funnel.find(Threshold, "account-ready").value) == (RollUp.SUM, 180)
    assert RollUpModel.of(score).value([90.0, 62.0, 28.0]) == 180


def test_the_worked_example_ends_short_of_the_threshold_by_what_is_left_over() -> None:
    plan = PlanBuilder()
    for title, count in (("Aware", 5), ("Weighing", 3), ("Deciding", 4)):
        plan.add(Stage, title=title, interactions=count)
    score = plan.score()
    plan.threshold(score, 100)
    plan.rule(score, event=EventType.EMAIL_OPENED, points=1)
    plan.rule(score, event=EventType.FORM_FILLED, points=33, adjustment=25)
    reader = plan.snapshot()
    found = calibrate(100, [stage.interactions or 0 for stage in stages_in_order(reader)])
    assert (found.shares, found.points, found.left_over) == (12, 8, 4)
    proposed = proposed_points(rules_in_order(reader, score), found.points)
    assert [each.points for each in proposed] == [8, 33]
    calibrated = reader.replacing([each.rule.changed(dict(each.changes)) for each in proposed])
    average = [Imagined(float(day), EventType.EMAIL_OPENED) for day in range(12)]
    assert imagine(calibrated, score, average, 20.0).value == 100 - found.left_over


def test_facts_patterns_and_inactivity_are_imagined_too() -> None:
    plan = PlanBuilder()
    score = plan.score()
    fact = plan.rule(
        score, kind=RuleKind.FACT, fact=Condition(subject="field", ref="title", operator="is"), points=20
    )
    plan.rule(
        score,
        kind=RuleKind.PATTERN,
        event=EventType.EMAIL_OPENED,
        without=EventType.EMAIL_CLICKED,
        times=2,
        points=-5,
    )
    plan.rule(score, kind=RuleKind.INACTIVITY, days=30, points=-4)
    happened = [
        Imagined(1, fact=fact.id),
        Imagined(2, fact=fact.id),
        Imagined(5, EventType.EMAIL_OPENED),
        Imagined(9, EventType.EMAIL_OPENED),
    ]
    told = imagine(plan.snapshot(), score, happened, 70.0)
    assert [(line.day, line.change) for line in told.lines if line.change] == [
        (1, 20),
        (9, -5),
        (39, -4),
        (69, -4),
    ]
    offered = what_can_happen(plan.snapshot().all(ScoringRule))
    assert offered[0].fact == fact.id
    assert {each.event for each in offered} >= set(EventType)

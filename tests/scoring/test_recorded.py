"""A plan's rules on recorded events: exact by hand, and the same as one lead after the other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.document.records import RuleGroup, Score, ScoringRule, Stage
from maplanner.document.values import HalfLifeDecay, LinearDecay, StepDecay
from maplanner.document.vocabulary import EventType, Repeat, RuleKind
from maplanner.scoring.explaining import explain
from maplanner.scoring.gains import Gains, gains
from maplanner.scoring.giving import Act, Gain, points_given
from maplanner.scoring.hearing import folded, hearing, stage_of_signals
from maplanner.scoring.history import History, RecordedEvents, Signal, in_order
from maplanner.scoring.model import ScoreModel
from maplanner.scoring.recorded import average_interactions, score_history
from maplanner.scoring.rule_book import RuleBook
from tests.builders import PlanBuilder

Row = tuple[str, Signal, float, bool]


def history(*rows: Row, amounts: tuple[float, ...] = ()) -> History:
    leads = tuple(dict.fromkeys(row[0] for row in rows))
    signals = tuple(dict.fromkeys(row[1] for row in rows))
    return in_order(
        RecordedEvents(
            leads,
            signals,
            np.array([leads.index(row[0]) for row in rows], np.int32),
            np.array([signals.index(row[1]) for row in rows], np.int32),
            np.array([row[2] * 86_400 for row in rows], float),
            np.array(amounts or [1.0] * len(rows)),
            np.array([row[3] for row in rows], bool),
            np.arange(2, len(rows) + 2),
        )
    )


def given_in(plan: PlanBuilder, rules: list[ScoringRule], events: History, until: float) -> Gains:
    reader = plan.snapshot()
    return gains(events, hearing(reader, rules, events.signals), RuleBook.made(reader, rules), until)


OPENED, FORM, DEMO = Signal("Email opened"), Signal("form filled", "Demo form"), Signal("Asked for a demo")


def readiness() -> tuple[PlanBuilder, list[ScoringRule]]:
    plan = PlanBuilder()
    stage = plan.add(Stage, title="Deciding")
    step = plan.step("form", "Demo form", stage=stage.id)
    score = plan.score()
    rules = [
        plan.rule(score, event=EventType.EMAIL_OPENED, points=5, at_most=12),
        plan.rule(score, event=EventType.FORM_FILLED, step=step.id, points=40, repeat=Repeat.FIRST),
        plan.rule(score, title="Asked for a demo", event=EventType.PAGE_VISITED, points=100),
    ]
    return plan, rules


def test_events_are_heard_by_type_by_asset_and_by_the_rules_own_title() -> None:
    plan, rules = readiness()
    signals = [
        OPENED,
        FORM,
        Signal("form filled", "Other form"),
        DEMO,
        Signal("page_view"),
        Signal("Sneezed"),
    ]
    found = hearing(plan.snapshot(), rules, signals)
    assert found.heard == ((0,), (1,), (), (2,), (2,), ())
    assert found.known == (True, True, True, True, True, False)
    assert hearing(plan.snapshot(), rules, [Signal("Demo form")]).heard == ((1,),)
    assert folded("  E-Mail_Opened ") == "email opened"


def test_a_small_history_by_hand() -> None:
    plan, rules = readiness()
    events = history(
        ("a", OPENED, 0, False),
        ("b", DEMO, 1, True),
        ("a", OPENED, 2, False),
        ("a", FORM, 3, False),
        ("a", OPENED, 4, False),
        ("a", FORM, 5, False),
    )
    given = given_in(plan, rules, events, 9.0)
    assert given.points.tolist() == [5, 5, 40, 2, 0, 100]
    found = score_history(events, ScoreModel(decay=LinearDecay(points=10, days=2)), given, 46, at=9.0)
    assert found.value.tolist() == [47 - 20, 100 - 40], "the first five had faded when the second came"
    assert found.highest.tolist() == [47, 100]
    assert found.reached.tolist() == [4, 1]


def test_points_by_amount_count_the_share_watched() -> None:
    plan = PlanBuilder()
    rule = plan.rule(plan.score(), event=EventType.VIDEO_WATCHED, points=20, by_amount=True)
    watched = Signal("video watched")
    events = history(("a", watched, 0, False), ("a", watched, 1, False), amounts=(0.5, 0.25))
    assert given_in(plan, [rule], events, 1.0).points.tolist() == [10, 5]


def test_a_story_ends_where_the_lead_bought_unless_every_row_says_so() -> None:
    told = history(("a", OPENED, 0, False), ("a", FORM, 1, True), ("a", OPENED, 2, False))
    assert told.counts().tolist() == [[1, 1]]
    repeated = history(("a", OPENED, 0, True), ("a", FORM, 1, True), ("a", OPENED, 2, True))
    assert repeated.counts().tolist() == [[2, 1]]


def test_average_interactions_are_those_of_buyers_in_each_stage() -> None:
    plan, rules = readiness()
    stages = [*plan.snapshot().all(Stage), plan.add(Stage, title="Aware")]
    seen = Signal("Saw an ad", stage="aware")
    events = history(
        ("a", seen, 0, True),
        ("a", FORM, 1, True),
        ("b", FORM, 1, True),
        ("b", OPENED, 1, True),
        ("c", seen, 1, False),
    )
    place = stage_of_signals(
        plan.snapshot(), stages, hearing(plan.snapshot(), rules, events.signals), events.signals
    )
    assert average_interactions(events, place, 2).tolist() == [1.0, 0.5]


def test_odd_times_are_told_and_nothing_is_lost() -> None:
    events = history(
        ("a", OPENED, 5, False), ("a", FORM, 1, False), ("a", OPENED, 5, False), ("b", OPENED, 5, False)
    )
    assert events.day.tolist() == [0, 4, 4, 4]
    assert [str(remark) for remark in events.remarks] == [
        "Rows that stood behind later ones and were put in order: 1. The first is row 3.",
        "Rows that repeat lead, event and time of another, each of which counts: 1. The first is row 4.",
    ]
    assert events.when(0.0).isoformat() == "1970-01-02T00:00:00"


decays = st.sampled_from(
    [None, LinearDecay(points=7, days=3), HalfLifeDecay(days=5), StepDecay(share=0.3, days=2)]
)
stories = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 2), st.integers(0, 60)), min_size=1, max_size=150
)


kinds = st.sampled_from(
    ["plain", "once", "capped", "weekly", "grouped", "lasting", "pattern", "idle", "fact"]
)


def rule_of(kind: str, plan: PlanBuilder, points: int) -> ScoringRule:
    """Return a rule of some kind that hears openings or forms."""
    score = Score(id="score_1", title="Readiness")
    more: dict[str, Any] = {
        "plain": {},
        "once": {"repeat": Repeat.FIRST},
        "capped": {"at_most": 12.5},
        "weekly": {"at_most": 20.0, "per_days": 7.0},
        "grouped": {"group": "rule_group_1", "at_most": 30.0, "per_days": 20.0},
        "lasting": {"lasts": 9.0},
        "pattern": {"kind": RuleKind.PATTERN, "times": 2, "days": 6.0, "without": EventType.FORM_FILLED},
        "idle": {"kind": RuleKind.INACTIVITY, "days": 5.0},
        "fact": {"kind": RuleKind.FACT, "title": "Asked for a demo"},
    }[kind]
    return plan.rule(score, **{"event": EventType.EMAIL_OPENED, "points": points or 1} | more)


@given(
    stories,
    decays,
    st.sampled_from([(0.0, math.inf), (-20.0, 60.0), (5.0, 90.0)]),
    st.lists(st.tuples(kinds, st.integers(-30, 60)), min_size=1, max_size=5),
)
def test_all_leads_at_once_are_as_one_after_the_other_and_logs_add_up(
    story: list[tuple[int, int, int]],
    decay: LinearDecay | None,
    limits: tuple[float, float],
    more: list[tuple[str, int]],
) -> None:
    plan, rules = readiness()
    plan.add(RuleGroup, score="score_1", at_most=25.0, per_days=10.0)
    rules = [*rules, *(rule_of(kind, plan, points) for kind, points in more)]
    signals = (OPENED, FORM, DEMO)
    events = history(*((f"{lead}", signals[kind], day, False) for lead, kind, day in story))
    reader = plan.snapshot()
    heard, book = hearing(reader, rules, events.signals), RuleBook.made(reader, rules)
    model = ScoreModel(*limits, decay)
    at = events.end + 4.5
    given_points = gains(events, heard, book, at)
    found = score_history(events, model, given_points, 50, at)
    for lead in range(len(events.leads)):
        acts = [
            Act(float(events.day[event]), heard.heard[signal], heard.spoils[signal], 1.0, heard.acts[signal])
            for event in events.events_of(lead)
            for signal in [int(events.signal[event])]
        ]
        came = float(events.day[events.first[lead]])
        log = points_given(book, came, acts, at)
        own = given_points.lead == lead
        assert given_points.points[own].tolist() == pytest.approx([gain.points for gain in log], abs=1e-9)
        assert given_points.day[own].tolist() == pytest.approx([gain.day for gain in log], abs=1e-9)
        told = explain(model, came, log, at, [("Ready", 50.0)])
        assert found.value[lead] == pytest.approx(told.value, abs=1e-9)
        assert math.fsum(line.change for line in told.lines) == pytest.approx(told.value, abs=1e-9)
        assert told.lines[-1].value == pytest.approx(told.value, abs=1e-9)
        crossed = [line.day for line in told.lines if "Ready" in line.reached and line.kind != "came in"]
        assert bool(crossed) == (not math.isnan(found.reached[lead]))
        assert not crossed or crossed[0] == found.reached[lead]


def test_the_log_names_the_instant_at_which_a_score_falls_below_a_mark() -> None:
    marks = [("Hot", 60.0), ("Warm", 30.0)]
    told = explain(ScoreModel(decay=HalfLifeDecay(days=10)), 0, [Gain(0, "Demo", 80)], 40, marks)
    fallen = {line.fallen: line.day for line in told.lines if line.fallen}
    assert fallen[("Hot",)] == pytest.approx(10 * math.log2(80 / 60))
    assert fallen[("Warm",)] == pytest.approx(10 * math.log2(80 / 30))
    told = explain(ScoreModel(decay=LinearDecay(points=25, days=30)), 0, [Gain(0, "Demo", 80)], 200, marks)
    assert [(line.day, line.value, line.fallen) for line in told.lines[2:]] == [
        (30, 55, ("Hot",)),
        (90, 5, ("Warm",)),
        (200, 0, ()),
    ]


def test_a_log_tells_of_limits_fading_and_thresholds() -> None:
    model = ScoreModel(cap=50, decay=LinearDecay(points=25, days=30))
    told = explain(
        model, 0.0, [Gain(0, "Form", 40), Gain(10, "Demo", 30), Gain(45, "Mail", 5)], 60.0, [("Ready", 50)]
    )
    assert [(line.day, line.kind, line.change, line.value) for line in told.lines] == [
        (0, "came in", 0, 0),
        (0, "gain", 40, 40),
        (10, "gain", 30, 70),
        (10, "limited", -20, 50),
        (40, "faded", -25, 25),
        (45, "gain", 5, 30),
    ]
    assert told.lines[3].reached == ("Ready",)
    assert told.lines[4].fallen == ("Ready",)
    assert told.value == 30

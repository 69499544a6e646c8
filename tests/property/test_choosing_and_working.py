"""Whatever a plan holds, goals, solutions and work are answered, and the same for the same plan."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Answer,
    ChecklistItem,
    DataFlow,
    ExchangeRate,
    Goal,
    GoalTie,
    HourEstimate,
    OwnWork,
    Record,
    Solution,
    TeamMember,
    TimeAway,
    WorkOrder,
    WorkRole,
)
from maplanner.document.vocabulary import GoalLevel, GoalTopic, Means, Verdict
from maplanner.estimate.clock import WorkClock
from maplanner.estimate.goals import register_of
from maplanner.estimate.programmes import programmes_of
from maplanner.estimate.questionnaire import question_sheets
from maplanner.estimate.sensitivity import sensitivity_of
from maplanner.estimate.solutions import compare
from maplanner.estimate.work import WorkEstimate, work_of
from maplanner.estimate.working_out import why_cost, why_hours, why_line, why_weeks
from tests.property.test_checks_never_raise import FEW, ids, plans

DAYS = st.none() | st.integers(0, 200).map(lambda days: date(2027, 1, 4) + timedelta(days=days))
CURRENCIES = st.sampled_from(["", "EUR", "nok", "pebbles"])
HOURS = st.sampled_from([0.0, 0.5, 3.0, 40.0])
LINES = st.sampled_from(
    ["own_0", "own_1", "own_2", "campaign-test@campaign_0", "automation@campaign_0", "item_0", "gone"]
)
RULES = st.sampled_from(["sales-task", "custom-fields", "email-courses", "gone", "step_0"])


@st.composite
def decided(draw: st.DrawFn) -> Snapshot:
    """Return a plan with goals, candidates, people and work, much of it broken."""
    records: list[Record] = list(draw(plans()).records())
    levels, topics = st.sampled_from(GoalLevel), st.sampled_from(GoalTopic)
    for n in range(draw(FEW)):
        weight = draw(st.sampled_from([0.0, 1.0, 7.5]))
        records.append(Goal(id=f"goal_{n}", level=draw(levels), topic=draw(topics), weight=weight))
        records.append(
            GoalTie(id=f"tie_{n}", goal=draw(ids("goal")), about=draw(RULES), serves=draw(st.booleans()))
        )
        records.append(Solution(id=f"solution_{n}", starter=draw(st.sampled_from(["mautic", "", "gone"]))))
    for n in range(draw(FEW)):
        kept = draw(st.sampled_from([{"goal": "goal_0"}, {"requirement": "sales-task"}, {}]))
        verdict = draw(st.sampled_from(Verdict))
        records.append(Answer(id=f"answer_{n}", solution=draw(ids("solution")), verdict=verdict, **kept))
    for n in range(draw(FEW)):
        rate = draw(st.sampled_from([None, 0.0, 50.0]))
        records.append(WorkRole(id=f"role_{n}", rate=rate, currency=draw(CURRENCIES)))
        hours = draw(st.sampled_from([0.0, 8.0, 168.0]))
        start, end = draw(DAYS), draw(DAYS)
        records.append(
            TeamMember(id=f"member_{n}", role=draw(ids("role")), hours_per_week=hours, start=start, end=end)
        )
        records.append(
            TimeAway(id=f"away_{n}", member=draw(ids("member")), first=draw(DAYS), last=draw(DAYS))
        )
        records.append(
            OwnWork(
                id=f"own_{n}", role=draw(ids("role")), low=draw(HOURS), likely=draw(HOURS), high=draw(HOURS)
            )
        )
        records.append(WorkOrder(id=f"order_{n}", first=draw(LINES), then=draw(LINES)))
        records.append(
            ChecklistItem(id=f"item_{n}", due=draw(DAYS), ticked_by=draw(st.sampled_from(["", "x"])))
        )
        means = draw(st.sampled_from(Means))
        records.append(
            DataFlow(id=f"flow_{n}", source=draw(ids("system")), target=draw(ids("system")), means=means)
        )
    records.append(HourEstimate(id="hours_0", item="email", role="author", low=draw(HOURS), high=draw(HOURS)))
    records.append(ExchangeRate(id="rate_0", currency=draw(CURRENCIES), worth=0.1))
    return Snapshot.of(records)


@given(decided())
def test_goals_and_solutions_are_answered_for_any_plan(plan: Snapshot) -> None:
    comparison = compare(plan)
    json.dumps([register_of(plan).to_json(), comparison.to_json()], allow_nan=False)
    shares = sensitivity_of(comparison).first
    assert not shares or sum(shares.values()) == pytest.approx(1)
    for candidate in comparison.candidates:
        assert 0 <= candidate.wants_met <= candidate.wants_at_best + 1e-9 <= 1 + 2e-9
        assert candidate.is_out == bool(candidate.to_json()["out_because"])
    for sheet in question_sheets(comparison, everything=True):
        assert len(sheet.rows()) == len(comparison.questions)


@settings(max_examples=40)
@given(decided())
def test_the_work_is_estimated_for_any_plan(plan: Snapshot) -> None:
    work = work_of(plan)
    first = json.dumps(work.to_json(), allow_nan=False)
    assert first == json.dumps(work_of(plan).to_json(), allow_nan=False)
    json.dumps([each.to_json() for each in programmes_of(plan, work)], allow_nan=False)
    for explain in (why_hours, why_cost, why_weeks):
        json.dumps(explain(work).to_json(), allow_nan=False)
    for line in work.lines:
        assert why_line(line).inputs
    keeps_its_promises(work)


def keeps_its_promises(work: WorkEstimate) -> None:
    """Assert that nobody does two things at once, and that everything waits for what is before it."""
    busy: dict[str, list[tuple[float, float]]] = {}
    for each in work.schedule.placed:
        assert each.ready - 1e-6 <= each.start <= each.finish + 1e-6
        busy.setdefault(each.worker.id, []).append((each.start, each.finish))
    for spans in busy.values():
        spans.sort()
        assert all(spans[at][1] <= spans[at + 1][0] + 1e-6 for at in range(len(spans) - 1))
    placed = {each.part.task for each in work.schedule.placed}
    for key in placed:
        for before in work.network.before[key]:
            finish, start = work.by_key[before].finish, work.by_key[key].start
            assert before not in placed or (finish is not None and start is not None)
            assert finish is None or start is None or finish <= start + 1e-6
    assert (work.weeks is None) == bool(work.schedule.stuck)


@given(
    st.lists(st.sampled_from([0.0, 0.0, 1.5, 8.0]), min_size=1, max_size=30),
    st.floats(0, 35),
    st.floats(0.01, 60),
)
def test_clocks_agree_with_adding_up_day_by_day(hours: list[float], start: float, needed: float) -> None:
    clock = WorkClock(np.concatenate(([0.0], np.cumsum(hours))))
    done = clock.done_at(start, needed)
    many = clock.done(np.array([start]), np.array([needed]))
    assert float(many[0]) == pytest.approx(done)
    have = clock.worked(start, len(hours))
    if done == float("inf"):
        assert have < needed + 1e-6
    else:
        assert clock.worked(start, done) == pytest.approx(needed, abs=1e-6)
        assert clock.worked(start, done - 1e-3) <= needed
    begun = clock.begun_at(start)
    assert begun >= start
    if begun < float("inf"):
        assert clock.worked(start, begun) == pytest.approx(0, abs=1e-9)
        assert clock.worked(begun, begun + 1) > 0

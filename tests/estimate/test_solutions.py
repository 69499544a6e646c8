"""Gates, rank, unknowns and how far the rank depends on weights."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from maplanner.document.records import Answer, Goal, Solution
from maplanner.document.vocabulary import FieldType, GoalLevel, GoalTopic, Verdict
from maplanner.estimate.answering import Basis, worst
from maplanner.estimate.knowledge import lacking_solutions, starter_solutions
from maplanner.estimate.sensitivity import sensitivity_of
from maplanner.estimate.solutions import Candidate, Comparison, compare
from maplanner.steps.requirement_rules import RULE_NAMED
from tests.builders import PlanBuilder


class Choice(PlanBuilder):
    """A plan without a drawing: goals and candidates."""

    def want(self, basic: str, weight: float = 1.0) -> Goal:
        return self.add(Goal, area="Own", basic=basic, level=GoalLevel.WANT, weight=weight)

    def need(self, basic: str) -> Goal:
        return self.add(Goal, area="Own", basic=basic)

    def candidate(self, title: str, **values: Any) -> Solution:
        number = len([each for each in self.records.values() if isinstance(each, Solution)])
        return self.add(Solution, title=title, order=number, **values)

    def answer(self, solution: Solution, goal: Goal, verdict: Verdict, **values: Any) -> Answer:
        return self.add(Answer, solution=solution.id, goal=goal.id, verdict=verdict, **values)

    def compare(self) -> Comparison:
        return compare(self.snapshot())


def named(comparison: Comparison, title: str) -> Candidate:
    return next(each for each in comparison.candidates if each.title == title)


def test_a_missed_need_rules_out_and_is_named() -> None:
    plan = Choice()
    need = plan.need("Leads reach the CRM.")
    a, b = plan.candidate("A"), plan.candidate("B")
    plan.answer(a, need, Verdict.NO, source="Their manual, page 4")
    plan.answer(b, need, Verdict.PARTLY, work="Buy a connector")
    comparison = plan.compare()
    assert [(each.title, each.is_out) for each in comparison.ranked] == [("B", False), ("A", True)]
    assert named(comparison, "A").to_json()["out_because"] == [
        "Need: Leads reach the CRM. Their manual, page 4"
    ]
    assert named(comparison, "B").to_json()["partly"] == [
        {"what": "Leads reach the CRM.", "work": "Buy a connector"}
    ]


def test_wants_rank_by_weight() -> None:
    plan = Choice()
    heavy, light = plan.want("Heavy", 3), plan.want("Light", 1)
    a, b, c = (plan.candidate(title) for title in "ABC")
    plan.answer(a, light, Verdict.YES)
    plan.answer(a, heavy, Verdict.NO)
    plan.answer(b, heavy, Verdict.PARTLY)
    plan.answer(c, heavy, Verdict.YES)
    plan.answer(c, light, Verdict.NO)
    comparison = plan.compare()
    assert [(each.title, each.wants_met) for each in comparison.ranked] == [
        ("C", 0.75), ("B", 0.375), ("A", 0.25),
    ]  # fmt: skip
    assert named(comparison, "B").wants_at_best == pytest.approx((3 * 0.5 + 1) / 4)
    assert [each.title for each in named(comparison, "B").unknown] == ["Light"]


def test_an_unknown_need_is_a_question_and_no_gate() -> None:
    plan = Choice()
    plan.want("Nice")
    plan.need("Vital")
    plan.candidate("A")
    (found,) = plan.compare().candidates
    assert not found.is_out
    assert [each.title for each in found.unknown] == ["Vital", "Nice"]


def test_a_goal_is_answered_by_its_requirements_unless_people_answer_it() -> None:
    plan = Choice()
    plan.step("sales_task")
    plan.step("notification")
    goal = plan.add(Goal, basic="Sales learn.", topic=GoalTopic.HANDOVER, level=GoalLevel.WANT)
    a = plan.candidate("A")
    plan.add(Answer, solution=a.id, requirement="sales-task", verdict=Verdict.YES)
    plan.add(Answer, solution=a.id, requirement="notify-sales", verdict=Verdict.NO)
    (found,) = plan.compare().candidates
    assert found.answers[goal.id].verdict is Verdict.NO
    assert found.answers[goal.id].basis is Basis.DERIVED
    assert found.wants_met == 0.5
    assert not found.unknown
    plan.answer(a, goal, Verdict.YES)
    assert plan.compare().candidates[0].wants_met == 1.0


def test_a_need_is_missed_through_its_requirement_and_told_once() -> None:
    plan = Choice()
    plan.step("sales_task")
    plan.add(Goal, basic="Sales learn.", topic=GoalTopic.TASK)
    a = plan.candidate("A")
    plan.add(Answer, solution=a.id, requirement="sales-task", verdict=Verdict.NO)
    (found,) = plan.compare().candidates
    assert found.to_json()["out_because"] == ["Need: Create tasks for sales. the plan, without a source"]


def test_the_worst_part_decides() -> None:
    assert worst([Verdict.YES, Verdict.PARTLY]) is Verdict.PARTLY
    assert worst([Verdict.PARTLY, Verdict.UNKNOWN]) is Verdict.UNKNOWN
    assert worst([Verdict.UNKNOWN, Verdict.NO, Verdict.YES]) is Verdict.NO
    assert worst([]) is Verdict.UNKNOWN


def test_without_candidates_the_common_pairings_are_compared() -> None:
    comparison = Choice().compare()
    assert len(comparison.candidates) == 7
    assert any("common pairings" in each for each in comparison.lacks)
    assert {each.solution.crm for each in comparison.candidates} >= {
        "Salesforce",
        "Dynamics 365",
        "SugarCloud",
    }


def test_starter_answers_count_but_are_to_be_verified() -> None:
    plan = Choice()
    score = plan.score()
    plan.threshold(score, level="account")
    plan.add(Goal, basic="Accounts.", topic=GoalTopic.ACCOUNTS)
    comparison = plan.compare()
    mautic = named(comparison, "Mautic with a CRM of choice")
    assert mautic.is_out
    assert [each.key for each in mautic.to_verify] == ["account-score"]
    answer = mautic.answers["account-score"]
    assert answer.basis is Basis.STARTER
    assert answer.origin is not None
    assert answer.origin.as_of == date(2026, 11, 1)
    plan.put(mautic.solution)
    plan.add(
        Answer, solution=mautic.solution.id, requirement="account-score", verdict=Verdict.YES, verified=True
    )
    again = plan.compare().candidates[0]
    assert not again.is_out
    assert not again.to_verify


def test_limits_answer_the_question_of_custom_fields() -> None:
    plan = Choice()
    lead = plan.object(plan.crm())
    form = plan.step("form")
    for number in range(101):
        target = plan.crm_field(lead, f"F{number}__c", custom=True, type=FieldType.TEXT)
        plan.map(plan.field(form, f"F{number}"), target)
    plan.add(Goal, basic="Fields.", topic=GoalTopic.FIELDS)
    plan.candidate("Small", crm="Salesforce", edition="Professional")
    plan.candidate("Large", crm="Salesforce", edition="Enterprise")
    plan.candidate("Open", crm="Salesforce")
    small, large, unnamed = plan.compare().candidates
    assert small.answers["custom-fields"].verdict is Verdict.NO
    assert "101" in small.answers["custom-fields"].says
    assert large.answers["custom-fields"].verdict is Verdict.YES
    assert large.answers["custom-fields"].basis is Basis.LIMITS
    assert unnamed.answers["custom-fields"].verdict is Verdict.UNKNOWN


def test_starter_knowledge_answers_requirements_that_there_are() -> None:
    for starter in starter_solutions():
        for fact in starter.facts:
            assert fact.requirement in RULE_NAMED
            assert fact.says.endswith(".")
            assert (fact.verdict is Verdict.PARTLY) == bool(fact.work), (starter.name, fact.requirement)


def test_candidates_that_are_there_are_not_added_again() -> None:
    store = Choice().store()
    made = lacking_solutions(store)
    with store.transact("Add") as transaction:
        transaction.put(*made)
    assert lacking_solutions(store) == []


def test_the_weight_at_which_the_order_turns_is_exact() -> None:
    plan = Choice()
    left, right = plan.want("Left", 3), plan.want("Right", 1)
    a, b = plan.candidate("A"), plan.candidate("B")
    plan.answer(a, left, Verdict.YES)
    plan.answer(a, right, Verdict.NO)
    plan.answer(b, left, Verdict.NO)
    plan.answer(b, right, Verdict.YES)
    found = sensitivity_of(plan.compare())
    assert [(turn.want.title, turn.weight, turn.leader) for turn in found.turns] == [
        ("Left", 1.0, "B"), ("Right", 3.0, "B"),
    ]  # fmt: skip
    # A leads while 3u ≥ v for u, v uniform in 0 to 2: all but a sixth.
    assert found.first[a.id] == pytest.approx(5 / 6, abs=0.02)
    assert sum(found.first.values()) == pytest.approx(1)
    assert sensitivity_of(plan.compare()) == found


def test_nothing_to_compare_is_no_failure() -> None:
    plan = Choice()
    plan.candidate("A")
    comparison = plan.compare()
    assert comparison.candidates[0].wants_met == 0.0
    assert comparison.lacks
    assert sensitivity_of(comparison).first == {"solution_1": 1.0}
    assert comparison.candidates[0].explanation().figure == "0 %"

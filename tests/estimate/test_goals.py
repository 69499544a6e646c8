"""Goals, what serves them, and the way back from an element."""

from __future__ import annotations

import pytest

from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import Goal, GoalTie
from maplanner.document.vocabulary import GoalLevel, GoalTopic
from maplanner.estimate.goals import lacking_goals, questions_of, register_of, tie, usual_goals
from maplanner.steps.requirement_rules import RULES
from maplanner.steps.requirements import Area
from tests.builders import PlanBuilder


@pytest.fixture
def plan() -> PlanBuilder:
    made = PlanBuilder()
    made.step("sales_task", "Call them")
    made.add(Goal, area="Lead flow", basic="Sales learn of each lead.", topic=GoalTopic.TASK, weight=3)
    made.add(Goal, area="Reporting", basic="A report.", level=GoalLevel.WANT)
    return made


def test_requirements_name_their_causes_and_goals(plan: PlanBuilder) -> None:
    register = register_of(plan.snapshot())
    (asked,) = register.requirements
    assert (asked.name, asked.causes, asked.goals) == ("sales-task", ("step_1",), ("goal_1",))
    assert asked.level is GoalLevel.NEED
    assert asked.weight == 3
    assert [each.is_served for each in register.goals] == [True, False]
    assert [each.goal.id for each in register.served_by("step_1")] == ["goal_1"]
    assert register.asked_by("step_1") == (asked,)
    assert register.served_by("nobody") == ()


def test_a_requirement_is_a_want_unless_a_need_wants_it(plan: PlanBuilder) -> None:
    plan.put(plan.records["goal_1"].changed({"level": "want"}))
    assert register_of(plan.snapshot()).requirements[0].level is GoalLevel.WANT


def test_ties_are_kept_only_where_they_say_something_else(plan: PlanBuilder) -> None:
    store = plan.store()
    assert tie(store, "goal_1", "sales-task", serves=True) == ([], [])
    put, gone = tie(store, "goal_1", "sales-task", serves=False)
    assert [(each.goal, each.serves) for each in put if isinstance(each, GoalTie)] == [("goal_1", False)]
    with store.transact("Cut") as transaction:
        transaction.put(*put)
        transaction.remove(*gone)
    assert not register_of(store.snapshot()).goals[0].is_served
    put, gone = tie(store, "goal_1", "sales-task", serves=True)
    assert put == []
    with store.transact("Tie again") as transaction:
        transaction.remove(*gone)
    assert register_of(store.snapshot()).goals[0].is_served


def test_elements_are_tied_by_hand(plan: PlanBuilder) -> None:
    store = plan.store()
    put, _gone = tie(store, "goal_2", "step_1", serves=True)
    with store.transact("Tie") as transaction:
        transaction.put(*put)
    register = register_of(store.snapshot())
    assert [each.goal.id for each in register.served_by("step_1")] == ["goal_1", "goal_2"]
    assert register.goals[1].elements == ("step_1",)


def test_areas_stand_together_in_the_order_of_their_first_goals(plan: PlanBuilder) -> None:
    plan.add(Goal, area="Lead flow", basic="More.", order=9)
    areas = register_of(plan.snapshot()).areas()
    assert [(area, len(goals)) for area, goals in areas] == [("Lead flow", 2), ("Reporting", 1)]


def test_the_usual_goals_are_the_four_areas_with_their_questions() -> None:
    assert {each.area for each in usual_goals()} == {
        area.value for area in Area if area is not Area.MARKETING
    }
    assert all(each.questions for each in usual_goals())
    store = PlanBuilder().store()
    made = lacking_goals(store)
    assert len(made) == len(usual_goals())
    with store.transact("Add") as transaction:
        transaction.put(*made)
    assert lacking_goals(store) == []
    assert questions_of(made[0])


def test_every_usual_goal_can_be_served() -> None:
    topics = {topic for rule in RULES for topic in rule.topics}
    assert {each.topic for each in usual_goals()} <= topics


def test_rules_are_told_apart_and_ask_something() -> None:
    assert len({rule.name for rule in RULES}) == len({rule.title for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.question.endswith("?"), rule.name
        assert rule.topics, rule.name
        assert rule.steps or rule.others, rule.name


def test_the_sample_asks_for_what_it_draws() -> None:
    register = register_of(Snapshot.of(template_records("sample")))
    names = {each.name for each in register.requirements}
    assert {"sales-task", "custom-fields", "account-score", "webinar", "score-decay", "list-import"} <= names
    assert all(each.is_served for each in register.goals)
    assert all(each.goals for each in register.requirements)

"""Plans that fail and pass the checks of goals and what serves them."""

from __future__ import annotations

from maplanner.document.records import Goal, GoalTie
from maplanner.document.vocabulary import GoalLevel, GoalTopic
from tests.builders import PlanBuilder
from tests.checks.examples import fails, passes


def with_task(**goal: object) -> PlanBuilder:
    plan = PlanBuilder()
    plan.step("sales_task", "Call them")
    plan.add(Goal, **{"area": "Lead flow", "basic": "Sales learn of each lead."} | goal)
    return plan


@fails("goal-without-element")
def goal_about_what_nobody_drew() -> PlanBuilder:
    return with_task(topic=GoalTopic.ACCOUNTS)


@fails("goal-without-element")
def goal_of_an_own_area() -> PlanBuilder:
    return with_task(area="Reporting", level=GoalLevel.WANT)


@fails("goal-without-element")
def goal_whose_tie_was_cut() -> PlanBuilder:
    plan = with_task()
    plan.add(GoalTie, goal="goal_1", about="sales-task", serves=False)
    return plan


@fails("goal-without-element")
def goal_tied_to_what_is_gone() -> PlanBuilder:
    plan = with_task(area="Reporting")
    plan.add(GoalTie, goal="goal_1", about="step_9")
    return plan


@passes("goal-without-element")
def goal_of_the_same_area() -> PlanBuilder:
    return with_task()


@passes("goal-without-element")
def goal_tied_to_an_element_by_hand() -> PlanBuilder:
    plan = with_task(area="Reporting")
    plan.add(GoalTie, goal="goal_1", about="step_1")
    return plan


@passes("goal-without-element")
def goal_tied_to_a_requirement_by_hand() -> PlanBuilder:
    plan = with_task(area="Reporting")
    plan.add(GoalTie, goal="goal_1", about="sales-task")
    return plan


@fails("element-without-goal")
def task_that_no_goal_wants() -> PlanBuilder:
    return with_task(topic=GoalTopic.TWINS)


@fails("element-without-goal")
def two_emails_that_no_goal_wants() -> PlanBuilder:
    plan = with_task()
    plan.step("email", "First")
    plan.step("email", "Second")
    return plan


@passes("element-without-goal")
def plan_without_goals() -> PlanBuilder:
    plan = PlanBuilder()
    plan.step("sales_task", "Call them")
    return plan


@passes("element-without-goal")
def task_that_a_goal_wants() -> PlanBuilder:
    return with_task(topic=GoalTopic.TASK)

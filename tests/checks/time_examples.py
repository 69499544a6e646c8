"""Examples of checks on posts and calendars."""

from __future__ import annotations

from maplanner.document.records import WorkCalendar
from tests.builders import PlanBuilder
from tests.checks.examples import fails, passes


@fails("post-untracked")
def post_to_a_page_of_the_site() -> PlanBuilder:
    plan = PlanBuilder()
    plan.chain(plan.step("social_post", "LinkedIn posts"), plan.step("page_visit", "Price list"))
    return plan


@passes("post-untracked")
def post_to_a_landing_page() -> PlanBuilder:
    plan = PlanBuilder()
    plan.chain(plan.step("social_post", "LinkedIn posts"), plan.step("landing_page", "Guide"))
    return plan


@fails("calendar-never-open")
def calendar_the_wrong_way_round() -> PlanBuilder:
    plan = PlanBuilder()
    plan.add(WorkCalendar, title="Office", monday="17–9")
    return plan


@fails("calendar-never-open")
def calendar_without_hours() -> PlanBuilder:
    plan = PlanBuilder()
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday")
    plan.add(WorkCalendar, title="Office", **dict.fromkeys(weekdays, ""))
    return plan


@passes("calendar-never-open")
def calendar_of_an_office() -> PlanBuilder:
    plan = PlanBuilder()
    plan.add(WorkCalendar, title="Office", friday="9–12, 13–15:30")
    return plan

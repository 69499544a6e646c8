"""Plans that fail and pass the checks of names and of segments' data points."""

from __future__ import annotations

from maplanner.document.records import Abbreviation, Effect, NamePart, NamingConvention
from maplanner.document.values import Condition
from maplanner.document.vocabulary import EffectKind, PartKind, RuleKind
from tests.builders import PlanBuilder
from tests.checks.examples import fails, passes


def named(**convention: bool) -> PlanBuilder:
    plan = PlanBuilder()
    made = plan.add(NamingConvention, title="Lists", **convention)
    plan.add(NamePart, convention=made.id, kind=PartKind.DATE, order=0)
    purpose = plan.add(NamePart, convention=made.id, kind=PartKind.PURPOSE, order=1)
    plan.add(Abbreviation, part=purpose.id, short="WN", means="webinar")
    return plan


@fails("name-off-convention")
def segment_named_otherwise() -> PlanBuilder:
    plan = named()
    plan.segment("Webinar March 2027")
    return plan


@fails("name-off-convention")
def email_whose_date_nobody_knows() -> PlanBuilder:
    plan = named(segments=False, emails=True)
    plan.step("email", "Webinar")
    return plan


@passes("name-off-convention")
def names_that_follow_or_are_not_meant() -> PlanBuilder:
    plan = named()
    plan.segment("2027-03_WN")
    plan.step("email", "Anything")
    plan.add(NamingConvention, title="Without parts", campaigns=True)
    return plan


@fails("too-many-data-points")
def segment_of_three_data_points() -> PlanBuilder:
    plan = PlanBuilder(segment_data_points=2)
    segment = plan.segment("Warm")
    for ref in ("company", "town", "size"):
        plan.criterion(segment, condition=Condition(subject="field", ref=ref))
    return plan


@fails("too-many-data-points")
def segments_that_use_three_in_all() -> PlanBuilder:
    plan = PlanBuilder(all_data_points=2)
    for ref in ("company", "town", "size"):
        plan.criterion(plan.segment(f"By {ref}"), condition=Condition(subject="field", ref=ref))
    return plan


@passes("too-many-data-points")
def segments_within_the_limits() -> PlanBuilder:
    plan = PlanBuilder(segment_data_points=1, all_data_points=1)
    for title in ("One", "Two"):
        plan.criterion(plan.segment(title), condition=Condition(subject="field", ref="company"))
    return plan


@fails("deleted-reference")
def rule_and_criterion_on_what_is_gone() -> PlanBuilder:
    plan = PlanBuilder()
    fact = Condition(subject="stage", ref="stage_gone", operator="is")
    plan.rule(plan.score(), kind=RuleKind.FACT, fact=fact)
    action = Condition(subject="action", ref="step_gone", value=1)
    plan.criterion(plan.segment("Clickers"), condition=action)
    return plan


@fails("condition-open")
def criteria_that_leave_the_status_and_the_grade_open() -> PlanBuilder:
    plan = PlanBuilder()
    plan.criterion(plan.segment("Won"), condition=Condition(subject="sales status", operator="is"))
    plan.criterion(plan.segment("Best"), condition=Condition(subject="grade", operator="is"))
    return plan


@passes("condition-open")
def conditions_that_need_no_name() -> PlanBuilder:
    plan = PlanBuilder()
    segment = plan.segment("Busy")
    for subject in ("action", "days without action", "spend", "survey answer"):
        plan.criterion(segment, condition=Condition(subject=subject, value=1))
    return plan


@fails("campaigns-not-joined")
def threshold_that_starts_a_campaign_without_an_entry() -> PlanBuilder:
    plan = PlanBuilder()
    threshold = plan.threshold(plan.score())
    plan.add(Effect, threshold=threshold.id, kind=EffectKind.START, campaign=plan.campaign("Course").id)
    return plan


@passes("campaigns-not-joined")
def threshold_that_starts_a_campaign_that_waits() -> PlanBuilder:
    plan = PlanBuilder()
    course = plan.campaign("Course")
    plan.step("trigger", "Sent here", props={"on": "sent here by another campaign"})
    threshold = plan.threshold(plan.score())
    plan.add(Effect, threshold=threshold.id, kind=EffectKind.START, campaign=course.id)
    return plan

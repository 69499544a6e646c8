"""Plans that fail and pass the checks of names and of segments' data points."""

from __future__ import annotations

from maplanner.document.records import Abbreviation, NamePart, NamingConvention
from maplanner.document.values import Condition
from maplanner.document.vocabulary import PartKind
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

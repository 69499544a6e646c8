"""Plans that fail and pass the checks of scores, thresholds, memberships and criteria."""

from __future__ import annotations

from maplanner.document.records import CriterionGroup, Goal, Score, Segment, SegmentRemoval, Step
from maplanner.document.values import Condition, HalfLifeDecay
from maplanner.document.vocabulary import (
    Crossing,
    EventType,
    GoalTopic,
    Joining,
    Repeat,
    RuleKind,
    ScoreLevel,
    SegmentMaking,
    SystemRole,
)
from tests.builders import PlanBuilder
from tests.checks.examples import fails, passes, search


def scored(**rule: object) -> tuple[PlanBuilder, Score, Step]:
    """Give 10 points for a form that is filled in once, on the only way there is."""
    plan = PlanBuilder()
    score = plan.score()
    form = plan.step("form", "Guide form")
    plan.chain(plan.step("search_term", "Term"), form)
    plan.link(form, plan.step("points", "Bonus", props={"points": 5.0, "score": score.id}), "submitted")
    plan.rule(score, **{"event": EventType.FORM_FILLED, "points": 10.0, "title": "Form", **rule})
    return plan, score, form


# --- thresholds ---------------------------------------------------------------


@fails("threshold-out-of-reach")
def threshold_above_the_only_way() -> PlanBuilder:
    plan, score, _form = scored()
    plan.threshold(score, 100.0, title="Ready for sales")
    return plan


@fails("threshold-out-of-reach")
def threshold_above_what_rules_may_give() -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score()
    form, wait = plan.step("form", "Form", props={"again": True}), plan.step("wait", "Wait")
    plan.chain(plan.step("search_term", "Term"), form)
    plan.link(form, wait, "submitted")
    plan.link(wait, form)
    plan.rule(score, event=EventType.FORM_FILLED, points=10.0, at_most=40.0)
    plan.threshold(score, 50.0)
    return plan


@fails("threshold-out-of-reach")
def threshold_above_the_cap_and_below_the_floor() -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score(cap=90.0)
    form, wait = plan.step("form", "Form", props={"again": True}), plan.step("wait", "Wait")
    plan.chain(plan.step("search_term", "Term"), form)
    plan.link(form, wait, "submitted")
    plan.link(wait, form)
    plan.rule(score, event=EventType.FORM_FILLED, points=10.0)
    plan.threshold(score, 100.0)
    plan.threshold(score, 0.0, crossing=Crossing.DOWN)
    return plan


@fails("threshold-out-of-reach")
def threshold_that_only_both_sides_of_a_decision_would_reach() -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score()
    asked = plan.step("decision", "Known?", props={"condition": {"subject": "identified", "operator": "is"}})
    search(plan, asked)
    for side in ("yes", "no"):
        plan.link(asked, plan.step("points", side, props={"points": 30.0}), side)
    plan.threshold(score, 50.0)
    return plan


@passes("threshold-out-of-reach")
def thresholds_within_reach() -> PlanBuilder:
    plan, score, form = scored()
    plan.threshold(score, 15.0)
    plan.threshold(score, 1000.0, level=ScoreLevel.ACCOUNT)
    other = plan.score("Without rules")
    plan.threshold(other, 100.0)
    split = plan.step("split", "All ways")
    plan.chain(form, split)
    return plan


@passes("threshold-out-of-reach")
def threshold_that_a_way_round_and_round_reaches() -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score()
    form, wait = plan.step("form", "Form", props={"again": True}), plan.step("wait", "Wait")
    plan.chain(plan.step("search_term", "Term"), form)
    plan.link(form, wait, "submitted")
    plan.link(wait, form)
    plan.rule(score, event=EventType.FORM_FILLED, points=10.0)
    plan.threshold(score, 500.0)
    return plan


@passes("threshold-out-of-reach")
def threshold_that_two_campaigns_reach_together() -> PlanBuilder:
    plan, score, _form = scored()
    plan.campaign("Second")
    search(plan, plan.step("points", "More", props={"points": 40.0}))
    plan.threshold(score, 55.0)
    return plan


@fails("threshold-reached-by-all")
def thresholds_at_the_beginning() -> PlanBuilder:
    plan = PlanBuilder()
    plan.threshold(plan.score("Readiness"), 0.0)
    plan.threshold(plan.score("Interest", floor=20.0), 20.0)
    return plan


@fails("threshold-reached-by-all")
def threshold_that_the_ad_alone_reaches() -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score()
    plan.chain(plan.step("search_term", "Term", props={"found": "bought"}), plan.step("end", "End"))
    plan.rule(score, event=EventType.AD_CLICKED, points=10.0)
    plan.threshold(score, 10.0)
    return plan


@passes("threshold-reached-by-all")
def threshold_that_takes_something() -> PlanBuilder:
    plan, score, _form = scored()
    plan.threshold(score, 10.0)
    plan.threshold(score, -5.0, crossing=Crossing.DOWN)
    return plan


# --- rules ----------------------------------------------------------------------


@fails("rule-without-asset")
def rules_on_a_video_that_is_not_drawn() -> PlanBuilder:
    plan, score, form = scored()
    plan.rule(score, event=EventType.VIDEO_WATCHED, title="Video")
    plan.rule(score, event=EventType.EMAIL_OPENED, step=form.id)
    return plan


@passes("rule-without-asset")
def rules_on_what_is_drawn() -> PlanBuilder:
    plan, score, form = scored()
    plan.rule(score, event=EventType.FORM_FILLED, step=form.id)
    plan.rule(score, kind=RuleKind.INACTIVITY, event=EventType.VIDEO_WATCHED, points=-10.0)
    return plan


@fails("asset-without-rule")
def download_that_earns_nothing() -> PlanBuilder:
    plan, _score, form = scored()
    plan.link(form, plan.step("download", "Buyer's guide"), "submitted")
    return plan


@passes("asset-without-rule")
def plan_that_does_not_score() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan, plan.step("form", "Form"), plan.step("download", "Guide"))
    return plan


@passes("asset-without-rule")
def every_telling_asset_has_a_rule() -> PlanBuilder:
    plan, score, form = scored()
    guide = plan.step("download", "Guide")
    plan.link(form, guide, "submitted")
    plan.rule(score, event=EventType.CONTENT_DOWNLOADED, step=guide.id)
    return plan


@fails("score-without-decay")
def score_that_stays() -> PlanBuilder:
    return scored()[0]


@passes("score-without-decay")
def scores_that_fade_or_need_not() -> PlanBuilder:
    plan = PlanBuilder()
    plan.rule(plan.score("Halves", decay=HalfLifeDecay()))
    plan.rule(plan.score("Lasts"), lasts=90.0)
    idle = plan.score("Idle")
    plan.rule(idle)
    plan.rule(idle, kind=RuleKind.INACTIVITY, points=-10.0)
    plan.rule(plan.score("Fit", basis="fit"))
    plan.score("Without rules")
    return plan


@fails("video-by-time")
def video_that_counts_whole() -> PlanBuilder:
    plan, score, form = scored()
    plan.link(form, plan.step("video", "Demo"), "submitted")
    plan.rule(score, event=EventType.VIDEO_WATCHED, title="Demo video")
    return plan


@passes("video-by-time")
def video_by_the_share_watched() -> PlanBuilder:
    plan, score, form = scored()
    plan.link(form, plan.step("video", "Demo"), "submitted")
    plan.rule(score, event=EventType.VIDEO_WATCHED, by_amount=True)
    return plan


@fails("all-pages-counted")
def careers_page_that_counts() -> PlanBuilder:
    plan, score, form = scored()
    plan.link(form, plan.step("page_visit", "Careers", props={"shows_readiness": False}), "abandoned")
    plan.rule(score, event=EventType.PAGE_VISITED, title="Pages")
    return plan


@passes("all-pages-counted")
def pages_that_show_readiness() -> PlanBuilder:
    plan, score, form = scored()
    page = plan.step("page_visit", "Prices")
    plan.link(form, page, "abandoned")
    plan.rule(score, event=EventType.PAGE_VISITED)
    plan.rule(score, event=EventType.PAGE_VISITED, by_amount=True, repeat=Repeat.FIRST)
    return plan


# --- memberships -------------------------------------------------------------------


def moved(*, leaves: bool = False) -> tuple[PlanBuilder, Segment, Segment, Step]:
    plan = PlanBuilder()
    first, second = plan.segment("Prospects"), plan.segment("Customers")
    before = plan.step("segment_change", "Interested", props={"segment": first.id})
    props = {"segment": second.id, "leaves": [first.id] if leaves else []}
    after = plan.step("segment_change", "Won", props=props)
    search(plan, before, plan.step("wait", "Wait"), after)
    return plan, first, second, after


@fails("stale-membership")
def move_that_leaves_the_first_behind() -> PlanBuilder:
    return moved()[0]


@passes("stale-membership")
def move_that_leaves_the_first() -> PlanBuilder:
    return moved(leaves=True)[0]


@passes("stale-membership")
def move_that_the_segments_settle_themselves() -> PlanBuilder:
    plan, first, second, _after = moved()
    plan.add(SegmentRemoval, segment=second.id, leaves=first.id)
    return plan


def mailed(**system: object) -> tuple[PlanBuilder, Segment, Segment]:
    plan = PlanBuilder()
    plan.add_system("Mail tool", role=SystemRole.AUTOMATION, **system)
    one, other = plan.segment("Customers"), plan.segment("Newsletter")
    mail = plan.step("email", "Spring offer")
    for segment in (one, other):
        props = {"on": "segment joined", "segment": segment.id}
        plan.chain(plan.step("trigger", segment.title, props=props), mail)
    return plan, one, other


@fails("sent-twice")
def offer_to_two_segments() -> PlanBuilder:
    return mailed(removes_duplicates=False)[0]


@passes("sent-twice")
def offer_from_a_tool_that_removes_duplicates() -> PlanBuilder:
    return mailed(removes_duplicates=True)[0]


@passes("sent-twice")
def offer_to_segments_that_share_nobody() -> PlanBuilder:
    plan, one, other = mailed(removes_duplicates=False)
    for segment, operator in ((one, "is"), (other, "is not")):
        plan.records[segment.id] = segment.changed({"made": SegmentMaking.REAL_TIME})
        plan.criterion(segment, condition=Condition(subject="sales status", operator=operator, text="won"))
    return plan


@fails("segment-never-joined")
def day_for_a_segment_that_nobody_joins() -> PlanBuilder:
    plan = PlanBuilder()
    props = {"on": "a day comes", "segment": plan.segment("Nobody").id}
    plan.chain(plan.step("trigger", "Birthday", props=props), plan.step("end", "End"))
    return plan


# --- criteria ------------------------------------------------------------------------


def points(score: Score, mark: float, operator: str = "at least") -> Condition:
    return Condition(subject="score", ref=score.id, operator=operator, value=mark)


@fails("criteria-contradict")
def hot_and_cold() -> PlanBuilder:
    plan = PlanBuilder()
    score, segment = plan.score(), plan.segment("Hot and cold")
    plan.criterion(segment, condition=points(score, 80))
    plan.criterion(segment, condition=points(score, 20, "below"))
    return plan


@fails("criteria-contradict")
def everybody_and_a_group_of_nothing() -> PlanBuilder:
    plan = PlanBuilder()
    score, segment = plan.score(), plan.segment("All", joining=Joining.ANY)
    plan.criterion(segment, condition=points(score, 80))
    plan.criterion(segment, condition=points(score, 80, "below"))
    plan.add(CriterionGroup, segment=plan.segment("Empty").id)
    return plan


@fails("criteria-contradict")
def criteria_twice_and_implied() -> PlanBuilder:
    plan = PlanBuilder()
    score, segment = plan.score(), plan.segment("Hot")
    for order, mark in enumerate((80, 80, 50)):
        plan.criterion(segment, condition=points(score, mark), order=order)
    return plan


@passes("criteria-contradict")
def criteria_that_all_matter() -> PlanBuilder:
    plan = PlanBuilder()
    score, segment = plan.score(), plan.segment("Warm")
    plan.criterion(segment, condition=points(score, 50))
    plan.criterion(segment, condition=points(score, 80, "below"))
    plan.segment("By hand")
    return plan


@fails("circular-definition")
def segments_that_name_each_other() -> PlanBuilder:
    plan = PlanBuilder()
    one, other = (plan.segment(title, made=SegmentMaking.REAL_TIME) for title in ("Warm", "Interested"))
    for segment, named in ((one, other), (other, one)):
        plan.criterion(segment, condition=Condition(subject="segment", ref=named.id, operator="is"))
    return plan


@fails("circular-definition")
def scores_that_feed_each_other() -> PlanBuilder:
    plan = PlanBuilder()
    one, other = plan.score("Readiness"), plan.score("Interest")
    plan.rule(one, kind=RuleKind.FACT, fact=points(other, 50))
    plan.rule(other, kind=RuleKind.FACT, fact=points(one, 50))
    itself = plan.score("Itself")
    plan.rule(itself, kind=RuleKind.FACT, fact=points(itself, 50))
    return plan


@passes("circular-definition")
def definitions_that_begin_somewhere() -> PlanBuilder:
    plan = PlanBuilder()
    score, segment = plan.score(), plan.segment("Warm", made=SegmentMaking.REAL_TIME)
    plan.criterion(segment, condition=points(score, 50))
    known = Condition(subject="segment", ref=segment.id, operator="is")
    plan.rule(plan.score("Interest"), kind=RuleKind.FACT, fact=known)
    return plan


@fails("account-score-homeless")
def goal_about_accounts_without_a_field() -> PlanBuilder:
    plan = PlanBuilder()
    plan.add(Goal, basic="Accounts with several interested people are found", topic=GoalTopic.ACCOUNTS)
    plan.threshold(plan.score(), level=ScoreLevel.ACCOUNT)
    return plan


@passes("account-score-homeless")
def goal_about_accounts_with_a_field() -> PlanBuilder:
    plan = PlanBuilder()
    plan.add(Goal, basic="Accounts", topic=GoalTopic.ACCOUNTS)
    field = plan.crm_field(plan.object(plan.crm(), "Account"), "Score__c")
    plan.threshold(plan.score(account_field=field.id), level=ScoreLevel.ACCOUNT)
    return plan

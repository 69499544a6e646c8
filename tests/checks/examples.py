"""For each check a plan that fails it and one that passes it."""

from __future__ import annotations

from collections.abc import Callable

from maplanner.document.records import Assumption, Problem, Step
from maplanner.document.vocabulary import FieldType
from tests.builders import PlanBuilder

Example = Callable[[], PlanBuilder]

FAILS: dict[str, list[Example]] = {}
PASSES: dict[str, list[Example]] = {}


def fails(code: str) -> Callable[[Example], Example]:
    def keep(example: Example) -> Example:
        FAILS.setdefault(code, []).append(example)
        return example

    return keep


def passes(code: str) -> Callable[[Example], Example]:
    def keep(example: Example) -> Example:
        PASSES.setdefault(code, []).append(example)
        return example

    return keep


def search(plan: PlanBuilder, *steps: Step) -> Step:
    """Begin with a search term and lead through the steps to an end."""
    entry = plan.step("search_term", "Term")
    plan.chain(entry, *steps, plan.step("end", "End"))
    return entry


def written(plan: PlanBuilder, *, title: str = "Write to CRM", **field: object) -> Step:
    """Lead from a form with a company to a write of a Lead, which requires one."""
    form = plan.step("form", "Guide form")
    lead = plan.object(plan.crm())
    plan.field(form, "E-mail", type=FieldType.EMAIL, required=True)
    company = plan.field(form, "Company", **field)
    target = plan.crm_field(lead, "Company", required=True, length=255)
    plan.map(company, target)
    write = plan.step("crm_write", title, props={"object": lead.id})
    search(plan, form, write)
    return write


@fails("entry-without-way-on")
def lonely_entry() -> PlanBuilder:
    plan = PlanBuilder()
    plan.step("paid_ad", "Planner ad")
    return plan


@fails("entry-without-way-on")
def entry_with_a_link_from_nowhere() -> PlanBuilder:
    plan = PlanBuilder()
    plan.link(plan.step("paid_ad", "Planner ad"), plan.step("end"), "an output of long ago")
    return plan


@passes("entry-without-way-on")
@passes("campaign-without-entry")
@passes("unreachable-step")
@passes("dead-end")
@passes("unknown-kind")
@passes("invalid-properties")
@passes("choice-missing")
@passes("entry-without-source")
def plain_campaign() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan, plan.step("landing_page", "Page"), plan.step("email", "Mail"))
    return plan


@fails("campaign-without-entry")
def campaign_of_one_mail() -> PlanBuilder:
    plan = PlanBuilder()
    plan.chain(plan.step("email", "Mail"), plan.step("end"))
    return plan


@fails("campaign-without-entry")
def empty_campaign() -> PlanBuilder:
    plan = PlanBuilder()
    plan.campaign("Later")
    return plan


@fails("unreachable-step")
def step_beside_the_way() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan)
    plan.chain(plan.step("email", "Lost mail"), plan.step("end"))
    return plan


@passes("unreachable-step")
def step_behind_one_of_an_unknown_kind() -> PlanBuilder:
    plan = PlanBuilder()
    odd = plan.step("chat_bot", "Chat")
    search(plan, odd)
    plan.link(odd, plan.step("end"), "answered")
    return plan


@fails("dead-end")
def mail_that_leads_nowhere() -> PlanBuilder:
    plan = PlanBuilder()
    plan.chain(plan.step("search_term", "Term"), plan.step("email", "Last mail"))
    return plan


@fails("dead-end")
def write_that_leads_nowhere() -> PlanBuilder:
    plan = PlanBuilder()
    lead = plan.object(plan.crm())
    plan.chain(plan.step("search_term", "Term"), plan.step("crm_write", "Write", props={"object": lead.id}))
    return plan


@passes("dead-end")
def mail_whose_readers_alone_go_on() -> PlanBuilder:
    plan = PlanBuilder()
    mail = plan.step("email", "Mail")
    plan.chain(plan.step("search_term", "Term"), mail)
    plan.link(mail, plan.step("end"), "opened")
    return plan


def split(*shares: float | None) -> PlanBuilder:
    plan = PlanBuilder()
    parting = plan.step("split", "Which mail?")
    plan.chain(plan.step("search_term", "Term"), parting)
    for share in shares:
        plan.link(parting, plan.step("end"), share=share)
    return plan


@fails("shares-not-whole")
def shares_of_80_per_cent() -> PlanBuilder:
    return split(0.5, 0.3)


@fails("shares-not-whole")
def shares_of_120_per_cent_and_the_rest() -> PlanBuilder:
    return split(0.5, 0.7, None)


@fails("shares-not-whole")
def two_that_take_the_rest() -> PlanBuilder:
    return split(0.5, None, None)


@fails("shares-not-whole")
def shares_of_nothing() -> PlanBuilder:
    return split(0.0, 0.0)


@passes("shares-not-whole")
def shares_of_a_third() -> PlanBuilder:
    return split(1 / 3, 1 / 3, 1 / 3)


@passes("shares-not-whole")
def share_and_the_rest() -> PlanBuilder:
    return split(0.2, None)


@passes("shares-not-whole")
def independent_shares() -> PlanBuilder:
    plan = PlanBuilder()
    page = plan.step("landing_page", "Page")
    plan.chain(plan.step("search_term", "Term"), page)
    for share in (0.4, 0.9):
        plan.link(page, plan.step("end"), share=share)
    return plan


def reminder_loop(*, wait: bool, exit_by_decision: bool = False) -> PlanBuilder:
    plan = PlanBuilder()
    page = plan.step("landing_page", "Page")
    visit = plan.step("page_visit", "Prices")
    plan.chain(plan.step("search_term", "Term"), page)
    last = page
    if exit_by_decision:
        score = plan.score()
        plan.rule(score, event="page visited")
        last = plan.step("decision", "Ready?", props={"condition": {"ref": score.id, "value": 50.0}})
        plan.link(page, last)
        plan.link(last, plan.step("end"), "yes")
    plan.link(last, visit, "no" if exit_by_decision else "next")
    plan.link(visit, page, delay={"kind": "fixed", "days": 7.0} if wait else None)
    return plan


@fails("loop-without-wait")
def loop_at_one_moment() -> PlanBuilder:
    return reminder_loop(wait=False)


@fails("loop-without-wait")
def loop_at_one_moment_around_a_decision() -> PlanBuilder:
    return reminder_loop(wait=False, exit_by_decision=True)


@fails("loop-without-wait")
def loop_at_one_moment_for_a_share() -> PlanBuilder:
    plan = PlanBuilder()
    page = plan.step("landing_page", "Page")
    search(plan, page)
    plan.link(page, page, share=0.5)
    return plan


@passes("loop-without-wait")
@passes("loop-without-exit")
def loop_with_wait_and_exit() -> PlanBuilder:
    return reminder_loop(wait=True, exit_by_decision=True)


@passes("loop-without-wait")
def loop_through_a_wait() -> PlanBuilder:
    plan = PlanBuilder()
    page, wait = plan.step("landing_page", "Page"), plan.step("wait", "Wait")
    search(plan, page)
    plan.chain(page, wait, page)
    return plan


@passes("loop-without-wait")
@passes("loop-without-exit")
def loop_through_a_step_that_acts_once() -> PlanBuilder:
    plan = PlanBuilder()
    page = plan.step("landing_page", "Page", once=True)
    plan.chain(plan.step("search_term", "Term"), page, page)
    return plan


@fails("loop-without-exit")
def loop_for_ever() -> PlanBuilder:
    return reminder_loop(wait=True)


@passes("loop-without-exit")
def loop_that_a_share_leaves() -> PlanBuilder:
    plan = PlanBuilder()
    page, wait = plan.step("landing_page", "Page"), plan.step("wait", "Wait")
    plan.chain(plan.step("search_term", "Term"), page, wait)
    plan.link(wait, page, share=0.7)
    return plan


@passes("loop-without-exit")
def loop_in_a_campaign_with_an_exit() -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score()
    plan.campaign(exit={"subject": "score", "ref": score.id, "value": 100.0})
    page, wait = plan.step("landing_page", "Page"), plan.step("wait", "Wait")
    plan.chain(plan.step("search_term", "Term"), page, wait, page)
    return plan


@fails("required-field-empty")
def optional_company() -> PlanBuilder:
    plan = PlanBuilder()
    written(plan, required=False)
    return plan


@fails("required-field-empty")
def company_that_no_form_asks_for() -> PlanBuilder:
    plan = PlanBuilder()
    lead = plan.object(plan.crm())
    plan.crm_field(lead, "Company", label="Company", required=True, length=255)
    form = plan.step("form", "Guide form")
    plan.field(form, "E-mail", type=FieldType.EMAIL, required=True)
    search(plan, form, plan.step("crm_write", "Write to CRM", props={"object": lead.id}))
    return plan


@fails("required-field-empty")
def company_on_one_of_two_ways() -> PlanBuilder:
    plan = PlanBuilder()
    write = written(plan, required=True)
    people = plan.step("contact_list", "Fair list", props={"size": 10})
    plan.field(people, "E-mail", type=FieldType.EMAIL, required=True)
    plan.link(people, write)
    return plan


@passes("required-field-empty")
def required_company() -> PlanBuilder:
    plan = PlanBuilder()
    written(plan, required=True)
    return plan


@passes("required-field-empty")
def company_by_way_of_another_system() -> PlanBuilder:
    plan = PlanBuilder()
    form = plan.step("form", "Guide form")
    prospect = plan.object(plan.add_system("Tool"), "Prospect")
    lead = plan.object(plan.crm())
    plan.field(form, "E-mail", type=FieldType.EMAIL, required=True)
    between = plan.crm_field(prospect, "company")
    target = plan.crm_field(lead, "Company", required=True)
    plan.map(plan.field(form, "Company", required=True), between)
    plan.map(between, target)
    search(plan, form, plan.step("crm_write", "Write to CRM", props={"object": lead.id}))
    return plan


@passes("required-field-empty")
def update_of_what_exists() -> PlanBuilder:
    plan = PlanBuilder()
    write = written(plan, required=False)
    plan.put(write.changed({"props.operation": "update"}))
    return plan


@passes("required-field-empty")
def company_known_of_everybody_who_comes_by_a_trigger() -> PlanBuilder:
    plan = PlanBuilder()
    write = written(plan, required=True)
    mark = plan.threshold(plan.score())
    plan.campaign("Hand-over")
    plan.chain(
        plan.step("trigger", "Hot", props={"threshold": mark.id}),
        plan.step("crm_write", "Write again", props=dict(write.props)),
        plan.step("end"),
    )
    return plan


@fails("field-without-key")
def field_without_key() -> PlanBuilder:
    plan = PlanBuilder()
    plan.field(plan.step("form", "Guide form"), "Annual budget", key="")
    return plan


@passes("field-without-key")
@passes("form-field-lands-nowhere")
@passes("data-used-for-nothing")
def used_field() -> PlanBuilder:
    plan = PlanBuilder()
    form = plan.step("form", "Guide form")
    lead = plan.object(plan.crm())
    plan.map(plan.field(form, "Fax"), plan.crm_field(lead, "Fax", uses=("sales",)))
    return plan


@fails("form-field-lands-nowhere")
def budget_that_lands_nowhere() -> PlanBuilder:
    plan = PlanBuilder()
    form = plan.step("form", "Guide form")
    lead = plan.object(plan.crm())
    plan.crm_field(lead, "Budget__c", label="Budget", length=255, custom=True)
    plan.field(form, "Budget")
    search(plan, form, plan.step("crm_write", "Write", props={"object": lead.id}))
    return plan


@fails("form-field-lands-nowhere")
def budget_for_which_the_crm_has_no_field() -> PlanBuilder:
    plan = PlanBuilder()
    form = plan.step("form", "Guide form")
    lead = plan.object(plan.crm(product="salesforce"))
    plan.field(form, "Budget")
    search(plan, form, plan.step("crm_write", "Write", props={"object": lead.id}))
    return plan


@passes("form-field-lands-nowhere")
def field_that_lands_from_another_form() -> PlanBuilder:
    plan = PlanBuilder()
    lead = plan.object(plan.crm())
    first, second = (plan.field(plan.step("form", title), "Company") for title in ("One", "Two"))
    plan.map(first, plan.crm_field(lead, "Company"))
    assert first.key == second.key
    return plan


@passes("form-field-lands-nowhere")
@passes("data-used-for-nothing")
def field_that_a_decision_asks_for() -> PlanBuilder:
    plan = PlanBuilder()
    form = plan.step("form", "Guide form")
    plan.field(form, "Role")
    asked = plan.step(
        "decision", "Boss?", props={"condition": {"subject": "field", "ref": "role", "operator": "is"}}
    )
    search(plan, form, asked)
    return plan


@fails("data-used-for-nothing")
def fax_that_nobody_uses() -> PlanBuilder:
    plan = PlanBuilder()
    form = plan.step("form", "Guide form")
    plan.map(plan.field(form, "Fax"), plan.crm_field(plan.object(plan.crm()), "Fax"))
    return plan


@fails("data-used-for-nothing")
def field_synchronised_for_nothing() -> PlanBuilder:
    plan = PlanBuilder()
    prospect = plan.object(plan.add_system("Tool"), "Prospect")
    plan.map(plan.crm_field(prospect, "fax"), plan.crm_field(plan.object(plan.crm()), "Fax"))
    return plan


@fails("mapping-does-not-fit")
def long_name_into_a_short_field() -> PlanBuilder:
    plan = PlanBuilder()
    field = plan.field(plan.step("form", "Guide form"), "Company", length=255)
    plan.map(field, plan.crm_field(plan.object(plan.crm()), "Company", length=40))
    return plan


@fails("mapping-does-not-fit")
def text_into_a_number() -> PlanBuilder:
    plan = PlanBuilder()
    field = plan.field(plan.step("form", "Guide form"), "Budget", type=FieldType.LONG_TEXT)
    lead = plan.object(plan.crm())
    plan.map(field, plan.crm_field(lead, "Amount", type=FieldType.DATE))
    return plan


@fails("mapping-does-not-fit")
def free_text_into_a_list() -> PlanBuilder:
    plan = PlanBuilder()
    field = plan.field(plan.step("form", "Guide form"), "Industry")
    lead = plan.object(plan.crm())
    values = {"type": FieldType.PICKLIST, "restricted": True, "allowed": ("Farming", "Shipping")}
    plan.map(field, plan.crm_field(lead, "Industry", **values))
    return plan


@fails("mapping-does-not-fit")
def message_into_a_short_field() -> PlanBuilder:
    plan = PlanBuilder()
    field = plan.field(plan.step("form", "Guide form"), "Message", type=FieldType.LONG_TEXT)
    plan.map(field, plan.crm_field(plan.object(plan.crm()), "Message__c", length=80))
    return plan


@passes("mapping-does-not-fit")
def mapping_with_a_conversion() -> PlanBuilder:
    plan = PlanBuilder()
    field = plan.field(plan.step("form", "Guide form"), "Birthday", type=FieldType.CHECKBOX)
    target = plan.crm_field(plan.object(plan.crm()), "Birthday", type=FieldType.DATE)
    plan.map(field, target, conversion="the day of sending, if ticked")
    return plan


@passes("mapping-does-not-fit")
def name_into_a_field_that_holds_it() -> PlanBuilder:
    plan = PlanBuilder()
    field = plan.field(plan.step("form", "Guide form"), "Company", length=40)
    plan.map(field, plan.crm_field(plan.object(plan.crm()), "Company", length=255))
    return plan


def decision_on_score(*, rule: bool, page: bool = True) -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score()
    if rule:
        plan.rule(score, event="page visited")
    asked = plan.step("decision", "Ready?", props={"condition": {"ref": score.id, "value": 50.0}})
    search(plan, *([plan.step("page_visit", "Prices")] if page else []), asked)
    return plan


@fails("score-never-changes")
def decision_on_a_score_without_rules() -> PlanBuilder:
    return decision_on_score(rule=False)


@fails("score-never-changes")
def decision_on_a_score_whose_rules_never_hear_anything() -> PlanBuilder:
    return decision_on_score(rule=True, page=False)


@fails("score-never-changes")
def trigger_on_a_threshold_of_a_dead_score() -> PlanBuilder:
    plan = PlanBuilder()
    mark = plan.threshold(plan.score())
    plan.chain(plan.step("trigger", "Hot", props={"threshold": mark.id}), plan.step("page_visit"))
    return plan


@passes("score-never-changes")
@passes("condition-open")
@passes("deleted-reference")
def decision_on_a_score_that_rules_change() -> PlanBuilder:
    return decision_on_score(rule=True)


@passes("score-never-changes")
def decision_on_a_score_that_a_step_changes() -> PlanBuilder:
    plan = PlanBuilder()
    score = plan.score()
    search(plan, plan.step("points", "Points"), plan.step("decision", "Ready?"))
    plan.campaign(exit={"subject": "score", "ref": score.id, "value": 1.0})
    return plan


@fails("condition-open")
def decision_about_nothing() -> PlanBuilder:
    plan = PlanBuilder()
    search(
        plan, plan.step("decision", "Member?", props={"condition": {"subject": "segment", "operator": "is"}})
    )
    return plan


@fails("deleted-reference")
def decision_on_a_deleted_score() -> PlanBuilder:
    plan = PlanBuilder()
    plan.score("Another")
    plan.rule(plan.score("Third"))
    search(plan, plan.step("decision", "Ready?", props={"condition": {"ref": "score_gone", "value": 50.0}}))
    return plan


@fails("deleted-reference")
def write_to_a_deleted_object() -> PlanBuilder:
    plan = PlanBuilder()
    plan.object(plan.crm())
    search(plan, plan.step("crm_write", "Write", props={"object": "object_gone"}))
    return plan


@fails("deleted-reference")
def exit_by_a_deleted_segment() -> PlanBuilder:
    plan = PlanBuilder()
    plan.campaign(exit={"subject": "segment", "ref": "segment_gone", "operator": "is"})
    search(plan)
    return plan


@fails("deleted-reference")
def criterion_on_a_deleted_threshold() -> PlanBuilder:
    plan = PlanBuilder()
    condition = {"subject": "threshold", "ref": "threshold_gone", "operator": "is"}
    plan.criterion(plan.segment(), condition=condition)
    return plan


@fails("deleted-reference")
def pins_without_anything_under_them() -> PlanBuilder:
    plan = PlanBuilder()
    plan.add(Problem, about="step_gone", text="Too slow")
    scenario = plan.add_scenario("More ads")
    plan.add(Assumption, scenario=scenario.id, about="step_gone", path="props.per_day", value=3)
    return plan


@fails("choice-missing")
def write_without_object() -> PlanBuilder:
    plan = PlanBuilder()
    plan.object(plan.crm())
    plan.object(plan.records["system_1"], "Account")  # type: ignore[arg-type]
    search(plan, plan.step("crm_write", "Write to CRM"))
    return plan


@fails("choice-missing")
def segment_not_chosen() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan, plan.step("segment_change", "Join"))
    return plan


@fails("entry-without-source")
def trigger_on_nothing() -> PlanBuilder:
    plan = PlanBuilder()
    plan.chain(plan.step("trigger", "Hot"), plan.step("end"))
    return plan


@fails("campaigns-not-joined")
def campaign_that_nobody_starts() -> PlanBuilder:
    plan = PlanBuilder()
    plan.chain(plan.step("trigger", "Sent", props={"on": "sent here by another campaign"}), plan.step("end"))
    return plan


@fails("campaigns-not-joined")
def start_of_a_campaign_that_waits_for_nobody() -> PlanBuilder:
    plan = PlanBuilder()
    other = plan.campaign("Course")
    search(plan)
    plan.campaign("Ads")
    search(plan, plan.step("campaign_start", "Start", props={"campaign": other.id}))
    return plan


@passes("campaigns-not-joined")
def campaigns_that_meet() -> PlanBuilder:
    plan = PlanBuilder()
    other = plan.campaign("Course")
    plan.chain(plan.step("trigger", "Sent", props={"on": "sent here by another campaign"}), plan.step("end"))
    plan.campaign("Ads")
    search(plan, plan.step("campaign_start", "Start", props={"campaign": other.id}))
    return plan


@fails("unknown-kind")
def step_of_an_unknown_kind() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan, plan.step("chat_bot", "Chat"))
    return plan


@fails("invalid-properties")
def mail_that_more_than_everybody_opens() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan, plan.step("email", "Mail", props={"open_share": 1.5}))
    return plan


@fails("link-without-output")
def link_from_an_output_of_long_ago() -> PlanBuilder:
    plan = PlanBuilder()
    mail = plan.step("email", "Mail")
    search(plan, mail)
    plan.link(mail, plan.step("end", "Faxed"), "faxed")
    return plan


@fails("link-without-output")
def link_from_a_lost_output_beside_a_good_one() -> PlanBuilder:
    plan = PlanBuilder()
    mail, end = plan.step("email", "Mail"), plan.step("end", "End")
    plan.chain(plan.step("search_term", "Term"), mail, end)
    plan.link(mail, end, "faxed")
    return plan


@passes("link-without-output")
def link_from_an_output_nobody_knows() -> PlanBuilder:
    return step_behind_one_of_an_unknown_kind()


def decision_on_segment(**segment: object) -> PlanBuilder:
    plan = PlanBuilder()
    members = plan.segment("Customers", **segment)
    condition = {"subject": "segment", "ref": members.id, "operator": "is"}
    search(plan, plan.step("decision", "Customer?", props={"condition": condition}))
    return plan


@fails("segment-never-joined")
def segment_without_criteria() -> PlanBuilder:
    return decision_on_segment(made="mined from the database")


@fails("segment-never-joined")
def segment_filled_by_hand() -> PlanBuilder:
    return decision_on_segment(made="added by hand")


@fails("segment-never-joined")
def trigger_on_an_empty_segment() -> PlanBuilder:
    plan = PlanBuilder()
    members = plan.segment("Customers")
    trigger = plan.step("trigger", "Joined", props={"on": "segment joined", "segment": members.id})
    plan.chain(trigger, plan.step("end"))
    return plan


@passes("segment-never-joined")
def segment_with_a_criterion() -> PlanBuilder:
    plan = decision_on_segment()
    plan.criterion(plan.records["segment_1"], condition={"subject": "identified", "operator": "is"})  # type: ignore[arg-type]
    return plan


@passes("segment-never-joined")
def segment_that_a_step_fills() -> PlanBuilder:
    plan = decision_on_segment()
    search(plan, plan.step("segment_change", "Join", props={"segment": "segment_1"}))
    return plan

"""Plans that fail and pass the checks of data: what is known, mapped, converted, agreed to and given back."""

from __future__ import annotations

from datetime import date
from typing import Any

from maplanner.document.records import Conversion, CrmField, CrmObject, DataFlow, FormField, Step, ValuePair
from maplanner.document.vocabulary import ConflictRule, Direction, FieldType, Means, SystemRole
from tests.builders import PlanBuilder
from tests.checks.examples import fails, passes, search


def form_of(plan: PlanBuilder, *titles: str, **field: Any) -> Step:
    """Add a form that asks for an e-mail address and for more."""
    form = plan.step("form", "Guide form")
    plan.field(form, "E-mail", type=FieldType.EMAIL, required=True)
    for title in titles:
        plan.field(form, title, **field)
    return form


def tool_object(plan: PlanBuilder) -> CrmObject:
    return plan.object(plan.add_system("Mautic", role=SystemRole.AUTOMATION), "contact")


# --- read before known ------------------------------------------------------


def asking(plan: PlanBuilder, name: str) -> Step:
    condition = {"subject": "field", "ref": name, "operator": "is", "text": "high"}
    return plan.step("decision", "High?", props={"condition": condition})


@fails("read-before-known")
def decision_on_data_that_a_later_form_asks_for() -> PlanBuilder:
    plan = PlanBuilder()
    decision = asking(plan, "budget")
    search(plan, decision, form_of(plan, "Budget"))
    return plan


@fails("read-before-known")
def decision_on_data_that_nothing_collects() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan, form_of(plan), asking(plan, "budget"))
    return plan


@fails("read-before-known")
def decision_on_a_field_that_stays_in_the_crm() -> PlanBuilder:
    plan = PlanBuilder()
    status = plan.crm_field(plan.object(plan.crm()), "Status")
    plan.map(plan.crm_field(tool_object(plan), "stage"), status, conflict=ConflictRule.CRM_WINS)
    search(plan, form_of(plan), asking(plan, "Lead.Status"))
    return plan


@fails("read-before-known")
def text_with_a_name_that_not_all_give() -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan, "First name", required=False, fill_rate=0.5)
    search(plan, form, plan.step("email", "Thanks", props={"subject": "Dear {{first_name}}"}))
    return plan


@fails("read-before-known")
def segment_of_data_that_nothing_collects() -> PlanBuilder:
    plan = PlanBuilder()
    plan.criterion(plan.segment("Rich"), condition={"subject": "field", "ref": "budget", "operator": "is"})
    return plan


@fails("read-before-known")
def exit_by_data_that_nothing_collects() -> PlanBuilder:
    plan = PlanBuilder()
    plan.campaign("Course", exit={"subject": "field", "ref": "bought", "operator": "is"})
    search(plan)
    return plan


@passes("read-before-known")
def data_asked_for_in_time() -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan, "Budget", required=True)
    mail = plan.step("email", "Offer", props={"text": "For {{budget}}, {{nick_name | friend}}"})
    plan.field(form, "Nick name")
    search(plan, form, asking(plan, "Budget"), mail)
    plan.criterion(plan.segment("Rich"), condition={"subject": "field", "ref": "budget", "operator": "is"})
    return plan


@passes("read-before-known")
def field_that_comes_back_from_the_crm() -> PlanBuilder:
    plan = PlanBuilder()
    status = plan.crm_field(plan.object(plan.crm()), "Status")
    plan.map(status, plan.crm_field(tool_object(plan), "status_of_sales"))
    search(plan, form_of(plan), asking(plan, "Status"))
    return plan


# --- writers ------------------------------------------------------------------


@fails("two-writers")
def two_numbers_in_one_field() -> PlanBuilder:
    plan = PlanBuilder()
    phone = plan.crm_field(plan.object(plan.crm()), "Phone", type=FieldType.PHONE)
    form = form_of(plan)
    for title in ("Phone", "Mobile"):
        plan.map(plan.field(form, title, type=FieldType.PHONE), phone)
    search(plan, form)
    return plan


@passes("two-writers")
def two_numbers_with_a_rule() -> PlanBuilder:
    plan = PlanBuilder()
    phone = plan.crm_field(plan.object(plan.crm()), "Phone", type=FieldType.PHONE)
    form = form_of(plan)
    for title in ("Phone", "Mobile"):
        number = plan.field(form, title, type=FieldType.PHONE)
        plan.map(number, phone, conflict=ConflictRule.IF_EMPTY)
    search(plan, form)
    return plan


@passes("two-writers")
def same_data_from_two_forms() -> PlanBuilder:
    plan = PlanBuilder()
    phone = plan.crm_field(plan.object(plan.crm()), "Phone", type=FieldType.PHONE)
    for title in ("Guide form", "Contact form"):
        form = plan.step("form", title)
        plan.map(plan.field(form, "Phone", type=FieldType.PHONE), phone)
        search(plan, form)
    return plan


def both_ways(rule: ConflictRule) -> PlanBuilder:
    plan = PlanBuilder()
    phone = plan.crm_field(plan.object(plan.crm()), "Phone", uses=("sales",))
    plan.map(plan.crm_field(tool_object(plan), "phone"), phone, direction=Direction.BOTH, conflict=rule)
    return plan


@fails("both-ways-without-rule")
def phone_both_ways() -> PlanBuilder:
    return both_ways(ConflictRule.NONE)


@passes("both-ways-without-rule")
def phone_both_ways_with_a_rule() -> PlanBuilder:
    return both_ways(ConflictRule.CRM_WINS)


@fails("mapped-never-collected")
def phone_that_no_form_asks_for() -> PlanBuilder:
    plan = PlanBuilder()
    phone = plan.crm_field(plan.object(plan.crm()), "Phone", type=FieldType.PHONE)
    plan.map(plan.crm_field(tool_object(plan), "phone", type=FieldType.PHONE), phone)
    return plan


@fails("mapped-never-collected")
def field_that_nobody_fills_in() -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan)
    fax = plan.field(form, "Fax", fill_rate=0.0)
    plan.map(fax, plan.crm_field(plan.object(plan.crm()), "Fax"))
    search(plan, form)
    return plan


@passes("mapped-never-collected")
def phone_by_way_of_the_tool() -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan)
    between = plan.crm_field(tool_object(plan), "phone", type=FieldType.PHONE)
    plan.map(plan.field(form, "Phone", type=FieldType.PHONE), between)
    plan.map(between, plan.crm_field(plan.object(plan.crm()), "Phone", type=FieldType.PHONE))
    search(plan, form)
    return plan


@passes("mapped-never-collected")
def points_that_the_tool_counts() -> PlanBuilder:
    plan = PlanBuilder()
    points = plan.crm_field(tool_object(plan), "points", type=FieldType.INTEGER)
    plan.map(points, plan.crm_field(plan.object(plan.crm()), "Readiness__c", type=FieldType.INTEGER))
    return plan


def copied_to_the_crm(**target: Any) -> PlanBuilder:
    """A budget that a decision in the tool reads, and that is also copied to the CRM."""
    plan = PlanBuilder()
    form = form_of(plan)
    budget = plan.field(form, "Budget", required=True)
    plan.map(budget, plan.crm_field(plan.object(plan.crm()), "Budget__c", **target))
    search(plan, form, asking(plan, "budget"))
    return plan


@fails("written-never-read")
def budget_that_only_the_tool_reads() -> PlanBuilder:
    return copied_to_the_crm()


@passes("written-never-read")
def budget_that_sales_read_too() -> PlanBuilder:
    return copied_to_the_crm(uses=("sales",))


# --- value maps -----------------------------------------------------------------


def sizes(*pairs: tuple[str, str]) -> PlanBuilder:
    """A list of sizes that the CRM calls otherwise, with a value map."""
    plan = PlanBuilder()
    target = plan.crm_field(
        plan.object(plan.crm()), "Size", type=FieldType.PICKLIST, allowed=("S", "L"), restricted=True
    )
    form = form_of(plan)
    options = ("Small", "Large")
    mapping = plan.map(plan.field(form, "Size", type=FieldType.PICKLIST, options=options), target)
    for value, becomes in pairs:
        plan.add(ValuePair, mapping=mapping.id, value=value, becomes=becomes)
    search(plan, form)
    return plan


@fails("mapping-does-not-fit")
def size_that_the_value_map_leaves_out() -> PlanBuilder:
    return sizes(("Small", "S"))


@fails("mapping-does-not-fit")
def size_that_becomes_none_of_the_list() -> PlanBuilder:
    return sizes(("Small", "S"), ("Large", "XL"))


@passes("mapping-does-not-fit")
def sizes_that_the_value_map_names() -> PlanBuilder:
    return sizes(("small", "S"), ("Large", "L"))


@passes("mapping-does-not-fit")
def size_that_is_left_empty() -> PlanBuilder:
    return sizes(("Small", "S"), ("Large", ""))


# --- conversion -------------------------------------------------------------------


def converting(plan: PlanBuilder, **fields: Any) -> tuple[CrmField, CrmField]:
    """Convert a lead's company to an account's name; return a second pair that is not converted yet."""
    crm = plan.crm()
    lead, account = plan.object(crm), plan.object(crm, "Account")
    company = plan.crm_field(lead, "Company", length=80)
    plan.add(Conversion, source=company.id, target=plan.crm_field(account, "Name", length=80).id)
    budget = plan.crm_field(lead, "Budget__c", length=40)
    form = form_of(plan)
    plan.map(plan.field(form, "Budget", length=40), budget)
    search(plan, form)
    return budget, plan.crm_field(account, "Budget__c", **{"length": 40} | fields)


@fails("lost-at-conversion")
def budget_that_is_left_behind() -> PlanBuilder:
    plan = PlanBuilder()
    converting(plan)
    return plan


@passes("lost-at-conversion")
@passes("conversion-does-not-fit")
def budget_that_is_carried_over() -> PlanBuilder:
    plan = PlanBuilder()
    source, target = converting(plan)
    plan.add(Conversion, source=source.id, target=target.id)
    return plan


@passes("lost-at-conversion")
def lead_that_is_never_converted() -> PlanBuilder:
    return copied_to_the_crm()


@fails("conversion-does-not-fit")
def text_into_a_number() -> PlanBuilder:
    plan = PlanBuilder()
    source, target = converting(plan, type=FieldType.NUMBER)
    plan.add(Conversion, source=source.id, target=target.id)
    return plan


@fails("conversion-does-not-fit")
def long_into_short() -> PlanBuilder:
    plan = PlanBuilder()
    source, target = converting(plan, length=20)
    plan.add(Conversion, source=source.id, target=target.id)
    return plan


@fails("conversion-does-not-fit")
def two_into_one() -> PlanBuilder:
    plan = PlanBuilder()
    source, _ = converting(plan)
    first = plan.records["conversion_1"]
    assert isinstance(first, Conversion)
    plan.add(Conversion, source=source.id, target=first.target)
    return plan


# --- consent, keys, personal data ---------------------------------------------------


@fails("consent-missing")
def mail_after_a_form_without_consent() -> PlanBuilder:
    plan = PlanBuilder()
    search(plan, form_of(plan), plan.step("email", "First"), plan.step("email", "Second"))
    return plan


@fails("consent-missing")
def mail_after_a_form_where_consent_is_optional() -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan)
    plan.field(form, "Agree", type=FieldType.CHECKBOX, consent=True, fill_rate=0.5)
    search(plan, form, plan.step("email", "First"))
    return plan


@fails("consent-missing")
def mail_to_a_bought_list() -> PlanBuilder:
    plan = PlanBuilder()
    people = plan.step("contact_list", "Bought list")
    plan.field(people, "E-mail", type=FieldType.EMAIL, required=True)
    plan.chain(people, plan.step("email", "Hello"), plan.step("end"))
    return plan


@passes("consent-missing")
def mail_after_consent() -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan)
    plan.field(form, "Agree", type=FieldType.CHECKBOX, consent=True, required=True)
    mail = plan.step("email", "First")
    search(plan, form, mail)
    people = plan.step("contact_list", "Our customers", props={"consent": True})
    plan.field(people, "E-mail", type=FieldType.EMAIL, required=True)
    plan.link(people, mail)
    return plan


def upsert(**field: Any) -> PlanBuilder:
    plan = PlanBuilder()
    lead = plan.object(plan.crm())
    form = form_of(plan)
    email = plan.crm_field(lead, "Email", type=FieldType.EMAIL, **field)
    plan.map(plan.records["form_field_1"], email)  # type: ignore[arg-type]
    search(plan, form, plan.step("crm_write", "Write", props={"object": lead.id}))
    return plan


@fails("match-key-missing")
def lead_without_a_key() -> PlanBuilder:
    return upsert()


@passes("match-key-missing")
def lead_matched_by_its_address() -> PlanBuilder:
    return upsert(match_key=True)


def birthday(**mapping: Any) -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan)
    day = plan.field(form, "Birthday", type=FieldType.DATE)
    target = plan.crm_field(plan.object(plan.crm()), "Birthdate", type=FieldType.DATE, personal=True)
    plan.map(day, target, **mapping)
    search(plan, form)
    return plan


@fails("personal-data-without-reason")
def birthday_without_a_reason() -> PlanBuilder:
    return birthday(uses=("sales", "segmentation"))


@fails("personal-data-without-reason")
def personal_data_of_the_tool() -> PlanBuilder:
    plan = PlanBuilder()
    private = plan.crm_field(tool_object(plan), "religion", personal=True)
    plan.map(private, plan.crm_field(plan.object(plan.crm()), "Religion__c"))
    return plan


@passes("personal-data-without-reason")
def birthday_with_a_reason() -> PlanBuilder:
    return birthday(reason="A card is sent to customers, who asked for it.")


@fails("mapped-field-gone")
def fax_that_went() -> PlanBuilder:
    plan = PlanBuilder()
    form = form_of(plan)
    fax = plan.crm_field(plan.object(plan.crm()), "Fax", gone_on=date(2026, 11, 1))
    plan.map(plan.field(form, "Fax"), fax)
    search(plan, form)
    return plan


@passes("mapped-field-gone")
def fax_that_went_and_that_nobody_needs() -> PlanBuilder:
    plan = PlanBuilder()
    plan.crm_field(plan.object(plan.crm()), "Fax", gone_on=date(2026, 11, 1))
    return plan


# --- systems ----------------------------------------------------------------------


def filling_the_crm() -> tuple[PlanBuilder, CrmObject]:
    plan = PlanBuilder()
    lead = plan.object(plan.crm())
    form = form_of(plan)
    email = plan.records["form_field_1"]
    assert isinstance(email, FormField)
    plan.map(email, plan.crm_field(lead, "Email", type=FieldType.EMAIL, match_key=True))
    search(plan, form, plan.step("crm_write", "Write", props={"object": lead.id}))
    return plan, lead


@fails("loop-not-closed")
def campaign_that_learns_nothing() -> PlanBuilder:
    plan, _ = filling_the_crm()
    tool_object(plan)
    return plan


@fails("loop-not-closed")
def status_that_serves_nothing() -> PlanBuilder:
    plan, lead = filling_the_crm()
    plan.map(plan.crm_field(lead, "Status"), plan.crm_field(tool_object(plan), "status"))
    return plan


@passes("loop-not-closed")
def status_that_comes_back() -> PlanBuilder:
    plan, lead = filling_the_crm()
    plan.map(
        plan.crm_field(lead, "Status"), plan.crm_field(tool_object(plan), "status"), uses=("automation",)
    )
    return plan


@passes("loop-not-closed")
def flow_that_brings_purchases() -> PlanBuilder:
    plan, _ = filling_the_crm()
    plan.add(DataFlow, source="system_1", target=plan.add_system("Mautic").id, moves="Purchases")
    return plan


@fails("system-not-joined")
def shop_that_stands_alone() -> PlanBuilder:
    plan = PlanBuilder()
    plan.crm()
    plan.add_system("Shop", role=SystemRole.SHOP)
    return plan


@passes("system-not-joined")
def shop_joined_by_way_of_the_tool() -> PlanBuilder:
    plan = PlanBuilder()
    crm, shop = plan.crm(), plan.add_system("Shop", role=SystemRole.SHOP)
    tool = plan.add_system("Mautic", role=SystemRole.AUTOMATION)
    plan.add(DataFlow, source=shop.id, target=tool.id)
    plan.add(DataFlow, source=tool.id, target=crm.id)
    return plan


@passes("system-not-joined")
def web_site_whose_forms_land_in_the_crm() -> PlanBuilder:
    plan, _ = filling_the_crm()
    plan.add_system("Our site", role=SystemRole.WEB_SITE)
    return plan


@fails("system-without-flow")
def webinar_tool_that_stands_alone() -> PlanBuilder:
    plan = shop_joined_by_way_of_the_tool()
    plan.add_system("Webinar room", role=SystemRole.WEBINAR)
    return plan


@passes("system-without-flow")
def systems_that_are_joined() -> PlanBuilder:
    return shop_joined_by_way_of_the_tool()


@fails("flow-open")
def flow_of_nobody() -> PlanBuilder:
    plan = PlanBuilder()
    crm, tool = plan.crm(owner="Ilze"), plan.add_system("Mautic")
    plan.add(DataFlow, source=tool.id, target=crm.id)
    return plan


@passes("flow-open")
def flow_with_owner_and_means() -> PlanBuilder:
    plan = PlanBuilder()
    crm, tool = plan.crm(), plan.add_system("Mautic")
    plan.add(DataFlow, source=tool.id, target=crm.id, owner="Ilze", means=Means.API)
    return plan


def decision_with(*outputs: str) -> PlanBuilder:
    plan = PlanBuilder()
    decision = plan.step(
        "decision", "Known?", props={"condition": {"subject": "identified", "operator": "is"}}
    )
    plan.chain(plan.step("search_term", "Term"), decision)
    for output in outputs:
        plan.link(decision, plan.step("end", output), output)
    return plan


@fails("decision-without-else")
def decision_with_one_side() -> PlanBuilder:
    return decision_with("yes")


@passes("decision-without-else")
def decision_with_both_sides() -> PlanBuilder:
    return decision_with("yes", "no")

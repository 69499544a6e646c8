"""What findings say, how grave they are and what their fixes do, case by case."""

from __future__ import annotations

import pytest

from maplanner.checks import Finding, Severity, run_checks
from maplanner.checks.noting import NotingReader
from maplanner.checks.survey import Survey
from maplanner.crm.catalogue import PLANNED
from maplanner.document.records import CrmField, FormField, Link, Mapping, Record
from maplanner.document.vocabulary import FieldType, SystemRole
from tests.builders import PlanBuilder
from tests.checks import examples


def of(plan: PlanBuilder, code: str) -> Finding:
    (finding,) = [each for each in run_checks(plan.snapshot()) if each.code == code]
    return finding


def put_right(plan: PlanBuilder, finding: Finding, record: str) -> Record | None:
    """Return a record as it is after the finding's fix."""
    store = plan.store()
    assert finding.fix is not None
    with store.transact(finding.fix.title) as transaction:
        finding.fix.apply(transaction)
    return store.get(record)


def test_a_field_that_lands_nowhere_is_mapped_to_the_field_of_its_name() -> None:
    finding = of(examples.budget_that_lands_nowhere(), "form-field-lands-nowhere")
    assert finding.message == "“Budget” on Guide form lands nowhere."
    assert (finding.campaign, finding.step, finding.field) == ("Campaign", "Guide form", "Budget")
    assert finding.severity is Severity.ERROR
    assert finding.fix is not None
    assert finding.fix.title == "Map to Lead.Budget__c"
    (mapping,) = finding.fix.puts
    assert isinstance(mapping, Mapping)
    assert (mapping.collected, mapping.target) == ("form_field_1", "field_1")


def test_a_standard_field_that_was_not_read_is_added_before_one_like_it() -> None:
    plan = PlanBuilder()
    plan.crm_field(plan.object(plan.crm(product="Salesforce")), "Budget__c")
    plan.field(plan.step("form"), "E-mail", type=FieldType.EMAIL)
    finding = of(plan, "form-field-lands-nowhere")
    assert finding.fix is not None
    assert finding.fix.title == "Add the standard field Lead.Email and map to it"
    field, mapping = finding.fix.puts
    assert isinstance(field, CrmField)
    assert isinstance(mapping, Mapping)
    assert (field.object, field.type, field.length, field.custom) == ("object_1", FieldType.EMAIL, 80, False)
    assert "verify" in field.source
    assert mapping.target == field.id


def test_a_field_for_which_there_is_none_gets_one_of_its_own() -> None:
    finding = of(examples.budget_for_which_the_crm_has_no_field(), "form-field-lands-nowhere")
    assert finding.fix is not None
    assert finding.fix.title == "Add Lead.Budget__c and map to it"
    field, mapping = finding.fix.puts
    assert isinstance(field, CrmField)
    assert isinstance(mapping, Mapping)
    assert (field.object, field.label, field.custom, field.length) == ("object_1", "Budget", True, 255)
    assert field.source == PLANNED
    assert (mapping.collected, mapping.target) == ("form_field_1", field.id)


def test_two_fields_of_one_form_never_land_in_the_same() -> None:
    plan = examples.budget_that_lands_nowhere()
    plan.map(plan.records["form_field_1"], plan.records["field_1"])  # type: ignore[arg-type]
    plan.field(plan.records["step_1"], "Budget", key="second_budget")  # type: ignore[arg-type]
    finding = of(plan, "form-field-lands-nowhere")
    assert finding.fix is None or "Map to Lead.Budget__c" not in finding.fix.title


def test_an_optional_field_may_leave_a_required_one_empty() -> None:
    plan = examples.optional_company()
    finding = of(plan, "required-field-empty")
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "Lead.Company can be empty at “Write to CRM”; the CRM requires it, but “Guide form” does not."
    )
    assert finding.fix is not None
    assert finding.fix.title == "Make the field required"
    mended = put_right(plan, finding, "form_field_2")
    assert isinstance(mended, FormField)
    assert mended.required


def test_a_field_that_nothing_fills_is_an_error_and_names_the_way() -> None:
    plan = examples.company_that_no_form_asks_for()
    finding = of(plan, "required-field-empty")
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "Nothing fills Lead.Company at “Write to CRM”; the CRM requires it. "
        "Leads come by Term → Guide form → Write to CRM."
    )
    assert finding.fix is not None
    assert finding.fix.title == "Add “Company” to “Guide form”"


def test_the_way_that_does_not_fill_a_field_is_named() -> None:
    finding = of(examples.company_on_one_of_two_ways(), "required-field-empty")
    assert finding.message == (
        "Lead.Company can be empty at “Write to CRM”; the CRM requires it. "
        "Nothing fills it on the way Fair list → Write to CRM."
    )
    assert finding.fix is not None
    assert finding.fix.title == "Add “Company” to “Fair list”"


def test_a_trigger_brings_only_what_everybody_has_given() -> None:
    plan = examples.company_known_of_everybody_who_comes_by_a_trigger()
    plan.campaign("Fair")
    people = plan.step("contact_list", "Fair list")
    plan.field(people, "E-mail", type=FieldType.EMAIL, required=True)
    plan.chain(people, plan.step("email", "Invitation"))
    finding = of(plan, "required-field-empty")
    assert (finding.campaign, finding.step) == ("Hand-over", "Write again")
    assert "can be empty" in finding.message


def test_a_field_asked_for_by_a_decision_counts_as_known_behind_it() -> None:
    plan = examples.optional_company()
    write = plan.records["step_2"]
    way_in = next(
        each for each in plan.records.values() if isinstance(each, Link) and each.target == write.id
    )
    asked = plan.step(
        "decision",
        "Company known?",
        props={"condition": {"subject": "field", "ref": "company", "operator": "is"}},
    )
    plan.put(way_in.changed({"target": asked.id}))
    plan.link(asked, write, "yes")  # type: ignore[arg-type]
    assert "required-field-empty" not in [finding.code for finding in run_checks(plan.snapshot())]


def test_leads_sent_by_another_campaign_bring_what_they_gave_there() -> None:
    plan = PlanBuilder()
    course = plan.campaign("Course")
    lead = plan.object(plan.crm())
    company = plan.crm_field(lead, "Company", required=True)
    plan.chain(
        plan.step("trigger", "Sent", props={"on": "sent here by another campaign"}),
        plan.step("crm_write", "Write", props={"object": lead.id}),
        plan.step("end"),
    )
    plan.campaign("Ads")
    form = plan.step("form", "Guide form")
    field = plan.field(form, "Company", required=True)
    plan.field(form, "E-mail", type=FieldType.EMAIL, required=True)
    plan.map(field, company)
    examples.search(plan, form, plan.step("campaign_start", "Start", props={"campaign": course.id}))
    assert "required-field-empty" not in [finding.code for finding in run_checks(plan.snapshot())]
    plan.put(field.changed({"required": False}))
    assert of(plan, "required-field-empty").campaign == "Course"


@pytest.mark.parametrize(
    ("example", "severity"),
    [
        (examples.loop_at_one_moment, Severity.ERROR),
        (examples.loop_at_one_moment_around_a_decision, Severity.ERROR),
        (examples.loop_at_one_moment_for_a_share, Severity.WARNING),
    ],
)
def test_a_loop_that_never_ends_is_worse_than_one_that_does(
    example: examples.Example, severity: Severity
) -> None:
    assert of(example(), "loop-without-wait").severity is severity


def test_a_loop_is_told_from_its_first_step() -> None:
    finding = of(examples.loop_at_one_moment(), "loop-without-wait")
    assert finding.message == "Leads go round Page → Prices → Page for ever without any time passing."
    assert finding.fix is not None
    assert finding.fix.title == "Wait a day before “Page”"
    assert put_right(examples.loop_at_one_moment(), finding, "link_3") is not None


def test_a_step_that_hands_over_may_stop() -> None:
    assert of(examples.write_that_leads_nowhere(), "dead-end").severity is Severity.NOTE
    assert of(examples.mail_that_leads_nowhere(), "dead-end").severity is Severity.WARNING


def test_shares_keep_their_proportions_when_scaled() -> None:
    plan = examples.shares_of_80_per_cent()
    finding = of(plan, "shares-not-whole")
    assert finding.message == "The shares from “Which mail?” add up to 80 %, not to 100 %."
    links = [put_right(plan, finding, f"link_{number}") for number in (2, 3)]
    shares = [link.share for link in links if isinstance(link, Link)]
    assert shares == [pytest.approx(0.625), pytest.approx(0.375)]


def test_too_long_a_field_is_shortened_on_the_form() -> None:
    finding = of(examples.long_name_into_a_short_field(), "mapping-does-not-fit")
    assert finding.severity is Severity.WARNING
    assert finding.fix is not None
    assert finding.fix.title == "Accept 40 characters at most"
    assert (finding.step, finding.field) == ("Guide form", "Company")


def test_findings_stand_by_gravity_then_as_campaigns_and_steps_stand() -> None:
    plan = PlanBuilder()
    for campaign in ("First", "Second"):
        plan.campaign(campaign)
        plan.step("email", "Low", y=400.0)
        plan.step("paid_ad", "High", y=0.0, x=900.0)
    said = [(each.severity, each.campaign, each.step) for each in run_checks(plan.snapshot())]
    assert said == [
        (Severity.ERROR, "First", "High"),
        (Severity.ERROR, "Second", "High"),
        (Severity.WARNING, "First", "Low"),
        (Severity.WARNING, "First", "Low"),
        (Severity.WARNING, "Second", "Low"),
        (Severity.WARNING, "Second", "Low"),
    ]


def test_a_message_is_its_template_with_its_gaps_filled() -> None:
    finding = of(examples.budget_that_lands_nowhere(), "form-field-lands-nowhere")
    assert finding.template == "“{field}” on {step} lands nowhere."
    assert dict(finding.params) == {"field": "Budget", "step": "Guide form"}


def test_titles_with_braces_do_no_harm() -> None:
    plan = PlanBuilder()
    plan.step("paid_ad", "{oops} {0}")
    assert "{oops} {0}" in of(plan, "entry-without-way-on").message


def test_an_untitled_step_is_called_by_its_kind() -> None:
    plan = PlanBuilder()
    step = plan.step("paid_ad")
    plan.put(step.changed({"title": ""}))
    assert "“Paid ad”" in of(plan, "entry-without-way-on").message


def test_mails_alike_follow_each_its_own_tool() -> None:
    plan = PlanBuilder()
    tools = [plan.add_system(name, role=SystemRole.AUTOMATION) for name in ("One", "Other")]
    mails = [plan.step("email", "Offer", system=tool.id) for tool in (*tools, *tools)]
    store = plan.store()
    survey = Survey(store.snapshot(), follows=True)

    def sent_once() -> list[bool]:
        found = [survey.flow_of(mail.id).behaviour for mail in mails]
        return [each is not None and each.sends_once for each in found]

    before = sent_once()
    for removes in (not before[1], before[1]):
        with store.transact("Set up the other tool") as transaction:
            transaction.change(tools[1].id, {"removes_duplicates": removes})
        assert isinstance(survey.reader, NotingReader)
        survey.memory.change(survey.reader.move_to(store.snapshot()) or ())
        assert sent_once() == [before[0], removes, before[2], removes]

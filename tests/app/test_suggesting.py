"""What a plan probably lacks: mappings for what forms collect and tools hold."""

from maplanner.app.suggesting import proposed_mappings
from tests.builders import PlanBuilder


def test_data_that_lands_nowhere_is_proposed_a_field_once_for_all_forms() -> None:
    plan = PlanBuilder()
    first, second = plan.step("form", "First"), plan.step("form", "Second")
    lead = plan.object(plan.crm())
    company, mail = plan.crm_field(lead, "Company"), plan.crm_field(lead, "Email")
    asked = plan.field(first, "Company")
    plan.field(second, "Company")
    mapped = plan.field(first, "E-mail")
    plan.map(mapped, mail)
    heard: list[float] = []
    found = proposed_mappings(plan.snapshot(), on_progress=heard.append)
    assert [(each.source.id, each.target.id) for each in found] == [(asked.id, company.id)]
    assert heard == sorted(heard)
    assert proposed_mappings(plan.snapshot(), [mapped.id]) == []


def test_two_forms_may_fill_one_field_by_two_keys() -> None:
    plan = PlanBuilder()
    lead = plan.object(plan.crm())
    plan.crm_field(lead, "Company", label="Company")
    for key in ("firm", "company"):
        plan.field(plan.step("form", key), "Company", key=key)
    assert len(proposed_mappings(plan.snapshot())) == 2


def test_fields_of_a_tool_are_proposed_fields_of_the_crm() -> None:
    plan = PlanBuilder()
    person = plan.object(plan.add_system("Tool"), "Person")
    lead = plan.object(plan.crm())
    held, target = plan.crm_field(person, "Company"), plan.crm_field(lead, "Company")
    found = proposed_mappings(plan.snapshot(), [held.id, target.id])
    assert [(each.source.id, each.target.id) for each in found] == [(held.id, target.id)]

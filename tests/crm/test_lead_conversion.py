"""What may be converted into what, and what a lead loses on the way."""

import pytest

from maplanner.crm.lead_conversion import (
    conversion_refusal,
    converted_objects,
    lead_objects,
    lost_at_conversion,
)
from maplanner.document.records import Conversion
from maplanner.document.vocabulary import FieldType as T
from tests.builders import PlanBuilder


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ({"type": T.TEXT, "length": 80}, {"type": T.TEXT, "length": 80}, ""),
        ({"type": T.TEXT, "length": 80}, {"type": T.LONG_TEXT}, ""),
        ({"type": T.TEXT, "length": 80}, {"type": T.TEXT, "length": 79}, "79 characters"),
        ({"type": T.TEXT}, {"type": T.PICKLIST, "allowed": ("a",)}, ""),
        ({"type": T.TEXT}, {"type": T.PICKLIST, "allowed": ("a",), "restricted": True}, "list"),
        ({"type": T.PICKLIST, "allowed": ("a",)}, {"type": T.TEXT}, ""),
        ({"type": T.PICKLIST, "allowed": ("a",)}, {"type": T.LONG_TEXT}, "types must be the same"),
        ({"type": T.CHECKBOX}, {"type": T.TEXT}, "types must be the same"),
        ({"type": T.DATE}, {"type": T.DATE}, ""),
        ({"type": T.TEXT}, {"type": T.TEXT, "writable": False}, "kept by the system"),
        ({"type": T.TEXT}, {"type": T.FORMULA}, "kept by the system"),
    ],
)
def test_types_are_the_same_and_the_target_is_no_shorter(
    source: dict[str, object], target: dict[str, object], why: str
) -> None:
    plan = PlanBuilder()
    crm = plan.crm()
    ours = plan.crm_field(plan.object(crm), "A__c", **source)
    theirs = plan.crm_field(plan.object(crm, "Contact"), "B__c", **target)
    found = conversion_refusal(plan.snapshot(), ours, theirs)
    assert (found is None) == (why == "")
    if found is not None:
        assert why in found.message


def test_a_target_takes_one_source_and_a_source_may_have_several_targets() -> None:
    plan = PlanBuilder()
    crm = plan.crm()
    lead, contact, account = plan.object(crm), plan.object(crm, "Contact"), plan.object(crm, "Account")
    one, two = plan.crm_field(lead, "One__c"), plan.crm_field(lead, "Two__c")
    there, other = plan.crm_field(contact, "There__c"), plan.crm_field(account, "Other__c")
    line = plan.add(Conversion, source=one.id, target=there.id)
    reader = plan.snapshot()
    assert conversion_refusal(reader, one, other) is None
    taken, again = conversion_refusal(reader, two, there), conversion_refusal(reader, one, there)
    assert taken is not None
    assert "Lead.One__c fills it already" in taken.message
    assert again is not None
    assert "already" in again.message
    assert conversion_refusal(reader, two, there, apart_from=line.id) is None
    same = conversion_refusal(reader, one, two)
    assert same is not None
    assert "same object" in same.message


def test_leads_become_contact_account_and_opportunity() -> None:
    plan = PlanBuilder()
    crm, tool = plan.crm(), plan.add_system("Tool")
    plan.object(tool, "Lead")
    opportunity, account = plan.object(crm, "Opportunity"), plan.object(crm, "Account")
    lead, contact, task = plan.object(crm), plan.object(crm, "Contact"), plan.object(crm, "Task")
    reader = plan.snapshot()
    assert lead_objects(reader) == [lead]
    assert converted_objects(reader, lead) == [contact, account, opportunity]
    source, target = plan.crm_field(lead, "A__c"), plan.crm_field(task, "B__c")
    plan.add(Conversion, source=source.id, target=target.id)
    assert converted_objects(plan.snapshot(), lead)[-1] == task


def test_filled_custom_fields_without_a_way_on_are_lost() -> None:
    plan = PlanBuilder()
    crm = plan.crm()
    lead, contact = plan.object(crm), plan.object(crm, "Contact")
    form = plan.step("form")
    filled, carried = plan.crm_field(lead, "A__c", custom=True), plan.crm_field(lead, "B__c", custom=True)
    plan.crm_field(lead, "Empty__c", custom=True)
    company = plan.crm_field(lead, "Company")
    for title, target in (("a", filled), ("b", carried), ("c", company)):
        plan.map(plan.field(form, title), target)
    plan.add(Conversion, source=carried.id, target=plan.crm_field(contact, "B__c").id)
    assert lost_at_conversion(plan.snapshot(), lead) == [filled]
    email = plan.crm_field(lead, "Email")
    plan.add(Conversion, source=email.id, target=plan.crm_field(contact, "Email").id)
    assert lost_at_conversion(plan.snapshot(), lead) == [filled, company]

"""The way of a piece of data, from both ends."""

from __future__ import annotations

from maplanner.checks.lineage import Lineage, LineageTie, lineage
from maplanner.document.records import Conversion
from maplanner.document.vocabulary import Direction, FieldType
from tests.builders import PlanBuilder
from tests.checks.examples import search


def journey() -> PlanBuilder:
    """Budget: form → tool → Lead → Opportunity; read by a decision, a mail and a segment."""
    plan = PlanBuilder()
    tool = plan.object(plan.add_system("Tool"), "Prospect")
    crm = plan.crm()
    lead, deal = plan.object(crm), plan.object(crm, "Opportunity")
    form = plan.step("form", "Guide form")
    plan.field(form, "E-mail", type=FieldType.EMAIL, required=True)
    budget = plan.field(form, "Budget")
    kept, landed = plan.crm_field(tool, "budget_of_prospect"), plan.crm_field(lead, "Budget__c")
    plan.map(budget, kept)
    plan.map(kept, landed)
    plan.put(Conversion(id="conversion_1", source=landed.id, target=plan.crm_field(deal, "Amount").id))
    rich = plan.segment("Rich")
    plan.criterion(rich, condition={"subject": "field", "ref": "budget", "operator": "is"})
    asked = {"subject": "field", "ref": "Budget", "operator": "is", "text": "high"}
    member = {"subject": "segment", "ref": rich.id, "operator": "is"}
    search(
        plan,
        form,
        plan.step("wait", "A day"),
        plan.step("email", "Offer", props={"subject": "For {{budget}}"}),
        plan.step("decision", "High?", props={"condition": asked}),
        plan.step("decision", "Rich?", props={"condition": member}),
        plan.step("crm_write", "Write", props={"object": lead.id}),
    )
    return plan


def roles(plan: PlanBuilder, found: Lineage) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for place in found.places:
        record = plan.records[place.record]
        title = getattr(record, "title", "") or getattr(record, "api_name", "")
        named.setdefault(place.role.value, set()).add(title)
    return named


def test_a_form_field_is_followed_to_where_it_ends_and_to_all_that_read_it() -> None:
    plan = journey()
    found = lineage(plan.snapshot(), "form_field_2")
    assert roles(plan, found) == {
        "chosen": {"Budget"},
        "asked": {"Guide form"},
        "held": {"budget_of_prospect", "Budget__c", "Amount"},
        "read": {"High?"},
        "said": {"Offer"},
        "sorted": {"Rich"},
        "followed": {"Rich?"},
        "written": {"Write"},
    }
    assert {"mapping_1", "mapping_2", "conversion_1", "criterion_1"} <= found.records
    assert {edge.tie for edge in found.edges} == set(LineageTie)
    assert found.systems == ("system_1", "system_2")


def test_a_field_of_the_crm_is_followed_back_to_its_form() -> None:
    plan = journey()
    found = lineage(plan.store(), "field_3")
    upstream = {place.record: place.distance for place in found.on("upstream")}
    assert {"field_2": 1, "field_1": 2, "form_field_2": 3}.items() <= upstream.items()
    assert not found.on("downstream")


def test_the_steps_and_links_in_between_are_told() -> None:
    plan = journey()
    found = lineage(plan.snapshot(), "form_field_2")
    titles = {getattr(plan.records[key], "title", "") for key in found.passed}
    assert titles == {"Guide form", "A day", "Offer", "High?", "Rich?", "Write"}
    assert len(found.links) == 5


def test_what_another_form_asks_under_the_same_key_is_the_same_data() -> None:
    plan = journey()
    again = plan.step("form", "Second form")
    field = plan.field(again, "Budget")
    found = lineage(plan.snapshot(), field.id)
    assert {place.record for place in found.places} >= {"form_field_2", "field_1", "field_3"}


def test_data_that_comes_back_is_followed_against_the_mapping() -> None:
    plan = PlanBuilder()
    tool = plan.object(plan.add_system("Tool"), "Prospect")
    status = plan.crm_field(tool, "status")
    of_lead = plan.crm_field(plan.object(plan.crm()), "Status")
    plan.map(status, of_lead, direction=Direction.BACK)
    assert [place.record for place in lineage(plan.snapshot(), of_lead.id).on("downstream")] == [status.id]
    assert [place.record for place in lineage(plan.snapshot(), status.id).on("upstream")] == [of_lead.id]


def test_fields_mapped_in_a_circle_are_followed_once() -> None:
    plan = PlanBuilder()
    holder = plan.object(plan.crm())
    one, other = plan.crm_field(holder, "One"), plan.crm_field(holder, "Other")
    plan.map(one, other)
    plan.map(other, one)
    found = lineage(plan.snapshot(), one.id)
    assert sorted(place.record for place in found.places) == [one.id, other.id]


def test_what_is_no_field_has_no_way() -> None:
    plan = journey()
    assert lineage(plan.snapshot(), "step_1").places == ()
    assert lineage(plan.snapshot(), "gone").places == ()

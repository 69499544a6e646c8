"""What each field is for: derived from where it is read, told apart from what people declared."""

from maplanner.document.records import Conversion
from maplanner.document.values import Condition
from maplanner.document.vocabulary import ConflictRule, Direction, SystemRole, Use
from maplanner.steps.field_inventory import FieldInventory, FieldLine
from maplanner.steps.field_use import FieldUses, Role
from tests.builders import PlanBuilder


def company_is_asked() -> Condition:
    return Condition(subject="field", ref="company", operator="is")


def test_a_decision_uses_the_data_in_every_field_that_it_lands_in() -> None:
    plan = PlanBuilder()
    form, decision = (
        plan.step("form", "Guide"),
        plan.step("decision", "Big?", props={"condition": company_is_asked().model_dump(mode="json")}),
    )
    plan.chain(form, decision)
    asked = plan.field(form, "Company")
    tool, crm = plan.add_system("Tool"), plan.crm()
    held = plan.crm_field(plan.object(tool, "Person"), "Firm")
    lands = plan.crm_field(plan.object(crm), "Company")
    other = plan.crm_field(plan.object(crm, "Task"), "Subject")
    plan.map(asked, held)
    plan.map(held, lands)
    uses = FieldUses(plan.snapshot())
    for field in (asked, held, lands):
        assert uses.derived(field) == {Use.AUTOMATION}
        assert [place.record for place in uses.places(field) if place.role is Role.ASKS] == [decision.id]
    assert uses.derived(other) == frozenset()
    assert uses.places(other) == ()


def test_data_that_only_comes_back_is_not_what_the_target_holds() -> None:
    plan = PlanBuilder()
    asked = plan.field(plan.step("form"), "Company")
    lands = plan.crm_field(plan.object(plan.crm()), "Company")
    plan.map(asked, lands, direction=Direction.BACK)
    uses = FieldUses(plan.snapshot())
    assert uses.sources(lands) == []
    assert uses.targets(lands) == [asked.id]
    assert uses.sources(asked) == [lands.id]
    assert uses.targets(asked) == []


def test_each_sort_of_reader_shows_its_use() -> None:
    plan = PlanBuilder()
    form = plan.step("form")
    fields = {name: plan.field(form, name) for name in ("Company", "Country", "Size", "Phone", "Name")}
    plan.criterion(plan.segment(), condition=Condition(subject="field", ref="country", operator="is"))
    decision = plan.step(
        "decision",
        props={"condition": Condition(subject="field", ref="size", operator="is").model_dump(mode="json")},
    )
    plan.chain(decision, plan.step("points"))
    plan.step("sales_task", props={"action": "Call {{ lead.Phone }}"})
    plan.step("email", props={"subject": "Hello {{Lead.name | friend}}"})
    uses = FieldUses(plan.snapshot())
    found = {name: set(uses.derived(field)) for name, field in fields.items()}
    assert found == {
        "Company": set(),
        "Country": {Use.SEGMENTATION},
        "Size": {Use.SCORING},
        "Phone": {Use.SALES},
        "Name": {Use.AUTOMATION},
    }


def lines() -> dict[str, FieldLine]:
    plan = PlanBuilder()
    site, crm = plan.add_system("Site", role=SystemRole.WEB_SITE), plan.crm()
    asked = plan.field(plan.step("form", "Guide"), "Company", uses=("sales",))
    lead, contact = plan.object(crm), plan.object(crm, "Contact")
    lands = plan.crm_field(lead, "Company", length=40, required=True)
    goes = plan.crm_field(contact, "Firm__c", custom=True, personal=True)
    plan.map(asked, lands, conflict=ConflictRule.CRM_WINS, uses=("reporting",), reason="billing")
    plan.add(Conversion, source=lands.id, target=goes.id)
    assert site.id == "system_1"
    return {line.name: line for line in FieldInventory(plan.snapshot()).lines()}


def test_a_line_says_what_is_known() -> None:
    found = lines()
    assert list(found) == ["company", "Company", "Firm__c"]
    asked, lands, goes = found.values()
    assert (asked.system, asked.object, asked.is_collected) == ("Site", "Guide", True)
    assert asked.declared == {Use.SALES, Use.REPORTING}
    assert asked.taken_to == (lands.id,)
    assert (lands.system, lands.object, lands.length, lands.required) == ("CRM", "Lead", 40, True)
    assert lands.conflicts == (ConflictRule.CRM_WINS,)
    assert lands.reasons == ("billing",)
    assert lands.brought_by == (asked.id,)
    assert (goes.custom, goes.personal, goes.is_mapped) == (True, True, False)
    assert [place.role for place in goes.places] == [Role.CONVERTED_FROM]
    assert [place.role for place in lands.places] == [Role.COPIED_FROM, Role.CONVERTED_TO]

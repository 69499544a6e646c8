"""A catalogue goes into a plan without losing what the plan knows."""

from dataclasses import replace
from datetime import date

import pytest

from maplanner.core.errors import NoSuchRecord
from maplanner.crm.catalogue import PLANNED, Catalogue, CatalogueField, CatalogueObject, ValueList
from maplanner.crm.change import CatalogueChange
from maplanner.crm.merge import catalogue_changes
from maplanner.crm.starter import starter_catalogue
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Mapping,
    Step,
    System,
)
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType, SystemRole

EVERYTHING = frozenset(CatalogueField.model_fields) - {"api_name", "custom", "source", "unsaid"}


def catalogue(*fields: CatalogueField, complete: bool = False, **values: object) -> Catalogue:
    lead = CatalogueObject(api_name="Lead", label="Lead", fields=fields)
    parts = {"system_title": "Salesforce", "product": "Salesforce", "source": "a test", "objects": (lead,)}
    return Catalogue.model_validate({**parts, "complete": complete, "read_on": date(2026, 11, 1), **values})


def imported(store: Store, content: Catalogue, system_id: str | None = None) -> CatalogueChange:
    change = catalogue_changes(store, content, system_id)
    with store.transact("Import") as transaction:
        change.apply(transaction)
    return change


def field_named(store: Store, name: str) -> CrmField:
    return next(record for record in store.all(CrmField) if record.api_name == name)


BUDGET = CatalogueField(api_name="Budget__c", label="Budget", type=FieldType.MONEY, custom=True, source="x")


def test_an_empty_plan_gets_a_system_its_objects_and_fields() -> None:
    store = Store()
    change = imported(store, starter_catalogue("salesforce"))
    (system,) = store.all(System)
    assert (system.title, system.role, system.product) == ("Salesforce", SystemRole.CRM, "Salesforce")
    assert change.new_system
    assert len(store.all(CrmObject)) == 7
    assert len(store.all(CrmField)) == starter_catalogue("salesforce").field_count
    email = next(
        record
        for record in store.all(CrmField)
        if record.api_name == "Email" and store.find(CrmObject, record.object).api_name == "Lead"
    )
    assert (email.type, email.length, email.writable) == (FieldType.EMAIL, 80, True)


def test_importing_twice_changes_nothing() -> None:
    store = Store()
    imported(store, starter_catalogue("salesforce"))
    before = store.revision
    again = imported(store, starter_catalogue("salesforce"))
    assert not again
    assert again.summary() == "Salesforce: nothing changes."
    assert store.revision == before


def test_an_existing_crm_is_used() -> None:
    same = System.new(title="Our CRM", role=SystemRole.CRM, product="salesforce")
    store = Store([same, System.new(title="Other", role=SystemRole.CRM, product="HubSpot")])
    assert imported(store, catalogue(BUDGET)).system == same
    unnamed = System.new(title="CRM", role=SystemRole.CRM)
    assert not catalogue_changes(Store([unnamed]), catalogue(BUDGET)).new_system
    web = System.new(title="Site", role=SystemRole.WEB_SITE)
    assert catalogue_changes(Store([web]), catalogue(BUDGET)).new_system
    assert imported(store, catalogue(BUDGET), store.all(System)[1].id).system.title == "Other"
    with pytest.raises(NoSuchRecord):
        catalogue_changes(store, catalogue(BUDGET), "nobody")


def test_matched_records_keep_their_identity_and_mappings() -> None:
    store = Store()
    imported(store, catalogue(BUDGET))
    campaign = Campaign.new(title="C")
    form = Step.new(campaign=campaign.id, kind="form")
    asked = FormField.new(step=form.id, key="budget")
    target = field_named(store, "Budget__c")
    mapping = Mapping.new(collected=asked.id, target=target.id)
    with store.transact("Map") as transaction:
        transaction.put(campaign, form, asked, mapping)
        transaction.change(target.id, {"uses": ["sales"]})
    longer = CatalogueField(api_name="BUDGET__C", label="Money", type=FieldType.TEXT, length=9, custom=True)
    change = imported(store, catalogue(longer))
    assert [set(item.values) for item in change.changed] == [{"label", "type", "length", "source"}]
    after = store.find(CrmField, target.id)
    assert (after.label, after.type, after.length, after.uses) == ("Money", FieldType.TEXT, 9, ("sales",))
    assert store.all(Mapping) == [mapping]


def test_what_metadata_leaves_unsaid_comes_from_the_vendors_documentation() -> None:
    store = Store()
    imported(store, catalogue(CatalogueField(api_name="Email", unsaid=EVERYTHING)))
    email = field_named(store, "Email")
    assert (email.type, email.length, email.label, email.source) == (FieldType.EMAIL, 80, "Email", "")


def test_what_metadata_leaves_unsaid_does_not_undo_what_is_known() -> None:
    store = Store()
    known = CatalogueField(api_name="Email", label="E-mail", type=FieldType.EMAIL, length=120, required=True)
    imported(store, catalogue(known))
    before = field_named(store, "Email")
    imported(store, catalogue(CatalogueField(api_name="Email", unsaid=EVERYTHING)))
    assert field_named(store, "Email") == before


def test_a_type_nobody_knows_is_told() -> None:
    change = catalogue_changes(Store(), catalogue(CatalogueField(api_name="Odd", unsaid=EVERYTHING)))
    assert [line for line in change.left_out if line.startswith("Lead.Odd: ")]
    assert change.new_fields[0].label == "Odd"


def test_another_name_for_the_same_type_is_no_change() -> None:
    store = Store()
    text = CatalogueField(api_name="A__c", label="A", type=FieldType.TEXT, native_type="Text", source="x")
    imported(store, catalogue(text))
    same = text.model_copy(update={"native_type": "string", "source": "y"})
    change = imported(store, catalogue(same))
    assert not change
    assert field_named(store, "A__c").native_type == "Text"
    assert field_named(store, "A__c").source == "y"


def test_fields_are_gone_only_by_a_complete_source_and_only_if_they_were_read() -> None:
    store = Store()
    imported(store, catalogue(BUDGET))
    lead = store.all(CrmObject)[0]
    with store.transact("Plan a field") as transaction:
        transaction.put(CrmField.new(object=lead.id, api_name="Planned__c"))
        transaction.put(CrmField.new(object=lead.id, api_name="Meant__c", source=PLANNED))
    other = CatalogueField(api_name="Email", label="Email", type=FieldType.EMAIL, source="x")
    assert not catalogue_changes(store, catalogue(other)).gone
    change = imported(store, catalogue(other, complete=True))
    assert [record.api_name for record in change.gone] == ["Budget__c"]
    assert {record.api_name for record in store.all(CrmField)} == {"Email", "Planned__c", "Meant__c"}


@pytest.mark.parametrize("way", ["target", "held", "step"])
def test_a_field_that_is_gone_but_in_use_stays(way: str) -> None:
    store = Store()
    email = CatalogueField(api_name="Email", label="Email", type=FieldType.EMAIL, source="x")
    imported(store, catalogue(BUDGET, email))
    budget, kept = field_named(store, "Budget__c"), field_named(store, "Email")
    campaign = Campaign.new(title="C")
    with store.transact("Use") as transaction:
        transaction.put(campaign)
        if way == "step":
            props = {"writes": [{"field": budget.id}]}
            transaction.put(Step.new(campaign=campaign.id, kind="crm_write", props=props))
        else:
            ends = (
                {"held": kept.id, "target": budget.id}
                if way == "target"
                else {
                    "held": budget.id,
                    "target": kept.id,
                }
            )
            transaction.put(Mapping.new(**ends))
    change = imported(store, catalogue(email, complete=True))
    assert change.gone == ()
    assert [record.api_name for record in change.gone_in_use] == ["Budget__c"]
    assert "1 field that is gone but in use" in change.summary()
    assert store.find(CrmField, budget.id)


def test_values_that_came_apart_reach_old_and_new_fields() -> None:
    status = CatalogueField(api_name="Status", label="Status", type=FieldType.PICKLIST)
    values = (
        ValueList(object_name="Lead", field_name="status", allowed=("Open", "Done"), source="a file"),
        ValueList(object_name="Account", field_name="Type", allowed=("Partner",), source="a file"),
    )
    store = Store()
    change = imported(store, catalogue(status, values=values))
    assert field_named(store, "Status").allowed == ("Open", "Done")
    assert [line for line in change.left_out if line.startswith("Account.Type: ")]
    alone = catalogue(values=(replace_values(values[0], ("Open", "Done", "Lost")),), objects=())
    imported(store, alone)
    assert field_named(store, "Status").allowed == ("Open", "Done", "Lost")


def replace_values(found: ValueList, allowed: tuple[str, ...]) -> ValueList:
    return found.model_copy(update={"allowed": allowed})


def test_a_catalogue_that_names_something_twice_is_told() -> None:
    twice = BUDGET.model_copy(update={"api_name": "budget__c"})
    change = catalogue_changes(Store(), catalogue(BUDGET, twice))
    assert len(change.new_fields) == 1
    assert [line for line in change.left_out if "twice" in line]


def test_what_was_deleted_meanwhile_stays_deleted() -> None:
    store = Store()
    imported(store, catalogue(BUDGET))
    renamed = BUDGET.model_copy(update={"label": "Other"})
    change = catalogue_changes(store, catalogue(renamed))
    with store.transact("Delete") as transaction:
        transaction.remove(field_named(store, "Budget__c").id)
    with store.transact("Import") as transaction:
        change.apply(transaction)
    assert store.all(CrmField) == []


def test_a_change_counts_only_what_a_person_needs_to_hear_of() -> None:
    store = Store()
    imported(store, catalogue(BUDGET))
    later = catalogue(BUDGET, read_on=date(2026, 12, 1))
    change = imported(store, later)
    assert not change
    assert store.all(CrmObject)[0].read_on == date(2026, 12, 1)
    assert bool(replace(change, new_fields=(field_named(store, "Budget__c"),)))


def test_an_import_is_one_step_back() -> None:
    store = Store()
    imported(store, starter_catalogue("salesforce"))
    store.undo()
    assert store.counts() == {}

"""What reading a system again breaks: fields that went, mappings that no longer fit, lead conversion."""

from datetime import date

from maplanner.crm.catalogue import Catalogue, CatalogueField, CatalogueObject, ConversionRule, ValueList
from maplanner.crm.change import CatalogueChange
from maplanner.crm.merge import catalogue_changes
from maplanner.document.records import Conversion, CrmField, FormField, Mapping
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType
from tests.builders import PlanBuilder

DAY = date(2026, 11, 22)


def crm(*fields: CatalogueField, **values: object) -> Catalogue:
    lead = CatalogueObject(api_name="Lead", label="Lead", fields=fields)
    parts = {"system_title": "CRM", "product": "Acme", "source": "a test", "read_on": DAY, "complete": True}
    return Catalogue.model_validate({**parts, "objects": (lead,), **values})


def text(name: str, length: int = 80) -> CatalogueField:
    return CatalogueField(api_name=name, label=name, type=FieldType.TEXT, length=length, source="a test")


def imported(store: Store, content: Catalogue) -> CatalogueChange:
    change = catalogue_changes(store, content)
    with store.transact("Import") as transaction:
        change.apply(transaction)
    return change


def named(store: Store, name: str) -> CrmField:
    return next(record for record in store.all(CrmField) if record.api_name == name)


def plan_with_form() -> Store:
    plan = PlanBuilder()
    plan.field(plan.step("form", "Form"), "City", type=FieldType.TEXT, length=60)
    return Store(list(plan.records.values()))


def mapped() -> Store:
    """Return a plan whose form field City lands in Lead.City of a CRM that was read."""
    store = plan_with_form()
    imported(store, crm(text("City"), text("Other")))
    (collected,) = store.all(FormField)
    with store.transact("Map") as transaction:
        transaction.put(Mapping(id="m", collected=collected.id, target=named(store, "City").id))
    return store


def test_a_mapped_field_that_went_is_kept_and_marked_until_it_returns() -> None:
    store = mapped()
    change = catalogue_changes(store, crm(text("Other")))
    assert [record.api_name for record in change.gone_in_use] == ["City"]
    assert [found.mapping.id for found in change.broken] == ["m"]
    assert "no longer in the system" in change.broken[0].why
    assert "1 mapping that no longer holds" in change.summary()
    imported(store, crm(text("Other")))
    assert named(store, "City").gone_on == DAY
    assert not catalogue_changes(store, crm(text("Other")))
    imported(store, crm(text("City"), text("Other")))
    assert named(store, "City").gone_on is None


def test_a_mapping_that_no_longer_fits_is_told_before_it_happens() -> None:
    store = mapped()
    change = catalogue_changes(store, crm(text("City", 20), text("Other", 20)))
    (found,) = change.broken
    assert (found.mapping.id, found.field.api_name) == ("m", "City")
    assert "holds 20 characters" in found.why
    assert store.find(Mapping, "m")
    assert catalogue_changes(store, crm(text("City", 70), text("Other"))).broken == ()


def test_lead_conversion_comes_goes_and_is_told_where_it_cannot_be_placed() -> None:
    rule = ConversionRule(
        source_object="lead", source_field="city", target_object="Lead", target_field="Other", origin="file"
    )
    nowhere = rule.model_copy(update={"target_object": "Contact"})
    store = plan_with_form()
    change = imported(store, crm(text("City"), text("Other"), conversions=(rule, nowhere, rule)))
    (line,) = store.all(Conversion)
    assert (line.source, line.target) == (named(store, "City").id, named(store, "Other").id)
    assert len(change.new_conversions) == 1
    assert any("Contact.Other is not in the plan" in told for told in change.left_out)
    again = crm(text("City"), text("Other"), conversions=(rule,))
    assert not catalogue_changes(store, again)
    other_way = rule.model_copy(update={"source_field": "Other", "target_field": "City"})
    imported(store, crm(text("City"), text("Other"), conversions=(other_way,)))
    (line,) = store.all(Conversion)
    assert (line.source, line.target) == (named(store, "Other").id, named(store, "City").id)
    by_hand = Conversion(id="hand", source=line.source, target=line.source)
    with store.transact("By hand") as transaction:
        transaction.put(by_hand)
    imported(store, again)
    assert "hand" in {each.id for each in store.all(Conversion)}


def test_personal_data_declared_by_hand_survives_a_source_that_does_not_know() -> None:
    store = mapped()
    with store.transact("Personal") as transaction:
        transaction.change(named(store, "City").id, {"personal": True})
    imported(store, crm(text("City", 90), text("Other")))
    assert named(store, "City").personal
    assert named(store, "City").length == 90


def test_lines_of_conversion_from_another_kind_of_source_stay() -> None:
    store = mapped()
    ends = {"source_object": "Lead", "target_object": "Lead"}
    documented = ConversionRule(source_field="City", target_field="Other", origin="Vendor, 2026", **ends)
    settings = ConversionRule(source_field="Other", target_field="City", origin="Settings: a/b.xml", **ends)
    imported(store, crm(text("City"), text("Other"), conversions=(documented,)))
    change = imported(store, crm(text("City"), text("Other"), conversions=(settings,)))
    assert change.gone_conversions == ()
    assert store.count(Conversion) == 2


def test_lists_of_values_alone_make_no_system() -> None:
    values = ValueList(object_name="Lead", field_name="Source", allowed=("Web",), source="a file")
    change = catalogue_changes(Store(), Catalogue(system_title="CRM", product="Acme", values=(values,)))
    assert not change
    assert "import the object first" in change.left_out[0]


def test_a_list_kept_beside_the_system_takes_away_only_what_it_brought() -> None:
    store = Store()
    imported(store, crm(text("City"), text("Other")))
    kept = [field.model_copy(update={"source": "A list: x"}) for field in (text("Score"), text("Tier"))]
    listed = {"source": "A list: x", "product": "", "complete_for_its_own": True}
    change = imported(store, crm(*kept, **listed))
    assert not change.new_system
    assert change.gone == ()
    change = imported(store, crm(kept[0], **listed))
    assert [record.api_name for record in change.gone] == ["Tier"]
    assert {record.api_name for record in store.all(CrmField)} == {"City", "Other", "Score"}

"""The starter catalogues say what vendors document, and nothing twice."""

import pytest

from maplanner.core.errors import MissingPart
from maplanner.crm.starter import standard_field, starter_catalogue, starter_names
from maplanner.document.vocabulary import FieldType

ENOUGH = {
    "Lead": 50, "Contact": 55, "Account": 50, "Opportunity": 35, "Task": 25, "Campaign": 40,
    "CampaignMember": 20,
}  # fmt: skip
REQUIRED = {
    "Lead": {"LastName", "Company"},
    "Contact": {"LastName"},
    "Account": {"Name"},
    "Opportunity": {"Name", "StageName", "CloseDate"},
    "Task": set(),
    "Campaign": {"Name"},
    "CampaignMember": {"CampaignId"},
}


def test_salesforce_has_the_objects_marketing_works_with() -> None:
    counts = {item.api_name: len(item.fields) for item in starter_catalogue("salesforce").objects}
    assert counts.keys() == ENOUGH.keys()
    assert all(counts[name] >= least for name, least in ENOUGH.items()), counts


def test_salesforce_requires_what_its_interface_requires() -> None:
    found = {
        item.api_name: {field.api_name for field in item.fields if field.required}
        for item in starter_catalogue("salesforce").objects
    }
    assert found == REQUIRED


OTHERS = {
    "dynamics": {"lead": {"subject", "lastname"}, "contact": {"lastname"}, "account": {"name"}},
    "espocrm": {
        "Lead": {"lastName"},
        "Contact": {"lastName"},
        "Opportunity": {"name", "amount", "closeDate"},
    },
    "hubspot": {"contacts": set(), "companies": set(), "deals": {"dealname", "dealstage"}},
    "sugarcrm": {"Lead": {"last_name"}, "Account": {"name"}, "Contact": {"last_name"}},
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_crms_bring_leads_or_contacts_with_what_is_required(name: str) -> None:
    catalogue = starter_catalogue(name)
    for object_name, required in OTHERS[name].items():
        found = catalogue.object(object_name)
        assert found is not None
        assert {field.api_name for field in found.fields if field.required} == required
        assert len(found.fields) >= 15 or object_name == "Opportunity"
    assert any(field.type is FieldType.EMAIL and field.personal for _, field in catalogue.fields())


@pytest.mark.parametrize("name", starter_names())
def test_a_catalogue_is_consistent(name: str) -> None:
    catalogue = starter_catalogue(name)
    assert catalogue.source
    assert catalogue.read_on
    assert catalogue.objects
    for item in catalogue.objects:
        names = [field.api_name.casefold() for field in item.fields]
        assert len(names) == len(set(names)), item.api_name
    for item, field in catalogue.fields():
        where = f"{item.api_name}.{field.api_name}"
        assert field.label, where
        assert field.source == catalogue.source, where
        assert not (field.required and not field.writable), where
        assert not (field.allowed and field.type is not FieldType.PICKLIST), where
        assert (field.type is FieldType.REFERENCE) == bool(field.refers_to), where
        assert (field.type in {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL}) <= bool(field.length), (
            where
        )


def test_names_are_found_in_whatever_case() -> None:
    email = standard_field("salesforce", "lead", "EMAIL")
    assert email is not None
    assert (email.api_name, email.type, email.length) == ("Email", FieldType.EMAIL, 80)
    assert standard_field("Salesforce", "Lead", "Budget__c") is None
    assert standard_field("A CRM nobody knows", "Lead", "Email") is None


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(MissingPart, match="salesforce"):
        starter_catalogue("../plans/sample")


@pytest.mark.parametrize(("name", "least"), [("salesforce", 30), ("dynamics", 40)])
def test_the_vendors_lead_conversion_fits_the_fields_it_names(name: str, least: int) -> None:
    catalogue = starter_catalogue(name)
    rules = catalogue.conversions
    assert len(rules) >= least
    targets = [(rule.target_object, rule.target_field) for rule in rules]
    assert len(set(targets)) == len(targets)
    for rule in rules:
        ends = ((rule.source_object, rule.source_field), (rule.target_object, rule.target_field))
        source, target = (catalogue.object(owner).field(field) for owner, field in ends)  # type: ignore[union-attr]
        assert source is not None, rule.text
        assert target is not None, rule.text
        assert source.type is target.type, rule.text
        assert (source.length or 0) <= (target.length or 0), rule.text

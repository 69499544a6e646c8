"""A form field finds the field it is meant for, whatever it is called."""

import json

import pytest

from maplanner.core.resources import resource_root
from maplanner.crm.starter import starter_catalogue
from maplanner.crm.suggest import proposals, suggest_target, suggest_values, suggestions, usual_type
from maplanner.document.records import CrmField, FormField
from maplanner.document.vocabulary import FieldType
from tests.builders import PlanBuilder


def fields_of(object_name: str) -> list[CrmField]:
    item = starter_catalogue("salesforce").object(object_name)
    assert item is not None
    return [
        CrmField.new(object="lead", **field.model_dump(exclude={"unsaid", "source"})) for field in item.fields
    ]


LEAD = fields_of("Lead")
BUDGET = CrmField.new(
    object="lead", api_name="ns__Project_Budget__c", label="Project Budget", type=FieldType.MONEY, custom=True
)


def asked(title: str, key: str = "", **values: object) -> FormField:
    return FormField.new(step="form", title=title, key=key, **values)


@pytest.mark.parametrize(
    ("title", "key", "kind", "expected"),
    [
        ("Email", "email", FieldType.EMAIL, "Email"),
        ("Your business e-mail", "addr", FieldType.EMAIL, "Email"),
        ("E-pasts", "", FieldType.EMAIL, "Email"),
        ("Surname", "", FieldType.TEXT, "LastName"),
        ("Efternavn", "", FieldType.TEXT, "LastName"),
        ("Uzvārds", "", FieldType.TEXT, "LastName"),
        ("Vorname", "", FieldType.TEXT, "FirstName"),
        ("Last name", "f7", FieldType.TEXT, "LastName"),
        ("Feld 3", "last_name", FieldType.TEXT, "LastName"),
        ("Company size", "", FieldType.INTEGER, "NumberOfEmployees"),
        ("Organisation", "", FieldType.TEXT, "Company"),
        ("Postleitzahl", "", FieldType.TEXT, "PostalCode"),
        ("Job title", "", FieldType.TEXT, "Title"),
        ("Mobile", "", FieldType.PHONE, "MobilePhone"),
        ("Your message", "", FieldType.LONG_TEXT, "Description"),
        ("Project budget", "", FieldType.MONEY, "ns__Project_Budget__c"),
        ("Projct budget", "", FieldType.MONEY, "ns__Project_Budget__c"),
    ],
)
def test_the_field_meant_is_found(title: str, key: str, kind: FieldType, expected: str) -> None:
    found = suggest_target(asked(title, key, type=kind), [*LEAD, BUDGET])
    assert found is not None
    assert found.field.api_name == expected
    assert found.reason.endswith(".")


@pytest.mark.parametrize("title", ["Favourite colour", "Shoe size", "Terms accepted", "", "Address line 2"])
def test_nothing_is_proposed_where_nothing_is_alike(title: str) -> None:
    assert suggest_target(asked(title), LEAD) is None


def test_a_field_that_would_refuse_the_data_is_not_proposed() -> None:
    assert suggest_target(asked("Annual revenue", type=FieldType.CHECKBOX), LEAD) is None
    full_name = suggest_target(asked("Full name"), LEAD)
    assert full_name is None or full_name.field.writable


def test_what_is_taken_is_not_proposed_again() -> None:
    first = suggest_target(asked("Email", type=FieldType.EMAIL), LEAD)
    assert first is not None
    second = suggest_target(asked("Email", type=FieldType.EMAIL), LEAD, taken={first.field.id})
    assert second is None or second.field.id != first.field.id


def test_the_standard_field_goes_before_the_custom_one() -> None:
    own = CrmField.new(object="lead", api_name="Email__c", label="Email", type=FieldType.EMAIL, custom=True)
    names = [item.field.api_name for item in suggestions(asked("Email", type=FieldType.EMAIL), [own, *LEAD])]
    assert names[:2] == ["Email", "Email__c"]


def test_contacts_get_the_mailing_address() -> None:
    found = suggest_target(asked("City"), fields_of("Contact"))
    assert found is not None
    assert found.field.api_name == "MailingCity"


def test_no_word_means_two_things() -> None:
    path = resource_root() / "catalogues" / "words" / "synonyms.json"
    concepts = json.loads(path.read_text("utf-8"))["concepts"]
    words = [word.casefold() for known in concepts.values() for word in known]
    assert {word for word in words if words.count(word) > 1} == set()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("E-mail", FieldType.EMAIL),
        ("Telefonnummer", FieldType.PHONE),
        ("Your message", FieldType.LONG_TEXT),
        ("Favourite colour", FieldType.TEXT),
        ("", FieldType.TEXT),
    ],
)
def test_a_label_says_what_is_usually_asked_for(title: str, expected: FieldType) -> None:
    assert usual_type(title) is expected


def test_each_target_is_proposed_once_and_the_surest_pair_wins() -> None:
    plan = PlanBuilder()
    form, lead = plan.step("form"), plan.object(plan.crm())
    firm, company = plan.field(form, "Firm"), plan.field(form, "Company")
    nothing = plan.field(form, "Shoe size")
    target, mail = plan.crm_field(lead, "Company", label="Company"), plan.crm_field(lead, "Email")
    heard: list[float] = []
    found = proposals([firm, company, nothing], [target, mail], on_progress=heard.append)
    assert [(each.source, each.target) for each in found] == [(company, target)]
    assert found[0].reason
    assert heard == [0.0, 1 / 3, 2 / 3]
    assert proposals([company], [target], taken={target.id}) == []


def test_a_proposal_says_what_would_be_lost() -> None:
    plan = PlanBuilder()
    source = plan.field(plan.step("form"), "Company", length=255)
    target = plan.crm_field(plan.object(plan.crm()), "Company", length=40)
    (found,) = proposals([source], [target])
    assert "40" in found.misfit


def test_values_find_their_likes_in_another_list() -> None:
    allowed = ["Prospecting", "Closed - Won", "Closed - Lost", "Tier 1", "Tier 2"]
    values = ["prospecting", "Closed Won", "Prospectng", "Tier 3", "Ādaži"]
    assert suggest_values(values, allowed) == {
        "prospecting": "Prospecting",
        "Closed Won": "Closed - Won",
        "Prospectng": "Prospecting",
    }

"""SugarCRM's and SuiteCRM's field definitions, lists and templates."""

import json
from pathlib import Path

import pytest

from maplanner.document.vocabulary import FieldType
from tests.exchange.catalogue_files import field, put, read

LEAD = {
    "object": "Lead",
    "table": "leads",
    "fields": [
        {"name": "id", "type": "id", "required": True, "vname": "LBL_ID"},
        {"name": "status", "type": "enum", "len": "100", "options": "lead_status_dom", "label": "Status:"},
        {"name": "rating", "type": "enum", "options": "rating_dom"},
        {"name": "amount", "type": "currency", "len": "26,6"},
        {"name": "account_name", "type": "relate", "module": "Accounts"},
        {"name": "tasks", "type": "link", "required": True},
        {"name": "age", "type": "int", "len": "11", "default": 3},
        {"name": "size", "type": "varchar", "len": "id"},
        {"name": "odd", "type": "hologram"},
        {"type": "varchar"},
        "nonsense",
    ],
}
PERSON = {
    "template": "person",
    "fields": [
        {"name": "last_name", "type": "varchar", "len": "100", "required": True},
        {"name": "status", "type": "varchar", "len": "5"},
    ],
}
LISTS = {"lead_status_dom": {"": "", "New": "New", "Dead": "Lost"}, "spare_dom": {"a": "A"}}


def test_fields_types_sizes_and_values(tmp_path: Path) -> None:
    put(tmp_path, "Leads.fields.json", LEAD)
    put(tmp_path, "lists.json", LISTS)
    catalogue = read(tmp_path)
    assert field(catalogue, "Lead", "id").type is FieldType.IDENTIFIER
    assert not field(catalogue, "Lead", "id").required
    status = field(catalogue, "Lead", "status")
    assert (status.label, status.length, status.allowed) == ("Status", 100, ("New", "Dead"))
    amount = field(catalogue, "Lead", "amount")
    assert (amount.type, amount.precision, amount.scale) == (FieldType.MONEY, 26, 6)
    assert field(catalogue, "Lead", "account_name").refers_to == ("Account",)
    tasks = field(catalogue, "Lead", "tasks")
    assert (tasks.type, tasks.writable, tasks.required) == (FieldType.REFERENCE, False, False)
    assert (field(catalogue, "Lead", "age").precision, field(catalogue, "Lead", "age").length) == (11, None)
    told = " ".join(catalogue.left_out)
    for piece in ("rating_dom", "spare_dom", "“hologram”", "“id” is no len", "field 10", "field 11"):
        assert piece in told


def test_a_template_goes_to_those_that_build_on_it_or_stands_alone(tmp_path: Path) -> None:
    put(tmp_path, "Leads.fields.json", LEAD)
    path = put(tmp_path, "person.json", PERSON)
    catalogue = read(tmp_path)
    assert field(catalogue, "Lead", "last_name").required
    assert field(catalogue, "Lead", "status").length == 100
    assert any("given to Lead" in line for line in catalogue.taken)
    alone = read(path)
    assert [item.api_name for item in alone.objects] == ["person"]
    assert any("as an object" in line for line in alone.taken)


@pytest.mark.parametrize(
    "content",
    [
        {"modules": {"Leads": {"fields": {"email1": {"type": "email", "vname": "LBL"}, "_hash": "x"}}}},
        {"dictionary": {"Lead": {"fields": {"email1": {"name": "email1", "type": "email", "len": 100}}}}},
    ],
)
def test_other_ways_of_holding_definitions(tmp_path: Path, content: object) -> None:
    catalogue = read(put(tmp_path, "metadata.json", content))
    assert field(catalogue, "Lead", "email1").type is FieldType.EMAIL


def test_every_field_of_the_real_definitions_arrives(real_inputs: Path) -> None:
    folder = real_inputs / "suitecrm"
    catalogue = read(folder)
    described = [json.loads(file.read_text("utf-8")) for file in folder.glob("*.fields.json")]
    own = {
        each["object"]: {item["name"] for item in each["fields"]} for each in described if "object" in each
    }
    (template,) = [each for each in described if each.get("template") == "person"]
    person = {item["name"] for item in template["fields"]}
    assert own
    assert person
    for name, names in own.items():
        expected = names | person if name in {"Lead", "Contact"} else names
        got = {each.api_name for each in catalogue.object(name).fields}  # type: ignore[union-attr]
        assert got == expected
    lists = json.loads((folder / "option-lists.en_us.json").read_text("utf-8"))
    stages = tuple(value for value in lists["sales_stage_dom"] if value)
    assert field(catalogue, "Opportunity", "sales_stage").allowed == stages
    for file in folder.glob("*.json"):
        read(file)

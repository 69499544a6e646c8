"""The Common Data Model's schema files are read whole."""

import json
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.document.vocabulary import FieldType
from tests.exchange.catalogue_files import field, put, read


def level(value: str) -> list[dict[str, object]]:
    return [{"traitReference": "is.requiredAtLevel", "arguments": [{"name": "level", "value": value}]}]


def entity(name: str, *members: object, **more: object) -> dict[str, object]:
    group = {"attributeGroupReference": {"attributeGroupName": "a", "members": list(members)}}
    definition = {"entityName": name, "hasAttributes": [group], **more}
    return {"jsonSchemaSemanticVersion": "1.0.0", "definitions": [definition]}


BUDGET = {"name": "budget", "sourceName": "budgetamount", "displayName": "Budget", "dataType": "currency"}
KEY = {
    "name": "leadId",
    "dataType": "entityId",
    "purpose": "identifiedBy",
    "appliedTraits": level("systemrequired"),
}
ROWS = [["en", "Hot", "1", "0"], ["de", "Heiß", "1", "0"], ["en", "Cold", "2", "1"]]
LISTED = {
    "dataTypeReference": "listLookup",
    "appliedTraits": [
        {"traitReference": "does.haveDefault", "arguments": [{"entityReference": {"constantValues": ROWS}}]}
    ],
}
OWNER = {
    "name": "owner",
    "entity": {"entityReference": "User"},
    "resolutionGuidance": {
        "entityByReference": {
            "foreignKeyAttribute": {"name": "id", "dataType": "entityId", "sourceName": "ownerid"}
        }
    },
}


def test_an_entity_with_its_attributes(tmp_path: Path) -> None:
    subject = {
        "name": "subject", "dataType": "string", "maximumLength": 300, "appliedTraits": level("required")
    }  # fmt: skip
    rating = {"name": "rating", "dataType": LISTED}
    catalogue = read(put(tmp_path, "Lead.cdm.json", entity("Lead", KEY, BUDGET, subject, rating, OWNER)))
    assert catalogue.product == "Dynamics 365"
    assert field(catalogue, "Lead", "leadId").type is FieldType.IDENTIFIER
    assert not field(catalogue, "Lead", "leadId").required
    budget = field(catalogue, "Lead", "budgetamount")
    assert (budget.label, budget.type, budget.native_type) == ("Budget", FieldType.MONEY, "currency")
    told = field(catalogue, "Lead", "subject")
    assert (told.length, told.required) == (300, True)
    listed = field(catalogue, "Lead", "rating")
    assert (listed.type, listed.allowed, listed.restricted) == (FieldType.PICKLIST, ("Hot", "Cold"), True)
    owner = field(catalogue, "Lead", "ownerid")
    assert (owner.type, owner.refers_to) == (FieldType.REFERENCE, ("User",))


def test_what_is_defined_elsewhere_is_told(tmp_path: Path) -> None:
    inline = {"name": "address", "entity": {"entityReference": "addressInline"}}
    odd = {"name": "odd", "dataType": "hologram"}
    catalogue = read(
        put(tmp_path, "Lead.cdm.json", entity("Lead", "customer", inline, odd, extendsEntity="Base"))
    )
    told = " ".join(catalogue.left_out)
    for piece in ("“customer”", "Lead.address", "“hologram”", "inherits the fields of Base"):
        assert piece in told


def test_an_entity_inherits_from_one_that_is_here_even_in_a_circle(tmp_path: Path) -> None:
    put(tmp_path, "Lead.cdm.json", entity("Lead", BUDGET, extendsEntity="/core/Base"))
    put(tmp_path, "Base.cdm.json", entity("Base", OWNER, extendsEntity="Lead"))
    catalogue = read(tmp_path)
    assert {each.api_name for each in catalogue.objects[1].fields} == {"budgetamount", "ownerid"}


def test_the_newest_version_of_a_schema_counts(tmp_path: Path) -> None:
    def sized(length: int) -> dict[str, object]:
        return entity("Lead", {"name": "subject", "dataType": "string", "maximumLength": length})

    put(tmp_path, "Lead.0.9.cdm.json", sized(9))
    put(tmp_path, "Lead.0.10.cdm.json", sized(10))
    assert field(read(tmp_path), "Lead", "subject").length == 10
    put(tmp_path, "Lead.cdm.json", sized(300))
    put(tmp_path, "LeadAddress.0.9.cdm.json", entity("LeadAddress", BUDGET))
    catalogue = read(tmp_path)
    assert field(catalogue, "Lead", "subject").length == 300
    assert catalogue.object("LeadAddress") is not None
    assert any("2 files" in line and "older than another version" in line for line in catalogue.left_out)
    assert field(read(tmp_path / "Lead.0.9.cdm.json"), "Lead", "subject").length == 9


def test_a_schema_that_is_not_unicode_is_read_and_told(tmp_path: Path) -> None:
    budget = {**BUDGET, "description": "The team’s own"}
    path = tmp_path / "Lead.cdm.json"
    path.write_bytes(json.dumps(entity("Lead", budget), ensure_ascii=False).encode("cp1252"))
    catalogue = read(tmp_path)
    assert field(catalogue, "Lead", "budgetamount").help == "The team’s own"
    assert any("Windows-1252" in line and "Lead.cdm.json" in line for line in catalogue.left_out)


def test_a_data_lakes_model_is_read(tmp_path: Path) -> None:
    attributes = [{"name": "email", "dataType": "string"}, {"name": "visits", "dataType": "int64"}]
    model = {
        "name": "lake",
        "entities": [{"$type": "LocalEntity", "name": "Person", "attributes": attributes}],
    }
    catalogue = read(put(tmp_path, "model.json", model))
    assert field(catalogue, "Person", "visits").type is FieldType.INTEGER


def test_a_broken_schema_names_file_and_place(tmp_path: Path) -> None:
    put(tmp_path, "Lead.cdm.json", '{"definitions": [')
    with pytest.raises(UnreadableSource, match=r"Lead\.cdm\.json is broken at line 1"):
        read(tmp_path)


def members_of(file: Path) -> list[object]:
    definitions = json.loads(file.read_text("utf-8-sig"))["definitions"]
    return [
        member
        for definition in definitions
        for group in definition["hasAttributes"]
        for member in group["attributeGroupReference"]["members"]
    ]


def test_every_attribute_of_the_real_schemas_arrives_or_is_told(real_inputs: Path) -> None:
    folder = real_inputs / "dynamics"
    catalogue = read(folder)
    files = sorted(folder.rglob("*.cdm.json"))
    assert files
    assert {item.api_name for item in catalogue.objects} == {file.name.partition(".")[0] for file in files}
    members = [member for file in files for member in members_of(file)]
    elsewhere = [line for line in catalogue.left_out if "elsewhere" in line and "same name" not in line]
    assert catalogue.field_count + len(elsewhere) == len(members)
    untyped = [each.api_name for _, each in catalogue.fields() if each.type is FieldType.OTHER]
    assert not untyped

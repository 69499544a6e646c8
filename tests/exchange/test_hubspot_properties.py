"""HubSpot's answers about properties and schemas."""

from pathlib import Path

from maplanner.document.vocabulary import FieldType
from tests.exchange.catalogue_files import field, put, read


def told(name: str, kind: str, shown: str, **more: object) -> dict[str, object]:
    return {
        "name": name,
        "label": name.title(),
        "type": kind,
        "fieldType": shown,
        "hubspotDefined": True,
        **more,
    }


CONTACTS = {
    "results": [
        told("email", "string", "text", hasUniqueValue=True),
        told(
            "lifecyclestage",
            "enumeration",
            "radio",
            options=[{"value": "lead", "label": "Lead"}, {"value": "old", "hidden": True}],
        ),
        told("topics", "enumeration", "checkbox", hubspotDefined=False, options=[{"value": "a"}]),
        told("optout", "enumeration", "booleancheckbox", options=[{"value": "true"}, {"value": "false"}]),
        told("score", "number", "calculation_equation", calculated=True),
        told("created", "datetime", "date", modificationMetadata={"readOnlyValue": True}),
        told("owner", "enumeration", "select", referencedObjectType="OWNER"),
        told("gone", "string", "text", archived=True),
        told("odd", "hologram", "text"),
        {"type": "string", "fieldType": "text", "name": ""},
    ]
}


def test_properties_become_fields(tmp_path: Path) -> None:
    catalogue = read(put(tmp_path, "hubspot-contacts-properties.json", CONTACTS))
    email = field(catalogue, "contacts", "email")
    assert (email.type, email.unique, email.custom) == (FieldType.EMAIL, True, False)
    stage = field(catalogue, "contacts", "lifecyclestage")
    assert (stage.type, stage.allowed, stage.restricted) == (FieldType.PICKLIST, ("lead",), True)
    topics = field(catalogue, "contacts", "topics")
    assert (topics.type, topics.custom) == (FieldType.MULTI_PICKLIST, True)
    assert field(catalogue, "contacts", "optout").type is FieldType.CHECKBOX
    assert not field(catalogue, "contacts", "score").writable
    assert not field(catalogue, "contacts", "created").writable
    assert field(catalogue, "contacts", "owner").type is FieldType.REFERENCE
    left_out = " ".join(catalogue.left_out)
    for piece in ("gone: is archived", "“hologram”", "property 10"):
        assert piece in left_out
    assert any("as the file is named" in line for line in catalogue.taken)


def test_schemas_and_files_of_several_objects_name_them(tmp_path: Path) -> None:
    schema = {
        "name": "cars", "objectTypeId": "2-123", "labels": {"singular": "Car"},
        "requiredProperties": ["email"], "properties": CONTACTS["results"],
    }  # fmt: skip
    put(tmp_path, "schemas.json", {"results": [schema]})
    put(tmp_path, "all.json", {"deals": CONTACTS, "company": {"results": CONTACTS["results"]}})
    catalogue = read(tmp_path)
    assert {item.api_name for item in catalogue.objects} == {"cars", "deals", "companies"}
    assert field(catalogue, "cars", "email").required
    assert catalogue.object("cars").custom  # type: ignore[union-attr]


def test_properties_of_nobody_knows_what_are_left_out(tmp_path: Path) -> None:
    catalogue = read(put(tmp_path, "properties.json", CONTACTS))
    assert not catalogue.objects
    assert "neither the answer nor the file" in catalogue.left_out[0]


def test_a_description_of_an_interface_with_properties_as_an_example_is_none_of_these(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string"}}, "example": CONTACTS}
    description = {"openapi": "3.0.1", "info": {"title": "CRM"}, "results": CONTACTS["results"]}
    description["components"] = {"schemas": {"Contact": schema}}
    catalogue = read(put(tmp_path, "schemas.json", description))
    assert [item.api_name for item in catalogue.objects] == ["Contact"]

"""Answers of the Dynamics 365 Web API, saved as files."""

from pathlib import Path

from maplanner.document.vocabulary import FieldType
from tests.exchange.catalogue_files import field, put, read


def label(text: str) -> dict[str, object]:
    return {"UserLocalizedLabel": {"Label": text, "LanguageCode": 1033}}


def option(value: int, text: str) -> dict[str, object]:
    return {"Value": value, "Label": label(text)}


LEAD = {
    "LogicalName": "lead",
    "DisplayName": label("Lead"),
    "Attributes": [
        {"LogicalName": "leadid", "AttributeType": "Uniqueidentifier", "IsPrimaryId": True},
        {
            "LogicalName": "emailaddress1", "AttributeType": "String", "Format": "Email", "MaxLength": 100,
            "RequiredLevel": {"Value": "ApplicationRequired"}, "DisplayName": label("E-mail"),
            "IsValidForCreate": True, "IsValidForUpdate": True,
        },
        {
            "LogicalName": "leadqualitycode", "AttributeType": "Picklist",
            "OptionSet": {"Options": [option(1, "Hot"), option(2, "Cold")]},
        },
        {"LogicalName": "topics", "AttributeType": "Virtual",
         "AttributeTypeName": {"Value": "MultiSelectPicklistType"}},
        {"LogicalName": "ownerid", "AttributeType": "Owner", "Targets": ["systemuser", "team"]},
        {"LogicalName": "owneridname", "AttributeType": "String", "AttributeOf": "ownerid"},
        {"LogicalName": "created", "AttributeType": "DateTime", "Format": "DateOnly",
         "IsValidForCreate": False, "IsValidForUpdate": False},
        {"LogicalName": "odd", "AttributeType": "Hologram"},
        {"AttributeType": "String"},
    ],
}  # fmt: skip


def test_definitions_become_fields(tmp_path: Path) -> None:
    catalogue = read(put(tmp_path, "lead.json", {"value": [LEAD]}))
    assert field(catalogue, "lead", "leadid").type is FieldType.IDENTIFIER
    email = field(catalogue, "lead", "emailaddress1")
    assert (email.label, email.type, email.length, email.required) == ("E-mail", FieldType.EMAIL, 100, True)
    assert field(catalogue, "lead", "leadqualitycode").allowed == ("Hot", "Cold")
    assert field(catalogue, "lead", "topics").type is FieldType.MULTI_PICKLIST
    assert field(catalogue, "lead", "ownerid").refers_to == ("systemuser", "team")
    created = field(catalogue, "lead", "created")
    assert (created.type, created.writable) == (FieldType.DATE, False)
    told = " ".join(catalogue.left_out)
    for piece in ("“Hologram”", "1 × attribute that only shows another", "attribute 9"):
        assert piece in told
    assert catalogue.complete

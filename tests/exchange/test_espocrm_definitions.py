"""EspoCRM's entity definitions, labels and lead conversion."""

import json
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.document.vocabulary import FieldType
from tests.exchange.catalogue_files import field, put, read

LEAD = {
    "fields": {
        "name": {"type": "personName", "isPersonalData": True},
        "lastName": {"type": "varchar", "maxLength": 100, "required": True},
        "status": {"type": "enum", "options": ["", "New", "Dead"]},
        "industry": {"type": "enum", "optionsReference": "Account.industry"},
        "source": {"type": "enum", "optionsReference": "Deal.source"},
        "createdAt": {"type": "datetime", "readOnly": True},
        "website": {"type": "url"},
        "owner": {"type": "link"},
        "odd": {"type": "hologram"},
        "silent": {},
        "off": {"type": "varchar", "disabled": True},
        "broken": 3,
    },
    "links": {"owner": {"type": "belongsTo", "entity": "User"}},
    "convertFields": {"Account": {"name": "lastName", "odd": 3}},
}
ACCOUNT = {
    "fields": {
        "name": {"type": "varchar"},
        "website": {"type": "url"},
        "createdAt": {"type": "datetime"},
        "industry": {"type": "enum", "options": ["Energy"]},
    },
    "links": {},
}


def write(folder: Path) -> Path:
    put(folder, "entityDefs/Lead.json", LEAD)
    put(folder, "entityDefs/Account.json", ACCOUNT)
    put(folder, "i18n/en_US/Lead.json", {"fields": {"lastName": "Last name"}})
    put(folder, "i18n/en_US/Global.json", {"scopeNames": {"Lead": "Prospect"}, "links": {"owner": "Owner"}})
    put(folder, "i18n/de_DE/Lead.json", {"fields": {"lastName": "Nachname"}})
    return folder


def test_fields_types_labels_and_values(tmp_path: Path) -> None:
    catalogue = read(write(tmp_path))
    assert catalogue.product == "EspoCRM"
    assert catalogue.object("Lead").label == "Prospect"  # type: ignore[union-attr]
    last = field(catalogue, "Lead", "lastName")
    assert (last.label, last.type, last.length, last.required) == ("Last name", FieldType.TEXT, 100, True)
    name = field(catalogue, "Lead", "name")
    assert (name.personal, name.writable) == (True, False)
    assert field(catalogue, "Lead", "status").allowed == ("New", "Dead")
    assert field(catalogue, "Lead", "industry").allowed == ("Energy",)
    assert not field(catalogue, "Lead", "createdAt").writable
    owner = field(catalogue, "Lead", "owner")
    assert (owner.label, owner.type, owner.refers_to) == ("Owner", FieldType.REFERENCE, ("User",))
    assert field(catalogue, "Account", "website").length == 255


def test_what_cannot_be_placed_is_told(tmp_path: Path) -> None:
    told = " ".join(read(write(tmp_path)).left_out)
    for piece in ("“hologram”", "Lead.silent", "Lead.off: is switched off", "Lead.broken", "Deal.source"):
        assert piece in told
    assert "de_DE" in told


def test_lead_conversion_is_read_and_what_is_copied_by_itself_is_said(tmp_path: Path) -> None:
    catalogue = read(write(tmp_path))
    assert [rule.text for rule in catalogue.conversions] == [
        "Lead.lastName → Account.name",
        "Lead.industry → Account.industry",
        "Lead.website → Account.website",
    ]
    assert any("copies 2 fields of the same name and type" in line for line in catalogue.taken)


def test_values_that_refer_to_each_other_in_a_circle_end(tmp_path: Path) -> None:
    one = {
        "fields": {
            "a": {"type": "enum", "optionsReference": "Lead.b"},
            "b": {"type": "enum", "optionsReference": "Lead.a"},
        }
    }
    catalogue = read(put(tmp_path, "entityDefs/Lead.json", one))
    assert field(catalogue, "Lead", "a").allowed == ()


def test_a_definition_alone_is_read_without_labels(tmp_path: Path) -> None:
    path = put(tmp_path, "Lead.json", LEAD)
    assert read(path).field_count == 10


def test_a_broken_definition_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    put(tmp_path, "entityDefs/Broken.json", "{")
    with pytest.raises(UnreadableSource, match=r"Broken\.json is broken at line 1"):
        read(tmp_path)


def test_every_field_of_the_real_definitions_arrives(real_inputs: Path) -> None:
    folder = real_inputs / "espocrm"
    catalogue = read(folder)
    expected = {
        file.stem: len(json.loads(file.read_text("utf-8"))["fields"])
        for file in (folder / "entityDefs").glob("*.json")
    }
    assert expected
    assert {item.api_name: len(item.fields) for item in catalogue.objects} == expected
    lead = json.loads((folder / "entityDefs" / "Lead.json").read_text("utf-8"))
    rules = {(rule.target_object, rule.target_field): rule.source_field for rule in catalogue.conversions}
    for target, lines in lead["convertFields"].items():
        for target_field, source_field in lines.items():
            assert rules[target, target_field] == source_field
    labels = json.loads((folder / "i18n" / "en_US" / "Lead.json").read_text("utf-8"))["fields"]
    for name, text in labels.items():
        found = catalogue.object("Lead").field(name)  # type: ignore[union-attr]
        assert found is None or found.label == text

"""Salesforce's metadata-API format is read whole, packages put together."""

import re
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.readers import read_catalogue
from maplanner.exchange.salesforce_metadata import READER
from tests.exchange.salesforce_builders import described, object_file, tag, value_set, write, xml


def test_all_fields_of_an_object_come_from_one_file(tmp_path: Path) -> None:
    text = described("Own__c", "<label>Own</label><length>40</length><type>Text</type>")
    object_file(tmp_path, "Lead", text, described("Email"), extra="<label>Lead</label>")
    (item,) = READER.read(tmp_path).objects
    assert (item.api_name, item.label) == ("Lead", "Lead")
    assert [(field.api_name, field.type, field.length) for field in item.fields] == [
        ("Email", FieldType.OTHER, None),
        ("Own__c", FieldType.TEXT, 40),
    ]


def test_packages_are_put_together(tmp_path: Path) -> None:
    picklist = "<type>Picklist</type>"
    first = described("Size__c", picklist + value_set("S", "M"))
    later = described("Size__c", picklist + value_set("M", "L"))
    object_file(tmp_path / "a", "Lead", first, described("LeadSource"))
    object_file(tmp_path / "b", "Lead", later, described("LeadSource", picklist))
    catalogue = READER.read(tmp_path)
    (item,) = catalogue.objects
    assert [(field.api_name, field.type, field.allowed) for field in item.fields] == [
        ("LeadSource", FieldType.PICKLIST, ()),
        ("Size__c", FieldType.PICKLIST, ("S", "M", "L")),
    ]
    assert catalogue.left_out == ()


def test_packages_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    object_file(tmp_path / "a", "Lead", described("X__c", "<type>Date</type>"))
    object_file(tmp_path / "b", "Lead", described("X__c", "<type>Checkbox</type>"))
    catalogue = READER.read(tmp_path)
    assert catalogue.objects[0].fields[0].type is FieldType.DATE
    assert [line for line in catalogue.left_out if "Lead.X__c" in line and line.startswith("b/")]


def test_what_an_object_has_besides_fields_is_told(tmp_path: Path) -> None:
    parts = (
        "<recordTypes><fullName>A</fullName></recordTypes>" * 2 + "<fields><label>Nameless</label></fields>"
    )
    object_file(tmp_path, "Lead", described("A__c", "<type>Time Travel</type>"), extra=parts)
    lines = READER.read(tmp_path).left_out
    assert any("2 × recordTypes" in line for line in lines)
    assert any("field without a name" in line for line in lines)
    assert any("“Time Travel” is unknown" in line for line in lines)


def test_an_unknown_value_set_is_told_and_a_known_one_kept(tmp_path: Path) -> None:
    values = tag("standardValue", tag("fullName", "Web"))
    write(tmp_path / "standardValueSets/LeadSource.standardValueSet", xml("StandardValueSet", values))
    write(tmp_path / "standardValueSets/SolutionStatus.standardValueSet", xml("StandardValueSet", values))
    catalogue = READER.read(tmp_path)
    assert {found.allowed for found in catalogue.values} == {("Web",)}
    assert [line for line in catalogue.left_out if "SolutionStatus" in line]


def test_a_broken_file_is_refused_by_name_and_place(tmp_path: Path) -> None:
    object_file(tmp_path, "Account", described("A__c", "<type>Date</type>"))
    path = object_file(tmp_path, "Lead", described("B__c", "<type>Text</type><length>4x</length>"))
    with pytest.raises(UnreadableSource, match=r"Lead\.object, field B__c: “4x” is no length"):
        READER.read(tmp_path)
    path.write_text("<CustomObject>", "utf-8")
    with pytest.raises(UnreadableSource, match=r"Lead\.object is broken at line 1"):
        READER.read(tmp_path)


def test_real_metadata_gives_every_field_of_every_object(real_inputs: Path) -> None:
    folder = real_inputs / "salesforce" / "npsp-mdapi"
    held: dict[str, set[str]] = {}
    for path in folder.rglob("*.object"):
        blocks = re.findall(
            r"^    <fields>(.*?)^    </fields>", path.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
        names = {
            name
            for block in blocks
            for name in re.findall(r"^        <fullName>(.*?)</", block, re.MULTILINE)
        }
        held.setdefault(path.stem, set()).update(names)
    assert sum(map(len, held.values())) > 90
    found = READER.read(folder).objects
    assert {item.api_name: {field.api_name for field in item.fields} for item in found} == held


def test_real_value_sets_are_read_without_objects(real_inputs: Path) -> None:
    folder = real_inputs / "salesforce" / "npsp-valuesets"
    catalogue = READER.read(folder)
    assert catalogue.objects == ()
    stages = next(found for found in catalogue.values if found.field_name == "StageName")
    texts = [path.read_text("utf-8") for path in folder.rglob("OpportunityStage.*")]
    names = {n for text in texts for n in re.findall(r"<standardValue>\s*<fullName>(.*?)</", text)}
    assert set(stages.allowed) == names


CONVERSION = xml(
    "LeadConvertSettings",
    tag(
        "objectMapping",
        tag("inputObject", "Lead")
        + tag("mappingFields", tag("inputField", "Region__c") + tag("outputField", "Area__c"))
        + tag("mappingFields", tag("inputField", "Budget__c"))
        + tag("outputObject", "Contact"),
    ),
)


@pytest.mark.parametrize("ending", ["", "-meta.xml"])
def test_lead_conversion_settings_are_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "LeadConvertSettings" / f"LeadConvertSettings.LeadConvertSetting{ending}"
    path.parent.mkdir()
    path.write_text(CONVERSION, "utf-8")
    catalogue = read_catalogue(tmp_path)
    assert [rule.text for rule in catalogue.conversions] == ["Lead.Region__c → Contact.Area__c"]
    assert any("does not name both" in line for line in catalogue.left_out)

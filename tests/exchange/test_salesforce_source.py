"""Salesforce's source format is read whole, and what is broken is named."""

import os
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.salesforce_source import READER
from tests.exchange.salesforce_builders import source_field, tag, value_set, write, xml


def read_field(folder: Path, api_name: str, inner: str) -> CatalogueField:
    source_field(folder, "Lead", api_name, inner)
    item = READER.read(folder).object("Lead")
    assert item is not None
    field = item.field(api_name)
    assert field is not None
    return field


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<type>Text</type><length>40</length>", (FieldType.TEXT, "Text", 40, None, None, True)),
        (
            "<type>Number</type><precision>12</precision><scale>0</scale>",
            (FieldType.INTEGER, "Number", None, 12, 0, True),
        ),
        (
            "<type>Number</type><precision>12</precision><scale>3</scale>",
            (FieldType.NUMBER, "Number", None, 12, 3, True),
        ),
        (
            "<type>Currency</type><precision>18</precision><scale>2</scale>",
            (FieldType.MONEY, "Currency", None, 18, 2, True),
        ),
        ("<type>Email</type>", (FieldType.EMAIL, "Email", 80, None, None, True)),
        ("<type>Url</type>", (FieldType.URL, "Url", 255, None, None, True)),
        ("<type>TextArea</type>", (FieldType.LONG_TEXT, "TextArea", 255, None, None, True)),
        (
            "<type>LongTextArea</type><length>32768</length>",
            (FieldType.LONG_TEXT, "LongTextArea", 32768, None, None, True),
        ),
        (
            "<type>Checkbox</type><defaultValue>false</defaultValue>",
            (FieldType.CHECKBOX, "Checkbox", None, None, None, True),
        ),
        ("<type>AutoNumber</type>", (FieldType.TEXT, "AutoNumber", None, None, None, False)),
        (
            "<type>Summary</type><summaryOperation>count</summaryOperation>",
            (FieldType.SUMMARY, "Summary", None, None, None, False),
        ),
        (
            "<type>Currency</type><formula>Amount * 2</formula><precision>18</precision><scale>2</scale>",
            (FieldType.FORMULA, "Formula (Currency)", None, 18, 2, False),
        ),
        (
            "<type>Text</type><length>18</length><externalId>true</externalId>",
            (FieldType.TEXT, "Text (External ID)", 18, None, None, True),
        ),
    ],
)
def test_a_fields_type_and_size(tmp_path: Path, inner: str, expected: tuple[object, ...]) -> None:
    field = read_field(tmp_path, "Own__c", inner)
    assert (
        field.type, field.native_type, field.length, field.precision, field.scale, field.writable,
    ) == expected  # fmt: skip
    assert field.custom
    assert field.unsaid == frozenset()


def test_a_fields_demands_values_and_references(tmp_path: Path) -> None:
    inner = (
        "<label>Budget</label><inlineHelpText>What may it cost?</inlineHelpText><required>true</required>"
        "<unique>true</unique><type>Picklist</type>" + value_set("None yet", "Approved", restricted=True)
    )
    field = read_field(tmp_path, "Budget__c", inner)
    assert (field.label, field.help) == ("Budget", "What may it cost?")
    assert (field.required, field.unique, field.restricted) == (True, True, True)
    assert field.allowed == ("None yet", "Approved")
    parent = read_field(tmp_path, "Parent__c", "<type>MasterDetail</type><referenceTo>Account</referenceTo>")
    assert (parent.type, parent.refers_to, parent.required) == (FieldType.REFERENCE, ("Account",), True)
    assert parent.source.endswith("objects/Lead/fields/Parent__c.field-meta.xml")


def test_values_that_are_switched_off_are_not_allowed(tmp_path: Path) -> None:
    value = "<value><fullName>{}</fullName>{}</value>"
    values = value.format("Old", "<isActive>false</isActive>") + value.format(
        "New", "<isActive>true</isActive>"
    )
    inner = f"<type>Picklist</type><valueSet><valueSetDefinition>{values}</valueSetDefinition></valueSet>"
    assert read_field(tmp_path, "Size__c", inner).allowed == ("New",)


def test_values_in_the_older_way_of_writing(tmp_path: Path) -> None:
    values = "".join(tag("picklistValues", tag("fullName", name)) for name in ("A", "B"))
    field = read_field(tmp_path, "Size__c", f"<type>Picklist</type><picklist>{values}</picklist>")
    assert field.allowed == ("A", "B")


def test_a_global_value_set_gives_its_values_or_is_missed(tmp_path: Path) -> None:
    inner = "<type>Picklist</type><valueSet><valueSetName>Regions</valueSetName></valueSet>"
    assert read_field(tmp_path, "Region__c", inner).allowed == ()
    assert any("“Regions”" in line and "Lead.Region__c" in line for line in READER.read(tmp_path).left_out)
    values = "".join(tag("customValue", tag("fullName", name)) for name in ("North", "South"))
    write(tmp_path / "globalValueSets" / "Regions.globalValueSet-meta.xml", xml("GlobalValueSet", values))
    assert read_field(tmp_path, "Region__c", inner).allowed == ("North", "South")
    assert READER.read(tmp_path).left_out == ()


@pytest.mark.parametrize("ending", [".standardValueSet", ".standardValueSet-meta.xml"])
def test_a_standard_value_set_gives_standard_fields_their_values(tmp_path: Path, ending: str) -> None:
    source_field(tmp_path, "Lead", "LeadSource", "<type>Picklist</type>")
    values = "".join(tag("standardValue", tag("fullName", name)) for name in ("Web", "Fair"))
    write(tmp_path / "standardValueSets" / f"LeadSource{ending}", xml("StandardValueSet", values))
    catalogue = READER.read(tmp_path)
    field = catalogue.objects[0].fields[0]
    assert field.allowed == ("Web", "Fair")
    assert "allowed" not in field.unsaid
    apart = {(found.object_name, found.field_name) for found in catalogue.values}
    assert apart == {("Contact", "LeadSource"), ("Account", "AccountSource"), ("Opportunity", "LeadSource")}


def test_a_standard_field_leaves_unsaid_what_it_does_not_mention(tmp_path: Path) -> None:
    field = read_field(tmp_path, "Email", "<trackHistory>true</trackHistory>")
    assert field.unsaid >= {"type", "length", "required", "writable", "label"}
    assert not field.custom


def test_object_files_name_the_object_and_custom_objects_have_a_name_field(tmp_path: Path) -> None:
    inner = "<label>Visit</label><nameField><label>Visit No</label><type>AutoNumber</type></nameField>"
    write(tmp_path / "objects/Visit__c/Visit__c.object-meta.xml", xml("CustomObject", inner))
    (item,) = READER.read(tmp_path).objects
    assert (item.api_name, item.label, item.custom) == ("Visit__c", "Visit", True)
    assert [(field.api_name, field.writable, field.required) for field in item.fields] == [
        ("Name", False, False)
    ]


def test_the_same_object_in_two_packages_is_one(tmp_path: Path) -> None:
    source_field(tmp_path / "core", "Lead", "One__c", "<type>Date</type>")
    source_field(tmp_path / "addon", "Lead", "Two__c", "<type>Date</type>")
    source_field(tmp_path / "addon", "Lead", "one__c", "<type>Text</type><length>5</length>")
    catalogue = READER.read(tmp_path)
    assert [(item.api_name, len(item.fields)) for item in catalogue.objects] == [("Lead", 2)]
    assert any("differently" in line for line in catalogue.left_out)


@pytest.mark.parametrize(
    "part", ["", "objects", "objects/Lead", "objects/Lead/fields", "objects/Lead/fields/A__c"]
)
def test_any_part_of_the_folder_can_be_read(tmp_path: Path, part: str) -> None:
    source_field(tmp_path, "Lead", "A__c", "<type>Date</type>")
    path = tmp_path / (f"{part}.field-meta.xml" if part.endswith("__c") else part)
    assert READER.finds_in(path)
    catalogue = READER.read(path)
    assert [(item.api_name, len(item.fields)) for item in catalogue.objects] == [("Lead", 1)]


def test_a_field_outside_an_object_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "stray" / "A__c.field-meta.xml", xml("CustomField", "<fullName>A__c</fullName>"))
    catalogue = READER.read(tmp_path)
    assert catalogue.objects == ()
    assert [line for line in catalogue.left_out if "stray" in line]


def test_other_files_are_told_by_folder(tmp_path: Path) -> None:
    source_field(tmp_path, "Lead", "A__c", "<type>Date</type>")
    for name in ("One", "Two", "Three"):
        write(tmp_path / "objects/Lead/listViews" / f"{name}.listView-meta.xml", "<ListView/>")
    write(tmp_path / "flows" / "Only.flow-meta.xml", "<Flow/>")
    lines = READER.read(tmp_path).left_out
    assert any(line.startswith("objects/Lead/listViews: 3 files") for line in lines)
    assert any(line.startswith("flows/Only.flow-meta.xml: ") for line in lines)
    assert len(lines) == 2


def test_links_and_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    source_field(tmp_path, "Lead", "A__c", "<type>Date</type>")
    (tmp_path / "objects" / "Lead" / "again").symlink_to(tmp_path, target_is_directory=True)
    source_field(tmp_path / ".cache", "Lead", "B__c", "<type>Date</type>")
    catalogue = READER.read(tmp_path)
    assert catalogue.field_count == 1
    assert any("link" in line for line in catalogue.left_out)
    assert any("hidden" in line for line in catalogue.left_out)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<CustomField><fullName>&c;</fullName></CustomField>"
)
LATIN = '<?xml version="1.0" encoding="UTF-8"?><CustomField><label>Größe</label></CustomField>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><CustomField><fullName>&b;</fullName></CustomField>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB.encode(), "declares"),
        (OUTSIDE.encode(), "declares"),
        (b"<CustomField>\n  <fullName>A__c</fullNam", "line 2"),
        (b"", "line 1"),
        (b'<?xml version="1.0" encoding="utf-7x"?><CustomField/>', "A__c.field-meta.xml"),
        (LATIN.encode("latin-1"), "line 1"),
        (b"PK\x03\x04 not a text at all \x00\x01", "line 1"),
        (b"<CustomObject/>", "CustomField"),
        (b"<CustomField><fullName>A__c</fullName><length>many</length></CustomField>", "“many” is no length"),
        (b"<CustomField><fullName>A__c</fullName><scale>-1</scale></CustomField>", "“-1” is no scale"),
        (
            b"<CustomField><fullName>A__c</fullName><length>" + b"9" * 6000 + b"</length></CustomField>",
            "no length",
        ),
        (b"<CustomField><fullName>" + b"x" * 300 + b"</fullName></CustomField>", "longer than 255"),
    ],
)
def test_a_broken_file_is_refused_by_name_and_place(tmp_path: Path, content: bytes, reason: str) -> None:
    source_field(tmp_path, "Lead", "Good__c", "<type>Date</type>")
    path = source_field(tmp_path, "Lead", "A__c")
    path.write_bytes(content)
    with pytest.raises(UnreadableSource) as caught:
        READER.read(tmp_path)
    assert path.name in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_file_may_name_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = source_field(tmp_path, "Lead", "A__c")
    named = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{named}"?><CustomField><label>Größe</label></CustomField>'
    path.write_bytes(text.encode(encoding))
    (field,) = READER.read(tmp_path).objects[0].fields
    assert (field.api_name, field.label) == ("A__c", "Größe")


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = source_field(tmp_path, "Lead", "A__c")
    monkeypatch.setattr("maplanner.exchange.source_files.MAX_FILE_BYTES", 100)
    with pytest.raises(UnreadableSource, match="too large"):
        READER.read(path)


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        source_field(tmp_path, "Lead", f"A{number}__c")
    monkeypatch.setattr("maplanner.exchange.source_files.MAX_FILES", 4)
    with pytest.raises(UnreadableSource, match="more than 4 files"):
        READER.read(tmp_path)


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    path = source_field(tmp_path, "Lead", "A__c")
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(UnreadableSource, match="not an ordinary file"):
        READER.read(tmp_path)
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(UnreadableSource, match=path.name):
        READER.read(tmp_path)


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied", "the folder")


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = source_field(tmp_path, "Lead", "A__c")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableSource, match=f"{path.name} cannot be read: Permission denied"):
        READER.read(tmp_path)


def test_a_folder_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source_field(tmp_path, "Lead", "A__c")
    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UnreadableSource, match="the folder cannot be opened: Permission denied"):
        READER.read(tmp_path)


@pytest.mark.parametrize("part", ["npsp", "gsa"])
def test_real_metadata_gives_every_field_of_every_object(real_inputs: Path, part: str) -> None:
    folder = real_inputs / "salesforce" / part
    held: dict[str, int] = {}
    for path in folder.rglob("*.field-meta.xml"):
        held[path.parts[-3]] = held.get(path.parts[-3], 0) + 1
    assert sum(held.values()) > 90
    catalogue = READER.read(folder)
    assert {item.api_name: len(item.fields) for item in catalogue.objects} == held
    typeless = [field for _, field in catalogue.fields() if field.custom and field.type is FieldType.OTHER]
    assert not typeless


def test_real_value_sets_fill_the_standard_fields(real_inputs: Path) -> None:
    catalogue = READER.read(real_inputs / "salesforce" / "gsa")
    lead = catalogue.object("Lead")
    assert lead is not None
    source = lead.field("LeadSource")
    assert source is not None
    path = real_inputs / "salesforce/gsa/standardValueSets/LeadSource.standardValueSet-meta.xml"
    assert len(source.allowed) == path.read_text("utf-8").count("<standardValue>")

"""Solutions of Dynamics 365 are read, packed or not."""

import zipfile
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.document.vocabulary import FieldType
from tests.exchange.catalogue_files import field, put, read

SOLUTION = """<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <Entities><Entity><Name LocalizedName="Lead" OriginalName="Lead">Lead</Name><EntityInfo><entity Name="Lead">
  <LocalizedNames><LocalizedName description="Interessent" languagecode="1031" />
   <LocalizedName description="Lead" languagecode="1033" /></LocalizedNames>
  <attributes>
   <attribute PhysicalName="new_Budget"><Type>money</Type><LogicalName>new_budget</LogicalName>
    <RequiredLevel>required</RequiredLevel><IsCustomField>1</IsCustomField><Accuracy>2</Accuracy>
    <displaynames><displayname description="Budget" languagecode="1033" /></displaynames></attribute>
   <attribute PhysicalName="EMailAddress1"><Type>nvarchar</Type><Name>emailaddress1</Name>
    <LogicalName>emailaddress1</LogicalName><Format>email</Format><MaxLength>100</MaxLength>
    <Length>200</Length><RequiredLevel>none</RequiredLevel></attribute>
   <attribute PhysicalName="LeadId"><Type>primarykey</Type><LogicalName>leadid</LogicalName>
    <RequiredLevel>systemrequired</RequiredLevel></attribute>
   <attribute PhysicalName="new_Tier"><Type>picklist</Type><LogicalName>new_tier</LogicalName>
    <optionset Name="lead_new_tier"><OptionSetType>picklist</OptionSetType><options>
     <option value="1"><labels><label description="Gold" languagecode="1033" /></labels></option>
     <option value="2"><labels><label description="Silver" languagecode="1033" /></labels></option>
    </options></optionset></attribute>
   <attribute PhysicalName="new_Region"><Type>picklist</Type><LogicalName>new_region</LogicalName>
    <OptionSetName>new_regions</OptionSetName></attribute>
   <attribute PhysicalName="new_Lost"><Type>picklist</Type><LogicalName>new_lost</LogicalName>
    <OptionSetName>new_elsewhere</OptionSetName></attribute>
   <attribute PhysicalName="new_Odd"><Type>hologram</Type><LogicalName>new_odd</LogicalName></attribute>
  </attributes></entity></EntityInfo></Entity></Entities>
 <optionsets><optionset Name="new_regions"><options>
  <option value="7"><labels><label description="North" languagecode="1033" /></labels></option>
 </options></optionset></optionsets>
 <EntityMaps><EntityMap><EntitySource>lead</EntitySource><EntityTarget>contact</EntityTarget><AttributeMaps>
  <AttributeMap><AttributeSource>new_tier</AttributeSource><AttributeTarget>new_tier</AttributeTarget></AttributeMap>
 </AttributeMaps></EntityMap><EntityMap><EntitySource>account</EntitySource><EntityTarget>x</EntityTarget>
 </EntityMap></EntityMaps>
</ImportExportXml>"""


@pytest.mark.parametrize("packed", [False, True])
def test_a_solution_is_read(tmp_path: Path, packed: bool) -> None:
    path = put(tmp_path, "customizations.xml", SOLUTION)
    if packed:
        with zipfile.ZipFile(tmp_path / "solution.zip", "w") as archive:
            archive.write(path, "customizations.xml")
            archive.writestr("solution.xml", "<ImportExportManifest/>")
            archive.writestr("[Content_Types].xml", "<Types/>")
        path.unlink()
        path = tmp_path / "solution.zip"
    catalogue = read(path)
    assert [(item.api_name, item.label) for item in catalogue.objects] == [("Lead", "Lead")]
    budget = field(catalogue, "Lead", "new_budget")
    assert (budget.label, budget.type, budget.required, budget.custom, budget.scale) == (
        "Budget", FieldType.MONEY, True, True, 2
    )  # fmt: skip
    email = field(catalogue, "Lead", "emailaddress1")
    assert (email.type, email.length, email.required) == (FieldType.EMAIL, 100, False)
    assert field(catalogue, "Lead", "leadid").type is FieldType.IDENTIFIER
    assert field(catalogue, "Lead", "new_tier").allowed == ("Gold", "Silver")
    assert field(catalogue, "Lead", "new_region").allowed == ("North",)
    assert [rule.text for rule in catalogue.conversions] == ["lead.new_tier → contact.new_tier"]
    told = " ".join(catalogue.left_out)
    assert "new_elsewhere" in told
    assert "“hologram”" in told
    assert not catalogue.complete


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<ImportExportXml><Entities>", "broken at line 1"),
        ("<Other/>", "is expected"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><ImportExportXml>&a;</ImportExportXml>', "document type or entities"),
    ],
)
def test_what_is_no_solution_is_refused_by_name_and_place(tmp_path: Path, content: str, why: str) -> None:
    put(tmp_path, "customizations.xml", content)
    with pytest.raises(UnreadableSource, match=why) as caught:
        read(tmp_path)
    assert "customizations.xml" in str(caught.value)

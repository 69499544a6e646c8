"""Lists of fields from spreadsheets, in columns of their own."""

from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.field_list import Column, columns_from_text, is_sure, likely_columns, read_list
from maplanner.exchange.tables import xlsx_bytes
from maplanner.exchange.type_words import written_type
from tests.exchange.catalogue_files import field, put, read

HEADER = ["Object", "API Name", "Field Label", "Data Type", "Required", "Picklist values", "Colour"]
ROWS = [
    ["Lead", "Email", "E-mail", "Email", "yes", "", "red"],
    ["Lead", "Rating", "Rating", "Picklist", "", "Hot; Warm; Cold", ""],
    ["Lead", "Company", "Company", "Text(255)", "maybe", "", ""],
    ["Account", "Revenue", "Revenue", "Currency(16, 2)", "", "", ""],
    ["Account", "Parent", "Parent", "Lookup(Account)", "", "", ""],
    ["Account", "Odd", "Odd", "Hologram", "", "", ""],
    ["Account", "", "No name", "Text", "", "", ""],
]


def csv(*rows: list[str], sign: str = ",") -> str:
    return "\r\n".join(sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in rows)


@pytest.mark.parametrize("kind", ["csv", "semicolon", "xlsx", "utf-16"])
def test_a_list_of_fields_in_columns_that_name_themselves(tmp_path: Path, kind: str) -> None:
    path = tmp_path / ("fields.xlsx" if kind == "xlsx" else "fields.csv")
    if kind == "xlsx":
        path.write_bytes(xlsx_bytes(HEADER, ROWS))
    else:
        sign = ";" if kind == "semicolon" else ","
        path.write_bytes(csv(HEADER, *ROWS, sign=sign).encode("utf-16" if kind == "utf-16" else "utf-8-sig"))
    catalogue = read(path)
    assert {item.api_name: len(item.fields) for item in catalogue.objects} == {"Lead": 3, "Account": 3}
    email = field(catalogue, "Lead", "Email")
    assert (email.label, email.type, email.required) == ("E-mail", FieldType.EMAIL, True)
    rating = field(catalogue, "Lead", "Rating")
    assert (rating.allowed, rating.restricted) == (("Hot", "Warm", "Cold"), True)
    assert field(catalogue, "Lead", "Company").length == 255
    revenue = field(catalogue, "Account", "Revenue")
    assert (revenue.type, revenue.precision, revenue.scale) == (FieldType.MONEY, 18, 2)
    assert field(catalogue, "Account", "Parent").refers_to == ("Account",)
    told = " ".join(catalogue.left_out)
    for piece in ("“Hologram”", "row 8", "“Colour”", "“maybe” in “Required” is neither yes nor no"):
        assert piece in told
    assert any("name from “API Name”" in line for line in catalogue.taken)


def test_columns_of_its_own_are_told_by_a_person(tmp_path: Path) -> None:
    path = put(
        tmp_path, "Lead fields.csv", csv(["Kolonna", "Veids"], ["Vārds", "text"], ["Dzimšana", "date"])
    )
    with pytest.raises(UnreadableSource, match=r"which of its columns names the fields.*“Kolonna”, “Veids”"):
        read_list(path)
    catalogue = read_list(path, columns_from_text("name=Kolonna, type = Veids"))
    assert field(catalogue, "Lead", "Dzimšana").type is FieldType.DATE
    assert any("all fields belong to Lead" in line for line in catalogue.taken)
    other = read_list(path, {Column.NAME: "Kolonna"}, "Contact")
    assert field(other, "Contact", "Vārds").type is FieldType.OTHER
    with pytest.raises(UnreadableSource, match="no column “Nav”"):
        read_list(path, {Column.NAME: "Nav"})


@pytest.mark.parametrize("text", ["name", "name=", "=x", "colour=red"])
def test_what_names_no_column_is_told(text: str) -> None:
    with pytest.raises(UnreadableSource):
        columns_from_text(text)


def test_only_a_list_of_fields_is_recognised(tmp_path: Path) -> None:
    people = put(tmp_path, "people.csv", csv(["Name", "E-mail"], ["Ana", "ana@example.org"]))
    with pytest.raises(UnreadableSource, match="no description of a CRM"):
        read(people)
    assert is_sure(likely_columns(["Field name", "Type"]))
    assert not is_sure(likely_columns(["Name", "E-mail"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Text (80)", FieldType.TEXT),
        ("Long Text Area(32768)", FieldType.LONG_TEXT),
        ("e-mail", FieldType.EMAIL),
        ("whole number", FieldType.INTEGER),
        ("Picklist (Multi-Select)", FieldType.MULTI_PICKLIST),
        ("Date/Time", FieldType.DATETIME),
        ("nvarchar(100)", FieldType.TEXT),
        ("Yes/No", FieldType.CHECKBOX),
        ("web address", FieldType.URL),
    ],
)
def test_words_for_types(text: str, expected: FieldType) -> None:
    assert written_type(text).type is expected
    assert written_type(text).is_known


def test_every_type_is_known_by_its_own_name() -> None:
    assert [kind for kind in FieldType if written_type(kind.value).type is not kind] == []

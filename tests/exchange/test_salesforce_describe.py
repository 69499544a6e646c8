"""Describe results are read whole; a field is required exactly where the interface demands it."""

import json
from pathlib import Path
from typing import Any

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.salesforce_describe import READER


def field(name: str, **values: Any) -> dict[str, Any]:
    return {
        "name": name,
        "label": name,
        "type": "string",
        "length": 40,
        "precision": 0,
        "scale": 0,
        "nillable": True,
        "createable": True,
        "updateable": True,
        "defaultedOnCreate": False,
        "unique": False,
        "picklistValues": [],
        "restrictedPicklist": False,
        "referenceTo": [],
        "custom": False,
        "inlineHelpText": None,
        **values,
    }


def answer(*fields: dict[str, Any], name: str = "Lead") -> dict[str, Any]:
    return {"name": name, "label": name, "custom": False, "fields": list(fields)}


def write(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data), "utf-8")
    return path


def read_field(folder: Path, **values: Any) -> Any:
    path = write(folder / "Lead.describe.json", answer(field("X", **values)))
    return READER.read(path).objects[0].fields[0]


@pytest.mark.parametrize("creatable", [True, False])
@pytest.mark.parametrize("nillable", [True, False])
@pytest.mark.parametrize("defaulted", [True, False])
def test_required_means_settable_not_empty_and_without_default(
    tmp_path: Path, creatable: bool, nillable: bool, defaulted: bool
) -> None:
    found = read_field(tmp_path, createable=creatable, nillable=nillable, defaultedOnCreate=defaulted)
    assert found.required == (creatable and not nillable and not defaulted)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"type": "double", "precision": 18, "scale": 15, "length": 0},
            (FieldType.NUMBER, "double", None, 18, 15),
        ),
        (
            {"type": "double", "precision": 18, "scale": 0, "length": 0},
            (FieldType.INTEGER, "double", None, 18, 0),
        ),
        ({"type": "int", "digits": 8, "length": 0}, (FieldType.INTEGER, "int", None, 8, 0)),
        ({"type": "textarea", "length": 32000}, (FieldType.LONG_TEXT, "textarea", 32000, None, None)),
        ({"type": "email", "length": 80}, (FieldType.EMAIL, "email", 80, None, None)),
        ({"type": "string", "externalId": True}, (FieldType.TEXT, "string (External ID)", 40, None, None)),
        (
            {
                "type": "string",
                "custom": True,
                "calculated": True,
                "calculatedFormula": "A",
                "createable": False,
            },
            (FieldType.FORMULA, "Formula (string)", 40, None, None),
        ),
        (
            {"type": "double", "custom": True, "calculated": True, "precision": 18, "length": 0},
            (FieldType.SUMMARY, "double", None, 18, 0),
        ),
        ({"type": "hologram"}, (FieldType.OTHER, "hologram", 40, None, None)),
    ],
)
def test_a_fields_type_and_size(tmp_path: Path, values: dict[str, Any], expected: tuple[object, ...]) -> None:
    found = read_field(tmp_path, **values)
    assert (found.type, found.native_type, found.length, found.precision, found.scale) == expected
    assert found.unsaid == frozenset()


def test_values_references_and_rights(tmp_path: Path) -> None:
    values = [{"value": "A", "active": True}, {"value": "B", "active": False}, {"value": "C", "label": "See"}]
    found = read_field(
        tmp_path,
        type="picklist",
        picklistValues=values,
        restrictedPicklist=True,
        createable=False,
        updateable=False,
    )
    assert (found.allowed, found.restricted, found.writable) == (("A", "C"), True, False)
    assert read_field(tmp_path, type="reference", referenceTo=["Group", "User"]).refers_to == (
        "Group",
        "User",
    )
    assert read_field(tmp_path, createable=False).writable


def test_a_cut_down_answer_leaves_unsaid_what_it_lacks(tmp_path: Path) -> None:
    path = write(tmp_path / "Lead.describe.json", answer({"name": "Email", "type": "email"}))
    found = READER.read(path).objects[0].fields[0]
    assert found.unsaid >= {"label", "length", "required", "writable", "allowed"}
    assert "type" not in found.unsaid
    assert found.writable


@pytest.mark.parametrize(
    "wrap",
    [
        lambda data: data,
        lambda data: {"status": 0, "result": data},
        lambda data: [data],
        lambda data: {"hasErrors": False, "results": [{"statusCode": 200, "result": data}]},
    ],
)
def test_an_answer_is_found_in_its_wrappings(tmp_path: Path, wrap: Any) -> None:
    path = write(tmp_path / "saved.json", wrap(answer(field("A"), field("B"))))
    assert READER.finds_in(path)
    assert READER.finds_in(tmp_path)
    catalogue = READER.read(path)
    assert catalogue.complete
    assert [(item.api_name, len(item.fields)) for item in catalogue.objects] == [("Lead", 2)]


def test_other_json_in_the_folder_is_told_but_sinks_nothing(tmp_path: Path) -> None:
    write(tmp_path / "Lead.describe.json", answer(field("A")))
    write(tmp_path / "package.json", {"name": "tool", "version": "1"})
    (tmp_path / "broken.json").write_text("{", "utf-8")
    (tmp_path / "notes.txt").write_text("by hand", "utf-8")
    catalogue = READER.read(tmp_path)
    assert catalogue.field_count == 1
    for name in ("package.json", "broken.json", "notes.txt"):
        assert any(line.startswith(name) for line in catalogue.left_out), name


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"name": "Lead",\n "fields": [', "line 2"),
        (b"", "line 1"),
        (b"\xff\xfe\x00broken", "no JSON text|broken at line"),
        (b"[" * 100_000, "no JSON text|broken at line"),
        (b'{"sobjects": []}', "holds no describe result"),
        (
            b'{"name": "Lead", "fields": [{"name": "A", "type": "string", "length": "long"}]}',
            "“long” is no length",
        ),
        (b'{"name": "Lead", "fields": [{"name": "A", "type": "int", "scale": -1}]}', "“-1” is no scale"),
        (b'{"name": "Lead", "fields": [{"name": "", "type": "int"}]}', "name is missing"),
        (b'{"name": "", "fields": []}', "name of an object"),
    ],
)
def test_a_broken_answer_is_refused_by_name_and_place(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "Lead.describe.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=reason) as caught:
        READER.read(tmp_path)
    assert path.name in str(caught.value)


def test_half_characters_do_not_reach_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "Lead.describe.json"
    path.write_bytes(
        b'{"name": "Lead", "fields": [{"name": "A", "type": "int", "label": "x\\ud800\\u0000y"}]}'
    )
    assert READER.read(path).objects[0].fields[0].label.encode("utf-8") == b"x? y"


def test_real_answers_give_every_field_of_every_object(real_inputs: Path) -> None:
    folder = real_inputs / "salesforce" / "describe"
    answers = [json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")]
    found = READER.read(folder)
    assert len(answers) == 3
    assert {item.api_name: len(item.fields) for item in found.objects} == {
        data["name"]: len(data["fields"]) for data in answers
    }
    demanded = {
        (data["name"], f["name"])
        for data in answers
        for f in data["fields"]
        if f["createable"] and not f["nillable"] and not f["defaultedOnCreate"]
    }
    assert {(item.api_name, field.api_name) for item, field in found.fields() if field.required} == demanded
    assert not [field for _, field in found.fields() if field.type is FieldType.OTHER]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda lead: {"status": 0, "result": lead},
        lambda lead: {"encoding": "UTF-8", "sobjects": [lead]},
        lambda lead: {"compositeResponse": [{"body": lead, "httpStatusCode": 200}]},
        lambda lead: {"Lead": lead},
        lambda lead: {"interactions": [{"response": {"body": {"string": json.dumps(lead)}}}]},
    ],
)
def test_an_answer_may_be_wrapped_by_what_fetched_or_recorded_it(tmp_path: Path, wrapped: Any) -> None:
    path = write(tmp_path / "kept.json", wrapped(answer(field("A"), field("B"))))
    assert READER.finds_in(path)
    (found,) = READER.read(path).objects
    assert (found.api_name, len(found.fields)) == ("Lead", 2)


@pytest.mark.parametrize(
    "other",
    [
        {"sobjects": [{"name": "Lead", "label": "Lead", "urls": {}}]},
        {"body": "{ not JSON"},
        {"Contact": {"name": "Lead", "fields": [{"name": "A", "type": "string"}]}},
    ],
)
def test_what_only_looks_like_an_answer_is_none(tmp_path: Path, other: Any) -> None:
    assert not READER.finds_in(write(tmp_path / "other.json", other))

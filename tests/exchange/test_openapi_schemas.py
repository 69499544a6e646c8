"""OpenAPI descriptions in JSON and YAML."""

from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.document.vocabulary import FieldType
from tests.exchange.catalogue_files import field, put, read

API = """
openapi: 3.0.3
info: {title: Acme CRM, version: '1'}
paths: {}
components:
  schemas:
    Base:
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        created: {type: string, format: date-time, readOnly: true}
    Status:
      type: string
      enum: [new, dead, 3]
    Nothing: {type: string}
    Blank: {enum: ['']}
    Lead:
      title: A lead
      required: [email, created]
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          properties:
            email: {type: string, format: email, maxLength: 80, description: Where to write}
            status: {$ref: '#/components/schemas/Status'}
            source: {oneOf: [{$ref: '#/components/schemas/Status'}, {$ref: '#/components/schemas/Blank'}]}
            tags: {type: array, items: {type: string}}
            topics: {type: array, items: {$ref: '#/components/schemas/Status'}}
            owner: {$ref: '#/components/schemas/Person'}
            friends: {type: array, items: {$ref: '#/components/schemas/Person'}}
            age: {type: [integer, 'null']}
            story: {type: string, maxLength: 4000}
            since: 2020-01-01
            lost: {$ref: '#/components/schemas/Missing'}
            mixed: {oneOf: [{type: string}, {type: integer}]}
    Person:
      type: object
      properties:
        manager: {$ref: '#/components/schemas/Person'}
    Loop: {$ref: '#/components/schemas/Loop'}
    Circle:
      allOf: [{$ref: '#/components/schemas/Circle'}]
      properties: {a: {type: boolean}}
"""


@pytest.mark.parametrize("name", ["api.yaml", "openapi.yml"])
def test_schemas_become_objects(tmp_path: Path, name: str) -> None:
    catalogue = read(put(tmp_path, name, API))
    assert (catalogue.system_title, catalogue.product) == ("Acme CRM", "Acme CRM")
    assert {item.api_name for item in catalogue.objects} == {"Base", "Lead", "Person", "Circle"}
    email = field(catalogue, "Lead", "email")
    assert (email.type, email.length, email.required, email.help) == (
        FieldType.EMAIL,
        80,
        True,
        "Where to write",
    )
    assert (field(catalogue, "Lead", "created").writable, field(catalogue, "Lead", "created").required) == (
        False,
        False,
    )
    assert field(catalogue, "Lead", "status").allowed == ("new", "dead", "3")
    assert field(catalogue, "Lead", "source").allowed == ("new", "dead", "3")
    assert field(catalogue, "Lead", "tags").type is FieldType.MULTI_PICKLIST
    assert field(catalogue, "Lead", "topics").allowed == ("new", "dead", "3")
    assert field(catalogue, "Lead", "owner").refers_to == ("Person",)
    assert field(catalogue, "Lead", "friends").refers_to == ("Person",)
    assert field(catalogue, "Lead", "age").type is FieldType.INTEGER
    assert field(catalogue, "Lead", "story").type is FieldType.LONG_TEXT
    assert field(catalogue, "Person", "manager").type is FieldType.REFERENCE
    told = " ".join(catalogue.left_out)
    for piece in (
        "Lead.since",
        "Missing",
        "one of 2 kinds",
        "Nothing: has no properties",
        "round in a circle at Loop",
    ):
        assert piece in told


def test_swagger_2_in_json(tmp_path: Path) -> None:
    old = {"swagger": "2.0", "definitions": {"Lead": {"properties": {"a": {"type": "number"}}}}}
    assert field(read(put(tmp_path, "x.json", old)), "Lead", "a").type is FieldType.NUMBER


BOMB = "openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (BOMB, "repeats a part of itself.* at line 3"),
        ("openapi: 3.0.0\ninfo: {title: [", "broken at line 3"),
        ("openapi: 3.0.0\na: !!python/object/apply:os.system ['true']\n", "line 2"),
        ("openapi: 3.0.0\na: " + "[" * 200 + "]" * 200, "nested too deep at line 2"),
        ("swagger: \xff", "api.yaml"),
    ],
)
def test_hostile_or_broken_yaml_is_refused_by_name_and_place(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "api.yaml"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(UnreadableSource, match=why):
        read(path)

"""How long a CRM's description of 2,000 fields takes to read and to compare with a plan.

Goal on a core at 2.5 GHz: less than 1 s of processor time for either, in every format that has so many.
"""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from maplanner.crm.merge import catalogue_changes
from maplanner.document.store import Store
from maplanner.exchange.readers import read_catalogue
from tests.exchange.salesforce_builders import tag, xml

FIELDS = 2_000
WANTED = 1.0

pytestmark = pytest.mark.benchmark(timer=time.process_time)


def salesforce_source(folder: Path) -> None:
    place = folder / "objects" / "Lead" / "fields"
    place.mkdir(parents=True)
    for number in range(FIELDS):
        name = f"Field{number}__c"
        inner = tag("fullName", name) + tag("label", name) + tag("type", "Text") + tag("length", "80")
        (place / f"{name}.field-meta.xml").write_text(xml("CustomField", inner), "utf-8")


def salesforce_describe(folder: Path) -> None:
    fields = [
        {"name": f"F{number}__c", "label": "F", "type": "string", "length": 80, "nillable": True}
        for number in range(FIELDS)
    ]
    (folder / "Lead.describe.json").write_text(json.dumps({"name": "Lead", "fields": fields}), "utf-8")


def espocrm(folder: Path) -> None:
    (folder / "entityDefs").mkdir()
    fields = {f"field{number}": {"type": "varchar", "maxLength": 80} for number in range(FIELDS)}
    (folder / "entityDefs" / "Lead.json").write_text(json.dumps({"fields": fields, "links": {}}), "utf-8")


def hubspot(folder: Path) -> None:
    properties: list[dict[str, Any]] = [
        {"name": f"p{number}", "label": "P", "type": "string", "fieldType": "text"}
        for number in range(FIELDS)
    ]
    (folder / "contacts.json").write_text(json.dumps({"results": properties}), "utf-8")


def openapi(folder: Path) -> None:
    lines = "".join(f"        f{number}: {{type: string, maxLength: 80}}\n" for number in range(FIELDS))
    head = "openapi: 3.0.0\ncomponents:\n  schemas:\n    Lead:\n      properties:\n"
    (folder / "api.yaml").write_text(head + lines, "utf-8")


def table(folder: Path) -> None:
    rows = "".join(f"Lead,f{number},Text(80)\n" for number in range(FIELDS))
    (folder / "fields.csv").write_text(f"Object,Field name,Type\n{rows}", "utf-8")


@pytest.mark.parametrize("write", [salesforce_source, salesforce_describe, espocrm, hubspot, openapi, table])
def test_a_catalogue_is_read_and_compared(tmp_path: Path, write: Any) -> None:
    write(tmp_path)
    took = []
    for _ in range(3):
        begun = time.process_time()
        catalogue = read_catalogue(tmp_path)
        change = catalogue_changes(Store(), catalogue)
        took.append(time.process_time() - begun)
    assert len(change.new_fields) == FIELDS
    print(f"{write.__name__}: {min(took):.3f} s for {FIELDS:,} fields (goal {WANTED} s)")
    assert min(took) < WANTED

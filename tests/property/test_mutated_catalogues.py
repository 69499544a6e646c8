"""Descriptions of CRMs that somebody damaged: every reader reads what is left, or says what is wrong."""

import copy
import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue
from maplanner.crm.merge import catalogue_changes
from maplanner.document.store import Store
from maplanner.exchange.readers import catalogue_readers, reader_named
from tests.exchange.test_dynamics_cdm import BUDGET, KEY, LISTED, OWNER, entity
from tests.exchange.test_dynamics_definitions import LEAD as DEFINITION
from tests.exchange.test_dynamics_solution import SOLUTION
from tests.exchange.test_espocrm_definitions import ACCOUNT
from tests.exchange.test_espocrm_definitions import LEAD as ESPO_LEAD
from tests.exchange.test_field_list import HEADER, ROWS, csv
from tests.exchange.test_hubspot_properties import CONTACTS
from tests.exchange.test_openapi_schemas import API
from tests.exchange.test_sugarcrm_fields import LEAD as SUGAR_LEAD
from tests.exchange.test_sugarcrm_fields import LISTS, PERSON

JSON_SEEDS: dict[str, tuple[tuple[str, Any], ...]] = {
    "dynamics-cdm": (
        ("Lead.cdm.json", entity("Lead", KEY, BUDGET, OWNER, {"name": "x", "dataType": LISTED})),
    ),
    "dynamics-definitions": (("lead.json", {"value": [DEFINITION]}),),
    "espocrm": (
        ("entityDefs/Lead.json", ESPO_LEAD),
        ("entityDefs/Account.json", ACCOUNT),
        ("i18n/en_US/Lead.json", {"fields": {"lastName": "Last name"}, "scopeNames": {"Lead": "Lead"}}),
    ),
    "hubspot": (("contacts.json", CONTACTS), ("all.json", {"deals": CONTACTS})),
    "sugarcrm": (("Leads.json", SUGAR_LEAD), ("person.json", PERSON), ("lists.json", LISTS)),
    "openapi": (
        (
            "api.json",
            {
                "openapi": "3.0.0",
                "info": {"title": "API"},
                "components": {
                    "schemas": {
                        "A": {"allOf": [{"$ref": "#/components/schemas/B"}], "required": ["b"]},
                        "B": {
                            "properties": {"b": {"$ref": "#/components/schemas/C"}, "n": {"type": "array"}}
                        },
                        "C": {
                            "oneOf": [{"enum": ["x"], "type": "string"}, {"$ref": "#/components/schemas/A"}]
                        },
                    }
                },
            },
        ),
    ),
}
TEXT_SEEDS: dict[str, tuple[str, str]] = {
    "dynamics-solution": ("customizations.xml", SOLUTION),
    "openapi": ("api.yaml", API),
    "table": ("fields.csv", csv(HEADER, *ROWS)),
}
JUNK: tuple[Any, ...] = (
    None, True, -1, 1e300, 2**70, "", "x" * 300, "\ud800", "#/components/schemas/A", [], {}, [[[]]],
    {"": {"a": []}}, {"$ref": "#/components/schemas/B"}, "26,6", {"name": "name", "type": "type"},
)  # fmt: skip


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to every value in JSON."""
    found = [path] if path else []
    if isinstance(data, dict):
        found += [place for key, inner in data.items() for place in places(inner, (*path, key))]
    elif isinstance(data, list):
        found += [place for at, inner in enumerate(data) for place in places(inner, (*path, at))]
    return found


def damaged(data: Any, chance: random.Random) -> Any:
    """Return JSON in which some values are others, twice there, or gone."""
    data = copy.deepcopy(data)
    for _ in range(chance.randint(1, 4)):
        ways = places(data)
        if not ways:
            break
        way = chance.choice(ways)
        holder = data
        for key in way[:-1]:
            holder = holder[key]
        deed = chance.randrange(4)
        if deed == 0:
            del holder[way[-1]]
        elif deed == 1 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[way[-1]]))
        else:
            holder[way[-1]] = copy.deepcopy(chance.choice(JUNK))
    return data


def broken(content: bytes, chance: random.Random) -> bytes:
    """Return content of which some bytes are others, missing, or cut off."""
    piece = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        if not piece:
            break
        at = chance.randrange(len(piece))
        deed = chance.randrange(4)
        if deed == 0:
            del piece[at : at + chance.randint(1, 40)]
        elif deed == 1:
            piece[at] = chance.randrange(256)
        elif deed == 2:
            piece[at:at] = piece[at : at + chance.randint(1, 60)]
        else:
            del piece[at : len(piece) if chance.random() < 0.3 else at + 1]
    return bytes(piece)


def read_or_refused(name: str, folder: Path) -> None:
    """Hold that a reader gives a catalogue that goes into a plan, or names a file that it cannot read."""
    reader = reader_named(name)
    reader.finds_in(folder)
    refusal = ""
    try:
        goes_into_a_plan(reader.read(folder))
    except UnreadableSource as error:
        refusal = str(error)
    files = [path.name for path in folder.rglob("*") if path.is_file()]
    assert not refusal or any(file in refusal for file in files), refusal


def goes_into_a_plan(catalogue: Catalogue) -> None:
    store = Store()
    for _ in range(2):
        change = catalogue_changes(store, catalogue)
        with store.transact("Import") as transaction:
            change.apply(transaction)
    assert not change
    for line in (*catalogue.left_out, *catalogue.taken):
        assert line.isprintable()
        line.encode()


def test_every_format_has_a_seed_here_or_in_the_older_test() -> None:
    older = {"salesforce-describe", "salesforce-metadata", "salesforce-source"}
    assert JSON_SEEDS.keys() | TEXT_SEEDS.keys() | older == {reader.name for reader in catalogue_readers()}


@pytest.mark.parametrize("name", JSON_SEEDS)
@given(seed=st.integers(0, 2**32))
def test_damaged_json_is_read_or_refused(name: str, seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        for file, data in JSON_SEEDS[name]:
            path = Path(place, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(damaged(data, chance)), encoding="utf-8")
        read_or_refused(name, Path(place))


@pytest.mark.parametrize("name", TEXT_SEEDS)
@given(seed=st.integers(0, 2**32))
def test_broken_text_is_read_or_refused(name: str, seed: int) -> None:
    file, content = TEXT_SEEDS[name]
    with tempfile.TemporaryDirectory() as place:
        Path(place, file).write_bytes(broken(content.encode(), random.Random(seed)))
        read_or_refused(name, Path(place))


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("dynamics", "dynamics-cdm"),
        ("espocrm", "espocrm"),
        ("suitecrm", "sugarcrm"),
        ("salesforce/describe", "salesforce-describe"),
        ("salesforce/npsp-valuesets", "salesforce-metadata"),
    ],
)
def test_real_files_that_were_broken_are_read_or_refused(
    real_inputs: Path, tmp_path: Path, part: str, name: str
) -> None:
    chance = random.Random(5)
    files = [path for path in sorted((real_inputs / part).rglob("*")) if path.is_file()]
    for file in files[:12]:
        folder = tmp_path / file.name / file.parent.parent.name / file.parent.name
        folder.mkdir(parents=True)
        (folder / file.name).write_bytes(broken(file.read_bytes(), chance))
        read_or_refused(name, tmp_path / file.name)

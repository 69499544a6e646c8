"""Real metadata goes into a plan whole, typed, and once."""

from pathlib import Path

import pytest

from maplanner.crm.merge import catalogue_changes
from maplanner.crm.starter import starter_catalogue
from maplanner.document.records import CrmField, CrmObject
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.readers import read_catalogue

UNTYPED = {"npsp": 0, "npsp-mdapi": 0, "gsa": 0, "describe": 0}


@pytest.mark.parametrize("part", UNTYPED)
def test_every_field_arrives_with_a_type(real_inputs: Path, part: str) -> None:
    catalogue = read_catalogue(real_inputs / "salesforce" / part)
    store = Store()
    with store.transact("Import") as transaction:
        catalogue_changes(store, catalogue).apply(transaction)
    counts = {
        item.api_name: len(store.referring(CrmField, "object", item.id)) for item in store.all(CrmObject)
    }
    assert counts == {item.api_name: len(item.fields) for item in catalogue.objects}
    untyped = [record.api_name for record in store.all(CrmField) if record.type is FieldType.OTHER]
    assert len(untyped) == UNTYPED[part], untyped
    assert not [record.api_name for record in store.all(CrmField) if not record.label]
    assert not catalogue_changes(store, catalogue)


def test_an_organisation_over_the_starter_catalogue_keeps_both(real_inputs: Path) -> None:
    store = Store()
    for catalogue in (starter_catalogue("salesforce"), read_catalogue(real_inputs / "salesforce" / "gsa")):
        with store.transact("Import") as transaction:
            catalogue_changes(store, catalogue).apply(transaction)
    lead = next(item for item in store.all(CrmObject) if item.api_name == "Lead")
    names = {record.api_name: record for record in store.referring(CrmField, "object", lead.id)}
    assert names["LastName"].required
    assert names["LastName"].type is FieldType.TEXT
    assert names["Email"].length == 80
    assert any(record.custom for record in names.values())

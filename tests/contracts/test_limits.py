"""Every figure about a vendor says where it comes from, when, and how far it can be trusted."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maplanner.core.resources import resource_root
from maplanner.crm.limits import (
    Confidence,
    connector_named,
    connectors,
    daily_limit,
    editions,
    limits_for,
    product_named,
    products,
)
from maplanner.crm.starter import starter_catalogue, starter_names
from maplanner.document.vocabulary import SyncWay, SystemRole

FILES = sorted((resource_root() / "limits").glob("*.json"))


def facts(data: Any) -> list[dict[str, Any]]:
    """Return every object in the data that claims to be a fact."""
    if isinstance(data, list):
        return [found for item in data for found in facts(item)]
    if not isinstance(data, dict):
        return []
    own = [data] if "confidence" in data else []
    return own + [found for item in data.values() for found in facts(item)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_figure_has_source_date_and_confidence(path: Path) -> None:
    found = facts(json.loads(path.read_text("utf-8")))
    assert found
    for fact in found:
        assert len(fact["source"]) >= 10
        assert date(2014, 1, 1) <= date.fromisoformat(fact["as_of"]) <= date(2026, 12, 31)
        assert fact["confidence"] in set(Confidence)
        assert not fact.get("url") or fact["url"].startswith("https://")


@pytest.mark.parametrize("product", products(), ids=lambda product: product.name)
def test_editions_are_named_apart_and_say_something(product: Any) -> None:
    names = [name.casefold() for name in product.edition_names]
    assert names
    assert len(set(names)) == len(names)
    for edition in product.editions:
        assert edition.daily or edition.storage or edition.note, edition.name
        limits = limits_for(product.name.upper(), edition.name.lower(), 25)
        assert limits is not None
        assert (limits.daily is None) == (edition.daily is None)
        if limits.daily is not None:
            assert limits.daily.per_day > 0
            assert limits.daily.source


def test_the_files_are_all_read() -> None:
    assert len(products()) == len(FILES) - 1
    assert {product.name for product in products()} >= {
        "Salesforce", "HubSpot", "Dynamics 365", "Zoho CRM", "Pipedrive", "SugarCloud", "Marketo Engage",
    }  # fmt: skip
    assert {product.role for product in products()} == {SystemRole.CRM, SystemRole.AUTOMATION}


def test_starter_catalogues_call_their_product_as_the_limits_do() -> None:
    assert all(product_named(starter_catalogue(name).product) for name in starter_names())


@pytest.mark.parametrize(
    ("product", "edition", "seats", "per_day"),
    [
        ("Salesforce", "Enterprise", 50, 150_000),
        ("salesforce", "unlimited", 10, 150_000),
        ("Salesforce", "Developer", 10, 15_000),
        ("HubSpot", "Professional", 3, 650_000),
        ("Dynamics 365", "Sales Enterprise", 100, 1_000_000),
        ("Dynamics 365", "Sales Enterprise", 10_000, 10_000_000),
        ("Zoho CRM", "Standard", 100, 75_000),
        ("Zoho CRM", "Standard", 1_000, 100_000),
        ("Zoho CRM", "Ultimate", 10, 70_000),
        ("Pipedrive", "Lite", 4, 120_000),
    ],
)
def test_the_daily_limit_follows_edition_and_seats(
    product: str, edition: str, seats: int, per_day: int
) -> None:
    limit = daily_limit(product, edition, seats)
    assert limit is not None
    assert limit.per_day == per_day


def test_the_sum_is_explained() -> None:
    enterprise, standard = (
        daily_limit("Salesforce", "Enterprise", 50),
        daily_limit("Zoho CRM", "Standard", 1000),
    )
    assert enterprise is not None
    assert standard is not None
    assert enterprise.explanation == "100,000 + 50 seats × 1,000"
    assert not enterprise.verified
    assert standard.explanation == "50,000 + 1,000 seats × 250, at most 100,000"
    assert standard.verified
    assert standard.unit == "credits"


def test_what_is_not_published_or_unknown_is_none() -> None:
    assert daily_limit("SugarCloud", "Sell", 10) is None
    assert limits_for("SugarCloud", "Sell", 10) is not None
    assert daily_limit("Salesforce", "", 10) is None
    assert limits_for("A CRM nobody knows", "Any", 10) is None
    assert editions("A CRM nobody knows") == ()


def test_storage_grows_with_the_seats() -> None:
    limits = limits_for("Salesforce", "Enterprise", 50)
    assert limits is not None
    assert limits.storage_mb == 10_240 + 50 * 20


def test_connectors_work_as_their_sources_say() -> None:
    assert len({found.name for found in connectors()}) == len(connectors())
    for found in connectors():
        assert (found.minutes is None) == (found.way is SyncWay.REAL_TIME), found.name
    marketo, hubspot, pardot = map(connector_named, ("marketo", "hubspot", "account-engagement"))
    assert marketo is not None
    assert marketo.minutes is not None
    assert (24 * 60 / marketo.minutes, marketo.overhead, marketo.batch) == (288, 25, 200)
    assert hubspot is not None
    assert hubspot.minutes == 15
    assert pardot is not None
    assert not pardot.counts
    assert connector_named("carrier pigeon") is None

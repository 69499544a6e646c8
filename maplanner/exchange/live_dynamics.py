"""The Web API of Dynamics 365: ``EntityDefinitions`` with their attributes, and the values of their lists."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue
from maplanner.exchange.dynamics_definitions import Definitions, definitions
from maplanner.exchange.dynamics_types import PRODUCT
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.live import MAX_OBJECTS, Access, LiveCrm, Talk
from maplanner.exchange.source_files import LeftOut, plain
from maplanner.exchange.web import Address, WebSession

_TITLE: Final = "Dynamics 365 (live)"
_API: Final = "/api/data/v9.2/EntityDefinitions"
_STANDARD: Final = (
    "lead",
    "contact",
    "account",
    "opportunity",
    "campaign",
    "campaignresponse",
    "list",
    "task",
)
_LISTS: Final = ("Picklist", "MultiSelectPicklist", "State", "Status")
_MOST_PAGES: Final = 100
_EXPLAIN: Final = {
    401: "The token has run out or is for another environment; get a new one.",
    403: "The user needs a security role that may read customizations.",
}


def read(access: Access, talk: Talk) -> Catalogue:
    """Return the environment's tables for marketing and its custom ones, or those that are named.

    Raises:
        UnreadableSource: The environment cannot be reached, does not let in, or answers nonsense.
        Cancelled: The person asked to stop.
    """
    address = Address.parse(access.address)
    headers = {
        "Authorization": f"Bearer {access.secret}",
        "OData-Version": "4.0",
        "Consistency": "Strong",
    }
    session = WebSession(
        Address(address.scheme, address.host, address.port), headers, talk.patience, talk.cancelled, _EXPLAIN
    )
    left_out = LeftOut(Path(address.host))
    gathering = Gathering(PRODUCT, f"{_TITLE}: {plain(address.origin)}", left_out)
    taker = Definitions(gathering, left_out, _TITLE)
    names = [name.casefold() for name in access.objects] or _wanted(session, left_out)
    for done, name in enumerate(names):
        talk.progress(done / len(names))
        _take(session, taker, name, plain(address.host))
    talk.progress(1.0)
    return gathering.catalogue(complete=True)


def _take(session: WebSession, taker: Definitions, name: str, place: str) -> None:
    key = f"{_API}(LogicalName='{quote(name, safe='')}')"
    found = list(definitions(session.get(f"{key}?$expand=Attributes")))
    if not found:
        raise UnreadableSource(f"{place} answers with no definition of {plain(name)}.")
    taker.take_entity(found[0], place)
    for kind in _LISTS:
        cast = f"{key}/Attributes/Microsoft.Dynamics.CRM.{kind}AttributeMetadata"
        expanded = "OptionSet" if kind in {"State", "Status"} else "OptionSet,GlobalOptionSet"
        values = _pages(session, f"{cast}?$select=LogicalName&$expand={expanded}")
        taker.take_values(name, values, place)


def _wanted(session: WebSession, left_out: LeftOut) -> list[str]:
    listed = _pages(session, f"{_API}?$select=LogicalName,IsCustomEntity,IsPrivate,IsIntersect")
    there = [item for item in listed if isinstance(item, dict) and isinstance(item.get("LogicalName"), str)]
    names = {str(item["LogicalName"]) for item in there}
    custom = sorted(
        str(item["LogicalName"])
        for item in there
        if item.get("IsCustomEntity") is True and item.get("IsIntersect") is not True
    )
    if not names:
        raise UnreadableSource(
            f"{plain(session.address.origin)} lists no tables.", advice="Check the user's security role."
        )
    found = [name for name in _STANDARD if name in names] + [name for name in custom if name not in _STANDARD]
    if len(found) > MAX_OBJECTS:
        left_out.add(
            "tables", f"{len(found) - MAX_OBJECTS} custom tables beyond {MAX_OBJECTS}; name those you need"
        )
        found = found[:MAX_OBJECTS]
    if len(names) > len(found):
        others = len(names) - len(found)
        left_out.add("tables", f"{others:,} tables that marketing plans rarely need; name those you do")
    return found


def _pages(session: WebSession, path: str) -> list[JsonValue]:
    """Return the items of an answer and of the pages that follow it, on the same server only."""
    items: list[JsonValue] = []
    for _ in range(_MOST_PAGES):
        answer = session.get(path)
        page = answer.get("value") if isinstance(answer, dict) else None
        if not isinstance(page, list):
            raise UnreadableSource(f"{plain(session.address.origin)} answers with something that is no list.")
        items += page
        following = answer.get("@odata.nextLink") if isinstance(answer, dict) else None
        if not isinstance(following, str) or not following:
            return items
        path = following
    raise UnreadableSource(f"{plain(session.address.origin)} never comes to the end of a list.")


LIVE: Final = LiveCrm(
    name="dynamics",
    title="Dynamics 365",
    example="https://acme.crm4.dynamics.com",
    secret_title="access token",  # noqa: S106 - what it is called, not what it is
    read=read,
    belongs=lambda host: host.endswith(".dynamics.com"),
)

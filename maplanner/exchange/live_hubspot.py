"""HubSpot's API: the properties of each of its objects, and the schemas of custom ones."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.hubspot_properties import PRODUCT, Properties, property_lists
from maplanner.exchange.live import Access, LiveCrm, Talk
from maplanner.exchange.source_files import LeftOut, plain
from maplanner.exchange.web import Address, WebSession

_TITLE: Final = "HubSpot (live)"
_OBJECTS: Final = ("contacts", "companies", "deals", "leads", "tickets")
_REFUSED: Final = ("(code 403", "(code 404")
_EXPLAIN: Final = {
    401: "Use the access token of a private app of this account.",
    403: "The private app needs the scopes crm.schemas.…read for the objects.",
}


def read(access: Access, talk: Talk) -> Catalogue:
    """Return the account's objects for marketing and its custom ones, or those that are named.

    An object that the token may not see is told as left out, unless it was named or all are so.

    Raises:
        UnreadableSource: The account cannot be reached, does not let in, or answers nonsense.
        Cancelled: The person asked to stop.
    """
    address = Address.parse(access.address or LIVE.default_address)
    session = WebSession(
        address, {"Authorization": f"Bearer {access.secret}"}, talk.patience, talk.cancelled, _EXPLAIN
    )
    left_out = LeftOut(Path(address.host))
    taker = Properties(Gathering(PRODUCT, f"{_TITLE}: {plain(address.origin)}", left_out), left_out)
    names = access.objects or _OBJECTS
    refusals: list[UnreadableSource] = []
    for done, name in enumerate(names):
        talk.progress(done / (len(names) + 1))
        try:
            answer = session.get(f"/crm/v3/properties/{quote(name, safe='')}")
        except UnreadableSource as error:
            if access.objects or not any(code in error.message for code in _REFUSED):
                raise
            left_out.add(name, f"was not read: {error.message}")
            refusals.append(error)
            continue
        _take(taker, answer, name, address)
    if len(refusals) == len(names):
        raise refusals[0]
    if not access.objects:
        _take_custom(taker, session, left_out, address)
    talk.progress(1.0)
    return taker.gathering.catalogue(complete=True)


def _take(taker: Properties, answer: JsonValue, name: str, address: Address) -> None:
    found = list(property_lists(answer))
    if not found and not (isinstance(answer, dict) and answer.get("results") == []):
        raise UnreadableSource(f"{plain(address.origin)} answers with no properties of {plain(name)}.")
    for each in found:
        taker.take_list(each, name, plain(address.host))


def _take_custom(taker: Properties, session: WebSession, left_out: LeftOut, address: Address) -> None:
    try:
        answer = session.get("/crm/v3/schemas")
    except UnreadableSource as error:
        if not any(code in error.message for code in _REFUSED):
            raise
        left_out.add("custom objects", f"were not read: {error.message}")
        return
    for each in property_lists(answer):
        if each.custom and each.name:
            taker.take_list(each, each.name, plain(address.host))


LIVE: Final = LiveCrm(
    name="hubspot",
    title="HubSpot",
    example="https://api.hubapi.com",
    secret_title="access token",  # noqa: S106 - what it is called, not what it is
    read=read,
    belongs=lambda host: host.endswith((".hubapi.com", ".hubspot.com")),
    default_address="https://api.hubapi.com",
)

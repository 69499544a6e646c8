"""Salesforce's REST API: which objects there are, and *describe* for each."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.live import MAX_OBJECTS, Access, LiveCrm, Talk
from maplanner.exchange.salesforce_describe import is_answer, take_answer
from maplanner.exchange.salesforce_fields import PRODUCT
from maplanner.exchange.source_files import LeftOut, plain
from maplanner.exchange.web import Address, WebSession

_TITLE: Final = "Salesforce (live)"
_STANDARD: Final = (
    "Lead",
    "Contact",
    "Account",
    "Opportunity",
    "Campaign",
    "CampaignMember",
    "Task",
    "Event",
)
_EXPLAIN: Final = {
    401: "The token has run out or is for another org; get a new one.",
    403: "The user needs the permission “API Enabled”, and the org must not have used up its calls of today.",
}
_OLDEST: Final = 40.0


def read(access: Access, talk: Talk) -> Catalogue:
    """Return the org's standard objects for marketing and every custom object, or those that are named.

    Raises:
        UnreadableSource: The org cannot be reached, does not let in, or answers nonsense.
        Cancelled: The person asked to stop.
    """
    from pathlib import Path

    address = Address.parse(access.address)
    session = WebSession(
        Address(address.scheme, address.host, address.port),
        {"Authorization": f"Bearer {access.secret}"},
        talk.patience,
        talk.cancelled,
        _EXPLAIN,
    )
    left_out = LeftOut(Path(address.host))
    gathering = Gathering(PRODUCT, f"{_TITLE}: {plain(address.origin)}", left_out)
    base = f"/services/data/v{_newest(session.get('/services/data/'), address)}/sobjects/"
    names = _wanted(session.get(base), access.objects, left_out, address)
    for done, name in enumerate(names):
        talk.progress(done / len(names))
        answer = session.get(f"{base}{quote(name, safe='')}/describe/")
        if not isinstance(answer, dict) or not is_answer(answer):
            raise UnreadableSource(f"{plain(address.origin)} answers with no description of {plain(name)}.")
        take_answer(gathering, left_out, answer, plain(address.host), f"{plain(address.origin)}")
    talk.progress(1.0)
    return gathering.catalogue(complete=True)


def _newest(versions: JsonValue, address: Address) -> str:
    """Return the newest version of the API that an org offers."""
    found: list[float] = []
    for item in versions if isinstance(versions, list) else ():
        text = item.get("version") if isinstance(item, dict) else None
        if isinstance(text, str) and len(text) < 8 and text.replace(".", "", 1).isdecimal():
            found.append(float(text))
    if not found or max(found) < _OLDEST:
        message = f"{plain(address.origin)} names no version of Salesforce's API."
        raise UnreadableSource(
            message, advice="Give the org's own address, such as https://acme.my.salesforce.com."
        )
    return f"{max(found):.1f}"


def _wanted(answer: JsonValue, named: tuple[str, ...], left_out: LeftOut, address: Address) -> list[str]:
    """Return the names of the objects to ask for, and tell which there are besides.

    Raises:
        UnreadableSource: The answer lists no objects, or not those that are named.
    """
    listed = answer.get("sobjects") if isinstance(answer, dict) else None
    objects = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    there = {str(item.get("name")): item for item in objects if isinstance(item.get("name"), str)}
    if not there:
        raise UnreadableSource(
            f"{plain(address.origin)} lists no objects.", advice="Check the user's rights."
        )
    by_name = {name.casefold(): name for name in there}
    if named:
        missing = [name for name in named if name.casefold() not in by_name]
        if missing:
            message = f"{plain(address.origin)} has no object “{plain(missing[0])}”, or does not show it."
            raise UnreadableSource(message, advice="Check its API name and the user's rights.")
        return [by_name[name.casefold()] for name in named]
    custom = [name for name, item in there.items() if _is_planned_with(item)]
    found = [name for name in _STANDARD if name in there] + sorted(custom)
    if len(found) > MAX_OBJECTS:
        left_out.add(
            "objects", f"{len(found) - MAX_OBJECTS} custom objects beyond {MAX_OBJECTS}; name those you need"
        )
        found = found[:MAX_OBJECTS]
    others = len(there) - len(found)
    if others > 0:
        left_out.add("objects", f"{others:,} objects that marketing plans rarely need; name those you do")
    return found


def _is_planned_with(item: dict[str, JsonValue]) -> bool:
    name = str(item.get("name"))
    return (
        name.endswith("__c") and item.get("customSetting") is not True and item.get("createable") is not False
    )


LIVE: Final = LiveCrm(
    name="salesforce",
    title="Salesforce",
    example="https://acme.my.salesforce.com",
    secret_title="access token",  # noqa: S106 - what it is called, not what it is
    read=read,
    belongs=lambda host: host.endswith((".salesforce.com", ".force.com", ".salesforce.mil")),
)

"""Which event of Mautic stands for a step, and for each way out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from maplanner.document.records import Link, Step
from maplanner.exchange.source_files import plain

ACTION: Final = "action"
DECISION: Final = "decision"
CONDITION: Final = "condition"


@dataclass(frozen=True)
class Made:
    """An event: its type, its sort and what it is set to. What only a Mautic knows stays to be chosen."""

    type: str
    sort: str = ACTION
    properties: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Helper:
    """An event that tells one way out of a step from the others. Ways of one ``key`` share it."""

    key: str
    made: Made
    title: str
    anchor: str = "yes"


_EVENTS: Final[dict[str, Made]] = {
    "email": Made("email.send", ACTION, {"email": "", "email_type": "marketing"}),
    "landing_page": Made("page.pagehit", DECISION, {"pages": []}),
    "page_visit": Made("page.pagehit", DECISION, {"pages": []}),
    "form": Made("form.submit", DECISION, {"forms": []}),
    "download": Made("asset.download", DECISION, {"assets": []}),
    "video": Made("page.pagehit", DECISION, {"pages": []}),
    "decision": Made("lead.field_value", CONDITION, {"field": "", "operator": "=", "value": ""}),
    "campaign_start": Made("campaign.addremovelead", ACTION, {"addTo": [], "removeFrom": []}),
    "end": Made("campaign.addremovelead", ACTION, {"addTo": [], "removeFrom": ["this"]}),
    "segment_change": Made("lead.changelist", ACTION, {"addToLists": [], "removeFromLists": []}),
    "crm_write": Made("plugin.leadpush", ACTION, {"integration": ""}),
    "hand_off": Made("plugin.leadpush", ACTION, {"integration": ""}),
    "sales_task": Made("email.send.to.user", ACTION, {"user_id": []}),
    "notification": Made("email.send.to.user", ACTION, {"user_id": []}),
}
_ANCHORS: Final = {
    ("form", "submitted"): "yes", ("form", "abandoned"): "no",
    ("download", "downloaded"): "yes", ("download", "left"): "no",
    ("video", "watched"): "yes", ("video", "skipped"): "no",
    ("decision", "yes"): "yes", ("decision", "no"): "no",
    ("landing_page", "next"): "yes", ("page_visit", "next"): "yes",
    ("email", "sent"): "bottom",
}  # fmt: skip
_READ: Final = {
    "opened": ("email.open", "Opened", "yes"),
    "ignored": ("email.open", "Opened", "no"),
    "clicked": ("email.click", "Clicked", "yes"),
}
"""By which decision Mautic tells what became of an e-mail."""
_NO_CONTACT: Final = {"bounced": "2", "unsubscribed": "1"}
"""Mautic's numbers of the reasons not to write to somebody (DoNotContact: unsubscribed 1, bounced 2)."""


def still() -> Made:
    """Return an action that changes nothing."""
    return Made("lead.changepoints", ACTION, {"points": 0})


def made_of(step: Step) -> Made:
    """Return the event that stands for a step; for one that Mautic lacks, an action that changes nothing."""
    if step.kind == "points":
        points = step.props.get("points")
        return Made("lead.changepoints", ACTION, {"points": points if isinstance(points, int | float) else 0})
    return _EVENTS.get(step.kind, still())


def anchor_of(kind: str, output: str) -> str:
    """Return the anchor of a step's event that an output leaves from; nothing where it takes a helper."""
    if output == "next" and kind not in ("split", "landing_page", "page_visit"):
        return "bottom"
    return _ANCHORS.get((kind, output), "")


def helper_for(step: Step, link: Link, label: str) -> Helper:
    """Return the event that tells one way out from the others, where the step's own event cannot."""
    if step.kind == "email" and link.output in _READ:
        type_, title, anchor = _READ[link.output]
        return Helper(type_, Made(type_, DECISION), f"{title}: {plain(step.title)}", anchor)
    if step.kind == "email" and link.output in _NO_CONTACT:
        made = Made("lead.dnc", CONDITION, {"channels": ["email"], "reason": _NO_CONTACT[link.output]})
        return Helper(link.output, made, f"{link.output.capitalize()}: {plain(step.title)}")
    share = f"{link.share:.0%}" if link.share is not None else ""
    words = plain(label) or share or link.output
    # Each way out of a split is a test of its own; elsewhere an output is.
    key = link.id if step.kind == "split" else link.output
    tag = f"{plain(step.title)}: {words}"
    return Helper(key, Made("lead.tags", CONDITION, {"tags": [tag]}), tag)

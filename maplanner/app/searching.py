"""Asking a plan where some words stand, for people and for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from maplanner.document.patch import name_of
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Record
from maplanner.document.wording import Wording
from maplanner.steps.searching import Hit, find

_CONTEXT = 40
"""Letters that a snippet shows before and after what was found."""


@dataclass(frozen=True)
class HitGroup:
    """The hits of one campaign, or of one list; ``campaign`` is empty for a list."""

    title: str
    campaign: str
    hits: tuple[Hit, ...]


def search(reader: RecordReader, wording: Wording) -> list[HitGroup]:
    """Return where words stand in a plan, campaign by campaign and list by list."""
    groups: dict[str, list[Hit]] = {}
    for hit in find(reader, wording):
        groups.setdefault(hit.campaign or name_of(hit.record), []).append(hit)
    return [
        HitGroup(_group_title(reader, hits[0]), hits[0].campaign, tuple(hits)) for hits in groups.values()
    ]


def name_of_hit(record: Record) -> str:
    """Return what to call a record where something was found: its title or label, or what sort it is."""
    for field in ("title", "label", "api_name"):
        text = " ".join(str(getattr(record, field, "") or "").split())
        if text:
            return text
    return name_of(record).replace("_", " ").capitalize()


def snippet(hit: Hit, by: str | None = None) -> str:
    """Return what was found with some words around it, on one line; with ``by`` as it would be replaced."""
    start, end = hit.span.start, hit.span.end
    before, after = hit.text[max(start - _CONTEXT, 0) : start], hit.text[end : end + _CONTEXT]
    middle = hit.text[start:end] if by is None else by
    left = "…" if start > _CONTEXT else ""
    right = "…" if len(hit.text) > end + _CONTEXT else ""
    return left + " ".join(f"{before}{middle}{after}".split()) + right


def to_json(groups: list[HitGroup]) -> dict[str, Any]:
    """Return hits as JSON values; ``start`` and ``end`` count characters of ``text``."""
    hits = [_hit_to_json(group, hit) for group in groups for hit in group.hits]
    return {"hits": hits, "count": len(hits)}


def _hit_to_json(group: HitGroup, hit: Hit) -> dict[str, Any]:
    return {
        "campaign": group.title if group.campaign else "",
        "campaign_id": group.campaign,
        "type": name_of(hit.record),
        "record": hit.record.id,
        "title": name_of_hit(hit.record),
        "field": hit.path,
        "position": None if hit.position < 0 else hit.position,
        "text": hit.text,
        "start": hit.span.start,
        "end": hit.span.end,
        "replaceable": hit.changeable,
    }


def _group_title(reader: RecordReader, hit: Hit) -> str:
    campaign = reader.find_or_none(Campaign, hit.campaign)
    if campaign is not None:
        return name_of_hit(campaign)
    return _LISTS.get(name_of(hit.record)) or name_of(hit.record).replace("_", " ").capitalize() + "s"


_LISTS = {"plan": "Plan", "object": "CRM objects", "field": "CRM fields", "criterion": "Criteria"}

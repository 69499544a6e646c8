"""Campaigns in Mautic's form that were written here: they carry how they were planned, without any loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from pydantic import JsonValue

from maplanner.exchange.diagrams import json_values
from maplanner.exchange.diagrams.drawn import Arrow, Shape
from maplanner.exchange.diagrams.json_values import flat, mapping, mappings, word, words
from maplanner.exchange.diagrams.sketch import Sketch, place

OWN_KEY: Final = "maplanner"
_ENDS: Final = ("id", "name", "type", "parent", "decisionPath", "triggerInterval", "triggerIntervalUnit")
"""What of an event must be as it was written for the plan beside it to hold."""


def fingerprint(events: Iterable[Mapping[str, JsonValue]]) -> str:
    """Return what tells whether somebody changed events since."""
    told = [[event.get(name) for name in _ENDS] for event in events]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def is_own(campaign: json_values.Mapping, events: Iterable[json_values.Mapping]) -> bool:
    """Tell whether a campaign carries its plan, and whether its events are still as they were written."""
    own = mapping(campaign.get(OWN_KEY))
    return bool(own) and words(own, "written") == fingerprint(events)


def draw_own(campaign: json_values.Mapping, sketch: Sketch) -> None:
    """Draw the steps, links, frames and notes that a campaign carries."""
    own = mapping(campaign.get(OWN_KEY))
    for sort, part in (("frame", "frames"), ("", "steps"), ("note", "notes")):
        for each in mappings(own.get(part)):
            sketch.add(_shape(each, sort))
    for each in mappings(own.get("links")):
        told = dict(_told(each))
        sketch.connect(
            Arrow(
                words(each, "id"),
                words(each, "source"),
                words(each, "target"),
                text=words(each, "label"),
                outcome=told.get("output", ""),
                details=tuple(told.items()),
            )
        )


def _shape(each: json_values.Mapping, sort: str) -> Shape:
    box: dict[str, Any] = {name: place(each.get(name)) for name in ("x", "y", "width", "height")}
    return Shape(
        id=words(each, "id"),
        text=word(each.get("title")),
        sort=sort or words(mapping(each.get("told")), "kind"),
        within=words(each, "frame") or None,
        notes=word(each.get("notes")),
        details=tuple(_told(each)),
        **box,
    )


def _told(each: json_values.Mapping) -> Iterable[tuple[str, str]]:
    return flat(mapping(each.get("told")))

"""Selects along the links of a drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal

from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.document.records import Link
from maplanner.steps import graph

if TYPE_CHECKING:
    from maplanner.steps.graph import CampaignGraph

Reach = Literal["upstream", "downstream", "connected"]
"""Which way links are followed: against their direction, along it, or both."""

_FOLLOW: Final[Mapping[Reach, Callable[[CampaignGraph, Iterable[str]], set[str]]]] = {
    "upstream": graph.leading_to,
    "downstream": graph.reachable,
    "connected": graph.joined,
}


def select_linked(desk: Desk, reach: Reach) -> None:
    """Add to the selection every step that links lead to from it; a selected link stands for its ends."""
    chosen = desk.scene.selected_ids()
    drawn = graph.campaign_graph(desk.store, desk.scene.campaign_id)
    found = _FOLLOW[reach](drawn, _starts(desk, chosen, reach))
    desk.scene.select(
        [*chosen, *(step_id for step_id in drawn if step_id in found and step_id not in chosen)]
    )
    added = len(found.difference(chosen))
    desk.say("No more steps that way." if not added else f"{added} more selected.")


def _starts(desk: Desk, chosen: Iterable[str], reach: Reach) -> list[str]:
    starts: list[str] = []
    for record_id in chosen:
        link = desk.store.find_or_none(Link, record_id)
        if link is None:
            starts.append(record_id)
        else:
            ends = {"upstream": (link.source,), "downstream": (link.target,)}
            starts += ends.get(reach, (link.source, link.target))
    return starts

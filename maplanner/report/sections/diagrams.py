"""The drawings: every campaign and the map of tools, each with its way in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from maplanner.document.records import Campaign, Link, Step, System
from maplanner.report.naming import in_order
from maplanner.report.parts import Illustration, Part
from maplanner.report.section import Audience, Section, Subject

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

_MOST_WORDS: Final = 1200


def make(subject: Subject) -> Iterator[Part]:
    """Yield a picture of each campaign, then the map of tools."""
    plan = subject.snapshot
    for campaign in in_order(plan):
        if plan.referring(Step, "campaign", campaign.id):
            words = _in_words(subject, campaign)
            yield Illustration(campaign.title, words, partial(_drawn, subject, campaign.id))
    if plan.count(System):
        names = ", ".join(system.title for system in plan.all(System))
        yield Illustration("Map of tools", f"What moves between {names}.", partial(_tools, subject))


def _drawn(subject: Subject, campaign_id: str) -> Picture:
    from maplanner.drawing.pictures.campaigns import drawn
    from maplanner.drawing.pictures.sources import Scene

    return drawn(Scene(subject.snapshot, subject.result, subject.findings), campaign_id)


def _tools(subject: Subject) -> Picture:
    from maplanner.drawing.toolmap import tool_map

    return tool_map(subject.snapshot, subject.findings)


def _in_words(subject: Subject, campaign: Campaign) -> str:
    """Return a drawing in words: each step, and where it leads."""
    plan = subject.snapshot
    said = []
    for step in sorted(plan.referring(Step, "campaign", campaign.id), key=lambda each: (each.x, each.y)):
        targets = [plan.find_or_none(Step, link.target) for link in plan.referring(Link, "source", step.id)]
        names = ", ".join(dict.fromkeys(target.title for target in targets if target is not None))
        said.append(f"{step.title} leads to {names}." if names else f"{step.title} ends the way.")
    words = " ".join(said)
    return words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"


SECTION: Final = Section(
    "diagrams",
    "Diagrams",
    30.0,
    frozenset({Audience.MARKETING, Audience.SALES, Audience.CRM, Audience.VENDOR, Audience.MANAGEMENT}),
    make,
)

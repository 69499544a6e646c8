"""The inventory: every campaign, and what people meet in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from maplanner.document.records import Campaign, CampaignGroup, Step
from maplanner.report.naming import in_order
from maplanner.report.parts import Cell, Column, Part, Sort, table
from maplanner.report.section import Audience, Section, Subject
from maplanner.steps.catalogue import kind_of


def make(subject: Subject) -> Iterator[Part]:
    """Yield the campaigns, and the elements of all of them."""
    plan = subject.snapshot
    campaigns = in_order(plan)
    if not campaigns:
        return
    steps = Counter(step.campaign for step in plan.all(Step))
    found = Counter(finding.campaign_id for finding in subject.findings)

    def row(each: Campaign) -> tuple[Cell, ...]:
        group = plan.find_or_none(CampaignGroup, each.group)
        return (
            each.title, group.title if group is not None else "", each.bound.value, each.purpose.value,
            each.state.value, each.owner, each.start, each.end, each.budget, steps[each.id], found[each.id],
        )  # fmt: skip

    columns = (
        Column("Campaign", wide=True), "Group", "Direction", "Purpose", "State", "Owner",
        Column("Starts", Sort.DATE), Column("Ends", Sort.DATE),
        Column(f"Budget ({plan.plan.currency})", Sort.NUMBER), Column("Steps", Sort.WHOLE),
        Column("Findings", Sort.WHOLE),
    )  # fmt: skip
    yield table("Campaigns", columns, [row(each) for each in campaigns], "There is no campaign yet.")
    yield table(
        "Elements",
        ("Campaign", "Kind", Column("Element", wide=True), "Owner", Column("Cost to set up", Sort.NUMBER)),
        [line for campaign in campaigns for line in _elements(subject, campaign)],
        "No campaign has any steps yet.",
    )


def _elements(subject: Subject, campaign: Campaign) -> Iterator[tuple[Cell, ...]]:
    steps = subject.snapshot.referring(Step, "campaign", campaign.id)
    for step in sorted(steps, key=lambda each: (each.x, each.y)):
        kind = kind_of(step)
        title = kind.title if kind is not None else step.kind
        yield campaign.title, title, step.title, step.owner, step.cost_fixed or None


SECTION: Final = Section(
    "inventory",
    "Inventory",
    20.0,
    frozenset({Audience.MARKETING, Audience.SALES, Audience.MANAGEMENT}),
    make,
    "Every campaign and every element in it.",
)

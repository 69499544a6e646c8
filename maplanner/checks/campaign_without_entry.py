"""A campaign into which no lead ever comes."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import Campaign
from maplanner.steps.graph import links_to


def run(survey: Survey, campaign: Campaign) -> Iterator[Remark]:
    """Yield a campaign without an entry, at the step where one is missing."""
    steps = survey.flows_of(campaign.id)
    if any(step.is_entry for step in steps):
        return
    first = next((step for step in steps if not links_to(survey.reader, step.step.id)), None)
    yield Remark(
        campaign,
        "No lead ever comes into “{campaign}”: it has no entry." if steps else "“{campaign}” is still empty.",
        {"campaign": campaign.title or "untitled campaign"},
        at="" if first is None else first.step.id,
        severity=Severity.ERROR if steps else Severity.NOTE,
    )


CHECK = Check(
    code="campaign-without-entry",
    title="Campaign without an entry",
    explanation="A campaign begins where leads come in: a search term, an ad, a list, a trigger.",
    example="No lead ever comes into “Five-mail course”: it has no entry.",
    remedy="Draw where leads come in: a search term, an ad, a list or a trigger.",
    severity=Severity.ERROR,
    of={Campaign: run},
)

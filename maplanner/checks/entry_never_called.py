"""An entry that waits for other campaigns, none of which sends leads."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import Campaign
from maplanner.flow.behaviour import OnCall, StartCampaign


def run(survey: Survey) -> Iterator[Remark]:
    """Yield entries that only other campaigns could fill, and steps that send leads to no entry."""
    called = {each.campaign for _, each in survey.all_operations if isinstance(each, StartCampaign)}
    waiting: set[str] = set()
    for step in survey.steps.values():
        sources = () if step.behaviour is None else step.behaviour.sources
        if any(isinstance(source, OnCall) for source in sources):
            waiting.add(step.step.campaign)
            if step.step.campaign not in called and all(isinstance(source, OnCall) for source in sources):
                text = "“{step}” waits for leads from other campaigns, but none sends any."
                yield Remark(step.step, text, {"step": step.title})
    yield from _sent_to_nobody(survey, waiting)


def _sent_to_nobody(survey: Survey, waiting: set[str]) -> Iterator[Remark]:
    for step, each in survey.all_operations:
        if isinstance(each, StartCampaign) and each.campaign not in waiting:
            campaign = survey.reader.find_or_none(Campaign, each.campaign)
            if campaign is not None:
                text = "“{step}” sends leads to “{campaign}”, which has no entry that waits for them."
                yield Remark(step.step, text, {"step": step.title, "campaign": campaign.title})


CHECK = Check(
    code="campaigns-not-joined",
    title="Campaigns that do not meet",
    explanation=(
        "A campaign hands leads over to another where one starts the other and the other waits for it. "
        "Both ends must be drawn."
    ),
    example="“Five-mail course” waits for leads from other campaigns, but none sends any.",
    severity=Severity.WARNING,
    run=run,
)

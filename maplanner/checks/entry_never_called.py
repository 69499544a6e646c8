"""An entry that waits for other campaigns, none of which sends leads."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep, title_of
from maplanner.document.records import Campaign, Effect, Step, Threshold
from maplanner.document.vocabulary import EffectKind
from maplanner.flow.behaviour import OnCall, StartCampaign


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield an entry that only other campaigns could fill, and a step that sends leads to no entry."""
    sources = () if step.behaviour is None else step.behaviour.sources
    only_called = bool(sources) and all(isinstance(source, OnCall) for source in sources)
    if only_called and not _is_called(survey, step.step.campaign):
        text = "“{step}” waits for leads from other campaigns, but none sends any."
        yield Remark(step.step, text, {"step": step.title})
    for act in step.acts:
        if isinstance(act, StartCampaign) and not survey.waits(act.campaign):
            campaign = survey.reader.find_or_none(Campaign, act.campaign)
            if campaign is not None:
                text = "“{step}” sends leads to “{campaign}”, which has no entry that waits for them."
                yield Remark(step.step, text, {"step": step.title, "campaign": campaign.title}, detail="sent")


def _is_called(survey: Survey, campaign_id: str) -> bool:
    started = any(start.started == campaign_id for start in survey.starts())
    return started or any(effect.campaign == campaign_id for effect in survey.effects(EffectKind.START))


def effect(survey: Survey, record: Effect) -> Iterator[Remark]:
    """Yield a threshold that starts a campaign without an entry for that."""
    campaign = survey.reader.find_or_none(Campaign, record.campaign)
    if record.kind is not EffectKind.START or campaign is None or survey.waits(campaign.id):
        return
    threshold = survey.reader.find_or_none(Threshold, record.threshold)
    names = {"threshold": title_of(threshold) if threshold else "", "campaign": title_of(campaign)}
    text = "Threshold “{threshold}” starts “{campaign}”, which has no entry that waits for that."
    yield Remark(record, text, names)


CHECK = Check(
    code="campaigns-not-joined",
    title="Campaigns that do not meet",
    explanation=(
        "A campaign hands leads over to another where one starts the other and the other waits for it. "
        "Both ends must be drawn."
    ),
    example="“Five-mail course” waits for leads from other campaigns, but none sends any.",
    remedy="Draw the step that starts the campaign, or the trigger that waits for it.",
    severity=Severity.WARNING,
    of={Step: run, Effect: effect},
)

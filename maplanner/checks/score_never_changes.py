"""A decision on a score that nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Campaign, Criterion, Record, Score, ScoringRule, Step, Threshold
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import OnGain, OnIdle, OnThreshold, Raise

_WORTH_POINTS = (
    EventType.FORM_FILLED,
    EventType.WEBINAR_ATTENDED,
    EventType.CONTENT_DOWNLOADED,
    EventType.EMAIL_CLICKED,
    EventType.VIDEO_WATCHED,
    EventType.EMAIL_OPENED,
    EventType.PAGE_VISITED,
)
"""Engagements that a first rule may reward, the most telling first."""


def run(survey: Survey, record: Record | SurveyedStep) -> Iterator[Remark]:
    """Yield decisions and triggers that watch a score which no rule and no step of the plan changes."""
    for number, (about, title, score) in enumerate(_watchers(survey, record)):
        if score.id in survey.changed_scores():
            continue
        ruled = bool(survey.reader.referring(ScoringRule, "score", score.id))
        text = (
            "“{asker}” depends on the score “{score}”, but no step does what its rules give points for."
            if ruled
            else "“{asker}” depends on the score “{score}”, but nothing changes it."
        )
        yield Remark(
            about,
            text,
            {"asker": title, "score": score.title or "untitled score"},
            fix=_first_rule(survey, score),
            detail=f"{score.id} {number or ''}".strip(),
        )


def _watchers(survey: Survey, record: Record | SurveyedStep) -> Iterator[tuple[Record, str, Score]]:
    """Yield what depends on a score: the record, what people call it, and the score."""
    for asked in survey.asked_by(record):
        score = _score_of(survey, asked.condition.subject, asked.condition.ref)
        if score is not None:
            yield asked.by, asked.title, score
    if not isinstance(record, SurveyedStep) or record.behaviour is None:
        return
    for source in record.behaviour.sources:
        if isinstance(source, OnThreshold):
            score = _score_of(survey, "threshold", source.threshold)
        elif isinstance(source, OnGain | OnIdle):
            score = survey.reader.find_or_none(Score, source.score)
        else:
            continue
        if score is not None:
            yield record.step, record.title, score


def _score_of(survey: Survey, subject: str, ref: str) -> Score | None:
    if subject == "threshold":
        threshold = survey.reader.find_or_none(Threshold, ref)
        return None if threshold is None else survey.reader.find_or_none(Score, threshold.score)
    return survey.reader.find_or_none(Score, ref) if subject in {"score", "account score"} else None


def _first_rule(survey: Survey, score: Score) -> Fix | None:
    raised = {each.event for _, each in survey.all_acts() if isinstance(each, Raise)}
    event = next((event for event in _WORTH_POINTS if event in raised), None)
    if event is None:
        return None
    rule = ScoringRule.new(score=score.id, title=event.value.capitalize(), event=event)
    return Fix(f"Give {rule.points:g} points for “{event.value}”", puts=(rule,))


CHECK = Check(
    code="score-never-changes",
    title="Decision on a score that nothing changes",
    explanation=(
        "A decision or a trigger that watches a score needs rules or steps that change the score; "
        "otherwise everybody goes the same way."
    ),
    example="“Ready for sales?” depends on the score “Readiness”, but nothing changes it.",
    remedy="Add a scoring rule, or a step that gives points.",
    severity=Severity.ERROR,
    of={Step: run, Campaign: run, Criterion: run},
)
